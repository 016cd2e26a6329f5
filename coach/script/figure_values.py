"""The figure of an exercise card: the key poses that its drawing is made of, as they are written.

Lengths are hundredths of the body's height; x points right, y up, z to the viewer. Directions are
absolute, in degrees: 0 points right, 90 up. So one writes what one sees, and an error in one bone
does not turn those behind it. The belly is at `trunk` - 90: standing one faces right, on all fours
the head is right, on the back it is left.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from coach.errors import Where

Point = tuple[float, float, float]
DEFAULT_PEN_ORDER = ("far_arm", "far_leg", "torso", "head", "near_leg", "near_arm")
"""What is drawn first lies behind."""


class FigureView(StrEnum):
    """From where a figure is seen: from its right side, its front, or from above if it lies.

    Of one who lies on the side the front is seen, too, with the near side on top.
    """

    SIDE = "side"
    FRONT = "front"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the body, or a point where `joint` is empty: `at` part of a bone, then `off`."""

    joint: str = ""
    at: float = 1.0
    off: Point = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Limb:
    """A limb: the directions of its three bones, or the place that its second one reaches.

    Of a limb that reaches the joint between bends to the side of `bend`: counter-clockwise of the
    way for 1, clockwise for -1, or toward a direction; `end` is the direction of hand or foot.
    `scale` is how long each bone looks, as it points to the viewer or away.
    """

    angles: tuple[float, float, float] | None = None
    to: Place | None = None
    bend: Point = (1.0, 0.0, 0.0)
    end: float = 0.0
    scale: tuple[float, float, float] = (1.0, 1.0, 1.0)

    @property
    def is_bent_by_side(self) -> bool:
        """True if `bend` is 1 or -1 and no direction."""
        return self.bend[1:] == (0.0, 0.0) and abs(self.bend[0]) == 1.0


@dataclass(frozen=True, slots=True)
class Prop:
    """A thing in a drawing: a chair, a wall, a table, a pillow, a strap, a step or a bed.

    `at` is where it stands, `size` how large it is; a strap goes from one place to another. With
    `turn` -1 a chair or a wall faces left. On a mat one is seen from above.
    """

    kind: str
    at: tuple[float, float] = (0.0, 0.0)
    size: tuple[float, float] = (0.0, 0.0)
    turn: int = 1
    ends: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow: along the way of a joint from the first pose on, moved by `beside`, or drawn.

    One that is drawn leads from one offset of its place to another, and may `curve` to its left; a
    `round` one leads around the place, so far off it, from one direction to another.
    """

    place: Place
    beside: tuple[float, float] = (0.0, 0.0)
    start: tuple[float, float] | None = None
    end: tuple[float, float] | None = None
    curve: float = 0.0
    round: Point | None = None


@dataclass(frozen=True, slots=True)
class Pose:
    """A pose, or what it changes of its base: None is as there.

    A `base` of its own stands in the place of that of the figure, as where one stands and sits.
    `spine` are the bends of the lower and the upper back (+ rounds, - hollows), `neck` and `nod`
    that of the neck and the head against the end of the spine. It is placed on the floor, or with
    the hip at the height `lift`, or a joint at that of `down`; `pin` puts a joint at an x. `nose`
    is where a head points that is turned to one side, as no front shows it without.
    """

    base: str | None = None
    trunk: float | None = None
    spine: tuple[float, float] | None = None
    neck: float | None = None
    nod: float | None = None
    nose: float | None = None
    legs: Limb | None = None
    near_leg: Limb | None = None
    far_leg: Limb | None = None
    arms: Limb | None = None
    near_arm: Limb | None = None
    far_arm: Limb | None = None
    pin: tuple[str, float] | None = None
    lift: float | None = None
    down: tuple[str, float] | None = None
    order: tuple[str, ...] | None = None
    hide: tuple[str, ...] | None = None
    slant: tuple[float, float] | None = None
    where: Where | None = field(default=None, compare=False)

    def over(self, base: "Pose") -> "Pose":
        """Return the pose with all that it leaves out as in its base."""
        own = {name: getattr(self, name) for name in self.__slots__}
        for pair, one, other in (("legs", "near_leg", "far_leg"), ("arms", "near_arm", "far_arm")):
            # Both limbs of a pose go before each single one of its base.
            if own[pair] is not None:
                base = replace(base, **{one: None, other: None})
        return replace(base, **{name: value for name, value in own.items() if value is not None})

    def find_limb(self, name: str) -> Limb | None:
        """Return a limb by its name, `near_leg`; None where the pose says nothing of it."""
        own: Limb | None = getattr(self, name)
        both: Limb | None = self.legs if name.endswith("leg") else self.arms
        return own or both


@dataclass(frozen=True, slots=True)
class Figure:
    """The drawing of an exercise: its key poses, each over a base, with arrows and things.

    The first pose is a pale `ghost` behind the last one, if there are several. A `family` is drawn
    as one of the pictures that several exercises share, and has no poses of its own.
    """

    poses: tuple[Pose, ...] = ()
    base: str = ""
    family: str = ""
    view: FigureView = FigureView.SIDE
    props: tuple[Prop, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    ghost: bool = True
    where: Where | None = field(default=None, compare=False)
