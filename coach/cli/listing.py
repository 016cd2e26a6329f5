"""`coach list`, and the pick of a session when coach is called alone."""

from typing import TYPE_CHECKING

import typer

from coach.cli.options import Limits, Slow, TalkLevel, VoiceName
from coach.cli.table import print_table
from coach.script.talk_level import Talk

if TYPE_CHECKING:
    from coach.catalog import Entry


FIRST = "lower-back"
"""What most people come for."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("list")(list_routines)


def list_routines(
    voice: VoiceName = None, talk: TalkLevel = None, slow: Slow = None, limits: Limits = None
) -> None:
    """List the routines, yours among them, and how long each lasts."""
    rows = [
        (entry.name, _lasts(entry), entry.fault or entry.description or entry.title)
        for entry in _entries(voice, talk, slow, limits)
    ]
    print_table(("name", "lasts", "about"), rows)


def pick(context: typer.Context) -> None:
    """Let the user pick a session and its length, and play it."""
    from coach.cli.play import play
    from coach.cli.terminal import asking

    entries = [entry for entry in _entries(None, None, None, None) if not entry.fault]
    typer.echo("Which session?")
    for number, entry in enumerate(entries, 1):
        typer.echo(f"  {number:>2}  {entry.title:<24} {_lasts(entry)}")
    names = [entry.name for entry in entries]
    usual = names.index(FIRST) + 1 if FIRST in names else 1
    chosen, minutes = 0, ""
    with asking():
        while not 1 <= chosen <= len(entries):
            chosen = typer.prompt("Number", type=int, default=usual)
        entry = entries[chosen - 1]
        if entry.longest - entry.shortest >= 60_000:
            minutes = _ask_minutes(entry)
    context.invoke(play, name=entry.name, minutes=minutes or None)


def _ask_minutes(entry: "Entry") -> str:
    """Ask how long, until it is a length that the routine can have."""
    from coach.cli.session_request import read_minutes
    from coach.errors import UsageError

    least, most = -(-entry.shortest // 60_000), entry.longest // 60_000
    usual = f"{(entry.usual or least * 60_000) / 60_000:g}"
    while True:
        answer: str = typer.prompt("Minutes", default=usual)
        try:
            length = read_minutes(answer)
        except UsageError:
            length = 0
        if entry.shortest <= length <= entry.longest:
            return answer
        typer.echo(f"{entry.title} can last from {least} to {most} minutes.")


def _entries(
    voice: str | None, talk: Talk | None, slow: bool | None, limits: list[str] | None
) -> "tuple[Entry, ...]":
    from dataclasses import replace

    from coach.catalog import entries
    from coach.cli.progress import progress_bar
    from coach.cli.session_request import wishes
    from coach.listener.config_loader import load_config

    asked = wishes(load_config(), voice=voice, talk=talk, slow=slow, limits=limits)
    with progress_bar("Measuring") as progress:
        return entries(replace(asked, length=None, seed=0), progress)


def _lasts(entry: "Entry") -> str:
    from coach.units import format_clock

    if entry.fault:
        return "-"
    shortest, longest = format_clock(entry.shortest), format_clock(entry.longest)
    usual = f", usually {format_clock(entry.usual)}" if entry.usual else ""
    return shortest if shortest == longest else f"{shortest} to {longest}{usual}"
