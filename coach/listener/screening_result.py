"""Screened: what followed from the answers to the screening, kept as a note for every session.

Nothing but `coach` reads the note. The questions are in `screening`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from coach.script.limits import PROFILES
from coach.system.notes import Notes

SCREENING_NOTE = "screening"
STOP_LEVELS = ("emergency", "urgent")


@dataclass(frozen=True, slots=True)
class ScreeningResult:
    """What follows: limits to mind, a stop with its advice or none, and notes to heed."""

    limits: tuple[str, ...] = ()
    stop: str = ""
    advice: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


Answers = Mapping[str, bool]


def write_screening(notes: Notes, answers: Answers, outcome: ScreeningResult) -> None:
    """Keep answers and what follows; raises MachineError where nothing can be kept."""
    note = {
        "on": date.today().isoformat(),
        "answers": dict(answers),
        "limits": list(outcome.limits),
        "stop": outcome.stop,
    }
    notes.write(SCREENING_NOTE, note)


def write_screening_skipped(notes: Notes) -> None:
    """Keep that nobody wanted to answer; raises MachineError where nothing can be kept."""
    notes.write(SCREENING_NOTE, {"on": date.today().isoformat(), "skipped": True})


def is_screening_done(notes: Notes) -> bool:
    """Tell whether the questions were answered, or skipped for good."""
    return notes.read(SCREENING_NOTE) is not None


def load_screening_limits(notes: Notes) -> tuple[str, ...]:
    """Give the limits that follow from what was answered; what a note holds beyond them is not.

    They count in every session, with those of the user's defaults.
    """
    found = (notes.read(SCREENING_NOTE) or {}).get("limits")
    return tuple(name for name in PROFILES if isinstance(found, list) and name in found)


def load_screening_stop(notes: Notes) -> str:
    """Give the stop that was answered last, `emergency` or `urgent`; '' where there is none."""
    stop = (notes.read(SCREENING_NOTE) or {}).get("stop")
    return stop if isinstance(stop, str) and stop in STOP_LEVELS else ""
