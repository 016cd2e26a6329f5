"""Keys: told apart however they come, bound as the page says, and the terminal left as found."""

import os
import pty
import signal
import sys
import termios
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.live.commands import Command, Verb
from coach.live.controls import start_controls
from coach.live.controls.key_decoder import KeyDecoder
from coach.live.controls.keymap import BINDINGS, command_for
from coach.live.controls.raw_terminal import RawTerminal
from tests.paths import ROOT

if sys.platform == "win32":
    pytest.skip("these are keys of POSIX terminals", allow_module_level=True)

from tests.terminals import Shell, shell, until

PIECES = [" ", "n", "é", "\x1b[A", "\x1bOB", "\x1b[1;5C", "\x1b[6~", "\x1b[200~", "\x1bx", "\x1b["]


# Told apart


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        (" ", ("space",)),
        ("\x1b[A\x1b[B\x1b[C\x1b[D", ("up", "down", "right", "left")),
        ("\x1bOA\x1bOB\x1bOC\x1bOD", ("up", "down", "right", "left")),
        ("\x1b[1;2C", ("right",)),
        ("\x1b[5~\x1b[6~", ("page-up", "page-down")),
        ("nr+q", ("n", "r", "+", "q")),
        ("\r", ("enter",)),
        ("n\x1b[Dn", ("n", "left", "n")),
    ],
    ids=repr,
)
def test_keys_are_known(sent, keys):
    assert KeyDecoder().feed(sent) == keys


@pytest.mark.parametrize("sent", ["\x1b[15~", "\x1b[?1;2c", "\x1bq", "\x1bOP", "\x1b[<0;1;1M"])
def test_sequences_that_nobody_knows_are_no_key_nor_parts_of_any(sent):
    assert KeyDecoder().feed(sent) == ()


def test_a_lone_escape_is_a_key_once_nothing_follows():
    strokes = KeyDecoder()
    assert strokes.feed("\x1b") == ()
    assert strokes.has_partial_sequence
    assert strokes.flush() == ("escape",)
    assert strokes.feed("n") == ("n",)


def test_a_sequence_that_broke_off_does_not_swallow_what_follows():
    strokes = KeyDecoder()
    assert strokes.feed("\x1b[1;") == ()
    assert strokes.flush() == ()
    assert strokes.feed("n") == ("n",)
    assert strokes.feed("\x1b[\x1b[A") == ("up",)
    assert strokes.feed("\x1b\x1b[A") == ("up",)


@given(st.lists(st.sampled_from(PIECES)), st.data())
def test_however_it_is_cut_into_reads_the_keys_are_the_same(pieces, data):
    text = "".join(pieces)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
    strokes = KeyDecoder()
    edges = [0, *cuts, len(text)]
    parts = [text[a:b] for a, b in pairwise(edges)]
    assert sum((strokes.feed(part) for part in parts), ()) == KeyDecoder().feed(text)


@given(st.text())
def test_nothing_that_is_sent_stops_it(text):
    strokes = KeyDecoder()
    strokes.feed(text)
    strokes.flush()
    assert strokes.feed("q") == ("q",)


# Bound


def test_no_key_means_two_things():
    keys = [key for binding in BINDINGS for key in binding.keys]
    assert len(keys) == len(set(keys))


def test_while_waiting_any_key_means_go_but_those_that_say_something_else():
    for key in ("space", "enter", "z", "escape", "left", "+"):
        assert command_for(key, waiting=True) == Command(Verb.GO)
    assert command_for("w", waiting=True) == Command(Verb.MOMENT)
    assert command_for("q", waiting=True) == Command(Verb.STOP)
    assert command_for("n", waiting=True) == Command(Verb.NEXT)
    assert command_for("up", waiting=True) == Command(Verb.LOUDER)
    assert command_for("x", waiting=True) == Command(Verb.NEVER)
    assert command_for("z") == command_for("escape") == Command(Verb.ENOUGH)


def test_the_page_lists_every_key():
    page = (ROOT / "docs" / "playing.md").read_text(encoding="utf-8")
    for binding in BINDINGS:
        (row,) = [line for line in page.splitlines() if line.endswith(f"| {binding.description} |")]
        assert row.startswith(f"| `{binding.label}`")


# On a terminal

SESSION = """
import sys, time
from coach.live.controls.keys import Keys
from coach.live.status import Phase, Status
keys = Keys()
def send(command):
    print("asked:", command.verb, flush=True)
    if command.verb == "pause":
        keys.show(Status(Phase.PAUSED, "x"))
    if command.verb == "stop":
        keys.stop()
keys.start(send)
keys.show(Status(Phase.{phase}, "x"))
time.sleep(0.1)
print("rea" + "dy", flush=True)
{then}
"""
# In short sleeps, as the engine's: a signal that comes just before a sleep does not end that.
WAIT = "[time.sleep(0.02) for _ in range(3000)]"


@pytest.fixture
def terminal():
    with shell() as run:
        yield run


