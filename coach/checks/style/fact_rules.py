"""Fact rules: facts that a routine tells, and that belong in another session."""

from collections.abc import Iterator

from coach.errors import Problem
from coach.script.library import find_exercises, find_lessons
from coach.script.routine import Routine
from coach.timeline.session import list_named_cards


def find_misplaced_facts(routine: Routine) -> Iterator[Problem]:
    """Yield a problem for each talk whose facts are for sessions in other positions.

    Where a routine may tell the facts of any talk, or has no exercises, nothing is judged.
    """
    named = list_named_cards(routine)
    if routine.facts is True or not routine.facts or not named:
        return
    cards = find_exercises(named, routine.cards, routine.language)
    positions = {cards[name].position for name in named}
    lessons = find_lessons({line.text: line.where for line in routine.facts})
    for line in routine.facts:
        suits = lessons[line.text].facts_in
        if suits and positions.isdisjoint(suits):
            message = f"expected facts that belong in this session, found those of {line.text!r}"
            hint = f"they are told where something is done {' or '.join(suits)}"
            yield Problem(message, line.where, hint)
