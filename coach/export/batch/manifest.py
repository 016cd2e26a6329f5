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

from coach.export.batch.jobs import Order
from coach.system.atomic_file import replacing

NAME = "manifest.json"
VERSION = 1
LATEST = 253_402_300_799 - 86_400
"""The last second a date can tell, counted from 1970, less a day: a feed tells sessions that were
made together apart by seconds."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file as it was made: its key, and what tells that it is still the same.

    `size` in bytes, `time` as the file system counts it in ns, `digest` of its content.
    """

    key: str
    size: int
    time: int
    digest: str


@dataclass(slots=True)
class Shelved:
    """A session in the folder: what a feed tells of it, and its files by name.

    `length` in ms, `made` in seconds since 1970, when it was made first.
    """

    routine: str
    title: str
    description: str
    language: str
    length: int
    made: int
    files: dict[str, Made] = field(default_factory=dict)


@dataclass(slots=True)
class Manifest:
    """All sessions of a folder by their stems; lengths that cannot be, by stem: key and reason.

    `url` is where the folder is served, `title` what the feed is called there.
    """

    folder: Path
    sessions: dict[str, Shelved] = field(default_factory=dict)
    refused: dict[str, tuple[str, str]] = field(default_factory=dict)
    url: str = ""
    title: str = ""

    def save(self) -> None:
        """Write it; raises MachineError where that is not possible."""
        content = {
            "version": VERSION,
            "url": self.url,
            "title": self.title,
            "sessions": {stem: asdict(one) for stem, one in sorted(self.sessions.items())},
            "refused": dict(sorted(self.refused.items())),
        }
        with replacing(self.folder / NAME) as file:
            file.write(json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "replace"))

    def fresh(self, order: Order) -> Iterator[str]:
        """List the suffixes of an order whose files are as they were made, by the same key."""
        if session := self.sessions.get(order.stem):
            for suffix, key in order.keys.items():
                name = order.stem + suffix
                made = session.files.get(name)
                if made and made.key == key and is_unchanged(self.folder / name, made):
                    yield suffix


_Kept = TypeVar("_Kept", Made, Shelved)


def load_manifest(folder: Path) -> Manifest:
    """Read the manifest of a folder; where there is none, or a broken one, nothing is there."""
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if content["version"] != VERSION:
            return Manifest(folder)
        sessions = {stem: _shelved(values) for stem, values in content["sessions"].items()}
        refused = {str(s): (str(key), str(why)) for s, (key, why) in content["refused"].items()}
        return Manifest(folder, sessions, refused, str(content["url"]), str(content["title"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Manifest(folder)


def _shelved(values: dict[str, Any]) -> Shelved:
    files = {_name(name): _checked(Made(**made)) for name, made in values.pop("files").items()}
    return _checked(Shelved(files=files, **values))


def _name(name: str) -> str:
    """Give the name of a file in the folder; raises ValueError for what leads out of it."""
    if PurePath(name).name != name:
        raise ValueError(name)
    return name


def _checked(made: _Kept) -> _Kept:
    """Give what was read; raises ValueError where something in it is of another kind."""
    for name, kind in type(made).__annotations__.items():
        value = getattr(made, name)
        if kind in (str, int) and (type(value) is not kind or (kind is int and value < 0)):
            raise ValueError(name)
    if isinstance(made, Shelved) and made.made > LATEST:
        raise ValueError("made")
    return made


def made_file(path: Path, key: str) -> Made:
    """Take down a file that was just made."""
    status = path.stat()
    return Made(key, status.st_size, status.st_mtime_ns, _digest(path))


def is_unchanged(path: Path, made: Made) -> bool:
    """Tell whether a file is as it was made; its content is looked at only where its time moved."""
    try:
        status = path.stat()
        if status.st_size != made.size:
            return False
        return status.st_mtime_ns == made.time or _digest(path) == made.digest
    except OSError:
        return False


def _digest(path: Path) -> str:
    digest = blake2b(digest_size=16)
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
