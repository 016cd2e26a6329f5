"""What an answer changes: a brake, never a throttle, and nothing of it claimed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.training.back_answers import (
    Brake,
    Comparison,
    compare_pain,
    find_month_median,
    has_risen,
    has_risen_twice,
    is_screening_old,
    judge_pain,
)
from coach.training.fold import fold_log
from coach.training.log_records import AnswerRecord, Log, Occasion, SessionRecord
from coach.training.worse_days import list_worse_sessions

PAINS = st.integers(0, 10)
DAY = date(2026, 11, 2)


def at(days: int, hour: int) -> datetime:
    return datetime(2026, 11, 2, tzinfo=UTC) + timedelta(days=days, hours=hour)


def session(days: int = 0, hour: int = 8) -> SessionRecord:
    start = at(days, hour)
    return SessionRecord(f"s{days}-{hour}", start, start.date(), "lower-back")


def answer(
    pain: int, days: int = 0, hour: int = 7, when: Occasion = Occasion.BEFORE, of: str = ""
) -> AnswerRecord:
    start = at(days, hour)
    return AnswerRecord(f"a{days}-{hour}-{when}", start, start.date(), pain, when, of)


def after(pain: int, days: int = 0, of: str = "") -> AnswerRecord:
    return answer(pain, days, 9, Occasion.AFTER, of)


# Before


@pytest.mark.parametrize(
    ("pain", "usual", "brake"),
    [
        (3, 3, Brake.NONE),
        (4, 3, Brake.NONE),
        (5, 3, Brake.EASY),
        (6, 3, Brake.FLARE),
        (6, 5, Brake.NONE),
        (7, 7, Brake.FLARE),
        (2, 0, Brake.EASY),
        (3, 0, Brake.FLARE),
        (0, 10, Brake.NONE),
    ],
)
def test_a_higher_answer_than_usual_brakes(pain, usual, brake):
    assert judge_pain(pain, usual) is brake


@given(PAINS, PAINS, PAINS, PAINS)
def test_more_never_brakes_less(pain, more, usual, less):
    low, high = sorted((pain, more))
    rare, often = sorted((usual, less))
    assert judge_pain(low, usual) <= judge_pain(high, usual)
    assert judge_pain(pain, often) <= judge_pain(pain, rare)


# Behind a session


def find_worse(sessions, answers) -> dict[str, int]:
    history = fold_log(Log(tuple(sessions), tuple(answers)), DAY + timedelta(days=40))
    return {id_: one.worse for id_, one in list_worse_sessions(history).items()}


def test_the_answers_behind_a_session_are_those_after_it_and_of_the_next_morning():
    sessions = [session(0), session(1)]
    found = find_worse(sessions, [answer(2), after(4), answer(2, 1), after(2, 1)])
    assert found == {"s0-8": 2, "s1-8": 0}
    assert find_worse(sessions, [answer(2), answer(5, 1, 7)]) == {"s0-8": 3}


@pytest.mark.parametrize("when", [Occasion.BY_HAND, Occasion.NEXT_MORNING, Occasion.BEFORE])
def test_what_is_said_by_hand_before_a_session_is_what_it_is_compared_with(when):
    earlier = [answer(2, days) for days in (-9, -8, -7)]
    said = [*earlier, answer(5, when=when), after(5)]
    assert find_worse([session(0)], said) == {"s0-8": 0}


def test_an_answer_much_later_says_nothing_of_a_session():
    assert not find_worse([session(0)], [answer(2), answer(8, 3)])


def test_an_answer_after_one_of_two_sessions_is_that_of_one():
    sessions = [session(0, 8), session(0, 18)]
    answers = [answer(2), answer(2, 0, 17, of="s0-18"), after(2, of="s0-8")]
    answers.append(answer(5, 0, 19, Occasion.AFTER, "s0-18"))
    assert find_worse(sessions, answers) == {"s0-8": 0, "s0-18": 3}


def test_without_an_answer_before_it_the_usual_one_counts():
    assert find_worse([session(0)], [after(5)]) == {"s0-8": 2}


# Over weeks


def weekly(*pains: int) -> list[AnswerRecord]:
    return [answer(pain, days=7 * week) for week, pain in enumerate(pains)]


@pytest.mark.parametrize(
    ("pains", "risen"),
    [
        ((2, 2, 2, 2, 4, 4), True),
        ((2, 2, 2, 2, 4, 3), False),
        ((2, 2, 2, 2, 2, 4), False),
        ((4, 4), False),
        ((), False),
    ],
)
def test_a_rise_counts_once_it_has_lasted_a_fortnight(pains, risen):
    assert has_risen(weekly(*pains), DAY + timedelta(days=35)) is risen


def test_twice_running_is_told():
    log = Log((session(0), session(2)), (answer(2), after(4), answer(2, 2), after(5, 2)))
    day = DAY + timedelta(days=2)
    assert has_risen_twice(log, day)
    assert not has_risen_twice(Log(log.sessions, log.answers[:2]), day)
    assert not has_risen_twice(Log(log.sessions[:1], log.answers[:2]), day)


def test_health_answers_grow_old():
    assert is_screening_old(DAY, DAY + timedelta(days=91))
    assert not is_screening_old(DAY, DAY + timedelta(days=90))
    assert not is_screening_old(None, DAY)


def test_the_middle_answer_is_that_of_four_weeks():
    assert find_month_median(weekly(9, 1, 2, 3, 4), DAY + timedelta(days=28)) == 2
    assert find_month_median([], DAY) is None


@given(PAINS, PAINS)
def test_less_than_two_apart_is_about_the_same(pain, usual):
    found = compare_pain(pain, usual)
    assert (found is Comparison.SAME) == (abs(pain - usual) < 2)
    assert compare_pain(usual, pain) == {"more": "less", "less": "more", "same": "same"}[found]
