"""The manifest: the sessions in a folder, and the key by which each file was made.

It is also the proof that coach made a file: one whose content is not that of its record is the
user's. So a file is in the manifest before it is in its place, and beside it what it replaces:
however a run ends, the next one knows coach's files, and repeats at most those being made.
"""

import json
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, NamedTuple, TypeVar

from coach.errors import Problem, UsageError
from coach.exports.batch.drawing_files import is_any_missing
from coach.exports.batch.jobs import Job
from coach.exports.file_records import FileRecord, hash_bytes, is_as_made, is_unchanged
from coach.exports.media_types import CHAPTERS_SUFFIX
from coach.system.atomic_file import atomic_write

MANIFEST_NAME = "manifest.json"
FORMAT_VERSION = 1
MAX_TIMESTAMP = 253_402_300_799 - 86_400
"""The last second that a date can hold, counted from 1970, less a day: in a feed, sessions that
were made together are a second apart."""


@dataclass(slots=True)
class SessionRecord:
    """A session in the folder: what the feed says of it, and its files by name.

    `length` in ms; `made` is when it was first made, in seconds since 1970. `notes` are what it
    holds, a line each.
    """

    routine: str
    title: str
    description: str
    language: str
    length: int
    made: int
    files: dict[str, FileRecord] = field(default_factory=dict)
    notes: str = ""


class ExpectedFile(NamedTuple):
    """A file that is about to be put in its place; `stem` is that of its session, if of any."""

    name: str
    record: FileRecord
    stem: str = ""


@dataclass(slots=True)
class Manifest:
    """All sessions of a folder, by the stem of their files.

    `refusals` holds key and reason of each length that a routine cannot have, by stem; `url` is
    where the folder is served, `title` what the feed is called. `feed_files` are the files of the
    feed; `pending` holds for a file that is about to be put in its place what it may be until then,
    the old one or the new. Both by name.
    """

    folder: Path
    sessions: dict[str, SessionRecord] = field(default_factory=dict)
    refusals: dict[str, tuple[str, str]] = field(default_factory=dict)
    url: str = ""
    title: str = ""
    feed_files: dict[str, FileRecord] = field(default_factory=dict)
    pending: dict[str, tuple[FileRecord, ...]] = field(default_factory=dict)
    _done: set[tuple[str, FileRecord]] = field(default_factory=set, init=False, compare=False)

    def save(self) -> None:
        """Write it into its folder; raises MachineError where that is not possible.

        What another run has recorded there meanwhile is kept.
        """
        with _lock_folder(self.folder):
            self._merge_saved()
            self._write()

    def expect_files(self, files: Iterable[ExpectedFile]) -> None:
        """Record files that are about to be put in their places: of sessions, or of the feed.

        Raises MachineError where the manifest cannot be written.
        """
        with _lock_folder(self.folder):
            self._merge_saved()
            for name, record, stem in files:
                old = self._find_proof(name)
                possible = (*self.pending.get(name, ()), *((old,) if old else ()), record)
                self.pending[name] = tuple(dict.fromkeys(possible))
                (self.sessions[stem].files if stem else self.feed_files)[name] = record
            self._write()

    def confirm_file(self, name: str) -> None:
        """Take a file for done, now that it is in its place."""
        self._done.update((name, record) for record in self.pending.pop(name, ()))

    def withdraw_file(self, name: str, stem: str) -> None:
        """Forget a file that could not be put in its place; what may be there is still pending."""
        session = self.sessions[stem]
        session.files.pop(name, None)
        if not session.files:
            del self.sessions[stem]

    def is_own(self, name: str) -> bool:
        """Return whether a file in the folder is one that coach made, unchanged."""
        return self._find_proof(name) is not None

    def check_replaceable(self, name: str, approved: Collection[str]) -> None:
        """Raise UsageError for a file that coach did not make, unless the user has approved it."""
        path = self.folder / name
        if name not in approved and path.exists() and not self.is_own(name):
            raise UsageError(Problem(f"{path}: the file exists", hint="--force replaces it"))

    def _find_proof(self, name: str) -> FileRecord | None:
        """Return the record that a file in the folder still is as; None for a foreign file."""
        places = (self.feed_files, *(session.files for session in self.sessions.values()))
        records = [files[name] for files in places if name in files]
        path, pending = self.folder / name, self.pending.get(name, ())
        return next((one for one in (*records, *pending) if is_as_made(path, one.digest)), None)

    def _merge_saved(self) -> None:
        """Take over the records that are in the folder: each run saves its own at once.

        Those of files that are gone are left out; what another run is about to put in its place
        is pending.
        """
        saved = read_manifest(self.folder)
        if saved is None:
            return
        for stem, session in saved.sessions.items():
            here = self._keep_existing(session.files)
            if stem in self.sessions:
                self.sessions[stem].files.update(here)
            elif here:
                session.files = here
                self.sessions[stem] = session
        self.feed_files.update(self._keep_existing(saved.feed_files))
        # What this run expects is saved, too; what it no longer does, another may have kept.
        pending = {
            name: tuple(one for one in some if (name, one) not in self._done)
            for name, some in saved.pending.items()
        }
        self.pending = {name: some for name, some in pending.items() if some}

    def _keep_existing(self, files: Mapping[str, FileRecord]) -> dict[str, FileRecord]:
        return {name: one for name, one in files.items() if (self.folder / name).is_file()}

    def _write(self) -> None:
        content = {
            "version": FORMAT_VERSION,
            "url": self.url,
            "title": self.title,
            "sessions": {
                stem: _list_values(one) | {"files": _list_files(one.files)}
                for stem, one in sorted(self.sessions.items())
            },
            "refused": dict(sorted(self.refusals.items())),
            "feed": _list_files(dict(sorted(self.feed_files.items()))),
            "pending": {name: list(map(_list_values, some)) for name, some in self.pending.items()},
        }
        text = _format_json(content)
        # Spliced in: of some thousand sessions a second formatting takes half a second.
        digest = _format_json({"digest": hash_bytes(text)}).removeprefix(b"{")
        with atomic_write(self.folder / MANIFEST_NAME) as file:
            file.write(text.removesuffix(b"\n}") + b"," + digest)

    def list_up_to_date(self, job: Job) -> Iterator[str]:
        """Yield the suffixes of a job whose files are unchanged, and were made by the same key."""
        if session := self.sessions.get(job.stem):
            for suffix, key in job.keys.items():
                name = job.stem + suffix
                record = session.files.get(name)
                if suffix == CHAPTERS_SUFFIX and is_any_missing(self.folder, session.files):
                    continue  # with it the drawings are made that it names
                if record and record.key == key and is_unchanged(self.folder / name, record):
                    yield suffix


