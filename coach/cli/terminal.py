"""The terminal: the streams of this process, any of which may be None or closed; its questions."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import typer


def is_terminal(*streams: TextIO | None) -> bool:
    """Tell whether all of some streams are open, and terminals."""
    try:
        return all(stream is not None and stream.isatty() for stream in streams)
    except ValueError:  # it was closed since
        return False


@contextmanager
def exit_on_abort() -> Iterator[None]:
    """Let Ctrl-C, or the end of input, at a question end coach as it does anywhere else."""
    try:
        yield
    except typer.Abort as abort:
        raise typer.Exit(130) from abort


def print_paragraph(text: str, mark: str = "") -> None:
    """Print a text as wide as the terminal, and no wider than one reads well."""
    import shutil
    from textwrap import fill

    from coach.cli.page_printing import MAX_TEXT_WIDTH

    width = min(shutil.get_terminal_size().columns, MAX_TEXT_WIDTH)
    typer.echo(fill(text, width, initial_indent=mark, subsequent_indent=" " * len(mark)))
