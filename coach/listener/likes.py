"""Likes: exercises that a listener leaves out for good, or wants more or less often.

They are kept as a note, apart from the scripts, and change nothing of a session that is under way.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from coach.system.notes import Notes

LIKES_NOTE = "likes"
MAX_CHARACTERS = 60
"""The longest name of an exercise that is taken from a note."""


class Liking(StrEnum):
    """How often a listener wants an exercise; the words are the keys of the note."""

    NEVER = "never"
    MORE = "more"
    LESS = "less"


@dataclass(frozen=True, slots=True)
class Likes:
    """Exercises by the names of their cards, each in one of the three at most."""

    never: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All exercises that have a liking."""
        return (*self.never, *self.more, *self.less)

    def find(self, exercise: str) -> Liking | None:
        """Return the liking of an exercise; None where it comes as usual."""
        return next((liking for liking in Liking if exercise in self.list_names(liking)), None)

    def list_names(self, liking: Liking) -> tuple[str, ...]:
        """Return the exercises that have this liking."""
        names: tuple[str, ...] = getattr(self, liking)
        return names

    def set_liking(self, exercise: str, liking: Liking | None) -> "Likes":
        """Return the likes with another liking for an exercise; with None it comes as usual."""
        rest = {
            str(each): tuple(name for name in self.list_names(each) if name != exercise)
            for each in Liking
        }
        if liking is not None:
            rest[liking] = (*rest[liking], exercise)
        return replace(self, **rest)


NO_LIKES = Likes()


def load_likes(notes: Notes) -> Likes:
    """Return what the note says; what makes no sense in it is left out, as is a second mention."""
    note = notes.read(LIKES_NOTE) or {}
    likes = NO_LIKES
    for liking in Liking:
        for name in _read_names(note.get(liking)):
            if name not in likes.names:
                likes = likes.set_liking(name, liking)
    return likes


def write_liking(notes: Notes, exercise: str, liking: Liking | None) -> None:
    """Write the liking of an exercise; with None it comes as usual again.

    Raises MachineError where it cannot be written.
    """
    write_likes(notes, load_likes(notes).set_liking(exercise, liking))


def write_likes(notes: Notes, likes: Likes) -> None:
    """Write all likes in place of earlier ones; raises MachineError where that is not possible."""
    if likes == NO_LIKES:
        notes.delete(LIKES_NOTE)
        return
    notes.write(LIKES_NOTE, {str(each): list(likes.list_names(each)) for each in Liking})


def _read_names(value: Any) -> Iterable[str]:
    names = value if isinstance(value, list) else ()
    return (name for name in names if isinstance(name, str) and 0 < len(name) <= MAX_CHARACTERS)
