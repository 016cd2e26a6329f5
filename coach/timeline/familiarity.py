"""Familiarity: how well a listener knows the words of an exercise, and how many they still need.

Every word is said the first times, then a reminder with one detail in turn, then only what leads:
the name, the side, the dose and the counts. What safety asks for is said at every stage.
"""

from dataclasses import dataclass
from enum import IntEnum


class Stage(IntEnum):
    """How much of an exercise is said."""

    TAUGHT = 1
    REMINDED = 2
    NAMED = 3


@dataclass(frozen=True, slots=True)
class Familiarity:
    """The stage of an exercise; `turn` tells which of its details is said where one is."""

    stage: Stage = Stage.TAUGHT
    turn: int = 0


UNKNOWN = Familiarity()
"""What was never heard is taught."""
