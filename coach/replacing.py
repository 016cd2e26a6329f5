"""Writes a file whole or not at all: into a temporary file beside it, then into its place."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from coach.errors import MachineError, Problem


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a temporary file that takes the place of `path`, or of what it links to, in the end.

    Raises MachineError where the folder cannot be written or the disk is full; then, and after
    any other error, the old file is as it was and the temporary one is gone. Not synced to
    the disk: that takes longer than all the rest, and guards only against a loss of power.
    """
    temporary = None
    try:
        target = path.resolve() if path.is_symlink() else path
        if target.exists() and not target.is_file():
            raise OSError(None, "there is something that is no file")
        prefix = f".{target.name[:40]}."
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=prefix, suffix=".part")
        temporary = Path(name)
        with os.fdopen(handle, "w+b") as file:
            # mkstemp makes a file only its owner can read; a new file has the usual rights.
            os.chmod(temporary, 0o666 & ~_umask())  # noqa: PTH101 - beside mkstemp
            yield file
        temporary.replace(target)
    except OSError as error:
        hint = "name another folder with -o" if temporary is None else None
        reason = error.strerror or str(error)
        raise MachineError(Problem(f"{path}: cannot be written: {reason}", hint=hint)) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
