"""Conform: raw sound of any voice or file becomes a Take in the session's format.

Trimmed, brought to 48 kHz and to one loudness, its peaks limited, its ends faded, its length a
whole number of milliseconds, and its perceptual centre found. Pure; some 0.5 ms for a second of
sound.

The surprising rule: the level of a take is decided at the raw sound's own rate and from the gain
that the limiter will apply, so that the samples at 48 kHz are processed only once.
"""

import numpy as np

from coach.sound.audio import FRAMES_PER_MS, FULL_SCALE, RATE, Floats, Pcm, Samples
from coach.sound.compact import compact_sound, compact_voice
from coach.sound.limiter import LevelledSamples, level_with_limiter, level_without_limiter
from coach.sound.loudness import (
    Energies,
    active_loudness,
    db_to_gain,
    k_weighted_energies,
    max_loudness,
)
from coach.sound.resample import keep_freed_memory, oversampled_peak, resample
from coach.sound.take import ENERGY_HOP_MS, Take
from coach.timeline.clips import Extent

PROCESSING_VERSION = 8
"""Part of the key of every cached take: to be raised when a take would sound different."""

# Levels. A session of sentences measures some 1 LU below its takes, one of single words 2 LU,
# and is then raised to -19 LUFS: by 4 to 5 dB. So a voice's peaks come out at about -5 dBTP
# and a cue's at -13, together 0.79 of full scale, which leaves room for a bed under them;
# `coach.sound.mix` still keeps the session below -1 dBTP.
TAKE_LUFS = -22.0
"""The level of the sounding part of every voice take, LUFS."""
VOICE_CEILING = TAKE_LUFS + 12.5
"""The true peak of a voice take, dBTP. Raw speech peaks some 18 dB above its loudness."""
WORD_MS = 1_000
WORD_CEILING = TAKE_LUFS + 14.0
MAX_BEAT_SHIFT_MS = 2
"""Takes up to WORD_MS, the counts among them, are limited only as far as their beat stays: a softer
vowel may move the perceptual centre to the consonant before it. A third of the counts to twenty
stay 1 to 3 dB low for that; better low than late."""
MAX_WORD_DEFICIT_DB = 3.0
"""How many dB a word may stay low for its beat."""
CUE_LUFS = TAKE_LUFS - 11.0
CUE_WINDOW_MS = 3_000
"""A cue sound is levelled by its loudest 3 s. So a breath of 6 s stays 10 LU under the voice that
may count in it, and a bell, which has rung out by then, starts 3 to 7 LU under it."""
CUE_CEILING = TAKE_LUFS + 4.5
"""The highest true peak of a cue sound, dBTP."""

TRIM_DB = -45.0
TRIM_FRAME_MS = 5
KEEP_BEFORE_MS = 10
KEEP_AFTER_MS = 30
FADE_MS = 4

FULL_SCALE_RUN = 4
MAX_CLIPPED_RATIO = 0.002
SILENT_PEAK = db_to_gain(-60.0)
MIN_SPEECH_MS = 40
MAX_BASE_MS = 1_500
MAX_MS_PER_WORD = 1_200

_SOUND_HOP_MS = 50

BEAT_SEARCH_MS = 600
BEAT_BAND_HZ = (300.0, 2000.0)
BEAT_SMOOTHING_HZ = 10.0
BEAT_MIN_STEEPNESS = 0.6
"""The first rise at least so steep, relative to the steepest, is the beat: else "thirteen" would be
placed by its second syllable and "fourteen" by its first. Of 43 counts and calls, spoken 25 times
each, a first rise had up to 0.49, or 0.65 and more; at 0.5 "one" was placed now by its w, now by
its vowel."""
_BEAT_PADDING_MS = 100
_BEAT_WINDOW_MS = BEAT_SEARCH_MS + 200
"""The sound that is analysed for a beat: a rise that begins in the searched part may end later."""


def conform_voice(raw: Pcm) -> Take:
    """Return the take of raw speech: trimmed, levelled, limited, with its beat.

    Raises ValueError for silence; `check_take` finds what else may be wrong.
    """
    keep_freed_memory()
    spoken = trim(raw)
    if not len(spoken.samples):
        raise ValueError("silent")
    samples = resample(spoken.samples.astype(np.float32), spoken.rate, RATE)
    samples = _pad_to_milliseconds(samples) / np.float32(FULL_SCALE + 1)
    hops = k_weighted_energies(spoken, ENERGY_HOP_MS)
    # The beat is sought in the levelled sound, as that is what is heard: the limiter may have moved
    # the beat of a long take; and where a word rises equally steeply twice, the other rise may be
    # found merely for another rate.
    if spoken.length > WORD_MS:
        levelled = level_with_limiter(samples, hops, TAKE_LUFS, VOICE_CEILING)
        beat = _find_levelled_beat(levelled)
    else:
        levelled, beat = _level_word(samples, hops, find_beat(spoken))
    kept = compact_voice(_fade_ends(levelled.samples), spoken.rate)
    return Take(kept, Extent(kept.length, beat), levelled.profile)


