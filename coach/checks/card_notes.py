"""Card notes: what a routine writes otherwise than the cards of its exercises have it.

These are notes and no faults: whoever wrote the routine may know better than a card.
"""

from collections.abc import Iterator

from coach.checks.script_check import Script
from coach.errors import Problem, sort_problems
from coach.system.paths import format_path, script_paths
from coach.timeline.dose_ranges import find_dose_notes
from coach.timeline.session import list_written_performs


def find_card_notes(script: Script) -> tuple[Problem, ...]:
    """Return a note for each dose outside the range of its card, and for the routine's own cards.

    Of these, for what nothing asks for, and for what takes the place of a card in a file.
    """
    return sort_problems(dict.fromkeys(_find_notes(script)))


def _find_notes(script: Script) -> Iterator[Problem]:
    if script.routine is None:
        return
    for perform in list_written_performs(script.routine):
        yield from find_dose_notes(perform, script.cards[perform.exercise])
    known = script_paths("exercises")
    for name, card in script.routine.cards.items():
        if name not in script.cards:
            message = f"expected a step that does {card.name}, found none"
            yield Problem(message, card.where, f"write - exercise: {name}")
        elif name in known:
            message = f"this card is done in the place of {format_path(known[name])}"
            hint = "its limits and cautions are those written here; another name keeps both cards"
            yield Problem(message, card.where, hint)
