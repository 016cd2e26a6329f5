"""The session that plays, kept every few seconds, so that no more of it is lost.

Each session that plays has two files of its own: `running-ID.json`, written anew each time, and
`running-ID.part`, which its process has locked as long as it lives. A session whose file is not
locked was broken off: it goes into the log as lost. What was heard of a session that may go on
later stays there as long as it can be resumed.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from coach.errors import MachineError
from coach.system.atomic_file import lock_file, remove_if_stale
from coach.system.notes import Notes
from coach.system.paths import is_unknown
from coach.system.private_files import FILE_MODE, make_private_folder
from coach.training.log_file import append_record, read_log
from coach.training.log_records import Log, SessionRecord
from coach.training.record_json import make_record_fields, read_record

NAME = "running-"
LOCK_SUFFIX = ".part"
KEPT = timedelta(hours=12)
"""How long what was heard of a session is kept, for it to go on."""
UNLOCKED_AFTER = timedelta(days=1)
"""How old a file may be to belong to a session that plays, whatever its lock says: on some network
folders nothing can be locked."""


class RunningSession:
    """The file of a session that plays: a fault of the disk never ends it, and is its `failure`."""

    def __init__(self, folder: Path, id_: str) -> None:
        self._folder, self._id = folder, id_
        self._notes = Notes(folder)
        self._lock: BinaryIO | None = None
        self.failure: MachineError | None = None

    def __enter__(self) -> "RunningSession":
        with suppress(OSError):
            if not is_unknown(self._folder):
                self._lock = _open_lock(self._folder, self._id)
        return self

    def save(self, record: SessionRecord, heard: Mapping[str, Any]) -> None:
        """Write the record as if the session were broken off now, and all that it is made of."""
        self._write(record, heard, is_logged=False)

    def finish(self, record: SessionRecord, heard: Mapping[str, Any], *, may_go_on: bool) -> None:
        """Append the record to the log; what was heard stays where the session may go on."""
        try:
            append_record(self._folder, record)
        except MachineError as error:
            self.failure = error
            return
        self.failure = None
        if may_go_on:
            self._write(record, heard, is_logged=True)
        else:
            self._notes.delete(NAME + self._id)

    def _write(self, record: SessionRecord, heard: Mapping[str, Any], *, is_logged: bool) -> None:
        note = {"record": make_record_fields(record), "heard": dict(heard), "logged": is_logged}
        try:
            self._notes.write(NAME + self._id, note)
        except MachineError as error:
            self.failure = None if is_logged else error

    def __exit__(self, *_: object) -> None:
        if self._lock is not None:
            with suppress(OSError):
                _lock_path(self._folder, self._id).unlink()
            self._lock.close()
            with suppress(OSError):  # where what is open cannot be removed
                _lock_path(self._folder, self._id).unlink(missing_ok=True)


def load_running(folder: Path, id_: str) -> tuple[SessionRecord | None, dict[str, Any]]:
    """Return the record of a session that goes on, and what was heard of it, where it was kept."""
    note = Notes(folder).read(NAME + id_) or {}
    heard = note.get("heard")
    return _read_session(note), heard if isinstance(heard, dict) else {}


def log_lost_sessions(folder: Path, now: datetime) -> int:
    """Append each session to the log whose process has ended without doing it; return how many.

    One that was appended already is removed when it is too old to go on. Where the log cannot be
    written all stay for the next time.
    """
    logged = 0
    if is_unknown(folder):
        return logged
    for path in sorted(folder.glob(f"{NAME}*.json")):
        with suppress(MachineError, OSError):
            logged += _log_if_lost(folder, path, now)
    return logged


def read_whole_log(folder: Path, now: datetime) -> Log:
    """Return the log with the sessions that were lost since it was read last."""
    log_lost_sessions(folder, now)
    return read_log(folder, now)


def forget_running(folder: Path, ids: Collection[str] | None = None) -> None:
    """Remove what was kept of sessions that may go on, of all or of some ids.

    What plays now writes its own anew.
    """
    for path in folder.glob(f"{NAME}*.json"):
        if ids is None or path.stem.removeprefix(NAME) in ids:
            Notes(folder).delete(path.stem)


def _log_if_lost(folder: Path, path: Path, now: datetime) -> bool:
    age = now.timestamp() - path.stat().st_mtime
    id_ = path.stem.removeprefix(NAME)
    if age < UNLOCKED_AFTER.total_seconds() and _is_locked(folder, id_):
        return False
    notes = Notes(folder)
    note = notes.read(path.stem)
    record = _read_session(note)
    if note is None or record is None:
        notes.delete(path.stem)
        return False
    is_lost = not note.get("logged")
    if is_lost:
        append_record(folder, record)
    if age > KEPT.total_seconds():
        notes.delete(path.stem)
    elif is_lost:
        notes.write(path.stem, {**note, "logged": True})
    return is_lost


def _read_session(note: dict[str, Any] | None) -> SessionRecord | None:
    try:
        record = read_record((note or {}).get("record"))
    except ValueError:
        return None
    return record if isinstance(record, SessionRecord) else None


def _lock_path(folder: Path, id_: str) -> Path:
    return folder / f"{NAME}{id_}{LOCK_SUFFIX}"


def _open_lock(folder: Path, id_: str) -> BinaryIO:
    make_private_folder(folder)
    path = _lock_path(folder, id_)
    path.touch(FILE_MODE)
    file = path.open("rb+")
    lock_file(file, wait=False)
    return file


def _is_locked(folder: Path, id_: str) -> bool:
    """Return whether a process plays the session of an id; what is left of one is removed."""
    path = _lock_path(folder, id_)
    if not path.exists():
        return False
    try:
        return not remove_if_stale(path)
    except FileNotFoundError:
        return False
    except OSError:
        return True
