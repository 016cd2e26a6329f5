"""What no body can do in a figure: joints bent too far, reaches too long, parts under the floor."""

from collections.abc import Iterator, Mapping

from coach.errors import Problem, Where, suggest_nearest
from coach.figures.drawing_plan import is_seen_from_above, resolve_poses
from coach.figures.joint_angles import measure_bends
from coach.figures.pose_positions import is_in_position
from coach.figures.skeleton import Skeleton, UnknownPlaceError, list_undersides, make_skeleton
from coach.script.figure_values import Figure, Pose
from coach.script.positions import Position

RANGES = {"hip": (-20, 135), "knee": (0, 165), "shoulder": (-70, 200), "elbow": (0, 150)}
"""Degrees that a joint bends by, in many adults; a drawing has no need of more."""
TOLERANCE = 4.0
"""Degrees that a straight limb may look bent the other way."""
LEAST_GAP = 0.7
"""A length that nobody sees."""
CARRIERS = frozenset({"chair", "table", "bed", "pillow", "bike"})
"""Things that carry a body, so that no part of it needs to touch the floor."""
PLACES_HINT = "near.knee, far.wrist, hip, shoulder, head, spine@0.5, near.thigh@0.7"


def find_figure_problems(
    figure: Figure, bases: Mapping[str, Pose], position: Position | None = None
) -> Iterator[Problem]:
    """Yield what is wrong with a figure; a first pose should be in the position of its card."""
    if unknown := list(_find_unknown_bases(figure, bases)):
        yield from unknown
        return
    poses = resolve_poses(figure, bases)
    bodies = []
    for number, pose in enumerate(poses, 1):
        try:
            body = make_skeleton(pose, figure.view)
        except UnknownPlaceError as error:
            yield _make_place_problem(error, pose.where)
            return
        bodies.append(body)
        yield from (
            Problem(f"pose {number}: {message}", pose.where, hint)
            for message, hint in _find_faults(figure, pose, body)
        )
    yield from _find_unknown_places(figure, bodies[-1])
    if position and not is_in_position(bodies[0], position, figure):
        message = f"pose 1: expected the position of the card, {position}, found another"
        yield Problem(message, poses[0].where, "begin with the base of that position")


def _find_unknown_bases(figure: Figure, bases: Mapping[str, Pose]) -> Iterator[Problem]:
    named = [(figure.base, figure.where), *((pose.base or "", pose.where) for pose in figure.poses)]
    for name, where in named:
        if name and name not in bases:
            hint = suggest_nearest(name, bases) or f"there are: {', '.join(sorted(bases))}"
            yield Problem(f"no pose to begin with is called {name!r}", where, hint)


def _find_unknown_places(figure: Figure, body: Skeleton) -> Iterator[Problem]:
    places = [arrow.place for arrow in figure.arrows]
    places += [place for prop in figure.props for place in prop.ends]
    for place in places:
        try:
            body.find(place)
        except UnknownPlaceError as error:
            yield _make_place_problem(error, figure.where)


def _make_place_problem(error: UnknownPlaceError, where: Where | None) -> Problem:
    message = f"expected a place that is known by then, found {str(error)!r}"
    return Problem(message, where, f"{PLACES_HINT}; limbs that reach come last")


def _find_faults(figure: Figure, pose: Pose, body: Skeleton) -> Iterator[tuple[str, str]]:
    """Yield what no body does in a pose, each with a hint."""
    for limb, (distance, length) in body.reaches.items():
        if distance > length + LEAST_GAP:
            found = f"at most {length:.1f} away, found one at {distance:.1f}"
            message = f"expected a place within reach of the {_name(limb)}, {found}"
            yield message, "bring it nearer, or turn the trunk"
    yield from _find_bent_joints(figure, pose, body)
    if is_seen_from_above(figure):
        return
    lowest = min(list_undersides(body, figure.view))
    if lowest < -LEAST_GAP:
        yield (
            f"expected nothing under the floor, found a part at {lowest:.1f}",
            "leave lift and down out, so that it lies on the floor",
        )
    carried = CARRIERS & {prop.kind for prop in figure.props}
    if lowest > 2 * LEAST_GAP and not carried:
        yield (
            f"expected a part on the floor, found the lowest at {lowest:.1f}",
            "leave lift and down out, or draw what carries it",
        )


def _find_bent_joints(figure: Figure, pose: Pose, body: Skeleton) -> Iterator[tuple[str, str]]:
    for bend in measure_bends(body, figure.view):
        limb = pose.find_limb(bend.limb)
        if limb is not None and limb.scale != (1.0, 1.0, 1.0):
            continue  # it points to the viewer, so its angles are not seen
        least, most = RANGES[bend.joint]
        if not least - TOLERANCE <= bend.degrees <= most + TOLERANCE:
            joint = f"the {bend.joint} of the {_name(bend.limb)}"
            message = f"expected {joint} bent by {least} to {most} degrees, found "
            yield message + f"{bend.degrees:.0f}", _hint_for(bend.joint, bend.degrees)


def _hint_for(joint: str, degrees: float) -> str:
    if joint in ("knee", "elbow") and degrees < 0:
        return "it bends the wrong way: try bend: -1, or other directions"
    return "turn the bone less, or the trunk with it"


def _name(limb: str) -> str:
    return limb.replace("_", " ")
