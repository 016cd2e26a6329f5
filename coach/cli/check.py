"""`coach check`: whether scripts can be performed."""

from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check)


def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Routines or exercise cards.")
    ],
) -> None:
    """Check scripts: every mistake with its place and a hint."""
    from coach.checking import check_file
    from coach.errors import CoachError

    worst = 0
    for path in files:
        try:
            kind = check_file(path)
        except CoachError as error:
            for problem in error.problems:
                typer.echo(str(problem), err=True)
            worst = max(worst, error.exit_code)
        else:
            typer.echo(f"{path}: a good {kind}")
    raise typer.Exit(worst)
