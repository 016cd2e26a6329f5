"""How many words an exercise still needs, by its hearings."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.timeline.familiarity import Stage
from coach.training.word_needs import Hearing, choose_familiarity

START = date(2026, 1, 5)
NEWER = "0badcafe"
WORDS = "12345678"
DAYS = st.lists(st.integers(0, 200), max_size=25).map(sorted)


def on(number: int) -> date:
    return START + timedelta(days=number)


def heard(*days: int, words: str = WORDS, asks: bool = False) -> list[Hearing]:
    return [Hearing(on(number), words, asks) for number in days]


def stage_on(day: int, *hearings: Hearing) -> Stage:
    return choose_familiarity(hearings, WORDS, on(day)).stage


@pytest.mark.parametrize(
    ("times", "stage"),
    [
        (0, Stage.TAUGHT),
        (2, Stage.TAUGHT),
        (3, Stage.REMINDED),
        (7, Stage.REMINDED),
        (8, Stage.NAMED),
        (40, Stage.NAMED),
    ],
)
def test_three_times_every_word_then_five_times_a_reminder(times, stage):
    assert stage_on(times, *heard(*range(times))) is stage


@pytest.mark.parametrize(
    ("away", "stage"),
    [
        (20, Stage.NAMED),
        (21, Stage.REMINDED),
        (59, Stage.REMINDED),
        (60, Stage.TAUGHT),
    ],
)
def test_who_was_away_hears_more_of_it(away, stage):
    assert stage_on(9 + away, *heard(*range(10))) is stage


def test_one_hearing_brings_back_where_one_was():
    assert stage_on(31, *heard(*range(10), 30)) is Stage.NAMED
    assert stage_on(101, *heard(*range(10), 100)) is Stage.TAUGHT, "but not after two months"


def test_other_words_are_new_and_unknown_ones_the_same():
    assert stage_on(9, *heard(*range(9), words=NEWER)) is Stage.TAUGHT
    assert stage_on(9, *heard(*range(9), words="")) is Stage.NAMED
    assert stage_on(12, *heard(*range(9)), *heard(10, words=NEWER)) is Stage.NAMED


def test_what_was_asked_for_is_told_in_full_the_next_time():
    asked = heard(9, asks=True)
    assert stage_on(10, *heard(*range(9)), *asked) is Stage.TAUGHT
    assert stage_on(11, *heard(*range(9)), *asked, *heard(10)) is Stage.NAMED


def test_the_details_are_told_in_turn():
    turns = [choose_familiarity(heard(*range(n)), WORDS, on(n)).turn for n in range(3, 8)]
    assert turns == [3, 4, 5, 6, 7]


@given(DAYS, st.integers(0, 200), st.integers(0, 220))
def test_nobody_hears_more_of_it_for_having_heard_it_once_more(days, more, day):
    before = stage_on(day, *heard(*days))
    assert stage_on(day, *heard(*days), *heard(more)) >= before


@given(DAYS, st.integers(0, 220))
def test_a_day_counts_once_in_any_order_and_what_comes_later_is_no_matter(days, day):
    hearings = heard(*days)
    earlier = [one for one in hearings if one.day < on(day)]
    told = choose_familiarity(hearings, WORDS, on(day))
    assert told == choose_familiarity([*reversed(earlier), *earlier], WORDS, on(day))
