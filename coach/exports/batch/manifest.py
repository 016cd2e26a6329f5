"""The manifest: the sessions in a folder, and the key by which each file was made.

It is written anew after every file, whole or not at all: however a run ends, the next one repeats
at most the files that were being made.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePath
from typing import Any, TypeVar

from coach.exports.batch.jobs import Job, hash_file
from coach.system.atomic_file import atomic_write

MANIFEST_NAME = "manifest.json"
FORMAT_VERSION = 1
MAX_TIMESTAMP = 253_402_300_799 - 86_400
"""The last second that a date can hold, counted from 1970, less a day: in a feed, sessions that
were made together are a second apart."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was made: its key, and what shows that it is unchanged.

    `size` in bytes, `time` of its last change in ns, `digest` of its content.
    """

    key: str
    size: int
    time: int
    digest: str


@dataclass(slots=True)
class SessionRecord:
    """A session in the folder: what the feed says of it, and its files by name.

    `length` in ms; `made` is when it was first made, in seconds since 1970.
    """

    routine: str
    title: str
    description: str
    language: str
    length: int
    made: int
    files: dict[str, FileRecord] = field(default_factory=dict)


@dataclass(slots=True)
class Manifest:
    """All sessions of a folder, by the stem of their files.

    `refusals` holds key and reason of each length that a routine cannot have, by stem; `url` is
    where the folder is served, `title` what the feed is called.
    """

    folder: Path
    sessions: dict[str, SessionRecord] = field(default_factory=dict)
    refusals: dict[str, tuple[str, str]] = field(default_factory=dict)
    url: str = ""
    title: str = ""

    def save(self) -> None:
        """Write it into its folder; raises MachineError where that is not possible."""
        content = {
            "version": FORMAT_VERSION,
            "url": self.url,
            "title": self.title,
            "sessions": {stem: asdict(one) for stem, one in sorted(self.sessions.items())},
            "refused": dict(sorted(self.refusals.items())),
        }
        with atomic_write(self.folder / MANIFEST_NAME) as file:
            file.write(json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "replace"))

    def list_up_to_date(self, job: Job) -> Iterator[str]:
        """Yield the suffixes of a job whose files are unchanged, and were made by the same key."""
        if session := self.sessions.get(job.stem):
            for suffix, key in job.keys.items():
                name = job.stem + suffix
                record = session.files.get(name)
                if record and record.key == key and is_unchanged(self.folder / name, record):
                    yield suffix


_Record = TypeVar("_Record", FileRecord, SessionRecord)


def load_manifest(folder: Path) -> Manifest:
    """Return the manifest of a folder; an empty one where there is none, or a broken one."""
    try:
        content = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
        if content["version"] != FORMAT_VERSION:
            return Manifest(folder)
        sessions = {stem: _read_session(values) for stem, values in content["sessions"].items()}
        refusals = {str(s): (str(key), str(why)) for s, (key, why) in content["refused"].items()}
        return Manifest(folder, sessions, refusals, str(content["url"]), str(content["title"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Manifest(folder)


def _read_session(values: dict[str, Any]) -> SessionRecord:
    files = {
        _check_file_name(name): _check_field_types(FileRecord(**record))
        for name, record in values.pop("files").items()
    }
    return _check_field_types(SessionRecord(files=files, **values))


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


def make_file_record(path: Path, key: str) -> FileRecord:
    """Return the record of a file that was just made."""
    status = path.stat()
    return FileRecord(key, status.st_size, status.st_mtime_ns, hash_file(path))


def is_unchanged(path: Path, record: FileRecord) -> bool:
    """Return whether a file is as it was made; its content is read only if its time has changed."""
    try:
        status = path.stat()
        if status.st_size != record.size:
            return False
        return status.st_mtime_ns == record.time or hash_file(path) == record.digest
    except OSError:
        return False
