"""The status of a live session: what it is doing, as far as a screen or a lock screen shows it."""

from dataclasses import dataclass
from enum import StrEnum

from coach.script.talk_level import TalkLevel


class Phase(StrEnum):
    """What a live session does; WAITING is shown only: the state machine is PLAYING then."""

    IDLE = "idle"
    PLAYING = "playing"
    PAUSED = "paused"
    WAITING = "waiting"
    LOST = "lost"
    ENDED = "ended"


class EarState(StrEnum):
    """Whether spoken commands are heard.

    NONE: nothing listens, and nothing can. CLOSED: an ear that opens when it is asked to. READY:
    one that listens by itself, but not at this moment. OPEN: one that hears now. DEAF: one that
    has failed.
    """

    NONE = ""
    CLOSED = "closed"
    READY = "ready"
    OPEN = "open"
    DEAF = "deaf"


@dataclass(frozen=True, slots=True)
class Segment:
    """One named part of the session, from `start` up to `end` in ms of the session as laid out."""

    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Status:
    """What is heard now, not what has been sent to the card; times in milliseconds.

    `count` is the number to show large: seconds left of a hold or a rest, or the repetition; None
    where neither counts, as on the way into a position. With `counts_up` it is the seconds that an
    open hold has lasted. `rep` and `reps` are 0 where nothing is repeated. `saying` is the line
    that is spoken, `message` is only shown (a lost device). `segment` is the index of the present
    one in `segments`, or -1 before the first. `resting` is True in a rest. `count_unit` says what
    `count` counts, "seconds" or "repetition"; "" for None.

    Of a listener who skipped and is led to where the session goes on, `way_from` and `way_to` are
    the positions of the body ("standing", "supine"), else "", and `way_left` is what is left of
    the way. `interludes_left` is what is heard before the end on top of the session itself, such
    as a way. `stays_paused` is True in a session that is to be paused once its lost sound is
    back.

    What is counted takes `pace` percent of its usual time.

    While it `asks` a question, a number answers it; with `has_number` one was spoken, which "no"
    takes back. While it `asks_stop`, yes ends the session.

    `ear` says whether spoken commands are heard; it `listens` where the listener has asked for an
    open ear. `quiet` is for how long nothing will be said, as far as that is known.

    `card` is the name of the exercise's card, "" where it has none, and `span` the number of the
    stretch of time that is heard, from 0. `moves` is how many commands have moved the place, and
    `moved_by` the verb of the last; `is_behind` is True in the moment in which what is heard was
    queued before a command.

    `commands` is how many commands have been obeyed or refused, and `refusal` says why the last of
    them was refused; it is empty where it was not.
    """

    phase: Phase
    title: str
    elapsed: int = 0
    length: int = 0
    exercise: str = ""
    side: str = ""
    set: int = 1
    sets: int = 1
    rep: int = 0
    reps: int = 0
    count: int | None = None
    saying: str = ""
    next: str = ""
    segments: tuple[Segment, ...] = ()
    segment: int = -1
    volume: int = 100
    talk: TalkLevel = TalkLevel.FULL
    pace: int = 100
    message: str = ""
    resting: bool = False
    stays_paused: bool = False
    count_unit: str = ""
    way_from: str = ""
    way_to: str = ""
    way_left: int = 0
    interludes_left: int = 0
    commands: int = 0
    refusal: str = ""
    counts_up: bool = False
    asks: bool = False
    has_number: bool = False
    asks_stop: bool = False
    ear: EarState = EarState.NONE
    listens: bool = False
    quiet: int = 0
    card: str = ""
    span: int = -1
    moves: int = 0
    moved_by: str = ""
    is_behind: bool = False

    @property
    def remaining(self) -> int:
        """The time until the end, in ms."""
        return max(0, self.length - self.elapsed) + self.interludes_left

    @property
    def counts_seconds(self) -> bool:
        """True if `count` is of seconds."""
        if self.count is None:
            return False
        return self.count_unit == "seconds" if self.count_unit else not self.reps
