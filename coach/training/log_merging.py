"""Merges a copy or an export of a log into the log, by the ids of the records.

What is new is added. Of two records of an id that of the file counts, as if it was written now;
but not where the log has gone on from it: then the file is the older of the two.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from coach.training.log_file import append_records, list_records, read_lines
from coach.training.log_records import AnswerRecord, SessionRecord
from coach.training.record_json import LONG_AGO, Record


@dataclass(frozen=True, slots=True)
class Merge:
    """How many records were added, replaced others, or took some back; `kept` were there."""

    added: int = 0
    changed: int = 0
    taken_back: int = 0
    kept: int = 0


def merge_records(folder: Path, records: Iterable[Record]) -> Merge:
    """Add records to the log in a folder, and return how many of which kind there were.

    Raises MachineError where the log cannot be written.
    """
    versions = _list_versions(folder)
    latest = {record.id: record for record in records}
    added, changed, taken_back = [], [], []
    for id_, given in latest.items():
        own = versions.get(id_, [])
        record = _keep_limits(given, own)
        if not own:
            added += [] if record.is_gone else [record]
        elif record in own or _is_erased(own) or (record.is_gone and own[-1].is_gone):
            continue
        elif record.is_gone:
            taken_back.append(record)
        else:
            changed.append(record)
    count = len(added) + len(changed) + len(taken_back)
    if count:
        append_records(folder, (*added, *changed, *taken_back))
    return Merge(len(added), len(changed), len(taken_back), len(latest) - count)


def _list_versions(folder: Path) -> dict[str, list[Record]]:
    """Return all records of a log by their ids, in the order in which they were written."""
    versions: dict[str, list[Record]] = {}
    for record in list_records(read_lines(folder)):
        versions.setdefault(record.id, []).append(record)
    return versions


def _is_erased(own: list[Record]) -> bool:
    """Return whether a record was forgotten for good, so that only its mark is left."""
    return own[-1].is_gone and own[-1].start == LONG_AGO


def _keep_limits(record: Record, own: list[Record]) -> Record:
    """Return a record with the limits that it has in the log, where it comes without any."""
    before = own[-1] if own else None
    if isinstance(record, AnswerRecord) or not isinstance(before, SessionRecord):
        return record
    return record if record.limits else replace(record, limits=before.limits)
