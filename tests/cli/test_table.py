"""A list of names with what is told of each, at any width."""

import re

import pytest

from coach.cli.table import print_table, table_lines

HEAD = ("name", "lasts", "about")
ROWS = [
    ("walk", "2:34 to 1:00:00, usually 20:00", "A walk for your head-phones, out of doors."),
    ("lower-back-strength", "4:26 to 35:00", "Short, steady efforts for back, belly and hips."),
    ("mine", "-", ""),
]


def lines(width, rows=ROWS):
    return ["".join(line) for line in table_lines(HEAD, rows, width)]


def test_where_there_is_room_each_column_begins_below_its_head():
    head, *rest = lines(90)
    lasts, about = head.index("lasts"), head.index("about")
    assert [line[:lasts].strip() for line in rest if line[:lasts].strip()] == [r[0] for r in ROWS]
    assert rest[0][lasts:].startswith("2:34 to 1:00:00, usually 20:00  A walk")
    assert rest[1][:about].isspace()
    assert rest[1][about:] == "doors."


@pytest.mark.parametrize("width", [1, 10, 24, 40, 71, 72, 80, 120])
def test_no_name_is_cut_short_and_no_word_lost(width):
    shown = lines(width)
    assert all(any(line.split()[:1] == [row[0]] for line in shown) for row in ROWS)
    if width >= 24:
        assert max(map(len, shown)) <= width
        told = re.sub(r"\s+", " ", " ".join(lines(width)))
        assert all(word in told.split() for row in ROWS for cell in row for word in cell.split())


def test_a_name_too_long_for_columns_stands_above_what_is_told_of_it():
    name = "a-routine-whose-author-liked-to-tell-all-of-it-in-its-name"
    shown = lines(80, [*ROWS, (name, "1:00", "Short.")])
    assert shown[-3:] == [name, "  1:00", "  Short."]


@pytest.mark.parametrize("given", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {}])
def test_names_have_a_colour_unless_nobody_wants_it(given, monkeypatch, capsys):
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"COLUMNS": "90", **given}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    print_table(HEAD, ROWS)
    assert ("\x1b[36mwalk\x1b[0m" in capsys.readouterr().out) == (not given)
