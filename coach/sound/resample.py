"""Resample: the same sound at another rate, by a windowed sinc; the peak between samples.

Polyphase, by matrix products: blocks of `up` output frames read blocks of `down` input frames, and
a group of neighbouring output frames shares one strip of input. That takes some 2 ns for a frame of
output, a third of what an FFT of the whole take does, and as the kernel is short nothing rings at
the ends. Pure.
"""

from dataclasses import dataclass
from functools import cache
from math import gcd

import numpy as np

from coach.sound.audio import RATE, Floats, Samples

TAPS = 48
"""Input frames that an output frame depends on, to a higher rate; to a lower one there are more, in
proportion."""
KAISER_BETA = 7.0
"""By this the stop band is 70 dB down."""
CUTOFF = 0.455
"""Where the kernel is 6 dB down, in parts of the lower rate: flat to 0.41, closed from 0.5."""

_GROUP = 16
_OVERSAMPLING = 4
_STRIP_FRAMES = 16
_PEAK_THRESHOLD = 0.7
_PEAK_WINDOW = 1 << 18
"""Frames whose neighbourhoods are in memory at a time; a multiple of _STRIP_FRAMES."""
_MAX_HELD = 1 << 22
"""Frames that wait at most until enough for a chunk were read; odd rates have long blocks."""
_SINGLE_THREAD_SIZE = 1 << 18


@dataclass(frozen=True, slots=True, eq=False)
class KernelBank:
    """The kernels from one rate to another.

    A block of `up` output frames reads from `down` input frames on. Group g of the block's
    output frames is strip `starts[g]` of `kernels[g].shape[0]` input frames times
    `kernels[g]`, shape (strip, frames of the group); frame 0 of the strips lies `reach`
    input frames before the block.
    """

    up: int
    down: int
    reach: int
    starts: tuple[int, ...]
    kernels: tuple[Floats, ...]

    @property
    def strip(self) -> int:
        """How many input frames a block reads in all."""
        return max(start + len(k) for start, k in zip(self.starts, self.kernels, strict=True))


