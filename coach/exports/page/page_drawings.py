"""The drawings of a page: one a segment, in the colours that the page sets."""

import re
from collections.abc import Mapping

from coach.figures.figure_drawing import draw_svg
from coach.figures.figure_svg import make_decorative
from coach.script.exercise import Exercise

_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'


def draw_cards(cards: Mapping[str, Exercise], names: list[str]) -> dict[str, str]:
    """Return the drawings of some cards by their names; none for a card without a figure.

    They say nothing to a screen reader: the name of the exercise stands beside each.
    """
    return {name: drawing for name in dict.fromkeys(names) if (drawing := _draw(cards.get(name)))}


def _draw(card: Exercise | None) -> str:
    drawing = draw_svg(card, theme="page") if card else None
    if not drawing:
        return ""
    plain = make_decorative(drawing).replace(_NAMESPACE, "", 1)
    # Each colour is written once, in the page, and not at every stroke.
    return re.sub(r"var\(--figure-(\w+), #[0-9a-f]+\)", r"var(--figure-\1)", plain)
