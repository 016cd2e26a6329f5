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

from coach.sound.audio import Floats, Samples

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


def resample(samples: Floats, rate: int, wanted: int) -> Floats:
    """Return `samples`, of `rate` frames a second, at `wanted`, as if silence lay around them.

    The result has ceil(len * wanted / rate) frames, and its first is at the time of the first.
    """
    if rate == wanted or not len(samples):
        return samples
    bank = _make_kernel_bank(rate, wanted)
    frames = -(-len(samples) * wanted // rate)
    blocks = -(-frames // bank.up)
    strip = max(start + len(k) for start, k in zip(bank.starts, bank.kernels, strict=True))
    padded = np.zeros((blocks - 1) * bank.down + max(strip, bank.reach + len(samples)), np.float32)
    padded[bank.reach : bank.reach + len(samples)] = samples
    resampled = np.empty((blocks, bank.up), np.float32)
    first = 0
    for start, kernel in zip(bank.starts, bank.kernels, strict=True):
        strips = _view_strips(padded, start, (blocks, len(kernel)), bank.down)
        multiply_in_chunks(strips, kernel, resampled[:, first : first + kernel.shape[1]])
        first += kernel.shape[1]
    return resampled.reshape(-1)[:frames]


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
    padded = np.zeros((-(-len(samples) // _STRIP_FRAMES) + 2) * _STRIP_FRAMES, np.float32)
    padded[_STRIP_FRAMES : _STRIP_FRAMES + len(samples)] = samples
    heights = np.abs(padded)
    highest = float(heights.max())
    if not highest:
        return 0.0
    # Eight flags are read at once: most of the sound is nowhere near its peak.
    flags = (heights >= _PEAK_THRESHOLD * highest).view(np.uint64)
    high = np.flatnonzero(flags) * 8 // _STRIP_FRAMES - 1
    spots = high[np.diff(high, prepend=-1) > 0]
    strips = _view_strips(
        padded, 0, (len(padded) // _STRIP_FRAMES - 2, 3 * _STRIP_FRAMES), _STRIP_FRAMES
    )[spots]
    between = np.empty((len(spots), _make_intersample_kernels().shape[1]), np.float32)
    multiply_in_chunks(strips, _make_intersample_kernels(), between)
    return max(highest, float(np.abs(between).max(initial=0.0)))


def _view_strips(samples: Floats, start: int, shape: tuple[int, int], apart: int) -> Floats:
    """Return a view of samples from `start` on, as strips that begin `apart` frames apart.

    NumPy's own `as_strided` takes ten times as long, and this runs some 10,000 times a session.
    """
    return np.ndarray(shape, np.float32, samples, 4 * start, (4 * apart, 4))


def multiply_in_chunks(strips: Floats, kernel: Floats, product: Floats) -> None:
    """Write the matrix product into `product`, in chunks too small for BLAS to start threads.

    On a busy machine those wait for each other far longer than the work takes.
    """
    rows = max(1, _SINGLE_THREAD_SIZE // kernel.size)
    for first in range(0, len(strips), rows):
        np.matmul(strips[first : first + rows], kernel, out=product[first : first + rows])


@cache
def _make_intersample_kernels() -> Floats:
    """Return the kernels of the points between the frames of a strip's middle third, three each."""
    places = np.arange(_STRIP_FRAMES * _OVERSAMPLING) / _OVERSAMPLING
    places = places[places % 1 > 0] + _STRIP_FRAMES
    offsets = np.arange(3 * _STRIP_FRAMES)[:, None] - places[None, :]
    return _make_kernels(offsets, 0.5, float(_STRIP_FRAMES))


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
