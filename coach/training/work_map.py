"""Where the work of a session lies in a schedule of it, and which work that is.

Schedules of one session differ: with less talk a repetition is no longer led, and a hold becomes
longer. The work is the same in each, and is told by its exercise, side, set and repetition.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from coach.timeline.cues import Purpose, Span


class Work(NamedTuple):
    """A repetition, a hold, a breath or a set: `turn` counts those that differ in nothing else."""

    exercise: str
    side: str
    set: int
    rep: int
    turn: int


@dataclass(frozen=True, slots=True)
class WorkSpan:
    """A span of work, from `start` to `end` ms; `offset` ms of the same work lie before it."""

    work: Work
    start: int
    end: int
    offset: int
    is_indivisible: bool


@dataclass(frozen=True)
class WorkMap:
    """The spans of a schedule, the start of each and the end of the last in ms, and its work."""

    spans: Sequence[Span]
    starts: Sequence[int]

    @cached_property
    def work_spans(self) -> tuple[WorkSpan, ...]:
        """All that is done by cards, in order."""
        return tuple(_list_work_spans(self.spans, self.starts))

    @cached_property
    def lengths(self) -> Mapping[Work, int]:
        """Milliseconds of each work, in order."""
        return {one.work: one.offset + one.end - one.start for one in self.work_spans}

    @cached_property
    def whole_works(self) -> frozenset[Work]:
        """What counts only where it was heard up to its end."""
        return frozenset(one.work for one in self.work_spans if one.is_indivisible)

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        return tuple(one.end for one in self.work_spans)

    def is_of(self, spans: Sequence[Span], starts: Sequence[int]) -> bool:
        """Return True where this is the map of these spans."""
        return spans is self.spans and starts is self.starts

    def list_between(self, start: int, stop: int) -> Iterator[WorkSpan]:
        """Yield the work that has a part between two moments."""
        for one in self.work_spans[bisect_right(self._ends, start) :]:
            if one.start >= stop:
                return
            yield one

    def find_last_done(self, at: int) -> Work | None:
        """Return the work that was over last at a moment; None before the first."""
        number = bisect_right(self._ends, at)
        return self.work_spans[number - 1].work if number else None

    def find_exercise(self, at: int) -> str:
        """Return the exercise that a moment belongs to, or comes behind; "" before the first."""
        number = bisect_left(self.starts, at + 1) - 1
        for span in reversed(self.spans[: number + 1]):
            if span.card:
                return span.card
        return ""


def _list_work_spans(spans: Sequence[Span], starts: Sequence[int]) -> Iterator[WorkSpan]:
    last: tuple[str, str, int, int] | None = None
    turns: dict[tuple[str, str, int, int], int] = {}
    offset = 0
    for span, (start, end) in zip(spans, pairwise(starts), strict=True):
        if span.purpose is not Purpose.WORK or not span.card:
            continue
        name = (span.card, span.side, span.set, span.rep)
        if name != last:
            turns[name] = turns.get(name, 0) + 1
            last, offset = name, 0
        yield WorkSpan(Work(*name, turns[name]), start, end, offset, span.is_indivisible)
        offset += end - start
