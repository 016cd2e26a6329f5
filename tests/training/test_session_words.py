"""How much is said around the exercises, and of safety."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coach.script.talk_level import TalkLevel
from coach.training.session_words import choose_base_talk, is_safety_known

MONDAY = date(2026, 1, 5)
DAYS = st.lists(st.integers(0, 150), max_size=20)


def on(number: int) -> date:
    return MONDAY + timedelta(days=number)


def talk_on(day: int, *heard: int) -> TalkLevel:
    return choose_base_talk(map(on, heard), on(day))


def known_on(day: int, *heard: int, flares: tuple[int, ...] = ()) -> bool:
    return is_safety_known(map(on, heard), on(day), map(on, flares))


def test_every_word_is_said_in_three_sessions_and_to_who_comes_back():
    assert talk_on(0) is TalkLevel.FULL
    assert talk_on(2, 0, 1) is TalkLevel.FULL
    assert talk_on(3, 0, 1, 2) is TalkLevel.SHORT
    assert talk_on(22, 0, 1, 2) is TalkLevel.SHORT
    assert talk_on(23, 0, 1, 2) is TalkLevel.FULL
    assert talk_on(24, 0, 1, 2, 23) is TalkLevel.SHORT
    assert talk_on(64, 0, 1, 2, 62, 63) is TalkLevel.FULL, "after two months it is three times"
    assert talk_on(65, 0, 1, 2, 62, 63, 64) is TalkLevel.SHORT


def test_all_of_safety_is_said_three_times_and_once_a_week():
    assert not known_on(2, 0, 1)
    assert known_on(3, 0, 1, 2)
    assert known_on(6, 0, 1, 2)
    assert not known_on(7, 0, 1, 2, 3, 4, 5, 6), "the first session of a week"
    assert known_on(8, 0, 1, 2, 7)
    assert not known_on(20, 0, 1, 2, 5), "two weeks away"


def test_all_of_safety_is_said_after_a_flare():
    assert not known_on(4, 0, 1, 2, 3, flares=(3,))
    assert not known_on(4, 0, 1, 2, 3, flares=(4,)), "told of just now"
    assert known_on(5, 0, 1, 2, 3, 4, flares=(3,)), "it was said since then"


@given(DAYS, st.integers(0, 150))
def test_what_comes_later_is_no_matter_and_a_day_counts_once(days, day):
    earlier = [each for each in reversed(days) if each < day]
    assert talk_on(day, *days) is talk_on(day, *earlier, *earlier)
    assert known_on(day, *days) is known_on(day, *earlier, *earlier)


@given(DAYS, st.integers(0, 150))
def test_nobody_hears_less_of_safety_than_in_three_sessions_and_each_week(days, day):
    earlier = {each for each in days if each < day}
    if known_on(day, *days):
        assert len(earlier) >= 3
        assert any(each >= day - day % 7 for each in earlier)