def listen(terminal: Shell, then: str = WAIT, phase: str = "PLAYING") -> list[object]:
    """Start a session of keys alone, and give the terminal's settings before it."""
    found = terminal.modes
    Path("session.py").write_text(SESSION.format(phase=phase, then=then))
    terminal.type(f"{sys.executable} session.py\n")
    terminal.wait_for("ready")
    return found


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def pid_of(terminal: Shell) -> int:
    children = Path(f"/proc/{terminal.process.pid}/task/{terminal.process.pid}/children")
    return int(children.read_text().split()[0])


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds its process in /proc")
class TestOnATerminal:
    def test_keys_arrive_without_enter_and_without_echo(self, terminal):
        listen(terminal)
        sent = {" ": "toggle", "\x1b[C": "forward", "\x1bOD": "back", "V": "talk-more"}
        shown = ""
        for key, verb in sent.items():
            terminal.type(key)
            shown += terminal.wait_for(f"asked: {verb}")
        assert shown.split() == [word for verb in sent.values() for word in ("asked:", verb)]

    def test_several_keys_in_one_read(self, terminal):
        listen(terminal)
        terminal.type("n\x1b[Ar+")
        shown = terminal.wait_for("asked: more")
        asked = [line.split(": ")[1].strip() for line in shown.splitlines() if "asked" in line]
        assert asked == ["next", "louder", "repeat", "more"]

    def test_any_key_goes_on_while_it_waits(self, terminal):
        listen(terminal, phase="WAITING")
        terminal.type("\r")
        terminal.wait_for("asked: go")

    @pytest.mark.parametrize(
        "then",
        ["keys.stop(); keys.stop()", "raise ValueError", "sys.exit(3)", "del keys"],
    )
    def test_it_is_left_as_it_was_found(self, terminal, then):
        found = listen(terminal, f"time.sleep(0.2); {then}")
        assert terminal.modes != found
        terminal.wait_for("$ ")
        terminal.type("stty\n")
        terminal.wait_for("$ ")
        assert terminal.modes == found

    def test_ctrl_c_too(self, terminal):
        found = listen(terminal)
        terminal.type("\x03")
        terminal.wait_for("KeyboardInterrupt")
        assert until(lambda: terminal.modes == found)

    def test_ctrl_z_pauses_and_gives_the_terminal_back_and_fg_takes_it_again(self, terminal):
        found = listen(terminal)
        taken = terminal.modes
        terminal.type("\x1a")
        terminal.wait_for("asked: pause")
        terminal.wait_for("Stopped")
        terminal.wait_for("$ ")
        assert terminal.modes == found
        terminal.type("fg\n")
        assert until(lambda: terminal.modes == taken)
        terminal.type("n")
        terminal.wait_for("asked: next")
        terminal.type("\x03")
        assert until(lambda: terminal.modes == found)

    def test_a_session_in_the_background_neither_reads_nor_changes_the_terminal(self, terminal):
        found = listen(terminal)
        taken = terminal.modes
        terminal.type("\x1a")
        terminal.wait_for("Stopped")
        terminal.type("bg\n")
        terminal.wait_for("$ ")
        terminal.type("sleep 0.6; echo no''w\n")
        assert "asked" not in terminal.wait_for("now")
        assert terminal.modes == found
        terminal.type("fg\n")
        assert until(lambda: terminal.modes == taken)
        terminal.type("q")
        terminal.wait_for("asked: stop")

    def test_a_stop_that_cannot_be_caught_is_survived(self, terminal):
        listen(terminal)
        taken = terminal.modes
        os.kill(pid_of(terminal), signal.SIGSTOP)
        terminal.wait_for("Stopped")
        terminal.wait_for("$ ")
        terminal.type("stty sane; fg\n")
        terminal.wait_for("session.py")
        assert until(lambda: terminal.modes[3] == taken[3])
        terminal.type("r")
        terminal.wait_for("asked: repeat")

    def test_the_terminal_goes_away(self, terminal):
        listen(
            terminal, "signal = __import__('signal'); signal.signal(1, lambda *_: None)\n" + WAIT
        )
        run = pid_of(terminal)
        terminal.hang_up()
        assert until(lambda: "keys" not in threads(run))
        os.kill(run, signal.SIGKILL)


def threads(run: int) -> list[str]:
    return [path.read_text().strip() for path in Path(f"/proc/{run}/task").glob("*/comm")]


def test_where_standard_input_is_no_terminal_there_are_no_keys():
    read, write = os.pipe()
    saved = os.dup(0)
    os.dup2(read, 0)
    try:
        started = start_controls(lambda _: None, {"keys": "coach.live.controls.keys:Keys"})
    finally:
        os.dup2(saved, 0)
        for number in (read, write, saved):
            os.close(number)
    assert started.controls == ()
    assert started.absent == ("keys: standard input is no terminal",)
    assert started.faults == ()


def test_a_terminal_that_is_closed_while_it_is_read_is_left_as_it_was_found(monkeypatch):
    leader, follower = pty.openpty()
    found = termios.tcgetattr(follower)
    source = RawTerminal(follower)
    closed = []

    def close_meanwhile():
        """Close in between of looking at the terminal and changing it, as another thread can."""
        if not closed:
            closed.append(True)
            source.close()
        return True

    monkeypatch.setattr(source, "_is_foreground", close_meanwhile)
    assert source.read(0) is None
    assert termios.tcgetattr(follower) == found
    source.release()
    os.close(leader)
    os.close(follower)
