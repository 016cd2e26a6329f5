"""The screen of a session: drawn when something changes; the terminal is restored at the end.

It has the methods of a control, though it sends no commands. A thread of its own draws, at most
ten times a second and only lines that differ: nothing flickers, and a slow terminal holds up
neither the session nor the keys.
"""

import atexit
import os
import sys
import time
from contextlib import suppress
from dataclasses import replace
from functools import partial
from queue import Empty, SimpleQueue
from threading import RLock, Thread, current_thread
from typing import TYPE_CHECKING, TextIO

from coach.cli.braille_drawing import can_show_braille
from coach.cli.display.canvas import Canvas
from coach.cli.display.screen_lines import make_status_printable, screen_lines
from coach.cli.display.segment_drawings import SegmentDrawings
from coach.cli.terminal import can_encode, is_terminal
from coach.errors import MachineError, Problem
from coach.live.commands import Command, Verb
from coach.live.controls import Send
from coach.live.controls.job_control import JobControl
from coach.live.status import Phase, Status

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

DRAW_INTERVAL = 0.1
"""Least time between two drawings, in seconds."""
HELP_SECONDS = 40.0
"""How long the table of keys is shown, in seconds; to speak them takes some 25."""
DRAW_TIMEOUT = 1.0
"""How long the end, or Ctrl-Z, waits for a drawing that is under way, in seconds."""
ENTER_SCREEN = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J"
LEAVE_SCREEN = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l"
"""To the alternate screen (1049) and back; there the cursor (25) and line wrapping (7) are off."""
SYNCHRONIZED_UPDATE = "\x1b[?2026h", "\x1b[?2026l"
"""Terminals that know these two show what stands between them at once; others ignore them."""
SCREEN_CHARACTERS = "█▀▄▌░◀▶←→↑↓·…"


class RedrawRequests:
    """Wakes the thread that draws.

    Signal handlers add requests too, at Ctrl-Z and `fg`, whatever the main thread is at: a
    threading.Event, whose lock it may hold just then, would hang the session and the screen.
    """

    def __init__(self) -> None:
        self._requests: SimpleQueue[None] = SimpleQueue()

    def add(self) -> None:
        """Ask for a drawing; returns at once."""
        self._requests.put(None)

    def wait(self, timeout: float) -> None:
        """Wait for a request, at most `timeout` seconds, and drop all there are."""
        with suppress(Empty):
            self._requests.get(timeout=timeout)
            while True:
                self._requests.get_nowait()


