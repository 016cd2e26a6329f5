"""How loud sound is, by ITU-R BS.1770-4: K-weighted energies, gated means, true peaks.

Energies are computed from a real FFT of each hop, so that no filter has a memory: a session's
loudness is the gated mean of its clips' energies, and nothing has to be rendered. Digital silence
lies below the absolute gate and does not count.

Loudness is in LUFS, peaks are linear with full scale 1. Pure.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from coach.sound.audio import FULL_SCALE, Floats, Pcm
from coach.sound.resample import oversampled_peak

Energies = npt.NDArray[np.float64]
"""Mean squares of K-weighted sound, one for each hop; full scale is 1."""

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
    """Return the K-weighted mean square of each `hop` milliseconds; the last hop is filled up.

    A hop is cut out hard, so its spectrum leaks: hops of 50 ms read within 0.1 LU of libebur128,
    those of 20 ms above 150 Hz only; rumble below 20 Hz is read up to 1 LU too loud.
    """
    size = round(pcm.rate * hop / 1000)
    count = -(-len(pcm.samples) // size)
    weights = _make_k_weights(size, pcm.rate)
    energies = np.empty(count, np.float64)
    rows = max(1, _BATCH // size)
    for first in range(0, count, rows):
        part = pcm.samples[first * size : (first + rows) * size].astype(np.float32)
        if missing := -len(part) % size:
            part = np.concatenate([part, np.zeros(missing, np.float32)])
        spectrum = np.fft.rfft(part.reshape(-1, size)).view(np.float32)
        np.multiply(spectrum, spectrum, out=spectrum)
        energies[first : first + rows] = np.einsum("ij,j->i", spectrum, weights)
    return energies


def integrated_loudness(hops: Energies, hop: int) -> float:
    """Return the gated loudness, in LUFS, of energies `hop` ms apart; -inf if none pass the gates.

    `hop` must divide the 100 ms stride of the gating blocks, else ValueError is raised. Sound
    shorter than one block has none: see `active_loudness`.
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
    """Return the loudness, in LUFS, of the sounding hops alone, however few: a word's level.

    The gates are those of `integrated_loudness`, applied to hops instead of 400 ms blocks.
    """
    return _gated_loudness(hops)


def max_loudness(hops: Energies, hop: int, span: int) -> float:
    """Return the loudness, in LUFS, of the loudest `span` ms, with silence around the sound.

    400 ms are what EBU R 128 calls momentary, 3000 ms short-term.
    """
    width = span // hop
    sums = np.cumsum(np.concatenate([np.zeros(width), hops, np.zeros(width)]))
    return mean_square_to_lufs(float((sums[width:] - sums[:-width]).max()) / width)


def true_peak(pcm: Pcm) -> float:
    """Return the true peak: linear, between the samples as well, from fourfold oversampling."""
    return oversampled_peak(pcm.samples) / (FULL_SCALE + 1)


def mean_square_to_lufs(mean_square: float) -> float:
    """Return the LUFS of a K-weighted mean square; -inf for 0."""
    return LUFS_OFFSET + 10.0 * float(np.log10(mean_square)) if mean_square > 0.0 else SILENCE_LUFS


def db_to_gain(decibels: float) -> float:
    """Return the factor of amplitude of some decibels."""
    return float(10.0 ** (decibels / 20.0))


def gain_to_db(factor: float) -> float:
    """Return the decibels of a factor of amplitude; -inf for 0."""
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
    """Return the weights that turn squared parts of a spectrum into a mean square.

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
    """Return the power of the head's shelf, +4 dB above 1.7 kHz (BS.1770-4 table 1, 48 kHz)."""
    return _filter_power(
        (1.53512485958697, -2.69169618940638, 1.19839281085285),
        (1.0, -1.69065929318241, 0.73248077421585),
        angle,
    )


def _high_pass_power(angle: Energies) -> Energies:
    """Return the power of the RLB curve, a high-pass at 38 Hz (BS.1770-4 table 2, 48 kHz)."""
    return _filter_power((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621), angle)


def _filter_power(
    numerator: tuple[float, ...], denominator: tuple[float, ...], angle: Energies
) -> Energies:
    z = np.exp(-1j * angle)
    ratio = np.polyval(numerator[::-1], z) / np.polyval(denominator[::-1], z)
    power: Energies = np.abs(ratio) ** 2
    return power
