"""Signals that end the program: they unwind it as Ctrl-C does, so that everything is cleaned up."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from coach.system.interrupts import list_ending_signals


@contextmanager
def exit_on_signals() -> Iterator[None]:
    """Make signals that would end the program raise SystemExit as long as the block runs.

    SIGTERM among them, SIGHUP, where a terminal closes, and SIGQUIT, which a key sends. The exit
    code is 128 and the number of the signal, as shells have it. A signal that was ignored when
    coach started, as by nohup, stays ignored; a second one is ignored, too.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    wanted = [one for one in list_ending_signals() if signal.getsignal(one) is signal.SIG_DFL]

    def leave(number: int, _frame: FrameType | None) -> None:
        for one in wanted:
            signal.signal(one, signal.SIG_IGN)
        raise SystemExit(128 + number)

    for one in wanted:
        signal.signal(one, leave)
    try:
        yield
    finally:
        for one in wanted:
            signal.signal(one, signal.SIG_DFL)
