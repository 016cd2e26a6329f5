"""The length a session is planned for, and the session of it; or why there is none."""

from coach.errors import Problem, UsageError
from coach.plan.eligibility import LeftOut
from coach.plan.request import SessionRequest
from coach.plan.short_sessions import SessionPlanner
from coach.timeline.session import Session, make_usual_session
from coach.units import format_clock

SEARCH_OFFSETS_MS = (10_000, 30_000, 60_000, 120_000, 300_000)
"""How far off another length is looked for, in ms; each takes a moment to plan."""


def find_target_length(planner: SessionPlanner, request: SessionRequest) -> int | None:
    """Return the length to plan for, in ms: as asked, else the routine's usual one, else None.

    Raises UsageError for one that was asked and is not possible; the usual one is made to fit.
    """
    usual = planner.routine.length
    if request.length is None and usual is None:
        return None
    possible = planner.length_range
    if request.length is None:
        assert usual is not None
        inside = min(max(usual, possible.shortest), possible.longest)
        return inside if planner.choose_session(inside) else _find_nearest_length(planner, inside)
    if possible.shortest <= request.length <= possible.longest:
        return request.length // 1000 * 1000
    nearest = possible.shortest if request.length < possible.shortest else possible.longest
    shortest, longest = format_clock(possible.shortest), format_clock(possible.longest)
    problem = Problem(
        f"{planner.routine.title} cannot last {format_clock(request.length)}: "
        f"it lasts from {shortest} to {longest}",
        hint=f"the nearest is --length {format_clock(nearest)}",
    )
    raise UsageError(problem)


def choose_session(
    planner: SessionPlanner, length: int | None, spare: int
) -> tuple[Session, tuple[LeftOut, ...]]:
    """Choose the session of `length` ms, or the usual one, and say what is left out.

    It takes `spare` ms less before it is stretched. Raises UsageError where there is none.
    """
    if length is None:
        return make_usual_session(
            planner.routine, planner.cards, planner.delivery
        ), planner.left_out
    chosen = planner.choose_session(length, spare)
    if chosen is None:
        message = f"{planner.routine.title} has no session of exactly {format_clock(length)}"
        other = _find_nearest_length(planner, length)
        hint = f"the nearest is --length {format_clock(other)}" if other else "try another length"
        raise UsageError(Problem(message, hint=hint))
    return chosen


def _find_nearest_length(planner: SessionPlanner, length: int) -> int | None:
    """Return the nearest possible length in ms: lengths that fit may have gaps between them."""
    for away in SEARCH_OFFSETS_MS:
        for other in (length + away, length - away):
            if planner.length_range.shortest <= other and planner.choose_session(other):
                return other
    return None
