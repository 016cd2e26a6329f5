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
ROUND_COUNT = 0
"""A number of repetitions or breaths that is that of the round they are done in: `{count}`."""


def check_time_check(time_check: int | None) -> None:
    """Raise FieldConflictError for time checks, in ms, that are not whole minutes apart."""
    if time_check is not None and time_check % 60_000:
        raise FieldConflictError("expected whole minutes", "tell", "write tell: 5m")


def check_countdown(countdown: int | None, length: int, kind: str) -> None:
    """Raise FieldConflictError for a countdown, in s, that is longer than its step, in ms."""
    if (countdown or 0) * 1000 > length:
        message = f"expected a countdown of at most {length // 1000} seconds, found {countdown}"
        raise FieldConflictError(message, "countdown", f"it runs at the end of the {kind}")


def check_notice(notice: tuple[int, ...], length: int, kind: str) -> None:
    """Raise FieldConflictError for a notice, in ms before the end, longer than its step."""
    for before in notice:
        if before > length - 1000:
            message = f"expected a notice at most {format_duration(length - 1000)} before the end, "
            message += f"found {format_duration(before)}"
            raise FieldConflictError(message, "notice", f"the {kind} is no longer than that")


class CountDirection(StrEnum):
    """Which way the seconds of a hold are counted: up, or the last of them down."""

    DOWN = "down"
    UP = "up"


class CountAloud(StrEnum):
    """What is counted aloud while breathing."""

    SECONDS = "seconds"
    BREATHS = "breaths"
    WORDS = "words"
    NONE = "none"


class RepsAloud(StrEnum):
    """What is said as each repetition begins."""

    NUMBERS = "numbers"
    WORDS = "words"
    NONE = "none"


class BreathOfWayIn(StrEnum):
    """Which breath goes with the way into a movement; the other one goes with the way back."""

    OUT = "out"
    IN = "in"
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
    """Stay still for `hold` ms, with a half-way notice, seconds counted, words and cues.

    `say` is spoken from its first second on, and over before its end. Cues that take turns are said
    at every multiple of `every` ms; where that is None, about every `cue_interval` ms in what room
    there is. The time that is left is told at each `notice`, in ms before the end; the time done
    and to go whenever `time_check` ms are done, of the block it stands in, or of the session where
    it `tells_session`. An open one ends when the listener goes on. A `fact`, which no script
    gives, is told in one hold of a session.
    """

    hold: int
    say: tuple[Line, ...] = ()
    countdown: int | None = None
    count: CountDirection = CountDirection.DOWN
    notice: tuple[int, ...] = ()
    halfway: bool | None = None
    cues: tuple[WrittenCue, ...] = ()
    every: int | None = None
    time_check: int | None = None
    is_open: bool = False
    sounds: bool = True
    cue_interval: int = DEFAULT_CUE_INTERVAL
    tells_session: bool = False
    fact: Line | None = None

    def __post_init__(self) -> None:
        if self.count is CountDirection.UP and self.countdown:
            raise FieldConflictError(
                "expected count: up or a countdown, found both",
                "countdown",
                "leave one of them out",
            )
        check_countdown(self.countdown, self.hold, "hold")
        check_notice(self.notice, self.hold, "hold")
        check_time_check(self.time_check)
        check_cue_times(self.cues, self.hold)
        if self.is_open:
            self._check_open()

    def _check_open(self) -> None:
        """Raise FieldConflictError for what looks ahead to the end of a hold that has none."""
        ahead = {
            "countdown": self.countdown,
            "halfway": self.halfway,
            "notice": self.notice,
            "tell": self.time_check,
        }
        for key, given in ahead.items():
            if given:
                message = f"expected a hold whose end is known, found {key!r} in an open one"
                raise FieldConflictError(message, key, "count: up tells how long it lasts already")

    @property
    def length(self) -> int:
        """Milliseconds that it lasts."""
        return self.hold


@dataclass(frozen=True, slots=True)
class Breathe(BodyStep):
    """Breathe `breathe` times, each phase in ms, with a rising and a falling sound.

    A breath in that is taken in several `sips` has their lengths there. `say` is spoken from the
    first second on. `calls` are said as the phases inhale, hold, exhale and rest begin, in every
    breath, instead of the coach's own word or number. A cue is said in every third breath, or
    `every` so many ms, where there is room.
    """

    breathe: int
    inhale: int = 4_000
    hold: int = 0
    exhale: int = 6_000
    rest: int = 0
    aloud: CountAloud = CountAloud.SECONDS
    sounds: bool = True
    sips: tuple[int, ...] = ()
    say: tuple[Line, ...] = ()
    calls: tuple[Line | None, Line | None, Line | None, Line | None] = (None, None, None, None)
    cues: tuple[WrittenCue, ...] = ()
    every: int | None = None

    @property
    def breath_length(self) -> int:
        """Milliseconds that one breath lasts."""
        return self.inhale + self.hold + self.exhale + self.rest

    @property
    def length(self) -> int:
        """Milliseconds that all breaths last."""
        return self.breathe * self.breath_length


@dataclass(frozen=True, slots=True)
class Reps(BodyStep):
    """Repeat a movement `reps` times at a tempo: into, hold, out, pause, all in ms.

    With `alternate` each repetition is done once a side, `first` the one it begins with. `say` is
    spoken from the first second on. `calls` are the key words as the phases into, hold and out
    begin: that of into in the first two repetitions, or instead of all numbers, as `aloud` says.
    `cues` are said now and then where there is room. With the way in goes the breath `breath`. Of
    all of them, each side by itself, the first `done` came before, which no script says.
    """

    reps: int
    into: int = 2_000
    hold: int = 0
    out: int = 2_000
    pause: int = 0
    alternate: bool = False
    first: str = "right"
    calls: tuple[Line | None, Line | None, Line | None] = (None, None, None)
    cues: tuple[WrittenCue, ...] = ()
    sounds: bool = True
    say: tuple[Line, ...] = ()
    aloud: RepsAloud = RepsAloud.NUMBERS
    breath: BreathOfWayIn = BreathOfWayIn.OUT
    done: int = 0

    @property
    def length(self) -> int:
        """Milliseconds that all repetitions last, with the pauses between them."""
        times = self.reps * (2 if self.alternate else 1) - self.done
        return times * (self.into + self.hold + self.out + self.pause) - self.pause


@dataclass(frozen=True, slots=True)
class LedRep(BodyStep):
    """Do the first of some repetitions slowly, with words: those of each phase come before it.

    Each phase lasts its ms behind its words, the hold from the first of its own on, and `pause`
    follows. Where sides alternate it is that of the `side`, which is named. No script has it.
    """

    into_words: tuple[Line, ...]
    hold_words: tuple[Line, ...]
    out_words: tuple[Line, ...]
    into: int
    hold: int
    out: int
    pause: int = 0
    side: str | None = None
    breath: BreathOfWayIn = BreathOfWayIn.OUT

    @property
    def length(self) -> int:
        """Milliseconds that it lasts at least, whatever is said."""
        return self.into + self.hold + self.out + self.pause
