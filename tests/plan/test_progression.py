"""What is known of a listener changes the choice: turns, what is new, ceilings; never a length."""

from random import Random

import pytest

from coach.pipeline import load_routine_with_cards, prepare_session
from coach.plan.dose_ladder import list_dose_levels
from coach.plan.plan_rules import WARMING_GOALS
from coach.plan.progression import ExerciseProgress, PlanReason, Progression, Raise
from coach.plan.reasons import find_reasons
from coach.plan.request import SessionRequest
from coach.plan.seed_turns import make_seed_progression
from coach.script.library import load_phrases
from coach.script.talk_level import TalkLevel
from coach.timeline.dose import Dose
from coach.timeline.session import list_performs
from coach.training.dose_levels import describe_raise
from tests.planners import planner_for

MINUTE = 60_000
ROUTINE, CARDS = load_routine_with_cards("lower-back")
ALWAYS = {one.exercise for one in ROUTINE.exercises if one.always}
TURNING = [
    one.exercise for one in ROUTINE.exercises if not one.always and not CARDS[one.exercise].opt_in
]


class Hashable(dict):
    """A mapping that planners can be kept by."""

    __hash__ = object.__hash__


def progress(turns=(), *, limits_new=False, stronger=False, **exercises):
    by_name = {name.replace("_", "-"): one for name, one in exercises.items()}
    return Progression(Hashable(by_name), tuple(turns), limits_new=limits_new, stronger=stronger)


def exercises_by_minute(progression, minutes, talk=TalkLevel.FULL, name="lower-back"):
    planner, _ = planner_for(name, talk=talk, progression=progression)
    found = {minute: planner.choose_session(minute * MINUTE) for minute in minutes}
    assert all(found.values()), [minute for minute, one in found.items() if not one]
    return {minute: one[0].exercises for minute, one in found.items()}


def some_progression(seed):
    """Anything that a log could have come to."""
    random = Random(seed)
    known = {}
    for one in ROUTINE.exercises:
        card = CARDS[one.exercise]
        _, usual = list_dose_levels(card, one)
        is_levelled = {"strength", "stretch"} & set(card.goals)
        known[one.exercise] = ExerciseProgress(
            points=random.choice([-2, 1, 2, 3, 5, 8, 14]),
            level=random.randint(0, usual) if is_levelled else None,
            is_new=random.random() < 0.2,
        )
    turns = tuple(random.sample(TURNING, 2))
    return Progression(Hashable(known), turns, limits_new=True)


@pytest.mark.content
@pytest.mark.parametrize("talk", [TalkLevel.FULL, TalkLevel.SHORT])
@pytest.mark.parametrize("seed", range(3))
def test_sessions_contain_the_shorter_ones_and_lose_no_length(seed, talk):
    progression = some_progression(seed)
    before, has_turn = frozenset(), False
    for minute, now in exercises_by_minute(progression, range(5, 46), talk).items():
        assert before <= now, f"{before - now} was dropped at {minute} minutes"
        has_turn = has_turn or progression.turns[0] in now
        before = now
    assert has_turn
    assert progression.turns[1] in before


@pytest.mark.parametrize("turn", ["hip-flexor", "clamshell", "dead-bug", "quadriceps"])
def test_whose_turn_it_is_is_done_however_much_time_it_takes(turn):
    plain = exercises_by_minute(progress(), [10])[10]
    assert turn not in plain
    assert turn in exercises_by_minute(progress([turn]), [10])[10]


def test_a_second_turn_comes_in_longer_sessions_only():
    turns = ["hip-flexor", "dead-bug"]
    found = exercises_by_minute(progress(turns), [6, 8, 10, 11, 15, 20])
    assert turns[0] in found[10]
    assert set(turns) <= found[15]
    assert set(turns) <= found[20]


def test_what_is_always_done_comes_before_what_waits_as_soon_as_there_is_time():
    others = ("chair-squat", "glute-squeeze", "heel-slide", "march", "piriformis")
    waiting = {name: ExerciseProgress(points=14) for name in others}
    found = exercises_by_minute(progress(**waiting), [8, 9, 10], name="hips")
    assert "clamshell" not in found[8]
    assert "clamshell" in found[10]
    assert found[8] < found[9] <= found[10]


def test_who_waits_longer_is_chosen_before_others():
    waits = progress(piriformis=ExerciseProgress(points=14))
    assert "piriformis" not in exercises_by_minute(progress(), [20])[20]
    assert "piriformis" in exercises_by_minute(waits, [20])[20]


