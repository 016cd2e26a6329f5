"""`coach play`: a session aloud."""

from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.options import Name, PlayerName
from coach.cli.session_request import minding, takes, wishes, with_sound

if TYPE_CHECKING:
    from concurrent.futures import Future

    from coach.live.players import Player
    from coach.live.preroll import Waking
    from coach.live.settings import Settings
    from coach.pipeline import Prepared
    from coach.plan.request import Wishes
    from coach.sound.audio import Pcm
    from coach.speech.studio import Studio


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
    from coach.listener.config_loader import load_config
    from coach.live.players import make_player
    from coach.system.paths import is_session

    config = load_config()
    quiet = _quiet(lead_in, config.lead_in)
    if not is_session(name):
        from coach.script.library import find_routine

        find_routine(name)  # says so, and what was meant, before there is a sound
    sink = make_player(player or config.player)  # early: while it starts, all else is loaded
    try:
        from coach.cli.health_questions import screen_first
        from coach.cli.resume import broken_off, settled

        screen_first(name)
        last = broken_off(name, resume)
        asked = minding(last.wishes if last else asked)
        settings = settled(config, asked, wait, keep_time, last.at if last else 0)
        shown_plain = config.plain if plain is None else plain
        _wake_and_perform(name, asked, sink, quiet, settings, shown_plain)
    finally:
        sink.close()


def _wake_and_perform(
    name: str, asked: "Wishes", sink: "Player", quiet: int, settings: "Settings", plain: bool
) -> None:
    """Prepare a session while the player wakes, and perform it."""
    from concurrent.futures import ThreadPoolExecutor

    from coach.live.preroll import Waking, read_tick

    waking = Waking(sink, quiet)
    with ThreadPoolExecutor(1) as opener:
        try:
            opened = opener.submit(sink.open)
            tick = read_tick()  # while the device opens, and before all else is imported
            woken = opener.submit(_wake, opened, waking, tick)
            from coach.speech.studio import open_studio

            with open_studio(asked.voice, lenient=True) as studio:
                prepared = _prepare(studio, name, asked)
                waking.end()
                woken.result()
                _perform(name, asked, prepared, studio, sink, settings, plain)
        except (KeyboardInterrupt, SystemExit):
            waking.end()
            sink.stop()
            raise
        finally:
            waking.end()


def _wake(opened: "Future[None]", waking: "Waking", tick: "Pcm") -> None:
    """Wake the player that was opened; raises MachineError where it has no device."""
    opened.result()
    waking.wake(tick)


def _prepare(studio: "Studio", name: str, asked: "Wishes") -> "Prepared":
    """Prepare a session; where much must be spoken, it is shown."""
    from dataclasses import replace

    from coach.cli.progress import progress_bar
    from coach.pipeline import prepare_in

    with progress_bar("Speaking") as show:
        prepared = prepare_in(replace(studio, progress=show), name, asked)
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
    from coach.cli.display.views import attending
    from coach.cli.resume import keeper, knowing, tell_where
    from coach.live.engine import Live
    from coach.timeline.cues import LEAD_IN

    keep = keeper(name, prepared, asked)
    live = Live(prepared, studio, sink, settings, knowing(name, prepared, keep), LEAD_IN)
    try:
        with attending(live.send, live.show_to, plain):
            live.run()
    finally:
        tell_where(keep)


def _quiet(asked: str | None, usual: int) -> int:
    """Give the quiet before the first word in ms; raises UsageError for what is no such time."""
    from coach.errors import Problem, UsageError
    from coach.listener.defaults import MOST_QUIET
    from coach.live.preroll import QUIET_MS
    from coach.units import DURATION_HINT, parse_duration

    try:
        wanted = usual if asked is None else parse_duration(asked)
    except ValueError as error:
        raise UsageError(Problem(f"--lead-in: {error}", hint=DURATION_HINT)) from error
    if wanted > MOST_QUIET:
        raise UsageError(Problem(f"--lead-in: expected at most {MOST_QUIET // 1000} s"))
    return max(QUIET_MS, wanted)
