"""What suits today: the log, the clock and what a listener has set -> one session to offer. Pure.

The rules come in an order, and the first that holds decides. Each has one reason, which is shown.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from coach.listener.defaults import WEEKLY_GOAL
from coach.training.back_answers import Brake, judge_pain
from coach.training.back_question import find_braking_answer
from coach.training.fold import (
    AWAY_DAYS,
    HEARD,
    History,
    find_monday,
    fold_log,
    is_session_heard,
)
from coach.training.log_records import End, Log, SessionRecord
from coach.training.session_day import DAY_BEGINS, find_day

_Value = TypeVar("_Value")
FIRST_ROUTINE = "lower-back"
"""What most people come for."""
SHORT_MS = 10 * 60_000
NIGHT_ENDS = (datetime.min + DAY_BEGINS).time()
MORNING_ENDS, EVENING_BEGINS = time(9), time(20, 30)
RISING = timedelta(hours=1)
REST_DAYS = 2
"""From one day that strengthens to the next: forty-eight hours, by the calendar."""
STRENGTHENING = 3
"""How many exercises for strength make a day of strength: two are in nearly every short session."""
USUAL_DAYS = 28
"""The last days, which show what somebody usually does."""
OFFERED_BESIDES = frozenset({"morning", "bedtime", "walk", "breathing", "flare-up"})
"""What is offered for a time of day, or besides: no habit, however often it is done."""


class Reason(StrEnum):
    """Why something is offered; the first that holds."""

    STOP = "stop"
    FLARE = "flare"
    SORE = "sore"
    DONE = "done"
    BROKEN_OFF = "broken-off"
    FIRST = "first"
    AWAY = "away"
    MORNING = "morning"
    EVENING = "evening"
    STRENGTH = "strength"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known when a day's session is offered.

    `now` is the listener's own clock, `routines` are the names of all there are, `strength` those
    of the exercises that strengthen. `length` is the usual one that was set, in ms, and `rises` the
    time of getting up. With `stops` the health questions say not to begin.
    """

    log: Log
    now: datetime
    routines: Collection[str]
    strength: Collection[str] = ()
    length: int | None = None
    weekly_goal: int = WEEKLY_GOAL
    rises: time | None = None
    stops: bool = False
    history: History = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "history", fold_log(self.log, self.day))

    @property
    def day(self) -> date:
        """The listener's day, which ends in the night after it."""
        return find_day(self.now)


@dataclass(frozen=True, slots=True)
class Offer:
    """A session to offer, and why; `length` is in ms, None the usual one of the routine.

    With STOP nothing is offered. `others` suit as well. `days` is how long ago the last day of
    strength was, None for none, and `done` how many there were this week, of `goal`.
    """

    reason: Reason
    routine: str = ""
    length: int | None = None
    easy: bool = False
    full_words: bool = False
    others: tuple[str, ...] = ()
    days: int | None = None
    done: int = 0
    goal: int = WEEKLY_GOAL


def choose_offer(here: Situation) -> Offer:
    """Return what to offer; the same for the same situation.

    What was done today counts only as done, or as what can go on: of the rest the log is read up to
    yesterday.
    """
    if here.stops or not here.routines:
        return Offer(Reason.STOP)
    brake = _find_brake(here)
    if brake is Brake.FLARE and (gentle := _list_known(here, "flare-up", "breathing")):
        return Offer(Reason.FLARE, gentle[0], others=gentle[1:])
    besides = ("breathing", "walk") if _is_evening(here.now.time()) else ("walk", "breathing")
    more = _list_known(here, *besides)
    broken_off = _find_broken_off(here)
    if more and not broken_off and is_done_today(here):
        return Offer(Reason.DONE, more[0], others=more[1:])
    offer = _go_on_with(broken_off, more) if broken_off else _choose_by_day(here)
    return replace(offer, reason=Reason.SORE, easy=True) if brake is not Brake.NONE else offer


def list_suitable(here: Situation) -> tuple[str, ...]:
    """Return the routines that suit today: the one to offer, others, and the usual one.

    With a stop there are none. Where the back is much sorer the usual one is not among them.
    """
    offer = choose_offer(here)
    if offer.reason is Reason.STOP:
        return ()
    usual = () if offer.reason is Reason.FLARE else (find_usual(here)[0],)
    return tuple(dict.fromkeys((offer.routine, *offer.others, *usual)))


def _go_on_with(session: SessionRecord, besides: tuple[str, ...]) -> Offer:
    """Return the offer of a session that was broken off today."""
    others = tuple(name for name in besides if name != session.routine)
    length = _round_to_minutes(session) or None
    return Offer(Reason.BROKEN_OFF, session.routine, length, others=others)


def _choose_by_day(here: Situation) -> Offer:
    """Return what suits a listener who has done nothing today, and whose back is as usual."""
    routine, length = find_usual(here)
    away = here.history.days_away
    if away is None:
        return Offer(Reason.FIRST, routine, here.length)
    short = min(SHORT_MS, length or SHORT_MS)
    if away > AWAY_DAYS:
        return Offer(Reason.AWAY, routine, short, easy=True, full_words=True, days=away)
    clock = here.now.time()
    if _is_morning(clock, here.rises) and "morning" in here.routines:
        return Offer(Reason.MORNING, "morning", others=(routine,))
    if _is_evening(clock) and "bedtime" in here.routines:
        return Offer(Reason.EVENING, "bedtime", others=(routine,))
    days = list_strength_days(here.history.sessions, here.strength)
    ago = (here.day - days[-1]).days if days else None
    done = sum(day >= find_monday(here.day) for day in days)
    facts = Offer(Reason.STRENGTH, routine, length, days=ago, done=done, goal=here.weekly_goal)
    if _is_strength_due(days, here.day, here.weekly_goal):
        return facts
    walk = tuple(name for name in _list_known(here, "walk") if name != routine)
    return replace(facts, reason=Reason.SHORT, length=short, others=walk)


