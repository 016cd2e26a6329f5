"""A record as lines that a person reads and changes, `end: stopped`, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from coach.errors import Problem, UsageError
from coach.training.json_values import MAX_TIME, read_moment
from coach.training.log_records import MAX_PAIN, AnswerRecord, End, Outcome, SessionRecord
from coach.training.record_json import Record
from coach.training.session_day import find_day

COMMENT = "#"


def format_record(record: Record) -> str:
    """Return a record as lines; `change_record` takes them back."""
    return "".join(f"{name}: {value}\n" for name, value in _list_fields(record).items())


def _list_fields(record: Record) -> dict[str, object]:
    fields: dict[str, object] = {"start": record.start.isoformat(" ", "seconds")}
    fields["day"] = record.day.isoformat()
    if isinstance(record, AnswerRecord):
        return fields | {"pain": record.pain}
    heard = record.heard or record.asked
    fields |= {"routine": record.routine, "minutes": f"{heard / 60_000:.4g}", "end": record.end}
    return fields | {one.exercise: one.outcome for one in record.exercises}


def read_changes(lines: Iterable[str]) -> dict[str, str]:
    """Return what lines say by its key, `key: value` or `key=value`; comments are left out.

    Raises UsageError for lines that say nothing.
    """
    changes, problems = {}, []
    for line in map(str.strip, lines):
        if not line or line.startswith(COMMENT):
            continue
        at = min((place for sign in ":=" if (place := line.find(sign)) > 0), default=-1)
        if at < 0:
            problems.append(Problem(f"expected KEY=VALUE, found {line!r}", hint="end=stopped"))
        else:
            changes[line[:at].strip()] = line[at + 1 :].strip()
    if problems:
        raise UsageError(problems)
    return changes


def change_record(record: Record, changes: Mapping[str, str]) -> Record:
    """Return a record with changes, each by its key; what is as it was stays to the last ms.

    Raises UsageError with all that cannot be.
    """
    before = {name: str(value) for name, value in _list_fields(record).items()}
    problems: list[Problem] = []
    changed = record
    for name, value in changes.items():
        if before.get(name) == value:
            continue
        try:
            changed = _change(changed, name, value)
        except KeyError:
            known = ", ".join(before)
            problems.append(Problem(f"expected one of {known}, found {name!r}"))
        except (ValueError, OverflowError) as error:
            problems.append(Problem(f"{name}: expected {error}, found {value!r}"))
    if problems:
        raise UsageError(problems)
    if "day" not in changes or before["day"] == changes["day"]:
        moved = changed.start != record.start
        changed = replace(changed, day=find_day(changed.start)) if moved else changed
    return changed


def _change(record: Record, name: str, value: str) -> Record:
    """Return a record with one change; raises KeyError for no such key, ValueError for no value."""
    if name == "start":
        return replace(record, start=_read(read_moment, value, "a time, as 2026-11-29 07:12"))
    if name == "day":
        day = _read(date.fromisoformat, value, "a day, as 2026-11-29")
        start = datetime.combine(day, record.start.timetz()) if day != record.day else record.start
        return replace(record, day=day, start=start)
    if isinstance(record, AnswerRecord):
        if name != "pain":
            raise KeyError(name)
        return replace(record, pain=_read_bounded(value, MAX_PAIN))
    if name == "routine":
        if not value:
            raise ValueError("the name of a routine")
        return replace(record, routine=value)
    if name == "minutes":
        return _change_length(record, value)
    if name == "end":
        return replace(record, end=_read(End, value, " or ".join(End)))
    return _change_exercise(record, name, value)


def _change_length(record: SessionRecord, value: str) -> SessionRecord:
    words = "minutes, more than none and no more than a day"
    minutes = _read(float, value.replace(",", "."), words)
    if not 1 <= minutes * 60_000 <= MAX_TIME:  # nor is "nan"
        raise ValueError(words)
    length = round(minutes * 60_000)
    return replace(record, heard=length, at=min(record.at, length) or length)


def _change_exercise(record: SessionRecord, name: str, value: str) -> SessionRecord:
    if name not in [one.exercise for one in record.exercises]:
        raise KeyError(name)
    outcome = _read(Outcome, value, " or ".join(Outcome))
    exercises = (
        replace(one, outcome=outcome) if one.exercise == name else one for one in record.exercises
    )
    return replace(record, exercises=tuple(exercises))


def _read_bounded(value: str, most: int) -> int:
    words = f"a whole number from 0 to {most}"
    number: int = _read(int, value, words)
    if not 0 <= number <= most:
        raise ValueError(words)
    return number


def _read(read: Any, value: str, words: str) -> Any:
    try:
        return read(value)
    except (ValueError, OverflowError) as error:
        raise ValueError(words) from error
