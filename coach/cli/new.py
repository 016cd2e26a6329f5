"""`coach new`: a commented routine to start from."""

from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("new")(new)


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write: mine.yaml.")],
) -> None:
    """Write a commented routine to start from; it plays as it is."""
    from coach.errors import MachineError, Problem, UsageError
    from coach.system.paths import shipped_folder

    if file.suffix not in (".yaml", ".yml"):
        message = f"{file}: expected a file that ends in .yaml"
        raise UsageError(Problem(message, hint=f"coach new {file.stem or 'mine'}.yaml"))
    starter = (shipped_folder() / "scripts" / "starter.yaml").read_text(encoding="utf-8")
    try:
        with file.open("x", encoding="utf-8") as handle:
            handle.write(starter)
    except FileExistsError as error:
        raise UsageError(Problem(f"{file}: the file exists", hint="name a new one")) from error
    except OSError as error:
        message = f"{file}: cannot be written: {error.strerror or error}"
        raise MachineError(Problem(message)) from error
    typer.echo(f"{file}: edit it, then: coach check {file}, coach play {file}")
