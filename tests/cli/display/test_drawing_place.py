"""The drawing on the screen: where it stands, whose it is, and that it costs little."""

import sys
from dataclasses import replace
from functools import partial
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from coach.cli.braille_drawing import can_show_braille, draw_lines
from coach.cli.display import segment_drawings
from coach.cli.display.canvas import Canvas
from coach.cli.display.screen import format_ansi_line
from coach.cli.display.screen_choice import ScreenChoice, choose_screen
from coach.cli.display.screen_lines import screen_lines
from coach.cli.display.segment_drawings import SegmentDrawings, make_drawings
from coach.exports.page.page_drawings import draw_cards
from coach.exports.page.page_session import make_page_session
from coach.exports.session_metadata import session_metadata
from coach.listener.defaults import Config
from coach.live.status import Phase
from coach.pipeline import SessionRequest, prepare_in_studio
from coach.script.library import find_exercise
from coach.speech.studio import open_studio
from tests.cli.display.statuses import HOLD, SIZES, statuses

NAMES = ["", "bird-dog", "wall-sit", "no-card"]
DRAWINGS = SegmentDrawings(NAMES, {name: find_exercise(name) for name in NAMES[1:3]})
BESIDE = [(80, 14), (80, 24), (100, 30), (120, 40), (200, 50), (300, 20), (80, 32)]
ABOVE = [(40, 34), (60, 40), (79, 50), (80, 60), (100, 60)]
NOWHERE = [(40, 10), (60, 20), (79, 33), (80, 13), (39, 60), (200, 12), (20, 8)]


def fill(columns: int, lines: int) -> list[Text]:
    """Draw the largest drawing there can be."""
    return [Text("⣿" * columns)] * lines


def shown(size: tuple[int, int], draw=fill, status=HOLD) -> list[str]:
    return [line.plain for line in screen_lines(status, Canvas(*size), draw=draw)]


def dots(lines: list[str]) -> list[int]:
    return [line.count("⣿") for line in lines]


# Where it stands


@pytest.mark.parametrize("size", BESIDE)
def test_on_a_wide_screen_it_stands_left_of_the_texts(size):
    lines = shown(size)
    count = dots(lines)
    assert max(count) >= 28
    assert len([each for each in count if each]) >= 9
    for line, drawn in zip(lines, count, strict=True):
        if drawn:
            assert line.startswith("  " + "⣿" * drawn)
    # The texts are in the middle of the rest, below the last line of it, too.
    middle = (2 + max(count) + size[0]) / 2
    for words in ("left side · set 2 of 3", "Keep your hips level.", "then Bridge"):
        line = next((line for line in lines if words in line), None)
        if line or size[1] >= 18:
            assert line
            assert abs(line.index(words) + len(words) / 2 - middle) <= 1
    assert any("█" in line for line in lines if "⣿" in line)


@pytest.mark.parametrize("size", ABOVE)
def test_on_a_tall_screen_it_stands_above_the_texts(size):
    lines = shown(size)
    drawn = [number for number, count in enumerate(dots(lines)) if count]
    assert drawn == list(range(2, 2 + len(drawn)))
    assert len(drawn) >= 9
    assert not lines[drawn[-1] + 1].strip()
    assert next(n for n, line in enumerate(lines) if "left side" in line) > drawn[-1]
    # What is below is as on a screen of 24 lines, or larger.
    assert len(lines) - len(drawn) >= 24


@pytest.mark.parametrize("size", NOWHERE)
def test_a_small_screen_stays_as_it_was(size):
    assert shown(size) == shown(size, draw=None)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 50), (60, 40)])
def test_beside_it_the_count_is_as_large_as_on_a_small_screen(size):
    bare = replace(HOLD, exercise="", saying="", next="")
    with_count, without = shown(size, status=bare), shown(size, status=replace(bare, count=None))
    changed = [one for one, other in zip(with_count, without, strict=True) if one != other]
    assert len(changed) >= 8
    assert "██" in "".join(changed)


@given(statuses, SIZES, st.booleans())
def test_whatever_is_shown_no_line_is_too_wide(status, size, helping):
    lines = screen_lines(status, Canvas(*size), show_keys=helping, draw=fill)
    assert len(lines) == size[1]
    assert all(cell_len(line.plain) <= size[0] for line in lines)


