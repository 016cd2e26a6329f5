"""How a session goes on in another schedule of it, made while it is heard. Pure.

More words or fewer take over with the next exercise; another pace with the next span. An easier way
is told at once, in the place of what is heard, and then the work begins anew that was broken off.
"""

from dataclasses import dataclass, replace

from coach.live.announcements import make_earcon_span, make_lead_in_span
from coach.live.continuation import (
    append_repositioning,
    append_session,
    append_speech,
    continue_seamlessly,
)
from coach.live.edits import stretch_to_length
from coach.live.repositioning import audible_span_index
from coach.live.same_place import find_same_work, fit_schedule
from coach.live.schedule import Schedule
from coach.live.state import Rules, State, with_splicing
from coach.live.status import Phase
from coach.live.tape import PendingSpeech, Piece, PieceKind
from coach.script.exercise import Exercise, WorkKind
from coach.timeline.cues import Purpose

LASTING_MS = 60_000
"""Work that takes so many ms goes on where it was broken off; what is shorter begins anew."""


@dataclass(frozen=True, slots=True, eq=False)
class ScheduleChange:
    """Another schedule of a session: one that `is_near` takes over with the next span.

    Another pace `moves_end`, as time that is added does. `exercise` is the card that has become
    easier, or "".
    """

    schedule: Schedule
    is_near: bool = False
    moves_end: bool = False
    exercise: str = ""


def switch_schedule(state: State, change: ScheduleChange, rules: Rules) -> State:
    """Let another schedule of the session take over; the sound was spliced for it."""
    if change.exercise and (taken := _take_over(state, change, rules)):
        return continue_seamlessly(taken, with_splicing(rules, True))
    return continue_seamlessly(queue_schedule(state, change, rules), rules)


def queue_schedule(state: State, change: ScheduleChange, rules: Rules) -> State:
    """Keep another schedule of the session for when it goes on.

    Where a length was asked for, what may be stretched makes up for the words left out. What takes
    longer moves the end, unless that has to be kept.
    """
    if (
        change.exercise
        and state.phase is Phase.PAUSED
        and (taken := _take_over(state, change, rules))
    ):
        return taken
    is_near = change.is_near or (state.next_schedule is not None and state.joins_near)
    schedule = fit_schedule(
        state.schedule,
        change.schedule,
        state.at,
        is_near=is_near,
        keeps_end=rules.keep_time or (rules.timed and not change.moves_end),
    )
    return replace(state, next_schedule=schedule, joins_near=is_near)


def _take_over(state: State, change: ScheduleChange, rules: Rules) -> State | None:
    """Return the state in a schedule whose work has not begun yet; None where it is heard."""
    if state.phase is Phase.PLAYING and state.kind is PieceKind.SESSION:
        return None
    span = state.schedule.spans[audible_span_index(state.schedule, state.at)]
    if span.purpose is not Purpose.WORK or span.card != change.exercise:
        return None
    at = find_same_work(state.schedule, change.schedule, state.at)
    if at is None:
        return None
    schedule = change.schedule
    if rules.timed or rules.keep_time:
        left = state.schedule.length - state.at
        schedule = stretch_to_length(schedule, audible_span_index(schedule, at), left)
    rest = tuple(
        _move_piece(piece, schedule, at, is_whole=rules.can_splice)
        for piece in state.remaining_interlude
    )
    return replace(state, schedule=schedule, at=at, remaining_interlude=rest, next_schedule=None)


def find_next_work(schedule: Schedule, at: int) -> int | None:
    """Return the span of work of the exercise at a moment that is heard or comes next.

    None where no exercise is heard, or all its work is over.
    """
    index = audible_span_index(schedule, at)
    card = schedule.spans[index].card
    for number in range(index, len(schedule.spans)):
        span = schedule.spans[number]
        if not card or span.card != card or (number > index and span.marker is not None):
            return None
        if span.purpose is Purpose.WORK:
            return number
    return None


def tells_by_itself(schedule: Schedule, at: int, work: int, card: Exercise) -> bool:
    """Return whether a schedule still leads into the position for work, and then tells of it.

    So it does with a card that has no set-up of its own up to the end of the set-up.
    """
    way = next(one for one in card.easier if one.name == card.variant)
    spans = schedule.spans[audible_span_index(schedule, at) : work]
    kinds = {cue.kind for span in spans for cue in span.cues}
    is_set_up = bool(kinds & {"set-up", "announce", "purpose"}) and way.setup is None
    return is_set_up or any(span.purpose is Purpose.MOVE for span in spans)


def begin_easier_way(state: State, rules: Rules, card: Exercise, work: int) -> State:
    """Return the state that says how a card is done more easily, and begins its next work anew.

    The sound was faded out. Who is elsewhere is led there first. Until the session was made in
    that way, what is left of it stands on the tape as it was.
    """
    schedule, span = state.schedule, state.schedule.spans[work]
    at = schedule.span_entry(work)
    size = schedule.span_end(work) - schedule.span_starts[work]
    is_begun = state.at > at or any(
        one.card == span.card and one.purpose is Purpose.WORK for one in schedule.spans[:work]
    )
    earcon = [make_earcon_span("down")]
    told = rules.announcements.tell_easier_way(card, span, with_caution=not is_begun)
    if size >= LASTING_MS and state.at > at:
        at = max(state.at, schedule.span_starts[work])
    message = f"{card.name}: {card.variant}"
    state = replace(state, at=at, target_position=None, message=message, refusal="")
    if state.phase is Phase.PAUSED:
        return append_speech(state, [*earcon, *told], at)
    state, earcon, at = append_repositioning(state, rules, earcon, at)
    spans = [*earcon, *told]
    if card.work in (WorkKind.REPS, WorkKind.BREATHS):
        spans.append(make_lead_in_span())
    return append_session(append_speech(state, spans, at), rules, at)


def _move_piece(
    piece: Piece | PendingSpeech, schedule: Schedule, at: int, *, is_whole: bool
) -> Piece | PendingSpeech:
    """Return what is said before a moment of a schedule, without half a word unless it is whole."""
    moved = replace(piece, schedule=schedule, at=at)
    return (
        moved if is_whole or isinstance(moved, PendingSpeech) else replace(moved, since=moved.start)
    )
