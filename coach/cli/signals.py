"""Leaving in good order: who is told to end puts everything back first."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def exit_on_signals() -> Iterator[None]:
    """Have SIGTERM, and the end of the terminal, end the program as Ctrl-C does.

    They become SystemExit with 128 and the number of the signal, as shells count. What whoever
    started us has ignored, as nohup does, stays so. A second one is ignored: we are on our way.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ending = [signal.SIGTERM] if sys.platform == "win32" else [signal.SIGTERM, signal.SIGHUP]
    wanted = [one for one in ending if signal.getsignal(one) is signal.SIG_DFL]

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
