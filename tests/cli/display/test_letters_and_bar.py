"""Large letters, and the bar of a session."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from coach.cli.display.bar import timeline_bar
from coach.cli.display.letters import GLYPH_HEIGHT, GLYPHS, enlarge_pixels, max_scale, text_pixels
from coach.live.status import Segment
from tests.cli.display.statuses import (
    HOLD,
    SEGMENTS,
)


def test_letters_are_five_high_and_rows_as_wide_as_each_other():
    for letter, glyph in GLYPHS.items():
        rows = glyph.split(" ")
        assert len(rows) == GLYPH_HEIGHT, letter
        assert len({len(row) for row in rows}) == 1, letter
    assert len(set(GLYPHS.values())) >= len(GLYPHS) - 2  # 5 and S may look alike, and 0 and O


def test_the_letters_are_enough_for_all_exercises():
    from coach.script.library import find_exercises
    from coach.system.paths import exercise_names

    cards = find_exercises(dict.fromkeys(exercise_names()))
    assert [card.name for card in cards.values() if text_pixels(card.name) is None] == []


@given(st.text("0123456789:", min_size=1, max_size=5), st.integers(1, 200), st.integers(1, 60))
def test_a_drawing_fits_where_it_was_said_to(text, width, lines):
    drawn = text_pixels(text)
    scale = max_scale(drawn, width, lines)
    if scale:
        large = enlarge_pixels(drawn, scale)
        assert len(large) <= lines
        assert max(map(len, large)) <= width
    larger = enlarge_pixels(drawn, scale + 1)
    assert len(larger) > lines or max(map(len, larger)) > width or GLYPH_HEIGHT * (scale + 1) % 2


@given(st.integers(0, 360_000), st.integers(1, 200))
def test_the_bar_is_as_wide_as_asked_and_grows(elapsed, width):
    drawn = timeline_bar(replace(HOLD, elapsed=elapsed), width).plain
    assert len(drawn) == width
    later = timeline_bar(replace(HOLD, elapsed=min(360_000, elapsed + 5_000)), width).plain
    assert later.count("░") <= drawn.count("░")
    assert timeline_bar(replace(HOLD, elapsed=360_000), width).plain.count("░") == 0


def test_the_bar_shows_the_segments_apart():
    drawn = timeline_bar(replace(HOLD, elapsed=0), 60).plain
    assert len(drawn.split()) == len(SEGMENTS)
    assert drawn[0] != " "
    short = (Segment("Opening", 700, 2_000), *SEGMENTS[1:])
    assert timeline_bar(replace(HOLD, elapsed=200_000, segments=short), 40).plain[0] == "█"
    assert timeline_bar(HOLD, 60, blocks=False).plain.isascii()
