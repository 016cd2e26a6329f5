"""Mix: a timeline and its media -> PCM, any window of it.

The law: any window equals that slice of the whole, to the bit. Every clip is therefore placed,
faded and summed by absolute time and in the timeline's order, and the gain of the session is
one number, computed from the clips before anything is rendered.

Takes are looked up in the media as they are needed and not kept, so media can be a mapping that
reads them from a cache. Pure.
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
from coach.timeline.source import Source, Track, spoken_text

Media = Mapping[Source, TakeLike]

PEAK_HEADROOM_DB = 1.0
"""How far samples stay below the peak that is allowed: sound rises a little between them."""
SOFT_CLIP_KNEE_DB = 1.5
"""Samples within so many dB of that bound are bent, so that they stay below. As none depends on
another, any window still equals its slice of the whole."""
MAX_SOFT_CLIP_DB = 3.0
"""How far a session's highest possible peak may lie above that bound: a few short peaks, not all of
the speech."""
MAX_ABOVE_TARGET_LU = 4.0
"""How far above the target a take's own level may come, in LU. Single words with silence between
them measure 3.5 LU below their level and are raised by that; where long soft breaths keep the
session's loudness down further, the voice must not shout between them."""

CUT_FADE_MS = {Track.VOICE: 30, Track.CUE: 400, Track.BED: 300}
"""How long a clip that is cut short fades out, in ms, ending at the cut; at most half of it. A
swell is cut to its breath: so long a fade leaves the pause of a breath before the next."""

BED_GAIN = db_to_gain(-9.0)
"""A bed lies 9 dB under the cue sounds and some 20 LU under the voice: so far a background should
lie, for those who hear speech less well (WCAG 2.2, success criterion 1.4.7)."""
DUCKED_GAIN = db_to_gain(-8.0)
"""The gain of the bed under speech."""
CALL_DUCKED_GAIN = db_to_gain(-3.0)
"""The gain of the bed under a single word: calls and counts are clear over it, and where they come
in every breath a bed that sank for each would be heard to pump."""
BED_FADE_MS = 3_000
"""How long a bed fades in at the start, in ms."""
BED_FADE_OUT_MS = 8_000
"""How long it fades out at the end, in ms: nobody who is falling asleep should notice."""
DUCK_ATTACK_MS = 400
DUCK_HOLD_MS = 600
DUCK_RELEASE_MS = 900
"""The bed is lowered before the voice begins, and stays so through a count of one a second."""


@dataclass(frozen=True, slots=True)
class Mix:
    """A session that can be rendered from any moment.

    `gain` multiplies every clip. By default it is computed; given, it is taken as it is, so that a
    part that is laid out anew sounds as loud as the whole did.
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
            measurement = _measure_session(self.timeline, self.media, self.levels)
            object.__setattr__(self, "gain", _compute_gain(*measurement, self.levels))
            object.__setattr__(self, "_measurement", measurement)
        object.__setattr__(self, "_clip_starts", tuple(clip.start for clip in clips))
        # The latest end so far never falls, so it can be bisected, where the ends cannot.
        object.__setattr__(self, "_latest_ends", tuple(accumulate((c.end for c in clips), max)))

    def render(self, start: int, stop: int) -> Pcm:
        """Return the sound from `start` up to `stop`, in ms; outside the session it is silent."""
        stop = max(start, stop)
        samples = np.zeros((stop - start) * FRAMES_PER_MS, np.int16)
        for group in _split_at_silence(self._clips_between(start, stop)):
            first = max(start, group[0].start)
            last = min(stop, max(clip.end for clip in group))
            place = slice((first - start) * FRAMES_PER_MS, (last - start) * FRAMES_PER_MS)
            samples[place] = self._sum_clips(group, first, last)
        return Pcm(samples)

    @property
    def shortfall(self) -> float:
        """LU by which the session stays below its loudness, for its peaks or its silences."""
        loudness, highest = self._measurement or _measure_session(
            self.timeline, self.media, self.levels
        )
        if not highest:
            return 0.0
        return max(0.0, self.levels.loudness.target - loudness - gain_to_db(self.gain))

    def _clips_between(self, start: int, stop: int) -> Iterator[Clip]:
        """Return the clips that sound between `start` and `stop`, in the timeline's order."""
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
        """Return the gain of the bed from `start` up to `stop`, by the speech around that time.

        Computed at the edges of milliseconds from absolute times, linear in between.
        """
        edges = np.arange(start, stop + 1)
        depth = np.zeros(len(edges), np.float32)
        for clip in self._clips_between(
            start - DUCK_HOLD_MS - DUCK_RELEASE_MS, stop + DUCK_ATTACK_MS
        ):
            if clip.track is Track.VOICE:
                into = (edges - clip.start + DUCK_ATTACK_MS) / DUCK_ATTACK_MS
                out = (clip.end + DUCK_HOLD_MS + DUCK_RELEASE_MS - edges) / DUCK_RELEASE_MS
                sunk = np.clip(np.minimum(into, out), 0, 1) * (1 - _ducked_gain(clip.source))
                np.maximum(depth, sunk, out=depth)
        there = np.minimum(
            (edges - LEAD_IN) / BED_FADE_MS, (self.timeline.length - edges) / BED_FADE_OUT_MS
        )
        gains: Floats = np.float32(BED_GAIN) * (1 - depth)
        gains *= np.clip(there, 0, 1).astype(np.float32)
        place = (np.arange(FRAMES_PER_MS) / FRAMES_PER_MS).astype(np.float32)
        curve: Floats = gains[:-1, None] + np.diff(gains)[:, None] * place
        return curve.reshape(-1)


