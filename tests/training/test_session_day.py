"""A day ends when one goes to bed, wherever the clock stands."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.training.session_day import find_day

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 29, 0, 30), date(2026, 11, 28)),
        (datetime(2026, 11, 29, 3, 59, 59), date(2026, 11, 28)),
        (datetime(2026, 11, 29, 4), date(2026, 11, 29)),
        (datetime(2026, 10, 25, 3, 59, tzinfo=BERLIN), date(2026, 10, 24)),
        (datetime(2026, 10, 25, 4, 0, tzinfo=BERLIN), date(2026, 10, 25)),
        (datetime(2027, 3, 28, 3, 30, tzinfo=BERLIN), date(2027, 3, 27)),
    ],
)
def test_a_day_begins_at_four_by_the_clock_on_the_wall(moment, day):
    assert find_day(moment) == day


@given(st.datetimes(datetime(1980, 1, 1), datetime(2090, 1, 1)))
def test_a_day_later_by_the_wall_is_the_next_day(moment):
    there = moment.replace(tzinfo=BERLIN)
    assert find_day(there + timedelta(days=1)) == find_day(there) + timedelta(days=1)
