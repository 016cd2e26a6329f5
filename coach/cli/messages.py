"""What coach says beside its results, on standard error: errors, and notes, each by its word.

The first word says what a line is, wherever it is read: in a terminal, in a log, in a mail of
cron. What it is about follows, a place first where there is one, then what is to be done.
"""

from collections.abc import Iterable

import typer

from coach.errors import Problem


def print_errors(problems: Iterable[Problem]) -> None:
    """Print problems: `error: scripts/x.yaml:8:15: expected ...`, each with its hint below."""
    for problem in problems:
        typer.echo(f"error: {problem}", err=True)


def print_note(text: str) -> None:
    """Print what a user should know of, though nothing failed: `note: ...`."""
    typer.echo(f"note: {text}", err=True)


def print_notes(notes: Iterable[Problem]) -> None:
    """Print notes with a place: `note: scripts/x.yaml:8:15: ...`, each with its hint below."""
    for note in notes:
        print_note(str(note))
