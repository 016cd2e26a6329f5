"""The manifest: what lies in a folder of sessions, and by which key each file was made.

It is written anew after every file, whole or not at all: whatever ends a run, the next one makes
again at most what was being made.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path, PurePath
from typing import Any, TypeVar

from coach.exports.batch.jobs import Job
from coach.system.atomic_file import atomic_write

MANIFEST_NAME = "manifest.json"
FORMAT_VERSION = 1
MAX_TIMESTAMP = 253_402_300_799 - 86_400
"""The last second a date can tell, counted from 1970, less a day: a feed tells sessions that were
made together apart by seconds."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was made: its key, and what tells that it is still the same.

    `size` in bytes, `time` as the file system counts it in ns, `digest` of its content.
    """

    key: str
    size: int
    time: int
    digest: str


@dataclass(slots=True)
class SessionRecord:
    """A session in the folder: what a feed tells of it, and its files by name.

    `length` in ms, `made` in seconds since 1970, when it was made first.
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
    """All sessions of a folder by their stems; lengths that cannot be, by stem: key and reason.

    `url` is where the folder is served, `title` what the feed is called there.
    """

    folder: Path
    sessions: dict[str, SessionRecord] = field(default_factory=dict)
    refusals: dict[str, tuple[str, str]] = field(default_factory=dict)
    url: str = ""
    title: str = ""

    def save(self) -> None:
        """Write it; raises MachineError where that is not possible."""
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
        """List the suffixes of an order whose files are as they were made, by the same key."""
        if session := self.sessions.get(job.stem):
            for suffix, key in job.keys.items():
                name = job.stem + suffix
                made = session.files.get(name)
                if made and made.key == key and is_unchanged(self.folder / name, made):
                    yield suffix


_Record = TypeVar("_Record", FileRecord, SessionRecord)


def load_manifest(folder: Path) -> Manifest:
    """Read the manifest of a folder; where there is none, or a broken one, nothing is there."""
    try:
        content = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
        if content["version"] != FORMAT_VERSION:
            return Manifest(folder)
        sessions = {stem: _read_session(values) for stem, values in content["sessions"].items()}
        refused = {str(s): (str(key), str(why)) for s, (key, why) in content["refused"].items()}
        return Manifest(folder, sessions, refused, str(content["url"]), str(content["title"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Manifest(folder)


def _read_session(values: dict[str, Any]) -> SessionRecord:
    files = {
        _check_file_name(name): _check_field_types(FileRecord(**made))
        for name, made in values.pop("files").items()
    }
    return _check_field_types(SessionRecord(files=files, **values))


def _check_file_name(name: str) -> str:
    """Give the name of a file in the folder; raises ValueError for what leads out of it."""
    if PurePath(name).name != name:
        raise ValueError(name)
    return name


def _check_field_types(made: _Record) -> _Record:
    """Give what was read; raises ValueError where something in it is of another kind."""
    for name, kind in type(made).__annotations__.items():
        value = getattr(made, name)
        if kind in (str, int) and (type(value) is not kind or (kind is int and value < 0)):
            raise ValueError(name)
    if isinstance(made, SessionRecord) and made.made > MAX_TIMESTAMP:
        raise ValueError("made")
    return made


def make_file_record(path: Path, key: str) -> FileRecord:
    """Take down a file that was just made."""
    status = path.stat()
    return FileRecord(key, status.st_size, status.st_mtime_ns, _hash_file(path))


def is_unchanged(path: Path, made: FileRecord) -> bool:
    """Tell whether a file is as it was made; its content is looked at only where its time moved."""
    try:
        status = path.stat()
        if status.st_size != made.size:
            return False
        return status.st_mtime_ns == made.time or _hash_file(path) == made.digest
    except OSError:
        return False


def _hash_file(path: Path) -> str:
    digest = blake2b(digest_size=16)
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
