"""`coach play`: a session aloud."""

import sys
from typing import Annotated

import typer

from coach.cli.options import Name, VoiceName, complete_player


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("play")(play)


def play(
    name: Name,
    voice: VoiceName = None,
    player: Annotated[
        str | None,
        typer.Option(
            "--player",
            metavar="PLAYER",
            help="What plays it: miniaudio or simpleaudio.",
            autocompletion=complete_player,
            show_default=False,
        ),
    ] = None,
) -> None:
    """Play a session aloud. Ctrl-C stops it at once."""
    from coach.pipeline import Wishes, prepare
    from coach.players import make_player
    from coach.transport import perform

    # The device wakes up in a process of its own while the session is prepared.
    sink = make_player(player)
    try:
        prepared = prepare(name, Wishes(voice))
        sink.open()
        for heard in perform(prepared.mix(), prepared.timeline, sink):
            _show(heard, prepared.timeline.length)
    except KeyboardInterrupt:
        sink.stop()
        raise
    finally:
        sink.close()
        if sys.stderr.isatty():
            typer.echo("", err=True)


def _show(heard: int, length: int) -> None:
    from coach.units import format_clock

    if sys.stderr.isatty():
        typer.echo(f"\r  {format_clock(heard)} / {format_clock(length)} ", nl=False, err=True)
