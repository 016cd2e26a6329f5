"""The state of a live session: what is on its tape, and where in the session that is. Pure."""

from dataclasses import dataclass, replace

from coach.live import resume_points
from coach.live.announcements import Announcements
from coach.live.repositioning import planned_position
from coach.live.schedule import Schedule
from coach.live.status import Phase
from coach.live.tape import PendingSpeech, Piece, PieceKind, Tape
from coach.script.positions import Position
from coach.sound.audio import FRAMES_PER_MS
from coach.timeline.source import Utterance

EMPTY_TAPE = Tape()


@dataclass(frozen=True, slots=True)
class Rules:
    """How a session is performed: its words, and what the listener asked for.

    It may `wait` before each exercise; its end may have been asked for (`timed`), and have to be
    kept where time is added (`keep_time`). Where the player `can_splice`, sound is changed without
    being broken off.
    """

    announcements: Announcements
    wait: bool = False
    timed: bool = False
    keep_time: bool = False
    can_splice: bool = True


def with_splicing(rules: Rules, can_splice: bool) -> Rules:
    """Return rules for a player that can replace queued sound without a seam, or cannot."""
    return rules if rules.can_splice == can_splice else replace(rules, can_splice=can_splice)


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Where a live session stands.

    `at` is the moment of `schedule` that is heard, or with which it will go on; `kind` is the kind
    of piece that is heard, and `since` the moment from which. `remaining_interlude` is what was
    left of an interlude when the tape was cut, at `cut_frame`. `next_schedule` takes over with the
    next exercise, or with the next span where it `joins_near`; `remarks` are to be said over the
    session, and may wait for room where they are `lasting_remarks`; `added_ms` is by how much the
    end has moved.
    `actual_position` is the position the body is in, None where it is the planned one, and
    `target_position` the one it is being led to. `stays_paused` is True in a session without a
    device that is to be paused once there is one again. `refusal` says why the last command was
    refused, or is empty.
    """

    schedule: Schedule
    tape: Tape = EMPTY_TAPE
    phase: Phase = Phase.IDLE
    at: int = 0
    kind: PieceKind = PieceKind.SESSION
    since: int = 0
    next_schedule: Schedule | None = None
    joins_near: bool = False
    remaining_interlude: tuple[Piece | PendingSpeech, ...] = ()
    remarks: tuple[Utterance, ...] = ()
    lasting_remarks: tuple[Utterance, ...] = ()
    added_ms: int = 0
    message: str = ""
    cut_frame: int = 0
    actual_position: Position | None = None
    target_position: Position | None = None
    stays_paused: bool = False
    refusal: str = ""

    @property
    def body_position(self) -> Position:
        """The position the body is in."""
        return self.actual_position or planned_position(self.schedule, self.at)

    @property
    def exercise(self) -> str:
        """The title of the exercise, or the part, in which the session is."""
        return self.schedule.spans[self.schedule.span_index(self.at)].exercise

    @property
    def is_waiting(self) -> bool:
        """True if the coach waits for the listener to go on."""
        if self.phase is not Phase.PLAYING:
            return False
        if self.kind is PieceKind.SESSION:
            return resume_points.is_waiting_at(self.schedule, self.at)
        return self.kind is PieceKind.WAIT


def advance_to(state: State, frame: int) -> State:
    """Return the state when a frame of the tape is heard; a cut counts as heard at once."""
    frame = max(frame, state.cut_frame)
    place = state.tape.place_at(frame) if state.phase is Phase.PLAYING else None
    if place is None:
        return state
    piece, schedule = place.piece, place.piece.schedule
    since = piece.since if isinstance(piece, Piece) else 0
    then = None if schedule is state.next_schedule else state.next_schedule
    now = replace(
        state, schedule=schedule, at=place.at, kind=piece.kind, since=since, next_schedule=then
    )
    return replace(
        now, actual_position=piece.actual_position, target_position=piece.target_position
    )


def cut_tape(state: State, frame: int) -> State:
    """Return the state with its tape cut at a frame."""
    now = advance_to(state, frame)
    if frame < state.cut_frame and now.kind is PieceKind.SESSION and now.phase is Phase.PLAYING:
        # Cut again before the last joint was reached: so much of what lies there was not heard.
        now = replace(now, at=max(now.since, now.at - (state.cut_frame - frame) // FRAMES_PER_MS))
    return replace(
        now,
        tape=now.tape.cut(frame),
        remaining_interlude=now.tape.remaining_interlude(frame),
        cut_frame=frame,
    )
