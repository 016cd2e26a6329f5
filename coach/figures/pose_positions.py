"""Whether a body is in a position that cards name, by where its joints are."""

from dataclasses import dataclass

from coach.figures.skeleton import Skeleton
from coach.figures.vectors import find_direction, find_shortest_turn
from coach.script.figure_values import Figure, FigureView, Place
from coach.script.positions import SIDE_LYING_POSITIONS, Position

UPRIGHT = 50.0
"""Degrees that a trunk may lean and still be upright."""
FLOOR_JOINT = 7.5
"""A joint no higher than this is on the floor."""
STANDING_HIP = 38.0
LYING_HIP = 17.0
SEATS = frozenset({"chair", "bed", "table"})


def is_in_position(body: Skeleton, position: Position, figure: Figure) -> bool:
    """Return whether a body is in a position, as far as its drawing tells."""
    if position is Position.ANY:
        return True
    seen = _look_at(body, figure)
    if figure.view is FigureView.FRONT:
        return seen.is_upright == (position in _UPRIGHT_POSITIONS)
    return _fits_side_view(seen, position)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a drawing shows of how a body is placed; heights above the floor."""

    is_upright: bool
    belly: float
    hip: float
    knees: tuple[float, float]
    elbow: float
    things: frozenset[str]

    @property
    def is_lying(self) -> bool:
        return not self.is_upright and self.hip < LYING_HIP


_UPRIGHT_POSITIONS = frozenset(
    {
        Position.STANDING,
        Position.WALL,
        Position.SEATED,
        Position.HALF_KNEELING,
        Position.TALL_KNEELING,
        Position.FLOOR_SITTING,
        Position.BED_EDGE,
    }
)


def _look_at(body: Skeleton, figure: Figure) -> _Seen:
    trunk = find_direction(body.spine[0][:2], body.spine[-1][:2])
    heights = {
        name: body.find(Place(name))[1] for name in ("near.knee", "far.knee", "near.elbow")
    }
    return _Seen(
        is_upright=abs(find_shortest_turn(90.0, trunk)) <= UPRIGHT,
        belly=find_shortest_turn(0.0, trunk - 90.0),
        hip=body.spine[0][1],
        knees=(heights["near.knee"], heights["far.knee"]),
        elbow=heights["near.elbow"],
        things=frozenset(prop.kind for prop in figure.props),
    )


def _fits_side_view(seen: _Seen, position: Position) -> bool:
    on_knees = [knee < FLOOR_JOINT for knee in seen.knees]
    match position:
        case Position.STANDING:
            return seen.hip >= STANDING_HIP and not any(on_knees)
        case Position.WALL:
            return seen.hip >= STANDING_HIP and "wall" in seen.things
        case Position.SEATED | Position.BED_EDGE:
            carried = bool(SEATS & seen.things)
            return seen.is_upright and LYING_HIP < seen.hip < STANDING_HIP and carried
        case Position.HALF_KNEELING:
            return seen.is_upright and any(on_knees) and not all(on_knees)
        case Position.TALL_KNEELING:
            return seen.is_upright and all(on_knees)
        case Position.QUADRUPED:
            return not seen.is_upright and all(on_knees) and seen.hip >= LYING_HIP
        case Position.KNEELING_REST:
            return not seen.is_upright and any(on_knees) and seen.belly < 0
        case Position.FLOOR_SITTING:
            return seen.is_upright and seen.hip < LYING_HIP
        case Position.SUPINE:
            return seen.is_lying and seen.belly > 0
        case Position.PRONE:
            return seen.is_lying and seen.belly < 0
        case Position.PRONE_ON_ELBOWS:
            return seen.is_lying and seen.belly < 0 and seen.elbow < FLOOR_JOINT
        case Position.BED:
            return not seen.is_upright and "bed" in seen.things
        case _ if position in SIDE_LYING_POSITIONS:
            return seen.is_lying
    return True
