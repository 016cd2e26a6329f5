"""Private files with a record on each line: opened for their owner alone, and appended to.

A line is written at once and whole. Others may append at the same time, but a caller that must lose
nothing even where the disk is full then, has to hold a lock.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coach.system.private_files import FILE_MODE, mend_file


def append_line(path: Path, line: bytes, *, sync: bool = True) -> None:
    """Append a line, with its line feed, to a private file; the file is made with the first one.

    With `sync` it outlasts a loss of power, which takes some milliseconds. Raises OSError where it
    cannot be written; then the file is as it was.
    """
    mend_file(path)
    with open_private(path, os.O_RDWR | os.O_APPEND) as handle:
        size = os.fstat(handle).st_size
        if size and _read_last_byte(handle, size) != b"\n":
            line = b"\n" + line  # what a loss of power has torn stays a line of its own
        try:
            written = os.write(handle, line)
            if written < len(line):
                raise OSError(None, "there is no room")
            if sync:
                os.fsync(handle)
        except OSError:
            os.truncate(handle, size)
            raise


@contextmanager
def open_private(path: Path, flags: int) -> Iterator[int]:
    """Open a file by some `flags` of `os`, made where it is missing; yield its descriptor."""
    handle = os.open(path, flags | os.O_CREAT | getattr(os, "O_BINARY", 0), FILE_MODE)
    try:
        if hasattr(os, "fchmod") and not os.fstat(handle).st_size:
            os.fchmod(handle, FILE_MODE)  # the umask may have taken rights from the owner, too
        yield handle
    finally:
        os.close(handle)


def _read_last_byte(handle: int, size: int) -> bytes:
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1)
