"""Chapters of a timeline: one a segment, named as a listener would say it."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath
from types import MappingProxyType

from coach.exports.metadata import Chapter
from coach.script.phrases import Phrases
from coach.timeline.clips import Timeline
from coach.timeline.source import Track

MAX_CHAPTERS: Mapping[str, int] = MappingProxyType(
    {".mp3": 255, ".wav": 255, ".flac": 1_000, ".ogg": 1_000, ".opus": 1_000, ".cue": 99}
)
"""The most chapters that a file holds, by its suffix: ID3 counts them in one byte, Vorbis comments
by three digits, a CUE sheet as the tracks of a CD. Other formats hold any number."""


def make_chapters(timeline: Timeline, phrases: Phrases) -> tuple[Chapter, ...]:
    """Return the chapters: the first starts at 0, each ends where the next one starts.

    A session without segments is one chapter. `phrases` have the words for the sides.
    """
    if not timeline.length:
        return ()
    titles = [marker.title for marker in timeline.markers] or [timeline.title]
    inner = [_start_before_word(timeline, marker.start) for marker in timeline.markers[1:]]
    edges = pairwise([0, *inner, timeline.length])
    return tuple(
        Chapter(start, end, _chapter_title(title, timeline, start, end, phrases))
        for title, (start, end) in zip(titles, edges, strict=True)
        if end > start
    )


def limit_chapters(chapters: tuple[Chapter, ...], most: int) -> tuple[Chapter, ...]:
    """Return the first chapters, `most` at most; the last one lasts to the end of the session.

    >>> limit_chapters((Chapter(0, 5, "a"), Chapter(5, 8, "b"), Chapter(8, 9, "c")), 2)
    (Chapter(start=0, end=5, title='a'), Chapter(start=5, end=9, title='b'))
    """
    if len(chapters) <= most:
        return chapters
    return (*chapters[: most - 1], replace(chapters[most - 1], end=chapters[-1].end))


def format_missing_chapters(path: PurePath, chapters: tuple[Chapter, ...]) -> str:
    """Return which of a session's chapters a file holds, "" where it holds all of them."""
    count, whole = count_chapters_in(path, chapters), len(chapters)
    if count == whole:
        return ""
    held = f"has the first {count} of {whole} chapters, which is all it can hold"
    return f"{held}; the last one lasts to the end"


def count_chapters_in(path: PurePath, chapters: tuple[Chapter, ...]) -> int:
    """Return how many of a session's chapters a file can hold, by its suffix."""
    return min(len(chapters), MAX_CHAPTERS.get(path.suffix.lower(), len(chapters)))


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


def _chapter_title(title: str, timeline: Timeline, start: int, end: int, phrases: Phrases) -> str:
    """Return the title with the side that comes first, for a listener who looks at the phone.

    In fixed words: what is said at the start of a side varies, and what is shown does not.
    """
    # By the voice alone: the sound that ends a side is heard when the next segment has begun.
    spoken = (clip for clip in timeline.clips if clip.track is Track.VOICE and clip.side)
    sides = list(dict.fromkeys(clip.side for clip in spoken if start <= clip.start < end))
    if not sides:
        return title
    key = "chapter_of_side" if len(sides) == 1 else "chapter_from_side"
    return phrases.format_shown(key, title=title, side=sides[0])