_Record = TypeVar("_Record", FileRecord, SessionRecord)


def load_manifest(folder: Path) -> Manifest:
    """Return the manifest of a folder; an empty one where there is none, or none of coach's."""
    return read_manifest(folder) or Manifest(folder)


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a folder; None where there is none, a damaged or a foreign one."""
    path = folder / MANIFEST_NAME
    try:
        # A pipe of that name would be waited for.
        content = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        if content["version"] != FORMAT_VERSION:
            return None
        sessions = {stem: _read_session(values) for stem, values in content["sessions"].items()}
        refusals = {str(s): (str(key), str(why)) for s, (key, why) in content["refused"].items()}
        feed = _read_files(content.get("feed", {}))
        pending = {
            _check_file_name(name): tuple(_check_field_types(FileRecord(**one)) for one in some)
            for name, some in content.get("pending", {}).items()
        }
        url, title = str(content["url"]), str(content["title"])
        return Manifest(folder, sessions, refusals, url, title, feed, pending)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def is_own_manifest(folder: Path) -> bool:
    """Return whether the manifest of a folder is as coach wrote it, by the digest it holds.

    One without a digest was written by hand, or by an earlier version.
    """
    if read_manifest(folder) is None:
        return False
    try:
        content = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
        return bool(content.pop("digest", "") == hash_bytes(_format_json(content)))
    except (OSError, ValueError, RecursionError):
        return False


def _format_json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _list_values(record: FileRecord | SessionRecord) -> dict[str, Any]:
    """Return the fields of a record; `asdict` copies each value, and takes four times as long."""
    return {name: getattr(record, name) for name in type(record).__annotations__}


def _list_files(files: Mapping[str, FileRecord]) -> dict[str, Any]:
    return {name: _list_values(record) for name, record in files.items()}


def _read_session(values: dict[str, Any]) -> SessionRecord:
    files = _read_files(values.pop("files"))
    return _check_field_types(SessionRecord(files=files, **values))


def _read_files(values: dict[str, Any]) -> dict[str, FileRecord]:
    return {
        _check_file_name(name): _check_field_types(FileRecord(**record))
        for name, record in values.items()
    }


def _check_file_name(name: str) -> str:
    """Return the name of a file; raises ValueError for what leads out of the folder."""
    if PurePath(name).name != name:
        raise ValueError(name)
    return name


def _check_field_types(record: _Record) -> _Record:
    """Return what was read; raises ValueError for a field of another type, or out of range."""
    for name, kind in type(record).__annotations__.items():
        value = getattr(record, name)
        if kind in (str, int) and (type(value) is not kind or (kind is int and value < 0)):
            raise ValueError(name)
    if isinstance(record, SessionRecord) and record.made > MAX_TIMESTAMP:
        raise ValueError("made")
    return record


@contextmanager
def _lock_folder(folder: Path) -> Iterator[None]:
    """Keep other runs from saving their manifest in a folder, where folders can be locked."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = None
    try:
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        if handle is not None:
            os.close(handle)
