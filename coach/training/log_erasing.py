"""Removes records from the log for good: their lines, and all earlier ones of the same ids."""

import json
import sys
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from coach.system.atomic_file import atomic_write
from coach.system.notes import STATE_HINT
from coach.training.log_file import (
    LOCK_NAME,
    list_log_files,
    lock_log,
    make_write_error,
    read_line,
)


def erase_records(folder: Path, ids: Collection[str], *, leave_marks: bool = True) -> None:
    """Remove all records of some ids from the log in a folder.

    With `leave_marks` a line with nothing but its id stays of each, so that an old copy of the log
    that is imported later does not bring it back. Lines that cannot be read stay, but for those
    that hold one of the ids. Raises MachineError where a file cannot be written.
    """
    try:
        with lock_log(folder):
            for _, path in list_log_files(folder):
                _erase_lines(path, ids, leave_marks=leave_marks)
    except OSError as error:
        raise make_write_error(folder, error) from error


def erase_log(folder: Path) -> None:
    """Remove the whole log in a folder, with lines that cannot be read.

    Raises MachineError where a file cannot be removed.
    """
    if not list_log_files(folder):
        return
    try:
        with lock_log(folder):
            for _, path in list_log_files(folder):
                path.unlink()
            # While it is locked: a writer that waits for it sees it gone, and makes a new one.
            with suppress(OSError):  # where what is open cannot be removed
                (folder / LOCK_NAME).unlink()
    except OSError as error:
        raise make_write_error(folder, error) from error
    with suppress(OSError):
        if sys.platform == "win32":
            (folder / LOCK_NAME).unlink(missing_ok=True)


def _erase_lines(path: Path, ids: Collection[str], *, leave_marks: bool) -> None:
    old = path.read_bytes()
    kept, erased = [], {}
    for line in old.split(b"\n"):
        id_ = _find_id(line, ids)
        if id_ is None:
            kept.append(line)
        else:
            erased[id_] = _format_mark(id_)
    if not erased:
        return
    text = b"\n".join(kept)
    if leave_marks:
        text = b"\n".join(filter(None, (text.rstrip(b"\n"), *erased.values()))) + b"\n"
    if not text.strip():
        path.unlink()
        return
    with atomic_write(path, private=True, hint=STATE_HINT) as file:
        file.write(text)


def _find_id(line: bytes, ids: Collection[str]) -> str | None:
    """Return the one of some ids that a line has, as far as can be seen; None for none of them."""
    try:
        found = read_line(line).id
    except ValueError:
        return next((id_ for id_ in ids if json.dumps(id_).encode() in line), None)
    return found if found in ids else None


def _format_mark(id_: str) -> bytes:
    return json.dumps({"v": 1, "id": id_, "gone": True}, separators=(",", ":")).encode()
