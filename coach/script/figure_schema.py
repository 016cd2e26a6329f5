"""How the figure of a card is written: its poses, limbs, places, arrows and things."""

from typing import Any

from coach.script.figure_shapes import (
    Either,
    LimbAngles,
    Number,
    Numbers,
    Pinned,
    PlaceText,
    pad_point,
)
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
from coach.script.reader import FieldConflictError
from coach.script.records import Field, ListOf, MappingOf, Record
from coach.script.scalars import Choice, Flag, Text, Whole

PROPS = (
    *("chair", "wall", "table", "bed", "pillow", "mat", "step", "rail"),
    *("strap", "water", "bike"),
)


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
    pole = (float(bend), 0.0, 0.0) if isinstance(bend, int | float) else pad_point(bend)
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


def _make_prop(**values: Any) -> Prop:
    """Return a thing; raises FieldConflictError for a strap that joins nothing."""
    if values["kind"] == "strap" and len(values["ends"]) < 2:
        message = f"expected a strap with two ends, found {len(values['ends'])}"
        raise FieldConflictError(message, "ends", "ends: [near.hand, near.foot@0.5]")
    return Prop(**values)


PROP = Record(
    _make_prop,
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
