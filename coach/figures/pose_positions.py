"""Whether a body is in a position that cards name, by where its joints are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coach.figures.skeleton import Skeleton
from coach.figures.vectors import find_direction, find_shortest_turn
from coach.script.figure_values import Figure, FigureView, Place
from coach.script.positions import SIDE_LYING_POSITIONS, Position

UPRIGHT = 50.0
"""Degrees that a trunk may lean and still be upright."""
FLOOR_JOINT = 7.5
"""A joint no higher than this is on the floor."""
LEAST_PROP = 7.0
"""How much higher than its elbows the shoulders of a body that leans on them are, at least."""
STANDING_HIP = 38.0
LYING_HIP = 17.0
SEATS = frozenset({"chair", "bed", "table"})


@dataclass(frozen=True, slots=True)
class Seen:
    """What a drawing shows of how a body is placed; heights above the floor."""

    is_upright: bool
    belly: float
    hip: float
    knees: tuple[float, float]
    elbow: float
    shoulder: float
    things: frozenset[str]

    @property
    def is_lying(self) -> bool:
        """True for a body that lies, on whichever side."""
        return not self.is_upright and (self.hip < LYING_HIP or "mat" in self.things)

    @property
    def is_facing_down(self) -> bool:
        """True where the belly is on the side of the floor."""
        return not self.is_upright and self.belly < 0

    @property
    def is_propped_up(self) -> bool:
        """True for a body that leans on an elbow."""
        return self.elbow < FLOOR_JOINT and self.shoulder > self.elbow + LEAST_PROP

    @property
    def is_sitting_high(self) -> bool:
        """True for a body that sits on a thing."""
        is_high = LYING_HIP < self.hip < STANDING_HIP
        return self.is_upright and is_high and not self.kneeling and bool(SEATS & self.things)

    @property
    def kneeling(self) -> int:
        """How many knees are on the floor."""
        return sum(knee < FLOOR_JOINT for knee in self.knees)

    @property
    def is_standing(self) -> bool:
        """True for a body that stands, straight or bent forward."""
        return self.hip >= STANDING_HIP and not self.kneeling


_P = Position
FITS: Mapping[Position, Callable[[Seen], bool]] = MappingProxyType(
    {
        _P.STANDING: lambda seen: seen.is_standing,
        _P.WALL: lambda seen: seen.is_standing and "wall" in seen.things,
        _P.SEATED: lambda seen: seen.is_sitting_high,
        _P.BED_EDGE: lambda seen: seen.is_sitting_high,
        _P.HALF_KNEELING: lambda seen: seen.is_upright and seen.kneeling == 1,
        _P.TALL_KNEELING: lambda seen: seen.is_upright and seen.kneeling == 2,
        _P.QUADRUPED: lambda seen: (
            seen.is_facing_down and seen.kneeling == 2 and seen.hip >= LYING_HIP
        ),
        _P.KNEELING_REST: lambda seen: seen.is_facing_down and seen.kneeling > 0,
        _P.FLOOR_SITTING: lambda seen: seen.is_upright and seen.hip < LYING_HIP,
        _P.SUPINE: lambda seen: seen.is_lying and not seen.is_facing_down,
        _P.PRONE: lambda seen: seen.is_lying and seen.is_facing_down,
        _P.PRONE_ON_ELBOWS: lambda seen: (
            seen.is_lying and seen.is_facing_down and seen.is_propped_up
        ),
        _P.BED: lambda seen: not seen.is_upright and "bed" in seen.things,
        **dict.fromkeys(SIDE_LYING_POSITIONS, lambda seen: seen.is_lying),
    }
)
"""What a body shows from the side in each position; Position.ANY fits every body."""
UPRIGHT_POSITIONS = frozenset(
    {
        _P.STANDING,
        _P.WALL,
        _P.SEATED,
        _P.HALF_KNEELING,
        _P.TALL_KNEELING,
        _P.FLOOR_SITTING,
        _P.BED_EDGE,
    }
)


def is_in_position(body: Skeleton, position: Position, figure: Figure) -> bool:
    """Return whether a body is in a position, as far as its drawing tells."""
    if position is Position.ANY:
        return True
    seen = _look_at(body, figure)
    if figure.view is not FigureView.SIDE:
        return seen.is_upright == (position in UPRIGHT_POSITIONS)
    return FITS[position](seen)


def _look_at(body: Skeleton, figure: Figure) -> Seen:
    trunk = find_direction(body.spine[0][:2], body.spine[-1][:2])
    heights = {name: body.find(Place(name))[1] for name in ("near.knee", "far.knee", "near.elbow")}
    return Seen(
        is_upright=abs(find_shortest_turn(90.0, trunk)) <= UPRIGHT,
        belly=find_shortest_turn(0.0, trunk - 90.0),
        hip=body.spine[0][1],
        knees=(heights["near.knee"], heights["far.knee"]),
        elbow=heights["near.elbow"],
        shoulder=body.spine[-1][1],
        things=frozenset(prop.kind for prop in figure.props),
    )
