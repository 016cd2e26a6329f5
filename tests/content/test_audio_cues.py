import subprocess
import sys

import numpy as np
import pytest

from coach.sound.audio import RATE, load_wav
from coach.sound.conform import CUE_CEILING, conform_sound
from coach.sound.loudness import gain_to_db, true_peak
from coach.sound.resample import resample
from tests.paths import ROOT

FOLDER = ROOT / "audio_cues"
NAMES = [
    "back",
    "breathe-in",
    "breathe-out",
    "change-side",
    "down",
    "halfway",
    "hold-end",
    "hold-start",
    "more",
    "move",
    "pause",
    "ready",
    "refuse",
    "rest",
    "resume",
    "session-end",
    "skip",
    "start",
    "tick",
    "up",
]


def floats(name: str) -> np.ndarray:
    """The samples of a sound, at RATE."""
    raw = load_wav(FOLDER / f"{name}.wav")
    return resample(raw.to_floats(), raw.rate, RATE).astype(np.float64)


def centroid(samples: np.ndarray) -> float:
    """Give the middle of the spectrum's power, in hertz."""
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    return float((np.fft.rfftfreq(len(samples), 1 / RATE) * power).sum() / power.sum())


def level(samples: np.ndarray) -> float:
    return float(np.sqrt((samples**2).mean()))


def test_there_are_these_sounds():
    assert sorted(path.stem for path in FOLDER.glob("*.wav")) == NAMES


def test_the_script_makes_the_committed_files(tmp_path):
    subprocess.run([sys.executable, FOLDER / "make.py", tmp_path], check=True, capture_output=True)
    for name in NAMES:
        made, kept = tmp_path / f"{name}.wav", FOLDER / f"{name}.wav"
        assert made.read_bytes()[:44] == kept.read_bytes()[:44]
        # Another machine's sine may round the other way.
        difference = load_wav(made).samples.astype(int) - load_wav(kept).samples
        assert np.abs(difference).max() <= 1, name


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_neither_clicks_nor_startles(name):
    raw = load_wav(FOLDER / f"{name}.wav").samples
    assert raw[0] == raw[-1] == 0
    samples = floats(name)
    peak = np.abs(samples).max()
    assert 0.4 < peak <= 0.51
    # Five milliseconds, at least, until it is as loud as it gets.
    first = np.argmax(np.abs(samples) > 0.9 * peak)
    assert first >= 0.004 * RATE
    assert np.abs(samples[:48]).max() < 0.2 * peak
    assert np.abs(samples[-480:]).max() < 0.02 * peak
    assert abs(samples.mean()) < 0.001


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_has_little_that_is_shrill(name):
    samples = floats(name)
    power = np.abs(np.fft.rfft(samples)) ** 2
    shrill = np.fft.rfftfreq(len(samples), 1 / RATE) > 5_000
    assert power[shrill].sum() < 0.01 * power.sum()


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_becomes_a_take(name):
    pcm = load_wav(FOLDER / f"{name}.wav")
    take = conform_sound(pcm)
    assert take.extent.length == pcm.length
    assert gain_to_db(true_peak(take.pcm)) <= CUE_CEILING + 0.05


@pytest.mark.parametrize("seconds", [2.0, 3.0, 4.0, 6.0])
def test_a_breath_in_brightens_and_a_breath_out_darkens_however_short(seconds):
    quarter = round(seconds * RATE / 4)
    for name, direction in (("breathe-in", 1), ("breathe-out", -1)):
        samples = floats(name)[: 4 * quarter]
        early, late = centroid(samples[:quarter]), centroid(samples[-quarter:])
        assert direction * np.log2(late / early) > 0.35, name


@pytest.mark.parametrize("name", ["breathe-in", "breathe-out"])
def test_a_breath_is_heard_at_once_and_swells_once(name):
    samples = floats(name)
    assert len(samples) == 8 * RATE
    levels = [level(part) for part in np.split(samples, 16)]
    top = int(np.argmax(levels))
    assert levels[0] > 0.15 * levels[top]
    assert top <= 4
    assert levels[-1] < 0.2 * levels[top]


def test_the_sounds_take_little_room():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.wav")) < 3_500_000
    for name in NAMES:
        pcm = load_wav(FOLDER / f"{name}.wav")
        assert pcm.rate == (RATE // 2 if pcm.length > 1_000 else RATE), name


def test_a_tick_is_the_shortest_and_the_end_the_longest_bell():
    lengths = {name: len(floats(name)) for name in NAMES if not name.startswith("breathe")}
    assert min(lengths, key=lengths.__getitem__) == "tick"
    assert max(lengths, key=lengths.__getitem__) == "session-end"


def test_no_two_sounds_are_alike():
    def print_of(name: str) -> np.ndarray:
        samples = np.zeros(RATE * 3 // 2)
        given = floats(name)[: len(samples)]
        samples[: len(given)] = given
        frames = np.abs(np.fft.rfft(samples.reshape(-1, 2400), axis=1))[:, :150].reshape(-1)
        return frames / np.linalg.norm(frames)

    prints = {name: print_of(name) for name in NAMES}
    for one in NAMES:
        for other in NAMES:
            assert one == other or prints[one] @ prints[other] < 0.85, (one, other)
