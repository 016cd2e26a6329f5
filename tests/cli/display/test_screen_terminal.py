"""The screen on a terminal: drawn where something changes, and the terminal left as it was."""

import re
import sys
from pathlib import Path
from threading import Thread

import pytest

from coach.cli.display.screen import ENTER_SCREEN, LEAVE_SCREEN, ScreenView
from coach.live.commands import Command, Verb

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals on Windows", allow_module_level=True)


from tests.cli.display.statuses import HOLD
from tests.terminals import shell, until

SESSION = """
import sys, time
from dataclasses import replace
from coach.cli.display.screen import ScreenView
from coach.live.status import Phase, Status
status = Status(Phase.PLAYING, "Lower back", 0, 60_000, exercise="Plank", count=9)
display = ScreenView()
display.start(print)
display.show(status)
{then}
"""


# In short sleeps, as the engine's: a signal that comes just before a sleep does not end that.
WAIT = "[time.sleep(0.02) for _ in range(1500)]"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def begin(terminal, then: str) -> list[object]:
    found = terminal.modes
    Path("session.py").write_text(SESSION.format(then=then))
    terminal.type(f"{sys.executable} session.py\n")
    return found


@pytest.mark.parametrize(
    "then",
    [
        "time.sleep(0.3); display.stop(); display.stop()",
        "time.sleep(0.3); raise ValueError",
        "time.sleep(0.3); sys.exit(3)",
        "display.stop()",
        "raise ValueError",
    ],
)
def test_the_screen_is_left_as_it_was_found(then):
    with shell() as terminal:
        found = begin(terminal, then)
        shown = terminal.wait_for("$ ")
        assert shown.count(ENTER_SCREEN) == shown.count(LEAVE_SCREEN)
        assert shown.rfind(LEAVE_SCREEN) >= shown.rfind(ENTER_SCREEN)
        assert terminal.modes == found


KEYS_TOO = """
from coach.cli.signals import exit_on_signals
from coach.live.controls.keys import Keys
keys = Keys()
with exit_on_signals():
    keys.start(print)
    try:
        while termios.tcgetattr(0)[3] & termios.ECHO:
            time.sleep(0.01)
        {then}
    finally:
        keys.stop()
        display.stop()
"""


@pytest.mark.parametrize(
    ("typed", "then", "code"),
    [
        ("\x1c", WAIT, 131),
        ("", "time.sleep(0.5); signal.raise_signal(signal.SIGUSR1)", 138),
        ("", "time.sleep(0.5); signal.raise_signal(signal.SIGALRM)", 142),
    ],
)
def test_a_signal_that_ends_the_session_leaves_screen_and_keys_as_they_were(typed, then, code):
    """Ctrl-\\ among them, which a terminal sends as long as it is not told otherwise."""
    with shell() as terminal:
        found = begin(terminal, "import signal, termios" + KEYS_TOO.format(then=then))
        terminal.wait_for("stop")
        assert until(lambda: terminal.modes != found)
        terminal.type(typed)
        assert LEAVE_SCREEN in terminal.wait_for("$ ")
        assert terminal.modes == found
        terminal.type("echo $?\n")
        assert f"{code}\r\n" in terminal.wait_for("$ ")


SIGNAL_AT_START = """
import termios
from threading import Thread
from coach.live.controls.keys import Keys
start = Thread.start
def start_and_end(thread):
    start(thread)
    while thread.name == "keys" and termios.tcgetattr(0)[3] & termios.ECHO:
        time.sleep(0.01)
    if thread.name == "keys":
        raise SystemExit(131)
Thread.start = start_and_end
Keys().start(print)
"""


def test_a_signal_while_the_keys_are_being_started_leaves_the_terminal_as_it_was():
    with shell() as terminal:
        found = begin(terminal, SIGNAL_AT_START)
        terminal.wait_for("stop")
        terminal.wait_for("$ ")
        assert terminal.modes == found
        terminal.type("echo $?\n")
        assert "131\r\n" in terminal.wait_for("$ ")


def test_only_what_differs_is_drawn():
    then = "\n".join(
        [
            "time.sleep(0.3)",
            "for tenth in range(20):",
            "    display.show(replace(status, elapsed=40 * tenth)); time.sleep(0.02)",
            "print('qui' + 'et', flush=True)",
            "display.show(replace(status, count=8)); time.sleep(0.3)",
            "print('do' + 'ne', flush=True); time.sleep(9)",
        ]
    )
    with shell(100, 30) as terminal:
        begin(terminal, then)
        terminal.wait_for(ENTER_SCREEN)
        whole = terminal.wait_for("quiet")
        assert "Lower back" in whole
        assert whole.count("\x1b[K") > 15
        changed = terminal.wait_for("done")
        assert 0 < changed.count("\x1b[K") < 15
        assert not re.search(r"\x1b\[[012]?J|\x1b\[[12]K", changed), "it is cleared first"
        assert "Lower back" not in changed


