"""Job control: what is done before Ctrl-Z stops the process, and when it goes on."""

import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeAlias

Handler: TypeAlias = Callable[[int, FrameType | None], Any] | int | None
"""What can be set to handle a signal."""


class JobControl:
    """Calls `before_stop` before the process stops, and `after_continue` once it goes on.

    Several nest: the last one installed stops first and continues last. Where there is no such
    signal, or outside the main thread, which alone may handle signals, it does nothing.
    """

    def __init__(self, before_stop: Callable[[], bool], after_continue: Callable[[], None]) -> None:
        """Keep what to call; `before_stop` returns False to keep the process running."""
        self._before_stop = before_stop
        self._after_continue = after_continue
        self._previous: Handler = None
        self._installed = False

    def install(self) -> None:
        """Install the handler, unless the process was started with the signal ignored."""
        if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
            return
        if signal.getsignal(signal.SIGTSTP) is not signal.SIG_IGN:
            self._previous = signal.signal(signal.SIGTSTP, self._on_stop_signal)
            self._installed = True

    def remove(self) -> None:
        """Restore the handler from before, unless another was installed since."""
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
    """Stop the process as the signal does by default; returns when it goes on."""
    if sys.platform != "win32":
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        signal.raise_signal(signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, again)
