"""Changes: a plan with more time in the stretch one is in, or with time given back behind it.

Nothing before the moment of the change moves, so a session that is being heard goes on at the
same millisecond of the changed plan. A countdown counts to the end of its hold, and half-way is
half of it: what is added lies half before the half-way notice, as long as that is to come, and
the rest before the countdown, which begins anew where it had begun already.
"""

from collections.abc import Iterator
from dataclasses import replace

from coach.live.schedule import Plan, is_held
from coach.timeline.cues import Span
from coach.timeline.layout import GAP, Clip, Laid, stretched
from coach.timeline.source import Source, Track

EARLY = 400
"""How long before the end of a span, in ms, nothing is moved that is not counted: a count on the
first beat of the next one begins up to some 250 ms before it."""


def longer(plan: Plan, at: int, by: int) -> Plan | None:
    """Make the hold, rest or quiet at a moment `by` ms longer; None where there is none."""
    index = plan.index(at)
    span, one = plan.spans[index], plan.laid[index]
    if not is_held(span) or span.length is None:
        return None
    within = at - plan.begins[index]
    if span.hinge is not None:
        # What a rest was stretched by lies at its hinge: from now on it is part of it.
        moved = replace(span, length=span.length + by, hinge=span.hinge + by)
        edges = [(span.hinge, by)]
    else:
        moved = replace(span, length=span.length + by)
        edges = list(_edges(one, within, by))
    clips = tuple(clip.moved(_shift(clip, edges)) for clip in one.clips)
    laid = replace(one, length=one.length + by, clips=clips)
    return _with(plan, index, laid, moved)


def _edges(one: Laid, within: int, by: int) -> Iterator[tuple[int, int]]:
    """Give moments of a hold, each with how much later all that follows is heard."""
    halves = [clip.start for clip in one.clips if clip.kind == "half-way"]
    counts = [clip.start for clip in one.clips if clip.kind == "count"]
    if halves and within < min(halves):
        yield min(halves), by // 2
    yield min([one.length - EARLY, *counts]), by


def _shift(clip: Clip, edges: list[tuple[int, int]]) -> int:
    return max((by for start, by in edges if clip.start >= start), default=0)


def _with(plan: Plan, index: int, laid: Laid, span: Span) -> Plan:
    spans = (*plan.spans[:index], span, *plan.spans[index + 1 :])
    all_laid = (*plan.laid[:index], laid, *plan.laid[index + 1 :])
    return replace(plan, sheet=replace(plan.sheet, spans=spans), laid=all_laid)


def given_back(plan: Plan, at: int, by: int) -> tuple[Plan, int]:
    """Take `by` ms, or as much as there is, from what was stretched behind the span at a moment.

    Gives how much that was, too.
    """
    after = plan.index(at) + 1
    room = sum(plan.extras[after:])
    given = min(by, room)
    # What is left is shared as before: by how far each span may stretch.
    rest = tuple(replace(span, stretch=extra) for span, extra in _later(plan, after))
    extras = stretched(rest, room - given)
    return replace(plan, extras=(*plan.extras[:after], *extras)), given


def lasting(plan: Plan, index: int, left: int) -> Plan:
    """Stretch what may be from a span on, so that `left` ms lie behind its start, if they can."""
    spans = plan.spans[index:]
    natural = sum(one.length for one in plan.laid[index:])
    room = sum(span.stretch for span in spans)
    extras = stretched(spans, min(max(0, left - natural), room))
    return replace(plan, extras=(*plan.extras[:index], *extras))


def _later(plan: Plan, after: int) -> Iterator[tuple[Span, int]]:
    yield from zip(plan.spans[after:], plan.extras[after:], strict=True)


def with_sign(plan: Plan, at: int, source: Source) -> Plan:
    """Sound something at a moment, over whatever is heard then."""
    return _added(plan, at, source, Track.CUE, plan.lengths[source].length)


def with_remark(plan: Plan, at: int, source: Source) -> Plan | None:
    """Say something in the span at a moment, as soon as there is room; None where there is none."""
    index = plan.index(at)
    if at >= plan.length:
        return None
    size, start = plan.lengths[source].length, at
    for clip in plan.voice(index):
        if clip.end + GAP <= start:
            continue
        if start + size + GAP <= clip.start:
            break
        start = max(start, clip.end + GAP)
    if start + size + EARLY > plan.end(index):
        return None
    return _added(plan, start, source, Track.VOICE, size)


def _added(plan: Plan, at: int, source: Source, track: Track, size: int) -> Plan:
    index = plan.index(at)
    span, one = plan.spans[index], plan.laid[index]
    within, extra = at - plan.begins[index], plan.extras[index]
    if span.hinge is not None and within >= span.hinge:
        within = max(span.hinge, within - extra)
    clip = Clip(within, size, source, track, "remark", None, span.exercise, span.side)
    return _with(plan, index, replace(one, clips=(*one.clips, clip)), span)
