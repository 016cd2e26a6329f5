"""Take hold: the takes that a process uses, so that no other process removes them meanwhile.

A process has a file beside its takes with the keys of what it has loaded or stored, locked while
they are in use; so the file of a process that was killed is known, and removed.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from weakref import finalize

from coach.system.atomic_file import open_locked, remove_if_stale

PREFIX, SUFFIX = ".used-", ".keys"


class TakeHold:
    """The keys of the takes in use: held until this object, or its process, ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: BinaryIO | None = None
        self._keys: set[str] = set()

    def add(self, key: str) -> None:
        """Hold a take; has no effect where the folder cannot be written."""
        if key in self._keys:
            return
        self._keys.add(key)
        with suppress(OSError):
            self._file = self._file or self._open_file()
            self._file.write(f"{key}\n".encode())
            self._file.flush()

    def _open_file(self) -> BinaryIO:
        file, path = open_locked(self._folder, PREFIX, SUFFIX)
        finalize(self, _close_and_remove, file, path, os.getpid())
        return file


def list_held_keys(folder: Path) -> frozenset[str]:
    """Return the keys of the takes that any process uses; what ended ones left is removed."""
    held: set[str] = set()
    with suppress(OSError):
        for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
            with suppress(OSError):
                held.update(_read_held_keys(path))
    return frozenset(held)


def _read_held_keys(path: Path) -> list[str]:
    with suppress(OSError):
        if remove_if_stale(path):
            return []
    return path.read_text("ascii", "replace").split()


def _close_and_remove(file: BinaryIO, path: Path, process: int) -> None:
    # A forked process has it open, too, and is not the one that uses the takes.
    is_own = os.getpid() == process
    if is_own and os.name == "posix":  # While it is still locked.
        _remove(path)
    file.close()
    if is_own:
        _remove(path)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
