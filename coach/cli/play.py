"""`coach play`: a session aloud."""

from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.options import Name, PlayerName
from coach.cli.wishes import minding, takes, wishes, with_sound

if TYPE_CHECKING:
    from concurrent.futures import Future

    from coach.live.settings import Settings
    from coach.players import Player
    from coach.wishes import Wishes


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("play")(play)


@takes(wishes, with_sound)
def play(
    name: Name,
    asked: "Wishes",
    player: PlayerName = None,
    plain: Annotated[
        bool | None,
        typer.Option(
            "--plain/--screen",
            help="Print a line for each step, and draw no screen.",
            show_default=False,
        ),
    ] = None,
    wait: Annotated[
        bool | None,
        typer.Option(
            "--wait/--no-wait",
            help="Wait before each exercise until a key is pressed.",
            show_default=False,
        ),
    ] = None,
    keep_time: Annotated[
        bool | None,
        typer.Option(
            "--keep-time/--no-keep-time",
            help="Take time added to a hold from later pauses, as far as those go.",
            show_default=False,
        ),
    ] = None,
    lead_in: Annotated[
        str | None,
        typer.Option(
            "--lead-in",
            metavar="TIME",
            help="Quiet before the first word; a Bluetooth headset may need 2s.",
            show_default=False,
        ),
    ] = None,
    resume: Annotated[
        bool | None,
        typer.Option(
            "--continue/--anew",
            help="Go on where this session was broken off, or begin it anew.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Play a session aloud. Ctrl-C stops it at once."""
    from concurrent.futures import ThreadPoolExecutor

    from coach.cli.screen import screen_first
    from coach.cli.taking_up import broken_off, settled
    from coach.config import load_config
    from coach.players import make_player

    screen_first(name)
    config = load_config()
    last = broken_off(name, resume)
    asked = minding(last.wishes if last else asked)
    settings = settled(config, asked, wait, keep_time, last.at if last else 0)
    # The device wakes up, and plays the silence the session begins with, while the rest is
    # prepared: so the first word comes soon, and a headset that sleeps does not swallow it.
    sink = make_player(player or config.player)
    opener = ThreadPoolExecutor(1)
    try:
        opened = opener.submit(_wake, sink, _quiet(lead_in, config.lead_in))
        _perform(name, asked, sink, opened, settings, config.plain if plain is None else plain)
    except (KeyboardInterrupt, SystemExit):
        sink.stop()
        raise
    finally:
        opener.shutdown()
        sink.close()


def _perform(
    name: str,
    asked: "Wishes",
    sink: "Player",
    opened: "Future[None]",
    settings: "Settings",
    plain: bool,
) -> None:
    """Prepare a session and perform it, with all that shows it and listens."""
    from coach.cli.attending import attending
    from coach.cli.taking_up import keeper, knowing, tell_where
    from coach.cues import LEAD_IN
    from coach.live.engine import Live
    from coach.pipeline import prepare_in
    from coach.studio import open_studio

    with open_studio(asked.voice, lenient=True) as studio:
        prepared = prepare_in(studio, name, asked)
        for notice in prepared.notices:
            typer.echo(f"note: {notice}", err=True)
        opened.result()
        keep = keeper(name, prepared, asked)
        live = Live(prepared, studio, sink, settings, knowing(name, prepared, keep), LEAD_IN)
        try:
            with attending(live.send, live.show_to, plain):
                live.run()
        finally:
            tell_where(keep)


def _quiet(asked: str | None, usual: int) -> int:
    """Give the quiet before the first word in ms; raises UsageError for what is no such time."""
    from coach.cues import LEAD_IN
    from coach.errors import Problem, UsageError
    from coach.units import DURATION_HINT, parse_duration

    try:
        wanted = usual if asked is None else parse_duration(asked)
    except ValueError as error:
        raise UsageError(Problem(f"--lead-in: {error}", hint=DURATION_HINT)) from error
    if wanted > MOST_QUIET:
        raise UsageError(Problem("--lead-in: expected at most 10 s"))
    return max(LEAD_IN, wanted)


MOST_QUIET = 10_000


def _wake(sink: "Player", quiet: int) -> None:
    """Open a player and feed it the silence that every session begins with, or more."""
    from coach.audio import silence

    sink.open()
    sink.write(silence(quiet))
