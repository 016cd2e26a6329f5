"""How the figure of a card is written: its poses, limbs, places, arrows and things."""

import re
from dataclasses import dataclass
from typing import Any

import yaml

from coach.script.figure_values import (
    DEFAULT_PEN_ORDER,
    Arrow,
    Figure,
    FigureView,
    Limb,
    Place,
    Pose,
    Prop,
)
from coach.script.reader import INVALID, FieldConflictError, Reader, Schema
from coach.script.records import Field, ListOf, MappingOf, Record
from coach.script.scalars import Choice, Flag, Text, Whole

PROPS = (
    *("chair", "wall", "table", "bed", "pillow", "mat", "step", "rail"),
    *("strap", "water", "bike"),
)
MOST_COORDINATE = 400
PLACE_PATTERN = re.compile(
    r"(?P<joint>[a-z_]+(?:\.[a-z_]+)?)(?:@(?P<at>[01](?:\.\d+)?))?(?P<off>(?:[+-]\d+(?:\.\d+)?){0,3})"
)
"""A place on the body: `near.thigh@0.7+3-4`, 0.7 of the thigh, then 3 right and 4 down."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number, perhaps with decimals, of at most MOST_COORDINATE up or down; read as a float."""

    expected: str = "a number"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return a float."""
        written = node.value if isinstance(node, yaml.ScalarNode) else ""
        if not re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,3})?", written):
            return reading.report_mismatch(node, self)
        value = float(written)
        return value if abs(value) <= MOST_COORDINATE else reading.report_mismatch(node, self)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of a number."""
        return {"type": "number", "minimum": -MOST_COORDINATE, "maximum": MOST_COORDINATE}


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
            return INVALID if point is INVALID else Place("", off=_pad(point))
        written = node.value if isinstance(node, yaml.ScalarNode) else ""
        found = PLACE_PATTERN.fullmatch(written)
        if not found:
            return reading.report_mismatch(node, self)
        offsets = re.findall(r"[+-]\d+(?:\.\d+)?", found["off"])
        at = 1.0 if found["at"] is None else float(found["at"])
        return Place(found["joint"], at, _pad(tuple(map(float, offsets))))

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


def _pad(point: tuple[float, ...]) -> tuple[float, float, float]:
    x, y, z = (*point, 0.0, 0.0, 0.0)[:3]
    return (x, y, z)


def _make_limb(
    to: Place | None,
    bend: Any,
    end: float,
    angles: Any,
    scale: Any,
) -> Limb:
    """Return a limb that reaches a place, or one of directions; raises FieldConflictError."""
    if (to is None) == (angles is None):
        message = "expected a place to reach, or directions, found "
        raise FieldConflictError(
            message + ("none of both" if to is None else "both"), "to", "to: [31, 3], or angles"
        )
    pole = (float(bend), 0.0, 0.0) if isinstance(bend, int | float) else _pad(bend)
    return Limb(angles, to, pole, end, scale)


LIMB = Either(
    LimbAngles(),
    Record(
        _make_limb,
        {
            "to": Field(PlaceText(), "the place that wrist or ankle reaches", None),
            "bend": Field(
                Either(Numbers(2, 3), Number()),
                "where the joint between points: 1, -1 or a direction",
                1.0,
            ),
            "end": Field(Number(), "the direction of hand or foot", 0.0),
            "angles": Field(Numbers(3, 3), "the directions of its three bones", None),
            "scale": Field(
                Numbers(3, 3), "how long each bone looks, pointing to the viewer", (1.0, 1.0, 1.0)
            ),
        },
        "a limb",
        has_where=False,
    ),
)
_JOINT_AT = Pinned()
POSE = Record(
    Pose,
    {
        "base": Field(
            Text(most=30), "the pose it begins with, where the figure's is another", None
        ),
        "trunk": Field(Number(), "the direction from hip to shoulder", None),
        "spine": Field(Numbers(2, 2), "bends of lower and upper back: + rounds", None),
        "neck": Field(Number(), "how far the neck bends forward", None),
        "nod": Field(Number(), "how far the head nods", None),
        "nose": Field(Number(), "the direction of the nose of a head turned to one side", None),
        "legs": Field(LIMB, "both legs: thigh, shin, foot", None),
        "near_leg": Field(LIMB, "the leg nearer to the viewer", None),
        "far_leg": Field(LIMB, "the other leg", None),
        "arms": Field(LIMB, "both arms: upper arm, forearm, hand", None),
        "near_arm": Field(LIMB, "the arm nearer to the viewer", None),
        "far_arm": Field(LIMB, "the other arm", None),
        "pin": Field(_JOINT_AT, "a joint and the x it is put at", None),
        "lift": Field(Number(), "the height of the hip, off the floor", None),
        "down": Field(_JOINT_AT, "a joint and the height it is put at", None),
        "order": Field(ListOf(Choice(DEFAULT_PEN_ORDER)), "what is drawn first lies behind", None),
        "hide": Field(ListOf(Choice((*DEFAULT_PEN_ORDER, "nose"))), "what is not drawn", None),
        "slant": Field(Numbers(2, 2), "how far what is near is drawn to the side and down", None),
    },
    "a pose",
)
BASES = MappingOf(POSE)
PROP = Record(
    Prop,
    {
        "kind": Field(Choice(PROPS), "what it is"),
        "at": Field(Numbers(2, 2), "where it stands", (0.0, 0.0)),
        "size": Field(Numbers(2, 2), "how wide and high it is", (0.0, 0.0)),
        "turn": Field(Whole(-1, 1), "1, -1 to the left, 0 to the viewer", 1),
        "ends": Field(ListOf(PlaceText()), "what a strap joins", ()),
    },
    "a thing",
    has_where=False,
)
ARROW = Record(
    Arrow,
    {
        "place": Field(PlaceText(), "the joint whose way it shows, or what it stands beside"),
        "beside": Field(Numbers(2, 2), "how far beside the way it is drawn", (0.0, 0.0)),
        "start": Field(Numbers(2, 2), "where one begins that follows no way", None),
        "end": Field(Numbers(2, 2), "where that one ends", None),
        "curve": Field(Number(), "how far it bends to its left", 0.0),
        "round": Field(
            Numbers(3, 3), "one around the place: how far off, from where to where", None
        ),
    },
    "an arrow",
    shorthand_field="place",
    has_where=False,
)


def _make_figure(**values: Any) -> Figure:
    """Return a figure; raises FieldConflictError for one of poses and a family, or of neither."""
    if bool(values["poses"]) == bool(values["family"]):
        found = "both" if values["poses"] else "neither"
        message = f"expected poses, or a family, found {found}"
        raise FieldConflictError(message, "poses", "poses: [...], or family: walking")
    return Figure(**values)


FIGURE = Record(
    _make_figure,
    {
        "base": Field(Text(most=30), "the pose of `scripts/figures/bases.yaml` to begin with", ""),
        "poses": Field(ListOf(POSE, most=4), "its key poses, the first one its beginning", ()),
        "family": Field(Text(most=30), "the picture that several exercises share", ""),
        "view": Field(Choice(tuple(FigureView)), "side, front or above", FigureView.SIDE),
        "props": Field(ListOf(PROP), "things in it", ()),
        "arrows": Field(ListOf(ARROW), "which way it moves", ()),
        "ghost": Field(Flag(), "whether the first pose is drawn pale behind the last", True),
    },
    "a figure",
    shorthand_field="family",
)
FAMILIES = MappingOf(FIGURE)
