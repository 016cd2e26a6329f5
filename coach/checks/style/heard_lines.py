"""Spoken lines: every line of a script that is heard, with its role, which says what it may ask."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any

from coach.script.exercise import Exercise, SideRule
from coach.script.lesson import Lesson
from coach.script.routine import Routine
from coach.script.scalars import Line


class LineRole(StrEnum):
    """What a line is for: to be done, to remind of what is known, or to be listened to."""

    INSTRUCT = "lead"
    REMIND = "remind"
    INFORM = "tell"


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line, its role, and whether the exercise it belongs to has sides."""

    line: Line
    role: LineRole = LineRole.INSTRUCT
    has_sides: bool = False


INFORMATIVE_FIELDS = frozenset({"purpose", "safety", "safety_short", "cautions", "facts"})
"""Fields of cards and routines whose lines inform, by name."""
LED_FIELDS = frozenset({"moves", "rise", "moves_without_kneeling", "rise_without_kneeling"})
"""Fields of phrases whose lines lead the body along, by name: one movement has two halves there."""
UNSPOKEN = frozenset({"instead", "shown", "where"})
"""Fields that are never spoken, by name."""


def list_spoken_lines(script: Any) -> Iterator[SpokenLine]:
    """Yield every spoken line of a routine, a card, a talk or phrases, in order of their fields.

    Those of a routine's own cards come last.
    """
    has_sides = isinstance(script, Exercise) and script.sides is not SideRule.NONE
    role = LineRole.INFORM if isinstance(script, Lesson) else LineRole.INSTRUCT
    for line, names in walk_lines(script):
        if isinstance(script, Routine) and names[0] in ("facts", "cards"):
            continue
        if INFORMATIVE_FIELDS.intersection(names):
            yield SpokenLine(line, LineRole.INFORM, has_sides)
        elif "short" in names or not LED_FIELDS.isdisjoint(names[:1]):
            yield SpokenLine(line, LineRole.REMIND, has_sides)
        else:
            yield SpokenLine(line, role, has_sides or "sides" in names)
    for card in script.cards.values() if isinstance(script, Routine) else ():
        yield from list_spoken_lines(card)


def walk_lines(value: Any, names: tuple[str, ...] = ()) -> Iterator[tuple[Line, tuple[str, ...]]]:
    """Yield lines, however deep, each with the names of the fields on the way to it."""
    if isinstance(value, Line):
        yield value, names
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in UNSPOKEN:
                yield from walk_lines(getattr(value, field.name), (*names, field.name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from walk_lines(inner, (*names, str(key)))
    elif isinstance(value, tuple):
        for inner in value:
            yield from walk_lines(inner, names)
