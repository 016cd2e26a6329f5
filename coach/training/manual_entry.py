"""What somebody says they have done -> its record: a session that was not played here.

It counts for turns, for weeks and for how well the words are known. It raises no dose, unless
they say that they did all of it as planned.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from coach.training.export_mark import ExportMark
from coach.training.log_records import End, ExerciseRecord, Outcome, SessionRecord
from coach.training.record_ids import make_id, make_id_of
from coach.training.session_day import find_day


@dataclass(frozen=True, slots=True)
class ManualEntry:
    """What was said: on which day, up to which moment in ms, whether all was done.

    A second entry for the same day counts only with `again`.
    """

    day: date
    until: int | None = None
    is_all: bool = False
    again: bool = False


def make_manual_record(mark: ExportMark, entry: ManualEntry, now: datetime) -> SessionRecord:
    """Return the record of a session that was done elsewhere; `mark` says what was in it."""
    heard = mark.length if entry.until is None else min(entry.until, mark.length)
    exercises = mark.list_heard(entry.until)
    id_ = make_id(now) if entry.again else make_id_of(mark.id, entry.day)
    return SessionRecord(
        id_,
        _find_start(entry.day, now, heard),
        entry.day,
        mark.routine,
        asked=mark.length,
        heard=heard,
        end=End.BY_HAND,
        at=heard,
        exercises=tuple(_without_level(one, entry) for one in exercises),
        more={"export": mark.id},
    )


def _without_level(record: ExerciseRecord, entry: ManualEntry) -> ExerciseRecord:
    """Return a record without the level of its dose, by which it would count towards a raise."""
    if entry.is_all and record.outcome is Outcome.DONE:
        return record
    return replace(record, level=None)


def _find_start(day: date, now: datetime, heard: int) -> datetime:
    """Return when it began: just before now, or at noon of an earlier day."""
    if day == find_day(now):
        start = now.replace(microsecond=0) - timedelta(milliseconds=heard)
        return start if find_day(start) == day else now
    offset = now.tzinfo or UTC
    return datetime.combine(day, time(12), offset)