def _find_levelled_beat(levelled: LevelledSamples) -> int:
    start = levelled.samples[: _BEAT_WINDOW_MS * FRAMES_PER_MS]
    return find_beat(Pcm((start * np.float32(FULL_SCALE)).astype(np.int16)))


def _level_word(samples: Floats, hops: Energies, raw_beat: int) -> tuple[LevelledSamples, int]:
    """Return a word limited as far as its beat stays near `raw_beat`, and its beat.

    One that would stay too low without the limiter is limited by what is missing and no more. The
    beat is returned because it takes as long to find as all else.
    """
    for above in np.arange(0.0, WORD_CEILING - VOICE_CEILING, 0.5):
        limited = level_with_limiter(samples, hops, TAKE_LUFS, VOICE_CEILING + float(above))
        beat = _find_levelled_beat(limited)
        if abs(beat - raw_beat) <= MAX_BEAT_SHIFT_MS:
            return limited, beat
    whole = level_without_limiter(samples, hops, TAKE_LUFS, WORD_CEILING)
    if active_loudness(whole.profile.energies.astype(np.float64)) < TAKE_LUFS - MAX_WORD_DEFICIT_DB:
        limited = level_with_limiter(samples, hops, TAKE_LUFS - MAX_WORD_DEFICIT_DB, WORD_CEILING)
        beat = _find_levelled_beat(limited)
        if abs(beat - raw_beat) <= MAX_BEAT_SHIFT_MS:
            return limited, beat
    return whole, _find_levelled_beat(whole)


def conform_sound(raw: Pcm) -> Take:
    """Return the take of a cue sound: at the level of cues, not trimmed, with the beat 0.

    Raises ValueError for silence.
    """
    level = max_loudness(k_weighted_energies(raw, _SOUND_HOP_MS), _SOUND_HOP_MS, CUE_WINDOW_MS)
    samples = resample(raw.samples.astype(np.float32), raw.rate, RATE)
    samples = _pad_to_milliseconds(samples) / np.float32(FULL_SCALE + 1)
    peak = oversampled_peak(samples)
    if not peak:
        raise ValueError("silent")
    gain = min(db_to_gain(CUE_LUFS - level), db_to_gain(CUE_CEILING) / peak)
    kept = compact_sound(_fade_ends(samples * np.float32(gain)))
    return Take(kept, Extent(kept.length, 0))


def check_take(raw: Pcm, words: int, more: int = 0) -> None:
    """Raise ValueError, with the reason, if `raw` cannot be `words` words well spoken.

    `more` is by how many ms they may be longer than as many ordinary words.
    """
    if not len(raw.samples):
        raise ValueError("empty")
    if _sample_peak(raw.samples) < SILENT_PEAK * FULL_SCALE:
        raise ValueError("silent")
    if _clipped_ratio(raw.samples) > MAX_CLIPPED_RATIO:
        raise ValueError("clipped: the voice is too loud")
    length, longest = trim(raw).length, MAX_BASE_MS + MAX_MS_PER_WORD * words + more
    if not MIN_SPEECH_MS <= length <= longest:
        raise ValueError(
            f"expected {MIN_SPEECH_MS} to {longest} ms of sound for {words} words,"
            f" found {length} ms"
        )


def trim(raw: Pcm) -> Pcm:
    """Return sound without the silence at its ends: what stays 45 dB below the peak.

    KEEP_BEFORE_MS and KEEP_AFTER_MS of it are kept. The result is empty where all is silent.
    """
    start, stop = find_sounding(raw)
    return Pcm(raw.samples[start:stop], raw.rate)