def resample(samples: Floats, rate: int, wanted: int) -> Floats:
    """Return `samples`, of `rate` frames a second, at `wanted`, as if silence lay around them.

    The result has ceil(len * wanted / rate) frames, and its first is at the time of the first.
    """
    if rate == wanted or not len(samples):
        return samples
    bank = _make_kernel_bank(rate, wanted)
    frames = -(-len(samples) * wanted // rate)
    blocks = -(-frames // bank.up)
    padded = np.zeros(
        (blocks - 1) * bank.down + max(bank.strip, bank.reach + len(samples)), np.float32
    )
    padded[bank.reach : bank.reach + len(samples)] = samples
    resampled = np.empty((blocks, bank.up), np.float32)
    first = 0
    for start, kernel in zip(bank.starts, bank.kernels, strict=True):
        strips = _view_strips(padded, start, (blocks, len(kernel)), bank.down)
        multiply_in_chunks(strips, kernel, resampled[:, first : first + kernel.shape[1]])
        first += kernel.shape[1]
    return resampled.reshape(-1)[:frames]


def interpolate_halfway(samples: Floats) -> Floats:
    """Return the points halfway behind each of some samples, as if silence lay around them.

    It is flat up to 0.455 of their rate.
    """
    kernel = _make_halfway_kernels()
    strip = len(kernel)  # and a block, so that the matrix product need not copy
    blocks = -(-len(samples) // strip)
    padded = np.zeros((blocks + 1) * strip, np.float32)
    padded[TAPS // 2 : TAPS // 2 + len(samples)] = samples
    between = np.empty((blocks, strip), np.float32)
    for first in range(0, strip, _GROUP):
        strips = _view_strips(padded, first, (blocks, strip), strip)
        multiply_in_chunks(strips, kernel, between[:, first : first + _GROUP])
    return between.reshape(-1)[: len(samples)]


class WindowResampler:
    """Resamples a sound that comes in windows to RATE, into `most` frames at most.

    The products are those that `resample` makes of the whole, of the same size each: BLAS rounds
    the rows of another product differently.
    """

    def __init__(self, rate: int, most: int) -> None:
        self._rate, self._most = rate, most
        self._bank = bank = _make_kernel_bank(rate, RATE)
        self._resampled = np.empty((-(-most // bank.up), bank.up), np.float32)
        self._held = np.zeros(bank.reach, np.float32)
        self._first_held = self._frames = 0
        self._done = [0] * len(bank.kernels)

    def feed(self, samples: Samples) -> None:
        """Take the next window, and resample as much as can be."""
        self._held = np.concatenate([self._held, samples.astype(np.float32)])
        self._frames += len(samples)
        self._multiply(chunked=len(self._held) < _MAX_HELD)

    def finish(self) -> Floats:
        """Return the whole, silence behind it."""
        frames = min(-(-self._frames * RATE // self._rate), self._most)
        blocks = -(-frames // self._bank.up)
        size = (blocks - 1 - self._first_held) * self._bank.down + self._bank.strip
        silence = np.zeros(max(0, size - len(self._held)), np.float32)
        self._held = np.concatenate([self._held, silence])
        self._multiply(chunked=False)
        return self._resampled.reshape(-1)[:frames]

    def _multiply(self, *, chunked: bool) -> None:
        """Resample the blocks that are held whole: each kernel's in whole chunks, or all."""
        bank, column, down = self._bank, 0, self._bank.down
        ready = self._first_held + (len(self._held) - bank.strip) // down + 1
        ready = min(ready, len(self._resampled))
        for number, (start, kernel) in enumerate(zip(bank.starts, bank.kernels, strict=True)):
            begin, width = self._done[number], kernel.shape[1]
            end = begin + (ready - begin) // chunk_rows(kernel) * chunk_rows(kernel)
            end = max(begin, end if chunked else ready)
            if end > begin:
                offset = start + (begin - self._first_held) * down
                strips = _view_strips(self._held, offset, (end - begin, len(kernel)), down)
                product = self._resampled[begin:end, column : column + width]
                multiply_in_chunks(strips, kernel, product)
            self._done[number], column = end, column + width
        over = min(self._done) - self._first_held
        self._held, self._first_held = self._held[over * down :], self._first_held + over


def keep_freed_memory() -> None:
    """Have the C library keep freed memory instead of returning it after every array.

    Glibc keeps blocks up to the size of the largest that it has ever returned to the system, 128 KB
    at first; with arrays of megabytes it spends more time on fresh pages than NumPy on sums. This
    returns one block of 16 MB that was never touched, so it costs no memory; with other C
    libraries it has no effect.
    """
    np.empty(1 << 24, np.uint8)


def oversampled_peak(samples: Samples | Floats) -> float:
    """Return the highest magnitude of the sound at four times its rate.

    Only the neighbourhood of samples within 3 dB of the highest is oversampled: between lower
    ones the sound could rise that far only near the Nyquist frequency.
    """
    highest = max(float(samples.max(initial=0)), -float(samples.min(initial=0)))
    if not highest:
        return 0.0
    return max(
        _intersample_peak(samples, start, _PEAK_THRESHOLD * highest)
        for start in range(0, len(samples), _PEAK_WINDOW)
    )


def _intersample_peak(samples: Samples | Floats, start: int, threshold: float) -> float:
    """Return the highest magnitude on and around the samples of a window above a threshold."""
    stop = min(start + _PEAK_WINDOW, len(samples))
    before = min(start, _STRIP_FRAMES)
    part = samples[start - before : stop + _STRIP_FRAMES]
    count = -(-(stop - start) // _STRIP_FRAMES)
    padded = np.zeros((count + 2) * _STRIP_FRAMES, np.float32)
    padded[_STRIP_FRAMES - before :][: len(part)] = part
    heights = np.abs(padded[_STRIP_FRAMES:-_STRIP_FRAMES])
    # Eight flags are read at once: most of the sound is nowhere near its peak.
    flags = (heights >= threshold).view(np.uint64)
    high = np.flatnonzero(flags) * 8 // _STRIP_FRAMES
    spots = high[np.diff(high, prepend=-1) > 0]
    strips = _view_strips(padded, 0, (count, 3 * _STRIP_FRAMES), _STRIP_FRAMES)[spots]
    between = np.empty((len(spots), _make_intersample_kernels().shape[1]), np.float32)
    multiply_in_chunks(strips, _make_intersample_kernels(), between)
    return max(float(heights.max()), float(np.abs(between).max(initial=0.0)))


def _view_strips(samples: Floats, start: int, shape: tuple[int, int], apart: int) -> Floats:
    """Return a view of samples from `start` on, as strips that begin `apart` frames apart.

    NumPy's own `as_strided` takes ten times as long, and this runs some 10,000 times a session.
    """
    return np.ndarray(shape, np.float32, samples, 4 * start, (4 * apart, 4))


def multiply_in_chunks(strips: Floats, kernel: Floats, product: Floats) -> None:
    """Write the matrix product into `product`, in chunks too small for BLAS to start threads.

    On a busy machine those wait for each other far longer than the work takes.
    """
    rows = chunk_rows(kernel)
    for first in range(0, len(strips), rows):
        np.matmul(strips[first : first + rows], kernel, out=product[first : first + rows])


def chunk_rows(kernel: Floats) -> int:
    """Return how many strips are multiplied by a kernel at a time."""
    return max(1, _SINGLE_THREAD_SIZE // kernel.size)


@cache
def _make_intersample_kernels() -> Floats:
    """Return the kernels of the points between the frames of a strip's middle third, three each."""
    places = np.arange(_STRIP_FRAMES * _OVERSAMPLING) / _OVERSAMPLING
    places = places[places % 1 > 0] + _STRIP_FRAMES
    offsets = np.arange(3 * _STRIP_FRAMES)[:, None] - places[None, :]
    return _make_kernels(offsets, 0.5, float(_STRIP_FRAMES))


@cache
def _make_halfway_kernels() -> Floats:
    """Return the kernels of the points halfway behind each of _GROUP frames."""
    reach = TAPS // 2
    offsets = np.arange(_GROUP + 2 * reach)[:, None] - (np.arange(_GROUP) + 0.5 + reach)[None, :]
    return _make_kernels(offsets, 0.5, float(reach))


@cache
def _make_kernel_bank(rate: int, wanted: int) -> KernelBank:
    common = gcd(rate, wanted)
    up, down = wanted // common, rate // common
    cutoff = CUTOFF * min(1.0, wanted / rate)
    half = TAPS / 2 * max(1.0, rate / wanted)
    reach = int(np.ceil(half))
    # A block must be longer than its strips, else the matrix product would have to copy.
    times = -(-3 * (2 * reach + _GROUP) // down) if down < 3 * (2 * reach + _GROUP) else 1
    up, down = up * times, down * times
    places = np.arange(up) * (rate / wanted) + reach
    starts, kernels = [], []
    for first in range(0, up, _GROUP):
        group = places[first : first + _GROUP]
        start = int(group[0]) - reach
        length = int(np.ceil(group[-1])) + reach + 1 - start
        offsets = np.arange(start, start + length)[:, None] - group[None, :]
        starts.append(start)
        kernels.append(_make_kernels(offsets, cutoff, half))
    return KernelBank(up, down, reach, tuple(starts), tuple(kernels))


def _make_kernels(
    offsets: np.ndarray[tuple[int, int], np.dtype[np.float64]], cutoff: float, half: float
) -> Floats:
    """Return Kaiser-windowed sincs at `offsets` frames from their middles, of unit sum."""
    inside = np.clip(1.0 - (offsets / half) ** 2, 0.0, None)
    window = np.where(np.abs(offsets) <= half, np.i0(KAISER_BETA * np.sqrt(inside)), 0.0)
    kernel = np.sinc(2.0 * cutoff * offsets) * window
    return np.ascontiguousarray(kernel / kernel.sum(axis=0), np.float32)
