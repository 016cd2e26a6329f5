"""Listeners for tests: what they did on which days, as a log, and what coach knows of them then."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from coach.pipeline import load_routine_with_cards
from coach.plan.progression import Progression
from coach.plan.request import DEFAULT_REQUEST, Filters, SessionRequest
from coach.script.exercise import Exercise
from coach.script.routine import Routine
from coach.timeline.dose import Dose
from coach.training.dose_levels import DoseLevels, make_dose_levels
from coach.training.listener_progression import learn, make_progression
from coach.training.log_records import (
    AnswerRecord,
    End,
    ExerciseRecord,
    Log,
    Occasion,
    Outcome,
    SessionRecord,
)

ROUTINE = "lower-back"
MONDAY = date(2026, 11, 2)
SUPERMAN = SessionRequest(filters=Filters(opted=("superman",)))
STRONGER = SessionRequest(stronger=True)


@cache
def load() -> tuple[Routine, Mapping[str, Exercise]]:
    return load_routine_with_cards(ROUTINE)


@cache
def levels_of(name: str) -> DoseLevels:
    routine, cards = load()
    perform = next(one for one in routine.exercises if one.exercise == name)
    levels = make_dose_levels(cards[name], perform)
    assert levels
    return levels


def names() -> list[str]:
    routine, _ = load()
    return [one.exercise for one in routine.exercises]


def on(number: int) -> date:
    return MONDAY + timedelta(days=number)


def did(name: str, at: int = 0, outcome: Outcome = Outcome.DONE, **more) -> ExerciseRecord:
    """An exercise at one of its levels; one without levels at any dose."""
    routine, cards = load()
    perform = next((one for one in routine.exercises if one.exercise == name), None)
    levels = perform and make_dose_levels(cards[name], perform)
    dose = levels.doses[min(at, len(levels.doses) - 1)] if levels else Dose()
    return ExerciseRecord(name, outcome, dose, **more)


def acquainted(number: int = -1):
    """A session in which every exercise was heard in part: none is new behind it."""
    return session(number, *(did(name, outcome=Outcome.PART) for name in names()))


def session(number: int, *exercises: ExerciseRecord, hour: int = 7, **more) -> SessionRecord:
    """A session of a day of a number."""
    start = datetime.combine(on(number), time(hour), UTC)
    usual = {"id": f"{number + 100:03}-{hour:02}", "routine": ROUTINE, "heard": 600_000}
    return SessionRecord(**usual | more, start=start, day=on(number), exercises=exercises)


def answer(
    number: int, pain: int, occasion: Occasion = Occasion.AFTER, hour: int = 7
) -> AnswerRecord:
    """An answer that belongs to the session of a day, before or half an hour after it began."""
    start = datetime.combine(on(number), time(hour), UTC)
    start += timedelta(minutes=30 if occasion is Occasion.AFTER else -1)
    id_ = f"{number + 100:03}-{hour:02}"
    return AnswerRecord(f"{id_}-{occasion}", start, on(number), pain, occasion, id_)


def known(
    sessions, number: int, request: SessionRequest = DEFAULT_REQUEST, answers=()
) -> Progression:
    """What changes on a day after some sessions."""
    routine, cards = load()
    log = Log(tuple(sessions), tuple(answers))
    return make_progression(routine, cards, request, log, on(number))


def asked(
    sessions, number: int, request: SessionRequest = DEFAULT_REQUEST, answers=()
) -> SessionRequest:
    """What is asked of the planner on a day after some sessions."""
    routine, cards = load()
    return learn(routine, cards, request, Log(tuple(sessions), tuple(answers)), on(number))


def level(sessions, name: str, number: int, **more) -> int | None:
    """The level of an exercise on a day."""
    return known(sessions, number, **more).find(name).level


def by_hand(one: SessionRecord) -> SessionRecord:
    return replace(one, end=End.BY_HAND)
