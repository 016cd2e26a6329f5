"""Bodies seen from the front and from above, where the side tells nothing."""

from coach.figures.drawing_plan import DrawingPlan, plan_drawing
from coach.figures.outlines import Area, Stroke
from coach.figures.pose_check import find_figure_problems
from coach.figures.proportions import ARM_RADII, FRONT_TORSO_RADII
from coach.figures.skeleton import make_skeleton
from coach.figures.things import FLOOR_WIDTH
from coach.script.figure_library import load_bases
from coach.script.figure_values import Arrow, Figure, FigureView, Limb, Place, Pose, Prop
from coach.script.positions import Position

LYING = Pose(trunk=0.0)
ON_SIDE = Figure((LYING,), "side-lying", view=FigureView.FRONT)
FROM_ABOVE = Figure((LYING,), view=FigureView.ABOVE)


def has_floor(plan: DrawingPlan) -> bool:
    """Return whether a drawing begins with a level line."""
    first = plan.parts[0].shapes[0]
    return (
        isinstance(first, Stroke)
        and first.width == FLOOR_WIDTH
        and len(first.points) == 2
        and first.points[0][1] == first.points[1][1]
    )


def count_noses(figure: Figure) -> int:
    """Return how many triangles a drawing without arrows has, as a nose is one."""
    shapes = [shape for part in plan_drawing(figure, {}).parts for shape in part.shapes]
    return sum(isinstance(shape, Area) and len(shape.points) == 3 for shape in shapes)


def test_who_lies_on_the_side_has_a_floor_and_what_lies_below_is_grey() -> None:
    plan = plan_drawing(ON_SIDE, load_bases())
    assert has_floor(plan)
    assert [part.colour for part in plan.parts].count("far") == 2


def test_the_front_of_who_stands_is_in_one_ink() -> None:
    plan = plan_drawing(Figure((Pose(trunk=90.0),), view=FigureView.FRONT), {})
    assert "far" not in {part.colour for part in plan.parts}


def test_a_shoulder_that_one_lies_on_lifts_nothing_off_the_floor() -> None:
    pose = LYING.over(load_bases()["side-lying"])
    body = make_skeleton(pose, FigureView.FRONT)
    shoulder = body.find(Place("far.shoulder"))[1] - ARM_RADII[0][0]
    part, radius = max(FRONT_TORSO_RADII, key=lambda pair: pair[1])
    chest = body.find(Place("spine", part))[1] - radius
    assert abs(chest) < 0.7
    assert shoulder > -0.7
    assert not list(find_figure_problems(ON_SIDE, load_bases(), Position.SIDE_LYING))


def test_from_above_there_is_no_floor_and_shoulders_are_as_wide_on_both_sides() -> None:
    assert not has_floor(plan_drawing(FROM_ABOVE, {}))
    body = make_skeleton(LYING, FigureView.ABOVE)
    near, far = (body.find(Place(f"{side}.shoulder"))[1] for side in ("near", "far"))
    assert abs(near + far - 2 * body.spine[0][1]) < 1e-6


def test_on_a_mat_one_is_seen_from_above() -> None:
    mat = Prop("mat", (0.0, 0.0), (100.0, 60.0))
    on_back = Figure((Pose(trunk=180.0),), props=(mat,))
    plan = plan_drawing(on_back, {})
    edges = [s for s in plan.parts[0].shapes if isinstance(s, Stroke) and len(s.points) == 5]
    assert len(edges) == 1
    assert not has_floor(plan)


def test_on_a_mat_one_lies_on_the_side_however_the_knees_are_bent() -> None:
    mat = Prop("mat", (0.0, 0.0), (100.0, 60.0))
    knees = Pose(trunk=0.0, legs=Limb((290.0, 200.0, 220.0)))
    on_mat, on_floor = Figure((knees,), props=(mat,)), Figure((knees,))
    assert not list(find_figure_problems(on_mat, {}, Position.SIDE_LYING))
    assert list(find_figure_problems(on_floor, {}, Position.SIDE_LYING))


def test_a_nose_is_seen_from_the_side_unless_hidden_and_from_elsewhere_if_turned() -> None:
    assert count_noses(Figure((Pose(trunk=90.0),))) == 1
    assert count_noses(Figure((Pose(trunk=90.0, hide=("nose",)),))) == 0
    assert count_noses(FROM_ABOVE) == 0
    assert count_noses(Figure((Pose(trunk=0.0, nose=90.0),), view=FigureView.ABOVE)) == 1


def test_an_arrow_is_drawn_with_the_pose_that_it_leads_to_alone() -> None:
    arrow = Arrow(Place("hip"), start=(0.0, 10.0), end=(0.0, 30.0))
    figure = Figure((Pose(trunk=90.0), Pose(trunk=80.0)), arrows=(arrow,))
    drawn = [
        "accent" in {part.colour for part in plan_drawing(figure, {}, number).parts}
        for number in (0, 1, None)
    ]
    assert drawn == [False, True, True]
