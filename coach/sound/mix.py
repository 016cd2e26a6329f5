"""Mix: Timeline + Media -> PCM, any window of it.

The law: any window equals that slice of the whole, to the bit. Every clip is therefore placed,
faded and summed by absolute time and in the timeline's order, and the gain of the session is
one number, worked out from the clips before anything is rendered.

Takes are looked up in the media as they are needed and not kept, so a mapping that reads them
from a cache will do. Pure.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from coach.sound.audio import FRAMES_PER_MS, FULL_SCALE, Floats, Pcm, Samples
from coach.sound.conform import TAKE_LUFS, raised_cosine
from coach.sound.levels import DEFAULT_LEVELS, Levels
from coach.sound.loudness import Energies, db_to_gain, gain_to_db, integrated_loudness
from coach.sound.resample import keep_freed_memory
from coach.sound.take import ENERGY_HOP_MS, PEAK_HOP_MS, TakeLike
from coach.timeline.clips import Clip, Timeline
from coach.timeline.cues import LEAD_IN
from coach.timeline.source import Source, Track

Media = Mapping[Source, TakeLike]

PEAK_HEADROOM_DB = 1.0
"""Samples stay so far below the peak that is allowed: sound rises a little between them."""
SOFT_CLIP_KNEE_DB = 1.5
"""What comes within so many dB of that is bent, sample by sample, so that it stays below. As no
sample knows of another, any window still equals its slice of the whole."""
MAX_SOFT_CLIP_DB = 3.0
"""How far a session's highest possible peak may lie above: a few short tops, not the speech."""
MAX_ABOVE_TARGET_LU = 4.0
"""How far above the target a take's own level may come, in LU. Single words with silence between
them measure 3.5 LU below their level and are raised by that; where long soft breaths hold the
session's loudness down further, a voice that shouts between them helps nobody."""

CUT_FADE_MS = {Track.VOICE: 30, Track.CUE: 300, Track.BED: 300}
"""How long a clip that is cut short takes to fall silent, ending at the cut; at most half of it."""

BED_GAIN = db_to_gain(-6.0)
"""A bed lies 6 dB under the cue sounds, some 17 LU under the voice."""
DUCKED_GAIN = db_to_gain(-8.0)
"""What speech leaves of the bed."""
BED_FADE_MS = 3_000
"""How long a bed takes to come at the start, and to go in the end."""
DUCK_ATTACK_MS = 400
DUCK_HOLD_MS = 600
DUCK_RELEASE_MS = 900
"""The bed sinks before the voice begins, and stays down through a count of one a second."""


@dataclass(frozen=True, slots=True)
class Mix:
    """A session that can be rendered from any moment.

    `gain` is what every clip is multiplied by; given, it is taken as it is, so that a part laid
    out anew sounds as loud as the whole did.
    """

    timeline: Timeline
    media: Media
    levels: Levels = DEFAULT_LEVELS
    gain: float = 0.0
    _measurement: tuple[float, float] | None = field(default=None, init=False, repr=False)
    _clip_starts: tuple[int, ...] = field(init=False, repr=False)
    _latest_ends: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        keep_freed_memory()
        clips = self.timeline.clips
        if not self.gain:
            found = _measure_session(self.timeline, self.media, self.levels)
            object.__setattr__(self, "gain", _compute_gain(*found, self.levels))
            object.__setattr__(self, "_measurement", found)
        object.__setattr__(self, "_clip_starts", tuple(clip.start for clip in clips))
        # The furthest end so far: it never falls, so it can be bisected where ends cannot.
        object.__setattr__(self, "_latest_ends", tuple(accumulate((c.end for c in clips), max)))

    def render(self, start: int, stop: int) -> Pcm:
        """Render from millisecond `start` up to `stop`; silence lies outside the session."""
        stop = max(start, stop)
        made = np.zeros((stop - start) * FRAMES_PER_MS, np.int16)
        for group in _split_at_silence(self._clips_between(start, stop)):
            first = max(start, group[0].start)
            last = min(stop, max(clip.end for clip in group))
            place = slice((first - start) * FRAMES_PER_MS, (last - start) * FRAMES_PER_MS)
            made[place] = self._sum_clips(group, first, last)
        return Pcm(made)

    @property
    def shortfall(self) -> float:
        """Tell by how many LU it stays below its loudness, for its peaks or its silences."""
        heard, highest = self._measurement or _measure_session(
            self.timeline, self.media, self.levels
        )
        if not highest:
            return 0.0
        return max(0.0, self.levels.loudness.target - heard - gain_to_db(self.gain))

    def _clips_between(self, start: int, stop: int) -> Iterator[Clip]:
        """Give the clips heard between `start` and `stop`, in the timeline's order."""
        first, last = bisect_right(self._latest_ends, start), bisect_left(self._clip_starts, stop)
        return (clip for clip in self.timeline.clips[first:last] if clip.end > start)

    def _sum_clips(self, clips: list[Clip], start: int, stop: int) -> Samples:
        total = np.zeros((stop - start) * FRAMES_PER_MS, np.float32)
        for clip in clips:
            first, last = max(start, clip.start), min(stop, clip.end)
            part = _render_clip(
                clip, self.media[clip.source], first - clip.start, last - clip.start
            )
            if level := self.levels.for_track(clip.track):
                part *= np.float32(db_to_gain(level))
            if clip.track is Track.BED:
                part *= self._ducking_curve(first, last)[: len(part)]
            at = (first - start) * FRAMES_PER_MS
            total[at : at + len(part)] += part
        np.multiply(total, np.float32(self.gain), out=total)
        return np.rint(soft_clip(total, self.levels.loudness.peak), out=total).astype(np.int16)

    def _ducking_curve(self, start: int, stop: int) -> Floats:
        """Give the gain of the bed from `start` up to `stop`, by what is spoken around then.

        Worked out at the edges of milliseconds from absolute times, straight in between.
        """
        edges = np.arange(start, stop + 1)
        depth = np.zeros(len(edges), np.float32)
        for clip in self._clips_between(
            start - DUCK_HOLD_MS - DUCK_RELEASE_MS, stop + DUCK_ATTACK_MS
        ):
            if clip.track is Track.VOICE:
                into = (edges - clip.start + DUCK_ATTACK_MS) / DUCK_ATTACK_MS
                out = (clip.end + DUCK_HOLD_MS + DUCK_RELEASE_MS - edges) / DUCK_RELEASE_MS
                np.maximum(depth, np.clip(np.minimum(into, out), 0, 1), out=depth)
        there = np.minimum(edges - LEAD_IN, self.timeline.length - edges) / BED_FADE_MS
        gains: Floats = np.float32(BED_GAIN) * (1 - depth * np.float32(1 - DUCKED_GAIN))
        gains *= np.clip(there, 0, 1).astype(np.float32)
        place = (np.arange(FRAMES_PER_MS) / FRAMES_PER_MS).astype(np.float32)
        curve: Floats = gains[:-1, None] + np.diff(gains)[:, None] * place
        return curve.reshape(-1)


