"""A session that was planned -> the record of each of its exercises, before anything is heard."""

from collections.abc import Iterator, Mapping

from coach.plan.progression import NO_PROGRESSION, Progression
from coach.script.exercise import Exercise
from coach.script.routine import Routine
from coach.script.steps import Perform
from coach.script.talk_level import TalkLevel
from coach.timeline.dose import Dose
from coach.timeline.familiarity import UNKNOWN, Familiarity, Stage
from coach.timeline.session import (
    Session,
    list_performs,
    list_written_performs,
    make_dose,
)
from coach.training.dose_levels import BELOW_ALL, make_dose_levels
from coach.training.log_records import ExerciseRecord, Outcome
from coach.training.word_hash import hash_words

LEAST_STAGES: Mapping[TalkLevel, Stage] = {
    TalkLevel.SHORT: Stage.REMINDED,
    TalkLevel.BELL: Stage.NAMED,
}


def list_planned_exercises(
    session: Session,
    routine: Routine,
    progression: Progression | None,
) -> tuple[ExerciseRecord, ...]:
    """Return a record of each exercise of a session, in order, of which nothing was heard yet.

    One that is done twice has one record, with the dose of its first time.
    """
    written = {one.exercise: one for one in reversed(list_written_performs(routine))}
    return tuple(
        _make_planned(session, perform, written, progression or NO_PROGRESSION)
        for perform in _list_first_performs(session)
    )


def _list_first_performs(session: Session) -> Iterator[Perform]:
    seen: set[str] = set()
    for part in session.parts:
        for perform in list_performs(part.steps):
            if perform.exercise not in seen:
                seen.add(perform.exercise)
                yield perform


def _make_planned(
    session: Session,
    perform: Perform,
    written: Mapping[str, Perform],
    progression: Progression,
) -> ExerciseRecord:
    name = perform.exercise
    card = session.cards[name]
    dose = make_dose(card, perform)
    return ExerciseRecord(
        name,
        Outcome.UNREACHED,
        dose,
        level=find_level(card, written.get(name, Perform(name)), dose),
        told=find_told(session, name),
        words=hash_words(card, session.language, session.delivery.limits),
        is_new=progression.find(name).is_new,
    )


def find_level(card: Exercise, written: Perform, dose: Dose) -> int | None:
    """Return the number of the highest dose level that a dose reaches; None where it reaches none.

    `written` is how the routine names the exercise: what it fixes stays.
    """
    levels = make_dose_levels(card, written)
    found = BELOW_ALL if levels is None else levels.find_level(dose)
    return None if found == BELOW_ALL else found


def find_told(session: Session, exercise: str) -> Familiarity:
    """Return how much of the words of an exercise a session says.

    No more than its talk level has, and no more than a reminder where it is short of time.
    """
    delivery = session.delivery.lead(session.cards[exercise])
    told = delivery.known or UNKNOWN
    brief = Stage.REMINDED if delivery.brief else Stage.TAUGHT
    least = max(LEAST_STAGES.get(delivery.talk_level, Stage.TAUGHT), brief)
    return told if told.stage >= least else Familiarity(least, told.turn)
