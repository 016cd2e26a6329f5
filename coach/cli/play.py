"""`coach play`: a session aloud."""

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.options import Name, complete_player
from coach.cli.wishes import takes, wishes, with_sound

if TYPE_CHECKING:
    from coach.pipeline import Wishes


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("play")(play)


@takes(wishes, with_sound)
def play(
    name: Name,
    asked: "Wishes",
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
    from coach.config import load_config
    from coach.cues import LEAD_IN
    from coach.pipeline import prepare
    from coach.players import make_player
    from coach.transport import lead_in, perform

    config = load_config()
    # The device wakes up, and plays the silence the session begins with, while the rest is
    # prepared: so the first word comes soon, and a headset that sleeps does not swallow it.
    sink = make_player(player or config.player)
    opener = ThreadPoolExecutor(1)
    try:
        opened = opener.submit(lead_in, sink)
        prepared = prepare(name, asked)
        opened.result()
        for heard in perform(prepared.mix(), prepared.timeline, sink, LEAD_IN):
            _show(heard, prepared.timeline.length)
    except KeyboardInterrupt:
        sink.stop()
        raise
    finally:
        opener.shutdown()
        sink.close()
        if sys.stderr.isatty():
            typer.echo("", err=True)


def _show(heard: int, length: int) -> None:
    from coach.units import format_clock

    if sys.stderr.isatty():
        typer.echo(f"\r  {format_clock(heard)} / {format_clock(length)} ", nl=False, err=True)