def _ducked_gain(source: Source) -> float:
    """Return the gain of the bed under what is said."""
    is_call = len(spoken_text(source).split()) == 1
    return CALL_DUCKED_GAIN if is_call else DUCKED_GAIN


def session_gain(timeline: Timeline, media: Media, levels: Levels = DEFAULT_LEVELS) -> float:
    """Return the factor that brings a session to its loudness, and keeps its true peaks.

    Loudness is the gated mean over the whole session, from the energies of its clips on a grid of
    20 ms. Takes come out at most MAX_ABOVE_TARGET_LU louder than the target, however soft the
    rest. A session without sound has the gain 1. It is what a `Mix` computes for itself.
    """
    return _compute_gain(*_measure_session(timeline, media, levels), levels)


def _compute_gain(loudness: float, highest: float, levels: Levels) -> float:
    if not highest:
        return 1.0
    goal = levels.loudness
    voice = TAKE_LUFS + levels.voice
    lift = min(goal.target - loudness, goal.target - voice + MAX_ABOVE_TARGET_LU)
    return min(
        db_to_gain(lift), db_to_gain(goal.peak - PEAK_HEADROOM_DB + MAX_SOFT_CLIP_DB) / highest
    )


def soft_clip(samples: Floats, peak: float) -> Floats:
    """Bend samples near `peak` dBTP, in place, so that none comes above it; return them."""
    top = FULL_SCALE * db_to_gain(peak - PEAK_HEADROOM_DB)
    knee = top * db_to_gain(-SOFT_CLIP_KNEE_DB)
    high = np.flatnonzero(np.abs(samples) > knee)
    if high.size:
        over = np.abs(samples[high]) - knee
        room = top - knee
        samples[high] = np.copysign(knee + room * np.tanh(over / room), samples[high])
    return samples


def _measure_session(timeline: Timeline, media: Media, levels: Levels) -> tuple[float, float]:
    """Return the loudness of a session in LUFS, and a bound of its true peak, at a gain of 1.

    A bed does not count where there is anything else: between few words it would measure as a soft
    passage, and the voice would be raised for it.
    """
    is_only_bed = all(clip.track is Track.BED for clip in timeline.clips)
    grid = np.zeros(-(-timeline.length // ENERGY_HOP_MS) + 1)
    tops = np.zeros(-(-timeline.length // PEAK_HOP_MS) + 1)
    for (source, track), clips in _group_by_source(timeline.clips).items():
        profile = media[source].profile
        hops, peaks = profile.energies, profile.peaks
        # A clip may start inside a cell: then each hop lies in two cells, and counts in both.
        spread = np.maximum(np.append(peaks, 0.0), np.append(0.0, peaks))
        if track is Track.BED:
            hops, spread = hops * BED_GAIN**2, spread * BED_GAIN
        if levels.for_track(track):
            level = db_to_gain(levels.for_track(track))
            hops, spread = hops * level**2, spread * level
        for clip in clips:
            if track is not Track.BED or is_only_bed:
                size = -(-clip.length // ENERGY_HOP_MS)
                _add_values(grid, round(clip.start / ENERGY_HOP_MS), hops[:size])
            last = -(-clip.length // PEAK_HOP_MS) + 1
            _add_values(tops, clip.start // PEAK_HOP_MS, spread[:last])
    return integrated_loudness(grid, ENERGY_HOP_MS), float(tops.max())


def _group_by_source(clips: tuple[Clip, ...]) -> dict[tuple[Source, Track], list[Clip]]:
    groups: dict[tuple[Source, Track], list[Clip]] = {}
    for clip in clips:
        groups.setdefault((clip.source, clip.track), []).append(clip)
    return groups


def _add_values(grid: Energies, first: int, values: Energies | Floats) -> None:
    inside = grid[first : first + len(values)]
    inside += values[: len(inside)]


def _split_at_silence(clips: Iterator[Clip]) -> Iterator[list[Clip]]:
    """Yield clips, sorted by start, in groups with silence between them."""
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
    """Return milliseconds `start` to `stop` of a clip, or as much of them as the take has."""
    part = take.pcm.samples[start * FRAMES_PER_MS : stop * FRAMES_PER_MS].astype(np.float32)
    if clip.length >= take.extent.length:
        return part
    fade = raised_cosine(min(CUT_FADE_MS[clip.track], clip.length // 2) * FRAMES_PER_MS)[::-1]
    begins = clip.length * FRAMES_PER_MS - len(fade)
    inside = slice(max(0, begins - start * FRAMES_PER_MS), None)
    after = max(0, start * FRAMES_PER_MS - begins)
    part[inside] *= fade[after : after + len(part[inside])]
    return part
