"""The page on writing lines: what it warns of is found, and what it recommends is not."""

import re

import pytest

from coach.checks.style.heard_lines import SpokenLine
from coach.checks.style.sentence_rules import find_line_problems
from coach.checks.style.style_check import find_style_problems
from coach.checks.style_rules import STYLE
from coach.script.library import load_language_file
from coach.script.scalars import Line
from tests.docs.test_docs import BLOCK, whole
from tests.paths import ROOT

PAGE = (ROOT / "docs" / "writing-lines.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)
PAIRS = [row for row in ROWS if row[0] != "not this"]
TABLE = load_language_file("style", "en", STYLE)


def messages(text):
    return [one.message for one in find_line_problems(SpokenLine(Line(text)), TABLE)]


def test_the_pairs_are_read():
    assert len(PAIRS) >= 15


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_the_line_before_is_found_and_the_one_after_is_not(before, after):
    assert messages(before), before
    assert not messages(after), after


@pytest.mark.parametrize("block", BLOCK.findall(PAGE), ids=lambda block: block[0])
def test_what_the_page_shows_is_easy_to_follow(block, tmp_path):
    path = tmp_path / "example.yaml"
    path.write_text(whole(block[0].strip(), block[1]), encoding="utf-8")
    assert not [one.message for one in find_style_problems(path) if "release" not in one.message]
