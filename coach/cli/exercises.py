"""`coach exercises`: the list of exercise cards, or one of them as a page."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.json_output import JsonOption, print_json
from coach.cli.name_command import ExerciseNameCommand
from coach.cli.options import complete_exercises
from coach.cli.pager import NoPagerOption, paged_output
from coach.errors import Problem, ScriptError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text


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
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write its drawing: bridge.svg, or .png.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", "-f", help="Replace a file.")] = False,
    as_json: JsonOption = False,
    no_pager: NoPagerOption = False,
) -> None:
    """List the exercises, or show how one is done.

    How much of it, too, for whom, and where its figures come from.
    """
    if name is None:
        if output is not None:
            problem = Problem("-o: expected the exercise to draw", hint="coach exercises NAME -o")
            raise UsageError(problem)
        _print_list(as_json)
        return
    from coach.cli.card_drawing import (
        list_drawing_lines,
        make_drawing_block,
        show_drawing,
        write_drawing,
    )
    from coach.cli.card_pages import card_page
    from coach.cli.page_printing import print_page
    from coach.script.language_field import DEFAULT_LANGUAGE
    from coach.script.library import find_exercise, load_phrases

    card = find_exercise(name)
    if output is not None:
        write_drawing(card, output, force)
        return
    if as_json:
        from coach.cli.script_json import make_card_json

        print_json(make_card_json(card, load_phrases(DEFAULT_LANGUAGE)))
        return
    page = card_page(card)
    drawing: Sequence[Text] = ()
    if not show_drawing(card) and (block := make_drawing_block(card)):
        page = replace(page, blocks=(*page.blocks, block))
        drawing = list_drawing_lines(card)
    with paged_output(no_pager):
        print_page(page, drawing)


def _print_list(as_json: bool) -> None:
    from coach.cli.card_pages import format_usual_dose
    from coach.cli.page_printing import print_list
    from coach.cli.script_json import make_card_row_json
    from coach.script.language_field import DEFAULT_LANGUAGE
    from coach.script.library import find_exercise, load_phrases
    from coach.system.paths import exercise_names
    from coach.timeline.descriptions import POSITION_DESCRIPTIONS

    phrases = load_phrases(DEFAULT_LANGUAGE)  # as the headings are
    rows, facts = [], []
    for name in exercise_names():
        try:
            card = find_exercise(name)
        except ScriptError as error:
            problem = str(error.problems[0]).split("\n")[0]
            rows.append((name, "", "", "", problem))
            facts.append(make_card_row_json(name, None, phrases, problem))
            continue
        facts.append(make_card_row_json(name, card, phrases))
        goals = ", ".join(card.goals)
        rows.append(
            (
                name,
                card.name,
                POSITION_DESCRIPTIONS[card.position],
                goals,
                format_usual_dose(card, phrases),
            )
        )
    if as_json:
        print_json({"exercises": facts})
        return
    print_list(("name", "exercise", "position", "for", "usual dose"), rows)
