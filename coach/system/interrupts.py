"""Defers interrupts: Ctrl-C and its like wait until it is safe to handle them.

Python handles a signal wherever it is. In a callback from a library, the exception is printed and
forgotten; inside a lock, it leaves the lock held for ever.
"""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

TYPED_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGQUIT") if hasattr(signal, name)
)
"""What Ctrl-C and Ctrl-\\ send, to all processes in the foreground."""
ENDING_SIGNALS = (
    "SIGTERM SIGHUP SIGQUIT SIGBREAK SIGABRT SIGUSR1 SIGUSR2 SIGALRM SIGVTALRM SIGPROF SIGXCPU "
    "SIGPOLL SIGPWR SIGSTKFLT SIGTRAP SIGSYS SIGEMT SIGLOST"
)
"""Signals that end a program which does not answer them, but for SIGINT, of which Python makes an
exception, and for those of a fault in itself: the instruction that failed would be run again."""


def list_ending_signals() -> tuple[int, ...]:
    """Return those of ENDING_SIGNALS that this system has, and its real-time signals."""
    named = [getattr(signal, name) for name in ENDING_SIGNALS.split() if hasattr(signal, name)]
    if sys.platform == "win32" or not hasattr(signal, "SIGRTMIN"):
        return tuple(named)
    return (*named, *range(signal.SIGRTMIN, signal.SIGRTMAX + 1))


@contextmanager
def defer_interrupts() -> Iterator[Callable[[], None]]:
    """Defer the signals that would end the program; yields a function that handles those pending.

    What is still pending at the end of the block is handled there. Signals that are ignored, or
    that end a program at once, stay as they are; so do all outside the main thread.
    """
    pending: list[int] = []
    handlers: dict[int, Callable[[int, FrameType | None], object]] = {}

    def record_signal(number: int, _frame: FrameType | None) -> None:
        pending.append(number)

    def handle_pending() -> None:
        if pending:
            handlers[pending[0]](pending[0], None)

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, *list_ending_signals()):
            handler = signal.getsignal(number)
            if callable(handler):
                handlers[number] = handler
                signal.signal(number, record_signal)
    try:
        yield handle_pending
    finally:
        for number, handler in handlers.items():
            # A handler that has run may have had its signal ignored from then on.
            if signal.getsignal(number) is record_signal:
                signal.signal(number, handler)
    handle_pending()
