"""Routine, request -> the session that is printed: the same one that an export of it has.

Lines that are new to the voice are spoken to know how long they take; the session is not rendered.
"""

from dataclasses import dataclass
from pathlib import Path

from coach.pipeline import SPARES_MS, load_routine_with_cards, make_planner
from coach.plan.bell_request import check_bell
from coach.plan.request import SessionRequest
from coach.plan.target_length import choose_session, find_target_length, refuse_length
from coach.script.routine import Routine
from coach.speech.studio import Progress, ignore_progress, open_studio
from coach.timeline.session import Session


@dataclass(frozen=True, slots=True)
class PrintedSession:
    """A session as it goes on paper, its length in ms, and the routine it is drawn from."""

    session: Session
    length: int
    routine: Routine


def choose_printed_session(
    name: str | Path | Routine, request: SessionRequest, progress: Progress = ignore_progress
) -> PrintedSession:
    """Return the session of a routine by its name or path; raises UsageError where none fits."""
    routine, cards = load_routine_with_cards(name)
    check_bell(routine, request.talk)
    with open_studio(request.voice, progress, language=routine.language) as studio:
        planner = make_planner(routine, cards, request, studio)
        length = find_target_length(planner, request)
        for spare in SPARES_MS:
            if chosen := choose_session(planner, length, spare):
                usual = planner.usual_range.shortest if planner.usual_range else 0
                return PrintedSession(chosen[0], usual if length is None else length, routine)
        assert length is not None
        raise refuse_length(planner, length, lambda other: bool(planner.choose_session(other)))
