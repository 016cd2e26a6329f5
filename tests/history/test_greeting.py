"""What is said of the days before: one thing at most, and nothing of what was missed."""

from hypothesis import given
from hypothesis import strategies as st

from coach.history.fold import fold_log
from coach.history.greeting import (
    BACK,
    BACK_EASY,
    GREETING_KEYS,
    NEW_EXERCISE,
    TIMES_THIS_WEEK,
    choose_greeting,
)
from tests.history.test_weeks import OFFSETS, TODAY, log_of


def greeting_of(offsets, *exercises, easy=False, goal=3):
    history = fold_log(log_of(offsets), TODAY)
    return choose_greeting(history, exercises or ("bridge",), minutes=10, easy=easy, goal=goal)


def test_a_first_session_is_greeted_as_any():
    assert greeting_of(()) is None
    assert greeting_of({0}) is None  # today is no day before


def test_after_a_gap_somebody_is_welcomed_and_nothing_else_is_told():
    assert greeting_of({15, 16}, "bridge", "plank").key == BACK
    easy = greeting_of({15}, easy=True)
    assert (easy.key, easy.values["minutes"]) == (BACK_EASY, 10)
    assert greeting_of({14}) is None


def test_one_new_exercise_is_named_and_of_several_none():
    new = greeting_of({1}, "bridge", "plank")
    assert (new.key, new.values["exercise"]) == (NEW_EXERCISE, "plank")
    assert greeting_of({1, 2}, "bridge", "plank", "march").key == TIMES_THIS_WEEK


def test_the_times_of_this_week_are_told_up_to_the_goal():
    # TODAY is a Sunday.
    assert greeting_of({1, 4}).values["times"] == 3
    assert greeting_of({1, 3, 4}) is None
    assert greeting_of({7}) is None
    assert greeting_of({1, 3, 4}, goal=4).values["times"] == 4


@given(OFFSETS, st.sets(st.sampled_from(["bridge", "plank", "march"])), st.integers(1, 7))
def test_two_sessions_on_one_day_are_greeted_alike(offsets, exercises, goal):
    first = greeting_of(offsets - {0}, *exercises, goal=goal)
    assert first == greeting_of(offsets | {0}, *exercises, goal=goal)
    assert first is None or first.key in GREETING_KEYS
