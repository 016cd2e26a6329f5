"""Doses: how much of an exercise, from the least over the usual to the most, and how fast."""

from dataclasses import dataclass
from typing import Any

from coach.script.reader import INVALID, Reader, Schema, Shape
from coach.script.records import Field, ListOf, Record
from coach.script.scalars import Duration, Whole


@dataclass(frozen=True, slots=True)
class Range:
    """The least, the usual and the most of a dose: counts, or durations in milliseconds."""

    least: int
    usual: int
    most: int


RANGE_OF_ONE = Range(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Doses:
    """How much of an exercise: sets, repetitions (a side), hold, breaths or time.

    `pause` is between repetitions, `rest` between sets; durations in milliseconds.
    """

    sets: Range = RANGE_OF_ONE
    reps: Range = RANGE_OF_ONE
    hold: Range | None = None
    breaths: Range | None = None
    time: Range | None = None
    pause: Range = Range(0, 0, 0)
    rest: Range = Range(30_000, 30_000, 30_000)


@dataclass(frozen=True, slots=True)
class Tempo:
    """Milliseconds of the way in and the way back of one repetition, or of a breath."""

    into: int = 3_000
    out: int = 3_000


DEFAULT_TEMPO = Tempo()


@dataclass(frozen=True, slots=True)
class RangeOf:
    """A dose: three values in rising order, least, usual and most, or one value for all three."""

    shape: Shape
    example: str

    @property
    def expected(self) -> str:
        """The value that it reads, as messages call it: `expected ...`."""
        return f"[least, usual, most], each {self.shape.expected}"

    def read(self, node: Any, reading: Reader) -> Any:
        """Return a Range."""
        values = reading.read(node, ListOf(self.shape))
        if values is INVALID:
            return INVALID
        if len(values) not in (1, 3):
            found = f"expected {self.expected}, found {len(values)} values"
            return reading.report(node, found, f"write {self.example}, or one value for all three")
        if list(values) != sorted(values):
            written = ", ".join(member.value for member in node.value)
            message = f"expected least, usual and most in rising order, found {written}"
            return reading.report(node, message)
        return Range(values[0], values[len(values) // 2], values[-1])

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of an array of three, or one value."""
        inner = self.shape.schema(named)
        array = {"type": "array", "items": inner, "minItems": 3, "maxItems": 3}
        return {"anyOf": [array, inner]}


_COUNT_RANGE = RangeOf(Whole(1, 200), "[5, 8, 15]")
_DURATION_RANGE = RangeOf(Duration(), "[10s, 20s, 30s]")

DOSES = Record(
    Doses,
    {
        "sets": Field(_COUNT_RANGE, "how many sets", RANGE_OF_ONE),
        "reps": Field(
            _COUNT_RANGE, "repetitions in a set, a side where it has sides", RANGE_OF_ONE
        ),
        "hold": Field(_DURATION_RANGE, "how long each hold lasts", None),
        "breaths": Field(_COUNT_RANGE, "how many breaths", None),
        "time": Field(_DURATION_RANGE, "how long, where the work is time", None),
        "pause": Field(
            _DURATION_RANGE, "stillness between repetitions, or after each breath", Range(0, 0, 0)
        ),
        "rest": Field(_DURATION_RANGE, "rest between sets", Range(30_000, 30_000, 30_000)),
    },
    "the doses, each [least, usual, most]",
    has_where=False,
)
TEMPO = Record(
    Tempo,
    {
        "into": Field(Duration(500, 60_000), "the way in, or a breath in", 3_000),
        "out": Field(Duration(500, 60_000), "the way back, or a breath out", 3_000),
    },
    "the tempo, into and out",
    has_where=False,
)
