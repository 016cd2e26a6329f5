"""Values of JSON -> what a record can hold: numbers within bounds, texts that are not too long."""

from datetime import datetime, timedelta
from math import isfinite
from typing import Any

MAX_TIME = 24 * 60 * 60_000
"""The longest session, and the longest dose, in ms."""
MAX_TEXT = 300
"""How many characters of a text are kept."""


def read_moment(text: Any) -> datetime:
    """Return the moment that a text names; without an offset it is the clock on the wall here.

    Raises ValueError where it names none.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.astimezone()
    moment - timedelta(days=2), moment + timedelta(days=2)  # raises where no day can follow
    return moment


def read_whole(value: Any, least: int, most: int) -> int:
    """Return a number as a whole one between bounds; raises ValueError where it is none."""
    return min(max(least, round(_read_number(value))), most)


def read_seconds(value: Any) -> int:
    """Return seconds as ms, none below zero or beyond a day; raises ValueError for no number."""
    return min(max(0, round(min(_read_number(value), MAX_TIME) * 1000)), MAX_TIME)


def _read_number(value: Any) -> int | float:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if is_whole or (isinstance(value, float) and isfinite(value)):
        number: int | float = value
        return number
    raise ValueError(f"no number: {value!r:.40}")


def read_text(value: Any) -> str:
    """Return a text, cut to MAX_TEXT; raises ValueError for any other value."""
    if not isinstance(value, str):
        raise ValueError(f"no text: {value!r:.40}")
    return value[:MAX_TEXT]


def read_flag(value: Any) -> bool:
    """Return a value that is true or false; raises ValueError for any other."""
    if not isinstance(value, bool):
        raise ValueError(f"neither true nor false: {value!r:.40}")
    return value
