"""Checks a script file the way a performance would find its faults, without a sound card.

What can be performed is laid out with the tone voice, whose lengths are the same everywhere: as
it stands, and at its shortest and its longest.
"""

from collections.abc import Mapping
from pathlib import Path

from coach.document import parse, read_text, top_keys
from coach.exercise import Exercise
from coach.lesson import as_routine
from coach.library import check_is_file, find_exercises, load_exercise, load_routine, load_talk
from coach.phrases import PHRASES
from coach.pipeline import Wishes, arrange, make_planner
from coach.reader import read_file
from coach.routine import Routine, Section
from coach.session import named_cards
from coach.steps import Perform
from coach.studio import open_studio


def check_file(path: Path) -> str:
    """Check one file; gives what it is. Raises CoachError with all that is wrong with it."""
    shown = str(path)
    check_is_file(path)
    keys = top_keys(parse(read_text(path, shown), shown))
    if {"words", "moves"} <= keys:
        read_file(path, PHRASES, shown)
        return "set of phrases"
    if keys & {"dose", "work"}:
        card = load_exercise(path, shown)
        alone = Section(card.name, (Perform(card.slug, where=card.where),))
        _lay_out(Routine(card.name, (alone,)), {card.slug: card})
        return "exercise card"
    if "lines" in keys:
        _lay_out(as_routine(load_talk(path, shown)), {})
        return "talk"
    routine = load_routine(path, shown)
    _lay_out(routine, find_exercises(named_cards(routine)))
    return "routine"


def _lay_out(routine: Routine, cards: Mapping[str, Exercise]) -> None:
    with open_studio("tone") as studio:
        planner = make_planner(routine, cards, Wishes("tone"), studio)
        arrange(planner, studio, None)
        if planner.routine.exercises:
            possible = planner.possible
            for length in (possible.shortest, possible.longest):
                arrange(planner, studio, length)
