"""A staging folder: where files are made whole before they are put in their places.

It is within the folder that they are for, so that putting them there is only renaming them. It is
locked as long as its run lives: so one that a killed run has left is known, and removed.
"""

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from coach.errors import MachineError, Problem
from coach.system.atomic_file import TEMPORARY_SUFFIX, lock_file

_PREFIX = ".run."
_LOCK_NAME, _TOKEN_NAME = "lock", "token"
_UNLOCKED_S = 10
"""How long a folder may have no lock yet: it is made first."""


@dataclass(frozen=True, slots=True)
class StagingFolder:
    """A staging folder, and the text in it by which another machine knows that it is this one."""

    path: Path
    token: str

    def is_seen_here(self) -> bool:
        """Return whether this machine has the folder, on a disk that is shared, to write to."""
        try:
            seen = (self.path / _TOKEN_NAME).read_text()
            return seen == self.token and os.access(self.path, os.W_OK)
        except (OSError, ValueError):
            return False


@contextmanager
def open_staging_folder(folder: Path) -> Iterator[StagingFolder]:
    """Make a staging folder in a folder, and remove it with all that is in it at the end.

    Raises MachineError where it cannot be made.
    """
    try:
        path = Path(tempfile.mkdtemp(dir=folder, prefix=_PREFIX, suffix=TEMPORARY_SUFFIX))
        path.chmod(0o755)  # a worker of another machine may be another user
        lock = (path / _LOCK_NAME).open("wb")
    except OSError as error:
        raise MachineError(
            Problem(f"{folder}: cannot be written: {error.strerror or error}")
        ) from error
    with lock:
        lock_file(lock, wait=True)
        try:
            staging = StagingFolder(path.absolute(), secrets.token_hex(16))
            (path / _TOKEN_NAME).write_text(staging.token)
            yield staging
        finally:
            shutil.rmtree(path, ignore_errors=True)


def remove_stale_staging(folder: Path) -> None:
    """Remove the staging folders of runs that have ended; those that cannot be removed are kept."""
    with suppress(OSError):
        for path in list(folder.glob(f"{_PREFIX}*{TEMPORARY_SUFFIX}")):
            with suppress(OSError):
                if path.is_dir() and _is_stale(path):
                    shutil.rmtree(path, ignore_errors=True)


def _is_stale(path: Path) -> bool:
    lock = path / _LOCK_NAME
    if not lock.exists():
        return path.stat().st_mtime < time.time() - _UNLOCKED_S
    with lock.open("r+b") as file:
        return lock_file(file, wait=False)
