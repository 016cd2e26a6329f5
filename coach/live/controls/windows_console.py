"""The console of Windows, read key by key; there is nothing to put back."""

import sys
import time

from coach.errors import MachineError, Problem
from coach.live.controls.key_decoder import CONSOLE_CODES, ESCAPE
from coach.live.controls.raw_terminal import POLL_EVERY_S

LOOK_EVERY_S = 0.02
"""Seconds between two looks for a key: a console cannot be waited for."""
ARROW_FINALS = {"up": "A", "down": "B", "right": "C", "left": "D"}
PAGE_NUMBERS = {"page-up": "5", "page-down": "6"}


class WindowsConsole:
    """Reads what is typed as a terminal would send it. Raises MachineError without a console."""

    def __init__(self) -> None:
        self._is_open = sys.platform == "win32" and sys.stdin is not None and sys.stdin.isatty()
        if not self._is_open:
            raise MachineError(Problem("standard input is no console"))

    def read(self, timeout: float | None) -> str | None:
        """Return what was typed; "" after `timeout` s (POLL_EVERY_S if None), None if closed."""
        until = time.monotonic() + (POLL_EVERY_S if timeout is None else timeout)
        while self._is_open and time.monotonic() < until:
            if typed := _read_key():
                return typed
            time.sleep(LOOK_EVERY_S)
        return "" if self._is_open else None

    def close(self) -> None:
        """Stop reading."""
        self._is_open = False

    def release(self) -> None:
        """Do nothing: reading took nothing."""


def _read_key() -> str:
    if sys.platform != "win32":
        return ""
    import msvcrt

    if not msvcrt.kbhit():
        return ""
    character = msvcrt.getwch()
    return terminal_sequence(msvcrt.getwch()) if character in "\x00\xe0" else character


def terminal_sequence(code: str) -> str:
    """Return the sequence a terminal sends for a key that a console marks by a code; "" if none."""
    name = CONSOLE_CODES.get(code, "")
    if name in PAGE_NUMBERS:
        return f"{ESCAPE}[{PAGE_NUMBERS[name]}~"
    return f"{ESCAPE}[{ARROW_FINALS[name]}" if name in ARROW_FINALS else ""
