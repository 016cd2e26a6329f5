"""docs/a-month.md shows what its commands print, in the month that it tells of."""

import importlib.util
from datetime import UTC, datetime

import pytest

from coach.training import session_day
from tests.paths import ROOT

SOURCE = ROOT / "docs" / "month" / "make.py"
SPEC = importlib.util.spec_from_file_location("month_page", SOURCE)
assert SPEC
assert SPEC.loader
MONTH = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(MONTH)


@pytest.mark.content
def test_the_page_shows_what_its_commands_print():
    page = MONTH.PAGE.read_text(encoding="utf-8")
    assert MONTH.BLOCK.search(page)
    assert MONTH.make_page(page) == page, "run: PYTHONPATH=. python docs/month/make.py"


def test_every_command_of_it_is_run():
    page = MONTH.PAGE.read_text(encoding="utf-8")
    assert page.count("$ coach") == len([*MONTH.BLOCK.finditer(page)])


def test_the_time_that_is_pretended_ends_with_its_block():
    moment = datetime(2026, 11, 24, 6, tzinfo=UTC)
    with MONTH.pretend_now(moment):
        assert session_day.find_today() == moment.date()
    assert session_day.datetime is datetime
    assert datetime.now(UTC) != moment
