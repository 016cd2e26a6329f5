"""How loud sound is, as ITU-R BS.1770-4 hears it: K-weighted energies, gated means, true peaks.

Energies are taken hop by hop with a real FFT of each hop, so that no filter has a memory: a
session's loudness is the gated mean of its clips' energies, and nothing has to be rendered.
Digital silence lies below the absolute gate and costs nothing.

Loudness is in LUFS, peaks are linear with full scale 1. Pure.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from coach.sound.audio import FULL_SCALE, Floats, Pcm
from coach.sound.resample import oversampled_peak

Energies = npt.NDArray[np.float64]
"""Mean squares of K-weighted sound, one a hop; full scale 1."""

BLOCK_MS = 400
STRIDE_MS = 100
"""The gating block and its stride (75 % overlap), BS.1770-4 annex 1."""
ABSOLUTE_GATE = -70.0
RELATIVE_GATE = -10.0
LUFS_OFFSET = -0.691
"""BS.1770-4 annex 1: makes a 997 Hz sine of full scale in one channel read -3.01 LUFS."""
SILENCE_LUFS = float("-inf")

_BATCH = 1 << 15
_REFERENCE_RATE = 48_000.0


def k_weighted_energies(pcm: Pcm, hop: int) -> Energies:
    """Give the K-weighted mean square of each `hop` milliseconds; the last hop is filled up.

    A hop is cut out hard, so it leaks: hops of 50 ms read within 0.1 LU of libebur128, those
    of 20 ms above 150 Hz only; rumble below 20 Hz is read up to 1 LU too loud.
    """
    size = round(pcm.rate * hop / 1000)
    count = -(-len(pcm.samples) // size)
    weights = _make_k_weights(size, pcm.rate)
    found = np.empty(count, np.float64)
    rows = max(1, _BATCH // size)
    for first in range(0, count, rows):
        part = pcm.samples[first * size : (first + rows) * size].astype(np.float32)
        if missing := -len(part) % size:
            part = np.concatenate([part, np.zeros(missing, np.float32)])
        spectrum = np.fft.rfft(part.reshape(-1, size)).view(np.float32)
        np.multiply(spectrum, spectrum, out=spectrum)
        found[first : first + rows] = np.einsum("ij,j->i", spectrum, weights)
    return found


def integrated_loudness(hops: Energies, hop: int) -> float:
    """Give the gated loudness of energies `hop` ms apart; -inf when nothing passes the gates.

    `hop` must divide the 100 ms stride of the gating blocks. Sound shorter than one block
    has none: see `active`.
    """
    width, stride = BLOCK_MS // hop, STRIDE_MS // hop
    if STRIDE_MS % hop:
        raise ValueError(f"expected a hop that divides {STRIDE_MS} ms, found {hop} ms")
    if len(hops) < width:
        return SILENCE_LUFS
    sums = np.concatenate([[0.0], np.cumsum(hops)])
    blocks = (sums[width:] - sums[:-width])[::stride] / width
    return _gated_loudness(blocks)


def active_loudness(hops: Energies) -> float:
    """Give the loudness of the sounding hops alone, whatever their number: a word's level.

    The gates are those of `integrated`, held against hops instead of 400 ms blocks.
    """
    return _gated_loudness(hops)


def max_loudness(hops: Energies, hop: int, span: int) -> float:
    """Give the loudness of the loudest `span` milliseconds, with silence around the sound.

    400 ms are what EBU R 128 calls momentary, 3000 ms short-term.
    """
    width = span // hop
    sums = np.cumsum(np.concatenate([np.zeros(width), hops, np.zeros(width)]))
    return mean_square_to_lufs(float((sums[width:] - sums[:-width]).max()) / width)


def true_peak(pcm: Pcm) -> float:
    """Give the peak between the samples as well: linear, from fourfold oversampling."""
    return oversampled_peak(pcm.samples) / (FULL_SCALE + 1)


def mean_square_to_lufs(mean_square: float) -> float:
    """Turn a K-weighted mean square into LUFS."""
    return LUFS_OFFSET + 10.0 * float(np.log10(mean_square)) if mean_square > 0.0 else SILENCE_LUFS


def db_to_gain(decibels: float) -> float:
    """Turn decibels into a factor of amplitude."""
    return float(10.0 ** (decibels / 20.0))


def gain_to_db(factor: float) -> float:
    """Turn a factor of amplitude into decibels; -inf for nothing."""
    return 20.0 * float(np.log10(factor)) if factor > 0.0 else SILENCE_LUFS


def _gated_loudness(blocks: Energies) -> float:
    loud = blocks[blocks > _lufs_to_mean_square(ABSOLUTE_GATE)]
    if not loud.size:
        return SILENCE_LUFS
    gate = float(loud.mean()) * 10.0 ** (RELATIVE_GATE / 10.0)
    return mean_square_to_lufs(float(loud[loud > gate].mean()))


def _lufs_to_mean_square(loudness: float) -> float:
    return float(10.0 ** ((loudness - LUFS_OFFSET) / 10.0))


@cache
def _make_k_weights(size: int, rate: int) -> Floats:
    """Make the weights that turn squared parts of a spectrum into a mean square.

    Shape (2 * bins,): for the real and the imaginary part of each bin of `size` samples of
    int16. The weighting is that of the standard's own 48 kHz filters, taken at the bin's
    frequency, so that every rate reads alike.
    """
    bins = np.arange(size // 2 + 1)
    angle = 2.0 * np.pi * np.minimum(bins * rate / size, _REFERENCE_RATE / 2) / _REFERENCE_RATE
    power = _shelf_power(angle) * _high_pass_power(angle)
    twice = np.where((bins == 0) | (2 * bins == size), 1.0, 2.0)
    scale = 1.0 / (size * (FULL_SCALE + 1.0)) ** 2
    return np.repeat(power * twice * scale, 2).astype(np.float32)


def _shelf_power(angle: Energies) -> Energies:
    """Give the power of the head's shelf, +4 dB above 1.7 kHz (BS.1770-4 table 1, 48 kHz)."""
    return _filter_power(
        (1.53512485958697, -2.69169618940638, 1.19839281085285),
        (1.0, -1.69065929318241, 0.73248077421585),
        angle,
    )


def _high_pass_power(angle: Energies) -> Energies:
    """Give the power of the RLB curve, a high-pass at 38 Hz (BS.1770-4 table 2, 48 kHz)."""
    return _filter_power((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621), angle)


def _filter_power(above: tuple[float, ...], below: tuple[float, ...], angle: Energies) -> Energies:
    z = np.exp(-1j * angle)
    ratio = np.polyval(above[::-1], z) / np.polyval(below[::-1], z)
    power: Energies = np.abs(ratio) ** 2
    return power
