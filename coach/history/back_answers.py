"""How the back is, nought to ten -> what changes in a session. Pure.

It is a brake and never a throttle: a high answer takes something off, a low one adds nothing.
Nothing is said of why it is so, or of what it will be; less than `SAME_BELOW` apart is the same.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import IntEnum
from statistics import median_low

from coach.history.log_records import AnswerRecord, Log, Occasion, SessionRecord

LEAST_PAIN, MOST_PAIN = 0, 10
SAME_BELOW = 2
"""Answers that lie less than this apart are about the same: so much is chance."""
FLARE_FROM = 7
FLARE_ABOVE_USUAL = 3
EASY_ABOVE_USUAL = 2
COMFORT_FROM = 4
"""From here on the rule of comfort is that nothing adds to what there is now."""
HOLD_ABOVE, STEP_ABOVE, HALF_ABOVE = 1, 2, 3
HALF_OVER = 5
"""A rise of `STEP_ABOVE` counts as one of `HALF_ABOVE` where it ends above this."""
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


class Setback(IntEnum):
    """What the answers behind a session ask of the doses that were done in it.

    Nothing; no raise; a step back; half the dose, and an easy session next.
    """

    NONE = 0
    HOLD = 1
    STEP = 2
    HALF = 3


def judge_rise(before: int, later: int) -> Setback:
    """Return what the way from one answer to a later one asks for.

    >>> [judge_rise(2, later).name for later in (1, 2, 3, 4, 5)]
    ['NONE', 'NONE', 'HOLD', 'STEP', 'HALF']
    """
    rise = later - before
    if rise >= HALF_ABOVE or (rise >= STEP_ABOVE and later > HALF_OVER):
        return Setback.HALF
    if rise >= STEP_ABOVE:
        return Setback.STEP
    return Setback.HOLD if rise >= HOLD_ABOVE else Setback.NONE


def find_setbacks(
    sessions: Iterable[SessionRecord], answers: Iterable[AnswerRecord], unknown: int
) -> Mapping[str, Setback]:
    """Return, by the ids of sessions, what the answers behind each ask for, where that is anything.

    A session without an answer before it is compared with `unknown`, the usual answer. What is
    said on the next morning counts, however it was asked.
    """
    said = sorted(answers, key=lambda one: one.start)
    found = {}
    for session in sessions:
        before = [one.pain for one in said if _is_before(one, session)]
        later = [one.pain for one in said if _is_behind(one, session)]
        if later:
            setback = judge_rise(before[-1] if before else unknown, max(later))
            if setback:
                found[session.id] = setback
    return found


def _is_before(answer: AnswerRecord, session: SessionRecord) -> bool:
    if answer.session and answer.occasion is Occasion.BEFORE:
        return answer.session == session.id
    is_early = answer.day == session.day and answer.start <= session.start
    return is_early and answer.occasion in BEFORE_EXERCISE


def _is_behind(answer: AnswerRecord, session: SessionRecord) -> bool:
    if answer.occasion is Occasion.AFTER:
        if answer.session:
            return answer.session == session.id
        return answer.day == session.day and answer.start > session.start
    is_next = answer.day == session.day + timedelta(days=1)
    return is_next and answer.occasion in BEFORE_EXERCISE


def format_comparison(pain: int, usual: int) -> str:
    """Return in words how an answer lies to the usual one.

    >>> format_comparison(4, usual=3), format_comparison(6, usual=3)
    ('about the same as lately', 'more than lately')
    """
    if abs(pain - usual) < SAME_BELOW:
        return "about the same as lately"
    return "more than lately" if pain > usual else "less than lately"


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


def has_risen_twice(log: Log, unknown: int) -> bool:
    """Return whether there was more behind each of the last two sessions than before it."""
    setbacks = find_setbacks(log.sessions, log.answers, unknown)
    last = sorted(log.sessions, key=lambda one: one.start)[-2:]
    return len(last) == 2 and all(setbacks.get(one.id, 0) >= Setback.STEP for one in last)


def _find_median(answers: Iterable[AnswerRecord], behind: date, until: date) -> int | None:
    """Return the median of the answers after one day and up to another; None without one."""
    found = [one.pain for one in answers if behind < one.day <= until]
    return median_low(found) if found else None
