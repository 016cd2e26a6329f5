"""Steps: what a routine asks the coach to do, one instruction each.

`step_schema` says how each is written in a script. To add a kind: a dataclass here, a record
there, and the branch in `coach.timeline` (`unroll` or `cuesheet`) that mypy then asks for.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from coach.errors import Where
from coach.script.pace import Pace
from coach.script.positions import Position
from coach.script.reader import FieldConflictError
from coach.script.scalars import Line

DEFAULT_CUE_INTERVAL = 14_000
"""Milliseconds between the cues of a long hold: guidance needs silence around it."""


def check_time_check(time_check: int | None) -> None:
    """Raise FieldConflictError for time checks, in ms, that are not whole minutes apart."""
    if time_check is not None and time_check % 60_000:
        raise FieldConflictError("expected whole minutes", "tell", "write tell: 5m")


class CountAloud(StrEnum):
    """What is counted aloud while breathing."""

    SECONDS = "seconds"
    BREATHS = "breaths"
    WORDS = "words"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseStep:
    """A step with its place in a script, which never makes two steps differ."""

    where: Where | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Say(BaseStep):
    """Speak, then leave `pause` ms; more than one line is spoken with the pause after each.

    A `detail` is left out where talk is short. Of its lines `pick` are said, or all.
    """

    say: tuple[Line, ...]
    pause: int = 600
    pace: Pace = Pace.INSTRUCT
    detail: bool = False
    pick: int | None = None
    kind: str = "say"

    def __post_init__(self) -> None:
        if self.pick is not None and self.pick > len(self.say):
            message = f"expected to pick at most {len(self.say)} of its lines, found {self.pick}"
            raise FieldConflictError(message, "pick")


@dataclass(frozen=True, slots=True)
class Hold(BaseStep):
    """Stay still for `hold` ms, with a half-way notice, a countdown in seconds, and cues.

    A cue is said about every `every` ms; the time done and to go is said whenever `time_check` ms
    of the session are done. A `fact`, which no script gives, is told in one hold of a session.
    """

    hold: int
    countdown: int | None = None
    halfway: bool | None = None
    cues: tuple[Line, ...] = ()
    every: int = DEFAULT_CUE_INTERVAL
    time_check: int | None = None
    sounds: bool = True
    fact: Line | None = None

    def __post_init__(self) -> None:
        if (self.countdown or 0) * 1000 > self.hold:
            most = self.hold // 1000
            message = f"expected a countdown of at most {most} seconds, found {self.countdown}"
            raise FieldConflictError(message, "countdown", "it runs at the end of the hold")
        check_time_check(self.time_check)

    @property
    def length(self) -> int:
        """Milliseconds that it lasts."""
        return self.hold


@dataclass(frozen=True, slots=True)
class Breathe(BaseStep):
    """Breathe `breathe` times, each phase in ms, with a rising and a falling sound."""

    breathe: int
    inhale: int = 4_000
    hold: int = 0
    exhale: int = 6_000
    rest: int = 0
    aloud: CountAloud = CountAloud.SECONDS
    sounds: bool = True

    @property
    def length(self) -> int:
        """Milliseconds that all breaths last."""
        return self.breathe * (self.inhale + self.hold + self.exhale + self.rest)


@dataclass(frozen=True, slots=True)
class Reps(BaseStep):
    """Repeat a movement `reps` times at a tempo: into, hold, out, pause, all in ms.

    With `alternate` each repetition is done once a side, `first` the one it begins with. `calls`
    are the key words as the phases into, hold and out begin; `cues` are said now and then where
    there is room.
    """

    reps: int
    into: int = 2_000
    hold: int = 0
    out: int = 2_000
    pause: int = 0
    alternate: bool = False
    first: str = "right"
    calls: tuple[Line | None, Line | None, Line | None] = (None, None, None)
    cues: tuple[Line, ...] = ()
    sounds: bool = True

    @property
    def length(self) -> int:
        """Milliseconds that all repetitions last, with the pauses between them."""
        times = self.reps * (2 if self.alternate else 1)
        return times * (self.into + self.hold + self.out + self.pause) - self.pause


@dataclass(frozen=True, slots=True)
class Rest(BaseStep):
    """Rest for `rest` ms; with `preview` what comes next is said.

    `time_check` is that of a hold. The rest may last up to `stretch` ms more to fill a session;
    without it, half as long again.
    """

    rest: int
    say: Line | None = None
    preview: bool = True
    time_check: int | None = None
    stretch: int | None = None


@dataclass(frozen=True, slots=True)
class Play(BaseStep):
    """Play a sound, and wait for its end."""

    sound: str


@dataclass(frozen=True, slots=True)
class Silence(BaseStep):
    """Say nothing for `silence` ms, and up to `stretch` ms more to fill a session."""

    silence: int
    stretch: int = 0


@dataclass(frozen=True, slots=True)
class Wait(BaseStep):
    """Wait until the listener goes on, at most `wait` ms; in a file, for `wait` ms."""

    wait: int
    say: Line | None = None


@dataclass(frozen=True, slots=True)
class Move(BaseStep):
    """Get into another body position."""

    move: Position


@dataclass(frozen=True, slots=True)
class Travel(BaseStep):
    """Guide from one position to another; `move_time` ms run from the end of the first line."""

    lines: tuple[Line, ...]
    move_time: int


@dataclass(frozen=True, slots=True)
class Sides(BaseStep):
    """Do the steps once a side, with an announced change of sides of `switch` ms between."""

    sides: "tuple[Step, ...]"
    switch: int = 6_000
    first: str | None = None


@dataclass(frozen=True, slots=True)
class Rounds(BaseStep):
    """Do the steps `rounds` times."""

    rounds: int
    steps: "tuple[Step, ...]"


@dataclass(frozen=True, slots=True)
class Group(BaseStep):
    """Steps under a name that `{exercise}` and `{next}` give; with `chapter` one can jump to it."""

    group: str
    steps: "tuple[Step, ...]"
    chapter: bool = False


@dataclass(frozen=True, slots=True)
class Perform(BaseStep):
    """Do an exercise from its card; doses given here replace the usual ones of the card.

    What has the highest `priority` is kept longest when time is short; `always` is never left out.
    """

    exercise: str
    sets: int | None = None
    reps: int | None = None
    hold: int | None = None
    breaths: int | None = None
    time: int | None = None
    priority: int = 5
    always: bool = False


Step = (
    Say
    | Hold
    | Breathe
    | Reps
    | Rest
    | Play
    | Silence
    | Wait
    | Move
    | Sides
    | Rounds
    | Group
    | Perform
)

FlatStep = Say | Hold | Breathe | Reps | Rest | Play | Silence | Wait | Travel
"""The steps that remain when sides, rounds, groups, moves and exercises are written out."""
