"""The first repetition, led: the words of each phase, then its time; one span, as long as both."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from coach.script.scalars import Line
from coach.script.work_steps import LedRep
from coach.timeline.clips import LINE_GAP
from coach.timeline.context import Context, make_side_contexts
from coach.timeline.cues import (
    Cue,
    Purpose,
    Span,
    make_chained_cue,
    make_fixed_span,
    make_natural_span,
)
from coach.timeline.repetitions import SIDE, SWELLS
from coach.timeline.source import Sound, Track


def compile_led_rep(step: LedRep, context: Context) -> list[Span]:
    """Return the span of the first repetition, with stillness behind it if there is any."""
    if step.side:
        context, _ = make_side_contexts(context, step.side)
    cues = tuple(_list_cues(step, context))
    span = make_natural_span(cues, Purpose.WORK, context, 0, gap=LINE_GAP)
    spans = [replace(span, is_indivisible=True)]
    if step.pause:
        spans.append(make_fixed_span((), Purpose.QUIET, context, step.pause))
    return spans


def _list_cues(step: LedRep, context: Context) -> Iterator[Cue]:
    """Yield what is said and sounded, one behind the other.

    The movement has its time, and its swell, once its words are over; the hold begins with its own.
    """
    way_in, way_back = SWELLS[step.breath]
    lines = step.into_words
    if step.side and not any("{side}" in line.text for line in lines):
        lines = (SIDE, *lines)
    yield from _say(lines, context)
    yield _make_swell(way_in, step, step.into, 0 if step.hold_words else step.hold)
    held = [*_say(step.hold_words, context)]
    if held:
        # The gap behind the last of them is part of the hold.
        yield from (*held[:-1], replace(held[-1], turn=max(0, step.hold - LINE_GAP)))
    yield from _say(step.out_words, context)
    yield _make_swell(way_back, step, step.out)


def _say(lines: Iterable[Line], context: Context) -> Iterator[Cue]:
    return (make_chained_cue(line, context, "step") for line in lines)


def _make_swell(name: str, step: LedRep, length: int, still: int = 0) -> Cue:
    """Return the sound of a movement of `length` ms, with stillness behind it."""
    return Cue(Sound(name), Track.CUE, "rep", until=length, where=step.where, turn=length + still)