@pytest.mark.parametrize("size", [(80, 24), (60, 40)])
def test_every_drawing_stands_between_the_title_and_the_bar(size):
    for segment in (1, 2):
        lines = shown(size, partial(DRAWINGS.draw, segment))
        assert {len(line.plain) for line in DRAWINGS.draw(segment, 30, 12)} == {30}
        assert "Lower back" in lines[0]
        assert not any("⠀" < sign <= "⣿" for line in (lines[0], *lines[-4:]) for sign in line)
        assert any("⠀" < sign <= "⣿" for line in lines for sign in line)


@pytest.mark.parametrize("size", [(80, 24), (60, 40)])
def test_it_is_there_in_a_pause_and_not_at_the_end_nor_beside_the_keys(size):
    for phase in (Phase.PLAYING, Phase.PAUSED, Phase.WAITING, Phase.LOST):
        assert any(dots(shown(size, status=replace(HOLD, phase=phase))))
    assert not any(dots(shown(size, status=replace(HOLD, phase=Phase.ENDED))))
    keys = screen_lines(HOLD, Canvas(*size), show_keys=True, draw=fill)
    assert not any(dots([line.plain for line in keys]))


def test_where_nothing_is_drawn_the_texts_have_all_of_the_screen():
    for draw in (partial(DRAWINGS.draw, 0), partial(DRAWINGS.draw, 3), partial(DRAWINGS.draw, 9)):
        assert shown((100, 30), draw) == shown((100, 30), draw=None)


# Whose it is


SCRIPT = """
title: Short
sections:
  - title: Talk
    steps: [Lie down.]
  - title: Exercises
    exercises: [{exercise: hamstring, hold: 5s, reps: 1}, {exercise: wall-sit, hold: 5s, reps: 1}]
  - title: Own
    steps: [{work: Own work, hold: 5s}, {exercise: bridge, hold: 5s, reps: 1}]
"""


def test_a_segment_has_the_drawing_that_the_page_has(tmp_path):
    path = tmp_path / "short.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    with open_studio("tone") as studio:
        prepared = prepare_in_studio(studio, str(path), SessionRequest())
        rows = make_page_session(prepared, session_metadata(prepared)).rows
    names = ["", "hamstring", "wall-sit", "", "bridge"]
    cards = {name: find_exercise(name) for name in names if name}
    on_page = draw_cards(cards, names)
    assert [row.drawing for row in rows] == [on_page.get(name, "") for name in names]
    drawings = make_drawings(prepared)
    drawn = [drawings.draw(number, 40, 12) for number in range(len(rows))]
    assert drawn == [draw_lines(cards[name], 40, 12) if name else () for name in names]
    # Before the first segment it is that of the first; behind the last there is none.
    assert SegmentDrawings(names[1:], cards).draw(-1, 40, 12) == drawn[1]
    assert drawings.draw(len(rows), 40, 12) == ()


def test_it_is_the_same_for_both_sides_as_on_the_page():
    draw = partial(DRAWINGS.draw, 1)
    left, right = (
        [line[:30] for line in shown((80, 24), draw, replace(HOLD, side=side))]
        for side in ("left", "right")
    )
    assert [line for line in left if "⠀" < max(line, default=" ") <= "⣿"]
    assert left[2:-4] == right[2:-4]


def test_it_is_made_once_for_a_size(monkeypatch):
    made = []

    def count(card, columns, lines):
        made.append((card.slug, columns, lines))
        return draw_lines(card, columns, lines)

    monkeypatch.setattr(segment_drawings, "draw_lines", count)
    drawings = SegmentDrawings(NAMES, {"bird-dog": find_exercise("bird-dog")})
    assert made == []
    for second in range(30):
        for size in ((80, 24), (100, 30)):
            shown(size, partial(drawings.draw, 1), replace(HOLD, count=second))
    assert made == [("bird-dog", 28, 17), ("bird-dog", 38, 23)]


def test_a_wrong_drawing_is_none(tmp_path):
    card = "name: Own\nposition: any\ndose: {reps: [1, 2, 3]}\nsteps: Lift.\nsources: custom\n"
    path = tmp_path / "wrong.yaml"
    path.write_text(card + "figure: {base: supin, poses: [{}]}\n", encoding="utf-8")
    assert SegmentDrawings(["own"], {"own": find_exercise(str(path))}).draw(0, 40, 12) == ()


