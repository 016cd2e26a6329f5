"""Whether streams are terminals, and how a question at one ends; a stream may be None or closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import typer


def is_terminal(*streams: TextIO | None) -> bool:
    """Return True if all of some streams are open and are terminals."""
    try:
        return all(stream is not None and stream.isatty() for stream in streams)
    except ValueError:  # it is closed
        return False


def can_encode(stream: TextIO, characters: str) -> bool:
    """Return True if the encoding of a stream has all of some characters."""
    try:
        characters.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


@contextmanager
def exit_on_abort() -> Iterator[None]:
    """Make Ctrl-C, or the end of input, at a question end coach with 130, as elsewhere."""
    try:
        yield
    except typer.Abort as abort:
        raise typer.Exit(130) from abort
