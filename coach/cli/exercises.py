"""`coach exercises`: the list of exercise cards, or one of them as a page."""

from typing import Annotated

import typer

from coach.cli.name_command import ExerciseNameCommand
from coach.cli.options import complete_exercises


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("exercises", cls=ExerciseNameCommand)(exercises)


def exercises(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="An exercise: its name as the list shows it, or the path of a card.",
            autocompletion=complete_exercises,
            show_default=False,
        ),
    ] = None,
) -> None:
    """List the exercises, or show how one is done.

    How much of it, too, for whom, and where its figures come from.
    """
    if name is None:
        _print_list()
        return
    from coach.cli.card_pages import card_page
    from coach.cli.page_printing import print_page
    from coach.script.library import find_exercise

    print_page(card_page(find_exercise(name)))


def _print_list() -> None:
    from coach.cli.card_pages import format_usual_dose
    from coach.cli.page_printing import print_list
    from coach.errors import ScriptError
    from coach.script.library import find_exercise
    from coach.system.paths import exercise_names
    from coach.timeline.descriptions import POSITION_DESCRIPTIONS

    rows = []
    for name in exercise_names():
        try:
            card = find_exercise(name)
        except ScriptError as error:
            rows.append((name, "", "", "", str(error.problems[0]).split("\n")[0]))
            continue
        goals = ", ".join(card.goals)
        rows.append(
            (name, card.name, POSITION_DESCRIPTIONS[card.position], goals, format_usual_dose(card))
        )
    print_list(("name", "exercise", "position", "for", "usual dose"), rows)
