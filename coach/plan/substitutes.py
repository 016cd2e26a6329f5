"""What is done in the place of an exercise that is refused, and at which place in the session."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from coach.script.exercise import Exercise
from coach.script.positions import MOVES, Position, moves_between
from coach.script.steps import Perform

DETOUR_MS = 1_500
"""Milliseconds of moving about that are worth one place away from where it was meant."""


@dataclass(frozen=True, slots=True)
class Slot:
    """An exercise in its section.

    `place` is where it was meant to be done, and `moved` tells one that stands in for another.
    """

    section: int
    place: int
    perform: Perform
    is_substitute: bool = False


def make_substitute(perform: Perform, name: str) -> Perform:
    """Give what is asked for in the place of another: its own dose, the other's importance."""
    return Perform(name, priority=perform.priority, always=perform.always, where=perform.where)


def list_substitutes(
    name: str, cards: Mapping[str, Exercise], is_limited: Callable[[str], bool]
) -> Iterator[str]:
    """Give what might be done in the place of a card: its list, then those of what is limited."""
    names = [name]
    for number, here in enumerate(names):
        if number:
            yield here
        if not number or is_limited(here):
            listed = (line.text for line in cards[here].instead)
            names += (other for other in listed if other not in names)


def place_substitutes(slots: list[Slot], cards: Mapping[str, Exercise]) -> list[Slot]:
    """Put what stands in where the body is led about least, near the place it was meant for.

    What was there before keeps its order. Nothing goes before a warm-up that begins, nor to the
    other side of breathing.
    """
    placed = [slot for slot in slots if not slot.is_substitute]
    for slot in slots:
        if slot.is_substitute:
            costs = {gap: _cost(slot, gap, placed, cards) for gap in _gaps(slot, placed, cards)}
            at = min(costs, key=lambda gap: costs[gap])
            placed.insert(at, _assign_section(slot, at, placed))
    return placed


def _gaps(slot: Slot, placed: list[Slot], cards: Mapping[str, Exercise]) -> range:
    """Give the places between a warm-up that begins and the breathing that follows."""
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
    """Add up, in ms, what the body needs to get from one to the next."""
    here, spent = Position.STANDING, 0
    for slot in slots:
        there = cards[slot.perform.exercise].position
        spent += sum(MOVES[pair].usual for pair in moves_between(here, there))
        here = here if there is Position.ANY else there
    return spent


def _assign_section(slot: Slot, at: int, placed: list[Slot]) -> Slot:
    """Keep its section where that lies between those around it; else go to the one before it."""
    low = placed[at - 1].section if at else 0
    high = placed[at].section if at < len(placed) else slot.section
    return replace(slot, section=min(max(slot.section, low), max(low, high)))
