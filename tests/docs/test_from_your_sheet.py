"""The page of the importer: every sheet in it makes the routine below it, every line is so read."""

import re
import shlex

import pytest

from coach.importing.card_matching import match_cards
from coach.importing.routine_yaml import format_routine
from coach.importing.said_routine import make_said_routine
from coach.importing.source_format import read_source
from coach.script.library import find_exercises
from coach.system.paths import exercise_names
from tests.docs.test_docs import BLOCK
from tests.paths import ROOT

PAGE = (ROOT / "docs" / "from-your-sheet.md").read_text(encoding="utf-8")
BLOCKS = [(block[1].strip(), block[2]) for block in BLOCK.finditer(PAGE)]
ROWS = re.findall(r"^\| (.+?) \| (.+) \|$", PAGE.replace("\\|", "\x00"), re.MULTILINE)
FROM_CARDS = [(a, b) for a, b in ROWS if b.startswith(("`", "there is a card, "))]
LINES = [
    (a.replace("\x00", "|"), b) for a, b in ROWS if a != "written" and (a, b) not in FROM_CARDS
]


@pytest.fixture(scope="module")
def cards():
    """All shipped cards."""
    return find_exercises(dict.fromkeys(exercise_names()))


def shown(number, *kinds):
    """The first block of a kind behind that of a number."""
    return next(text for mark, text in BLOCKS[number + 1 :] if mark in kinds)


SHEETS = [number for number, (mark, _) in enumerate(BLOCKS) if mark.endswith(" sheet")]


@pytest.mark.parametrize("number", SHEETS)
def test_a_sheet_makes_the_routine_below_it(number, cards):
    reading = read_source(BLOCKS[number][1], "sheet.txt", "My sheet")
    assert not reading.problems
    if reading.notes:
        assert shown(number, "text notes") == f"{reading.notes[0].message}\n"
    else:
        programme, notes = match_cards(reading.programme, cards)
        assert (shown(number, "yaml"), notes) == (format_routine(programme), ())


@pytest.mark.parametrize(("written", "read_as"), LINES)
def test_a_line_is_read_as_the_table_says(written, read_as):
    reading = read_source(f"Plank 1s\n{written}\n", "sheet.txt", "My sheet")
    said = [each.message for each in reading.problems]
    assert [*(each.meaning for each in reading.lines[1:]), *said] == [read_as]


@pytest.mark.parametrize(("written", "done"), FROM_CARDS)
def test_a_line_is_done_from_a_card_or_told_why_not(written, done, cards):
    programme, notes = match_cards(read_source(written, "sheet.txt", "T").programme, cards)
    found = [f"`{work.card.name}`" for work in programme.entries if work.card]
    assert [*found, *(note.message.partition("said; ")[2] for note in notes)] == [done]


def test_what_the_page_says_on_the_command_line_is_understood():
    lines = [line for mark, text in BLOCKS if mark == "sh" for line in text.splitlines()]
    commands = [shlex.split(line) for line in lines]
    said = [words[words.index("--say") + 1] for words in commands if "--say" in words]
    assert len(said) == 4
    for text in said:
        assert make_said_routine(text).sections
