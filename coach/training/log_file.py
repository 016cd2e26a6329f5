"""The files of the log: a line a record, one file a year, read at once and only appended to.

A writer holds a lock, and writes a whole line at once: two coaches lose nothing of each other's,
and one that is killed leaves no half of a line. A line that cannot be read is counted, and stays as
it is: its owner may know what it says.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from coach.errors import MachineError, Problem
from coach.system.atomic_file import lock_file
from coach.system.notes import STATE_HINT
from coach.system.paths import NO_HOME, NO_HOME_HINT, is_unknown
from coach.system.private_files import make_private_folder, mend_file, mend_folder
from coach.system.private_lines import append_line, open_private
from coach.training.log_records import EMPTY_LOG, AnswerRecord, Log, SessionRecord
from coach.training.record_json import Record, make_record_fields, read_record

LOCK_NAME = "log.lock"
AHEAD = timedelta(hours=24)
"""How far ahead of now a record may begin: beyond that a clock was wrong, here or there."""
FINGERPRINT_BYTES = 4
_LOG_NAME = re.compile(r"log-(\d{4})\.jsonl")


def read_log(folder: Path, now: datetime, since: date | None = None) -> Log:
    """Return the log in a folder: an empty one where there is none, or it cannot be read.

    With `since` files of years that ended before that day are left out.
    """
    return collect_log(read_lines(folder, since), now)


def read_lines(folder: Path, since: date | None = None) -> list[bytes]:
    """Return all lines of the log in a folder, in the order in which they were written."""
    mend_folder(folder)
    lines: list[bytes] = []
    for year, path in list_log_files(folder):
        if since is None or year >= since.year:
            mend_file(path)
            lines += [line for line in _read(path).split(b"\n") if line.strip()]
    return lines


def collect_log(lines: Iterable[bytes], now: datetime) -> Log:
    """Return the log that lines hold, in the order in which they were written."""
    latest: dict[str, tuple[Record, bytes]] = {}
    damaged = 0
    for line in lines:
        try:
            record = read_line(line)
        except ValueError:
            damaged += 1
        else:
            latest[record.id] = record, line
    kept = [(record, line) for record, line in latest.values() if not record.is_gone]
    horizon = now.astimezone() + AHEAD
    future = sum(record.start > horizon for record, _ in kept)
    if future:
        kept = [(record, line) for record, line in kept if record.start <= horizon]
    if not kept:
        return Log(damaged=damaged, future=future) if damaged or future else EMPTY_LOG
    kept.sort(key=lambda each: (each[0].start.timestamp(), each[0].id))
    return Log(
        tuple(record for record, _ in kept if isinstance(record, SessionRecord)),
        tuple(record for record, _ in kept if isinstance(record, AnswerRecord)),
        damaged,
        future,
        _make_fingerprint(line for _, line in kept),
    )


def read_line(line: bytes) -> Record:
    """Return the record of a line; raises ValueError where it holds none."""
    try:
        return read_record(json.loads(line))
    except RecursionError as error:
        raise ValueError("too deep") from error


def list_records(lines: Iterable[bytes]) -> Iterator[Record]:
    """Yield the records of lines; those that cannot be read are left out."""
    for line in lines:
        try:
            record = read_line(line)
        except ValueError:
            continue
        yield record


def append_record(folder: Path, record: Record) -> None:
    """Add a record to the log in a folder; the folder is made when the first is written.

    Of the records of an id the last one counts. Raises MachineError where it cannot be written.
    """
    append_records(folder, (record,))


def append_records(folder: Path, records: Iterable[Record]) -> None:
    """Add records to the log in a folder, in their order; raises MachineError as above."""
    try:
        with lock_log(folder):
            for record in records:
                append_line(_choose_path(folder, record), format_line(record))
    except OSError as error:
        raise make_write_error(folder, error) from error


def make_write_error(folder: Path, error: OSError) -> MachineError:
    """Return what to report where the log in a folder cannot be written."""
    reason = error.strerror or str(error)
    return MachineError(Problem(f"{folder}: the log cannot be written: {reason}", hint=STATE_HINT))


def format_line(record: Record) -> bytes:
    """Return the line of a record, with its end."""
    text = json.dumps(make_record_fields(record), ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate, which JSON may hold, cannot be encoded.
    return text.encode("utf-8", "replace") + b"\n"


def list_log_files(folder: Path) -> list[tuple[int, Path]]:
    """Return the files of a log with their years, the earliest first."""
    try:
        found = [(_LOG_NAME.fullmatch(path.name), path) for path in folder.iterdir()]
    except OSError:
        return []
    return sorted((int(match[1]), path) for match, path in found if match)


@contextmanager
def lock_log(folder: Path) -> Iterator[None]:
    """Keep all other writers of a log out for the length of a block.

    Raises MachineError without a home; OSError where the folder cannot be written.
    """
    if is_unknown(folder):
        raise MachineError(Problem(f"the log cannot be kept: {NO_HOME}", hint=NO_HOME_HINT))
    make_private_folder(folder)
    # A file of its own: one that is written anew is another file, and its lock another lock.
    path = folder / LOCK_NAME
    is_locked = False
    while not is_locked:
        with (
            open_private(path, os.O_RDWR) as handle,
            os.fdopen(os.dup(handle), "r+b") as file,
        ):
            lock_file(file, wait=True)
            is_locked = _is_file_at(path, handle)  # erasing the log removes it
            if is_locked:
                yield


def _is_file_at(path: Path, handle: int) -> bool:
    """Return whether an open file is still the one at a path."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _choose_path(folder: Path, record: Record) -> Path:
    """Return the file for a record: that of its year, or a later one that has an earlier state.

    The last record of an id counts, and the files are read in the order of their years.
    """
    year, id_ = record.day.year, json.dumps(record.id, ensure_ascii=False).encode()
    holding = [
        other for other, path in list_log_files(folder) if other > year and id_ in _read(path)
    ]
    return folder / f"log-{max((year, *holding)):04}.jsonl"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _make_fingerprint(lines: Iterable[bytes]) -> str:
    digest: Any = hashlib.blake2b(digest_size=FINGERPRINT_BYTES)
    for line in lines:
        digest.update(line.strip() + b"\n")
    return str(digest.hexdigest())
