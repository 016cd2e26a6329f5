"""The screen of a session: drawn when something changes, and the terminal left as it was found.

It has the shape of a control, and listens to nothing. It draws in a thread of its own, at most
ten times a second, and only lines that differ: so nothing flickers, and a slow terminal holds up
neither the session nor the keys.
"""

import atexit
import os
import sys
import time
from contextlib import suppress
from dataclasses import replace
from threading import Event, RLock, Thread, current_thread
from typing import TYPE_CHECKING, TextIO

from coach.cli.display.page import page
from coach.cli.display.paper import Paper
from coach.cli.terminal import is_terminal
from coach.errors import MachineError, Problem
from coach.live.commands import Command, Verb
from coach.live.controls import Send
from coach.live.controls.job_control import Suspending
from coach.live.status import Phase, Status

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

TICK = 0.1
HELP_STAYS = 40.0
"""How long the keys are shown, in seconds: they are spoken in some 25."""
PATIENCE = 1.0
"""How long, in seconds, drawing is waited for at the end."""
ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J"
LEAVE = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l"
"""To the other screen and back: cursor (25) and wrapping of long lines (7) go off with it."""
TOGETHER = "\x1b[?2026h", "\x1b[?2026l"
"""What is between is shown at once, by terminals that know it; the others ignore it."""
SIGNS = "█▀▄▌░◀▶←→↑↓·…"


class Display:
    """Shows a session on a terminal, as long as it is in the foreground."""

    def __init__(self, file: TextIO | None = None, keys: bool = True) -> None:
        self._file = file or sys.stdout
        self._keys = keys
        self._blocks = True
        self._status = Status(Phase.IDLE, "")
        self._heard = ""
        self._help_until = 0.0
        self._drawn: list[str] = []
        self._size = (0, 0)
        self._entered = self._away = self._closed = False
        self._news, self._lock = Event(), RLock()
        self._suspending = Suspending(self._leave, self._come_back)
        self._thread: Thread | None = None
        self._fault: Exception | None = None

    def start(self, send: Send) -> None:
        """Begin to draw; raises MachineError where this is no terminal that can be drawn on."""
        if not can_draw(self._file):
            raise MachineError(Problem("standard output is no terminal to draw on"))
        from rich.console import Console

        self._console = Console(file=self._file, force_terminal=True, highlight=False, markup=False)
        self._blocks = _can_write(self._file, SIGNS)
        self._suspending.install()
        # The last resort, should nobody call `stop`.
        atexit.register(self.stop)
        self._thread = Thread(target=self._draw_on, name="display", daemon=True)
        self._thread.start()

    def show(self, status: Status) -> None:
        """Have a status drawn soon; raises what drawing has failed of."""
        if self._fault:
            raise self._fault
        before, self._status = self._status, status
        if status.saying or status.exercise != before.exercise:
            self._heard = status.saying
        if _to_the_second(before) != _to_the_second(status):
            self._news.set()

    def asked(self, command: Command) -> Command:
        """Show the keys for a while when help is asked for, until anything is.

        Gives what the command means: help, asked for while the keys are shown, means enough.
        """
        shown = time.monotonic() < self._help_until
        helps = command.verb is Verb.HELP and not shown
        self._help_until = time.monotonic() + HELP_STAYS if helps else 0.0
        self._news.set()
        return Command(Verb.ENOUGH) if command.verb is Verb.HELP and shown else command

    def stop(self) -> None:
        """Leave the screen as it was found."""
        if self._closed:
            return
        self._closed = True
        self._news.set()
        if self._thread and self._thread is not current_thread():
            self._thread.join(PATIENCE)
        self._suspending.remove()
        atexit.unregister(self.stop)
        self._quit()

    def _draw_on(self) -> None:
        while not self._closed:
            try:
                with self._lock:
                    if not self._away and not self._closed and in_foreground(self._file):
                        self._draw()
            except (OSError, ValueError):
                return  # The terminal has gone.
            except Exception as error:  # Nothing that happens here may be written on the screen.
                self._fault = error
                return
            time.sleep(TICK)
            # Not for ever: the terminal may have another size, or be ours again.
            self._news.wait(TICK * 3)
            self._news.clear()

    def _draw(self) -> None:
        size = os.get_terminal_size(self._file.fileno())
        began = ""
        if not self._entered or self._size != (size.columns, size.lines):
            began = "\x1b[2J" if self._entered else ENTER
            self._drawn, self._size, self._entered = [], (size.columns, size.lines), True
        helping = time.monotonic() < self._help_until
        paper = Paper(max(1, size.columns), max(1, size.lines), self._blocks, self._keys)
        whole = page(self._status, paper, self._heard, helping)
        lines = [styled(self._console, line, paper.width) for line in whole]
        old = self._drawn or [""] * len(lines)
        changed = "".join(
            f"\x1b[{number};1H{new}"
            for number, (new, before) in enumerate(zip(lines, old, strict=True), 1)
            if new != before
        )
        self._drawn = lines
        if began or changed:
            self._write(TOGETHER[0] + began + changed + TOGETHER[1])

    def _write(self, text: str) -> None:
        # Past Python's buffer: its lock, held where Ctrl-S stops us, would hold up the end.
        signs = text.encode(self._file.encoding or "ascii", "replace")
        while signs:
            signs = signs[os.write(self._file.fileno(), signs) :]

    def _leave(self) -> bool:
        """Give the screen back before the process stops."""
        self._away = True
        self._quit()
        return True

    def _come_back(self) -> None:
        """Take the screen again, as soon as we are in the foreground."""
        self._away = False
        self._news.set()

    def _quit(self) -> None:
        if not self._lock.acquire(timeout=PATIENCE):
            return  # Ctrl-S: nothing that is written can be seen.
        with suppress(OSError, ValueError):  # A terminal that has gone needs nothing any more.
            if self._entered:
                self._entered = False
                self._write(LEAVE)
        self._lock.release()


def _to_the_second(status: Status) -> Status:
    return replace(status, elapsed=status.elapsed // 1000)


def styled(console: "Console", line: "Text", width: int) -> str:
    """Give a line with the signs that colour it, and what clears the rest of the old one.

    It is written over the old line, which is never cleared first: even half of it is no flash.
    """
    line.rstrip()
    with console.capture() as capture:
        console.print(line, end="", soft_wrap=True)
    return capture.get() + ("" if line.cell_len >= width else "\x1b[K")


def can_draw(file: TextIO) -> bool:
    """Tell whether a file is a terminal on which one can go to and fro."""
    if not is_terminal(file) or os.environ.get("TERM", "") in ("dumb", "unknown"):
        return False
    if sys.platform == "win32":
        from rich.console import detect_legacy_windows

        return not detect_legacy_windows()
    return in_foreground(file)


def in_foreground(file: TextIO) -> bool:
    """Tell whether a terminal is ours to draw on now, and not the shell's."""
    if sys.platform == "win32":
        return True
    try:
        return os.tcgetpgrp(file.fileno()) == os.getpgrp()
    except (OSError, ValueError):
        return False


def _can_write(file: TextIO, signs: str) -> bool:
    try:
        signs.encode(file.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
