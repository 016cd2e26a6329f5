"""Doses that grow: where they begin, what raises, holds and lowers them."""

from dataclasses import replace
from itertools import pairwise

import pytest

from coach.plan.eligibility import apply_filters
from coach.plan.progression import PlanReason
from coach.plan.request import DEFAULT_REQUEST
from coach.script.library import load_phrases
from coach.training.fold import fold_log
from coach.training.listener_progression import make_levels
from coach.training.log_records import Log, Occasion, Outcome
from tests.training.listeners import (
    STRONGER,
    SUPERMAN,
    acquainted,
    answer,
    asked,
    by_hand,
    did,
    known,
    level,
    levels_of,
    load,
    on,
    session,
)

STEADY = ("bridge", "hamstring", "plank", "wall-sit")


def grown(name: str, days) -> list:
    """Sessions with an exercise at the level that each day allows, all of it done."""
    sessions: list = [acquainted()]
    for number in days:
        allowed = level(sessions, name, number)
        sessions.append(session(number, did(name, allowed)))
    return sessions


@pytest.mark.parametrize("name", STEADY)
def test_it_starts_half_way_from_the_least_to_the_usual_dose(name):
    levels = levels_of(name)
    assert level([], name, 0) == levels.start == levels.usual // 2 < levels.usual


def test_what_fills_the_time_has_no_level():
    for name in ("march", "cat-camel", "childs-pose", "breathing", "prone-press-up"):
        assert known([], 0).find(name).level is None


@pytest.mark.parametrize(("name", "firm"), [("bridge", True), ("hamstring", False)])
def test_what_strengthens_is_firm(name, firm):
    assert known([], 0).find(name).is_firm is firm


def test_two_sessions_at_its_level_raise_it_by_one_and_a_reason_says_so():
    start = levels_of("hamstring").start
    one = [acquainted(), session(0, did("hamstring", start))]
    two = [*one, session(1, did("hamstring", start))]
    assert level(one, "hamstring", 1) == start
    assert level(two, "hamstring", 2) == start + 1
    raised = known(two, 2).find("hamstring").raised
    assert raised
    assert raised.reason == PlanReason("why_more_seconds", (("after", "25"), ("before", "20")))


def test_what_strengthens_is_raised_after_sessions_two_days_apart():
    start = levels_of("bridge").start
    daily = [acquainted(), *(session(number, did("bridge", start)) for number in (0, 1))]
    assert level(daily, "bridge", 2) == start
    assert level([*daily, session(2, did("bridge", start))], "bridge", 3) == start + 1


def test_four_days_lie_between_two_raises():
    sessions = grown("hamstring", range(12))
    steps = [level(sessions[: number + 1], "hamstring", number) for number in range(13)]
    raised = [number for number in range(1, 13) if steps[number] > steps[number - 1]]
    assert len(raised) == 3
    assert all(later - earlier >= 4 for earlier, later in pairwise(raised))


def test_less_than_its_level_raises_nothing():
    sessions = [session(number, did("hamstring", 0)) for number in range(9)]
    assert level(sessions, "hamstring", 9) == levels_of("hamstring").start


@pytest.mark.parametrize("outcome", [Outcome.PART, Outcome.SKIPPED, Outcome.UNREACHED])
def test_what_was_not_done_whole_does_not_count(outcome):
    start = levels_of("hamstring").start
    sessions = [session(0, did("hamstring", start))]
    sessions += [session(1, did("hamstring", start, outcome))]
    assert level(sessions, "hamstring", 2) == start


def test_by_hand_counts_only_where_all_was_done():
    start = levels_of("hamstring").start
    bare = [by_hand(session(number, did("hamstring", start))) for number in range(2)]
    whole = [by_hand(session(number, did("hamstring", start, level=start))) for number in range(2)]
    assert level([acquainted(), *bare], "hamstring", 2) == start
    assert level([acquainted(), *whole], "hamstring", 2) == start + 1
    assert not known(bare, 2).find("hamstring").is_new


def test_skipped_twice_running_is_a_step_back():
    start = levels_of("hamstring").start
    skipped = did("hamstring", start, Outcome.SKIPPED)
    done = session(0, did("hamstring", start))
    assert level([done, session(1, skipped)], "hamstring", 2) == start
    twice = [done, session(1, skipped), session(2, skipped)]
    assert level(twice, "hamstring", 3) == start - 1
    assert known(twice, 3).find("hamstring").reasons[-1] == PlanReason("why_skipped")


