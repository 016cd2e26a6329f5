"""Keys of the terminal: pressed, heard at once; the terminal is left as it was found, always.

Always means: at the end, after an error, at Ctrl-C, SIGTERM and SIGHUP as far as they end in an
exception or an orderly exit (see `coach.cli.signals`), and while stopped by Ctrl-Z. Nothing can
be done at SIGKILL: there `stty sane` or `reset` helps.
"""

import atexit
import os
import signal
import sys
import time
from threading import Thread, current_thread

from coach.live.commands import Command, Verb
from coach.live.controls import Send
from coach.live.controls.job_control import Suspending
from coach.live.controls.key_decoder import Keystrokes
from coach.live.controls.keymap import command_for
from coach.live.controls.raw_terminal import Terminal
from coach.live.controls.windows_console import Console
from coach.live.status import Phase, Status

LONE_ESCAPE = 0.05
"""How long, in seconds, the rest of a key's sequence is waited for; over a slow line it is cut."""
PAUSE_FIRST = 0.4
"""How long, in seconds, Ctrl-Z waits for the sound to have paused, before it stops everything."""


class Keys:
    """Reads the terminal on standard input in a thread of its own."""

    def __init__(self) -> None:
        self._phase = Phase.IDLE
        self._source: Terminal | Console | None = None
        self._suspending: Suspending | None = None
        self._pausing: float | None = None
        self._silent = False
        self._thread: Thread | None = None

    def start(self, send: Send) -> None:
        """Begin to read; raises MachineError where standard input is no terminal."""
        self._source = Console() if sys.platform == "win32" else Terminal(0)
        if isinstance(self._source, Terminal):
            self._suspending = Suspending(lambda: self._leave(send), self._source.come_back)
            self._suspending.install()
        self._thread = Thread(target=self._listen, args=(send,), name="keys", daemon=True)
        self._thread.start()
        # The last resort, should nobody call `stop`.
        atexit.register(self.stop)

    def show(self, status: Status) -> None:
        """Learn whether the session waits, when any key means go."""
        self._phase = status.phase

    def stop(self) -> None:
        """Put the terminal back."""
        source, self._source = self._source, None
        if self._suspending:
            self._suspending.remove()
        if source:
            atexit.unregister(self.stop)
            source.close()
        if source and self._thread and self._thread is not current_thread():
            self._thread.join(1)
            if not self._thread.is_alive():
                source.release()

    def _listen(self, send: Send) -> None:
        source, strokes = self._source, Keystrokes()
        while source and (text := source.read(self._patience(strokes))) is not None:
            keys = strokes.feed(text) if text else strokes.flush()
            for key in keys:
                send(command_for(key, self._phase is Phase.WAITING))
            self._stop_when_silent()

    def _patience(self, strokes: Keystrokes) -> float | None:
        if self._pausing is not None:
            return 0.01
        return LONE_ESCAPE if strokes.unfinished else None

    def _leave(self, send: Send) -> bool:
        """Answer Ctrl-Z: first have the sound pause, then put the terminal back and stop."""
        source = self._source
        if not isinstance(source, Terminal):
            return True
        if self._phase is Phase.PLAYING and not self._silent:
            send(Command(Verb.PAUSE))
            self._pausing = time.monotonic() + PAUSE_FIRST
            source.wake()
            return False
        self._silent = False
        source.leave()
        return True

    def _stop_when_silent(self) -> None:
        """Send the signal again that asked us to stop, once it may be obeyed."""
        if sys.platform == "win32" or self._pausing is None:
            return
        if self._phase is not Phase.PLAYING or time.monotonic() > self._pausing:
            self._pausing, self._silent = None, True
            os.kill(os.getpid(), signal.SIGTSTP)
