"""Plain output: one line for one thing, without colours, wrapping or signs that draw something.

That is what a pipe gets. A terminal gets it with --plain, which every command takes, and by
`plain: true` in the config: for screen readers, for logs, and for terminals that only print.
"""

import os
import sys
from collections.abc import Sequence
from typing import Any

import typer

from coach.cli.printable_output import PrintableStream, raw_stream
from coach.cli.terminal import is_terminal
from coach.system.printable import make_one_line, make_printable


def set_plain() -> None:
    """Make the output of this command plain, as --plain asks."""
    stream: object = sys.stdout
    if isinstance(stream, PrintableStream):  # where it is not, there is no terminal
        stream.plain = True


def is_plain() -> bool:
    """Return True where output is plain: in a pipe, with --plain, or by the config."""
    return not is_terminal(sys.stdout) or is_plain_asked()


def is_plain_asked() -> bool:
    """Return True where --plain or the config asks for plain output, whether or not in a pipe."""
    stream: object = sys.stdout
    if isinstance(stream, PrintableStream) and stream.plain:
        return True
    from coach.errors import CoachError
    from coach.listener.config_loader import load_config

    try:
        return load_config().plain
    except CoachError:
        return False  # a command that needs the config reports what is wrong with it


def print_row(cells: Sequence[str]) -> None:
    """Print cells on one line with tabs between them, so that other programs can cut it."""
    first, *rest = cells
    # A name is shown with every character; of a text only the words matter.
    texts = (" ".join(text.split()) for text in rest)
    typer.echo("\t".join((make_one_line(first), *map(make_one_line, texts))).rstrip("\t"))


def print_styled(*parts: tuple[str, dict[str, Any]]) -> None:
    """Print a line of texts, each with its style as `typer.style` has it, where colours are wanted.

    None are wanted in plain output, with NO_COLOR, and on a terminal that has none.
    """
    colourless = is_plain() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    texts = ((make_printable(text), style) for text, style in parts)
    line = "".join(text if colourless else typer.style(text, **style) for text, style in texts)
    typer.echo(line, file=raw_stream(sys.stdout))