@pytest.mark.parametrize(
    ("away", "lower"), [(7, 0), (8, 0), (14, 0), (15, 2), (28, 2), (29, 3), (61, 3)]
)
def test_after_days_away_levels_go_back_to_their_start_at_most(away, lower):
    usual, start = levels_of("hamstring").usual, levels_of("hamstring").start
    sessions = grown("hamstring", range(20))
    assert level(sessions, "hamstring", 20) == usual == start + 3
    assert level(sessions, "hamstring", 19 + away) == max(start, usual - lower)


def test_nothing_is_raised_in_the_first_session_after_eight_days():
    start = levels_of("hamstring").start
    sessions = [acquainted(), *(session(number, did("hamstring", start)) for number in range(2))]
    assert level(sessions, "hamstring", 8) == start + 1
    assert level(sessions, "hamstring", 9) == start


def test_a_worse_back_holds_lowers_and_halves():
    usual = levels_of("hamstring").usual
    sessions = grown("hamstring", range(20))

    def after(pain: int, occasion=Occasion.AFTER):
        answers = [answer(19, 2, Occasion.BEFORE), answer(19, pain, occasion)]
        return level(sessions, "hamstring", 20, answers=answers)

    assert [after(pain) for pain in (0, 2, 3, 4, 5)] == [
        usual,
        usual,
        usual,
        usual - 1,
        usual // 2,
    ]


def test_an_answer_of_the_next_morning_counts_as_one_after():
    sessions = grown("hamstring", range(20))
    answers = [answer(19, 2, Occasion.BEFORE), answer(20, 5, Occasion.NEXT_MORNING, hour=6)]
    assert level(sessions, "hamstring", 21, answers=answers) == levels_of("hamstring").usual // 2


def test_after_a_worse_day_nothing_is_raised_for_two_sessions():
    start = levels_of("hamstring").start
    sessions = [session(number, did("hamstring", start), did("march")) for number in range(2)]
    sessions.insert(0, acquainted())
    sessions.append(session(2, did("bridge")))
    answers = [answer(2, 1, Occasion.BEFORE), answer(2, 3)]
    raised = [
        level(
            [*sessions, *(session(n, did("march")) for n in range(3, day))],
            "hamstring",
            day,
            answers=answers,
        )
        for day in (3, 4, 5)
    ]
    assert raised == [start, start, start + 1]


def test_a_plank_is_held_for_ten_seconds_until_it_was_done_six_times():
    levels = levels_of("plank")
    assert levels.doses[levels.find_highest(5, stronger=True)].hold == 10_000
    assert levels.doses[levels.find_highest(6, stronger=True)].hold == 20_000
    assert levels.doses[levels.find_highest(12, stronger=True)].hold == 30_000


def test_beyond_the_usual_dose_only_after_four_weeks_and_to_get_stronger():
    usual = levels_of("wall-sit").usual
    sessions: list = [acquainted()]
    reached = {}
    for number in range(0, 60, 2):
        allowed = level(sessions, "wall-sit", number, request=STRONGER)
        reached[number] = allowed
        sessions.append(session(number, did("wall-sit", allowed)))
    assert max(at for number, at in reached.items() if number < 28) == usual
    assert reached[58] > usual
    assert level(sessions, "wall-sit", 60) == usual


def test_superman_begins_with_its_least_and_never_exceeds_its_usual_dose():
    sessions: list = [acquainted()]
    for number in range(0, 80, 2):
        allowed = known(sessions, number, SUPERMAN).find("superman").level
        sessions.append(session(number, did("superman", allowed)))
    assert sessions[1].exercises[0].asked == levels_of("superman").doses[0]
    assert allowed == levels_of("superman").usual


def test_beyond_its_usual_dose_a_stretch_is_held_twice_before_longer():
    levels = levels_of("quadriceps")
    beyond = [(dose.reps, dose.hold) for dose in levels.doses[levels.usual :]]
    assert beyond[:2] == [(1, 30_000), (2, 30_000)]
    assert beyond.index((2, 30_000)) < next(
        n for n, (_, hold) in enumerate(beyond) if hold > 30_000
    )


