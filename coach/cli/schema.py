"""`coach schema`: the JSON Schema of scripts, for editors."""

from typing import Annotated, Literal

import typer

from coach.cli.json_output import print_json


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("schema")(schema)


def schema(
    kind: Annotated[
        Literal["routine", "exercise", "talk"] | None,
        typer.Argument(
            metavar="[KIND]",
            help="Which scripts: routine, exercise or talk; all where left out.",
        ),
    ] = None,
) -> None:
    """Print the JSON Schema of scripts; editors check them by it."""
    from coach.script.json_schema import script_schema

    print_json(script_schema(kind), indent=2)
