"""The cards that the steps of a routine mean, by the names that a person writes for them.

A card goes by the name of its file, or the one it has among a routine's own, and by its title; in
any case, with hyphens or spaces. The routine's own come first where both are as near.
"""

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from typing import TypeVar

from coach.script.exercise import Exercise
from coach.script.script_names import find_script, match_name
from coach.script.steps import Perform
from coach.script.work_steps import BaseStep
from coach.system.paths import exercise_names

_Value = TypeVar("_Value")


def resolve_card(typed: str, own: Mapping[str, Exercise], known: Collection[str]) -> str:
    """Return the name of the card that was meant; what is unknown stays as it is.

    `own` are the routine's own cards, `known` the names of those in files.
    """
    if typed in own or typed in known:
        return typed
    if (name := match_card(typed, own)) is not None:
        return name
    found = find_script(typed, "exercises")
    return found[1] if found else typed


def match_card(typed: str, cards: Mapping[str, Exercise]) -> str | None:
    """Return the name of the card among some that was meant; None where there is none."""
    titles = {card.name: name for name, card in cards.items()}
    return match_name(typed, cards) or titles.get(match_name(typed, titles) or "")


def resolve_all_cards(steps: tuple[_Value, ...], own: Mapping[str, Exercise]) -> tuple[_Value, ...]:
    """Return steps with the name of the card that is meant in each that does one, however deep."""
    return _Resolver(own, frozenset(exercise_names())).resolve(steps)


class _Resolver:
    """Looks through whatever holds steps, however deep."""

    def __init__(self, own: Mapping[str, Exercise], known: Collection[str]) -> None:
        self._own, self._known = own, known

    def resolve(self, value: _Value) -> _Value:
        """Return a value with the cards in it resolved; the same object where none changes."""
        found: object = value
        if isinstance(value, Perform):
            name = resolve_card(value.exercise, self._own, self._known)
            found = value if name == value.exercise else replace(value, exercise=name)
        elif isinstance(value, tuple):
            parts = tuple(map(self.resolve, value))
            same = all(new is old for new, old in zip(parts, value, strict=True))
            found = value if same else parts
        elif isinstance(value, BaseStep):
            old = {one.name: getattr(value, one.name) for one in fields(value)}
            new = {name: self.resolve(part) for name, part in old.items()}
            changed = {name: part for name, part in new.items() if part is not old[name]}
            found = replace(value, **changed) if changed else value
        return found  # type: ignore[return-value] # mypy cannot see that `replace` keeps its type
