"""`coach plan`: what was chosen for a session, and its timed script."""

from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.json_output import JsonOption, print_json
from coach.cli.name_command import NameCommand
from coach.cli.options import OptionalRoutineArgument
from coach.cli.pager import NoPagerOption, paged_output
from coach.cli.said_session import RoundsOption, SayOption, choose_source
from coach.cli.session_request import add_day, make_session_request, with_options
from coach.errors import Problem, UsageError

if TYPE_CHECKING:
    from coach.plan.request import SessionRequest


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("plan", cls=NameCommand)(plan)


@with_options(make_session_request, add_day)
def plan(
    request: "SessionRequest",
    name: OptionalRoutineArgument = None,
    say: SayOption = None,
    rounds: RoundsOption = None,
    as_json: JsonOption = False,
    summary: Annotated[
        bool, typer.Option("--summary", "-s", help="Only what was chosen and where time goes.")
    ] = False,
    no_pager: NoPagerOption = False,
) -> None:
    """Show what was chosen and why, and what will be said when."""
    source = choose_source("coach plan", name, say, rounds)
    if source is None:
        hint = "a routine: its name as coach list shows it, or the path of a script; or --say"
        raise UsageError(Problem("coach plan: expected NAME, found nothing", hint=hint))
    from coach.cli.overview import find_console, print_overview
    from coach.cli.progress import progress_bar
    from coach.pipeline import prepare_session
    from coach.timeline.transcript import format_timed_script
    from coach.training.own_history import learn_from_log

    with progress_bar("Speaking") as progress:
        prepared = prepare_session(source, request, progress, learn_from_log)
    if as_json:
        from coach.cli.session_json import make_plan_json

        print_json(make_plan_json(prepared))
        return
    with paged_output(no_pager):
        print_overview(prepared, find_console())
        if not summary:
            for line in format_timed_script(prepared.timeline):
                typer.echo(line)
