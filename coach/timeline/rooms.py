"""Rooms: when a soft cue is said in a span that has its fixed words and chimes already.

Times are milliseconds from the start of the span.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import replace

from coach.timeline.clips import CHIME_LEAD, COUNT_YIELDS, LINE_GAP, SPEECH_GAP, Clip, Extent
from coach.timeline.cues import EARLY_COUNT, Cue
from coach.timeline.source import Track


class Rooms:
    """What a span has room for between its clips; none of them lasts longer than `longest`."""

    def __init__(self, clips: Iterable[Clip], longest: int, length: int) -> None:
        self._taken = sorted(map(_reserve, filter(_is_heeded, clips)), key=_clip_start)
        self._longest, self._length = longest, length

    def find_start(self, cue: Cue, extent: Extent) -> tuple[int, tuple[Clip, ...]] | None:
        """Return when a soft cue is said, and instead of which clips; None if there is no room."""
        if not cue.on_beat:
            taken = self._taken
            if cue.outranks_counts:
                taken = [clip for clip in taken if clip.yields < COUNT_YIELDS]
            start = self._find_room(cue, extent, taken)
            if start is not None:
                return start, ()
        if cue.instead_of is None:
            return None
        replaced = tuple(
            clip
            for clip in self._taken
            if clip.track is Track.VOICE and clip.beat == cue.instead_of
        )
        start = self._find_room(cue, extent, [one for one in self._taken if one not in replaced])
        return None if start is None else (start, replaced)

    def take(self, clip: Clip, replaced: tuple[Clip, ...]) -> None:
        """Take a room for a clip, and free those of what it replaces."""
        for one in replaced:
            self._taken.remove(one)
        insort(self._taken, clip, key=_clip_start)

    def _find_room(self, cue: Cue, extent: Extent, taken: list[Clip]) -> int | None:
        """Return the first moment from which a cue disturbs none of `taken`; None if none.

        One on a beat has no other moment than its own.
        """
        assert cue.at is not None
        assert cue.until is not None
        # What keeps apart from the words before it does so from those behind it, if less.
        behind = LINE_GAP if cue.min_gap else SPEECH_GAP
        size, until = extent.length, min(cue.until, self._length - EARLY_COUNT - behind)
        begin = cue.at - extent.beat if cue.on_beat else cue.at
        start, apart = begin, max(SPEECH_GAP, cue.min_gap)
        # Clips that are over long before it are passed by: an hour may hold a thousand words.
        for clip in taken[bisect_left(taken, start - apart - self._longest, key=_clip_start) :]:
            if start + size + behind <= clip.start:
                break
            start = max(start, clip.end + apart)
        fits = start + size <= until and (start == begin or not cue.on_beat)
        return start if fits else None


def _is_heeded(clip: Clip) -> bool:
    return clip.track is Track.VOICE or clip.is_chime


def _reserve(clip: Clip) -> Clip:
    """Return a clip with the room that is kept for it: of a chime, until words may follow."""
    return replace(clip, length=CHIME_LEAD - SPEECH_GAP) if clip.is_chime else clip


def _clip_start(clip: Clip) -> int:
    return clip.start
