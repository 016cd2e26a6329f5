"""Standard output for bytes: checked before any work; errors of writing become messages."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from coach.cli.printable_output import raw_stream
from coach.cli.terminal import is_terminal
from coach.errors import MachineError, Problem, UsageError

STANDARD_OUTPUT = ("-", "/dev/stdout")
"""Names of what is no file, and has no suffix to say what it is to be."""


def is_stdout(path: Path | None) -> bool:
    """Return whether a path that was given for a file means standard output."""
    return str(path) in STANDARD_OUTPUT


def check_stdout(what: str) -> None:
    """Raise UsageError where standard output is closed, or a terminal; `what` names the bytes."""
    if sys.stdout is None:
        raise UsageError(Problem("standard output is closed", hint="name a file"))
    if is_terminal(sys.stdout):
        message = f"standard output is this terminal, which cannot show {what}"
        raise UsageError(Problem(message, hint="send it on: ... -o - | another-program"))


@contextmanager
def open_stdout(seekable: bool) -> Iterator[BinaryIO]:
    """Yield standard output as a file; with `seekable` a temporary one, which is copied there.

    Raises MachineError where one of them cannot be written. A pipe whose reader has gone stays a
    BrokenPipeError: many programs read only as much as they need.
    """
    import shutil
    import tempfile

    if not seekable:
        with _report_write_errors("standard output"):
            yield raw_stream(sys.stdout).buffer
            raw_stream(sys.stdout).buffer.flush()
        return
    with (
        _report_write_errors(f"a file in {tempfile.gettempdir()}"),
        tempfile.TemporaryFile() as file,
    ):
        yield file
        file.seek(0)
        with _report_write_errors("standard output"):
            shutil.copyfileobj(file, raw_stream(sys.stdout).buffer)
            raw_stream(sys.stdout).buffer.flush()


@contextmanager
def _report_write_errors(what: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        # What is still in its buffer would be written again at exit, and fail again.
        sys.stdout = None
        reason = error.strerror or str(error)
        raise MachineError(Problem(f"{what}: cannot be written: {reason}")) from error
