"""Bodies: bones keep their length, what touches touches, and nothing sinks into the floor."""

from dataclasses import replace
from itertools import pairwise
from math import dist, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.figures.proportions import ARM, LEG, TRUNK
from coach.figures.skeleton import Skeleton, UnknownPlaceError, list_undersides, make_skeleton
from coach.figures.vectors import find_middle_joint, find_shortest_turn
from coach.script.figure_library import load_bases
from coach.script.figure_values import FigureView, Limb, Place, Pose

DIRECTION = st.integers(-360, 360).map(float)
BEND = st.integers(-60, 60).map(float)
LIMB = st.builds(Limb, st.tuples(DIRECTION, DIRECTION, DIRECTION))
POINT = st.builds(
    lambda x, y: Limb(to=Place(off=(x, y, 0.0))),
    st.integers(-60, 60).map(float),
    st.integers(-20, 90).map(float),
)
POSE = st.builds(
    Pose,
    trunk=DIRECTION,
    spine=st.tuples(BEND, BEND),
    neck=BEND,
    nod=BEND,
    near_leg=LIMB | POINT,
    far_leg=LIMB | POINT,
    near_arm=LIMB | POINT,
    far_arm=LIMB | POINT,
)
LENGTHS = {"near_leg": LEG, "far_leg": LEG, "near_arm": ARM, "far_arm": ARM}


def assert_bones_kept(body: Skeleton) -> None:
    for name, points in body.limbs.items():
        for (start, end), length in zip(pairwise(points), LENGTHS[name], strict=True):
            distance, reach = body.reaches.get(name, (0.0, 1.0))
            if distance <= reach and distance > abs(LENGTHS[name][0] - LENGTHS[name][1]) + 0.1:
                assert isclose(dist(start, end), length, abs_tol=1e-6), name


@given(POSE, st.sampled_from(FigureView))
def test_bones_and_back_are_as_long_in_every_pose(pose, view):
    body = make_skeleton(pose, view)
    assert_bones_kept(body)
    assert sum(dist(a, b) for a, b in pairwise(body.spine)) == pytest.approx(TRUNK)


@given(POSE, st.sampled_from(["near_leg", "far_leg", "near_arm", "far_arm"]))
def test_a_limb_is_at_what_it_reaches_for(pose, name):
    body = make_skeleton(pose)
    place = getattr(pose, name).to
    if place is not None and body.reaches[name][0] <= body.reaches[name][1]:
        assert body.limbs[name][2][:2] == pytest.approx(place.off[:2], abs=1e-6)


@given(POSE)
def test_a_body_lies_on_the_floor_and_never_under_it(pose):
    own = dict.fromkeys(("near_leg", "far_leg", "near_arm", "far_arm"), LIMBS)
    body = make_skeleton(replace(pose, **own))
    assert min(list_undersides(body)) == pytest.approx(0.0, abs=1e-6)


LIMBS = Limb((250.0, 300.0, 10.0))


@given(POSE, st.floats(-50, 50))
def test_a_pin_decides_where_a_joint_is_and_nothing_else(pose, x):
    angles = Limb((270.0, 270.0, 0.0))
    pose = replace(pose, near_leg=angles, far_leg=angles, near_arm=angles, far_arm=angles)
    free, pinned = make_skeleton(pose), make_skeleton(replace(pose, pin=("near.ankle", x)))
    assert pinned.find(Place("near.ankle"))[0] == pytest.approx(x)
    for name, points in free.limbs.items():
        for one, other in zip(points, pinned.limbs[name], strict=True):
            assert one[1] == pytest.approx(other[1])


def test_what_is_nearer_has_a_greater_depth():
    body = make_skeleton(Pose())
    for near, far in (("near_leg", "far_leg"), ("near_arm", "far_arm")):
        assert body.limbs[near][0][2] > 0 > body.limbs[far][0][2]


@pytest.mark.parametrize("place", ["near.tail", "spin", "far.head", "nose"])
def test_a_place_that_no_body_has_is_none(place):
    with pytest.raises(UnknownPlaceError, match=place):
        make_skeleton(Pose(near_arm=Limb(to=Place(place))))


def test_limbs_that_reach_for_one_another_are_refused():
    one, other = Limb(to=Place("far.wrist")), Limb(to=Place("near.wrist"))
    with pytest.raises(UnknownPlaceError):
        make_skeleton(Pose(near_arm=one, far_arm=other))


@pytest.mark.parametrize(("bend", "above"), [(1.0, True), (-1.0, False)])
def test_the_joint_between_lies_on_the_side_it_bends_to(bend, above):
    pose = Pose(trunk=180.0, near_leg=Limb(to=Place(off=(30.0, 10.0, 0.0)), bend=(bend, 0, 0)))
    hip, knee, ankle, _ = make_skeleton(replace(pose, pin=("hip", 0.0))).limbs["near_leg"]
    straight = hip[1] + (ankle[1] - hip[1]) * (knee[0] - hip[0]) / (ankle[0] - hip[0])
    assert (knee[1] > straight) is above


@given(
    st.tuples(*[st.floats(-20, 20)] * 3),
    st.tuples(*[st.floats(-20, 20)] * 3),
    st.tuples(*[st.floats(-1, 1)] * 3),
)
def test_two_bones_meet_in_depth_as_well(start, end, pole):
    lengths = (25.0, 24.0)
    if not 1.5 < dist(start, end) < 48.9:
        return
    joint = find_middle_joint(start, end, lengths, pole)
    assert dist(start, joint) == pytest.approx(lengths[0], abs=1e-4)
    assert dist(joint, end) == pytest.approx(lengths[1], abs=1e-4)


@given(DIRECTION, DIRECTION)
def test_a_turn_is_the_shorter_one(start, end):
    turn = find_shortest_turn(start, end)
    assert -180 <= turn <= 180
    assert (start + turn - end) % 360 == 0


def test_a_base_is_what_a_pose_does_not_say():
    base = load_bases()["supine"]
    pose = Pose(near_leg=Limb((90.0, 90.0, 180.0))).over(base)
    assert (pose.trunk, pose.arms, pose.find_limb("far_leg")) == (180.0, base.arms, base.legs)


def test_both_limbs_of_a_pose_go_before_one_of_its_base():
    one, both = Limb((1.0, 2.0, 3.0)), Limb((4.0, 5.0, 6.0))
    assert Pose(arms=both).over(Pose(near_arm=one)).find_limb("near_arm") == both
