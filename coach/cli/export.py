"""`coach export`: a session as a file."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.options import Name
from coach.cli.wishes import takes, wishes, with_sound

if TYPE_CHECKING:
    from coach.pipeline import Wishes


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


@takes(wishes, with_sound)
def export(
    name: Name,
    asked: "Wishes",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The file to write; if left out, NAME.wav in this folder.",
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Replace the file if it exists.")
    ] = False,
) -> None:
    """Write a session to a sound file, to follow it on a phone."""
    from coach.cli.progress import progress_bar
    from coach.encoders import find_encoder
    from coach.exporting import export as write
    from coach.pipeline import prepare
    from coach.units import format_clock

    output = output or Path(f"{Path(name).stem}.wav")
    find_encoder(output)
    _check_place(output, force)
    with progress_bar("Speaking") as progress:
        prepared = prepare(name, asked, progress)
    for notice in prepared.notices:
        typer.echo(f"note: {notice}", err=True)
    with progress_bar("Writing") as progress:
        write(prepared, output, progress)
    title, length = prepared.timeline.title, format_clock(prepared.timeline.length)
    typer.echo(f"{output}: {title}, {length}")


def _check_place(output: Path, force: bool) -> None:
    """See before any work is done that the file can be written."""
    from coach.cli.asking import asking
    from coach.errors import Problem, UsageError

    if not output.parent.is_dir():
        message = f"{output}: there is no folder {output.parent}"
        raise UsageError(Problem(message, hint="make it first, or name another with -o"))
    if output.exists() and not force:
        if not sys.stdin.isatty():
            raise UsageError(Problem(f"{output}: the file exists", hint="--force replaces it"))
        with asking():
            replace = typer.confirm(f"{output} exists. Replace it?")
        if not replace:
            raise UsageError(Problem(f"{output}: left as it was"))
