"""Whether streams are terminals, and how one asks at them; a stream may be None or closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import typer

YES = frozenset({"y", "yes"})
NO = frozenset({"n", "no"})


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


def ask_yes_no(question: str, *, default: bool, err: bool = False) -> bool:
    """Return the answer to a question; Return is `default`, and what is neither is asked again.

    Ends coach with 130 at Ctrl-C and at the end of input.
    """
    asked = f"{question} [{'Y/n' if default else 'y/N'}]"
    with exit_on_abort():
        while True:
            typed = typer.prompt(asked, default="", show_default=False, err=err).strip().casefold()
            if not typed:
                return default
            if typed in YES | NO:
                return typed in YES
            typer.echo(f"Write y or n; Return is {'yes' if default else 'no'}.", err=err)
