"""Suspending: what has to be put right before Ctrl-Z stops the process, and when it goes on."""

import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeAlias

Handler: TypeAlias = Callable[[int, FrameType | None], Any] | int | None
"""What a signal can be given to."""


class JobControl:
    """Calls `leave` before the process stops and `back` once it goes on; several nest.

    The last one installed leaves first and comes back last. Where there is no such signal, or
    this is not the main thread, which alone may ask for signals, it does nothing.
    """

    def __init__(self, before_stop: Callable[[], bool], after_continue: Callable[[], None]) -> None:
        """Take what to do; `leave` returns False to have the process not stop yet."""
        self._before_stop = before_stop
        self._after_continue = after_continue
        self._previous: Handler = None
        self._installed = False

    def install(self) -> None:
        """Ask for the signal, unless whoever started us has it ignored."""
        if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
            return
        if signal.getsignal(signal.SIGTSTP) is not signal.SIG_IGN:
            self._previous = signal.signal(signal.SIGTSTP, self._on_stop_signal)
            self._installed = True

    def remove(self) -> None:
        """Give the signal back to whoever had it before."""
        if sys.platform == "win32" or not self._installed:
            return
        self._installed = False
        on_main = threading.current_thread() is threading.main_thread()
        # Bound methods are equal, never identical.
        if on_main and signal.getsignal(signal.SIGTSTP) == self._on_stop_signal:
            signal.signal(signal.SIGTSTP, self._previous)

    def _on_stop_signal(self, number: int, frame: FrameType | None) -> None:
        if self._installed and not self._before_stop():
            return
        try:
            if callable(self._previous):
                self._previous(number, frame)
            else:
                _stop_process(self._on_stop_signal)
        finally:
            if self._installed:
                self._after_continue()


def _stop_process(again: Callable[[int, FrameType | None], None]) -> None:
    """Stop as any program does at this signal; returns when the process goes on."""
    if sys.platform != "win32":
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        signal.raise_signal(signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, again)
