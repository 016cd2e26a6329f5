"""Steps: what a routine tells the coach to do, one instruction each.

How each is written in a script stands in `language`. To add a kind: a dataclass here, a record
there, and the branch in `unroll` or `cuesheet` that mypy then asks for.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from coach.errors import Where
from coach.script.pace import Pace
from coach.script.positions import Position
from coach.script.reader import FieldConflictError
from coach.script.scalars import Line

DEFAULT_CUE_INTERVAL = 14_000
"""How often a long hold is spoken into, in ms: guidance needs silence around it."""


def check_time_check(time_check: int | None) -> None:
    """Raise MisfitError for time checks that are no whole minutes apart: minutes are told."""
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
    """What has a place in a script; the place never makes two things differ."""

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
    """Stay still for `hold` ms: a half-way notice, a countdown of the last seconds, cues.

    A cue is said about every `every` ms, and the time of the session told whenever `tell` ms of
    it are done. A `fact` is told in it, once a session.
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
        """Give how long it lasts."""
        return self.hold


@dataclass(frozen=True, slots=True)
class Breathe(BaseStep):
    """Breathe `breathe` times, each phase in ms, with rising and falling swells."""

    breathe: int
    inhale: int = 4_000
    hold: int = 0
    exhale: int = 6_000
    rest: int = 0
    aloud: CountAloud = CountAloud.SECONDS
    sounds: bool = True

    @property
    def length(self) -> int:
        """Give how long all breaths last."""
        return self.breathe * (self.inhale + self.hold + self.exhale + self.rest)


@dataclass(frozen=True, slots=True)
class Reps(BaseStep):
    """Repeat a movement `reps` times at a tempo: into, hold, out, pause, all in ms.

    With `alternate` each repetition is done once a side. The calls are the key words said as
    each phase begins; cues are said now and then where there is room.
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
        """Give how long all repetitions last, with the stillness between them."""
        times = self.reps * (2 if self.alternate else 1)
        return times * (self.into + self.hold + self.out + self.pause) - self.pause


@dataclass(frozen=True, slots=True)
class Rest(BaseStep):
    """Rest for `rest` ms; with `preview` what comes next is told. `tell` is that of a hold.

    It may last up to `stretch` ms more where a session must fill; left out, half as long again.
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
    """Say nothing for `silence` ms, and up to `stretch` ms more where a session must fill."""

    silence: int
    stretch: int = 0


@dataclass(frozen=True, slots=True)
class Wait(BaseStep):
    """Wait until told to go on, or for `wait` ms where nobody can tell."""

    wait: int
    say: Line | None = None


@dataclass(frozen=True, slots=True)
class Move(BaseStep):
    """Get into another body position."""

    move: Position


@dataclass(frozen=True, slots=True)
class Travel(BaseStep):
    """Lead from one position to another; `needed` ms run from the end of the first line."""

    lines: tuple[Line, ...]
    move_time: int


@dataclass(frozen=True, slots=True)
class Sides(BaseStep):
    """Do the steps once a side, with a named change of `switch` ms between."""

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
    """Do an exercise from its card; what is given here overrides the card's usual dose."""

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
"""What is left when sides, rounds, groups, moves and exercises are written out."""
