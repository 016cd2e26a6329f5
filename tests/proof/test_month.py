"""Two weeks of daily use, planned for real, as `tests.proof.month` does whole months of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.proof.daily_use import FIRST_DAY, Day
from tests.proof.month import Month, format_month, simulate_month

DAYS = 14


@pytest.mark.parametrize("minutes", [10, 20])
def test_two_weeks_of_lower_back_are_as_wanted(minutes):
    month = simulate_month("lower-back", minutes, days=DAYS, nesting=1)
    assert month
    assert [*month.list_missed()] == []
    assert len(month.days) == DAYS
    assert len({day.names for day in month.days}) > DAYS // 2


def test_what_takes_three_minutes_is_done_each_day_where_it_always_is():
    month = simulate_month("hips", 10, days=3)
    assert month
    assert [*month.list_missed()] == []
    assert "clamshell" in month.always


def test_what_has_no_session_of_a_length_has_no_month():
    assert simulate_month("desk-break", 45, days=3) is None


def make_month(*days: Day) -> Month:
    dated = [replace(day, day=FIRST_DAY + timedelta(days=n)) for n, day in enumerate(days)]
    return Month("other", 10, ("a", "b"), frozenset({"a"}), tuple(dated), length=len(days))


def make_day(*names: str, **more) -> Day:
    usual = {"new": (), "doing": 50.0, "is_cold": False, "is_exact": True}
    return Day(FIRST_DAY, names, **usual | more)


def test_gaps_are_counted_from_the_beginning_to_the_end():
    month = make_month(make_day("a"), make_day("a", "b"), *[make_day("a")] * 5)
    assert month.find_gaps() == {"a": 1, "b": 6}
    assert month.count_distinct() == [2]
    late = make_month(*[make_day("a")] * 5, make_day("a", "b"))
    assert (late.find_gaps()["b"], late.find_gaps(once_known=True)["b"]) == (6, 1)


@pytest.mark.parametrize(
    ("fault", "missed"),
    [
        ({"is_cold": True}, "1 cold openings"),
        ({"is_exact": False}, "1 not exact"),
        ({"new": ("a", "b")}, "1 too many new"),
        ({"raised": ("a", "b", "c")}, "1 more than two raised"),
        ({"firm_beyond": ("a",)}, "1 above usual"),
        ({"unequal": ("a",)}, "1 unequal sides"),
        ({"breaks": (9,)}, "1 breaks of nesting"),
    ],
)
def test_what_is_wanted_and_missed_is_named(fault, missed):
    good, bad = make_day("a", "b"), make_day("a", "b", **fault)
    assert [*make_month(good, bad).list_missed()] == [missed]
    assert any(missed in line for line in format_month(make_month(good, bad)))


def test_what_is_always_done_is_missed():
    assert [*make_month(make_day("b")).list_missed()] == ["1 without what is always done"]
