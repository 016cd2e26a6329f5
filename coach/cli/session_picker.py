"""The choice of a session at a terminal, where none was named: which one, and how long."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from coach.cli.terminal import exit_on_abort, is_terminal
from coach.errors import Problem, UsageError
from coach.training.session_offer import FIRST_ROUTINE

if TYPE_CHECKING:
    from coach.catalog import CatalogEntry
    from coach.plan.request import SessionRequest


def pick_session(request: "SessionRequest") -> tuple[str, "SessionRequest"]:
    """Ask which session to play, and how long where the request does not say.

    Raises UsageError where there is no terminal to ask at, or no routine that suits the request.
    """
    from coach.cli.listing import format_lengths, measure_routines

    if not is_terminal(sys.stdin, sys.stdout):
        raise UsageError(Problem("expected the NAME of a routine", hint="coach list names them"))
    measured = measure_routines(request)
    entries = [entry for entry in measured if not entry.problem]
    if not entries:
        raise UsageError(Problem(measured[0].problem if measured else "there are no routines"))
    typer.echo("Which session?")
    for number, entry in enumerate(entries, 1):
        typer.echo(f"  {number:>2}  {entry.title:<24} {format_lengths(entry)}")
    names = [entry.name for entry in entries]
    usual = names.index(FIRST_ROUTINE) + 1 if FIRST_ROUTINE in names else 1
    chosen, length = 0, request.length
    with exit_on_abort():
        while not 1 <= chosen <= len(entries):
            chosen = typer.prompt("Number", type=int, default=usual)
        entry = entries[chosen - 1]
        if entry.longest - entry.shortest < 60_000:
            length = None
        elif length is None or not entry.shortest <= length <= entry.longest:
            length = _ask_length(entry)
    return entry.name, replace(request, length=length)


def _ask_length(entry: "CatalogEntry") -> int:
    """Ask for minutes until they are a length that the routine can have; return it in ms."""
    from coach.cli.lengths import read_minutes

    least, most = -(-entry.shortest // 60_000), entry.longest // 60_000
    nearest = min(max(round(entry.usual / 60_000), least), most)
    usual = f"{nearest if entry.usual % 6_000 else entry.usual / 60_000:g}"
    while True:
        try:
            length = read_minutes(typer.prompt("Minutes", default=usual))
        except UsageError:
            length = 0
        if entry.shortest <= length <= entry.longest:
            return length
        typer.echo(f"{entry.title} can last from {least} to {most} minutes.")
