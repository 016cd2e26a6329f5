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


@contextmanager
def exit_on_abort() -> Iterator[None]:
    """Make Ctrl-C, or the end of input, at a question end coach with 130, as elsewhere."""
    try:
        yield
    except typer.Abort as abort:
        raise typer.Exit(130) from abort


def print_paragraph(text: str, mark: str = "") -> None:
    """Print a text wrapped to the terminal, at most MAX_TEXT_WIDTH wide; `mark` comes first."""
    import shutil
    from textwrap import fill

    from coach.cli.page_printing import MAX_TEXT_WIDTH

    width = min(shutil.get_terminal_size().columns, MAX_TEXT_WIDTH)
    typer.echo(fill(text, width, initial_indent=mark, subsequent_indent=" " * len(mark)))
