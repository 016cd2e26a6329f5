"""The screen of a real session, looked at in a real terminal."""

import os
import re
import signal
import time
from functools import cache
from pathlib import Path

import pytest

from coach.cli.display.letters import enlarge_pixels, text_pixels
from coach.listener.screening_result import write_screening_skipped
from coach.system.notes import Notes

from .conftest import SoundServer, until
from .windows import COACH, Window, window

SCRIPT = """
title: A long hold
sections:
  - title: First
    steps: [Lie down., hold: 40s]
  - title: Second
    steps: [Get up slowly., silence: 30s]
  - title: Third
    steps: [Done., silence: 30s]
"""
PLAY = f"{COACH} play long.yaml --voice tone --anew"


@pytest.fixture(autouse=True)
def folder(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sound_server: SoundServer,  # noqa: ARG001 - it only has to run
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COACH_STATE", str(tmp_path / "state"))
    write_screening_skipped(Notes(tmp_path / "state"))  # so that nothing is asked first
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    (tmp_path / "long.yaml").write_text(SCRIPT, encoding="utf-8")


@cache
def drawings() -> dict[tuple[str, ...], int]:
    """Draw every number that may be counted, at every scale."""
    found = {}
    for value in range(60):
        for scale in range(1, 30):
            drawn = text_pixels(str(value))
            assert drawn
            found[tuple(line.rstrip() for line in enlarge_pixels(drawn, scale))] = value
    return found


def number(shown: Window) -> int | None:
    """Read the large digits, at whatever scale they are."""
    groups: list[list[str]] = [[]]
    for line in shown.lines:
        if set(line) <= set(" █▀▄") and line.strip():
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    for group in filter(None, groups):
        left = min(len(line) - len(line.lstrip()) for line in group)
        value = drawings().get(tuple(line[left:].rstrip() for line in group))
        if value is not None:
            return value
    return None


def check(shown: Window, width: int, height: int) -> None:
    """See that the page fills the window, and stands where it should."""
    lines = shown.lines
    assert len(lines) <= height
    assert lines[0].strip().startswith("A long hold")
    clock = next(line for line in reversed(lines) if " left" in line)
    assert re.fullmatch(r"\s*\d+:\d\d\s+\d+:\d\d left", clock)
    assert len(clock) == width - 2
    assert "q stop" in shown.text
    assert len([line for line in lines if "░" in line]) == 1


@pytest.mark.parametrize(("width", "height"), [(60, 20), (100, 30), (200, 50)])
def test_the_count_goes_down_in_large_digits(width: int, height: int) -> None:
    with window(width, height) as shown:
        shown.run(PLAY)
        assert until(lambda: (number(shown) or 0) > 1, 20), shown.text
        check(shown, width, height)
        counted = []
        deadline = time.monotonic() + 3.2
        while time.monotonic() < deadline:
            counted.append(number(shown))
        # A picture may be taken between two lines of a new number: seldom, and never a wrong one.
        assert counted.count(None) <= len(counted) // 5
        seen = list(dict.fromkeys(filter(None, counted)))
        assert len(seen) >= 3
        first = seen[0]
        assert first
        assert seen == list(range(first, first - len(seen), -1)), "a torn or skipped number"
        check(shown, width, height)


def test_it_follows_the_window() -> None:
    with window(100, 30) as shown:
        shown.run(PLAY)
        assert until(lambda: (number(shown) or 0) > 1, 20)
        for width, height in ((60, 20), (200, 50), (45, 9), (100, 30)):
            shown.resize(width, height)
            time.sleep(0.9)
            if height >= 20:
                check(shown, width, height)
                assert number(shown)
            else:
                assert "s left" not in shown.text
                assert " left" in shown.lines[-1]


def test_keys_are_answered_on_the_screen() -> None:
    with window(100, 30) as shown:
        shown.run(PLAY)
        assert until(lambda: (number(shown) or 0) > 1, 20)
        shown.type("Space")
        shown.wait_for("space go on", 2)
        shown.type("Space")
        shown.wait_for("space pause", 2)
        shown.type("Down")
        shown.wait_for("volume 90 %", 2)
        shown.type("n")
        shown.wait_for("2 of 3", 3)
        shown.type("n")
        shown.wait_for("3 of 3", 3)
        shown.type("w")
        shown.wait_for("any key goes on", 5)
        shown.type("x")
        shown.wait_for("space pause", 5)
        shown.type("q")
        assert until(lambda: shown.state == ("0", "1"), 3)


def test_a_lost_device_is_told_to_the_end_and_only_keys_that_work(
    mortal_server: SoundServer,
) -> None:
    with window(60, 20) as shown:
        shown.run(PLAY)
        assert until(lambda: (number(shown) or 0) > 1, 20)
        mortal_server.kill()
        shown.wait_for("no sound device found", 10)
        for width, height in ((60, 20), (100, 30), (200, 50)):
            shown.resize(width, height)
            assert until(lambda width=width: len(shown.lines[0]) == width - 2, 3)
            assert "JACK (" in " ".join(shown.text.split())
            assert "…" not in shown.text
            assert "goes on by itself" in shown.lines[-1]
            assert "space pause" in shown.lines[-1]
            assert "next" not in shown.lines[-1]
        shown.type("Down")
        shown.wait_for("volume 90 %", 3)
        shown.type("Space")
        shown.wait_for("stays paused", 3)
        assert "space go on" in shown.lines[-1]
        shown.type("Space")
        shown.wait_for("goes on by itself", 3)
        mortal_server.start()
        shown.wait_for("n next", 15)
        assert "space pause" in shown.lines[-1]


ENDINGS = {
    "q": lambda shown: shown.type("q"),
    "ctrl-c": lambda shown: shown.type("C-c"),
    "term": lambda shown: os.kill(shown.session, signal.SIGTERM),
    "hup": lambda shown: os.kill(shown.session, signal.SIGHUP),
    "ctrl-backslash": lambda shown: shown.type("C-\\"),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_terminal_is_left_as_it_was_found(ending: str) -> None:
    with window() as shown:
        shown.run("echo be''fore")
        shown.wait_for("before")
        # The shell has settings of its own while it reads a line: a program is asked instead.
        found = "sleep 9 & stty -a > found; kill $!"
        shown.run(found)
        assert until(lambda: Path("found").exists() and Path("found").stat().st_size > 0, 5)
        shown.run(f"{PLAY}; echo code $?; stty -a > left")
        assert until(lambda: (number(shown) or 0) > 1, 20)
        assert shown.state == ("1", "0")
        assert "-echo " in shown.modes
        shown.type("n")  # far enough to be worth going on with
        shown.wait_for("2 of 3", 3)
        ENDINGS[ending](shown)
        codes = {"q": 0, "ctrl-c": 130, "term": 143, "hup": 129, "ctrl-backslash": 131}
        text = shown.wait_for(f"code {codes[ending]}", 5)
        assert "before" in text
        told = r"\nnote: stopped at 0:4\d of 2:02; go on with: coach play \S+ --continue\ncode"
        assert re.search(told, text), text
        assert "Traceback" not in text
        assert shown.state == ("0", "1")
        assert until(lambda: Path("left").exists() and Path("left").stat().st_size > 0, 5)
        assert Path("left").read_text() == Path("found").read_text()


CRASH = """
from coach.live import engine
from coach.cli.main import main
turn, turns = engine.LiveSession._run_turn, []
def fail(self):
    turns.append(1)
    if len(turns) > 200:
        raise RuntimeError("on purpose")
    turn(self)
engine.LiveSession._run_turn = fail
import sys
sys.argv = ["coach", "play", "long.yaml", "--voice", "tone", "--anew"]
main()
"""


def test_a_crash_of_the_session_too() -> None:
    Path("crash.py").write_text(CRASH)
    with window() as shown:
        shown.run("stty -a > found; echo be''fore")
        shown.wait_for("before")
        shown.run(f"{PLAY.split()[0]} crash.py; echo code $?; stty -a > left")
        assert until(lambda: shown.state == ("1", "0"), 20)
        text = shown.wait_for("code 70", 20)
        assert "before" in text
        assert "coach failed: RuntimeError: on purpose" in text
        assert shown.state == ("0", "1")
        assert until(lambda: Path("left").exists() and Path("left").stat().st_size > 0, 5)
        assert Path("left").read_text() == Path("found").read_text()


def test_ctrl_z_pauses_and_fg_shows_the_session_again() -> None:
    with window() as shown:
        shown.run(PLAY)
        assert until(lambda: (number(shown) or 0) > 1, 20)
        shown.type("C-z")
        shown.wait_for("Stopped", 3)
        assert shown.state == ("0", "1")
        shown.run("fg")
        shown.wait_for("space go on", 3)
        assert shown.state == ("1", "0")
        shown.type("Space")
        shown.wait_for("space pause", 3)
        assert until(lambda: (number(shown) or 0) > 1, 15)


def test_plain_lines_on_a_terminal_and_none_in_a_file() -> None:
    with window() as shown:
        shown.run(f"{PLAY} --plain")
        text = shown.wait_for("Lie down.", 20)
        assert shown.state == ("0", "1")
        assert re.search(r" 0:00  A long hold, \d:\d\d\n", text)
        shown.type("n")
        shown.wait_for("Get up slowly.", 10)
        shown.type("q")
        shown.wait_for("go on with: coach play long.yaml --continue", 5)
        shown.run(f"clear; {PLAY} > told 2>&1; echo code $?")
        assert until(lambda: Path("told").exists(), 10)
        time.sleep(4)
        shown.type("q")
        shown.wait_for("code 0", 5)
        assert Path("told").read_text() == ""
