"""`coach plan`: the timed script of a session."""

import json
from typing import Annotated

import typer

from coach.cli.options import Name, VoiceName


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("plan")(plan)


def plan(
    name: Name,
    voice: VoiceName = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="As JSON, for other programs; its shape stays.")
    ] = False,
) -> None:
    """Show what will be said and when, to the tenth of a second."""
    from coach.cli.progress import progress_bar
    from coach.pipeline import Wishes, prepare
    from coach.transcript import timed_script, timeline_json

    with progress_bar("Speaking") as progress:
        prepared = prepare(name, Wishes(voice), progress)
    if as_json:
        typer.echo(json.dumps(timeline_json(prepared.timeline), ensure_ascii=False, indent=1))
        return
    for line in timed_script(prepared.timeline):
        typer.echo(line)
