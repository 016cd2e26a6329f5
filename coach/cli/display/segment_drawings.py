"""The drawings of a session, each made when it is first shown in a size, and kept."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.text import Text

from coach.cli.braille_drawing import draw_lines
from coach.script.exercise import Exercise
from coach.timeline.segment_cards import list_segment_cards

if TYPE_CHECKING:
    from coach.pipeline import PreparedSession

KEPT = 8
"""How many drawings are kept: a window that is being resized asks for many sizes."""


class SegmentDrawings:
    """Draws the card that a segment is about; `names` has one for each, "" for none."""

    def __init__(self, names: Sequence[str], cards: Mapping[str, Exercise]) -> None:
        self._names, self._cards = names, cards
        self._draw = lru_cache(KEPT)(self._draw_card)

    def draw(self, segment: int, columns: int, lines: int) -> Sequence[Text]:
        """Return the drawing of a segment in exactly this size; nothing where there is none.

        Before the first segment it is that of the first, as on the page.
        """
        number = max(0, segment)
        name = self._names[number] if number < len(self._names) else ""
        return self._draw(name, columns, lines) if name else ()

    def _draw_card(self, name: str, columns: int, lines: int) -> Sequence[Text]:
        card = self._cards.get(name)
        return draw_lines(card, columns, lines) if card else ()


def make_drawings(prepared: "PreparedSession") -> SegmentDrawings:
    """Return the drawings of a session; none is made yet."""
    return SegmentDrawings(list_segment_cards(prepared.sheet), prepared.session.cards)
