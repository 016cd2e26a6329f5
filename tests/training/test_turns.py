"""Waiting: the points it gives, and who is certain to come."""

from hypothesis import given
from hypothesis import strategies as st

from coach.listener.likes import NO_LIKES, Likes
from coach.plan.progression import PlanReason
from coach.plan.request import Filters, SessionRequest
from coach.training.fold import fold_log
from coach.training.log_records import Log
from coach.training.turns import DONE_YESTERDAY, LIKED, MAX_POINTS, find_waits
from tests.training.listeners import acquainted, did, known, load, names, on, session


def points(sessions, number: int, name: str, likes: Likes = NO_LIKES) -> int:
    routine, _ = load()
    history = fold_log(Log(tuple(sessions)), on(number))
    waits = find_waits(history, routine.name, routine.exercises, likes)
    return next(one.points for one in waits if one.exercise == name)


def test_each_day_gives_a_point_up_to_a_fortnight_and_yesterday_takes_two():
    sessions = [session(0, did("plank"))]
    assert [points(sessions, day, "plank") for day in (1, 2, 3, 14, 15, 99)] == [
        DONE_YESTERDAY,
        2,
        3,
        MAX_POINTS,
        MAX_POINTS,
        MAX_POINTS,
    ]


def test_what_was_never_done_waits_since_the_first_session_of_the_routine():
    assert points([session(0, did("bridge"))], 5, "plank") == 5
    elsewhere = session(0, did("bridge"), routine="morning")
    assert points([elsewhere], 5, "plank") == points([], 5, "plank") == 0


def test_liked_adds_two_and_less_gains_half():
    sessions = [session(0, did("plank"))]
    likes = Likes(more=("plank",))
    assert points(sessions, 6, "plank", likes) == 6 + LIKED
    assert points(sessions, 6, "plank", Likes(less=("plank",))) == 3
    assert points(sessions, 1, "plank", likes) == DONE_YESTERDAY + LIKED


def test_who_waited_longest_is_certain_two_at_most_by_priority_then_order():
    first = acquainted(0)
    assert known([first], 4).turns == ()
    assert known([first], 5).turns == ("knee-to-chest", "march")
    later = session(1, did("knee-to-chest"), did("march"), did("cat-camel"))
    assert known([first, later], 6).turns == ("bird-dog", "childs-pose")


def test_after_more_than_two_weeks_away_nothing_is_certain_on_the_first_day():
    first = acquainted(0)
    assert known([first], 14).turns
    assert not known([first], 15).turns
    assert known([first], 15).find("plank").points == MAX_POINTS
    elsewhere = session(10, did("bridge"), routine="morning")
    assert known([first, elsewhere], 15).turns
    assert known([first, session(15, did("bridge"))], 16).turns


def test_what_is_left_out_waits_for_nothing():
    request = SessionRequest(filters=Filters(without=("knee-to-chest",), limits=("no-kneeling",)))
    progression = known([acquainted(0)], 9, request)
    assert "knee-to-chest" not in progression.exercises
    assert not {"knee-to-chest", "bird-dog", "superman"} & set(progression.turns)


def test_what_is_always_done_has_no_points_and_no_turn():
    progression = known([acquainted(0)], 12)
    assert progression.find("bridge").points == 0
    assert "bridge" not in progression.turns


def test_the_first_session_is_as_written_and_then_there_are_reasons():
    assert all(not one.points and not one.reasons for one in known([], 0).exercises.values())
    assert not known([], 0).limits_new
    assert known([acquainted(0)], 1).limits_new
    assert known([acquainted(0)], 6).find("knee-to-chest").reasons == (
        PlanReason("why_waited", (("n", 6),)),
    )
    assert known([acquainted(0)], 1).find("plank").reasons == (PlanReason("why_yesterday"),)


@given(st.lists(st.tuples(st.integers(0, 40), st.sets(st.sampled_from(names()))), max_size=15))
def test_another_day_of_waiting_never_takes_points(days):
    sessions = [session(n, *map(did, sorted(some))) for n, some in dict(days).items()]
    today, tomorrow = known(sessions, 41), known(sessions, 42)
    for name, one in today.exercises.items():
        assert tomorrow.find(name).points >= one.points
    assert len(today.turns) <= 2
