"""Greetings: what may be said of the days before as a session begins, one thing at the most.

What is done today is not known while a session is planned, so this holds all that comes into
question.
"""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Greeting:
    """The key of a phrase: of its alternatives the one with this number, from 0 on, is said.

    `exercise` is the card whose name it tells, "" for none.
    """

    key: str
    exercise: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Greetings:
    """What may be said: that an exercise is `new`, where one of these is done, or the `usual`."""

    usual: Greeting | None = None
    new: tuple[Greeting, ...] = ()

    def choose(self, exercises: Collection[str]) -> Greeting | None:
        """Return what is said before some exercises, by the names of their cards."""
        found = [one for one in self.new if one.exercise in exercises]
        return found[0] if len(found) == 1 else self.usual


NO_GREETINGS = Greetings()
