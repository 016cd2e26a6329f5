"""Interrupts: Ctrl-C and its like wait until they can be answered.

Python answers a signal wherever it is. In the middle of a library's call back into Python an
exception is printed and forgotten; in the middle of a lock it leaves the lock held for ever.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

TERMINATION_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


@contextmanager
def defer_interrupts() -> Iterator[Callable[[], None]]:
    """Hold back what would end the program; gives a function that answers what has come.

    What has not been answered by the end of the block is answered there. Signals that are
    ignored, or end a program at once, stay as they are; so do all outside the main thread.
    """
    came: list[int] = []
    before: dict[int, Callable[[int, FrameType | None], object]] = {}

    def record_signal(number: int, _frame: FrameType | None) -> None:
        came.append(number)

    def handle_pending() -> None:
        if came:
            before[came[0]](came[0], None)

    if threading.current_thread() is threading.main_thread():
        for name in TERMINATION_SIGNALS:
            if not hasattr(signal, name):
                continue
            number: int = getattr(signal, name)
            handler = signal.getsignal(number)
            if callable(handler):
                before[number] = handler
                signal.signal(number, record_signal)
    try:
        yield handle_pending
    finally:
        for number, handler in before.items():
            # One that was answered may have had itself ignored from then on.
            if signal.getsignal(number) is record_signal:
                signal.signal(number, handler)
    handle_pending()
