"""File records: what shows that a file is still just as coach made it.

A name proves nothing: the user may have put another file in its place. The digest of the content
does.
"""

import os
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

DIGEST_SIZE = 16
"""Bytes of a digest."""
READ_SIZE = 1 << 18
"""Bytes that are read at a time."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was made: its key, and what shows that it is unchanged.

    `size` in bytes, `time` of its last change in ns, `digest` of its content.
    """

    key: str
    size: int
    time: int
    digest: str


def hash_file(path: Path) -> str:
    """Return the BLAKE2b digest of a file's content, of 16 bytes in hex; raises OSError."""
    with path.open("rb") as file:
        return _hash_open_file(file)


def hash_bytes(content: bytes) -> str:
    """Return the digest that a file of this content has."""
    return blake2b(content, digest_size=DIGEST_SIZE).hexdigest()


def make_file_record(file: BinaryIO, key: str) -> FileRecord:
    """Return the record of a file that is complete, and still open for reading and writing."""
    file.flush()
    file.seek(0)
    digest = _hash_open_file(file)
    status = os.fstat(file.fileno())
    return FileRecord(key, status.st_size, status.st_mtime_ns, digest)


def is_as_made(path: Path, digest: str) -> bool:
    """Return whether a file has the content that coach gave it; all of it is read."""
    try:
        return path.is_file() and hash_file(path) == digest
    except OSError:
        return False


def is_unchanged(path: Path, record: FileRecord) -> bool:
    """Return whether a file is as it was made; its content is read only if its time has changed."""
    try:
        status = path.stat()
        if status.st_size != record.size:
            return False
        return status.st_mtime_ns == record.time or hash_file(path) == record.digest
    except OSError:
        return False


def _hash_open_file(file: BinaryIO) -> str:
    digest = blake2b(digest_size=DIGEST_SIZE)
    while content := file.read(READ_SIZE):
        digest.update(content)
    return digest.hexdigest()
