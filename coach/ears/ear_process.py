"""The session's side of the pipe to the process that listens.

Whatever becomes of it means that nothing is heard, and never anything else.
"""

import json
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Thread
from typing import Any

from coach.ears.hearing import Hearing, pack_hearing
from coach.system.child_process import (
    module_command,
    module_environment,
    process_group_options,
)

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
        self._thread = Thread(target=self._read, name="ear", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def tell(self, hearing: Hearing) -> None:
        """Send it what may be said now; to a process that has ended nothing is sent."""
        line = json.dumps(pack_hearing(hearing)).encode() + b"\n"
        assert self._process.stdin
        with suppress(OSError, ValueError):
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def close(self) -> None:
        """End the process, which has nothing to finish."""
        self._is_closed = True
        self._process.kill()
        with suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(CLOSE_WITHIN_S)
        self._thread.join(CLOSE_WITHIN_S)

    def _read(self) -> None:
        assert self._process.stdout
        with self._process.stdout as pipe:
            for line in pipe:
                with suppress(ValueError, KeyError, TypeError):
                    self._on_message(json.loads(line))
        if not self._is_closed:
            self._on_message({"is": "absent", "why": ENDED})
