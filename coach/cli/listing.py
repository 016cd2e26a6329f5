"""`coach list`: the routines there are, with their lengths."""

from typing import TYPE_CHECKING, Any

import typer

from coach.cli.json_output import JsonOption, print_json
from coach.cli.options import LimitsOption, SlowOption, TalkOption, VoiceOption
from coach.cli.table import print_table

if TYPE_CHECKING:
    from coach.catalog import CatalogEntry
    from coach.plan.request import SessionRequest


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
    from coach.cli.session_request import make_session_request
    from coach.listener.config_loader import load_config

    request = make_session_request(load_config(), voice=voice, talk=talk, slow=slow, limits=limits)
    entries = measure_routines(request)
    if as_json:
        print_json({"routines": [_make_entry_json(entry) for entry in entries]})
        return
    rows = [
        (entry.name, format_lengths(entry), entry.problem or entry.description or entry.title)
        for entry in entries
    ]
    print_table(("name", "lasts", "about"), rows)


def measure_routines(request: "SessionRequest") -> "tuple[CatalogEntry, ...]":
    """Return all routines with the lengths they can have as a request asks; shows its progress."""
    from dataclasses import replace

    from coach.catalog import list_catalog
    from coach.cli.progress import progress_bar

    with progress_bar("Measuring") as progress:
        return list_catalog(replace(request, length=None), progress)


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


def format_lengths(entry: "CatalogEntry") -> str:
    """Return how long a routine can last: `5:00 to 45:00, usually 20:00`."""
    from coach.units import format_clock

    if entry.problem:
        return "-"
    shortest, longest = format_clock(entry.shortest), format_clock(entry.longest)
    usual = f", usually {format_clock(entry.usual)}" if entry.usual else ""
    return shortest if shortest == longest else f"{shortest} to {longest}{usual}"