def session_gain(timeline: Timeline, media: Media, levels: Levels = DEFAULT_LEVELS) -> float:
    """Work out the factor that brings a session to its loudness, and keeps its true peaks.

    Loudness is the gated mean over the whole session, from the energies of its clips on a
    grid of 20 ms. Takes come out at most `MOST_ABOVE_TARGET` louder than the target, however
    soft the rest. A session without sound has the gain 1.
    """
    return _compute_gain(*_measure_session(timeline, media, levels), levels)


def _compute_gain(heard: float, highest: float, levels: Levels) -> float:
    if not highest:
        return 1.0
    wanted = levels.loudness
    voice = TAKE_LUFS + levels.voice
    lift = min(wanted.target - heard, wanted.target - voice + MAX_ABOVE_TARGET_LU)
    return min(
        db_to_gain(lift), db_to_gain(wanted.peak - PEAK_HEADROOM_DB + MAX_SOFT_CLIP_DB) / highest
    )


def soft_clip(samples: Floats, peak: float) -> Floats:
    """Bend what comes near `peak` dB of full scale, in place, so that nothing gets above it."""
    top = FULL_SCALE * db_to_gain(peak - PEAK_HEADROOM_DB)
    knee = top * db_to_gain(-SOFT_CLIP_KNEE_DB)
    high = np.flatnonzero(np.abs(samples) > knee)
    if high.size:
        over = np.abs(samples[high]) - knee
        room = top - knee
        samples[high] = np.copysign(knee + room * np.tanh(over / room), samples[high])
    return samples


def _measure_session(timeline: Timeline, media: Media, levels: Levels) -> tuple[float, float]:
    """Give the loudness of a session in LUFS, and a bound of its true peak, at a gain of 1."""
    grid = np.zeros(-(-timeline.length // ENERGY_HOP_MS) + 1)
    tops = np.zeros(-(-timeline.length // PEAK_HOP_MS) + 1)
    for (source, track), clips in _group_by_source(timeline.clips).items():
        profile = media[source].profile
        hops, peaks = profile.energies, profile.peaks
        # A clip may start inside a cell: then a hop lies in two, and is counted in both.
        spread = np.maximum(np.append(peaks, 0.0), np.append(0.0, peaks))
        if track is Track.BED:
            hops, spread = hops * BED_GAIN**2, spread * BED_GAIN
        if levels.for_track(track):
            level = db_to_gain(levels.for_track(track))
            hops, spread = hops * level**2, spread * level
        for clip in clips:
            _add_values(
                grid, round(clip.start / ENERGY_HOP_MS), hops[: -(-clip.length // ENERGY_HOP_MS)]
            )
            last = -(-clip.length // PEAK_HOP_MS) + 1
            _add_values(tops, clip.start // PEAK_HOP_MS, spread[:last])
    return integrated_loudness(grid, ENERGY_HOP_MS), float(tops.max())


def _group_by_source(clips: tuple[Clip, ...]) -> dict[tuple[Source, Track], list[Clip]]:
    found: dict[tuple[Source, Track], list[Clip]] = {}
    for clip in clips:
        found.setdefault((clip.source, clip.track), []).append(clip)
    return found


def _add_values(grid: Energies, first: int, values: Energies | Floats) -> None:
    inside = grid[first : first + len(values)]
    inside += values[: len(inside)]


def _split_at_silence(clips: Iterator[Clip]) -> Iterator[list[Clip]]:
    """Part clips, sorted by start, where silence parts them."""
    group: list[Clip] = []
    reach = 0
    for clip in clips:
        if group and clip.start >= reach:
            yield group
            group = []
        group.append(clip)
        reach = max(reach, clip.end)
    if group:
        yield group


def _render_clip(clip: Clip, take: TakeLike, start: int, stop: int) -> Floats:
    """Give milliseconds `start` to `stop` of a clip as it sounds, or as much as the take has."""
    part = take.pcm.samples[start * FRAMES_PER_MS : stop * FRAMES_PER_MS].astype(np.float32)
    if clip.length >= take.extent.length:
        return part
    fade = raised_cosine(min(CUT_FADE_MS[clip.track], clip.length // 2) * FRAMES_PER_MS)[::-1]
    begins = clip.length * FRAMES_PER_MS - len(fade)
    inside = slice(max(0, begins - start * FRAMES_PER_MS), None)
    after = max(0, start * FRAMES_PER_MS - begins)
    part[inside] *= fade[after : after + len(part[inside])]
    return part
