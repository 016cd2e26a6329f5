"""What is shown of a session at a moment: the one rule for the screen and for the page of a phone.

A number is shown large: what is left of a hold or a rest in seconds, rounded up, or the repetition
or breath that one is in. Words have none, and neither has a quiet span, which nobody waits out.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from coach.script.positions import Position
from coach.timeline.cues import CueSheet, Purpose, Span

SECONDS, REPETITION = "seconds", "repetition"


@dataclass(frozen=True, slots=True)
class TimedSpan:
    """A span from `start` up to `end`, in ms, with what is shown of it.

    A `whole` one, a repetition or a breath, begins anew where it was broken off; a `held` one goes
    on where it was. An `is_open` one ends when the listener goes on.
    """

    start: int
    end: int
    purpose: Purpose
    exercise: str = ""
    side: str = ""
    set: int = 1
    sets: int = 1
    rep: int = 0
    reps: int = 0
    whole: bool = False
    held: bool = False
    is_open: bool = False
    position: Position = Position.ANY


@dataclass(frozen=True, slots=True)
class Moment:
    """What is shown at a moment.

    `count` is the number to show large, None where nothing counts, and `unit` what it counts:
    "seconds", "repetition" or "". With `counts_up` it is the seconds that an open hold has lasted.
    """

    exercise: str = ""
    side: str = ""
    set: int = 1
    sets: int = 1
    rep: int = 0
    reps: int = 0
    is_resting: bool = False
    count: int | None = None
    unit: str = ""
    counts_up: bool = False


def is_wait(span: Span) -> bool:
    """Return True if the coach waits for the listener in a span, as it does in an open hold."""
    if span.is_open:
        return True
    kinds = {cue.kind for cue in span.cues}
    return span.length is not None and kinds == {"wait"} and span.purpose is Purpose.REST


def is_held(span: Span) -> bool:
    """Return True for a hold, rest or quiet: it can be entered in its middle, and made longer."""
    if span.length is None or span.is_indivisible:
        return False
    return span.is_open or not is_wait(span)


def time_span(span: Span, start: int, end: int) -> TimedSpan:
    """Return a span with its times, in ms."""
    return TimedSpan(
        start,
        end,
        span.purpose,
        span.exercise,
        span.side,
        span.set,
        span.sets,
        span.rep,
        span.reps,
        span.is_indivisible,
        is_held(span),
        span.is_open,
        span.position,
    )


def list_timed_spans(sheet: CueSheet, span_starts: Sequence[int]) -> tuple[TimedSpan, ...]:
    """Return all spans of a session with their times; `span_starts` ends with its length."""
    return tuple(
        time_span(span, start, end)
        for span, (start, end) in zip(sheet.spans, pairwise(span_starts), strict=True)
    )


def find_moment(spans: Sequence[TimedSpan], at: int) -> Moment:
    """Return what is shown at `at` ms; the last span stands for what lies behind all."""
    index = bisect_right(spans, at, key=lambda span: span.start) - 1
    return describe_moment(spans[max(0, index)], at)


def describe_moment(span: TimedSpan, at: int) -> Moment:
    """Return what is shown at `at` ms, which lies in a span."""
    count, unit = _count_at(span, at)
    return Moment(
        span.exercise,
        span.side,
        span.set,
        span.sets,
        span.rep,
        span.reps,
        span.purpose is Purpose.REST,
        count,
        unit,
        counts_up=span.is_open and not span.whole,
    )


def _count_at(span: TimedSpan, at: int) -> tuple[int | None, str]:
    """Return the number to show, and what it counts; None where nothing counts."""
    if span.whole:
        return (span.rep, REPETITION) if span.rep else (None, "")
    if span.is_open:
        return (at - span.start) // 1000, SECONDS
    if span.held and span.purpose in (Purpose.WORK, Purpose.REST):
        return -(-(span.end - at) // 1000), SECONDS
    return None, ""
