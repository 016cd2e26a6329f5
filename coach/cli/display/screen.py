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

from coach.cli.display.canvas import Canvas
from coach.cli.display.screen_lines import screen_lines
from coach.cli.terminal import is_terminal
from coach.errors import MachineError, Problem
from coach.live.commands import Command, Verb
from coach.live.controls import Send
from coach.live.controls.job_control import JobControl
from coach.live.status import Phase, Status

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

DRAW_INTERVAL = 0.1
HELP_SECONDS = 40.0
"""How long the keys are shown, in seconds: they are spoken in some 25."""
DRAW_TIMEOUT = 1.0
"""How long, in seconds, drawing is waited for at the end."""
ENTER_SCREEN = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J"
LEAVE_SCREEN = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l"
"""To the other screen and back: cursor (25) and wrapping of long lines (7) go off with it."""
SYNCHRONIZED_UPDATE = "\x1b[?2026h", "\x1b[?2026l"
"""What is between is shown at once, by terminals that know it; the others ignore it."""
SCREEN_CHARACTERS = "█▀▄▌░◀▶←→↑↓·…"


class ScreenView:
    """Shows a session on a terminal, as long as it is in the foreground."""

    def __init__(self, file: TextIO | None = None, keys: bool = True) -> None:
        self._file = file or sys.stdout
        self._keys = keys
        self._blocks = True
        self._status = Status(Phase.IDLE, "")
        self._last_saying = ""
        self._help_until = 0.0
        self._drawn: list[str] = []
        self._size = (0, 0)
        self._entered = self._is_suspended = self._closed = False
        self._redraw, self._lock = Event(), RLock()
        self._suspending = JobControl(self._suspend, self._resume)
        self._thread: Thread | None = None
        self._fault: Exception | None = None

    def start(self, send: Send) -> None:
        """Begin to draw; raises MachineError where this is no terminal that can be drawn on."""
        if not can_draw(self._file):
            raise MachineError(Problem("standard output is no terminal to draw on"))
        from rich.console import Console

        self._console = Console(file=self._file, force_terminal=True, highlight=False, markup=False)
        self._blocks = _can_encode(self._file, SCREEN_CHARACTERS)
        self._suspending.install()
        # The last resort, should nobody call `stop`.
        atexit.register(self.stop)
        self._thread = Thread(target=self._draw_loop, name="display", daemon=True)
        self._thread.start()

    def show(self, status: Status) -> None:
        """Have a status drawn soon; raises what drawing has failed of."""
        if self._fault:
            raise self._fault
        before, self._status = self._status, status
        if status.saying or status.exercise != before.exercise:
            self._last_saying = status.saying
        if _truncate_to_second(before) != _truncate_to_second(status):
            self._redraw.set()

    def interpret_command(self, command: Command) -> Command:
        """Show the keys for a while when help is asked for, until anything is.

        Gives what the command means: help, asked for while the keys are shown, means enough.
        """
        shown = time.monotonic() < self._help_until
        helps = command.verb is Verb.HELP and not shown
        self._help_until = time.monotonic() + HELP_SECONDS if helps else 0.0
        self._redraw.set()
        return Command(Verb.ENOUGH) if command.verb is Verb.HELP and shown else command

    def stop(self) -> None:
        """Leave the screen as it was found."""
        if self._closed:
            return
        self._closed = True
        self._redraw.set()
        if self._thread and self._thread is not current_thread():
            self._thread.join(DRAW_TIMEOUT)
        self._suspending.remove()
        atexit.unregister(self.stop)
        self._leave_screen()

    def _draw_loop(self) -> None:
        while not self._closed:
            try:
                with self._lock:
                    if not self._is_suspended and not self._closed and is_in_foreground(self._file):
                        self._draw()
            except (OSError, ValueError):
                return  # The terminal has gone.
            except Exception as error:  # Nothing that happens here may be written on the screen.
                self._fault = error
                return
            time.sleep(DRAW_INTERVAL)
            # Not for ever: the terminal may have another size, or be ours again.
            self._redraw.wait(DRAW_INTERVAL * 3)
            self._redraw.clear()

    def _draw(self) -> None:
        size = os.get_terminal_size(self._file.fileno())
        began = ""
        if not self._entered or self._size != (size.columns, size.lines):
            began = "\x1b[2J" if self._entered else ENTER_SCREEN
            self._drawn, self._size, self._entered = [], (size.columns, size.lines), True
        helping = time.monotonic() < self._help_until
        paper = Canvas(max(1, size.columns), max(1, size.lines), self._blocks, self._keys)
        whole = screen_lines(self._status, paper, self._last_saying, helping)
        lines = [format_ansi_line(self._console, line, paper.width) for line in whole]
        old = self._drawn or [""] * len(lines)
        changed = "".join(
            f"\x1b[{number};1H{new}"
            for number, (new, before) in enumerate(zip(lines, old, strict=True), 1)
            if new != before
        )
        self._drawn = lines
        if began or changed:
            self._write(SYNCHRONIZED_UPDATE[0] + began + changed + SYNCHRONIZED_UPDATE[1])

    def _write(self, text: str) -> None:
        # Past Python's buffer: its lock, held where Ctrl-S stops us, would hold up the end.
        signs = text.encode(self._file.encoding or "ascii", "replace")
        while signs:
            signs = signs[os.write(self._file.fileno(), signs) :]

    def _suspend(self) -> bool:
        """Give the screen back before the process stops."""
        self._is_suspended = True
        self._leave_screen()
        return True

    def _resume(self) -> None:
        """Take the screen again, as soon as we are in the foreground."""
        self._is_suspended = False
        self._redraw.set()

    def _leave_screen(self) -> None:
        if not self._lock.acquire(timeout=DRAW_TIMEOUT):
            return  # Ctrl-S: nothing that is written can be seen.
        with suppress(OSError, ValueError):  # A terminal that has gone needs nothing any more.
            if self._entered:
                self._entered = False
                self._write(LEAVE_SCREEN)
        self._lock.release()


def _truncate_to_second(status: Status) -> Status:
    return replace(status, elapsed=status.elapsed // 1000)


def format_ansi_line(console: "Console", line: "Text", width: int) -> str:
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
    return is_in_foreground(file)


def is_in_foreground(file: TextIO) -> bool:
    """Tell whether a terminal is ours to draw on now, and not the shell's."""
    if sys.platform == "win32":
        return True
    try:
        return os.tcgetpgrp(file.fileno()) == os.getpgrp()
    except (OSError, ValueError):
        return False


def _can_encode(file: TextIO, characters: str) -> bool:
    try:
        characters.encode(file.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
