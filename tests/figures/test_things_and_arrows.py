"""Round arrows, and things that are stood on, held on to or sat on, seen from the front too."""

from math import hypot

import pytest

from coach.figures.drawing_plan import plan_drawing
from coach.figures.outlines import Area, Part, Stroke
from coach.figures.skeleton import make_skeleton
from coach.figures.things import make_thing
from coach.figures.way_arrows import make_arrow
from coach.script.figure_values import Arrow, Figure, FigureView, Limb, Place, Pose, Prop

NO_SLANT = (0.0, 0.0)
STANDING = make_skeleton(Pose(trunk=90.0))


def _draw(prop: Prop) -> Part:
    return make_thing(prop, STANDING, NO_SLANT, 0.0)


def _list_points(part: Part) -> list[tuple[float, float]]:
    found = []
    for shape in part.shapes:
        assert isinstance(shape, Stroke | Area)
        found += shape.points
    return found


@pytest.mark.parametrize(("start", "end"), [(-40.0, 215.0), (200.0, 20.0)])
def test_a_round_arrow_keeps_its_distance_from_its_place(start, end):
    arrow = Arrow(Place("hip"), beside=(2.0, 0.0), round=(9.0, start, end))
    line, _ = make_arrow(arrow, STANDING, STANDING, NO_SLANT)
    x, y, _ = STANDING.find(Place("hip"))
    assert isinstance(line, Stroke)
    for px, py in line.points[:-1]:
        assert hypot(px - x - 2.0, py - y) == pytest.approx(9.0)


def test_a_round_arrow_turns_the_way_it_is_written():
    """Up, back and down, as a shoulder circles, is counter-clockwise of who faces right."""
    arrow = Arrow(Place("", off=(0.0, 0.0, 0.0)), round=(9.0, 0.0, 180.0))
    line, head = make_arrow(arrow, STANDING, STANDING, NO_SLANT)
    assert isinstance(line, Stroke)
    assert isinstance(head, Area)
    assert line.points[0] == pytest.approx((9.0, 0.0))
    assert max(y for _, y in line.points) == pytest.approx(9.0, abs=0.2)
    assert head.points[0] == pytest.approx((-9.0, 0.0))


@pytest.mark.parametrize("curve", [0.0, 6.0])
@pytest.mark.parametrize("length", [8.0, 11.0, 25.0])
def test_the_line_of_an_arrow_reaches_into_its_head(length, curve):
    arrow = Arrow(Place("hip"), start=(0.0, 0.0), end=(length, 0.0), curve=curve)
    line, head = make_arrow(arrow, STANDING, STANDING, NO_SLANT)
    assert isinstance(line, Stroke)
    assert isinstance(head, Area)
    assert hypot(*(a - b for a, b in zip(line.points[-1], head.points[0], strict=True))) < 5.2


def test_a_chair_that_faces_the_viewer_stands_about_its_middle():
    xs = [x for x, _ in _list_points(_draw(Prop("chair", (3.0, 28.0), (30.0, 26.0), turn=0)))]
    ys = [y for _, y in _list_points(_draw(Prop("chair", (3.0, 28.0), (30.0, 26.0), turn=0)))]
    assert (min(xs), max(xs)) == (-12.0, 18.0)
    assert (min(ys), max(ys)) == (0.0, 54.0)


@pytest.mark.parametrize("kind", ["step", "rail", "chair", "wall", "table", "bike"])
def test_what_one_stands_at_stands_on_the_floor(kind):
    part = _draw(Prop(kind, (20.0, 40.0), (20.0, 12.0)))
    assert min(y for _, y in _list_points(part)) == pytest.approx(0.0, abs=1.2)


def test_a_rail_to_the_left_lies_left_of_where_it_begins():
    assert max(x for x, _ in _list_points(_draw(Prop("rail", (5.0, 50.0), turn=-1)))) == 5.0


def test_water_lies_before_the_body():
    figure = Figure((Pose(trunk=90.0),), props=(Prop("water", (-30.0, 60.0), (60.0, 0.0)),))
    kinds = [part.colour for part in plan_drawing(figure, {}).parts]
    assert kinds[-1] == "thing"
    assert kinds.index("ink") < len(kinds) - 1


def test_shoulders_are_broad_from_the_front_alone():
    arms = Limb((270.0, 270.0, 270.0))
    pose = Pose(trunk=90.0, arms=arms)
    front, side = make_skeleton(pose, FigureView.FRONT), make_skeleton(pose)
    for body, width in ((front, 18.4), (side, 0.0)):
        near, far = (body.find(Place(f"{name}.shoulder"))[0] for name in ("near", "far"))
        assert far - near == pytest.approx(width)
