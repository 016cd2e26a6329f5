"""What is kept of the sessions that were made: in the cache folder, private, within bounds.

The one that was asked for longest ago goes first. A list in the folder says what each file is; a
file that it does not name is removed, and so is a session of which one is missing.
"""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, BinaryIO

from coach.errors import MachineError, Problem
from coach.exports.file_records import FileRecord
from coach.exports.media_types import MEDIA_TYPES
from coach.serve.served_session import (
    KEY_DIGITS,
    KEY_LENGTH,
    PAGE_SUFFIX,
    ServedFile,
    ServedSession,
)
from coach.system.atomic_file import atomic_write, lock_file
from coach.system.private_files import FILE_MODE, make_private_folder, mend_file

INDEX_NAME, LOCK_NAME = "index.json", "serve.lock"
FORMAT_VERSION = 1
MAX_SESSIONS = 60
MAX_BYTES = 1_000_000_000
MAX_FOLDERS = 9
SUFFIXES = (*MEDIA_TYPES, PAGE_SUFFIX, ".vtt", ".chapters.json")
CACHE_HINT = "set COACH_CACHE to a folder that can be written to"
_FILE_NAME = re.compile(rf"([{KEY_DIGITS}]{{{KEY_LENGTH}}})({'|'.join(map(re.escape, SUFFIXES))})")


class KeptSessions:
    """The sessions in a folder, by key; only one program at a time has it. Safe with threads."""

    def __init__(self, folder: Path, most: int = MAX_SESSIONS, most_bytes: int = MAX_BYTES) -> None:
        """Read what is there; raises MachineError where the folder cannot be used."""
        self.folder, self._lock_file = _claim_folder(folder)
        self._most, self._most_bytes = most, most_bytes
        self._lock = threading.Lock()
        self._sessions: dict[str, ServedSession] = {one.key: one for one in self._read_index()}
        self._remove_strays()

    def close(self) -> None:
        """Keep the list, and leave the folder to others."""
        if self._lock_file.closed:
            return
        with suppress(MachineError):
            self._write_index()
        self._lock_file.close()

    def find(self, key: str) -> ServedSession | None:
        """Return a session that is there, which then is the one asked for last."""
        with self._lock:
            session = self._sessions.pop(key, None)
            if session is None or not session.is_whole:
                return None
            self._sessions[key] = session
            return session

    def list_sessions(self) -> tuple[ServedSession, ...]:
        """Return all sessions, the one made last first."""
        with self._lock:
            return tuple(sorted(self._sessions.values(), key=lambda one: (-one.made, one.key)))

    def add(self, session: ServedSession) -> None:
        """Keep a session whose files are in the folder, and let go of what is too much.

        Raises MachineError where the list cannot be written.
        """
        for one in session.files.values():
            with suppress(OSError):
                one.path.chmod(FILE_MODE)
        with self._lock:
            self._sessions.pop(session.key, None)
            self._sessions[session.key] = session
            gone = list(self._drop_excess())
        for old in gone:
            _remove_files(old)
        self._write_index()

    def _drop_excess(self) -> Iterator[ServedSession]:
        """Take out what is too much, but never the last one, and yield it."""
        size = sum(one.size for one in self._sessions.values())
        while len(self._sessions) > 1 and (
            len(self._sessions) > self._most or size > self._most_bytes
        ):
            old = self._sessions.pop(next(iter(self._sessions)))
            size -= old.size
            yield old

    def _write_index(self) -> None:
        with self._lock:
            rows = [_make_fields(one) for one in self._sessions.values()]
        content = {"version": FORMAT_VERSION, "sessions": rows}
        path = self.folder / INDEX_NAME
        with atomic_write(path, private=True, hint=CACHE_HINT) as file:
            file.write(json.dumps(content, ensure_ascii=False).encode("utf-8", "replace"))

    def _read_index(self) -> Iterator[ServedSession]:
        path = self.folder / INDEX_NAME
        mend_file(path)
        try:
            content = json.loads(path.read_bytes())
            rows = content["sessions"] if content["version"] == FORMAT_VERSION else []
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return
        for row in rows if isinstance(rows, list) else ():
            if session := self._read_session(row):
                yield session

    def _read_session(self, row: Any) -> ServedSession | None:
        """Return a session of the list; None where it is damaged, or a file of it is."""
        try:
            files = {
                suffix: ServedFile(self.folder / f"{row['key']}{suffix}", FileRecord(**record))
                for suffix, record in row["files"].items()
            }
            session = ServedSession(**{**row, "files": files})
            texts = (session.routine, session.title, session.description, session.language)
            is_sound = all(
                _FILE_NAME.fullmatch(one.path.name) and one.path.stat().st_size == one.record.size
                for one in files.values()
            )
            is_typed = all(isinstance(text, str) for text in (*texts, session.notes, session.mark))
            is_typed = is_typed and type(session.length) is int and type(session.made) is int
            return session if is_sound and is_typed and session.sound else None
        except (KeyError, TypeError, AttributeError, ValueError, OSError):
            return None

    def _remove_strays(self) -> None:
        """Remove files of sessions that are not on the list; anything else is none of ours."""
        known = {one.path for session in self._sessions.values() for one in session.files.values()}
        for path in self.folder.iterdir():
            if _FILE_NAME.fullmatch(path.name) and path not in known:
                with suppress(OSError):
                    path.unlink()


def _make_fields(session: ServedSession) -> dict[str, Any]:
    files = {suffix: asdict(one.record) for suffix, one in session.files.items()}
    plain = asdict(replace(session, files={}))
    return {**plain, "files": files}


def _claim_folder(folder: Path) -> tuple[Path, BinaryIO]:
    """Return a folder that no other program has, made where it is missing, and its lock."""
    for number in range(1, MAX_FOLDERS + 1):
        own = folder if number == 1 else folder.with_name(f"{folder.name}-{number}")
        try:
            make_private_folder(own)
            file = (own / LOCK_NAME).open("a+b")
        except OSError as error:
            problem = Problem(f"{own}: cannot be used: {error.strerror or error}", hint=CACHE_HINT)
            raise MachineError(problem) from error
        mend_file(own / LOCK_NAME)
        if lock_file(file, wait=False):
            return own, file
        file.close()
    raise MachineError(Problem(f"{folder}: {MAX_FOLDERS} other programs serve from there"))


def _remove_files(session: ServedSession) -> None:
    for one in session.files.values():
        with suppress(OSError):
            one.path.unlink()
