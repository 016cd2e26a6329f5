"""Overlaps: spoken clips without room, as problems that name the place and the key."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from coach.errors import Problem
from coach.timeline.clips import SPEECH_GAP, Clip, Timeline
from coach.timeline.cues import Span
from coach.timeline.source import Track, spoken_text
from coach.units import format_clock_tenths, format_count

BREATH_HINT = "say less in it: aloud: words tells no seconds, aloud: none says nothing"
"""A breath is as long as it does good: the words have to fit."""


def find_overlaps(timeline: Timeline) -> list[Problem]:
    """Return a problem for each two spoken clips that overlap; none may."""
    spoken = [clip for clip in timeline.clips if clip.track is Track.VOICE]
    return [
        _make_overlap_problem(before, clip)
        for before, clip in pairwise(spoken)
        if clip.start < before.end
    ]


def find_overruns(clips: Iterable[tuple[Clip, int]]) -> Iterator[Problem]:
    """Yield a problem for each spoken clip that ends later, in ms, than it may, and yields not."""
    for clip, end in clips:
        if clip.track is Track.VOICE and not clip.yields and clip.end > end:
            yield Problem(
                f"{_format_clip_name(clip)} lasts {format_clock_tenths(clip.length)} "
                f"and ends {clip.end - end} ms after its step",
                clip.where,
                _make_hint(
                    clip,
                    f"make this step at least {-(-clip.end // 1000)} s long, or say less in it",
                ),
            )


def find_excess(span: Span, chained: Sequence[Clip], length: int) -> tuple[Problem, ...]:
    """Return the problem of words that are not over in their step, with how many would be."""
    latest = length - span.end_gap
    late = [clip for clip in chained if clip.end > latest]
    if not late:
        return ()
    first, spoken = late[0], sum(clip.length for clip in chained)
    words = sum(len((spoken_text(clip.source) or "").split()) for clip in chained)
    free = latest - chained[0].start - SPEECH_GAP * (len(chained) - 1)
    fitting = max(0, words * free // spoken)
    hint = f"make this step at least {-(-(chained[-1].end + span.end_gap) // 1000)} s long"
    message = (
        f"{_format_clip_name(first)} lasts {format_clock_tenths(first.length)} "
        f"and ends {first.end - latest} ms too late for its step"
    )
    if fitting:
        hint += f", or say about {format_count(fitting, 'word')} in it"
    return (Problem(message, first.where, hint),)


def _make_overlap_problem(before: Clip, clip: Clip) -> Problem:
    named = next((one for one in (before, clip) if one.key), clip)
    if "breathe" in (before.kind, clip.kind) and not named.key:
        named = before if before.kind == "breathe" else clip
    return Problem(
        f"{_format_clip_name(clip)} would begin {before.end - clip.start} ms "
        f"before {_format_clip_name(before)} is over, at {format_clock_tenths(clip.start)}",
        clip.where or before.where,
        _make_hint(named, "make this step longer, or say less in it"),
    )


def _make_hint(clip: Clip, otherwise: str) -> str:
    """Return a hint that names the key, and asks for no longer breath."""
    if clip.key == "say":
        return "write fewer words there, or say them before this step"
    if clip.kind == "breathe":
        return f"write fewer words in {clip.key}" if clip.key else BREATH_HINT
    if clip.key:
        return f"write fewer words in {clip.key}, or make its phase longer"
    return otherwise


def _format_clip_name(clip: Clip) -> str:
    text = spoken_text(clip.source)
    if not text:
        return "a sound"
    return f"{text!r} ({clip.key})" if clip.key else repr(text)
