"""Card notes: what a routine writes otherwise than the cards of its exercises have it.

These are notes and no faults: whoever wrote the routine may know better than a card.
"""

from collections.abc import Iterator

from coach.checks.script_check import Script
from coach.errors import Problem, sort_problems
from coach.timeline.dose_ranges import find_dose_notes
from coach.timeline.session import list_written_performs


def find_card_notes(script: Script) -> tuple[Problem, ...]:
    """Return a note for each dose that is outside the range of its card."""
    return sort_problems(dict.fromkeys(_find_notes(script)))


def _find_notes(script: Script) -> Iterator[Problem]:
    if script.routine is None:
        return
    for perform in list_written_performs(script.routine):
        yield from find_dose_notes(perform, script.cards[perform.exercise])
