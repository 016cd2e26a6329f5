import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import MachineError
from coach.sound.audio import FRAMES_PER_MS, RATE, Pcm, from_floats, make_silence
from coach.sound.conform import (
    CUE_CEILING,
    CUE_LUFS,
    CUE_WINDOW_MS,
    TAKE_LUFS,
    VOICE_CEILING,
    WORD_CEILING,
    WORD_MS,
    check_take,
    conform_sound,
    conform_voice,
    find_beat,
    trim,
)
from coach.sound.loudness import (
    active_loudness,
    db_to_gain,
    gain_to_db,
    integrated_loudness,
    k_weighted_energies,
    max_loudness,
    true_peak,
)
from coach.sound.resample import resample
from coach.sound.take import measure_profile
from coach.speech.voices import open_voice

RATES = [8_000, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000]
NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()


def tone(hertz: float, length: int, level: float = 0.5, rate: int = RATE) -> Pcm:
    time = np.arange(rate * length // 1000) / rate
    return from_floats((level * np.sin(2 * np.pi * hertz * time)).astype(np.float32), rate)


def join(*parts: Pcm) -> Pcm:
    return Pcm(np.concatenate([part.samples for part in parts]), parts[0].rate)


def scaled(pcm: Pcm, factor: float) -> Pcm:
    return Pcm(np.rint(pcm.samples * factor).astype(np.int16), pcm.rate)


def word(length: int = 400, rate: int = 22_050, pitch: float = 110.0) -> Pcm:
    """Make what a voice makes: pulses at a pitch, ringing at three formants."""
    count = rate * length // 1000
    pulses = np.zeros(count)
    pulses[:: round(rate / pitch)] = 1.0
    ring = np.arange(rate // 20) / rate
    formants = ((600, 1.0), (1300, 0.6), (2500, 0.3))
    body = sum(a * np.sin(2 * np.pi * f * ring) * np.exp(-ring * 150) for f, a in formants)
    voiced = np.convolve(pulses, body)[:count] * np.minimum(1.0, np.arange(count) / (rate * 0.02))
    return from_floats((0.7 * voiced / np.abs(voiced).max()).astype(np.float32), rate)


@pytest.fixture(scope="module")
def spoken():
    """What espeak really says: text -> raw sound."""
    try:
        voice = open_voice("espeak")
    except MachineError as error:
        pytest.skip(str(error))
    sentences = (
        "Lie on your back, with your knees bent.",
        "Switch sides.",
        "Press the small of your back gently into the floor, and hold it there.",
    )
    found = {text: voice.speak(text, 160) for text in NUMBERS}
    found |= {text: voice.speak(text, 120) for text in sentences}
    voice.close()
    return found


def test_trim_leaves_a_little_air():
    raw = join(make_silence(300), tone(400, 500), make_silence(700))
    assert trim(raw).length == pytest.approx(10 + 500 + 30, abs=6)


def test_trim_keeps_what_is_soft_but_not_silent():
    soft = scaled(tone(400, 200), db_to_gain(-40))
    raw = join(make_silence(300), soft, tone(400, 500), make_silence(700))
    assert trim(raw).length == pytest.approx(10 + 700 + 30, abs=6)


@given(st.integers(0, 3000), st.sampled_from(RATES))
def test_trim_takes_anything(frames, rate):
    rng = np.random.default_rng(frames)
    raw = Pcm(rng.integers(-32_768, 32_768, frames).astype(np.int16), rate)
    assert np.array_equal(trim(raw).samples, raw.samples)
    assert not len(trim(Pcm(np.zeros(frames, np.int16), rate)).samples)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("part", [0.02, 0.2, 0.4])
def test_resampling_keeps_a_tone_and_adds_no_other(rate, part):
    hertz = part * min(rate, RATE)
    samples = resample(tone(hertz, 1000, rate=rate).to_floats(), rate, RATE)
    assert len(samples) == RATE
    middle = samples[4800:-4800]
    assert np.sqrt(2 * np.mean(middle**2)) == pytest.approx(0.5, rel=0.01)
    spectrum = np.abs(np.fft.rfft(middle * np.blackman(len(middle))))
    near = np.abs(np.fft.rfftfreq(len(middle), 1 / RATE) - hertz) < 10
    assert gain_to_db(float(spectrum[~near].max() / spectrum[near].max())) < -60


def test_resampling_down_folds_nothing_back():
    samples = resample(tone(30_000, 500, rate=96_000).to_floats(), 96_000, RATE)
    assert np.abs(samples[2400:-2400]).max() < db_to_gain(-60)


@pytest.mark.parametrize("rate", RATES)
def test_resampling_moves_nothing_and_rings_only_near(rate):
    samples = np.zeros(rate, np.float32)
    samples[rate // 2] = 1.0
    made = resample(samples, rate, RATE)
    assert abs(int(np.abs(made).argmax()) - RATE // 2) <= 1
    assert not made[: RATE // 2 - 200].any() or np.abs(made[: RATE // 2 - 200]).max() < 1e-6


@pytest.mark.parametrize("rate", RATES)
def test_a_voice_take_has_one_format_one_level_and_a_ceiling(rate):
    take = conform_voice(word(700, rate))
    assert take.pcm.rate == RATE
    assert len(take.pcm.samples) == take.extent.length * FRAMES_PER_MS
    assert active_loudness(k_weighted_energies(take.pcm, 20)) == pytest.approx(TAKE_LUFS, abs=1.0)
    assert gain_to_db(true_peak(take.pcm)) <= VOICE_CEILING + 0.02


def test_real_speech_comes_out_at_one_level_under_the_ceiling(spoken):
    takes = [conform_voice(raw).pcm for raw in spoken.values()]
    long = [pcm for pcm in takes if pcm.length > WORD_MS]
    levels = [active_loudness(k_weighted_energies(pcm, 20)) for pcm in long]
    assert levels == pytest.approx([TAKE_LUFS] * len(levels), abs=1.3)
    assert np.std(levels) < 0.4
    assert max(gain_to_db(true_peak(pcm)) for pcm in long) <= VOICE_CEILING + 0.02


def test_words_are_limited_only_as_far_as_their_beat_stays(spoken):
    raws = [trim(raw) for raw in spoken.values()]
    pairs = [(raw, conform_voice(raw)) for raw in raws if raw.length <= WORD_MS]
    assert len(pairs) > 15
    for raw, take in pairs:
        # Where a word rises as steeply twice, another rate alone may have the other rise found.
        untouched = from_floats(resample(raw.to_floats(), raw.rate, RATE) / 4, RATE)
        assert find_beat(take.pcm) in (
            pytest.approx(find_beat(raw), abs=5),
            pytest.approx(find_beat(untouched), abs=5),
        )
        assert abs(find_beat(take.pcm) - take.extent.beat) <= 5
        assert (
            TAKE_LUFS - 3.5 <= active_loudness(k_weighted_energies(take.pcm, 20)) <= TAKE_LUFS + 1.3
        )
        assert gain_to_db(true_peak(take.pcm)) <= WORD_CEILING + 0.02


@pytest.mark.parametrize("long", ["twenty-two", "Twenty-eight more."])
def test_a_long_word_may_move_its_beat_and_says_so(long):
    raw = open_voice("espeak").speak(long, 160)
    take = conform_voice(raw)
    assert trim(raw).length > WORD_MS
    assert abs(find_beat(take.pcm) - take.extent.beat) <= 2


def test_the_limiter_is_needed_by_real_speech(spoken):
    raws = [trim(raw) for raw in spoken.values()]
    crests = [
        gain_to_db(true_peak(raw)) - active_loudness(k_weighted_energies(raw, 20)) for raw in raws
    ]
    assert max(crests) > VOICE_CEILING - TAKE_LUFS + 1


@settings(max_examples=20)
@given(st.floats(-30.0, 2.0))
def test_it_does_not_matter_how_loud_a_voice_speaks(level):
    one, other = conform_voice(word()), conform_voice(scaled(word(), db_to_gain(level)))
    assert one.extent == other.extent
    difference = one.pcm.to_floats() - other.pcm.to_floats()
    assert np.abs(difference).max() < 0.01


@settings(max_examples=50)
@given(st.integers(0, 1 << 30), st.sampled_from([8_000, 22_050, 48_000]))
def test_no_sound_breaks_through_the_ceiling(seed, rate):
    rng = np.random.default_rng(seed)
    clicks = rng.standard_normal(rate // 2) * (rng.random(rate // 2) < rng.random() ** 4)
    hum = rng.random() * 0.1 * np.sin(np.arange(rate // 2) * rng.random())
    wave = clicks + hum + 1e-3
    raw = from_floats((wave / np.abs(wave).max()).astype(np.float32), rate)
    take = conform_voice(raw)
    assert gain_to_db(true_peak(take.pcm)) <= WORD_CEILING + 0.02


def test_a_take_starts_and_ends_in_silence():
    samples = conform_voice(tone(400, 500)).pcm.samples
    assert abs(int(samples[0])) <= 2
    assert abs(int(samples[-1])) <= 2
    assert np.abs(samples[:24]).max() < 0.2 * np.abs(samples).max()


@pytest.mark.parametrize("onset", [0, 40, 150])
def test_the_beat_is_where_the_vowel_rises_not_where_the_sound_starts(onset):
    rng = np.random.default_rng(1)
    hiss = rng.standard_normal(22_050 * onset // 1000 or 1)
    hiss = np.diff(hiss, 3, prepend=[0, 0, 0]) * 0.06  # high: an "s"
    raw = join(from_floats(hiss.astype(np.float32), 22_050), word(400))
    assert find_beat(raw) == pytest.approx(onset + 10, abs=15)


def test_silence_in_front_does_not_move_the_beat():
    early, late = word(), join(make_silence(400, 22_050), word())
    assert abs(conform_voice(early).extent.beat + 10 - conform_voice(late).extent.beat) <= 6


def test_the_first_of_two_syllables_is_the_beat_even_if_the_second_is_louder():
    raw = join(scaled(word(250), 0.7), make_silence(80, 22_050), word(400))
    assert find_beat(raw) < 60


def test_counts_meet_their_beat_on_the_first_syllable(spoken):
    beats = {text: conform_voice(spoken[text]).extent.beat for text in NUMBERS}
    assert max(beats.values()) < 260, beats
    # "eight" opens with its vowel, "six" with a hiss: that far apart the clips must start.
    assert beats["six"] - beats["eight"] > 60


@given(st.integers(1, 5000), st.sampled_from(RATES))
def test_a_beat_lies_inside_the_take(frames, rate):
    rng = np.random.default_rng(frames)
    raw = Pcm(rng.integers(-9_000, 9_000, frames).astype(np.int16), rate)
    take = conform_voice(raw)
    assert 0 <= take.extent.beat <= take.extent.length


def test_a_cue_sound_is_levelled_but_not_trimmed():
    take = conform_sound(join(make_silence(500), tone(440, 3000, 0.9), make_silence(500)))
    assert take.extent.length == 4000
    assert take.extent.beat == 0
    assert max_loudness(k_weighted_energies(take.pcm, 50), 50, CUE_WINDOW_MS) == pytest.approx(
        CUE_LUFS, abs=0.1
    )


def test_a_short_cue_sound_is_held_by_its_peak():
    take = conform_sound(tone(1000, 20, 0.1, rate=44_100))
    assert gain_to_db(true_peak(take.pcm)) == pytest.approx(CUE_CEILING, abs=0.1)


def test_a_long_cue_sound_stays_well_under_the_voice():
    breath = conform_sound(tone(300, 6000)).pcm
    assert integrated_loudness(k_weighted_energies(breath, 50), 50) < TAKE_LUFS - 9


@pytest.mark.parametrize("conform", [conform_voice, conform_sound])
@pytest.mark.parametrize("length", [0, 500])
def test_silence_is_no_take(conform, length):
    with pytest.raises(ValueError, match="silent"):
        conform(make_silence(length))


@pytest.mark.parametrize(
    ("raw", "words", "reason"),
    [
        (make_silence(0), 2, "empty"),
        (make_silence(900), 2, "silent"),
        (scaled(tone(200, 900), db_to_gain(-60)), 2, "silent"),
        (Pcm(np.clip(tone(200, 900).samples * 4.0, -32_767, 32_767).astype(np.int16)), 2, "clip"),
        (tone(200, 20), 1, "found .* ms"),
        (tone(200, 6000), 1, "40 to 2700 ms"),
    ],
)
def test_a_bad_clip_is_refused_with_its_reason(raw, words, reason):
    with pytest.raises(ValueError, match=reason):
        check_take(raw, words)


def test_good_speech_is_not_refused(spoken):
    for text, raw in spoken.items():
        check_take(raw, len(text.split()))
    check_take(join(make_silence(5000), tone(200, 900, 0.999), make_silence(9000)), 2)


def test_the_profile_made_on_the_way_is_that_of_the_finished_take(spoken):
    for raw in spoken.values():
        take = conform_voice(raw)
        ours, measured = take.profile, measure_profile(take.pcm)
        assert len(ours.peaks) == len(measured.peaks)
        level, exact = (10 * np.log10(p.energies.sum()) for p in (ours, measured))
        assert level == pytest.approx(exact, abs=0.3)
        assert float(ours.peaks.max()) == pytest.approx(float(measured.peaks.max()), rel=0.03)
