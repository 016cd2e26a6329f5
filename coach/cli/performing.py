"""A session that `coach play` has chosen: prepared while its player starts, then performed."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coach.cli.messages import print_note

if TYPE_CHECKING:
    from coach.cli.display.screen_choice import ScreenChoice
    from coach.cli.question_before import BackQuestion
    from coach.live.engine import LiveSession, SavePlace
    from coach.live.players import Player
    from coach.live.preroll import BackgroundPreroll
    from coach.live.saved_place import PlaceSaver
    from coach.live.settings import Settings
    from coach.pipeline import PreparedSession
    from coach.plan.request import SessionRequest
    from coach.script.routine import Routine
    from coach.speech.studio import Studio

PATIENCE_S = 0.8
"""How long a session is spoken before it begins; what comes later is spoken while it plays."""


@dataclass(frozen=True, slots=True)
class ChosenSession:
    """A routine, by its name or read already, with what is asked of its session and of the screen.

    `id` is that of a session that goes on, "" for a new one.
    """

    source: "str | Routine"
    request: "SessionRequest"
    settings: "Settings"
    shown: "ScreenChoice"
    id: str = ""


def preroll_and_perform(chosen: ChosenSession, sink: "Player", quiet: int) -> None:
    """Prepare a session while the player opens and plays `quiet` ms and ticks; then perform it."""
    from coach.live.preroll import BackgroundPreroll, load_tick

    with BackgroundPreroll(sink, quiet) as preroll:
        try:
            # While the device opens, and before all else is imported.
            preroll.begin(load_tick())
            _prepare_and_perform(chosen, sink, preroll)
        except (KeyboardInterrupt, SystemExit):
            preroll.stop()
            sink.stop()
            raise


def _prepare_and_perform(
    chosen: ChosenSession, sink: "Player", preroll: "BackgroundPreroll"
) -> None:
    from functools import partial

    from coach.cli.ear_opening import make_ear
    from coach.cli.question_before import find_question
    from coach.script.library import load_phrases, read_routine
    from coach.speech.studio import open_studio

    start = chosen.settings.start
    language = read_routine(chosen.source).language
    question = find_question(chosen.source, language, is_new=not start)
    question.ear = make_ear(load_phrases(language), chosen.settings.ear)
    with open_studio(chosen.request.voice, lenient=True, language=language) as studio:
        if question.is_due:
            chosen = _ask_question(question, chosen, studio, sink, preroll)
        prepare = partial(_prepare_session, studio, chosen.source, start=start)
        request, prepared = question.prepare_session(chosen.source, chosen.request, prepare)
        preroll.end()
        settings = replace(chosen.settings, timed=request.length is not None)
        chosen = replace(chosen, request=request, settings=settings)
        _perform_session(chosen, prepared, studio, sink, question)


def _ask_question(
    question: "BackQuestion",
    chosen: ChosenSession,
    studio: "Studio",
    sink: "Player",
    preroll: "BackgroundPreroll",
) -> ChosenSession:
    """Return what is played after an answer to how the back is."""
    from coach.cli.session_recording import make_record_id

    question.speak(studio)
    preroll.end()
    id_ = chosen.id or make_record_id()
    source, request = question.ask(chosen.source, chosen.request, studio, sink, id_)
    preroll.begin_again()  # it ticks while the session is planned, too
    return replace(chosen, source=source, request=request, id=id_)


def _prepare_session(
    studio: "Studio", source: "str | Routine", request: "SessionRequest", start: int
) -> "PreparedSession":
    """Return a session prepared to be heard from `start` ms on.

    Shows the progress of speaking, and prints the notices.
    """
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
    chosen: ChosenSession,
    prepared: "PreparedSession",
    studio: "Studio",
    sink: "Player",
    question: "BackQuestion",
) -> None:
    """Perform a session, recorded under its id or a new one; says at the end how to go on."""
    from coach.cli.back_notes import offer_question
    from coach.cli.ear_opening import tap_player
    from coach.cli.listener_notes import keep_liking
    from coach.cli.moved_output import open_output_watch
    from coach.cli.resume import print_resume_hint
    from coach.cli.session_recording import make_record_id, record_session
    from coach.live.engine import LiveSession
    from coach.timeline.cues import LEAD_IN

    settings, id_ = chosen.settings, chosen.id or make_record_id()
    keep, save_place = _choose_place_saver(chosen, prepared, id_)
    with (
        open_output_watch(sink, settings) as output_watch,
        record_session(chosen.source, prepared, keep, id_, settings.start) as recording,
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
        live.closing_question = question.make_closing_question(id_)
        try:
            has_ended = _run_live(live, chosen, prepared, question)
            if recording:
                recording.has_ended = has_ended
            if has_ended and recording:
                offer_question()
        finally:
            if keep:
                print_resume_hint(keep)


def _choose_place_saver(
    chosen: ChosenSession, prepared: "PreparedSession", id_: str
) -> tuple["PlaceSaver | None", "SavePlace"]:
    """Return what keeps the place of a session, and what is told the place; None without a name."""
    from coach.cli.resume import make_keeper, track_heard_intro

    if not isinstance(chosen.source, str):
        return None, _keep_no_place
    keep = make_keeper(chosen.source, prepared, chosen.request, id_)
    return keep, track_heard_intro(chosen.source, prepared, keep)


def _run_live(
    live: "LiveSession",
    chosen: ChosenSession,
    prepared: "PreparedSession",
    question: "BackQuestion",
) -> bool:
    """Run a session with its screen and its controls; return whether it came to its end."""
    from coach.cli.display.segment_drawings import make_drawings
    from coach.cli.display.views import open_user_interface

    if question.ear:
        live.attach_ear(question.ear)
    shown = chosen.shown
    drawings = make_drawings(prepared) if shown.has_drawings else None
    with open_user_interface(live.send, live.add_views, shown.plain, drawings, question.ear):
        return live.run()


def _keep_no_place(_at: int | None) -> None:
    """Keep nothing: what was said on the command line has no name to go on with."""
