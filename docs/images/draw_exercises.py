"""Makes the gallery: docs/drawings.md, and a drawing of each exercise card beside it, as SVG.

python docs/images/draw_exercises.py
"""

from pathlib import Path

from coach.figures.figure_drawing import draw_svg
from coach.script.exercise import Exercise
from coach.script.library import load_exercise
from coach.system.paths import shipped_folder
from coach.timeline.descriptions import POSITION_DESCRIPTIONS

FOLDER = Path(__file__).parent / "drawings"
PAGE = Path(__file__).parents[1] / "drawings.md"
COLUMNS = 3
HEAD = """\
# The drawings

Every exercise that has a drawing, as the page, the hand-out, `coach play` and `coach exercises`
show it. What is nearer is dark, what is farther away grey, and the beginning pale; the arrow is the
way it moves. The name stands below each, with the name of its card for commands and scripts.

They are made of [key poses in the cards](script-language.md#a-drawing), by
`python docs/images/draw_exercises.py`.
"""


def main() -> None:
    """Write the page and its drawings, and remove those of cards that are gone."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.svg"):
        path.unlink()
    shown = list_shown(load_cards())
    for name, cards in shown.items():
        drawn = draw_svg(cards[0], paper=True)
        if drawn:
            (FOLDER / f"{name}.svg").write_text(drawn, encoding="utf-8")
    PAGE.write_text(format_page(shown), encoding="utf-8")


def load_cards() -> list[Exercise]:
    """Return the shipped cards that have a drawing, by position and name."""
    folder = shipped_folder() / "scripts" / "exercises"
    cards = [load_exercise(path) for path in sorted(folder.glob("*.yaml"))]
    order = list(POSITION_DESCRIPTIONS)
    drawn = [card for card in cards if card.figure]
    return sorted(drawn, key=lambda card: (order.index(card.position), card.slug))


def list_shown(cards: list[Exercise]) -> dict[str, list[Exercise]]:
    """Return the cards of each drawing: one, or all of a family."""
    shown: dict[str, list[Exercise]] = {}
    for card in cards:
        assert card.figure
        family = card.figure.family
        shown.setdefault(f"family-{family}" if family else card.slug, []).append(card)
    return shown


def format_page(shown: dict[str, list[Exercise]]) -> str:
    """Return the page: a table for each position."""
    lines = [HEAD.rstrip("\n")]
    for position in dict.fromkeys(cards[0].position for cards in shown.values()):
        cells = [
            _format_cell(name, cards)
            for name, cards in shown.items()
            if cards[0].position is position
        ]
        title = POSITION_DESCRIPTIONS[position]
        lines += ["", f"## {title[0].upper()}{title[1:]}", ""]
        lines += ["| " * COLUMNS + "|", "|---" * COLUMNS + "|"]
        for start in range(0, len(cells), COLUMNS):
            row = cells[start : start + COLUMNS]
            lines.append("| " + " | ".join(row + [""] * (COLUMNS - len(row))).rstrip() + " |")
    return "\n".join(lines) + "\n"


def _format_cell(name: str, cards: list[Exercise]) -> str:
    title = cards[0].name if len(cards) == 1 else name.removeprefix("family-").capitalize()
    slugs = ", ".join(f"`{card.slug}`" for card in cards)
    picture = f'<img src="images/drawings/{name}.svg" width="240" alt="{title}">'
    return f"{picture}<br>{title}<br>{slugs}"


if __name__ == "__main__":
    main()