def find_usual(here: Situation) -> tuple[str, int | None]:
    """Return the routine and the length in ms that somebody usually does; None for its usual one.

    What counts are the sessions of the last weeks on days when one for strength was due: short ones
    in between, walks and quiet evenings are no habit, as they are offered besides. Of equally
    frequent ones the last counts.
    """
    begins = here.day - timedelta(days=USUAL_DAYS)
    recent = [one for one in here.history.sessions if one.day >= begins and _is_habit(one, here)]
    days = list_strength_days(here.history.sessions, here.strength)
    due = [one for one in recent if _is_strength_due(days, one.day, here.weekly_goal)] or recent
    routine = _find_most_frequent(one.routine for one in due)
    if routine is None:
        known = FIRST_ROUTINE in here.routines
        return FIRST_ROUTINE if known else min(here.routines), here.length
    lengths = (_round_to_minutes(one) for one in due if one.routine == routine)
    return routine, _find_most_frequent(each for each in lengths if each) or here.length


def list_strength_days(
    sessions: Iterable[SessionRecord], strength: Collection[str]
) -> tuple[date, ...]:
    """Return the days on which exercises for strength were done, rising.

    A session that was entered by hand, without its exercises, is taken to have had them.
    """
    return tuple(sorted({one.day for one in sessions if _is_strengthening(one, strength)}))


def is_done_today(here: Situation) -> bool:
    """Return True where something was done today, by the rule of every other day."""
    return any(map(is_session_heard, _list_today(here)))


def _find_broken_off(here: Situation) -> SessionRecord | None:
    """Return the last session of today where none was heard to its half; None where one was."""
    heard = [one for one in _list_today(here) if is_session_heard(one)]
    last = max(heard, key=lambda one: (one.start.timestamp(), one.id), default=None)
    is_known = last is not None and last.routine in here.routines
    return last if is_known and not any(map(_is_mostly_done, heard)) else None


def list_recent_exercises(log: Log, now: datetime) -> frozenset[str]:
    """Return the exercises of the days by which the offer is chosen.

    The caller has to find out which of them strengthen.
    """
    begins = find_day(now) - timedelta(days=USUAL_DAYS + 7 + REST_DAYS)
    recent = (one for one in log.sessions if one.day >= begins)
    return frozenset(each.exercise for one in recent for each in one.exercises)


def _find_brake(here: Situation) -> Brake:
    """Return what today's answer asks for, unless a session has begun since."""
    said = find_braking_answer(here.log, here.day)
    return judge_pain(said.pain, here.history.usual_pain) if said else Brake.NONE


def _list_today(here: Situation) -> list[SessionRecord]:
    return [one for one in here.log.sessions if one.day == here.day and not one.is_gone]


def _is_mostly_done(session: SessionRecord) -> bool:
    """Return True for a session that was done to its end, by hand, or half of it at least."""
    if session.end is End.BY_HAND:
        return True
    is_whole = session.end is End.DONE or 2 * session.heard >= session.asked
    return is_whole and is_session_heard(session)


def _list_known(here: Situation, *names: str) -> tuple[str, ...]:
    return tuple(name for name in names if name in here.routines)


def _is_morning(clock: time, rises: time | None) -> bool:
    if NIGHT_ENDS <= clock < MORNING_ENDS:
        return True
    if rises is None:
        return False
    since = _since_midnight(clock) - _since_midnight(rises)
    return timedelta() <= since % timedelta(days=1) < RISING


def _is_evening(clock: time) -> bool:
    return clock >= EVENING_BEGINS or clock < NIGHT_ENDS


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


def _is_strength_due(days: Iterable[date], day: date, goal: int) -> bool:
    """Return True where two days have gone by since the last, in a week below its goal."""
    before = [each for each in days if each < day]
    rested = not before or (day - before[-1]).days >= REST_DAYS
    return rested and sum(each >= find_monday(day) for each in before) < goal


def _is_strengthening(session: SessionRecord, strength: Collection[str]) -> bool:
    if session.end is End.BY_HAND and not session.exercises:
        return True
    done = {one.exercise for one in session.exercises if one.outcome in HEARD}
    return len(done & set(strength)) >= STRENGTHENING


def _is_habit(session: SessionRecord, here: Situation) -> bool:
    is_own = session.routine in here.routines and session.routine not in OFFERED_BESIDES
    return is_own and _is_mostly_done(session)


def _round_to_minutes(session: SessionRecord) -> int:
    return round((session.asked or session.heard) / 60_000) * 60_000


def _find_most_frequent(values: Iterable[_Value]) -> _Value | None:
    """Return the most frequent of some values, the last of several; None for none."""
    counts = Counter(found := list(values))
    most = max(counts.values(), default=0)
    return next((value for value in reversed(found) if counts[value] == most), None)
