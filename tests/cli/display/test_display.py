"""The screen as lines: as large as there is room, and what is needed on every usual size."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from coach.cli.display.canvas import Canvas
from coach.cli.display.letters import enlarge_pixels, max_scale, text_pixels
from coach.cli.display.screen import ScreenView
from coach.cli.display.screen_lines import screen_lines
from coach.errors import MachineError
from coach.live.status import Phase
from tests.cli.display.statuses import (
    HOLD,
    SIZES,
    statuses,
    text,
)


@given(statuses, SIZES, st.booleans(), st.booleans())
def test_a_page_is_as_high_as_the_screen_and_no_line_wider(status, size, blocks, helping):
    width, height = size
    lines = screen_lines(status, Canvas(width, height, blocks), show_keys=helping)
    assert len(lines) == height
    assert all(cell_len(line.plain) <= width for line in lines)
    assert not any("\n" in line.plain for line in lines)


@pytest.mark.parametrize(("width", "height"), [(60, 20), (80, 24), (100, 30), (200, 50)])
def test_what_is_needed_stands_on_every_usual_screen(width, height):
    shown = text(HOLD, width, height)
    for words in ("Lower back", "left side", "set 2 of 3", "Keep your hips level.", "then Bridge"):
        assert words in shown
    for words in ("3:32", "2:28 left", "4 of 6", "space pause", "q stop", "? help"):
        assert words in shown
    for drawn in enlarge_pixels(text_pixels("12"), 2):
        assert drawn.strip()[:4] in shown


@pytest.mark.parametrize(
    ("width", "height", "least"), [(60, 24, 8), (80, 24, 8), (100, 30, 10), (200, 50, 20)]
)
def test_the_count_is_as_large_as_there_is_room(width, height, least):
    silent = replace(HOLD, exercise="", saying="", next="")
    without = text(replace(silent, count=None), width, height)
    lines = zip(text(silent, width, height).splitlines(), without.splitlines(), strict=True)
    assert sum(one != other for one, other in lines) >= least


def test_the_count_does_not_jump_when_something_is_said_or_it_has_one_digit_less():
    def rows(status):
        return [
            number
            for number, line in enumerate(screen_lines(status, Canvas(100, 30)))
            if set(line.plain) == {" ", "█"}
        ]

    quiet, long = replace(HOLD, saying=""), replace(HOLD, saying="word " * 60)
    assert rows(HOLD) == rows(quiet) == rows(long) == rows(replace(HOLD, count=8))


def test_what_is_said_stands_in_the_middle_while_nothing_is_counted():
    said = "Reach your left arm forward."
    lines = text(replace(HOLD, count=None, saying=said), 80, 24).splitlines()
    assert 8 <= next(n for n, line in enumerate(lines) if said in line) <= 13


def test_what_was_said_stays_to_be_read_until_something_counts():
    quiet = replace(HOLD, count=None, saying="")
    shown = [
        [line.plain for line in screen_lines(one, Canvas(80, 24), "As before.")]
        for one in (quiet, HOLD)
    ]
    assert [any("As before." in line for line in lines) for lines in shown] == [True, False]


@pytest.mark.parametrize(
    ("phase", "word"),
    [(Phase.PAUSED, "PAUSED"), (Phase.WAITING, "READY?"), (Phase.LOST, "NO SOUND")],
)
def test_a_session_that_stands_still_says_so_in_large_letters(phase, word):
    shown = text(replace(HOLD, phase=phase), 100, 30)
    drawn = text_pixels(word)
    scale = max_scale(drawn, 96, 40, 3)
    assert scale >= 2
    assert enlarge_pixels(drawn, scale)[1].strip() in shown
    assert "12 s left" in shown


def test_a_side_can_be_told_from_afar():
    arrow = text_pixels("◀")
    for width, height in ((60, 20), (100, 30), (200, 50)):
        shown = text(HOLD, width, height).splitlines()
        other = text(replace(HOLD, side="right"), width, height).splitlines()
        none = text(replace(HOLD, side=""), width, height).splitlines()
        drawn = [
            [line for line in lines if set(line) == {" ", "█"}] for lines in (shown, other, none)
        ]
        assert len({len(lines) for lines in drawn}) == 1
        assert len({max(map(len, lines)) for lines in drawn}) > 1
        assert drawn[0] != drawn[1] != drawn[2]
    assert arrow == tuple(row[::-1] for row in text_pixels("▶"))


def test_a_rest_is_told_from_work():
    rest = replace(HOLD, resting=True)
    assert "rest · set 2 of 3" in text(rest, 60, 20)
    assert "rest" not in text(HOLD, 60, 20)
    styles = [
        {
            span.style
            for line in screen_lines(one, Canvas(60, 20))
            if "██" in line.plain
            for span in line.spans
        }
        for one in (rest, HOLD)
    ]
    assert styles[0] != styles[1]


@pytest.mark.parametrize(("width", "height"), [(60, 20), (80, 24), (200, 50)])
@pytest.mark.parametrize(
    ("count", "unit", "reps", "words"),
    [
        (12, "seconds", 0, "seconds"),
        (1, "seconds", 0, "second"),
        (12, "seconds", 3, "seconds"),
        (754, "seconds", 0, "minutes"),
        (4, "repetition", 10, "repetition"),
        (754, "repetition", 800, "repetition"),
    ],
)
def test_the_large_number_has_its_unit(width, height, count, unit, reps, words):
    shown = text(replace(HOLD, count=count, count_unit=unit, reps=reps), width, height)
    assert words in [line.strip() for line in shown.splitlines()]
    assert words not in text(replace(HOLD, count=None, count_unit=""), width, height)


def test_small_screens_keep_what_counts():
    shown = text(HOLD, 30, 5)
    for words in ("Bird dog", "left side", "12", "3:32"):
        assert words in shown
    assert text(HOLD, 12, 1).strip()


def test_minutes_are_shown_as_minutes():
    walk = replace(HOLD, count=754, exercise="Walk", reps=0)
    assert "12:34" in text(walk, 30, 5)
    assert "754" in text(replace(walk, reps=800), 30, 5)


def test_a_terminal_without_blocks_is_drawn_on_in_ascii():
    shown = text(replace(HOLD, exercise="Bird dog"), 100, 30, blocks=False).replace(" · ", "")
    assert shown.isascii()
    assert "####" in shown


def test_a_file_is_nothing_to_draw_on(tmp_path):
    with (tmp_path / "log").open("w+") as file, pytest.raises(MachineError, match="no terminal"):
        ScreenView(file).start(lambda _: None)