def test_a_level_is_found_by_its_dose_and_not_by_its_number():
    start = levels_of("hamstring").start
    sessions = [session(number, did("hamstring", start, level=99)) for number in range(2)]
    sessions.insert(0, acquainted())
    assert level(sessions, "hamstring", 2) == start + 1


def test_the_next_morning_is_also_what_the_session_of_that_day_is_compared_with():
    sessions = [*grown("hamstring", range(20)), session(21, did("hamstring", 5))]
    usual = levels_of("hamstring").usual
    morning = answer(21, 4, Occasion.NEXT_MORNING)
    assert level(sessions, "hamstring", 22, answers=[morning, answer(21, 5)]) == usual
    assert level(sessions, "hamstring", 22, answers=[morning, answer(21, 6)]) == usual // 2


def test_what_may_not_be_done_two_days_running_rests_and_the_plan_says_so():
    sessions = [acquainted(), session(0, did("superman"))]
    next_day, later = (asked(sessions, number, SUPERMAN) for number in (1, 2))
    assert next_day.filters.resting == (
        ("superman", PlanReason("why_rests", (("date", "2026-11-02"), ("n", 2)))),
    )
    assert later.filters.resting == ()
    routine, cards = load()
    kept, left_out = apply_filters(routine, cards, next_day.filters)
    assert "superman" not in {one.exercise for one in kept.exercises}
    words = [one.with_words(load_phrases("en")).reason for one in left_out]
    assert any(one.startswith("it was done on 2026-11-02: not within 2 days") for one in words)


def test_a_worse_day_rests_what_led_to_it_for_a_fortnight():
    sessions = [acquainted(), session(0, did("superman")), session(1, did("bridge"))]
    answers = [answer(0, 2, Occasion.BEFORE), answer(0, 4)]
    resting = [
        bool(asked(sessions, number, SUPERMAN, answers).filters.resting) for number in (3, 14, 15)
    ]
    assert resting == [True, True, False]


@pytest.mark.parametrize(("after", "easy"), [(4, False), (5, True)])
def test_a_much_worse_day_is_followed_by_an_easy_one(after, easy):
    sessions = [acquainted(), session(0, did("bridge"))]
    answers = [answer(0, 2, Occasion.BEFORE), answer(0, after)]
    assert asked(sessions, 1, answers=answers).easy is easy
    assert not asked([*sessions, session(1, did("bridge"))], 2, answers=answers).easy


READY = ("hamstring", "hip-flexor", "quadriceps", "piriformis")


def ready() -> list:
    """Sessions after which four exercises may be raised, of three positions."""
    starts = {name: levels_of(name).start for name in READY}
    sessions = (session(n, *(did(name, at) for name, at in starts.items())) for n in (0, 1))
    return [acquainted(), *sessions]


def raised_in(sessions, number: int) -> dict[str, tuple[int, int]]:
    routine, cards = load()
    history = fold_log(Log(tuple(sessions)), on(number + 1))
    raised = make_levels(routine, cards, DEFAULT_REQUEST, history).raised
    return {
        name: steps for one in raised if one.day == on(number) for name, steps in one.raises.items()
    }


def test_two_exercises_are_raised_in_a_session_and_no_more():
    progression = known(ready(), 2)
    higher = [name for name in READY if progression.find(name).level > levels_of(name).start]
    assert len(higher) == 2
    more = session(2, *(did(name, levels_of(name).start + 1) for name in READY))
    assert len(raised_in([*ready(), more], 2)) == 2


def test_nothing_is_raised_beside_something_new_of_its_position():
    sessions = [
        replace(one, exercises=tuple(x for x in one.exercises if x.exercise != "dead-bug"))
        for one in ready()
    ]
    progression = known(sessions, 2)
    assert progression.find("piriformis").level == levels_of("piriformis").start
    assert progression.find("quadriceps").level == levels_of("quadriceps").start + 1
    higher = did("piriformis", levels_of("piriformis").start + 1)
    assert raised_in([*sessions, session(2, higher, did("dead-bug"))], 2) == {}
    assert raised_in([*sessions, session(2, higher)], 2)
