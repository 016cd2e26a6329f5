"""What every export of one session begins and ends with: preparing it, and printing about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from coach.cli.messages import print_note

if TYPE_CHECKING:
    from coach.exports.metadata import Metadata
    from coach.pipeline import PreparedSession
    from coach.plan.request import SessionRequest
    from coach.script.routine import Routine
    from coach.speech.studio import Progress


def prepare_export(
    name: "str | Routine", request: "SessionRequest"
) -> "tuple[PreparedSession, Metadata]":
    """Return a session that is spoken, and its metadata; print the notes about it."""
    from coach.cli.first_use import print_first_use_note
    from coach.cli.progress import progress_bar
    from coach.exports.build_date import build_year
    from coach.exports.cover import load_cover
    from coach.exports.session_metadata import session_metadata
    from coach.pipeline import prepare_session

    print_first_use_note(request.voice)
    year = build_year()
    with progress_bar("Speaking") as progress:
        prepared = prepare_session(name, request, progress)
    for notice in prepared.notices:
        print_note(notice)
    return prepared, session_metadata(prepared, year, load_cover())


@contextmanager
def export_progress_bar() -> Iterator["Progress"]:
    """Show a bar while a file is written."""
    from coach.cli.progress import progress_bar

    with progress_bar("Writing") as progress:
        yield progress


def print_softer(by: float) -> None:
    """Print by how many LU a session is softer than was asked for, where that is to be heard."""
    from coach.exports.writer import MIN_REPORTED_SHORTFALL_LU

    if by > MIN_REPORTED_SHORTFALL_LU:
        print_note(format_softer(by))


def format_softer(by: float) -> str:
    """Return a note that a session is `by` LU below the loudness that was asked for, and why."""
    why = "its silences and its peaks leave no more room"
    return f"{by:.1f} LU softer than was asked for: {why}"


def keep_export_mark(about: "Metadata") -> None:
    """Keep what was exported, so that it can be entered as done; a note where that cannot be."""
    from coach.exports.session_mark import keep_metadata_mark
    from coach.system.paths import is_unknown, state_folder

    # That there is no such folder was printed once at the start.
    if not (keep_metadata_mark(state_folder(), about) or is_unknown(state_folder())):
        print_note(f"{state_folder()}: cannot be written, so coach done needs the file itself")


def format_summary(prepared: "PreparedSession") -> str:
    """Return what was written in one line: title and length."""
    from coach.units import format_clock

    return f"{prepared.timeline.title}, {format_clock(prepared.timeline.length)}"
