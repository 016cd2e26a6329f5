"""`coach play`: a session aloud."""

from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.options import Name, PlayerName
from coach.cli.wishes import minding, takes, wishes, with_sound

if TYPE_CHECKING:
    from coach.live.settings import Settings
    from coach.live.waking import Waking
    from coach.pipeline import Prepared
    from coach.players import Player
    from coach.studio import Studio
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
    from coach.live.waking import Waking
    from coach.players import make_player
    from coach.studio import open_studio

    screen_first(name)
    config = load_config()
    last = broken_off(name, resume)
    asked = minding(last.wishes if last else asked)
    settings = settled(config, asked, wait, keep_time, last.at if last else 0)
    sink = make_player(player or config.player)
    waking = Waking(sink, _quiet(lead_in, config.lead_in))
    opener = ThreadPoolExecutor(1)
    try:
        opened = opener.submit(waking.wake)
        with open_studio(asked.voice, lenient=True) as studio:
            prepared = _prepare(studio, name, asked, waking)
            opened.result()
            shown_plain = config.plain if plain is None else plain
            _perform(name, asked, prepared, studio, sink, settings, shown_plain)
    except (KeyboardInterrupt, SystemExit):
        waking.end()
        sink.stop()
        raise
    finally:
        waking.end()
        opener.shutdown()
        sink.close()


def _prepare(studio: "Studio", name: str, asked: "Wishes", waking: "Waking") -> "Prepared":
    """Prepare a session while the player wakes; where much must be spoken, both are told."""
    from dataclasses import replace

    from coach.cli.progress import progress_bar
    from coach.pipeline import prepare_in

    with progress_bar("Speaking") as show:

        def told(spoken: int, lines: int) -> None:
            waking.told(lines)
            show(spoken, lines)

        prepared = prepare_in(replace(studio, progress=told), name, asked)
    waking.end()
    for notice in prepared.notices:
        typer.echo(f"note: {notice}", err=True)
    return prepared


def _perform(
    name: str,
    asked: "Wishes",
    prepared: "Prepared",
    studio: "Studio",
    sink: "Player",
    settings: "Settings",
    plain: bool,
) -> None:
    """Perform a session, with all that shows it and listens."""
    from coach.cli.attending import attending
    from coach.cli.taking_up import keeper, knowing, tell_where
    from coach.cues import LEAD_IN
    from coach.live.engine import Live

    keep = keeper(name, prepared, asked)
    live = Live(prepared, studio, sink, settings, knowing(name, prepared, keep), LEAD_IN)
    try:
        with attending(live.send, live.show_to, plain):
            live.run()
    finally:
        tell_where(keep)


def _quiet(asked: str | None, usual: int) -> int:
    """Give the quiet before the first word in ms; raises UsageError for what is no such time."""
    from coach.defaults import MOST_QUIET
    from coach.errors import Problem, UsageError
    from coach.live.waking import QUIET_MS
    from coach.units import DURATION_HINT, parse_duration

    try:
        wanted = usual if asked is None else parse_duration(asked)
    except ValueError as error:
        raise UsageError(Problem(f"--lead-in: {error}", hint=DURATION_HINT)) from error
    if wanted > MOST_QUIET:
        raise UsageError(Problem(f"--lead-in: expected at most {MOST_QUIET // 1000} s"))
    return max(QUIET_MS, wanted)