def test_at_most_one_exercise_is_new_and_two_in_a_longer_session():
    new = {name.replace("-", "_"): ExerciseProgress(2, is_new=True) for name in TURNING[4:10]}
    found = exercises_by_minute(progress(limits_new=True, **new), [8, 15, 18, 20, 25])
    count = {minute: len(names & set(TURNING[4:10])) for minute, names in found.items()}
    assert max(count[minute] for minute in (8, 15, 18)) <= 1
    assert count[25] <= 2
    free = exercises_by_minute(progress(**new), [25])[25]
    assert len(free & set(TURNING[4:10])) > 2


def reps_at(progression, minute, name="bridge"):
    planner, _ = planner_for("lower-back", progression=progression)
    session, _ = planner.choose_session(minute * MINUTE)
    return next(
        one for part in session.parts for one in list_performs(part.steps) if one.exercise == name
    )


def test_no_dose_lies_above_its_ceiling():
    written = next(one for one in ROUTINE.exercises if one.exercise == "bridge")
    levels, usual = list_dose_levels(CARDS["bridge"], written)
    low = progress(bridge=ExerciseProgress(level=1, is_firm=True))
    for minute in (10, 20, 45):
        dose = reps_at(low, minute)
        assert (dose.reps, dose.hold, dose.sets) <= (levels[1].reps, levels[1].hold, 1)
    beyond = ExerciseProgress(level=usual + 3, is_firm=True)
    assert reps_at(progress(bridge=beyond), 45).reps <= levels[usual].reps
    assert reps_at(progress(bridge=beyond, stronger=True), 45).reps > levels[usual].reps


@pytest.mark.content
@pytest.mark.parametrize("name", ["lower-back", "no-floor", "lower-back-stretch", "bedtime"])
def test_nothing_cold_opens_a_session_where_something_that_warms_has_time(name):
    routine, cards = load_routine_with_cards(name)
    for minute, names in exercises_by_minute(progress(), range(5, 21), name=name).items():
        first = next(one.exercise for one in routine.exercises if one.exercise in names)
        assert WARMING_GOALS & set(cards[first].goals), (minute, first)


def test_the_seeds_of_a_fortnight_give_every_exercise_its_turn_twice():
    count = len(TURNING)
    days = [make_seed_progression(ROUTINE, CARDS, seed).turns for seed in range(7, 7 + count)]
    assert sorted(first for first, _ in days) == sorted(TURNING)
    assert sorted(second for _, second in days) == sorted(TURNING)
    assert make_seed_progression(ROUTINE, CARDS, 0).turns == ()
    half = count // 2
    assert {name for turns in days[:half] for name in turns} == set(TURNING)


def test_routines_with_little_to_choose_take_no_turns():
    for name in ("breathing", "flare-up", "physio-sheet", "walk"):
        assert make_seed_progression(*load_routine_with_cards(name), 5) == Progression()


def test_a_seed_gives_turns_only_where_nothing_is_known():
    seeded = prepare_session("lower-back", SessionRequest("tone", 15 * MINUTE, seed=4))
    assert seeded.progression.origin.format(load_phrases("en")) == "seed 4"
    assert set(seeded.progression.turns) <= seeded.session.exercises
    known = progress(["plank"])
    prepared = prepare_session(
        "lower-back", SessionRequest("tone", 15 * MINUTE, seed=4, progression=known)
    )
    assert prepared.progression is known
    assert "plank" in prepared.session.exercises


def test_reasons_say_what_was_waited_for_and_whose_turn_it_is():
    waited = PlanReason("why_waited", (("n", 6),))
    known, phrases = (
        progress(["plank"], plank=ExerciseProgress(reasons=(waited,))),
        load_phrases("en"),
    )
    assert find_reasons("plank", [], known, phrases) == ("waited 6 days", "its turn")
    assert find_reasons("bridge", [], known, phrases) == ()


def test_that_it_was_raised_is_told_only_where_it_gets_that_dose():
    more = Raise(Dose(hold=20_000), describe_raise(Dose(hold=15_000), Dose(hold=20_000)))
    words, phrases = ("20 s instead of 15 s since it was done twice",), load_phrases("en")
    known = progress([], plank=ExerciseProgress(raised=more))
    assert find_reasons("plank", [Dose(hold=15_000)], known, phrases) == ()
    assert find_reasons("plank", [Dose(hold=20_000)], known, phrases) == words
    assert find_reasons("plank", [Dose(hold=20_000, sets=2)], known, phrases) == words
