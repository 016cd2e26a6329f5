"""Steps of work: what is held, breathed or repeated, with the words and counts in it."""

from dataclasses import dataclass, field
from enum import StrEnum

from coach.errors import Where
from coach.script.positions import Position
from coach.script.reader import FieldConflictError
from coach.script.scalars import Line
from coach.units import format_duration

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


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyStep(BaseStep):
    """A step of speech or work; with a `position` the body is there from its beginning on.

    Nothing is said of it: the author's own words lead there, or did.
    """

    position: Position | None = None


@dataclass(frozen=True, slots=True)
class TimedCue:
    """A cue that is said `at` ms from the start of its step."""

    at: int
    line: Line


WrittenCue = Line | TimedCue
"""A cue as a script has it: said in its turn where there is room, or at its own time."""


def untimed_cues(cues: tuple[WrittenCue, ...]) -> tuple[Line, ...]:
    """Return the cues that take turns."""
    return tuple(cue for cue in cues if isinstance(cue, Line))


def timed_cues(cues: tuple[WrittenCue, ...]) -> tuple[TimedCue, ...]:
    """Return the cues that have a time of their own, by that time."""
    timed = (cue for cue in cues if isinstance(cue, TimedCue))
    return tuple(sorted(timed, key=lambda cue: cue.at))


def check_cue_times(cues: tuple[WrittenCue, ...], length: int) -> None:
    """Raise FieldConflictError for a cue at a time, in ms, that its step does not reach."""
    for cue in timed_cues(cues):
        if cue.at >= length:
            message = f"expected a cue at a time before {format_duration(length)}, "
            message += f"found {format_duration(cue.at)}"
            raise FieldConflictError(message, "cues", "at counts from the start of its step")


@dataclass(frozen=True, slots=True)
class Hold(BodyStep):
    """Stay still for `hold` ms, with a half-way notice, a countdown in seconds, and cues.

    A cue is said about every `every` ms; the time done and to go is said whenever `time_check` ms
    of the session are done. A `fact`, which no script gives, is told in one hold of a session.
    """

    hold: int
    countdown: int | None = None
    halfway: bool | None = None
    cues: tuple[WrittenCue, ...] = ()
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
        check_cue_times(self.cues, self.hold)

    @property
    def length(self) -> int:
        """Milliseconds that it lasts."""
        return self.hold


@dataclass(frozen=True, slots=True)
class Breathe(BodyStep):
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
class Reps(BodyStep):
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
