"""`coach export`: a session as a file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from coach.cli.options import Name, VoiceName


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


def export(
    name: Name,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", help="The file to write: session.wav.", dir_okay=False
        ),
    ],
    voice: VoiceName = None,
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Replace the file if it exists.")
    ] = False,
) -> None:
    """Write a session to a sound file, to follow it on a phone."""
    from coach.cli.progress import progress_bar
    from coach.encoders import find_encoder
    from coach.pipeline import Wishes, prepare
    from coach.pipeline import export as write
    from coach.units import format_clock

    find_encoder(output)
    _check_place(output, force)
    with progress_bar("Speaking") as progress:
        prepared = prepare(name, Wishes(voice), progress)
    if prepared.notice:
        typer.echo(f"note: takes are not kept: {prepared.notice}", err=True)
    with progress_bar("Writing") as progress:
        write(prepared, output, progress)
    title, length = prepared.timeline.title, format_clock(prepared.timeline.length)
    typer.echo(f"{output}: {title}, {length}")


def _check_place(output: Path, force: bool) -> None:
    """See before any work is done that the file can be written."""
    from coach.errors import Problem, UsageError

    if not output.parent.is_dir():
        message = f"{output}: there is no folder {output.parent}"
        raise UsageError(Problem(message, hint="make it first, or name another with -o"))
    if output.exists() and not force:
        if not sys.stdin.isatty():
            raise UsageError(Problem(f"{output}: the file exists", hint="--force replaces it"))
        typer.confirm(f"{output} exists. Replace it?", abort=True)
