"""Less talk changes what is said, not what is done: of any length it has the same exercises."""

from dataclasses import replace

import pytest

import coach
from coach.pipeline import load_routine_with_cards, make_planner, prepare_from_planner
from coach.plan.request import NO_FILTERS, Filters, SessionRequest
from coach.script.talk_level import TalkLevel
from coach.speech.studio import open_studio
from coach.system.paths import routine_names
from coach.timeline.cues import Purpose
from coach.timeline.summary import time_by_purpose
from tests.planners import planner_for
from tests.talks import TALKS

MINUTE = 60_000
MINUTES = (2, 3, 5, 8, 10, 12, 15, 20, 30, 45)
QUIETER = [TalkLevel.SHORT, TalkLevel.BELL]


def list_exercises(planner, lengths):
    """Return the exercises of the sessions of some lengths, as far as there are such."""
    found = {}
    for length in lengths:
        if planner.length_range.shortest <= length <= planner.length_range.longest:
            chosen = planner.choose_session(length)
            if chosen is not None:
                found[length] = chosen[0].exercises
    return found


def cannot_fill(name, names, length, **more):
    """Return whether no session of just these exercises is as long, at the most of each."""
    routine, cards = load_routine_with_cards(name)
    sections = tuple(
        replace(section, least=0, exercises=kept)
        for section in routine.sections
        for kept in [tuple(one for one in section.exercises if one.exercise in names)]
        if kept or section.steps
    )
    routine = replace(routine, sections=sections)
    with open_studio("tone") as studio:
        planner = make_planner(routine, cards, SessionRequest("tone", **more), studio)
    return planner.choose_session(length) is None


def assert_same_exercises(name, talk, minutes, filters=NO_FILTERS, **more):
    more |= {"filters": filters}
    full, _ = planner_for(name, **more)
    quieter, _ = planner_for(name, talk=talk, **more)
    lengths = [round(minute * 60) * 1_000 for minute in minutes]
    taught, done = (list_exercises(planner, lengths) for planner in (full, quieter))
    shorter = frozenset()
    unfilled = False
    for length in sorted(done):
        same = taught.get(length, frozenset())
        assert same <= done[length], f"{same - done[length]} is missing at {length}"
        assert shorter <= done[length], f"{shorter - done[length]} was dropped at {length}"
        shorter = done[length]
        if length in taught and same != done[length]:
            unfilled = unfilled or cannot_fill(name, same, length, talk=talk, **more)
            assert unfilled, f"{done[length] - same} was added at {length}"


@pytest.mark.content
@pytest.mark.parametrize("talk", QUIETER)
@pytest.mark.parametrize("name", routine_names())
def test_less_talk_has_the_exercises_of_full_talk(name, talk):
    assert_same_exercises(name, talk, MINUTES)


@pytest.mark.content
@pytest.mark.parametrize("limit", ["knee", "pregnant"])
@pytest.mark.parametrize("name", ["lower-back", "morning"])
def test_less_talk_has_the_exercises_of_full_talk_with_a_limit(name, limit):
    assert_same_exercises(name, TalkLevel.SHORT, MINUTES, Filters(limits=(limit,)))


@pytest.mark.slow
@pytest.mark.content
@pytest.mark.parametrize("limits", [(), ("knee",), ("acute-flare",), ("pressure",)])
@pytest.mark.parametrize("talk", QUIETER)
@pytest.mark.parametrize("name", routine_names())
def test_less_talk_has_the_exercises_of_full_talk_at_every_minute(name, talk, limits):
    assert_same_exercises(name, talk, range(1, 61), Filters(limits=limits))


@pytest.mark.parametrize("more", [{"seed": 3}, {"easy": True}, {"slow": True}])
def test_less_talk_has_the_exercises_of_full_talk_of_that_day_and_listener(more):
    assert_same_exercises("lower-back", TalkLevel.SHORT, [22 / 3, 34 / 3, 55 / 3], **more)


def test_it_goes_slower_where_few_words_leave_time_before_another_is_added():
    assert_same_exercises("lower-back-stretch", TalkLevel.SHORT, [4, 5])


@pytest.mark.parametrize("minutes", [8, 20])
def test_what_less_talk_saves_goes_to_what_is_done_and_to_rest(minutes):
    spent = []
    for talk in TALKS:
        planner, studio = planner_for("lower-back", talk=talk)
        prepared = prepare_from_planner(planner, studio, minutes * MINUTE)
        assert prepared.length == minutes * MINUTE
        spent.append(time_by_purpose(prepared.sheet, prepared.span_starts))
    full, short, bell = (one[Purpose.WORK] for one in spent)
    assert full < short < bell


def test_where_doses_cannot_fill_the_time_one_is_added_that_a_longer_session_has():
    dose = {"sets": 1, "reps": 3, "hold": "5s"}
    names = {"pelvic-tilt": 9, "bridge": 8, "bird-dog": 7}
    exercises = [{"exercise": n, "priority": p, **dose} for n, p in names.items()]
    form = {"title": "T", "sections": [{"exercises": exercises}], "closing": [{"silence": "5s"}]}
    form["closing"][0]["stretch"] = "60s"
    routine, cards = load_routine_with_cards(coach.parse(form))
    with open_studio("tone") as studio:
        full, bell = (
            make_planner(routine, cards, SessionRequest("tone", talk=talk), studio)
            for talk in (TalkLevel.FULL, TalkLevel.BELL)
        )
    lengths = range(full.length_range.shortest, full.length_range.longest, 2_000)
    taught, done = (list_exercises(planner, lengths) for planner in (full, bell))
    assert all(taught[length] <= done[length] for length in taught.keys() & done.keys())
    assert any(taught[length] < done[length] for length in taught.keys() & done.keys())
