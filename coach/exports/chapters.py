"""Chapters of a timeline: one a segment, named as a listener would say it."""

from itertools import pairwise

from coach.exports.metadata import Chapter
from coach.timeline.clips import Timeline
from coach.timeline.source import Track


def make_chapters(timeline: Timeline) -> tuple[Chapter, ...]:
    """Return the chapters: the first starts at 0, each ends where the next one starts.

    A session without segments is one chapter.
    """
    if not timeline.length:
        return ()
    titles = [marker.title for marker in timeline.markers] or [timeline.title]
    inner = [_start_before_word(timeline, marker.start) for marker in timeline.markers[1:]]
    edges = pairwise([0, *inner, timeline.length])
    return tuple(
        Chapter(start, end, _chapter_title(title, timeline, start, end))
        for title, (start, end) in zip(titles, edges, strict=True)
        if end > start
    )


def _start_before_word(timeline: Timeline, start: int) -> int:
    """Return the start in ms of a segment, or of the word that is spoken just then.

    A count on the first beat begins before it, by its perceptual centre: a file that begins with
    the segment must not cut it in two.
    """
    crossing = (
        clip.start
        for clip in timeline.clips
        if clip.track is Track.VOICE and clip.start < start < clip.end
    )
    return min(crossing, default=start)


def _chapter_title(title: str, timeline: Timeline, start: int, end: int) -> str:
    """Return the title with the side that comes first, for a listener who looks at the phone.

    In fixed words: what is said at the start of a side varies, and what is shown does not.
    """
    # By the voice alone: the sound that ends a side is heard when the next segment has begun.
    spoken = (clip for clip in timeline.clips if clip.track is Track.VOICE and clip.side)
    sides = list(dict.fromkeys(clip.side for clip in spoken if start <= clip.start < end))
    if not sides:
        return title
    if len(sides) == 1:
        return f"{title}, {sides[0]}"
    return f"{title}, {sides[0]} side first"