class ScreenView:
    """Shows a session on a terminal while coach is in its foreground."""

    def __init__(
        self,
        file: TextIO | None = None,
        keys: bool = True,
        drawings: SegmentDrawings | None = None,
    ) -> None:
        self._file = file or sys.stdout
        self._keys = keys
        self._drawings = drawings if drawings and can_show_braille(self._file) else None
        self._blocks = True
        self._status = Status(Phase.IDLE, "")
        self._last_saying = ""
        self._help_until = 0.0
        self._drawn: list[str] = []
        self._size = (0, 0)
        self._entered = self._is_suspended = self._closed = False
        self._redraw, self._lock = RedrawRequests(), RLock()
        self._suspending = JobControl(self._suspend, self._resume)
        self._thread: Thread | None = None
        self._fault: Exception | None = None
        self._console: Console

    def start(self, send: Send) -> None:
        """Start drawing; raises MachineError where the file is no terminal that can be drawn on."""
        if not can_draw(self._file):
            raise MachineError(Problem("standard output is no terminal to draw on"))
        from rich.console import Console

        self._console = Console(file=self._file, force_terminal=True, highlight=False, markup=False)
        self._blocks = can_encode(self._file, SCREEN_CHARACTERS)
        self._suspending.install()
        # In case the program ends without a call of `stop`.
        atexit.register(self.stop)
        self._thread = Thread(target=self._draw_loop, name="display", daemon=True)
        self._thread.start()

    def show(self, status: Status) -> None:
        """Set the status to draw next; raises the error that drawing has failed with."""
        if self._fault:
            raise self._fault
        status = make_status_printable(status)
        before, self._status = self._status, status
        if status.saying or status.exercise != before.exercise:
            self._last_saying = status.saying
        if _truncate_to_second(before) != _truncate_to_second(status):
            self._redraw.add()

    def interpret_command(self, command: Command) -> Command:
        """Show the table of keys on HELP, hide it on any other command; return what is meant.

        HELP while the table is shown means ENOUGH; any other command means itself.
        """
        shown = time.monotonic() < self._help_until
        helps = command.verb is Verb.HELP and not shown
        self._help_until = time.monotonic() + HELP_SECONDS if helps else 0.0
        self._redraw.add()
        return Command(Verb.ENOUGH) if command.verb is Verb.HELP and shown else command

    def stop(self) -> None:
        """Stop drawing and restore the terminal; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self._redraw.add()
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
            # With a timeout: the terminal may have been resized, or be in our foreground again.
            self._redraw.wait(DRAW_INTERVAL * 3)

    def _draw(self) -> None:
        size = os.get_terminal_size(self._file.fileno())
        began = ""
        if not self._entered or self._size != (size.columns, size.lines):
            began = "\x1b[2J" if self._entered else ENTER_SCREEN
            self._drawn, self._size, self._entered = [], (size.columns, size.lines), True
        helping = time.monotonic() < self._help_until
        canvas = Canvas(max(1, size.columns), max(1, size.lines), self._blocks, self._keys)
        status = self._status
        draw = partial(self._drawings.draw, status.segment) if self._drawings else None
        whole = screen_lines(status, canvas, self._last_saying, helping, draw)
        lines = [format_ansi_line(self._console, line, canvas.width) for line in whole]
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
        # Past Python's buffer: Ctrl-S stops a write that holds its lock, and the exit would wait.
        data = text.encode(self._file.encoding or "ascii", "replace")
        while data:
            data = data[os.write(self._file.fileno(), data) :]

    def _suspend(self) -> bool:
        """Restore the terminal before the process is suspended; returns True: it may be."""
        self._is_suspended = True
        self._leave_screen()
        return True

    def _resume(self) -> None:
        """Draw again, as soon as coach is in the foreground."""
        self._is_suspended = False
        self._redraw.add()

    def _leave_screen(self) -> None:
        if not self._lock.acquire(timeout=DRAW_TIMEOUT):
            return  # Ctrl-S holds up a drawing: what we wrote would not be shown.
        with suppress(OSError, ValueError):  # A terminal that has gone needs no restoring.
            if self._entered:
                self._entered = False
                self._write(LEAVE_SCREEN)
        self._lock.release()


def _truncate_to_second(status: Status) -> Status:
    return replace(
        status,
        elapsed=status.elapsed // 1000,
        way_left=status.way_left // 1000,
        interludes_left=0,
        length=status.remaining // 1000,
    )


def format_ansi_line(console: "Console", line: "Text", width: int) -> str:
    """Return a line with its colour codes, and one that clears the rest of the old line.

    It is written over the old line, which is not cleared first: that would flash.
    """
    line.rstrip()
    with console.capture() as capture:
        console.print(line, end="", soft_wrap=True)
    return capture.get() + ("" if line.cell_len >= width else "\x1b[K")


def can_draw(file: TextIO) -> bool:
    """Return True if a file is a terminal to draw on, and coach is in its foreground."""
    if not is_terminal(file) or os.environ.get("TERM", "") in ("dumb", "unknown"):
        return False
    if sys.platform == "win32":
        from rich.console import detect_legacy_windows

        return not detect_legacy_windows()
    return is_in_foreground(file)


def is_in_foreground(file: TextIO) -> bool:
    """Return True if this process is in the foreground of a terminal; always on Windows."""
    if sys.platform == "win32":
        return True
    try:
        return os.tcgetpgrp(file.fileno()) == os.getpgrp()
    except (OSError, ValueError):
        return False
