"""Which words name the side that is done, and the change to the other one."""

from coach.script.exercise import Exercise
from coach.script.phrases import Phrases
from coach.script.positions import Position
from coach.script.scalars import Line

TOP_SIDE_KEYS = {"starting_side": "top_side_first", "change_sides": "change_top_side"}
"""Words of which side is done -> those for who lies on the other one."""


def choose_side_line(key: str, card: Exercise, phrases: Phrases) -> Line:
    """Return the line of which side is done, for words of a key.

    On the side one works with the one that is on top: its own words keep the two apart.
    """
    lying = TOP_SIDE_KEYS.get(key, "") if card.position is Position.SIDE_LYING else ""
    return phrases.choose_line(lying if lying in phrases.words else key, card.slug)
