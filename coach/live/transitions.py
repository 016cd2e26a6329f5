"""The state machine of a live session: a state and a command make the next state. Pure.

Before a command is applied the player has been cut (`cut_mode_for` says how), and the state with it
by `state.cut_tape`: its tape then ends at the last frame that will be heard, and `at` is the moment
of the schedule that lies there.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import Enum
from types import MappingProxyType

from coach.live import edits, interludes, resume_points
from coach.live.acknowledgements import play_earcon, refuse_command
from coach.live.announcements import EARCON_MS, join_utterances, make_earcon_span
from coach.live.commands import SETTING_VERBS, Command, Verb
from coach.live.continuation import (
    append_pieces,
    append_repositioning,
    append_session,
    append_speech,
    continue_seamlessly,
    resume_session,
)
from coach.live.device_loss import apply_without_sound
from coach.live.repositioning import actual_position_at, find_unnamed_work
from coach.live.state import Rules, State, advance_to
from coach.live.status import Phase
from coach.live.tape import PieceKind, Tape, make_repeat_piece
from coach.timeline.cues import Span
from coach.timeline.source import Utterance
from coach.units import format_clock

SEEK_STEP_MS = 10_000
DEFAULT_ADDED_MS = 15_000
MAX_ADDED_MS = 300_000
"""The most that one command adds, in ms."""


UNCUT_VERBS = SETTING_VERBS | {Verb.EASIER, Verb.OFTEN, Verb.LESS, Verb.ANSWER, Verb.LISTEN}
"""Commands that are no transitions: they are of all, or of later sessions, or come with more."""


class CutMode(Enum):
    """What a command does to the sound under way: nothing, a fade, or a splice without a seam."""

    NONE = "none"
    FADE = "fade"
    JOIN = "join"


def cut_mode_for(state: State, verb: Verb) -> CutMode:
    """Return what must be done to the sound before a command is applied."""
    if state.phase not in (Phase.PLAYING, Phase.PAUSED) or verb in UNCUT_VERBS:
        return CutMode.NONE
    if verb is Verb.ENOUGH and not interludes.can_end_key_help(state):
        return CutMode.NONE
    over = state.phase is Phase.PLAYING and state.kind is PieceKind.SESSION
    if over and (
        verb in (Verb.MORE, Verb.REMAINING)
        or (
            verb is Verb.REPEAT and resume_points.last_instruction(state.schedule, state.at) is None
        )
    ):
        return CutMode.JOIN
    if verb in (Verb.GO, Verb.RESUME):
        return CutMode.FADE if state.is_waiting or state.phase is Phase.PAUSED else CutMode.NONE
    if verb is Verb.PAUSE and state.phase is Phase.PAUSED:
        return CutMode.NONE
    return CutMode.FADE


def apply_command(state: State, command: Command, rules: Rules) -> State:
    """Return the state after a command, whose sound was cut for it."""
    state = replace(state, refusal="") if state.refusal else state
    if state.phase not in (Phase.PLAYING, Phase.PAUSED):
        return apply_without_sound(state, command.verb)
    if command.verb in UNCUT_VERBS or (
        command.verb is Verb.ENOUGH and not interludes.can_end_key_help(state)
    ):
        return state
    after = TRANSITIONS[command.verb](replace(state, message=""), command, rules)
    return after if after.tape is state.tape else advance_to(after, after.cut_frame)


def _toggle_pause(state: State, command: Command, rules: Rules) -> State:
    goes = state.is_waiting or state.phase is Phase.PAUSED
    return _resume(state, command, rules) if goes else _pause(state, command, rules)


def _pause(state: State, _command: Command, _rules: Rules) -> State:
    if state.phase is Phase.PAUSED:
        return state
    return append_speech(replace(state, phase=Phase.PAUSED), [make_earcon_span("pause")])


def _resume(state: State, _command: Command, rules: Rules) -> State:
    if state.phase is Phase.PAUSED or (state.is_waiting and state.kind is PieceKind.WAIT):
        return resume_session(state, rules, "resume")
    if not state.is_waiting:
        return state
    return interludes.end_wait(state, rules)


def _go_to_next(state: State, command: Command, rules: Rules) -> State:
    """Go on behind an exercise; one that is left out from now on is told of first."""
    target = resume_points.next_segment_start(state.schedule, state.at)
    if target is None:
        target = resume_points.closing_point(state.schedule, state.at)
    leaves = command.verb is Verb.NEVER
    said = rules.announcements.announce_leaving(state.exercise) if leaves else ()
    return _move_to(state, target, rules, said=said)


def _go_to_previous(state: State, _command: Command, rules: Rules) -> State:
    return _move_to(
        state, resume_points.previous_segment_start(state.schedule, state.at), rules, "back"
    )


def _go_forward(state: State, command: Command, rules: Rules) -> State:
    if state.target_position:  # the way is skipped: the listener is there already
        return _move_to(replace(state, actual_position=None), state.at, rules)
    wanted = state.at + (command.value or SEEK_STEP_MS)
    return _seek_near(state, wanted, rules, "skip")


def _go_back(state: State, command: Command, rules: Rules) -> State:
    wanted = state.at - (command.value or SEEK_STEP_MS)
    return _seek_near(state, wanted, rules, "back")


def _seek(state: State, command: Command, rules: Rules) -> State:
    wanted = command.value or 0
    after = _seek_near(state, wanted, rules, "skip" if wanted >= state.at else "back")
    landed, asked = format_clock(after.at), format_clock(wanted)
    message = "" if landed == asked else f"moved to {landed}, as nothing can begin at {asked}"
    return with_message(after, message)


def _seek_near(state: State, wanted: int, rules: Rules, name: str) -> State:
    """Go to or near a moment; within a segment the listener knows where the body has to be."""
    schedule = state.schedule
    target = resume_points.seek_point(schedule, wanted, state.at)
    stays = state.actual_position is None and schedule.segment_index(
        target
    ) == schedule.segment_index(state.at)
    return _move_to(state, target, rules, name, stays=stays)


def _move_to(
    state: State,
    target: int,
    rules: Rules,
    name: str = "skip",
    *,
    stays: bool = False,
    said: tuple[Span, ...] = (),
) -> State:
    """Go to another moment, and announce it where the session does not do so itself.

    The way is led from where the body is, unless it `stays` in the planned position. What is
    `said` comes before all of that.
    """
    signs = [make_earcon_span(name), *said]
    schedule, segment = state.schedule, state.schedule.segment_index(target)
    begins = segment >= 0 and target <= schedule.segments[segment].start
    named = segment != schedule.segment_index(state.at) and not begins
    body = None if stays else actual_position_at(schedule, target, state.body_position)
    state = replace(state, at=target, actual_position=body, target_position=None)
    if state.phase is Phase.PAUSED:
        return append_speech(state, [*signs, *rules.announcements.announce_place(schedule, target)])
    state, spans, target = append_repositioning(state, rules, signs, target)
    if (index := find_unnamed_work(schedule, target)) is not None:
        spans += rules.announcements.announce_name(schedule, index)
    elif named:
        spans += rules.announcements.announce_place(schedule, target)
    return append_session(append_speech(state, spans), rules, target)


def _repeat_instruction(state: State, _command: Command, rules: Rules) -> State:
    schedule, at = state.schedule, state.at
    if state.actual_position:  # the way is what was said last, or comes next
        return append_session(
            append_speech(replace(state, phase=Phase.PLAYING), [make_earcon_span("back")]),
            rules,
            at,
        )
    instruction = resume_points.last_instruction(schedule, at)
    if instruction is None:
        return refuse_command(state, "there is no instruction to repeat here", rules)
    start, stop = instruction
    state = append_speech(replace(state, phase=Phase.PLAYING), [make_earcon_span("back")])
    if at < stop:
        return append_session(state, rules, start)
    return resume_session(
        append_pieces(state, make_repeat_piece(schedule, start, stop, at)), rules, None
    )


def _add_time(state: State, command: Command, rules: Rules) -> State:
    by = min(command.value or DEFAULT_ADDED_MS, MAX_ADDED_MS)
    schedule = edits.lengthen_hold(state.schedule, state.at, by)
    if schedule is None:
        return refuse_command(state, "only a hold, a rest or a quiet can be made longer", rules)
    given = 0
    if rules.keep_time:
        schedule, given = edits.reclaim_time(schedule, state.at, by)
    added = state.added_ms + by - given
    line = join_utterances(
        rules.announcements.announce_added_time(
            by, added if rules.timed or rules.keep_time else None
        )
    )
    state = replace(state, schedule=schedule, added_ms=added)
    if state.phase is Phase.PAUSED or state.kind is PieceKind.SESSION:
        state = replace(state, remarks=(*state.remarks, line))
    return play_earcon(state, "more", rules)


def _stop(state: State, _command: Command, _rules: Rules) -> State:
    return replace(state, phase=Phase.ENDED)


Transition = Callable[[State, Command, Rules], State]
TRANSITIONS: Mapping[Verb, Transition] = MappingProxyType(
    {
        Verb.PAUSE: _pause,
        Verb.RESUME: _resume,
        Verb.GO: _resume,
        Verb.TOGGLE: _toggle_pause,
        Verb.NEXT: _go_to_next,
        Verb.PREVIOUS: _go_to_previous,
        Verb.FORWARD: _go_forward,
        Verb.BACK: _go_back,
        Verb.SEEK: _seek,
        Verb.REPEAT: _repeat_instruction,
        Verb.MORE: _add_time,
        Verb.REMAINING: interludes.tell_remaining,
        Verb.MOMENT: interludes.start_wait,
        Verb.NEVER: _go_to_next,
        Verb.HELP: interludes.say_key_help,
        Verb.ENOUGH: interludes.end_key_help,
        Verb.STOP: _stop,
    }
)


def with_message(state: State, message: str) -> State:
    """Return the state with a message to show until the next command."""
    return replace(state, message=message)


def pause_silently(state: State, message: str) -> State:
    """Return the state paused, without an earcon; without a device, once there is one."""
    if state.phase is Phase.LOST:
        return replace(state, stays_paused=True)
    return replace(state, phase=Phase.PAUSED, message=message)


def with_tape(state: State, tape: Tape) -> State:
    """Return the state with a tape of which more was spoken."""
    return state if tape is state.tape else replace(state, tape=tape)


def end_session(state: State) -> State:
    """Return the state at the end of the session."""
    return replace(state, phase=Phase.ENDED, at=state.schedule.length)


def say_remark(state: State, rules: Rules, line: Utterance) -> State:
    """Say a line over the session once it has been spoken; the sound was spliced."""
    rest = tuple(other for other in state.remarks if other is not line)
    lasts = line in state.lasting_remarks
    schedule = edits.add_remark(state.schedule, state.at + EARCON_MS, line, lasts=lasts)
    state = replace(state, remarks=rest, schedule=schedule or state.schedule)
    return continue_seamlessly(state, rules)
