"""What is said of the days before: one thing at most, and nothing of what was missed."""

from hypothesis import given
from hypothesis import strategies as st

from coach.script.library import load_phrases
from coach.script.phrase_keys import OPTIONAL_PHRASES, PHRASE_KEYS
from coach.training.fold import fold_log
from coach.training.greeting import (
    BACK,
    BACK_EASY,
    GREETING_KEYS,
    NEW_EXERCISE,
    TIMES_THIS_WEEK,
    list_greetings,
)
from tests.training.test_weeks import OFFSETS, TODAY, log_of


def greeting_of(offsets, *exercises, easy=False, goal=3):
    history, exercises = fold_log(log_of(offsets), TODAY), exercises or ("bridge",)
    return list_greetings(history, exercises, easy=easy, goal=goal).choose(exercises)


def test_a_first_session_is_greeted_as_any():
    assert greeting_of(()) is None
    assert greeting_of({0}) is None  # today is no day before


def test_after_a_gap_somebody_is_welcomed_and_nothing_else_is_told():
    assert greeting_of({15, 16}, "bridge", "plank").key == BACK
    assert greeting_of({15}, easy=True).key == BACK_EASY
    assert greeting_of({14}) is None


def test_one_new_exercise_is_named_and_of_several_none():
    new = greeting_of({1}, "bridge", "plank")
    assert (new.key, new.exercise) == (NEW_EXERCISE, "plank")
    assert greeting_of({1, 2}, "bridge", "plank", "march").key == TIMES_THIS_WEEK


def times_of(*offsets, goal=3):
    """Return the words that are said of which time in the week it is."""
    greeting = greeting_of(set(offsets), goal=goal)
    return greeting and load_phrases("en").words[greeting.key][greeting.number].text


def test_the_times_of_this_week_are_told_up_to_the_goal():
    # TODAY is a Sunday.
    assert times_of(1) == "Second time this week."
    assert times_of(1, 4) == "Third time this week."
    assert times_of(1, 3, 4) is None
    assert times_of(7) is None
    assert times_of(1, 3, 4, goal=4) == "Fourth time this week."
    assert times_of(1, 2, 3, 4, 5, 6, goal=7) == "Seventh time this week."


def test_a_language_may_be_without_words_for_it():
    assert set(GREETING_KEYS) <= set(PHRASE_KEYS) & OPTIONAL_PHRASES


@given(OFFSETS, st.sets(st.sampled_from(["bridge", "plank", "march"])), st.integers(1, 7))
def test_two_sessions_on_one_day_are_greeted_alike(offsets, exercises, goal):
    first = greeting_of(offsets - {0}, *exercises, goal=goal)
    assert first == greeting_of(offsets | {0}, *exercises, goal=goal)
    assert first is None or first.key in GREETING_KEYS
