"""The cards of exercises that a routine describes itself, by the names that it asks for them by."""

from dataclasses import dataclass, replace
from typing import Any

import yaml

from coach.script.exercise import EXERCISE, Exercise
from coach.script.reader import INVALID, Reader
from coach.script.records import MappingOf, read_pairs

OWN_CARD_KIND = "own cards"
"""The kind under which the reader notes their names, whether they could be read or not."""
MAX_CARD_NAME = 60
"""The most letters of the name by which a routine asks for a card."""
CARD_NAME_SEPARATORS = frozenset(",/\\")
"""What stands between names in options, and in paths, and so not in a name."""


@dataclass(frozen=True, slots=True)
class OwnCards(MappingOf):
    """A mapping of names to cards; each card gets its name as its slug."""

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return a dict; INVALID when any card is, or has a name that nothing can ask for."""
        if not isinstance(node, yaml.MappingNode):
            return reading.report_mismatch(node, self, "write the name of each card before it")
        cards: dict[str, Any] = {}
        for name, (key, value) in read_pairs(node, reading).items():
            reading.names.setdefault((OWN_CARD_KIND, name), reading.where(key))
            card = reading.read(value, self.shape)
            if _is_card_name(name):
                cards[name] = card if card is INVALID else replace(card, slug=name)
            else:
                message = f"expected the name of a card, of 1 to {MAX_CARD_NAME} letters"
                hint = "no comma, no / and no \\ may stand in it: side-plank"
                cards[name] = reading.report(key, f"{message}, found {name[:80]!r}", hint)
        reading.made += (card for card in cards.values() if card is not INVALID)
        return INVALID if any(card is INVALID for card in cards.values()) else cards


def _is_card_name(name: str) -> bool:
    return 1 <= len(name.strip()) <= MAX_CARD_NAME and not set(name) & CARD_NAME_SEPARATORS


def find_own_cards(reading: Reader) -> dict[str, Exercise]:
    """Return those cards of a routine that could be read, of a reader that has read it."""
    return {one.slug: one for one in reading.made if isinstance(one, Exercise) and one.slug}


OWN_CARDS = OwnCards(EXERCISE)
