"""The keys of the terminal as a control; the terminal is always left as it was found.

Always means: at the end, after an error, at Ctrl-C and at any other signal that ends the program,
as far as it ends in an exception or an orderly exit (see `coach.cli.signals`), and while stopped by
Ctrl-Z. Nothing can be done at SIGKILL: `stty sane` or `reset` helps then.
"""

import atexit
import os
import signal
import sys
import time
from threading import Thread, current_thread

from coach.live.commands import Command, Verb
from coach.live.controls import Send
from coach.live.controls.job_control import JobControl
from coach.live.controls.key_decoder import KeyDecoder
from coach.live.controls.keymap import command_for
from coach.live.controls.raw_terminal import RawTerminal
from coach.live.controls.windows_console import WindowsConsole
from coach.live.status import Phase, Status

ESCAPE_TIMEOUT_S = 0.05
"""Seconds that the rest of a key's sequence is waited for; a slow line may cut one."""
PAUSE_TIMEOUT_S = 0.4
"""Seconds that Ctrl-Z waits for the sound to pause, before it stops everything."""


class Keys:
    """Reads the terminal on standard input in a thread of its own."""

    def __init__(self) -> None:
        self._phase = Phase.IDLE
        self._asks = False
        self._source: RawTerminal | WindowsConsole | None = None
        self._job_control: JobControl | None = None
        self._pause_deadline: float | None = None
        self._is_ready_to_stop = False
        self._thread: Thread | None = None

    def start(self, send: Send) -> None:
        """Begin to read; raises MachineError where standard input is no terminal."""
        self._source = WindowsConsole() if sys.platform == "win32" else RawTerminal(0)
        if isinstance(self._source, RawTerminal):
            self._job_control = JobControl(lambda: self._before_stop(send), self._source.resume)
            self._job_control.install()
        # The last resort, should `stop` not be called; before the thread changes the terminal, for
        # a signal may end the program at any moment from then on.
        atexit.register(self.stop)
        self._thread = Thread(target=self._read_keys, args=(send,), name="keys", daemon=True)
        self._thread.start()

    def show(self, status: Status) -> None:
        """Keep what it does: while it waits, most keys mean go; while it asks, digits answer."""
        self._phase = status.phase
        self._asks = status.asks

    def stop(self) -> None:
        """Put the terminal back."""
        source, self._source = self._source, None
        if self._job_control:
            self._job_control.remove()
        if source:
            atexit.unregister(self.stop)
            source.close()
        if source and self._thread is not current_thread():
            if self._thread and self._thread.is_alive():
                self._thread.join(1)
            if not (self._thread and self._thread.is_alive()):
                source.release()

    def _read_keys(self, send: Send) -> None:
        source, strokes = self._source, KeyDecoder()
        while source and (text := source.read(self._read_timeout(strokes))) is not None:
            keys = strokes.feed(text) if text else strokes.flush()
            for key in keys:
                send(command_for(key, self._phase is Phase.WAITING, self._asks))
            self._stop_when_silent()

    def _read_timeout(self, strokes: KeyDecoder) -> float | None:
        if self._pause_deadline is not None:
            return 0.01
        return ESCAPE_TIMEOUT_S if strokes.has_partial_sequence else None

    def _before_stop(self, send: Send) -> bool:
        """At Ctrl-Z pause first, and return False; at the second call put the terminal back."""
        source = self._source
        if not isinstance(source, RawTerminal):
            return True
        if self._phase is Phase.PLAYING and not self._is_ready_to_stop:
            send(Command(Verb.PAUSE))
            self._pause_deadline = time.monotonic() + PAUSE_TIMEOUT_S
            source.wake()
            return False
        self._is_ready_to_stop = False
        source.suspend()
        return True

    def _stop_when_silent(self) -> None:
        """Send SIGTSTP again once the sound has paused, or should have."""
        if sys.platform == "win32" or self._pause_deadline is None:
            return
        if self._phase is not Phase.PLAYING or time.monotonic() > self._pause_deadline:
            self._pause_deadline, self._is_ready_to_stop = None, True
            os.kill(os.getpid(), signal.SIGTSTP)
