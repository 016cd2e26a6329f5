"""Writes a file whole or not at all: into a temporary file beside it, which then replaces it.

A process that is killed leaves its temporary file behind. Each writer holds a lock on its own
while it lives; so the next one to write there knows a stale file from one in use, and removes it.
"""

import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from coach.errors import MachineError, Problem

TEMPORARY_SUFFIX = ".coach.part"
"""It names its maker: other programs leave files behind that end in `.part`, too."""
_RANDOM = r"[a-z0-9_]{8}"
"""What tempfile adds to a name to make it unique."""


@contextmanager
def atomic_write(
    path: Path, *, private: bool = False, hint: str = "name another folder with -o"
) -> Iterator[BinaryIO]:
    """Open a temporary file that replaces `path`, or what it links to, at the end of the block.

    A file that is replaced keeps its mode, and its owner and group where they may be set. A
    `private` one can be read by its owner alone, from its first moment and whatever the umask.
    Raises MachineError, with the hint, where the folder cannot be written and where the disk is
    full; then, and after any other error, the old file is as it was and the temporary one is
    gone. Not synced to the disk: that takes longer than all the rest, and guards only against a
    loss of power.
    """
    temporary = None
    try:
        target = _find_target(path)
        prefix = _temporary_prefix(target.name)
        remove_stale_files(target.parent, re.escape(prefix))
        file, temporary = open_locked(target.parent, prefix, TEMPORARY_SUFFIX)
        with file:
            if private:
                temporary.chmod(0o600)  # whatever the umask has taken from it
            yield file
            file.flush()
            if not private:
                _set_rights(temporary, target)
            if os.name == "posix":
                # While it is still locked, so that no other process takes it for a stale file.
                temporary.replace(target)
        if os.name != "posix":
            temporary.replace(target)
    except OSError as error:
        reason, more = error.strerror or str(error), hint if temporary is None else None
        raise MachineError(Problem(f"{path}: cannot be written: {reason}", hint=more)) from error
    finally:
        if temporary is not None:
            # Where a failed encoder still has it open, the next to write here removes it.
            with suppress(OSError):
                temporary.unlink()


@contextmanager
def remove_new_on_failure(paths: Iterable[Path]) -> Iterator[None]:
    """Remove files and folders that were not there before where the block fails, or is stopped.

    So some files of a set are not taken for all of it. A folder goes only where it is empty.
    """
    new = [path for path in paths if not path.exists()]
    try:
        yield
    except BaseException:
        for path in reversed(new):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def move_into_place(file: Path, path: Path) -> None:
    """Let a complete file on the same disk replace `path`, as `atomic_write` would.

    Raises MachineError where that is not possible.
    """
    try:
        target = _find_target(path)
        _set_rights(file, target)
        file.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise MachineError(Problem(f"{path}: cannot be written: {reason}")) from error


def _find_target(path: Path) -> Path:
    """Return what is to be replaced: the path, or what it links to; raises OSError for no file."""
    target = path.resolve() if path.is_symlink() else path
    if target.exists() and not target.is_file():
        raise OSError(None, "there is something that is no file")
    return target


def remove_stale_files(folder: Path, prefix: str = r"\..+\.") -> None:
    """Remove the temporary files in a folder that processes which have ended left there.

    `prefix` is a pattern of how their names begin. A file that a process still writes is kept,
    and so is one that cannot be removed.
    """
    pattern = re.compile(prefix + _RANDOM + re.escape(TEMPORARY_SUFFIX))
    with suppress(OSError):
        for path in [each for each in folder.iterdir() if pattern.fullmatch(each.name)]:
            with suppress(OSError):
                remove_if_stale(path)


def _temporary_prefix(name: str) -> str:
    return f".{name[:40]}."


def open_locked(folder: Path, prefix: str, suffix: str) -> tuple[BinaryIO, Path]:
    """Make a temporary file, and lock it until it is closed."""
    while True:
        handle, name = tempfile.mkstemp(dir=folder, prefix=prefix, suffix=suffix)
        file = os.fdopen(handle, "w+b")
        lock_file(file, wait=True)
        if sys.platform == "win32" or os.fstat(handle).st_nlink:
            return file, Path(name)
        # Another process took it for a stale file in the moment before it was locked.
        file.close()


def remove_if_stale(path: Path) -> bool:
    """Remove a temporary file unless a process has it open; return whether it was removed."""
    if sys.platform == "win32":
        path.unlink()  # refused as long as it is open anywhere
        return True
    with path.open("rb") as file:
        is_stale = lock_file(file, wait=False)
        if is_stale:
            path.unlink()
    return is_stale


def lock_file(file: BinaryIO, *, wait: bool) -> bool:
    """Lock a file until it is closed; return False where another has it, or it cannot be locked."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            return False
    return True


def _set_rights(temporary: Path, target: Path) -> None:
    """Set mode, owner and group of a temporary file: those of what it replaces, or the usual ones.

    mkstemp makes a file that only its owner can read.
    """
    if not target.exists():
        temporary.chmod(0o666 & ~_umask())
        return
    old = target.stat()
    mode = stat.S_IMODE(old.st_mode) & 0o777
    if sys.platform != "win32":
        with suppress(OSError):
            os.chown(temporary, old.st_uid, -1)
        with suppress(OSError):
            os.chown(temporary, -1, old.st_gid)
        if temporary.stat().st_gid != old.st_gid:
            # What one group may do, another may only where everybody may.
            mode = mode & 0o707 | (mode & 0o007) << 3
    temporary.chmod(mode)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