def find_sounding(raw: Pcm) -> tuple[int, int]:
    """Return the frames from and up to which `trim` keeps a sound; 0 and 0 if it is silent."""
    frame = max(1, raw.rate * TRIM_FRAME_MS // 1000)
    whole = np.zeros(-(-len(raw.samples) // frame) * frame, np.int32)
    whole[: len(raw.samples)] = raw.samples
    peaks = np.abs(whole, out=whole).reshape(-1, frame).max(axis=1, initial=0)
    sounding = np.flatnonzero(peaks > max(1.0, db_to_gain(TRIM_DB) * float(peaks.max(initial=0))))
    if not sounding.size:
        return 0, 0
    start = int(sounding[0]) * frame - raw.rate * KEEP_BEFORE_MS // 1000
    stop = (int(sounding[-1]) + 1) * frame + raw.rate * KEEP_AFTER_MS // 1000
    return max(0, start), min(stop, len(raw.samples))


def find_beat(spoken: Pcm) -> int:
    """Return the perceptual centre of the first word, in ms from the start.

    Words whose sounds start together are not heard together (Morton, Marcus and Frankish
    1976); what is heard as the beat is the steepest rise of the mid-band envelope (JASA 155,
    2698, 2024): here of 300 to 2000 Hz, smoothed to 10 Hz, within the first 0.6 s.
    """
    search = min(len(spoken.samples), spoken.rate * BEAT_SEARCH_MS // 1000)
    window = spoken.samples[: spoken.rate * _BEAT_WINDOW_MS // 1000].astype(np.float32)
    # Room for the smoothing on both sides, as the end of an FFT runs into its start.
    before = spoken.rate * _BEAT_PADDING_MS // 1000
    size = _fast_fft_size(len(window) + 2 * before)
    spectrum = np.fft.rfft(np.concatenate([np.zeros(before, np.float32), window]), size)
    low, high = (round(edge * size / spoken.rate) for edge in BEAT_BAND_HZ)
    count = _fast_fft_size(2 * (high - low))
    envelope = np.abs(np.fft.ifft(spectrum[low:high], count))
    frequencies = np.arange(count // 2 + 1) * spoken.rate / size
    smooth = np.exp(-0.5 * np.log(2.0) * (frequencies / BEAT_SMOOTHING_HZ) ** 2)
    slope = np.fft.irfft(np.fft.rfft(envelope) * smooth * 1j * frequencies, count)
    scale = size / spoken.rate / count * 1000
    first, last = round(before / size * count), round((before + search) / size * count)
    begin = first + _find_first_rise(slope[first : max(first + 1, last)])
    beat = round(begin * scale) - _BEAT_PADDING_MS
    return min(max(0, beat), spoken.length)


def _find_first_rise(slope: Energies) -> int:
    """Return the index of the first peak of a slope that is steep enough, or of the steepest."""
    if len(slope) < 3:
        return 0
    middle = slope[1:-1]
    steep = (
        (middle >= BEAT_MIN_STEEPNESS * slope.max())
        & (middle >= slope[:-2])
        & (middle >= slope[2:])
    )
    return 1 + int(steep.argmax()) if steep.any() else int(slope.argmax())


def _fade_ends(samples: Floats) -> Floats:
    """Return samples with their ends faded, in place."""
    fade = min(FADE_MS * FRAMES_PER_MS, len(samples) // 2)
    rise = raised_cosine(fade)
    samples[:fade] *= rise
    samples[len(samples) - fade :] *= rise[::-1]
    return samples


def raised_cosine(frames: int) -> Floats:
    """Return a fade-in of `frames` frames, from just above 0 to just below 1."""
    turn = (np.arange(frames) + 0.5) / max(1, frames)
    return (0.5 - 0.5 * np.cos(np.pi * turn)).astype(np.float32)


def _pad_to_milliseconds(samples: Floats) -> Floats:
    missing = -len(samples) % FRAMES_PER_MS
    return np.concatenate([samples, np.zeros(missing, np.float32)]) if missing else samples


def _sample_peak(samples: Samples) -> int:
    return max(int(samples.max()), -int(samples.min()))


def _clipped_ratio(samples: Samples) -> float:
    """Return the part of the samples, 0 to 1, that begin a run at full scale."""
    full = (samples >= FULL_SCALE - 8) | (samples <= 8 - FULL_SCALE)
    if not full.any():
        return 0.0
    runs = np.lib.stride_tricks.sliding_window_view(full, min(FULL_SCALE_RUN, len(full)))
    return float(runs.all(axis=1).sum()) / len(samples)


def _fast_fft_size(least: int) -> int:
    """Return a size of `least` or more that an FFT is fast at: a small multiple of a power of 2."""
    power = 1 << max(0, (least - 1).bit_length() - 3)
    return -(-least // power) * power
