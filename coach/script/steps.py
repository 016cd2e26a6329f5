"""Steps: what a routine asks the coach to do, one instruction each.

`step_schema` says how each is written in a script. To add a kind: a dataclass here, a record
there, and the branch in `coach.timeline` (`unroll` or `cuesheet`) that mypy then asks for.
"""

from dataclasses import dataclass

from coach.script.named_work import DEFAULT_SWITCH, Work
from coach.script.pace import Pace
from coach.script.positions import Position
from coach.script.reader import FieldConflictError
from coach.script.scalars import Line
from coach.script.work_steps import (
    BaseStep,
    BodyStep,
    Breathe,
    Hold,
    LedRep,
    Reps,
    check_countdown,
    check_notice,
)


@dataclass(frozen=True, slots=True)
class Say(BodyStep):
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
class Rest(BodyStep):
    """Rest for `rest` ms; with `preview` what comes next is said.

    `countdown`, `notice` and `time_check` are those of a hold. The rest may last up to `stretch` ms
    more to fill a session; without it, half as long again. `words`, which no script gives, are
    those of what follows, said in the rest.
    """

    rest: int
    say: Line | None = None
    preview: bool = True
    countdown: int | None = None
    notice: tuple[int, ...] = ()
    time_check: int | None = None
    stretch: int | None = None
    tells_session: bool = False
    words: tuple[Say, ...] = ()

    def __post_init__(self) -> None:
        check_countdown(self.countdown, self.rest, "rest")
        check_notice(self.notice, self.rest, "rest")


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
class Wait(BodyStep):
    """Wait until the listener goes on, at most `wait` ms; in a file, for `wait` ms."""

    wait: int
    say: Line | None = None


@dataclass(frozen=True, slots=True)
class Move(BaseStep):
    """Get into another body position."""

    move: Position


@dataclass(frozen=True, slots=True)
class Travel(BaseStep):
    """Guide from one position to another; `move_time` ms run from the end of the first line.

    Behind each line but a first one that only says where to go there are `quiet` ms to do it in.
    A way that `is_known` may stretch by half as much: there is nothing to listen to in it.
    """

    lines: tuple[Line, ...]
    move_time: int
    quiet: int = 0
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class Sides(BaseStep):
    """Do the steps once a side, with an announced change of sides of `switch` ms between.

    With `only` they are done on that side, and nothing on the other. `first` and `only` are
    "left" or "right".
    """

    sides: "tuple[Step, ...]"
    switch: int = DEFAULT_SWITCH
    first: str | None = None
    only: str | None = None

    def __post_init__(self) -> None:
        if self.first and self.only:
            message = f"expected first or only, found both: {self.first} and {self.only}"
            raise FieldConflictError(message, "first", "leave first out: there is one side only")


@dataclass(frozen=True, slots=True)
class Rounds(BaseStep):
    """Do the steps `rounds` times, and `between` two rounds other steps.

    Each round has its number of `counts`, if there are any. With `every` it lasts just so many ms,
    what is not filled being a rest. With `shuffle` what has a name changes places from day to day.
    """

    rounds: int
    steps: "tuple[Step, ...]"
    between: "tuple[Step, ...]" = ()
    every: int | None = None
    counts: tuple[int, ...] = ()
    shuffle: bool = False

    def __post_init__(self) -> None:
        if self.between and self.every is not None:
            message = "expected between or every, found both"
            raise FieldConflictError(message, "between", "with every, what is left over is rest")
        check_shuffle(self.steps, wanted=self.shuffle)


@dataclass(frozen=True, slots=True)
class TimedRounds(BaseStep):
    """Do the steps over and over for `length` ms, in whole rounds; what is left over is rest."""

    length: int
    steps: "tuple[Step, ...]"


@dataclass(frozen=True, slots=True)
class Group(BaseStep):
    """Steps under a name that `{exercise}` and `{next}` give; with `chapter` one can jump to it.

    With `shuffle` what has a name in it changes places from day to day.
    """

    group: str
    steps: "tuple[Step, ...]"
    chapter: bool = False
    shuffle: bool = False

    def __post_init__(self) -> None:
        check_shuffle(self.steps, wanted=self.shuffle)


@dataclass(frozen=True, slots=True)
class Perform(BaseStep):
    """Do an exercise from its card; doses given here replace the usual ones of the card.

    With a `side`, "left" or "right", it is done on that side only. `first` is the side that it
    begins with, "left", "right" or "other", which is the one that others end with. What has the
    highest `priority` is kept longest when time is short; `always` is never left out.
    """

    exercise: str
    sets: int | None = None
    reps: int | None = None
    hold: int | None = None
    breaths: int | None = None
    time: int | None = None
    side: str | None = None
    first: str | None = None
    priority: int = 5
    always: bool = False

    def __post_init__(self) -> None:
        if self.side and self.first:
            message = "expected side or first, found both"
            raise FieldConflictError(message, "first", "side: left is done on the left only")


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
    | TimedRounds
    | Group
    | Work
    | Perform
)

Named = Group | Work | Perform
"""What has a name, and may change places with others."""


def check_shuffle(steps: tuple[Step, ...], *, wanted: bool) -> None:
    """Raise FieldConflictError where steps shall change places, and fewer than two have a name."""
    if wanted and sum(isinstance(step, Named) for step in steps) < 2:
        message = "expected two steps to shuffle that have names"
        raise FieldConflictError(message, "shuffle", "work, group and exercise have names")


FlatStep = Say | Hold | Breathe | Reps | LedRep | Rest | Play | Silence | Wait | Travel
"""The steps that remain when sides, rounds, groups, moves and exercises are written out."""


def list_inner_steps(step: Step) -> tuple[Step, ...]:
    """Return the steps that stand right within one."""
    match step:
        case Sides():
            return step.sides
        case Rounds():
            return (*step.steps, *step.between)
        case TimedRounds() | Group():
            return step.steps
        case _:
            return ()
