"""A programme as every reader makes it, whatever the file it comes from; times are in ms."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from coach.errors import Problem


class SideUse(StrEnum):
    """Which sides an exercise is done on."""

    EACH = "each"
    ALTERNATE = "alternate"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Timed:
    """Work for a time."""

    length: int


@dataclass(frozen=True, slots=True)
class Repeated:
    """So many repetitions, each held; without a number it is that of the round (21, 15, 9).

    `tempo` is the way in and the way back; None is the usual one.
    """

    reps: int | None
    hold: int = 0
    tempo: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Breathed:
    """So many breaths: in, hold, out, hold; None is the usual breath."""

    breaths: int
    phases: tuple[int, int, int, int] | None = None


Dose = Timed | Repeated | Breathed


@dataclass(frozen=True, slots=True)
class CardUse:
    """The exercise card that work is done from: what it is asked for, of times in ms.

    `side` is the only side that is done.
    """

    name: str
    asked: tuple[tuple[str, int], ...]
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """One exercise with its dose.

    `rest` stands between its sets, None where the source does not say. `say` is spoken with it,
    `cues` are words, each at a time. With a `card` its words are spoken, too.
    """

    name: str
    dose: Dose
    sets: int = 1
    rest: int | None = None
    side: SideUse | None = None
    say: str = ""
    cues: tuple[tuple[int, str], ...] = ()
    card: CardUse | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """A rest between exercises."""

    length: int


@dataclass(frozen=True, slots=True)
class Words:
    """Something to say between exercises."""

    text: str


@dataclass(frozen=True, slots=True)
class Placing:
    """Get into a body position, by its name in a script."""

    position: str


@dataclass(frozen=True, slots=True)
class Block:
    """Entries that are done in rounds.

    `rounds` is how many, or a number for each; `between` is the rest between two. With `every`
    each round lasts exactly that; with `limit` there are as many as fit.
    """

    entries: "tuple[Entry, ...]"
    rounds: int | tuple[int, ...] = 1
    between: int | None = None
    every: int | None = None
    limit: int | None = None
    name: str = ""


Entry = Work | Pause | Words | Placing | Block


@dataclass(frozen=True, slots=True)
class Part:
    """Entries under a heading; the title may be empty."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """A whole programme; `stated` is the length that its source gives, if it gives one."""

    title: str
    parts: tuple[Part, ...]
    description: str = ""
    stated: int | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of all its parts."""
        return tuple(entry for part in self.parts for entry in part.entries)


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of the source, and how it was understood."""

    line: int
    source: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a source, line by line, and what could not be read."""

    programme: Programme
    lines: tuple[ReadLine, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


def list_works(entries: tuple[Entry, ...]) -> Iterator[Work]:
    """Yield every exercise, those in rounds once."""
    for entry in entries:
        if isinstance(entry, Work):
            yield entry
        elif isinstance(entry, Block):
            yield from list_works(entry.entries)


def as_sentence(text: str) -> str:
    """Return words that begin with a capital letter, without white space around them.

    >>> as_sentence(" slow circles ")
    'Slow circles'
    """
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]
