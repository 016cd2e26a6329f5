"""Screened: what followed from the answers to the screening, kept as a note for every session.

Nothing but `coach` reads the note. The questions are in `screening`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from coach.script.limits import PROFILES
from coach.system.notes import Memory

NOTE = "screening"
STOPS = ("emergency", "urgent")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows: limits to mind, a stop with its advice or none, and notes to heed."""

    limits: tuple[str, ...] = ()
    stop: str = ""
    advice: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


Answers = Mapping[str, bool]


def remember(memory: Memory, answers: Answers, outcome: Outcome) -> None:
    """Keep answers and what follows; raises MachineError where nothing can be kept."""
    note = {
        "on": date.today().isoformat(),
        "answers": dict(answers),
        "limits": list(outcome.limits),
        "stop": outcome.stop,
    }
    memory.write(NOTE, note)


def remember_skipped(memory: Memory) -> None:
    """Keep that nobody wanted to answer; raises MachineError where nothing can be kept."""
    memory.write(NOTE, {"on": date.today().isoformat(), "skipped": True})


def is_screened(memory: Memory) -> bool:
    """Tell whether the questions were answered, or skipped for good."""
    return memory.read(NOTE) is not None


def screened_limits(memory: Memory) -> tuple[str, ...]:
    """Give the limits that follow from what was answered; what a note holds beyond them is not.

    They count in every session, with those of the user's defaults.
    """
    found = (memory.read(NOTE) or {}).get("limits")
    return tuple(name for name in PROFILES if isinstance(found, list) and name in found)


def screened_stop(memory: Memory) -> str:
    """Give the stop that was answered last, `emergency` or `urgent`; '' where there is none."""
    stop = (memory.read(NOTE) or {}).get("stop")
    return stop if isinstance(stop, str) and stop in STOPS else ""
