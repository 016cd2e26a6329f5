"""What several commands keep and print about the question how the back is."""

import sys
from datetime import date, datetime
from typing import TYPE_CHECKING

from coach.cli.messages import print_note
from coach.cli.terminal import is_terminal
from coach.errors import MachineError
from coach.training.log_records import AnswerRecord, Log, Occasion

if TYPE_CHECKING:
    from coach.system.notes import Notes

OFFER = (
    "coach can ask before a session how your back is: coach pain --ask weekly, or each-time; "
    "it offers this only once"
)


def keep_answer(
    now: datetime, day: date, pain: int, occasion: Occasion, session: str = ""
) -> AnswerRecord | None:
    """Append an answer to the log, and return it; None, with a note, where it cannot be kept."""
    from coach.system.paths import state_folder
    from coach.training.log_file import append_record
    from coach.training.record_ids import make_id

    record = AnswerRecord(make_id(now), now, day, pain, occasion, session)
    try:
        append_record(state_folder(), record)
    except MachineError as error:
        print_note(f"{error.problems[0].message}: the answer counts for today only")
        return None
    return record


def note_asked(day: date) -> None:
    """Keep that it was asked on a day, as far as anything can be kept."""
    from contextlib import suppress

    from coach.cli.listener_notes import open_notes
    from coach.training.back_consent import write_asked

    with suppress(MachineError):
        write_asked(open_notes(), day)


def offer_question() -> None:
    """Offer the question once ever, at a terminal; nothing waits for an answer."""
    from contextlib import suppress

    from coach.cli.listener_notes import open_notes
    from coach.training.back_consent import was_offered, write_consent
    from coach.training.back_question import AskBack

    notes = open_notes()
    if not is_terminal(sys.stdin, sys.stderr) or was_offered(notes):
        return
    with suppress(MachineError, OSError, ValueError):
        write_consent(notes, AskBack.NEVER, date.today())
        print_note(OFFER)


def print_advice(log: Log, day: date) -> None:
    """Print when to see somebody, or to answer the health questions again; no number, no cause."""
    from coach.cli.listener_notes import open_notes
    from coach.training.back_answers import has_risen, has_risen_twice, is_screening_old

    if has_risen_twice(log, day):
        sorer = "your back was sorer after each of the last two sessions"
        print_note(f"{sorer}: ask somebody who treats backs")
    if has_risen(log.answers, day):
        sorer = "your back has been sorer than usual for two weeks"
        print_note(f"{sorer}: coach screen asks what matters then")
    elif is_screening_old(_read_screening_day(open_notes()), day):
        print_note("your health answers are three months old: coach screen asks them again")


def _read_screening_day(notes: "Notes") -> date | None:
    """Return the day on which the health questions were answered; None where they were not."""
    from coach.listener.screening_result import SCREENING_NOTE

    note = notes.read(SCREENING_NOTE) or {}
    try:
        return date.fromisoformat(note["on"]) if "answers" in note else None
    except (TypeError, ValueError):
        return None
