"""`coach show`: what a routine is for, and what a session of it holds."""

from typing import TYPE_CHECKING

import typer

from coach.cli.name_command import NameCommand
from coach.cli.options import RoutineArgument
from coach.cli.session_request import make_session_request, with_options

if TYPE_CHECKING:
    from coach.plan.request import SessionRequest


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("show", cls=NameCommand)(show)


@with_options(make_session_request)
def show(
    name: RoutineArgument,
    request: "SessionRequest",
) -> None:
    """Show what a routine is for, and what a session of it holds."""
    from rich.console import Console

    from coach.cli.overview import print_overview
    from coach.cli.progress import progress_bar
    from coach.pipeline import prepare_session
    from coach.script.library import find_routine
    from coach.units import format_clock

    routine = find_routine(name)
    with progress_bar("Speaking") as progress:
        prepared = prepare_session(name, request, progress)
    console = Console(highlight=False, markup=False, emoji=False)
    if routine.description:
        console.print(routine.description)
    for line in routine.safety:
        console.print(f"  ! {line.text}", style="yellow")
    shortest, longest = prepared.length_range.shortest, prepared.length_range.longest
    console.print(f"It can last from {format_clock(shortest)} to {format_clock(longest)}.\n")
    print_overview(prepared)
