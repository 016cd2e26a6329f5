"""`coach play`: prepare a session while the player starts, then perform it."""

from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.messages import print_note
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
    from concurrent.futures import Future

    from coach.cli.display.screen_choice import ScreenChoice
    from coach.cli.question_before import BackQuestion
    from coach.live.engine import SavePlace
    from coach.live.players import Player
    from coach.live.preroll import Preroll
    from coach.live.saved_place import PlaceSaver
    from coach.live.settings import Settings
    from coach.pipeline import PreparedSession
    from coach.plan.request import SessionRequest
    from coach.script.routine import Routine
    from coach.sound.audio import Pcm
    from coach.speech.studio import Studio

PATIENCE_S = 0.8
"""How long a session is spoken before it begins; what comes later is spoken while it plays."""


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
        from coach.cli.resume import find_unfinished, merge_settings

        answered = require_screening(source)
        last = find_unfinished(source, resume, request) if isinstance(source, str) else None
        request = add_screening_limits(last.request if last else request, answered)
        start, id_ = (last.at, last.session) if last else (0, "")
        settings = merge_settings(config, request, wait, keep_time, pause_on_move, start, ears)
        shown = choose_screen(config, plain, drawing)
        _preroll_and_perform(source, request, sink, quiet, settings, shown, id_)
    finally:
        sink.close()


def _preroll_and_perform(
    source: "str | Routine",
    request: "SessionRequest",
    sink: "Player",
    quiet: int,
    settings: "Settings",
    shown: "ScreenChoice",
    id_: str,
) -> None:
    """Prepare a session while the player opens and plays quiet and ticks; then perform it."""
    from concurrent.futures import ThreadPoolExecutor
    from dataclasses import replace
    from functools import partial

    from coach.live.preroll import QUIET_MS, Preroll, load_tick

    preroll = Preroll(sink, quiet)
    with ThreadPoolExecutor(1) as opener:
        try:
            opened = opener.submit(sink.open)
            tick = load_tick()  # while the device opens, and before all else is imported
            played = opener.submit(_play_preroll, opened, preroll, tick)
            from coach.cli.ear_opening import make_ear
            from coach.cli.question_before import find_question
            from coach.cli.session_recording import make_record_id
            from coach.script.library import load_phrases, read_routine
            from coach.speech.studio import open_studio

            language = read_routine(source).language
            question = find_question(source, language, is_new=not settings.start)
            question.ear = make_ear(load_phrases(language), settings.ear)
            with open_studio(request.voice, lenient=True, language=language) as studio:
                if question.is_due:
                    question.speak(studio)
                    preroll.stop()
                    played.result()
                    id_ = id_ or make_record_id()
                    source, request = question.ask(source, request, studio, sink, id_)
                    preroll = Preroll(sink, QUIET_MS)  # it ticks again while it plans
                    played = opener.submit(preroll.play_ticks, tick)
                prepare = partial(_prepare_session, studio, source, start=settings.start)
                request, prepared = question.prepare_session(source, request, prepare)
                preroll.stop()
                played.result()
                settings = replace(settings, timed=request.length is not None)
                _perform_session(
                    source, request, prepared, studio, sink, settings, shown, id_, question
                )
        except (KeyboardInterrupt, SystemExit):
            preroll.stop()
            sink.stop()
            raise
        finally:
            preroll.stop()


def _play_preroll(opened: "Future[None]", preroll: "Preroll", tick: "Pcm") -> None:
    """Play quiet and ticks once the player is open; raises MachineError where it has no device."""
    opened.result()
    preroll.play_ticks(tick)


def _prepare_session(
    studio: "Studio", source: "str | Routine", request: "SessionRequest", start: int
) -> "PreparedSession":
    """Return a session prepared to be heard from `start` ms on.

    Shows the progress of speaking, and prints the notices.
    """
    from dataclasses import replace

    from coach.cli.first_use import print_first_use_note
    from coach.cli.progress import progress_bar
    from coach.pipeline import prepare_in_studio
    from coach.training.own_history import learn_from_log

    print_first_use_note(request.voice)
    with progress_bar("Speaking") as show:
        impatient = replace(studio, progress=show, patience_s=PATIENCE_S)
        prepared = prepare_in_studio(impatient, source, request, start, learn_from_log)
    for notice in prepared.notices:
        print_note(notice)
    return prepared


def _perform_session(
    source: "str | Routine",
    request: "SessionRequest",
    prepared: "PreparedSession",
    studio: "Studio",
    sink: "Player",
    settings: "Settings",
    shown: "ScreenChoice",
    id_: str,
    question: "BackQuestion",
) -> None:
    """Perform a session, recorded under its id or a new one; says at the end how to go on."""
    from coach.cli.back_notes import offer_question
    from coach.cli.display.segment_drawings import make_drawings
    from coach.cli.display.views import open_user_interface
    from coach.cli.ear_opening import tap_player
    from coach.cli.listener_notes import keep_liking
    from coach.cli.moved_output import open_output_watch
    from coach.cli.resume import make_keeper, print_resume_hint, track_heard_intro
    from coach.cli.session_recording import make_record_id, record_session
    from coach.live.engine import LiveSession
    from coach.timeline.cues import LEAD_IN

    id_ = id_ or make_record_id()
    keep: PlaceSaver | None = None
    save_place: SavePlace = _keep_no_place
    if isinstance(source, str):
        keep = make_keeper(source, prepared, request, id_)
        save_place = track_heard_intro(source, prepared, keep)
    with (
        open_output_watch(sink, settings) as output_watch,
        record_session(source, prepared, keep, id_, settings.start) as recording,
    ):
        live = LiveSession(
            prepared,
            studio,
            tap_player(question.ear, sink),
            settings,
            recording.wrap(save_place) if recording else save_place,
            LEAD_IN,
            output_watch=output_watch,
            tally=recording.tally if recording else None,
            keep_liking=keep_liking,
        )
        if question.ear:
            live.attach_ear(question.ear)
        live.closing_question = question.make_closing_question(id_)
        drawings = make_drawings(prepared) if shown.has_drawings else None
        try:
            with open_user_interface(
                live.send, live.add_views, shown.plain, drawings, question.ear
            ):
                has_ended = live.run()
                if recording:
                    recording.has_ended = has_ended
            if has_ended and recording:
                offer_question()
        finally:
            if keep:
                print_resume_hint(keep)


def _keep_no_place(_at: int | None) -> None:
    """Keep nothing: what was said on the command line has no name to go on with."""
