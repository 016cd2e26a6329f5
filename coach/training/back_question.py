"""Whether somebody is asked how their back is, before a session. Pure.

Only people who have agreed are asked. A daily number may do harm, so what is offered is once a
week; and the same question is never asked twice, whether it was answered or not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from coach.training.back_answers import BEFORE_EXERCISE
from coach.training.fold import find_monday, fold_log
from coach.training.log_records import AnswerRecord, Log, Occasion
from coach.training.worse_days import list_worse_sessions

AFTER_LASTS = timedelta(hours=3)
"""For how long after the start of a session an answer by hand is one after it."""


class AskBack(StrEnum):
    """How often somebody agrees to be asked."""

    NEVER = "never"
    WEEKLY = "weekly"
    EACH_TIME = "each-time"


@dataclass(frozen=True, slots=True)
class Consent:
    """How often somebody agrees to be asked, and the last day they were; None for never."""

    ask: AskBack = AskBack.NEVER
    last_asked: date | None = None


def is_due(consent: Consent, log: Log, day: date) -> bool:
    """Return whether to ask before a session of a day.

    Weekly means before the first session of a week, which is also the first after seven days away,
    and before the first session since one that made the back worse. Somebody who has answered since
    the last session is not asked.
    """
    if consent.ask is AskBack.NEVER or find_open_answer(log, day) is not None:
        return False
    if consent.ask is AskBack.EACH_TIME:
        return True
    if consent.last_asked == day:
        return False
    last = max((one.day for one in log.sessions if one.day <= day), default=None)
    asked = consent.last_asked or date.min
    if last is None or last < find_monday(day):
        return asked < find_monday(day)
    return _is_worse_since(log, last, asked)


def _is_worse_since(log: Log, last: date, asked: date) -> bool:
    """Return whether the back was worse after the last session, and nobody has asked since."""
    history = fold_log(log, last + timedelta(days=1))
    worse = list_worse_sessions(history)
    ids = [one.id for one in history.sessions if one.day == last]
    return asked <= last and any(id_ in worse and worse[id_].is_lowered for id_ in ids)


def find_open_answer(log: Log, day: date) -> AnswerRecord | None:
    """Return what was said on a day, where no session has begun since; None for nothing.

    Answers after a session do not count.
    """
    said = _list_since_session(log, day)
    return find_last_answer(one for one in said if one.occasion in BEFORE_EXERCISE)


def find_braking_answer(log: Log, day: date) -> AnswerRecord | None:
    """Return what was said last on a day, where no session has begun since; None for nothing.

    An answer after a session is a brake for the next one of the day.
    """
    return find_last_answer(_list_since_session(log, day))


def _list_since_session(log: Log, day: date) -> list[AnswerRecord]:
    started = max((one.start for one in log.sessions if one.day == day), default=None)
    said = (one for one in log.answers if one.day == day)
    return [one for one in said if started is None or one.start > started]


def find_occasion(log: Log, now: datetime, day: date) -> Occasion:
    """Return the occasion of an answer given by hand, by the sessions that it comes after."""
    started = [one.start for one in log.sessions if one.day == day and one.start <= now]
    if started and now - max(started) <= AFTER_LASTS:
        return Occasion.AFTER
    yesterday = day - timedelta(days=1)
    if not started and any(one.day == yesterday for one in log.sessions):
        return Occasion.NEXT_MORNING
    return Occasion.BY_HAND


def find_last_answer(answers: Iterable[AnswerRecord]) -> AnswerRecord | None:
    """Return the answer that was given last; None for none."""
    return max(answers, key=lambda one: one.start, default=None)