# How it is shown


class Terminal(StringIO):
    def __init__(self, encoding: str | None) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self):
        return self._encoding

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("encoding", "environment", "can"),
    [
        ("utf-8", {"TERM": "xterm-256color", "LANG": "en_GB.UTF-8"}, True),
        ("utf-8", {}, True),
        ("UTF-16", {}, True),
        ("cp437", {}, False),
        ("cp1252", {}, False),
        ("ascii", {}, False),
        (None, {}, False),
        ("no-such", {}, False),
        ("utf-8", {"TERM": "linux"}, False),
        ("utf-8", {"TERM": "dumb"}, False),
        # In the locale C Python writes UTF-8 all the same, and sets LC_CTYPE to say so.
        ("utf-8", {"LANG": "C", "LC_CTYPE": "C.UTF-8"}, False),
        ("utf-8", {"LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"}, False),
        ("utf-8", {"LANG": "C", "LC_CTYPE": "de_DE.UTF-8"}, True),
        ("utf-8", {"LC_ALL": "C.UTF-8"}, True),
        ("utf-8", {"LANG": "C.UTF-8", "LC_CTYPE": "C.UTF-8"}, True),
    ],
)
def test_a_terminal_with_braille_is_known(encoding, environment, can, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    assert can_show_braille(Terminal(encoding), environment) is can


def test_what_is_no_terminal_shows_none():
    assert not can_show_braille(StringIO(), {})


@pytest.mark.parametrize(("environment", "can"), [({}, False), ({"WT_SESSION": "1"}, True)])
def test_on_windows_it_takes_windows_terminal(environment, can, monkeypatch):
    monkeypatch.setattr("sys.platform", "win32")
    assert can_show_braille(Terminal("utf-8"), environment) is can


@pytest.mark.parametrize("colours", [True, False])
def test_it_is_in_the_ink_of_the_terminal_and_without_colours_where_none_are_wanted(colours):
    console = Console(
        file=StringIO(), force_terminal=True, color_system="standard", no_color=not colours
    )
    lines = [format_ansi_line(console, line, 40) for line in DRAWINGS.draw(1, 40, 12)]
    text = "".join(lines)
    assert ("\x1b[36m" in text) is colours
    assert "\x1b[2m" in text
    assert not any(f"\x1b[{code}" in text for code in ("30", "37", "38", "9", "4"))
    plain = Text.from_ansi("\n".join(lines)).plain
    assert [line.rstrip() for line in plain.split("\n")] == [
        line.plain.rstrip() for line in DRAWINGS.draw(1, 40, 12)
    ]


@pytest.mark.parametrize(
    ("config", "plain", "drawing", "chosen"),
    [
        (Config(), None, None, (False, True)),
        (Config(drawing=False), None, None, (False, False)),
        (Config(drawing=False), None, True, (False, True)),
        (Config(plain=True), None, False, (True, False)),
        (Config(plain=True), False, None, (False, True)),
    ],
)
def test_what_is_asked_for_comes_before_the_config(config, plain, drawing, chosen):
    assert choose_screen(config, plain, drawing) == ScreenChoice(*chosen)


# In a terminal

SESSION = """
import time
from coach.cli.display.screen import ScreenView
from coach.cli.display.segment_drawings import SegmentDrawings
from coach.live.status import Phase, Status
from coach.script.library import find_exercise
drawings = SegmentDrawings(["bird-dog"], {"bird-dog": find_exercise("bird-dog")})
display = ScreenView(drawings=drawings)
display.start(print)
for count in range(900, 0, -1):
    display.show(Status(Phase.PLAYING, "Title", 0, 60_000, exercise="Plank", count=count))
    time.sleep(0.1)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")
def test_it_comes_and_goes_as_the_window_is_resized(tmp_path):
    from tests.terminals import shell

    path = tmp_path / "session.py"
    path.write_text(SESSION, encoding="utf-8")
    with shell(60, 20) as terminal:
        terminal.type(f"{sys.executable} {path}\n")
        small = terminal.wait_for("█")
        terminal.resize(80, 24)
        large = terminal.wait_for("⣿")
        terminal.resize(60, 20)
        terminal.wait_for("\x1b[2J")
        again = terminal.wait_for(" left")
    assert "⣿" not in small
    assert "\x1b[2J" in large
    assert "█" in again
    assert "⣿" not in again
