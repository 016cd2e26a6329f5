"""The result of the screening, kept as a note whose limits every session respects.

Nothing but coach reads the note. The questions are in `screening`.
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
    """What follows from answers: limits, or a stop with its advice; and notes for the listener.

    `stop` is one of STOP_LEVELS, or "" where there is none.
    """

    limits: tuple[str, ...] = ()
    stop: str = ""
    advice: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


Answers = Mapping[str, bool]
"""Whether a question was answered with yes, by its key; a question left out has no answer."""


def write_screening(notes: Notes, answers: Answers, outcome: ScreeningResult) -> None:
    """Write answers and what follows from them as a note; raises MachineError where it cannot."""
    note = {
        "on": date.today().isoformat(),
        "answers": dict(answers),
        "limits": list(outcome.limits),
        "stop": outcome.stop,
    }
    notes.write(SCREENING_NOTE, note)


def write_screening_skipped(notes: Notes) -> None:
    """Write that the questions are not to be asked; raises MachineError where it cannot."""
    notes.write(SCREENING_NOTE, {"on": date.today().isoformat(), "skipped": True})


def is_screening_done(notes: Notes) -> bool:
    """Return True where the questions were answered, or skipped for good."""
    return notes.read(SCREENING_NOTE) is not None


def load_screening_limits(notes: Notes) -> tuple[str, ...]:
    """Return the limits that follow from the answers; names that are no profile are left out.

    They count in every session, with those of the user's defaults.
    """
    limits = (notes.read(SCREENING_NOTE) or {}).get("limits")
    return tuple(name for name in PROFILES if isinstance(limits, list) and name in limits)


def load_screening_stop(notes: Notes) -> str:
    """Return the stop that followed last, one of STOP_LEVELS; "" where there was none."""
    stop = (notes.read(SCREENING_NOTE) or {}).get("stop")
    return stop if isinstance(stop, str) and stop in STOP_LEVELS else ""
