import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.sound.audio import RATE, Pcm, from_floats, make_silence
from coach.sound.loudness import (
    active_loudness,
    db_to_gain,
    gain_to_db,
    integrated_loudness,
    k_weighted_energies,
    max_loudness,
    true_peak,
)

RATES = [16_000, 22_050, 24_000, 44_100, 48_000]


def sine(hertz: float, seconds: float, level: float = 1.0, rate: int = RATE, phase=0.0) -> Pcm:
    time = np.arange(round(seconds * rate)) / rate
    wave = level * np.sin(2 * np.pi * hertz * time + phase)
    return from_floats(wave.astype(np.float32), rate)


def join(*parts: Pcm) -> Pcm:
    return Pcm(np.concatenate([part.samples for part in parts]))


def loudness(pcm: Pcm) -> float:
    return integrated_loudness(k_weighted_energies(pcm, 50), 50)


def signals() -> dict[str, Pcm]:
    rng = np.random.default_rng(5)
    time = np.arange(RATE * 6) / RATE
    noise = rng.standard_normal(len(time)) * 0.08
    syllables = noise * (0.5 + 0.5 * np.sin(2 * np.pi * 3.3 * time)) ** 2
    phrases = syllables * (time % 2 < 1.3)
    brown = np.cumsum(rng.standard_normal(len(time)))
    brown -= np.convolve(brown, np.ones(2400) / 2400, "same")
    made = {
        "noise": noise,
        "syllables": syllables,
        "phrases": phrases,
        "rumble": 0.3 * brown / np.abs(brown).max(),
        "loud then soft": syllables * np.where(time < 3, 1.0, 0.2),
        "bell": 0.5 * np.sin(2 * np.pi * 523 * time) * np.exp(-(time % 2) / 0.4),
    }
    return {name: from_floats(wave.astype(np.float32)) for name, wave in made.items()} | {
        f"{hertz} Hz": sine(hertz, 4, 0.5) for hertz in (40, 100, 440, 1000, 3000, 9000)
    }


@pytest.fixture(scope="module")
def measured():
    """What libebur128 says: name -> (signal, LUFS, dBTP)."""
    ebur128 = pytest.importorskip("pyebur128")
    mode = ebur128.MeasurementMode.MODE_I | ebur128.MeasurementMode.MODE_TRUE_PEAK
    found = {}
    for name, pcm in signals().items():
        state = ebur128.R128State(1, pcm.rate, mode)
        state.add_frames(pcm.to_floats(), len(pcm.samples))
        peak = gain_to_db(ebur128.get_true_peak(state, 0))
        found[name] = (pcm, ebur128.get_loudness_global(state), peak)
    return found


@pytest.mark.parametrize("name", signals())
def test_loudness_is_that_of_libebur128(name, measured):
    pcm, expected, _ = measured[name]
    # A rumble below all hearing leaks out of its hop into what is heard.
    assert loudness(pcm) == pytest.approx(expected, abs=1.0 if name == "rumble" else 0.1)


@pytest.mark.parametrize(
    "name", [n for n in signals() if n not in {"noise", "syllables", "phrases", "loud then soft"}]
)
def test_true_peak_is_that_of_libebur128(name, measured):
    pcm, _, expected = measured[name]
    assert gain_to_db(true_peak(pcm)) == pytest.approx(expected, abs=0.2)


@pytest.mark.parametrize("name", ["noise", "syllables", "phrases", "loud then soft"])
def test_true_peak_of_noise_is_never_read_lower(name, measured):
    # libebur128's short filter loses what lies next to the Nyquist frequency.
    pcm, _, expected = measured[name]
    assert expected - 0.1 <= gain_to_db(true_peak(pcm)) <= expected + 1.0


@pytest.mark.parametrize("rate", RATES)
def test_a_full_scale_tone_reads_what_the_standard_says_at_any_rate(rate):
    assert loudness(sine(997, 3, rate=rate)) == pytest.approx(-3.01, abs=0.03)


@given(st.floats(-40.0, 0.0))
def test_loudness_follows_the_level(level):
    louder, softer = sine(500, 1), sine(500, 1, db_to_gain(level))
    assert loudness(louder) - loudness(softer) == pytest.approx(-level, abs=0.1)


def test_silence_is_gated_away():
    tone = sine(500, 2, 0.2)
    # Two blocks at each edge are partly silent and lower the mean a little.
    assert loudness(join(tone, make_silence(30_000), tone)) == pytest.approx(
        loudness(tone), abs=0.6
    )
    assert loudness(make_silence(5_000)) == -np.inf
    assert active_loudness(k_weighted_energies(make_silence(100), 20)) == -np.inf


def test_what_nobody_hears_has_no_loudness():
    assert loudness(sine(997, 3, db_to_gain(-65))) == pytest.approx(-68.0, abs=0.3)
    assert loudness(sine(997, 3, db_to_gain(-69))) == -np.inf


def test_what_is_10_lu_softer_is_gated_away():
    tone = sine(500, 4, 0.2)
    assert loudness(join(tone, sine(500, 8, 0.01))) == pytest.approx(loudness(tone), abs=0.2)
    assert loudness(join(tone, sine(500, 8, 0.1))) < loudness(tone) - 2


@pytest.mark.parametrize("length", [0.12, 0.3, 2.0])
def test_a_word_has_a_level_however_short(length):
    word = join(make_silence(200), sine(997, length), make_silence(300))
    assert active_loudness(k_weighted_energies(word, 20)) == pytest.approx(-3.01, abs=0.1)


def test_sound_shorter_than_a_block_has_no_integrated_loudness():
    assert loudness(sine(997, 0.3)) == -np.inf


def test_the_loudest_span_takes_silence_in():
    hops = k_weighted_energies(sine(997, 0.1), 50)
    assert max_loudness(hops, 50, 400) == pytest.approx(-3.01 - 6.02, abs=0.1)
    assert max_loudness(hops, 50, 3_000) == pytest.approx(-3.01 - 14.77, abs=0.1)


def test_a_hop_must_divide_the_stride():
    with pytest.raises(ValueError, match="divides 100 ms"):
        integrated_loudness(np.zeros(100), 30)


def test_a_peak_between_the_samples_is_found():
    pcm = sine(RATE / 4, 0.1, 0.8, phase=np.pi / 4)
    assert np.abs(pcm.to_floats()).max() < 0.71
    assert true_peak(pcm) == pytest.approx(0.8, rel=0.02)


def test_a_true_peak_is_never_below_the_highest_sample():
    click = Pcm(np.array([0, 0, -32_768, 0], np.int16))
    assert true_peak(click) >= 1.0
    assert true_peak(make_silence(0)) == true_peak(make_silence(10)) == 0.0
