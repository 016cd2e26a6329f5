"""`coach cache`: what coach keeps so as not to make it twice, how large it is, and its removal."""

from typing import Annotated

import typer

from coach.cli.json_output import JsonOption, print_json
from coach.units import format_size

KIND_TEXTS = {
    "takes": "spoken lines; beyond 320 MB those unused for longest go by themselves",
    "lengths": "how long each routine can last, for coach list",
    "served": "sessions that coach serve made, the last 60",
    "covers": "pictures for the desktop, by earlier versions",
}
NO_PLACE = "nothing is kept"
"""What stands for the folder of somebody without a home."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("cache")(cache)


def cache(
    clear: Annotated[
        bool, typer.Option("--clear", help="Remove all of it; it is made again when needed.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what is kept to save time, or remove it."""
    from coach.system.cache_contents import clear_cache, list_cache
    from coach.system.paths import cache_folder, is_unknown

    folder = cache_folder().absolute()
    place = None if is_unknown(folder) else str(folder)
    if clear:
        _check_none_plays()
        removed = clear_cache(folder)
    kinds = list_cache(folder)
    if as_json:
        kept = {kind.name: {"files": len(kind.files), "bytes": kind.size} for kind in kinds}
        print_json({"folder": place, "kept": kept})
    elif clear:
        typer.echo(f"{place or NO_PLACE}: {format_size(removed)} removed")
    else:
        typer.echo(f"{place or NO_PLACE}\n")
        for kind in kinds:
            typer.echo(f"  {kind.name:<8}{format_size(kind.size):>9}  {KIND_TEXTS[kind.name]}")
        typer.echo(f"  {'in all':<8}{format_size(sum(kind.size for kind in kinds)):>9}")


def _check_none_plays() -> None:
    """Raise UsageError while a session plays: it reads its takes from there."""
    from coach.errors import CoachError, Problem, UsageError
    from coach.live.controls.socket_client import list_sessions

    try:
        running = list_sessions()
    except CoachError:
        return  # Sessions cannot be asked on this system.
    if running:
        message = "a session is playing, and reads what is kept"
        raise UsageError(Problem(message, hint="wait until it ends, or: coach ctl stop"))
