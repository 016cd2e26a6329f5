"""ServedSession: a session that is there to be heard, and where its files are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coach.exports.file_records import FileRecord

PAGE_SUFFIX = ".html"
SOUND_FOLDER = "s"
"""Where the pages and files of sessions are in the server's addresses."""
COVER_NAME = "cover"
KEY_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Digits of a key, of which none looks like another."""
KEY_LENGTH = 20


@dataclass(frozen=True, slots=True)
class ServedFile:
    """A file of a session on the disk, as it was made."""

    path: Path
    record: FileRecord


@dataclass(frozen=True, slots=True)
class ServedSession:
    """A session by its key, which says nothing of it; `length` in ms, `made` in seconds since 1970.

    `notes` are its exercises, a line each, and `mark` is what `coach done` would enter. Its files
    are found by their suffixes; the `sound_suffix` is one of them.
    """

    key: str
    routine: str
    title: str
    description: str
    language: str
    length: int
    made: int
    sound_suffix: str
    notes: str = ""
    mark: str = ""
    files: Mapping[str, ServedFile] = field(default_factory=dict)

    @property
    def sound(self) -> ServedFile:
        """The file that is heard."""
        return self.files[self.sound_suffix]

    @property
    def is_whole(self) -> bool:
        """Whether all its files are still there: `coach cache --clear` removes them."""
        return all(one.path.is_file() for one in self.files.values())

    @property
    def size(self) -> int:
        """The bytes of all its files."""
        return sum(one.record.size for one in self.files.values())
