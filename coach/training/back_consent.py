"""Consent to being asked how one's back is: kept privately, and off until somebody asks for it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coach.system.notes import Notes
from coach.training.back_question import AskBack, Consent

BACK_NOTE = "back-question"


def read_consent(notes: Notes) -> Consent:
    """Return what was agreed to; never to be asked where nothing is kept, or it cannot be read."""
    note = notes.read(BACK_NOTE) or {}
    try:
        ask = AskBack(str(note.get("ask")))
    except ValueError:
        return Consent()
    return Consent(ask, _read_date(note, "last_asked"))


def was_offered(notes: Notes) -> bool:
    """Return whether the question was offered, or ever set."""
    return notes.read(BACK_NOTE) is not None


def write_consent(notes: Notes, ask: AskBack, day: date) -> None:
    """Write how often to ask; raises MachineError where it cannot be kept."""
    _write(notes, Consent(ask, read_consent(notes).last_asked), day)


def write_asked(notes: Notes, day: date) -> None:
    """Write that it was asked on a day; raises MachineError where that cannot be kept."""
    _write(notes, Consent(read_consent(notes).ask, day), day)


def _write(notes: Notes, consent: Consent, day: date) -> None:
    asked = consent.last_asked
    note = {"ask": str(consent.ask), "on": day.isoformat()}
    notes.write(BACK_NOTE, note | ({"last_asked": asked.isoformat()} if asked else {}))


def _read_date(note: Mapping[str, Any], key: str) -> date | None:
    try:
        return date.fromisoformat(note[key])
    except (KeyError, TypeError, ValueError):
        return None
