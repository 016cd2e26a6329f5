"""`coach show`: what a routine is for, and what a session of it holds."""

from typing import TYPE_CHECKING

import typer

from coach.cli.json_output import JsonOption, print_json
from coach.cli.name_command import NameCommand
from coach.cli.options import RoutineArgument
from coach.cli.pager import NoPagerOption, paged_output
from coach.cli.session_request import add_day, make_session_request, with_options

if TYPE_CHECKING:
    from rich.console import Console

    from coach.pipeline import PreparedSession
    from coach.plan.request import SessionRequest
    from coach.script.routine import Routine


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("show", cls=NameCommand)(show)


@with_options(make_session_request, add_day)
def show(
    name: RoutineArgument,
    request: "SessionRequest",
    as_json: JsonOption = False,
    no_pager: NoPagerOption = False,
) -> None:
    """Show what a routine is for, and what a session of it holds."""
    from coach.cli.overview import find_console, print_overview
    from coach.cli.progress import progress_bar
    from coach.pipeline import prepare_session
    from coach.script.library import find_routine
    from coach.training.own_history import learn_from_log

    routine = find_routine(name)
    with progress_bar("Speaking") as progress:
        prepared = prepare_session(name, request, progress, learn_from_log)
    if as_json:
        from coach.cli.session_json import make_show_json

        print_json(make_show_json(routine, prepared))
        return
    with paged_output(no_pager):
        console = find_console()
        _print_routine(routine, prepared, console)
        print_overview(prepared, console)


def _print_routine(
    routine: "Routine", prepared: "PreparedSession", console: "Console | None"
) -> None:
    """Print what a routine is for, what to mind, and how long it can last."""
    from coach.cli.overview import print_text
    from coach.units import format_clock

    if routine.description:
        print_text(routine.description, console)
    for line in routine.safety:
        print_text(f"  ! {line.text}", console, style="yellow")
    shortest, longest = prepared.length_range.shortest, prepared.length_range.longest
    lasts = f"lasts {format_clock(shortest)}"
    if shortest != longest:
        lasts = f"can last from {format_clock(shortest)} to {format_clock(longest)}"
    print_text(f"It {lasts}.", console)
    if routine.cards:
        from coach.cli.card_pages import format_usual_dose

        print_text("Exercises of its own:", console)
        for card in routine.cards.values():
            print_text(
                f"  {card.name}: {format_usual_dose(card, prepared.session.delivery.phrases)}",
                console,
            )
    print_text("", console)
