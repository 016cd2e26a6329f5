"""The terminal on standard input, read key by key; it is put back as it was found."""

import codecs
import os
import select
import sys

from coach.errors import MachineError, Problem

POLL_EVERY_S = 0.25
"""Seconds between two looks at whether we are in the foreground and may read."""


class RawTerminal:
    """Turns off echo and waiting for Enter, as long as it is open and we are in the foreground.

    Ctrl-C and Ctrl-Z stay what they are. Raises MachineError where the descriptor is no terminal.
    """

    def __init__(self, descriptor: int) -> None:
        if sys.platform == "win32":
            raise MachineError(Problem("this system has no such terminals"))
        import termios

        try:
            self._original_modes = termios.tcgetattr(descriptor)
        except termios.error as error:
            raise MachineError(Problem("standard input is no terminal")) from error
        self._descriptor = descriptor
        self._wake_reader, self._wake_writer = os.pipe()
        self._decoder = codecs.getincrementaldecoder("utf-8")("ignore")
        self._is_open = True
        self._is_suspended = False

    def read(self, timeout: float | None) -> str | None:
        """Return what was typed; "" after `timeout` seconds (POLL_EVERY_S if None) or `wake`.

        None at the end of input, and once closed. In the background nothing is read, since that
        would stop the whole process.
        """
        if not self._enter_raw_mode():
            select.select([self._wake_reader], [], [], POLL_EVERY_S)
            return "" if self._is_open else None
        # Not for ever: a shell may have changed the terminal while we were in the background.
        limit = POLL_EVERY_S if timeout is None else timeout
        ready, _, _ = select.select([self._descriptor, self._wake_reader], [], [], limit)
        if self._wake_reader in ready:
            os.read(self._wake_reader, 1 << 10)
            return "" if self._is_open else None
        if not ready or not self._is_foreground():
            return ""
        try:
            typed = os.read(self._descriptor, 1 << 10)
        except OSError:
            return None
        return self._decoder.decode(typed) if typed else None

    def wake(self) -> None:
        """Let `read` return at once; may be called from a signal handler."""
        os.write(self._wake_writer, b"!")

    def suspend(self) -> None:
        """Put the terminal back as it was found, until `resume`."""
        self._is_suspended = True
        self._restore_modes()

    def resume(self) -> None:
        """Let `read` take the keys again, as soon as we are in the foreground."""
        self._is_suspended = False

    def close(self) -> None:
        """Put the terminal back as it was found; what was typed and not read is forgotten."""
        if self._is_open:
            self._is_open = False
            self._restore_modes(forget=True)
            self.wake()

    def release(self) -> None:
        """Close the pipe that wakes `read`, once that is not called any more."""
        os.close(self._wake_reader)
        os.close(self._wake_writer)

    def _is_foreground(self) -> bool:
        if sys.platform == "win32":
            return False
        try:
            return os.tcgetpgrp(self._descriptor) == os.getpgrp()
        except OSError:
            return False

    def _enter_raw_mode(self) -> bool:
        """Turn echo and line mode off if they are on; return whether we may read."""
        if (
            sys.platform == "win32"
            or self._is_suspended
            or not self._is_open
            or not self._is_foreground()
        ):
            return False
        import termios

        try:
            modes = termios.tcgetattr(self._descriptor)
            if modes[3] & (termios.ECHO | termios.ICANON):
                modes[3] &= ~(termios.ECHO | termios.ICANON)
                modes[6][termios.VMIN], modes[6][termios.VTIME] = 1, 0
                termios.tcsetattr(self._descriptor, termios.TCSADRAIN, modes)
        except termios.error:
            return False
        if self._is_open and not self._is_suspended:
            return True
        # Another thread has put the terminal back between the first look and the change.
        self._restore_modes()
        return False

    def _restore_modes(self, forget: bool = False) -> None:
        if sys.platform == "win32" or not self._is_foreground():
            return
        import termios

        when = termios.TCSAFLUSH if forget else termios.TCSADRAIN
        try:
            termios.tcsetattr(self._descriptor, when, self._original_modes)
        except termios.error:
            return  # The terminal itself has gone.
