"""The length a session is planned for, and the session of it; or why there is none."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from coach.errors import Problem, UsageError
from coach.plan.candidates import LengthRange
from coach.plan.eligibility import LeftOut
from coach.plan.request import SessionRequest
from coach.plan.short_sessions import SessionPlanner
from coach.script.talk_level import TalkLevel
from coach.timeline.cues import SECOND
from coach.timeline.session import Session, make_usual_session
from coach.units import format_clock


def find_target_length(planner: SessionPlanner, request: SessionRequest) -> int | None:
    """Return the length to plan for, in ms: as asked, else the routine's usual one.

    It is None for the usual session as it is, also where its own length is asked for. Raises
    UsageError for a length that was asked and is not possible; the usual one is made to fit.
    """
    possible, own = planner.length_range, planner.usual_range
    wanted = request.length if request.length is not None else planner.routine.length
    if wanted is None:
        assert own is not None
        wanted = own.shortest
    wanted = wanted // SECOND * SECOND
    inside = min(max(wanted, possible.shortest), possible.longest)
    if request.length is not None and inside != wanted:
        raise _refuse_outside(planner, wanted, inside)
    if own is not None and inside == own.shortest:
        return None
    if request.length is not None or planner.choose_session(inside):
        return inside
    return find_nearest_length(planner, inside, lambda _: True)


def needs_more_words(request: SessionRequest, possible: LengthRange) -> bool:
    """Return whether a length is too long for the few words of who knows the exercises.

    Nobody is refused a length for what they know: it is filled with every word.
    """
    is_longer = request.length is not None and request.length > possible.longest
    return request.talk is TalkLevel.AUTO and request.progression is not None and is_longer


def find_usual_length(planner: SessionPlanner, request: SessionRequest) -> int:
    """Return the length in ms of the session that is made where none is asked for; 0 for none."""
    length = find_target_length(planner, replace(request, length=None))
    if length is None and planner.usual_range is not None:
        return planner.usual_range.shortest
    return length or 0


def _refuse_outside(planner: SessionPlanner, length: int, nearest: int) -> UsageError:
    """Return the refusal of a length that is too short or too long."""
    possible = planner.length_range
    shortest, longest = format_clock(possible.shortest), format_clock(possible.longest)
    lasts = f"lasts {shortest}" if shortest == longest else f"lasts from {shortest} to {longest}"
    problem = Problem(
        f"{planner.routine.title} cannot last {format_clock(length)}: it {lasts}",
        hint=f"the nearest is --length {format_clock(nearest)}",
    )
    return UsageError(problem)


def refuse_length(
    planner: SessionPlanner, length: int, is_possible: Callable[[int], bool]
) -> UsageError:
    """Return the refusal of a length that no session has; it names the nearest that one has."""
    message = f"{planner.routine.title} has no session of exactly {format_clock(length)}"
    other = find_nearest_length(planner, length, is_possible)
    hint = f"the nearest is --length {format_clock(other)}" if other else "leave out the length"
    return UsageError(Problem(message, hint=hint))


def choose_session(
    planner: SessionPlanner, length: int | None, spare: int
) -> tuple[Session, tuple[LeftOut, ...]] | None:
    """Choose the session of `length` ms, or the usual one, and say what is left out.

    It takes `spare` ms less before it is stretched. None where there is none.
    """
    if length is not None:
        return planner.choose_session(length, spare)
    return make_usual_session(planner.routine, planner.cards, planner.delivery), planner.left_out


def find_nearest_length(
    planner: SessionPlanner, length: int, is_possible: Callable[[int], bool]
) -> int | None:
    """Return the nearest possible length in ms: lengths that fit may have gaps between them."""
    own = planner.usual_range
    for other in _list_lengths_around(planner, length):
        if own is not None and other == own.shortest:
            return other
        if planner.choose_session(other) and is_possible(other):
            return other
    return None


def _list_lengths_around(planner: SessionPlanner, length: int) -> Iterator[int]:
    """Yield the other lengths of the range, in whole seconds, the nearest first."""
    possible = planner.length_range
    furthest = max(length - possible.shortest, possible.longest - length)
    for away in range(SECOND, furthest + 1, SECOND):
        for other in (length + away, length - away):
            if possible.shortest <= other <= possible.longest:
                yield other


def format_brief_notice(planner: SessionPlanner) -> str:
    """Return from which length on a session is taught, or has its time, in full."""
    clock = format_clock(planner.shortest_full_length)
    if planner.delivery.talk_level is TalkLevel.FULL:
        return f"in few words: it is taught in full from {clock} on"
    return f"shortened: all that is always done has its time from {clock} on"
