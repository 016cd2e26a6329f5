"""Variety: a seed -> which of the things that may be said one way or another are said this time.

Applied before anything is planned, so lengths stay exact. The seed 0 takes everything as it is
written. From 1 on the next seed takes the next of each list, so that the same session is not word
for word the same on another day, and nothing comes again before all of its list was chosen. Where
a list is at is its own affair: not all of them begin anew on the same day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import gcd
from typing import TypeVar
from zlib import crc32

from coach.script.exercise import Exercise, WorkKind
from coach.script.pace import Pace
from coach.script.phrases import Phrases
from coach.script.routine import Routine
from coach.script.scalars import Line
from coach.script.steps import Group, Hold, Reps, Rounds, Say, Sides, Step

_Item = TypeVar("_Item")
FIXED_KEYS = ("left", "right")
"""Words that name something, and must not change."""


@dataclass(frozen=True, slots=True)
class Variation:
    """A routine with its cards and phrases as they are on one day, and the side that begins."""

    routine: Routine
    cards: Mapping[str, Exercise]
    phrases: Phrases
    first_side: str


def vary_wording(
    seed: int,
    routine: Routine,
    cards: Mapping[str, Exercise],
    phrases: Phrases,
    facts: tuple[Line, ...] = (),
) -> Variation:
    """Choose by a seed; one of the facts is told in the warm-up, or else before the end."""
    day = SeededVariety(seed)
    sections = tuple(
        replace(section, steps=day.vary_steps(section.steps, f"{number}"))
        for number, section in enumerate(routine.sections)
    )
    routine = replace(
        routine,
        sections=sections,
        opening=day.vary_steps(routine.opening, "opening"),
        closing=day.vary_steps(routine.closing, "closing"),
        phrases=day.vary_words(routine.phrases),
    )
    cards = {slug: day.vary_card(card) for slug, card in cards.items()}
    if facts:
        routine, cards = _insert_fact(day.rotate(facts, "facts")[0], routine, cards)
    varied = replace(phrases, words=day.vary_words(phrases.words), seed=seed)
    return Variation(routine, cards, varied, day.first_side)


def rotate_list(lines: tuple[_Item, ...], seed: int, name: str) -> tuple[_Item, ...]:
    """Begin a list at another place; the seed 0 leaves it as it is.

    From 1 on each place is the first once before any is for the second time. Lists of one length
    but different names begin at different places, and go on unlike.

    >>> [turned(("a", "b", "c"), seed, "cues")[0] for seed in range(5)]
    ['a', 'b', 'c', 'a', 'b']
    """
    size = len(lines)
    if size < 2 or not seed:
        return lines
    known = crc32(name.encode())
    steps = [step for step in range(1, size) if gcd(step, size) == 1]
    start = ((known >> 16) + seed * steps[known % len(steps)]) % size
    return lines[start:] + lines[:start]


@dataclass(frozen=True, slots=True)
class SeededVariety:
    """All choices of one seed."""

    seed: int

    @property
    def first_side(self) -> str:
        """Give the side that begins: they take turns from day to day."""
        return "left" if self.seed % 2 else "right"

    def rotate(self, lines: tuple[_Item, ...], name: str) -> tuple[_Item, ...]:
        """Begin a list at the place of this day."""
        return rotate_list(lines, self.seed, name)

    def vary_words(self, words: Mapping[str, tuple[Line, ...]]) -> dict[str, tuple[Line, ...]]:
        """Begin the alternatives of each word at another one."""
        return {
            key: lines if key in FIXED_KEYS else self.rotate(lines, key)
            for key, lines in words.items()
        }

    def vary_card(self, card: Exercise) -> Exercise:
        """Choose a purpose, and the cue to begin with."""
        purpose = self.rotate(card.purpose, f"{card.slug} purpose")
        return replace(card, purpose=purpose, cues=self.rotate(card.cues, card.slug))

    def vary_steps(self, steps: Iterable[Step], name: str) -> tuple[Step, ...]:
        """Choose in steps, however deep; the name of each is its place."""
        return tuple(self.vary_step(step, f"{name}.{number}") for number, step in enumerate(steps))

    def vary_step(self, step: Step, name: str) -> Step:
        """Choose in one step."""
        match step:
            case Say(pick=int(pick)):
                return replace(step, say=self._pick_lines(step.say, pick, name), pick=None)
            case Hold():
                return replace(step, cues=self.rotate(step.cues, name))
            case Reps():
                return replace(step, cues=self.rotate(step.cues, name), first=self.first_side)
            case Sides():
                inner = self.vary_steps(step.sides, name)
                return replace(step, sides=inner, first=step.first or self.first_side)
            case Rounds() | Group():
                return replace(step, steps=self.vary_steps(step.steps, name))
            case _:
                return step

    def _pick_lines(self, lines: tuple[Line, ...], pick: int, name: str) -> tuple[Line, ...]:
        """Pick some lines, in the order they are written in."""
        places = rotate_list(tuple(range(len(lines))), self.seed * pick, name)
        return tuple(lines[place] for place in sorted(places[:pick]))


def remove_intro(routine: Routine) -> Routine:
    """Leave out what someone who has heard it knows: the opening and the safety lines."""
    return replace(routine, opening=(), safety=())


def _insert_fact(
    fact: Line, routine: Routine, cards: dict[str, Exercise]
) -> tuple[Routine, dict[str, Exercise]]:
    """Put a fact into the first warm-up that lasts a time, or else before what closes."""
    for perform in routine.exercises:
        card = cards[perform.exercise]
        if card.work is WorkKind.TIME and "warm-up" in card.goals:
            return routine, {**cards, perform.exercise: replace(card, fact=fact)}
    said = Say((fact,), pause=2_000, pace=Pace.TALK, detail=True, kind="fact", where=fact.where)
    return replace(routine, closing=(said, *routine.closing)), cards
