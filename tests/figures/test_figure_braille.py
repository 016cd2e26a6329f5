"""Drawings of dots, and of braille characters made of them."""

from io import BytesIO

import numpy as np
import pytest

from coach.figures.drawing_plan import DrawingPlan
from coach.figures.figure_braille import (
    BITS,
    CHECKERED,
    COLOUR_RANKS,
    DOT_COLUMNS,
    DOT_ROWS,
    FIRST_BRAILLE,
    format_braille,
)
from coach.figures.figure_dots import PAPER, rasterise
from coach.figures.figure_drawing import draw_braille, draw_png, plan_card
from coach.figures.outlines import Area, Capsule, Disc, Part, Stroke
from coach.script.library import find_exercise
from coach.system.paths import exercise_names

CARDS = [card for card in map(find_exercise, exercise_names()) if card.figure]
SQUARE = Area(((10, 10), (30, 10), (30, 30), (10, 30)))


def plan(*parts: Part) -> DrawingPlan:
    """A drawing of forty by forty, of which three at each edge are not needed."""
    return DrawingPlan(parts, (-3.0, -3.0), (43.0, 43.0))


def show(dots: list[list[str]]) -> list[str]:
    return ["".join(name[:1] or "." for name in row) for row in dots]


def plain(drawn: tuple[tuple[tuple[str, str], ...], ...]) -> list[str]:
    return ["".join(text for _, text in line) for line in drawn]


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.slug)
def test_every_drawing_fills_its_room_and_no_more(card):
    for columns, lines in ((28, 9), (76, 20)):
        drawn = draw_braille(card, columns, lines)
        shown = plain(drawn)
        assert [len(line) for line in shown] == [columns] * lines
        signs = {sign for line in shown for sign in line} - {" "}
        assert all(FIRST_BRAILLE < ord(sign) <= FIRST_BRAILLE + 255 for sign in signs)
        assert {name for line in drawn for name, _ in line} <= {PAPER, *COLOUR_RANKS}
        filled = [line for line in shown if line.strip()]
        wide = max(len(line.rstrip()) for line in filled) - min(
            len(line) - len(line.lstrip()) for line in filled
        )
        # All across one way or the other, but for a dot at the edges.
        assert wide >= columns - 2 or len(filled) >= lines - 1


@pytest.mark.parametrize("name", ["bird-dog", "hamstring", "knee-rolls", "wall-sit"])
def test_dots_are_where_pillow_draws(name):
    from PIL import Image

    card, size = find_exercise(name), 160
    ink = np.array([[dot in ("ink", "far") for dot in row] for row in dots_of(card, size)])
    picture = Image.open(BytesIO(draw_png(card, size, size) or b"")).convert("RGB")
    pixels = np.asarray(picture).astype(int).sum(axis=2)
    dark = pixels < 450  # ink and what is far; things and ghosts are paler, the accent is too
    red = np.asarray(picture)[..., 0] > 160
    assert np.mean(ink == (dark & ~red)) > 0.95


def dots_of(card, size: int) -> list[list[str]]:
    """Dots at the scale of the PNG, which leaves more paper around a drawing."""
    found = plan_card(card)
    assert found
    (left, bottom), (right, top) = found.low, found.high
    side = max(right - left, top - bottom) / 0.92
    x, y = (left + right) / 2, (bottom + top) / 2
    low, high = (x - side / 2 - 3, y - side / 2 - 3), (x + side / 2 + 3, y + side / 2 + 3)
    return rasterise(DrawingPlan(found.parts, low, high), size, size)


def test_a_dot_is_drawn_where_its_middle_is_in_a_shape():
    dots = show(rasterise(plan(Part("ink", (SQUARE,))), 8, 8))
    assert dots == ["........"] * 2 + ["..iiii.."] * 4 + ["........"] * 2


