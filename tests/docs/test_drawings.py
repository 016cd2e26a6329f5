"""The gallery shows the drawings of the cards, and a picture the screen, as they are."""

import runpy

from coach.figures.figure_drawing import draw_svg
from tests.paths import ROOT

SCREEN = runpy.run_path(str(ROOT / "docs" / "images" / "draw_screen.py"))
MAKER = runpy.run_path(str(ROOT / "docs" / "images" / "draw_exercises.py"))
SHOWN = MAKER["list_shown"](MAKER["load_cards"]())
FOLDER = ROOT / "docs" / "images" / "drawings"
HINT = "python docs/images/draw_exercises.py"


def test_the_gallery_has_every_drawing_and_no_other():
    assert (ROOT / "docs" / "drawings.md").read_text("utf-8") == MAKER["format_page"](SHOWN), HINT
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(SHOWN), HINT


def test_the_drawings_of_the_gallery_are_those_of_the_cards():
    for name, cards in SHOWN.items():
        text = (FOLDER / f"{name}.svg").read_text("utf-8")
        assert text == draw_svg(cards[0], paper=True), f"{name}: {HINT}"


def test_the_picture_of_the_screen_is_as_the_screen_is():
    shown = (ROOT / "docs" / "images" / "screen.svg").read_text("utf-8")
    assert shown == SCREEN["draw_screen"](), "python docs/images/draw_screen.py"
    assert "<path" in shown  # its drawing
