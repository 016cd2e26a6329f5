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
    """How a session is led: its words, and what the listener asked for.

    It may `wait` before each exercise; its end may have been asked for (`timed`), and have to be
    kept where time is added. Where sound `joins`, it can be changed without being broken off.
    """

    announcements: Announcements
    wait: bool = False
    timed: bool = False
    keep_time: bool = False
    can_splice: bool = True


def with_splicing(rules: Rules, can_splice: bool) -> Rules:
    """Tell whether sound can be replaced without a seam here."""
    return rules if rules.can_splice == can_splice else replace(rules, can_splice=can_splice)


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Where a live session stands.

    `at` is the moment of `plan` that is heard, or with which it will go on; `kind` what kind of
    piece that is in, and `since` the moment from which it is heard. `rest` is what was still to be
    said in between when the tape was cut, at frame `mark`. `then` is the plan of another
    talk that takes over with the next exercise, `remarks` is what is still to be said in passing,
    `added` by how much the end has moved. `elsewhere` is where the body is, None where it is as
    planned, and `leads` where it is being led.
    """

    schedule: Schedule
    tape: Tape = EMPTY_TAPE
    phase: Phase = Phase.IDLE
    at: int = 0
    kind: PieceKind = PieceKind.SESSION
    since: int = 0
    next_schedule: Schedule | None = None
    remaining_interlude: tuple[Piece | PendingSpeech, ...] = ()
    remarks: tuple[Utterance, ...] = ()
    added_ms: int = 0
    message: str = ""
    cut_frame: int = 0
    actual_position: Position | None = None
    target_position: Position | None = None

    @property
    def body_position(self) -> Position:
        """Give where the body is."""
        return self.actual_position or planned_position(self.schedule, self.at)

    @property
    def is_waiting(self) -> bool:
        """Tell whether the coach waits to be told to go on."""
        if self.phase is not Phase.PLAYING:
            return False
        if self.kind is PieceKind.SESSION:
            return resume_points.is_waiting_at(self.schedule, self.at)
        return self.kind is PieceKind.WAIT


def advance_to(state: State, frame: int) -> State:
    """Take note of what is heard at a frame of the tape; a cut counts as heard at once."""
    frame = max(frame, state.cut_frame)
    place = state.tape.place_at(frame) if state.phase is Phase.PLAYING else None
    if place is None:
        return state
    piece, plan = place.piece, place.piece.schedule
    since = piece.since if isinstance(piece, Piece) else 0
    then = None if plan is state.next_schedule else state.next_schedule
    now = replace(
        state, schedule=plan, at=place.at, kind=piece.kind, since=since, next_schedule=then
    )
    return replace(
        now, actual_position=piece.actual_position, target_position=piece.target_position
    )


def cut_tape(state: State, frame: int) -> State:
    """Take note that the tape was cut at a frame."""
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
