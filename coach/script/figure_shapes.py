"""What the values of a figure look like: numbers, places, directions, and lists of them."""

import re
from dataclasses import dataclass
from typing import Any

import yaml

from coach.script.figure_values import Limb, Place
from coach.script.reader import INVALID, Reader, Schema
from coach.script.scalars import Text

MAX_COORDINATE = 400
PLACE_PATTERN = re.compile(
    r"(?P<joint>[a-z_]+(?:\.[a-z_]+)?)(?:@(?P<at>[01](?:\.\d+)?))?(?P<off>(?:[+-]\d+(?:\.\d+)?){0,3})"
)
"""A place on the body: `near.thigh@0.7+3-4`, 0.7 of the thigh, then 3 right and 4 down."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number, perhaps with decimals, of at most MAX_COORDINATE up or down; read as a float."""

    expected: str = "a number"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return a float."""
        written = node.value if isinstance(node, yaml.ScalarNode) else ""
        if not re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,3})?", written):
            return reading.report_mismatch(node, self)
        value = float(written)
        return value if abs(value) <= MAX_COORDINATE else reading.report_mismatch(node, self)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of a number."""
        return {"type": "number", "minimum": -MAX_COORDINATE, "maximum": MAX_COORDINATE}


@dataclass(frozen=True, slots=True)
class Numbers:
    """A list of so many numbers, read as a tuple of floats."""

    least: int
    most: int

    @property
    def expected(self) -> str:
        """The value that it reads, as messages call it: `expected ...`."""
        count = str(self.least) if self.least == self.most else f"{self.least} to {self.most}"
        return f"a list of {count} numbers"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return a tuple; INVALID where a member is no number, or there are more or fewer."""
        if not isinstance(node, yaml.SequenceNode):
            return reading.report_mismatch(node, self)
        if not self.least <= len(node.value) <= self.most:
            return reading.report(node, f"expected {self.expected}, found {len(node.value)}")
        values = [reading.read(member, Number()) for member in node.value]
        return INVALID if any(value is INVALID for value in values) else tuple(values)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of an array."""
        numbers = Number().schema(named)
        return {
            "type": "array",
            "items": numbers,
            "minItems": self.least,
            "maxItems": self.most,
        }


@dataclass(frozen=True, slots=True)
class PlaceText:
    """A place on the body as text, or a point as a list of two or three numbers."""

    expected: str = "a place, such as near.thigh@0.7+3-4, or a list of 2 to 3 numbers"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return a Place."""
        if isinstance(node, yaml.SequenceNode):
            point = reading.read(node, Numbers(2, 3))
            return INVALID if point is INVALID else Place("", off=pad_point(point))
        written = node.value if isinstance(node, yaml.ScalarNode) else ""
        found = PLACE_PATTERN.fullmatch(written)
        if not found:
            return reading.report_mismatch(node, self)
        offsets = re.findall(r"[+-]\d+(?:\.\d+)?", found["off"])
        at = 1.0 if found["at"] is None else float(found["at"])
        return Place(found["joint"], at, pad_point(tuple(map(float, offsets))))

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of a string or an array."""
        return {"anyOf": [{"type": "string"}, Numbers(2, 3).schema(named)]}


@dataclass(frozen=True, slots=True)
class Either:
    """One shape for a list, another one for everything else."""

    for_list: Any
    for_rest: Any

    @property
    def expected(self) -> str:
        """The value that it reads, as messages call it: `expected ...`."""
        return f"{self.for_list.expected}, or {self.for_rest.expected}"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return what the shape that suits reads."""
        is_list = isinstance(node, yaml.SequenceNode)
        return reading.read(node, self.for_list if is_list else self.for_rest)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of either."""
        return {"anyOf": [self.for_list.schema(named), self.for_rest.schema(named)]}


@dataclass(frozen=True, slots=True)
class LimbAngles:
    """The directions of the three bones of a limb, as a list."""

    expected: str = "a list of 3 numbers"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return a Limb."""
        angles = reading.read(node, Numbers(3, 3))
        return INVALID if angles is INVALID else Limb(angles)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of an array."""
        return Numbers(3, 3).schema(named)


@dataclass(frozen=True, slots=True)
class Pinned:
    """A joint and a number, as a list of both."""

    expected: str = "a list of a joint and a number"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return a pair."""
        if not isinstance(node, yaml.SequenceNode) or len(node.value) != 2:
            return reading.report_mismatch(node, self)
        joint = reading.read(node.value[0], Text(most=20))
        number = reading.read(node.value[1], Number())
        return INVALID if INVALID in (joint, number) else (joint, number)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of an array of two."""
        return {"type": "array", "minItems": 2, "maxItems": 2}


def pad_point(point: tuple[float, ...]) -> tuple[float, float, float]:
    """Return a point of three numbers, 0 for each that is not given.

    >>> pad_point((3.0, 4.0))
    (3.0, 4.0, 0.0)
    """
    x, y, z = (*point, 0.0, 0.0, 0.0)[:3]
    return (x, y, z)
