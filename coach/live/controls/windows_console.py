"""The console of Windows, read key by key. It needs no putting back."""

import sys
import time

from coach.errors import MachineError, Problem
from coach.live.controls.key_decoder import CONSOLE, ESCAPE

TICK = 0.02
"""How often it is asked for a key, in seconds: a console cannot be waited for."""
SENT = {"up": "A", "down": "B", "right": "C", "left": "D"}
PAGED = {"page-up": "5", "page-down": "6"}


class Console:
    """Gives what is typed as a terminal would send it. Raises MachineError where there is none."""

    def __init__(self) -> None:
        self._open = sys.platform == "win32" and sys.stdin is not None and sys.stdin.isatty()
        if not self._open:
            raise MachineError(Problem("standard input is no console"))

    def read(self, patience: float | None) -> str | None:
        """Give what was typed, or nothing after `patience` s, if any; None at the end."""
        until = time.monotonic() + (0.25 if patience is None else patience)
        while self._open and time.monotonic() < until:
            if typed := _typed():
                return typed
            time.sleep(TICK)
        return "" if self._open else None

    def close(self) -> None:
        """Stop reading."""
        self._open = False

    def release(self) -> None:
        """Give back what reading took: nothing."""


def _typed() -> str:
    if sys.platform != "win32":
        return ""
    import msvcrt

    if not msvcrt.kbhit():
        return ""
    sign = msvcrt.getwch()
    return as_terminal(msvcrt.getwch()) if sign in "\x00\xe0" else sign


def as_terminal(code: str) -> str:
    """Give the sequence a terminal sends for a key that a console marks by a code."""
    name = CONSOLE.get(code, "")
    if name in PAGED:
        return f"{ESCAPE}[{PAGED[name]}~"
    return f"{ESCAPE}[{SENT[name]}" if name in SENT else ""
