"""`coach play`: a session aloud."""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.options import Name, complete_player
from coach.cli.wishes import takes, wishes, with_sound

if TYPE_CHECKING:
    from coach.players import Player
    from coach.wishes import Wishes


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
    plain: Annotated[
        bool,
        typer.Option("--plain", help="Print a line for each step, and draw no screen."),
    ] = False,
) -> None:
    """Play a session aloud. Ctrl-C stops it at once."""
    from coach.cli.attending import attending
    from coach.config import load_config
    from coach.cues import LEAD_IN
    from coach.live.engine import Live
    from coach.pipeline import prepare_in
    from coach.players import make_player
    from coach.studio import open_studio

    # The device wakes up, and plays the silence the session begins with, while the rest is
    # prepared: so the first word comes soon, and a headset that sleeps does not swallow it.
    sink = make_player(player or load_config().player)
    opener = ThreadPoolExecutor(1)
    try:
        opened = opener.submit(_wake, sink)
        with open_studio(asked.voice) as studio:
            prepared = prepare_in(studio, name, asked)
            opened.result()
            live = Live(prepared, studio, sink, fed=LEAD_IN)
            with attending(live.send, live.show_to, plain):
                live.run()
    except (KeyboardInterrupt, SystemExit):
        sink.stop()
        raise
    finally:
        opener.shutdown()
        sink.close()


def _wake(sink: "Player") -> None:
    """Open a player and feed it the silence that every session begins with."""
    from coach.audio import silence
    from coach.cues import LEAD_IN

    sink.open()
    sink.write(silence(LEAD_IN))
