"""The state of a live session: what is on its tape, and where in the session that is. Pure."""

from dataclasses import dataclass, replace

from coach.live import resume_points
from coach.live.announcements import Wording
from coach.live.repositioning import planned
from coach.live.schedule import Plan
from coach.live.status import Phase
from coach.live.tape import Kind, Piece, Tape, Words
from coach.script.positions import Position
from coach.sound.audio import FRAMES_PER_MS
from coach.timeline.source import Utterance

BLANK = Tape()


@dataclass(frozen=True, slots=True)
class Rules:
    """How a session is led: its words, and what the listener asked for.

    It may `wait` before each exercise; its end may have been asked for (`timed`), and have to be
    kept where time is added. Where sound `joins`, it can be changed without being broken off.
    """

    wording: Wording
    wait: bool = False
    timed: bool = False
    keep_time: bool = False
    joins: bool = True


def smooth(rules: Rules, joins: bool) -> Rules:
    """Tell whether sound can be replaced without a seam here."""
    return rules if rules.joins == joins else replace(rules, joins=joins)


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

    plan: Plan
    tape: Tape = BLANK
    phase: Phase = Phase.IDLE
    at: int = 0
    kind: Kind = Kind.SESSION
    since: int = 0
    then: Plan | None = None
    rest: tuple[Piece | Words, ...] = ()
    remarks: tuple[Utterance, ...] = ()
    added: int = 0
    message: str = ""
    mark: int = 0
    elsewhere: Position | None = None
    leads: Position | None = None

    @property
    def body(self) -> Position:
        """Give where the body is."""
        return self.elsewhere or planned(self.plan, self.at)

    @property
    def waiting(self) -> bool:
        """Tell whether the coach waits to be told to go on."""
        if self.phase is not Phase.PLAYING:
            return False
        if self.kind is Kind.SESSION:
            return resume_points.waits_at(self.plan, self.at)
        return self.kind is Kind.WAIT


def settled(state: State, frame: int) -> State:
    """Take note of what is heard at a frame of the tape; a cut counts as heard at once."""
    frame = max(frame, state.mark)
    place = state.tape.place(frame) if state.phase is Phase.PLAYING else None
    if place is None:
        return state
    piece, plan = place.piece, place.piece.plan
    since = piece.since if isinstance(piece, Piece) else 0
    then = None if plan is state.then else state.then
    now = replace(state, plan=plan, at=place.at, kind=piece.kind, since=since, then=then)
    return replace(now, elsewhere=piece.body, leads=piece.leads)


def cut(state: State, frame: int) -> State:
    """Take note that the tape was cut at a frame."""
    now = settled(state, frame)
    if frame < state.mark and now.kind is Kind.SESSION and now.phase is Phase.PLAYING:
        # Cut again before the last joint was reached: so much of what lies there was not heard.
        now = replace(now, at=max(now.since, now.at - (state.mark - frame) // FRAMES_PER_MS))
    return replace(now, tape=now.tape.cut(frame), rest=now.tape.between(frame), mark=frame)
