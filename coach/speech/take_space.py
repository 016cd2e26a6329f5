"""Take space: how much of the disk the takes of a folder may fill, by any number of processes.

Before a take is stored there is room for it: where there is none, the takes unused for longest are
removed, of this and of earlier versions, but for those that a process uses at the moment.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from coach.speech.take_hold import list_held_keys

MAX_DISK_BYTES = 320_000_000
"""How much takes may fill: the 3,400 lines of all shipped routines, four hours in one voice at
19 kB a second, fill some 260 MB, and nine tenths of the space have room for them."""
LOOK_AGAIN_BYTES = 4_000_000
"""After so many bytes written, those are counted that other processes have written meanwhile.
The last tenth of the space is left to them, until this one looks."""


class _Take(NamedTuple):
    used: float
    size: int
    path: Path


class TakeSpace:
    """The space for the takes of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._filled: int | None = None
        """Bytes of takes when they were last counted."""
        self._written = 0
        """Bytes written since."""
        self._is_full = False

    def reserve(self, size: int) -> bool:
        """Make room for so many bytes; return False where takes in use leave none."""
        if self._is_full:
            return False
        if self._filled is None or self._written >= LOOK_AGAIN_BYTES:
            self._filled, self._written = sum(take.size for take in _list_takes(self._folder)), 0
        if self._filled + self._written + size > MAX_DISK_BYTES * 9 // 10:
            self._filled, self._written = prune_takes(self._folder, MAX_DISK_BYTES * 4 // 5), 0
            self._is_full = self._filled + size > MAX_DISK_BYTES
        self._written += size
        return not self._is_full


def prune_takes(folder: Path, most: int) -> int:
    """Remove the takes unused for longest, until `most` bytes are left; return how many are.

    What a process uses stays, and so does what cannot be removed.
    """
    takes = sorted(_list_takes(folder))
    size = sum(take.size for take in takes)
    held = list_held_keys(folder) if size > most else frozenset()
    for take in takes:
        if size <= most:
            break
        if take.path.parent.name + take.path.stem not in held:
            with suppress(OSError):
                take.path.unlink()
                size -= take.size
    return size


def _list_takes(folder: Path) -> Iterator[_Take]:
    with suppress(OSError), os.scandir(folder) as places:
        for place in places:
            if len(place.name) == 1:
                yield from _list_takes_in(place.path)


def _list_takes_in(place: str) -> Iterator[_Take]:
    with suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            if entry.name.endswith(".take"):
                with suppress(OSError):  # It may have gone meanwhile.
                    status = entry.stat()
                    yield _Take(status.st_mtime, status.st_size, Path(entry.path))