def test_a_shape_that_is_gone_round_twice_has_no_hole():
    twice = Area((*SQUARE.points, *SQUARE.points))
    assert rasterise(plan(Part("ink", (twice,))), 8, 8) == rasterise(
        plan(Part("ink", (SQUARE,))), 8, 8
    )


@pytest.mark.parametrize("end", [(40, 20), (20, 40), (40, 33), (31, 2), (0, 0)])
def test_a_line_thinner_than_a_dot_has_no_holes(end):
    dots = rasterise(plan(Part("thing", (Stroke(((0, 20), (20, 20), end), 0.1),))), 20, 20)
    found = {(x, y) for y, row in enumerate(dots) for x, name in enumerate(row) if name}
    reached, ahead = set(), [min(found)]
    while ahead:
        x, y = ahead.pop()
        reached.add((x, y))
        around = {(x + a, y + b) for a in (-1, 0, 1) for b in (-1, 0, 1)}
        ahead += (around & found) - reached - set(ahead)
    assert reached == found
    assert len(found) >= 18


def test_what_lies_in_front_is_set_apart_by_a_line_of_paper():
    front = Capsule((20, 5), (20, 35), 3, 3)
    behind = Part("far", (SQUARE,))
    row = show(rasterise(plan(behind, Part("ink", (front,), (front,))), 40, 40))[20]
    assert row == ".........." + "fffff..iiiiii..fffff" + ".........."
    coarse = show(rasterise(plan(behind, Part("ink", (front,), (front,))), 10, 10))[5]
    assert ".i" in coarse
    assert "fi" not in coarse


@pytest.mark.parametrize(
    ("first", "second", "cell"),
    [
        ("thing", "ink", ("ink", "⢁")),
        ("ink", "far", ("ink", "⢁")),
        ("thing", "far", ("far", "⢁")),
        # An arrow is alone, so that it stands apart from what it crosses, and a ghost gives way.
        ("accent", "ink", ("accent", "⠁")),
        ("ghost", "ink", ("ink", "⢀")),
        ("ghost", "ghost", ("ghost", "⢁")),
    ],
)
def test_a_character_has_the_colour_of_what_is_most_in_front(first, second, cell):
    parts = [Part(first, (Disc((10, 70), 4),)), Part(second, (Disc((30, 10), 4),))]
    for order in (parts, parts[::-1]):
        tall = DrawingPlan(tuple(order), (-3, -3), (43, 83))
        assert format_braille(tall, 1, 1) == ((cell,),)


def test_a_ghost_is_dotted_and_so_is_one_without_colours():
    ghost = format_braille(plan(Part("ghost", (SQUARE,))), 10, 5)
    dots = {ord(sign) - FIRST_BRAILLE for line in plain(ghost) for sign in line if sign != " "}
    assert dots
    assert not any(bits & ~CHECKERED for bits in dots)


def test_a_character_holds_eight_dots():
    assert len(set(BITS)) == DOT_COLUMNS * DOT_ROWS
    assert sum(BITS) == 255
    full = plain(format_braille(DrawingPlan((Part("ink", (SQUARE,)),), (7, 7), (33, 33)), 4, 2))
    assert full == ["⣿⣿⣿⣿"] * 2
    # One dot of each: the first of Unicode's is at the top left, the last at the bottom right.
    for (x, y), sign in (((10, 70), "⠁"), ((30, 10), "⢀"), ((10, 10), "⡀"), ((30, 50), "⠐")):
        tall = DrawingPlan((Part("ink", (Disc((x, y), 4),)),), (-3, -3), (43, 83))
        assert plain(format_braille(tall, 1, 1)) == [sign]


def test_a_card_without_a_figure_has_none(tmp_path):
    path = tmp_path / "own.yaml"
    card = "name: Own\nposition: any\ndose: {reps: [1, 2, 3]}\nsteps: Lift.\nsources: custom\n"
    path.write_text(card, encoding="utf-8")
    assert draw_braille(find_exercise(str(path)), 40, 10) == ()
