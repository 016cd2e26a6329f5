"""Moment -> the day it belongs to: a day ends when people are in bed, and not at midnight."""

from datetime import date, datetime, timedelta

from coach.errors import Problem, UsageError

DAY_BEGINS = timedelta(hours=4)
"""How long after midnight a day begins. Taken off the wall clock: a change of the clocks or a
flight in between changes nothing of it."""


def find_day(moment: datetime) -> date:
    """Return the day that a moment belongs to, by the clock on the wall where it was written down.

    >>> find_day(datetime(2026, 11, 29, 0, 30)).isoformat()
    '2026-11-28'
    """
    return (moment.replace(tzinfo=None) - DAY_BEGINS).date()


def read_day(given: date | str, option: str = "") -> date:
    """Return a day as it is, or from the text of an option; raises UsageError for what is none."""
    if isinstance(given, date):
        return given.date() if isinstance(given, datetime) else given
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        hint = f"write it as {find_today().isoformat()}"
        message = f"{option}: " * bool(option) + f"expected a day, found {given!r}"
        raise UsageError(Problem(message, hint=hint)) from None


def find_today() -> date:
    """Return today, which until four in the morning is still the day before."""
    return find_day(datetime.now().astimezone())
