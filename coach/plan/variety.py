"""A seed -> the alternative wordings that are said this time.

Applied before anything is planned, so lengths stay exact. Seed 0 takes everything as it is
written. From 1 on each seed takes the next of every list, so that the same session is not word
for word the same on another day, and nothing comes again before all of its list was used. Lists
begin at different places, so they do not all start over on the same variety.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import factorial, gcd
from typing import TypeVar
from zlib import crc32

from coach.script.exercise import Exercise, WorkKind
from coach.script.named_work import Work
from coach.script.pace import Pace
from coach.script.phrases import Phrases
from coach.script.routine import Routine
from coach.script.scalars import Line
from coach.script.steps import Group, Named, Rounds, Say, Sides, Step, TimedRounds
from coach.script.work_steps import Breathe, Hold, Reps

_Item = TypeVar("_Item")
FIXED_KEYS = ("left", "right", "greeting_times")
"""Keys of words that name or number something, and must not change."""


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
    """Return the wording of a seed; a fact is told in the warm-up, or else before the closing."""
    variety = SeededVariety(seed)
    sections = tuple(
        replace(section, steps=variety.vary_steps(section.steps, f"{number}"))
        for number, section in enumerate(routine.sections)
    )
    routine = replace(
        routine,
        sections=sections,
        opening=variety.vary_steps(routine.opening, "opening"),
        closing=variety.vary_steps(routine.closing, "closing"),
        phrases=variety.vary_words(routine.phrases),
    )
    cards = {slug: variety.vary_card(card) for slug, card in cards.items()}
    if facts:
        routine, cards = _insert_fact(variety.rotate(facts, "facts")[0], routine, cards)
    varied = replace(phrases, words=variety.vary_words(phrases.words), seed=seed)
    return Variation(routine, cards, varied, variety.first_side)


def rotate_list(lines: tuple[_Item, ...], seed: int, name: str) -> tuple[_Item, ...]:
    """Return a list begun at another place; seed 0 leaves it as it is.

    From 1 on each line comes first once before any does for the second time. Lists of one length
    but different names begin at different places, and go on in different steps.

    >>> [rotate_list(("a", "b", "c"), seed, "cues")[0] for seed in range(5)]
    ['a', 'b', 'c', 'a', 'b']
    """
    size = len(lines)
    if size < 2 or not seed:
        return lines
    digest = crc32(name.encode())
    steps = [step for step in range(1, size) if gcd(step, size) == 1]
    start = ((digest >> 16) + seed * steps[digest % len(steps)]) % size
    return lines[start:] + lines[:start]


def shuffle_list(some: tuple[_Item, ...], seed: int, name: str) -> tuple[_Item, ...]:
    """Return a list in another order for each seed; seed 0 leaves it as it is.

    No order comes again before all of them were used.

    >>> [shuffle_list(("a", "b"), seed, "names")[0] for seed in range(3)]
    ['a', 'b', 'a']
    """
    if len(some) < 2 or not seed:
        return some
    count = factorial(len(some))
    # Near the golden section of all orders, so that two days have little in common.
    start = count * 5 // 8 + crc32(name.encode()) % (count // 8 + 1)
    step = next(n for n in range(start, 2 * count) if gcd(n, count) == 1)
    number = seed * step % count
    rest, order = list(some), []
    for size in range(len(some), 0, -1):
        place, number = divmod(number, factorial(size - 1))
        order.append(rest.pop(place))
    return tuple(order)


def shuffle_named(steps: tuple[Step, ...], seed: int, name: str) -> tuple[Step, ...]:
    """Return steps of which those with a name have changed places, and all others stay."""
    named = iter(shuffle_list(tuple(s for s in steps if isinstance(s, Named)), seed, name))
    return tuple(next(named) if isinstance(step, Named) else step for step in steps)


@dataclass(frozen=True, slots=True)
class SeededVariety:
    """Varies lists, words, cards and steps by one seed."""

    seed: int

    @property
    def first_side(self) -> str:
        """The side that begins: they take turns from seed to seed."""
        return "left" if self.seed % 2 else "right"

    def rotate(self, lines: tuple[_Item, ...], name: str) -> tuple[_Item, ...]:
        """Return a list begun at the place of this seed."""
        return rotate_list(lines, self.seed, name)

    def vary_words(self, words: Mapping[str, tuple[Line, ...]]) -> dict[str, tuple[Line, ...]]:
        """Return the words with the alternatives of each begun at another one."""
        return {
            key: lines if key in FIXED_KEYS else self.rotate(lines, key)
            for key, lines in words.items()
        }

    def vary_card(self, card: Exercise) -> Exercise:
        """Return a card with its purposes and cues begun at another one."""
        purpose = self.rotate(card.purpose, f"{card.slug} purpose")
        return replace(card, purpose=purpose, cues=self.rotate(card.cues, card.slug))

    def vary_steps(self, steps: Iterable[Step], name: str) -> tuple[Step, ...]:
        """Return steps with what they say chosen, however deep; each is named by its place."""
        return tuple(self.vary_step(step, f"{name}.{number}") for number, step in enumerate(steps))

    def vary_step(self, step: Step, name: str) -> Step:
        """Return a step with what it says chosen."""
        match step:
            case Say(pick=int(pick)):
                return replace(step, say=self._pick_lines(step.say, pick, name), pick=None)
            case Hold() | Reps() | Breathe():
                return self._vary_dose(step, name)
            case Sides():
                inner = self.vary_steps(step.sides, name)
                first = None if step.only else step.first or self.first_side
                return replace(step, sides=inner, first=first)
            case Work():
                dose = self._vary_dose(step.dose, name)
                names = shuffle_list(step.work, self.seed, name) if step.shuffle else step.work
                return replace(step, work=names, dose=dose, first=self._choose_first_side(step))
            case TimedRounds():
                return replace(step, steps=self.vary_steps(step.steps, name))
            case Rounds() | Group():
                steps = self.vary_steps(step.steps, name)
                steps = shuffle_named(steps, self.seed, name) if step.shuffle else steps
                if isinstance(step, Group):
                    return replace(step, steps=steps)
                between = self.vary_steps(step.between, f"{name} between")
                return replace(step, steps=steps, between=between)
            case _:
                return step

    def _vary_dose(self, step: Hold | Reps | Breathe, name: str) -> Hold | Reps | Breathe:
        """Return a step of work with its cues begun at another one."""
        match step:
            case Hold() | Breathe():
                return replace(step, cues=self.rotate(step.cues, name))
            case Reps():
                return replace(step, cues=self.rotate(step.cues, name), first=self.first_side)

    def _choose_first_side(self, step: Work) -> str | None:
        """Return the side that work with sides begins with: they take turns from seed to seed."""
        return step.first or (self.first_side if step.sides else None)

    def _pick_lines(self, lines: tuple[Line, ...], pick: int, name: str) -> tuple[Line, ...]:
        """Return `pick` of the lines, in the order they are written in."""
        places = rotate_list(tuple(range(len(lines))), self.seed * pick, name)
        return tuple(lines[place] for place in sorted(places[:pick]))


def remove_intro(routine: Routine) -> Routine:
    """Return the routine without what a listener may know: of its opening one safety line stays."""
    known = (routine.safety_short or routine.safety)[:1]
    return replace(routine, opening=(), plan=False, safety=known, safety_short=known)


def _insert_fact(
    fact: Line, routine: Routine, cards: dict[str, Exercise]
) -> tuple[Routine, dict[str, Exercise]]:
    """Return both with a fact in the first warm-up of some length, or else before the closing."""
    for perform in routine.exercises:
        card = cards[perform.exercise]
        if card.work is WorkKind.TIME and "warm-up" in card.goals:
            return routine, {**cards, perform.exercise: replace(card, fact=fact)}
    step = Say((fact,), pause=2_000, pace=Pace.TALK, detail=True, kind="fact", where=fact.where)
    return replace(routine, closing=(step, *routine.closing)), cards
