"""When a word is heard in a file: an estimator that shares nothing with what made the file.

It knows the standard library's `wave` and numpy, and imports nothing of coach. A word is found in
the file where the file is most like it, by correlation with the same word heard alone; and where
a word is heard, its perceptual centre, is the first steep rise of its loudness between 300 and
2000 Hz, smoothed to 10 Hz. That is worked out in the time domain: an analytic band-pass of some
thousand taps, its magnitude, and a bell to smooth it.
"""

import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Wave = npt.NDArray[np.float64]

REACH_MS = 60
"""How far from its second a word is looked for."""
BAND = (300.0, 2000.0)
SMOOTHED_HZ = 10.0
STEEP = 0.6
"""The first rise at least so steep, in parts of the steepest, is where a word is heard."""
SEARCHED_MS = 600
THINNED = 3
"""Every third sample of the mean of three is enough for the band: 16,000 of 48,000 a second."""


class Recording:
    """A mono WAV file of 16 bits, read in windows: never all of it."""

    def __init__(self, path: Path) -> None:
        self._file = wave.open(str(path), "rb")  # noqa: SIM115 - closed by `close`
        assert (self._file.getnchannels(), self._file.getsampwidth()) == (1, 2)
        self.rate = self._file.getframerate()
        self.frames = self._file.getnframes()

    def close(self) -> None:
        self._file.close()

    def between(self, start: int, stop: int) -> Wave:
        """Give frames `start` up to `stop`; silence lies outside the file."""
        first, last = max(0, start), min(stop, self.frames)
        self._file.setpos(min(first, self.frames))
        data = self._file.readframes(max(0, last - first))
        inside = np.frombuffer(data, "<i2").astype(np.float64)
        return np.pad(inside, (first - start, stop - start - (first - start) - len(inside)))


def words_alone(path: Path, apart_ms: int = 250) -> list[Wave]:
    """Cut a short file into its words, where at least so long nothing at all is heard."""
    file = Recording(path)
    sound = file.between(0, file.frames)
    file.close()
    heard = np.flatnonzero(sound)
    breaks = np.flatnonzero(np.diff(heard) > apart_ms * file.rate // 1000)
    firsts = heard[np.concatenate([[0], breaks + 1])]
    lasts = heard[np.concatenate([breaks, [len(heard) - 1]])]
    return [sound[first : last + 1] for first, last in zip(firsts, lasts, strict=True)]


def centre(sound: Wave, rate: int) -> float:
    """Tell where a word is heard: milliseconds from the first sample."""
    thin = sound[: len(sound) // THINNED * THINNED].reshape(-1, THINNED).mean(axis=1)
    slow = rate / THINNED
    reach = round(0.08 * slow)
    place = np.arange(-reach, reach + 1) / slow
    low, high = BAND
    shape = np.sinc((high - low) * place) * np.blackman(len(place))
    band = shape * np.exp(1j * np.pi * (low + high) * place)
    room = round(0.1 * slow)
    loudness = np.abs(np.convolve(np.pad(thin, room), band, "same"))
    # A bell that halves the power at 10 Hz.
    spread = np.sqrt(np.log(2)) / (2 * np.pi * SMOOTHED_HZ)
    bell_reach = round(6 * spread * slow)
    bell = np.exp(-0.5 * (np.arange(-bell_reach, bell_reach + 1) / (spread * slow)) ** 2)
    rise = np.gradient(np.convolve(loudness, bell, "same"))
    rise = rise[room : room + round(SEARCHED_MS * slow / 1000)]
    return _first_steep(rise) * 1000 / slow


def _first_steep(rise: Wave) -> float:
    """Find the first peak that is steep enough, between samples by a parabola."""
    for at in range(1, len(rise) - 1):
        before, here, after = rise[at - 1 : at + 2]
        if here >= STEEP * rise.max() and here >= before and here > after:
            return at + 0.5 * (before - after) / (before - 2 * here + after)
    return float(rise.argmax())


@dataclass(frozen=True, slots=True)
class Found:
    """A word found in a file: its first frame there, and how alike the two are, 1 at most."""

    frame: int
    alike: float


class Word:
    """A word heard alone, to be found in files."""

    def __init__(self, alone: Wave, rate: int) -> None:
        self.alone, self.rate = alone, rate
        self.centre = centre(alone, rate)
        self._reach = REACH_MS * rate // 1000
        self._size = 1 << (len(alone) + 2 * self._reach).bit_length()
        self._known: dict[bytes, float] = {}
        self._turned = np.conj(np.fft.rfft(alone, self._size))
        self._power = float((alone**2).sum())

    def find(self, file: Recording, second: float) -> Found:
        """Find the word near where it should be if it is heard on a second, in ms."""
        expected = round((second - self.centre) * self.rate / 1000)
        begin = expected - self._reach
        sound = file.between(begin, expected + self._reach + len(self.alone))
        places = 2 * self._reach + 1
        product = np.fft.irfft(np.fft.rfft(sound, self._size) * self._turned, self._size)[:places]
        powers = np.concatenate([[0.0], np.cumsum(sound**2)])
        power = powers[len(self.alone) :][:places] - powers[:-1][:places]
        alike = product / np.sqrt(np.maximum(power, 1.0) * self._power)
        at = int(alike.argmax())
        return Found(begin + at, float(alike[at]))

    def heard(self, file: Recording, second: float) -> float:
        """Tell how late it is heard in ms, from the sound of the file alone."""
        start = round((second - self.centre) * self.rate / 1000) - 20 * self.rate // 1000
        sound = file.between(start, start + len(self.alone) + 40 * self.rate // 1000)
        same = sound.astype("<i2").tobytes()
        if same not in self._known:
            self._known[same] = centre(sound, self.rate)
        return start * 1000 / self.rate + self._known[same] - second
