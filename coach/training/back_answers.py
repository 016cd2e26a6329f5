"""How the back is, nought to ten -> what changes in a session. Pure.

A high answer takes something off a session, and a low one adds nothing. Nothing is said of causes,
or of what will be; answers less than `SAME_BELOW` apart are the same.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from statistics import median_low

from coach.training.fold import fold_log
from coach.training.log_records import AnswerRecord, Log, Occasion
from coach.training.worse_days import list_worse_sessions

SAME_BELOW = 2
"""Answers less than this apart are about the same: such a difference is chance."""
FLARE_FROM = 7
"""From this answer on it is a flare, whatever is usual."""
FLARE_ABOVE_USUAL = 3
EASY_ABOVE_USUAL = 2
COMFORT_FROM = 4
"""From this answer on the rule of comfort is that nothing adds to what there is now."""
FORTNIGHT = timedelta(days=14)
WEEK = timedelta(days=7)
BASELINE = timedelta(days=28)
"""The days before a fortnight that it is compared with."""
SCREENING_LASTS = timedelta(days=90)
BEFORE_EXERCISE = (Occasion.BEFORE, Occasion.NEXT_MORNING, Occasion.BY_HAND)


class Brake(IntEnum):
    """What an answer before a session changes: nothing, an easy one, or one for a flare."""

    NONE = 0
    EASY = 1
    FLARE = 2


def judge_pain(pain: int, usual: int) -> Brake:
    """Return what an answer changes, for somebody whose usual one is another.

    >>> [judge_pain(pain, usual=3).name for pain in (0, 4, 5, 6, 7)]
    ['NONE', 'NONE', 'EASY', 'FLARE', 'FLARE']
    """
    if pain >= FLARE_FROM or pain >= usual + FLARE_ABOVE_USUAL:
        return Brake.FLARE
    return Brake.EASY if pain >= usual + EASY_ABOVE_USUAL else Brake.NONE


class Comparison(StrEnum):
    """How an answer compares with the usual one; a small change is none."""

    SAME = "same"
    MORE = "more"
    LESS = "less"


def compare_pain(pain: int, usual: int) -> Comparison:
    """Return how an answer compares with the usual one.

    >>> [compare_pain(pain, usual=3).name for pain in (1, 4, 6)]
    ['LESS', 'SAME', 'MORE']
    """
    if abs(pain - usual) < SAME_BELOW:
        return Comparison.SAME
    return Comparison.MORE if pain > usual else Comparison.LESS


def find_month_median(answers: Iterable[AnswerRecord], day: date) -> int | None:
    """Return the median of the answers of four weeks that end with a day; None without one."""
    return _find_median(answers, day - BASELINE, day)


def has_risen(answers: Iterable[AnswerRecord], day: date) -> bool:
    """Return whether both weeks of the last fortnight lie above the four weeks before them."""
    said = tuple(answers)
    usual = _find_median(said, day - FORTNIGHT - BASELINE, day - FORTNIGHT)
    weeks = (
        _find_median(said, day - FORTNIGHT, day - WEEK),
        _find_median(said, day - WEEK, day),
    )
    if usual is None:
        return False
    return all(week is not None and week >= usual + SAME_BELOW for week in weeks)


def is_screening_old(answered: date | None, day: date) -> bool:
    """Return whether the answers of a screening are too old; not where there are none."""
    return answered is not None and day - answered > SCREENING_LASTS


def has_risen_twice(log: Log, day: date) -> bool:
    """Return whether there was more pain after each of the last two sessions up to a day."""
    history = fold_log(log, day + timedelta(days=1))
    worse, last = list_worse_sessions(history), history.sessions[-2:]
    return len(last) == 2 and all(one.id in worse and worse[one.id].is_lowered for one in last)


def _find_median(answers: Iterable[AnswerRecord], after: date, until: date) -> int | None:
    """Return the median of the answers after one day and up to another; None without one."""
    found = [one.pain for one in answers if after < one.day <= until]
    return median_low(found) if found else None