def test_help_comes_when_asked_for_and_goes_with_the_next_key():
    then = "\n".join(
        [
            "from coach.live.commands import Command, Verb",
            "input(); display.interpret_command(Command(Verb.HELP))",
            "input(); display.interpret_command(Command(Verb.ENOUGH))",
            "input(); display.interpret_command(Command(Verb.HELP))",
            "input(); print('me' + 'ans', display.interpret_command(Command(Verb.HELP)).verb)",
            "input()",
        ]
    )
    with shell(100, 30) as terminal:
        begin(terminal, then)
        assert "say the instruction again" not in terminal.wait_for("stop")
        terminal.type("\n")
        terminal.wait_for("say the instruction again")
        terminal.wait_for("any other key, closes this")
        terminal.type("\n")
        terminal.wait_for("█")
        terminal.type("\n")
        terminal.wait_for("say the instruction again")
        terminal.type("\n")
        terminal.wait_for("means enough")
        terminal.wait_for("█")


def test_another_size_is_noticed():
    with shell(100, 30) as terminal:
        begin(terminal, "time.sleep(9)")
        terminal.wait_for("stop")
        terminal.resize(60, 20)
        drawn = terminal.wait_for("stop")
        assert "\x1b[20;1H" in drawn
        assert "\x1b[21;1H" not in drawn


def test_ctrl_z_gives_the_screen_back_and_fg_draws_it_again():
    with shell() as terminal:
        begin(terminal, WAIT)
        terminal.wait_for("stop")
        terminal.type("\x1a")
        assert terminal.wait_for("Stopped").index(LEAVE_SCREEN) > 0
        terminal.wait_for("$ ")
        terminal.type("bg\n")
        terminal.wait_for("$ ")
        terminal.type("sleep 0.8; echo no''w\n")
        assert ENTER_SCREEN not in terminal.wait_for("now")
        terminal.type("fg\n")
        terminal.wait_for(ENTER_SCREEN)
        terminal.wait_for("Plank")


@pytest.mark.parametrize(
    "handle",
    [ScreenView._resume, lambda display: display.interpret_command(Command(Verb.PAUSE))],
    ids=["fg", "ctrl-z"],
)
def test_a_signal_at_any_moment_of_showing_does_not_hang_the_session(handle):
    display, depth, calls = ScreenView(), [], []

    def interrupt(*_):
        if not depth:
            depth.append(1)
            calls.append(handle(display))
            depth.pop()

    def show():
        sys.setprofile(interrupt)  # between any two calls, as signal handlers are
        display.show(HOLD)
        sys.setprofile(None)

    showing = Thread(target=show, daemon=True)
    showing.start()
    showing.join(5)
    assert not showing.is_alive()
    assert len(calls) > 3


def test_a_terminal_that_goes_away_takes_nothing_along():
    ignored = "import signal; signal.signal(1, signal.SIG_IGN); open('ignored', 'w').close()"
    ended = "time.sleep(1); display.stop(); open('ended', 'w').write('well')"
    with shell() as terminal:
        begin(terminal, f"{ignored}\n{ended}")
        terminal.wait_for(ENTER_SCREEN)
        assert until(lambda: Path("ignored").exists())
        terminal.hang_up()
        assert until(lambda: Path("ended").exists())


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_that_only_prints_is_not_drawn_on(term):
    with shell(TERM=term) as terminal:
        begin(terminal, "")
        assert "no terminal to draw on" in terminal.wait_for("$ ")


def test_a_fault_in_drawing_is_told_of_and_nothing_else_is_hurt():
    then = "\n".join(
        [
            "from coach.live.controls import GuardedControl",
            "import coach.cli.display.screen as module",
            "def screen_lines(*_): raise KeyError('fault')",
            "module.screen_lines = screen_lines",
            "guarded = GuardedControl('screen', display)",
            "display.show(replace(status, count=8)); time.sleep(0.5)",
            "guarded.show(status); guarded.stop(); print(guarded.fault)",
        ]
    )
    with shell() as terminal:
        begin(terminal, then)
        shown = terminal.wait_for("KeyError: 'fault'")
        assert "Traceback" not in shown
        assert shown.rfind(LEAVE_SCREEN) >= shown.rfind(ENTER_SCREEN)


def test_a_terminal_that_nobody_reads_holds_up_neither_the_session_nor_its_end():
    then = "\n".join(
        [
            "slowest = 0",
            "for tenth in range(300):",
            "    begun = time.monotonic()",
            "    display.show(replace(status, count=tenth % 90, exercise=f'Plank {tenth}'))",
            "    slowest = max(slowest, time.monotonic() - begun)",
            "    time.sleep(0.01)",
            "begun = time.monotonic()",
            "display.stop()",
            "open('ended', 'w').write(f'{slowest} {time.monotonic() - begun}')",
        ]
    )
    with shell(250, 70) as terminal:
        begin(terminal, then)
        # Ctrl-S, once it draws: nothing of what is written is taken any more.
        terminal.wait_for(ENTER_SCREEN)
        terminal.type("\x13")
        assert until(lambda: Path("ended").exists() and Path("ended").read_text() != "", 15)
        slowest, stopping = map(float, Path("ended").read_text().split())
        assert slowest < 0.5
        assert stopping < 5
        terminal.type("\x11")
