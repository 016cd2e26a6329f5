"""Prints a paragraph, wrapped to the terminal; in plain output it is one line, however long."""

import shutil
from textwrap import fill

import typer

from coach.cli.output_style import is_plain


def print_paragraph(text: str, mark: str = "") -> None:
    """Print a text wrapped to the terminal, at most MAX_TEXT_WIDTH wide; `mark` comes first."""
    # Imports what reads scripts, which a command that only completes or helps has no use for.
    from coach.cli.page_printing import MAX_TEXT_WIDTH, UNLIMITED_WIDTH

    columns = min(shutil.get_terminal_size().columns, MAX_TEXT_WIDTH)
    width = UNLIMITED_WIDTH if is_plain() else columns
    typer.echo(fill(text, width, initial_indent=mark, subsequent_indent=" " * len(mark)))
