"""`coach play`: choose a session, and have it performed."""

from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.name_command import NameCommand
from coach.cli.options import EarsOption, OptionalRoutineArgument, PlayerOption
from coach.cli.said_session import RoundsOption, SayOption, check_source, choose_source
from coach.cli.session_request import (
    add_day,
    add_screening_limits,
    add_sound_options,
    keep_unheard_intro,
    make_session_request,
    with_options,
)

if TYPE_CHECKING:
    from coach.plan.request import SessionRequest


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("play", cls=NameCommand)(play)


@with_options(make_session_request, add_day, add_sound_options)
def play(
    request: "SessionRequest",
    name: OptionalRoutineArgument = None,
    say: SayOption = None,
    rounds: RoundsOption = None,
    player: PlayerOption = None,
    plain: Annotated[
        bool | None,
        typer.Option(
            "--plain/--screen",
            help="Print a line for each step, and draw no screen.",
            show_default=False,
        ),
    ] = None,
    drawing: Annotated[
        bool | None,
        typer.Option(
            "--drawing/--no-drawing",
            help="Show how the exercise is done, where the screen has room.",
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
    pause_on_move: Annotated[
        bool | None,
        typer.Option(
            "--pause-on-move/--no-pause-on-move",
            help="Pause when the sound moves to another device.",
            show_default=False,
        ),
    ] = None,
    ears: EarsOption = None,
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
    """Play a session aloud; without a NAME it asks which. Ctrl-C stops it at once."""
    from coach.cli.display.screen_choice import choose_screen
    from coach.cli.lengths import read_lead_in
    from coach.listener.config_loader import load_config
    from coach.live.players import make_player

    config = load_config()
    quiet = read_lead_in(lead_in, config.lead_in)
    source = choose_source("coach play", name, say, rounds)
    if source is None:
        from coach.cli.session_picker import pick_session

        source, request = pick_session(request)
        request = keep_unheard_intro(source, request) if request.skip_intro else request
    check_source(source, resume)
    sink = make_player(player or config.player)  # early: while it starts, all else is loaded
    try:
        from coach.cli.health_questions import require_screening
        from coach.cli.performing import ChosenSession, preroll_and_perform
        from coach.cli.resume import find_unfinished, merge_settings

        answered = require_screening(source)
        last = find_unfinished(source, resume, request) if isinstance(source, str) else None
        request = add_screening_limits(last.request if last else request, answered)
        start, id_ = (last.at, last.session) if last else (0, "")
        settings = merge_settings(config, request, wait, keep_time, pause_on_move, start, ears)
        shown = choose_screen(config, plain, drawing)
        preroll_and_perform(ChosenSession(source, request, settings, shown, id_), sink, quiet)
    finally:
        sink.close()
