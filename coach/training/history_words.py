"""Dates and doses of a history in words, as a language's file has them."""

from datetime import date

from coach.script.phrases import Phrases
from coach.training.dose_increases import DoseIncrease, list_changes

_KEYS = {"reps": "dose_times", "sets": "dose_sets", "breaths": "dose_breaths"}
_MINUTE_MS = 60_000


def format_date(day: date, phrases: Phrases, today: date) -> str:
    """Return a day in words, with its year where that is not today's: `3 November`."""
    month = phrases.format_shown("months").split()[day.month - 1]
    key = "date" if day.year == today.year else "date_of_year"
    return phrases.format_shown(key, day=day.day, month=month, year=day.year)


def format_weekday(day: date, phrases: Phrases) -> str:
    """Return the name of the day of the week."""
    return phrases.format_shown("weekdays").split()[day.weekday()]


def format_increase(increase: DoseIncrease, phrases: Phrases, today: date) -> str:
    """Return what grew, from what, and since when: `15 to 25 s since 3 November`."""
    changes = ", ".join(_format_change(*change, phrases) for change in list_changes(increase))
    since = format_date(increase.since, phrases, today)
    return phrases.format_shown("change_since", change=changes, date=since)


def _format_change(name: str, before: int, after: int, phrases: Phrases) -> str:
    """Return one value of a dose, before and after; the unit stands behind the last of them."""
    if key := _KEYS.get(name):
        was, now = str(before), phrases.format_shown(key, **{name: after})
    else:
        is_short = max(before, after) < _MINUTE_MS
        was = str(round(before / 1000)) if is_short else phrases.format_short_length(before)
        now = phrases.format_short_length(after)
    return phrases.format_shown("change", before=was, after=now)
