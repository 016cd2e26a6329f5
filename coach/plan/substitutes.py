"""Refused exercises -> what is done instead of each, and at which place in the session."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from coach.script.exercise import Exercise, SideRule
from coach.script.positions import MOVES, Position, moves_between
from coach.script.steps import Perform

DETOUR_MS = 1_500
"""Milliseconds of moving about that are worth one place away from where it was meant."""


@dataclass(frozen=True, slots=True)
class Slot:
    """An exercise in its section.

    `place` is where in the routine it was meant to be done.
    """

    section: int
    place: int
    perform: Perform
    is_substitute: bool = False


def make_substitute(perform: Perform, card: Exercise) -> Perform:
    """Return the substitute of an exercise: with its own dose, and the other's side and priority.

    What has no sides is done without.
    """
    return Perform(
        card.slug,
        side=None if card.sides is SideRule.NONE else perform.side,
        priority=perform.priority,
        always=perform.always,
        where=perform.where,
    )


def list_substitutes(
    name: str, cards: Mapping[str, Exercise], is_limited: Callable[[str], bool]
) -> Iterator[str]:
    """Yield what might be done instead of a card: its list, then the lists of limited ones."""
    names = [name]
    for number, here in enumerate(names):
        if number:
            yield here
        if not number or is_limited(here):
            listed = (line.text for line in cards[here].instead)
            names += (other for other in listed if other not in names)


def place_substitutes(slots: list[Slot], cards: Mapping[str, Exercise]) -> list[Slot]:
    """Return the slots, with substitutes where they need the least moving about.

    They stay near the place they were meant for; all others keep their order. None goes before
    a warm-up that comes first, nor to the other side of breathing.
    """
    placed = [slot for slot in slots if not slot.is_substitute]
    for slot in slots:
        if slot.is_substitute:
            costs = {gap: _cost(slot, gap, placed, cards) for gap in _gaps(slot, placed, cards)}
            at = min(costs, key=lambda gap: costs[gap])
            placed.insert(at, _assign_section(slot, at, placed))
    return placed


def _gaps(slot: Slot, placed: list[Slot], cards: Mapping[str, Exercise]) -> range:
    """Return the places where a substitute may go, between a first warm-up and the breathing."""
    goals = [cards[other.perform.exercise].goals for other in placed]
    meant = [other.place < slot.place for other in placed]
    first = 1 if placed and meant[0] and "warm-up" in goals[0] else 0
    first = max([first, *(n + 1 for n, g in enumerate(goals) if "breathing" in g and meant[n])])
    behind = (n for n, g in enumerate(goals) if "breathing" in g and not meant[n])
    return range(first, next(behind, len(placed)) + 1)


def _cost(
    slot: Slot, gap: int, placed: list[Slot], cards: Mapping[str, Exercise]
) -> tuple[int, int]:
    before, after = placed[:gap], placed[gap:]
    away = sum(other.place > slot.place for other in before)
    away += sum(other.place < slot.place for other in after)
    return _travel_time([*before, slot, *after], cards) + DETOUR_MS * away, away


def _travel_time(slots: list[Slot], cards: Mapping[str, Exercise]) -> int:
    """Return the ms that the body needs to get from one exercise to the next, in all."""
    here, spent = Position.STANDING, 0
    for slot in slots:
        there = cards[slot.perform.exercise].position
        spent += sum(MOVES[pair].usual for pair in moves_between(here, there))
        here = here if there is Position.ANY else there
    return spent


def _assign_section(slot: Slot, at: int, placed: list[Slot]) -> Slot:
    """Return the slot in its own section where that fits between its neighbours, else in theirs."""
    low = placed[at - 1].section if at else 0
    high = placed[at].section if at < len(placed) else slot.section
    return replace(slot, section=min(max(slot.section, low), max(low, high)))
