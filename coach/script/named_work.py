"""Work with a name, in one step: how much of it, how many sets, on which sides, the rests between.

It is written out into steps of other kinds by `coach.timeline.work_expansion`.
"""

from dataclasses import dataclass
from enum import StrEnum

from coach.script.reader import FieldConflictError
from coach.script.scalars import Line
from coach.script.work_steps import BaseStep, Breathe, Hold, Reps

DEFAULT_REST = 30_000
"""Milliseconds between sets, and between the names of a list."""
DEFAULT_SWITCH = 6_000
"""Milliseconds to change sides."""


class SideTurns(StrEnum):
    """How both sides have their turn: all sets of one first, or a set or repetition each."""

    EACH = "each"
    ALTERNATE = "alternate"


@dataclass(frozen=True, slots=True)
class SideSets:
    """How many sets each side has, where they are not as many; 0 leaves a side out."""

    left: int = 0
    right: int = 0

    def __post_init__(self) -> None:
        if not self.left and not self.right:
            raise FieldConflictError("expected sets of a side, found none", "left", "left: 3")


@dataclass(frozen=True, slots=True)
class Work(BaseStep):
    """Do the `dose` under a name, `sets` times, with `rest` ms between the sets; none behind them.

    Of several names each has the dose, with the same rest between them. `side` is the only side;
    with `sides` both have their turn, `first` before the other, with `switch` ms to change.
    """

    work: tuple[Line, ...]
    dose: Hold | Breathe | Reps
    sets: int = 1
    rest: int = DEFAULT_REST
    sides: SideTurns | SideSets | None = None
    side: str | None = None
    switch: int = DEFAULT_SWITCH
    first: str | None = None
    chapter: bool = True
    shuffle: bool = False

    def __post_init__(self) -> None:
        if self.side and self.sides:
            message = "expected side or sides, found both"
            raise FieldConflictError(message, "side", "side: left is done on the left only")
        if isinstance(self.sides, SideSets) and self.sets > 1:
            message = "expected sets once, found them in sides as well"
            raise FieldConflictError(message, "sets", "sides: {left: 3, right: 1} has them all")
        if self.first and not self.sides:
            message = "expected sides beside first, found none"
            raise FieldConflictError(message, "first", "write sides: true")
        if self.shuffle and len(self.work) < 2:
            message = "expected several names to shuffle, found one"
            raise FieldConflictError(message, "shuffle", "work: [Squats, Plank]")
