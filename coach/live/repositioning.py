"""Leading: the way to where one goes on, from where the body really is.

The moves of a session assume that all before them was done. Whoever leaves an exercise out is in
another position, and whoever goes back is in the right one already: then the planned move is left
out, and the way from where the body is told in its place.
"""

from dataclasses import dataclass

from coach.live.announcements import Wording
from coach.live.resume_points import AFTERWARDS
from coach.live.schedule import Plan
from coach.script.positions import Position
from coach.timeline.cues import Purpose, Span

NAMING = frozenset({"announce", "purpose"})
"""Kinds of speech that ask nothing of the body: the way to an exercise comes behind them."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A way of one's own: told at the moment `first`; then it goes on at `then`, in `position`."""

    first: int
    then: int
    position: Position
    spans: tuple[Span, ...]


def planned(plan: Plan, at: int) -> Position:
    """Tell where the body is at a moment of a session of which nothing was left out."""
    index = landed(plan, at)
    span = plan.spans[index]
    if not _moves(span):
        return _known(span.position)
    spoken = plan.voice(index)
    done = spoken[-1].end + AFTERWARDS if spoken else plan.end(index) - AFTERWARDS
    return _known(span.position if at >= done or index == 0 else plan.spans[index - 1].position)


def away(plan: Plan, at: int, body: Position | None) -> Position | None:
    """Give where the body is, None where that is as planned."""
    return None if body is None or _known(body) is planned(plan, at) else _known(body)


def landed(plan: Plan, at: int) -> int:
    """Tell which span is heard from a moment on; its first count may come before it begins."""
    index = plan.index(at)
    last = len(plan.spans) - 1
    return index + 1 if index < last and at >= plan.entry(index + 1) else index


def lead(plan: Plan, at: int, body: Position | None, wording: Wording) -> Lead | None:
    """Give the way to tell where a session goes on at a moment; None where it tells the right one.

    `body` is where the body is, None where it is as planned.
    """
    body = away(plan, at, body)
    if body is None:
        return None
    first = _need(plan, landed(plan, at))
    if first is None:
        return None
    then = first
    while then < len(plan.spans) - 1 and _moves(plan.spans[then]):
        then += 1
    goal = plan.spans[max(first, then - 1)].position
    spans = wording.way(body, goal, plan.talk)
    begin = max(at, plan.entry(first))
    return Lead(begin, max(begin, plan.entry(then)), goal, spans)


def _need(plan: Plan, start: int) -> int | None:
    """Find the first span from one on for which the body has to be in place, or goes there."""
    asks = None
    for index in range(start, len(plan.spans)):
        span = plan.spans[index]
        if _moves(span):
            return index
        if span.position is Position.ANY or all(cue.kind in NAMING for cue in span.cues):
            continue
        asks = index if asks is None else asks
        if span.purpose is Purpose.WORK:
            return asks
    return None


def _moves(span: Span) -> bool:
    return span.purpose is Purpose.MOVE or any(cue.kind == "rise" for cue in span.cues)


def _known(position: Position) -> Position:
    """Take someone of whom nothing is known for standing."""
    return Position.STANDING if position is Position.ANY else position
