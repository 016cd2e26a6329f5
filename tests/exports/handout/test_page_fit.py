"""The guarantee of a sheet: five exercises on one page, eleven on two, whichever they are."""

from dataclasses import replace

import pytest

from coach.exports.handout.page_fit import (
    SIZES_MM,
    TYPESETTINGS,
    choose_typesetting,
    fill_pages,
    measure_row,
)
from coach.exports.handout.paper import Paper
from coach.exports.handout.sheet_content import SheetDetails, shorten_address
from coach.exports.handout.sheet_html import format_sheet
from coach.exports.handout.text_width import count_lines, measure_width
from tests.exports.handout.sheets import sheet, wordiest

LONG = "Anna-Maria Example-Featherstonehaugh, of 12 Riverside, the yellow door on the left"[:80]
FULL = SheetDetails(
    LONG, LONG[::-1], "+44 1632 960 123 ext. 45", LONG, LONG, f"https://{'a' * 240}"
)


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize(("count", "pages"), [(5, 1), (11, 2)])
def test_the_wordiest_exercises_have_room(count, pages, paper):
    one = wordiest(count, paper)
    setting = choose_typesetting(one, paper, has_code=True)
    assert len(fill_pages(one, paper, setting, has_code=True)) == pages
    assert setting.text >= 11
    # And with a head as long as it can be: still large enough to read.
    full = replace(one, details=FULL, needs=f"{one.needs} You need a chair and a towel.")
    setting = choose_typesetting(full, paper, has_code=True)
    assert len(fill_pages(full, paper, setting, has_code=True)) == pages


@pytest.mark.parametrize("paper", Paper)
def test_what_has_room_anyway_is_as_large_as_ever(paper):
    for name, minutes in [("lower-back", 8), ("lower-back", 0), ("hips", 10), ("walk", 0)]:
        setting = choose_typesetting(sheet(name, minutes), paper, has_code=True)
        assert setting.text == 11.5
    assert "font-size: 11.5pt" in format_sheet(sheet("walk"), paper)


def test_what_is_far_too_much_is_small_but_whole():
    one = wordiest(5, Paper.A4)
    rows = tuple(replace(row, lines=tuple(line * 4 for line in row.lines)) for row in one.rows)
    full = replace(one, rows=rows)
    setting = choose_typesetting(full, Paper.A4, has_code=False)
    assert setting == TYPESETTINGS[-1]
    assert len(fill_pages(full, Paper.A4, setting, has_code=False)) > 1
    text = format_sheet(full, Paper.A4, has_code=False)
    assert f"font-size: {setting.text}pt" in text
    assert all(line.replace("'", "&#x27;") in text for row in rows for line in row.lines)


def test_each_setting_is_closer_than_the_one_before_and_none_too_small():
    for row in wordiest(11, Paper.LETTER).rows:
        heights = [measure_row(row, SIZES_MM[Paper.A4][0], one, Paper.A4) for one in TYPESETTINGS]
        assert heights == sorted(heights, reverse=True)
    assert min(min(one.text, one.caution) for one in TYPESETTINGS) >= 10


def test_lines_are_counted_as_they_are_set():
    assert count_lines("", 10, 50) == 0
    assert count_lines("word", 10, 50) == 1
    text = "Breathe out, and lift your hips until your body is in a line."
    width = measure_width(text, 11.5)
    assert count_lines(text, 11.5, width + 0.1) == 1
    assert count_lines(text, 11.5, width - 1) == 2
    # A word without an end is cut, so it needs more lines, not more width.
    assert count_lines("a" * 300, 11.5, 100) > 5
    assert measure_width("ä", 12) == measure_width("a", 12) < measure_width("→", 12)


def test_a_long_address_is_cut_where_its_code_stands_beside_it():
    address = f"https://clinic.example/{'back/' * 40}"
    assert shorten_address(address, has_code=True).endswith("…")
    assert shorten_address(address, has_code=False) == address.removeprefix("https://")


@pytest.mark.parametrize("paper", Paper)
def test_no_exercise_stands_alone_on_a_last_page_where_closer_lines_have_room(paper):
    six = sheet("lower-back", 10)
    assert len(six.rows) == 6
    setting = choose_typesetting(six, paper, has_code=False)
    assert fill_pages(six, paper, setting, has_code=False) == (6,)
    assert setting.text >= 10.5
