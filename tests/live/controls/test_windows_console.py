"""The console of Windows: what is typed there comes as a terminal would send it."""

import sys
from types import SimpleNamespace

import pytest

from coach.errors import MachineError
from coach.live.controls.key_decoder import KeyDecoder
from coach.live.controls.windows_console import WindowsConsole


@pytest.fixture
def typing(monkeypatch):
    """A console on which these signs were typed; gives it, and the list to type more."""
    signs: list[str] = []
    library = SimpleNamespace(kbhit=lambda: bool(signs), getwch=lambda: signs.pop(0))
    monkeypatch.setitem(sys.modules, "msvcrt", library)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    return WindowsConsole(), signs


def read_all(console: WindowsConsole, count: int) -> list[str]:
    strokes = KeyDecoder()
    return [key for _ in range(count) for key in strokes.feed(console.read(1) or "")]


def test_letters_come_as_they_are_and_arrows_as_a_terminal_sends_them(typing):
    console, signs = typing
    signs += ["n", "\xe0", "H", "\0", "P", "\xe0", "K", "\xe0", "M", "\xe0", "I", "\xe0", "Q"]
    keys = ["n", "up", "down", "left", "right", "page-up", "page-down"]
    assert read_all(console, len(keys)) == keys
    assert not signs


def test_a_key_that_means_nothing_is_swallowed_whole(typing):
    console, signs = typing
    signs += ["\xe0", "S", "q"]
    assert console.read(1) == "q"


def test_nothing_is_waited_for_longer_than_asked_and_nothing_comes_after_the_end(typing):
    console, _ = typing
    assert console.read(0) == ""
    console.close()
    assert console.read(None) is None
    console.release()


def test_elsewhere_there_is_no_such_console():
    with pytest.raises(MachineError, match="standard input is no console"):
        WindowsConsole()
