"""`coach plan`: what was chosen for a session, and its timed script."""

from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.name_command import NameCommand
from coach.cli.options import RoutineArgument
from coach.cli.session_request import make_session_request, with_options
from coach.cli.stdout import format_json

if TYPE_CHECKING:
    from coach.plan.request import SessionRequest


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("plan", cls=NameCommand)(plan)


@with_options(make_session_request)
def plan(
    name: RoutineArgument,
    request: "SessionRequest",
    as_json: Annotated[
        bool, typer.Option("--json", help="As JSON, for other programs; its shape stays.")
    ] = False,
    summary: Annotated[
        bool, typer.Option("--summary", "-s", help="Only what was chosen and where time goes.")
    ] = False,
) -> None:
    """Show what was chosen and why, and what will be said when."""
    from coach.cli.overview import print_overview
    from coach.cli.progress import progress_bar
    from coach.pipeline import prepare_session
    from coach.timeline.transcript import format_timed_script, make_timeline_json

    with progress_bar("Speaking") as progress:
        prepared = prepare_session(name, request, progress)
    if as_json:
        typer.echo(format_json(make_timeline_json(prepared.timeline), 1))
        return
    print_overview(prepared)
    if not summary:
        for line in format_timed_script(prepared.timeline):
            typer.echo(line)
