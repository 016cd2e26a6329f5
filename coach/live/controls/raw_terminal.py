"""The terminal on standard input, read key by key; it is put back as it was found."""

import codecs
import os
import select
import sys

from coach.errors import MachineError, Problem

LOOK_AGAIN = 0.25
"""How often, in seconds, it is looked whether we are in the foreground and may read."""


class Terminal:
    """Turns off echo and waiting for Enter, as long as it is open and we are in the foreground.

    Ctrl-C and Ctrl-Z stay what they are. Raises MachineError where `number`, a file descriptor,
    is no terminal.
    """

    def __init__(self, number: int) -> None:
        if sys.platform == "win32":
            raise MachineError(Problem("this system has no such terminals"))
        import termios

        try:
            self._found = termios.tcgetattr(number)
        except termios.error as error:
            raise MachineError(Problem("standard input is no terminal")) from error
        self._number = number
        self._wakeful, self._waker = os.pipe()
        self._decoder = codecs.getincrementaldecoder("utf-8")("ignore")
        self._open = True
        self._away = False

    def read(self, patience: float | None) -> str | None:
        """Give what was typed, or nothing after `patience` s, if any, or `wake`; None at the end.

        In the background nothing is read, for that would stop the whole process.
        """
        if not self._take():
            select.select([self._wakeful], [], [], LOOK_AGAIN)
            return "" if self._open else None
        # Not for ever: a terminal that we have been put behind, and before again, was changed.
        limit = LOOK_AGAIN if patience is None else patience
        ready, _, _ = select.select([self._number, self._wakeful], [], [], limit)
        if self._wakeful in ready:
            os.read(self._wakeful, 1 << 10)
            return "" if self._open else None
        if not ready or not self._foreground():
            return ""
        try:
            typed = os.read(self._number, 1 << 10)
        except OSError:
            return None
        return self._decoder.decode(typed) if typed else None

    def wake(self) -> None:
        """Have `read` return at once; may be called from a signal."""
        os.write(self._waker, b"!")

    def leave(self) -> None:
        """Put the terminal back as it was found, for as long as we are away."""
        self._away = True
        self._put_back()

    def come_back(self) -> None:
        """Have the keys again, as soon as we are in the foreground."""
        self._away = False

    def close(self) -> None:
        """Put the terminal back as it was found; what was typed and not read is forgotten."""
        if self._open:
            self._open = False
            self._put_back(forget=True)
            self.wake()

    def release(self) -> None:
        """Give back what reading took, once nobody reads any more."""
        os.close(self._wakeful)
        os.close(self._waker)

    def _foreground(self) -> bool:
        if sys.platform == "win32":
            return False
        try:
            return os.tcgetpgrp(self._number) == os.getpgrp()
        except OSError:
            return False

    def _take(self) -> bool:
        """Turn echo and line mode off if they are on; tell whether we may read."""
        if sys.platform == "win32" or self._away or not self._open or not self._foreground():
            return False
        import termios

        try:
            modes = termios.tcgetattr(self._number)
            if modes[3] & (termios.ECHO | termios.ICANON):
                modes[3] &= ~(termios.ECHO | termios.ICANON)
                modes[6][termios.VMIN], modes[6][termios.VTIME] = 1, 0
                termios.tcsetattr(self._number, termios.TCSADRAIN, modes)
        except termios.error:
            return False
        return True

    def _put_back(self, forget: bool = False) -> None:
        if sys.platform == "win32" or not self._foreground():
            return
        import termios

        when = termios.TCSAFLUSH if forget else termios.TCSADRAIN
        try:
            termios.tcsetattr(self._number, when, self._found)
        except termios.error:
            return  # The terminal itself has gone.
