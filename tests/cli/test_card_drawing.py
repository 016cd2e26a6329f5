"""`coach exercises NAME`: its drawing in a terminal that shows pictures, and as a file."""

import sys
from base64 import standard_b64decode

import pytest

from coach.cli import card_drawing, terminal_picture
from coach.cli.display.segment_drawings import SegmentDrawings
from coach.cli.terminal_picture import CHUNK, PictureProtocol, find_protocol, find_theme
from coach.script.library import find_exercise
from tests.commanding import run_coach


@pytest.mark.parametrize(
    ("environment", "protocol"),
    [
        ({"TERM": "xterm-kitty"}, PictureProtocol.KITTY),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, PictureProtocol.KITTY),
        ({"TERM": "xterm-ghostty"}, PictureProtocol.KITTY),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, PictureProtocol.KITTY),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, PictureProtocol.ITERM),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, PictureProtocol.ITERM),
        ({"TERM": "xterm-256color"}, None),
        ({}, None),
        ({"TERM": "dumb", "KITTY_WINDOW_ID": "1"}, None),
        ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"}, None),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux-1/default"}, None),
        ({"TERM": "screen.xterm-256color", "LC_TERMINAL": "iTerm2"}, None),
    ],
)
def test_terminals_that_show_pictures_are_known(environment, protocol):
    assert find_protocol(environment) is protocol


@pytest.mark.parametrize(
    ("ground", "theme"),
    [("", "light"), ("15;0", "dark"), ("0;15", "light"), ("12;default;8", "dark"), ("x", "light")],
)
def test_the_ground_of_the_terminal_decides_the_theme(ground, theme):
    assert find_theme({"COLORFGBG": ground} if ground else {}) == theme


@pytest.mark.parametrize("size", [1, 3 * CHUNK // 4, 3 * CHUNK // 4 + 1, 10_000])
def test_kitty_gets_the_picture_in_parts(size):
    png = bytes(range(256)) * (size // 256) + bytes(size % 256)
    text = terminal_picture.format_picture(png, PictureProtocol.KITTY)
    assert text.endswith("\x1b\\\n")
    parts = [part.removeprefix("\x1b_G") for part in text[:-3].split("\x1b\\")]
    keys, data = zip(*(part.split(";") for part in parts), strict=True)
    assert standard_b64decode("".join(data)) == png
    assert all(len(each) <= CHUNK for each in data)
    assert [key.endswith("m=1") for key in keys] == [True] * (len(keys) - 1) + [False]
    assert [key.startswith("a=T,f=100,") for key in keys] == [True] + [False] * (len(keys) - 1)


def test_iterm_gets_the_picture_at_once():
    text = terminal_picture.format_picture(b"picture", PictureProtocol.ITERM)
    head, _, data = text.removesuffix("\x07\n").partition(":")
    assert head.startswith("\x1b]1337;File=inline=1;")
    assert standard_b64decode(data) == b"picture"


def test_a_page_in_a_pipe_says_how_to_get_the_drawing():
    out = run_coach("exercises", "bridge").out
    assert "coach exercises bridge -o bridge.svg" in out
    assert "\x1b" not in out


def test_a_drawing_is_written_and_not_over_another(tmp_path):
    for name, head in (("b.svg", b"<svg"), ("b.PNG", b"\x89PNG")):
        path = tmp_path / name
        assert run_coach("exercises", "bridge", "-o", str(path)).code == 0
        assert path.read_bytes().startswith(head)
        path.write_bytes(b"mine")
        result = run_coach("exercises", "bridge", "-o", str(path))
        assert result.code == 2
        assert "--force replaces it" in result.err
        assert path.read_bytes() == b"mine"
        assert run_coach("exercises", "bridge", "-o", str(path), "--force").code == 0
        assert path.read_bytes().startswith(head)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("bridge", "-o", "b.pdf"), "expected a file that ends in .svg or .png, found '.pdf'"),
        (("bridge", "-o", "bridge"), "expected a file that ends in .svg or .png, found no suffix"),
        (("bridge", "-o", "none/b.svg"), "there is no folder none"),
        (("-o", "b.svg"), "expected the exercise to draw"),
        (("own.yaml", "-o", "b.svg"), "this card has no drawing"),
        (("wrong.yaml", "-o", "b.svg"), "no pose to begin with is called 'supin'"),
    ],
)
def test_what_cannot_be_drawn_is_refused(arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    card = "name: Own\nposition: any\ndose: {reps: [1, 2, 3]}\nsteps: Lift.\nsources: custom\n"
    (tmp_path / "own.yaml").write_text(card, encoding="utf-8")
    wrong = card + "figure: {base: supin, poses: [{}]}\n"
    (tmp_path / "wrong.yaml").write_text(wrong, encoding="utf-8")
    result = run_coach("exercises", *arguments)
    assert result.code == (1 if arguments[0] == "wrong.yaml" else 2)  # 1: the script is wrong
    assert said in result.err
    assert not (tmp_path / "b.svg").exists()


def test_a_page_is_shown_however_wrong_its_drawing_is(tmp_path, monkeypatch):
    card = "name: Own\nposition: any\ndose: {reps: [1, 2, 3]}\nsteps: Lift.\nsources: custom\n"
    path = tmp_path / "wrong.yaml"
    path.write_text(card + "figure: {base: supin, poses: [{}]}\n", encoding="utf-8")
    monkeypatch.setattr(terminal_picture, "can_show_pictures", lambda: True)
    shown = []
    monkeypatch.setattr(terminal_picture, "show_picture", shown.append)
    assert "Own" in run_coach("exercises", str(path)).out
    assert not shown
    run_coach("exercises", "bridge")
    assert shown[0].startswith(b"\x89PNG")


posix = pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")


@posix
@pytest.mark.parametrize(
    ("environment", "more", "drawn"),
    [
        ({}, "", True),
        ({"NO_COLOR": "1"}, "", True),
        ({}, "--plain", False),
    ],
)
def test_a_terminal_shows_a_drawing_of_dots_above_the_page(environment, more, drawn):
    from tests.terminals import shell

    with shell(80, 50, PAGER="", **environment) as terminal:
        terminal.type(f"{sys.executable} -m coach exercises bridge {more}\n")
        shown = terminal.wait_for("bridge.svg").rpartition("exercises bridge")[0]
    drawing, _, _ = shown.partition("Bridge")
    assert any("⠀" < sign <= "⣿" for sign in drawing) is drawn
    assert ("\x1b[36m" in drawing) is (drawn and "NO_COLOR" not in environment)
    assert not any("⠀" < sign <= "⣿" for sign in shown[len(drawing) :])
    # A mark is dimmed, and the text behind it is not.
    assert ("\x1b[2m  - \x1b[0mThis one" in shown) is drawn


def test_page_and_screen_draw_a_card_alike(monkeypatch):
    monkeypatch.setattr(card_drawing, "can_show_braille", lambda _: True)
    monkeypatch.setattr(card_drawing, "is_plain", lambda: False)
    monkeypatch.setenv("COLUMNS", "80")
    card = find_exercise("bridge")
    drawings = SegmentDrawings(["bridge"], {"bridge": card})
    assert card_drawing.list_drawing_lines(card) == drawings.draw(0, 48, 12) != ()
    monkeypatch.setenv("COLUMNS", "30")
    assert card_drawing.list_drawing_lines(card) == drawings.draw(0, 30, 12)
    monkeypatch.setenv("COLUMNS", "27")
    assert card_drawing.list_drawing_lines(card) == ()
