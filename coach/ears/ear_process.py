"""The session's side of the pipe to the process that listens.

Whatever becomes of it means that nothing is heard, and never anything else.
"""

import json
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any

from coach.ears.hearing import Hearing, pack_hearing
from coach.system.child_process import (
    module_command,
    module_environment,
    process_group_options,
)

MAX_WAITING = 50
"""How many lines may wait to be read until the session's own sound is not sent any more: a process
that stands still must not gather it."""
CLOSE_WITHIN_S = 0.5
"""Seconds that the end of the process is waited for."""
ENDED = "the process that listens has ended"

OnMessage = Callable[[dict[str, Any]], None]


class EarProcess:
    """A process that listens; `on_message` is called with what it writes, from another thread.

    Its end is told as `absent`, unless it was closed. `command` is what runs instead of ours.
    """

    def __init__(
        self, microphone: str | None, on_message: OnMessage, command: Sequence[str] = ()
    ) -> None:
        self._on_message = on_message
        self._is_closed = False
        ours = module_command("coach.ears", *([microphone] if microphone else []))
        self._process = subprocess.Popen(
            command or ours,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=module_environment(),
            **process_group_options(),
        )
        self._outbox: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        self._thread = Thread(target=self._read, name="ear", daemon=True)
        self._thread.start()
        Thread(target=self._write, name="ear-told", daemon=True).start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def tell(self, hearing: Hearing) -> None:
        """Send it what may be said now; returns at once, whatever becomes of it."""
        self._outbox.put(pack_hearing(hearing))

    def tell_played(self, told: dict[str, Any]) -> None:
        """Send it what is played, unless it reads too slowly; returns at once."""
        if self._outbox.qsize() < MAX_WAITING:
            self._outbox.put(told)

    def close(self) -> None:
        """End the process, which has nothing to finish."""
        self._is_closed = True
        self._process.kill()
        self._outbox.put(None)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(CLOSE_WITHIN_S)
        self._thread.join(CLOSE_WITHIN_S)

    def _write(self) -> None:
        """Write what is told, in a thread that may have to wait; nothing to one that has ended."""
        assert self._process.stdin
        with suppress(OSError, ValueError), self._process.stdin as pipe:
            while (told := self._outbox.get()) is not None:
                pipe.write(json.dumps(told).encode() + b"\n")
                pipe.flush()

    def _read(self) -> None:
        assert self._process.stdout
        with self._process.stdout as pipe:
            for line in pipe:
                with suppress(ValueError, KeyError, TypeError):
                    self._on_message(json.loads(line))
        if not self._is_closed:
            self._on_message({"is": "absent", "why": ENDED})
