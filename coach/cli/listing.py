"""`coach list`, and the choice of a session where coach is called without a command."""

from typing import TYPE_CHECKING, Any

import typer

from coach.cli.json_output import JsonOption, print_json
from coach.cli.options import LimitsOption, SlowOption, TalkOption, VoiceOption
from coach.cli.table import print_table
from coach.script.talk_level import TalkLevel

if TYPE_CHECKING:
    from coach.catalog import CatalogEntry


DEFAULT_ROUTINE = "lower-back"
"""The routine that is offered first: what most people come for."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("list")(list_routines)


def list_routines(
    voice: VoiceOption = None,
    talk: TalkOption = None,
    slow: SlowOption = None,
    limits: LimitsOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the routines, yours among them, and how long each lasts."""
    entries = _list_entries(voice, talk, slow, limits)
    if as_json:
        print_json({"routines": [_make_entry_json(entry) for entry in entries]})
        return
    rows = [
        (entry.name, _format_lengths(entry), entry.problem or entry.description or entry.title)
        for entry in entries
    ]
    print_table(("name", "lasts", "about"), rows)


def pick_session(context: typer.Context) -> None:
    """Ask which session to play and how long, and play it."""
    from coach.cli.play import play
    from coach.cli.terminal import exit_on_abort

    entries = [entry for entry in _list_entries(None, None, None, None) if not entry.problem]
    typer.echo("Which session?")
    for number, entry in enumerate(entries, 1):
        typer.echo(f"  {number:>2}  {entry.title:<24} {_format_lengths(entry)}")
    names = [entry.name for entry in entries]
    usual = names.index(DEFAULT_ROUTINE) + 1 if DEFAULT_ROUTINE in names else 1
    chosen, minutes = 0, ""
    with exit_on_abort():
        while not 1 <= chosen <= len(entries):
            chosen = typer.prompt("Number", type=int, default=usual)
        entry = entries[chosen - 1]
        if entry.longest - entry.shortest >= 60_000:
            minutes = _ask_minutes(entry)
    context.invoke(play, name=entry.name, minutes=minutes or None)


def _ask_minutes(entry: "CatalogEntry") -> str:
    """Ask for minutes until they are a length that the routine can have; return the answer."""
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


def _list_entries(
    voice: str | None, talk: TalkLevel | None, slow: bool | None, limits: list[str] | None
) -> "tuple[CatalogEntry, ...]":
    from dataclasses import replace

    from coach.catalog import list_catalog
    from coach.cli.progress import progress_bar
    from coach.cli.session_request import make_session_request
    from coach.listener.config_loader import load_config

    request = make_session_request(load_config(), voice=voice, talk=talk, slow=slow, limits=limits)
    with progress_bar("Measuring") as progress:
        return list_catalog(replace(request, length=None, seed=0), progress)


def _make_entry_json(entry: "CatalogEntry") -> dict[str, Any]:
    """Return a routine as plain values; a broken one has a problem, and no lengths."""
    return {
        "name": entry.name,
        "title": None if entry.problem else entry.title,
        "description": entry.description or None,
        "shortest_ms": entry.shortest or None,
        "usual_ms": entry.usual or None,
        "longest_ms": entry.longest or None,
        "problem": entry.problem.split("\n")[0] or None,
    }


def _format_lengths(entry: "CatalogEntry") -> str:
    from coach.units import format_clock

    if entry.problem:
        return "-"
    shortest, longest = format_clock(entry.shortest), format_clock(entry.longest)
    usual = f", usually {format_clock(entry.usual)}" if entry.usual else ""
    return shortest if shortest == longest else f"{shortest} to {longest}{usual}"
