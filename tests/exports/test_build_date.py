import time

import pytest

from coach.errors import UsageError
from coach.exports.build_date import build_time, build_year

NEW_YEAR_2030 = 1_893_456_000


def test_the_variable_sets_the_time_and_the_year_in_utc(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NEW_YEAR_2030 - 1))
    assert build_time() == NEW_YEAR_2030 - 1
    assert build_year() == 2029
    assert build_year(NEW_YEAR_2030) == 2030


@pytest.mark.parametrize("value", [None, ""])
def test_without_it_the_time_is_now(monkeypatch, value):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if value is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    before = int(time.time())
    assert before <= build_time() <= time.time()


def test_what_is_no_number_is_refused(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(UsageError, match="expected seconds since 1970, found 'soon'"):
        build_year()
