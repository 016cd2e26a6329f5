"""OutputWatch: notices that the sound of a session has moved to another device.

Whatever goes wrong with it means that no move is noticed, and never anything else.
"""

import json
import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from threading import Event, Thread

from coach.system.child_process import (
    module_command,
    module_environment,
    process_group_options,
)

CLOSE_WITHIN_S = 0.5
"""Seconds that the end of the process is waited for."""


class OutputWatch:
    """A process that watches, and a thread that reads what it writes.

    `command` is what runs instead of ours, in tests.
    """

    def __init__(self, command: Sequence[str] = ()) -> None:
        self.server = ""
        """What is asked, such as "pulseaudio"; empty until it has answered."""
        self.failure = ""
        """Why nothing can be watched, as far as that is known."""
        self._moves = 0
        self._moves_seen = 0
        self._has_answered = Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: Thread | None = None
        try:
            self._process = _start_process(command)
            thread = Thread(target=self._read, args=(self._process,), name="output", daemon=True)
            thread.start()
            self._thread = thread
        except (OSError, RuntimeError, MemoryError) as error:
            self._fail(str(error))  # no process, or no thread, is to be had

    def has_moved(self) -> bool:
        """Return True if the sound has moved since the last call; returns at once."""
        before, self._moves_seen = self._moves_seen, self._moves
        return self._moves_seen != before

    def wait_for_answer(self, seconds: float) -> bool:
        """Wait until it is known whether something can be watched; False if that takes longer."""
        return self._has_answered.wait(seconds)

    def close(self) -> None:
        """End the process, which has nothing to finish."""
        if process := self._process:
            process.kill()
            if process.stdin:
                process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                process.wait(CLOSE_WITHIN_S)
        if self._thread:
            self._thread.join(CLOSE_WITHIN_S)

    def _read(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout
        with process.stdout as pipe:
            for line in pipe:
                with suppress(ValueError, KeyError, TypeError):
                    self._receive_message(json.loads(line))
        self.failure = self.failure or "the process that watches it has ended"
        self._has_answered.set()

    def _receive_message(self, said: dict[str, str]) -> None:
        if said["is"] == "moved":
            self._moves += 1
        elif said["is"] == "absent":
            self._fail(said["why"])
        elif said["is"] == "ready":
            self.server, self.failure = said["by"], ""
            self._has_answered.set()

    def _fail(self, why: str) -> None:
        self.failure = why
        self._has_answered.set()


def _start_process(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command or module_command("coach.live.output", str(os.getpid())),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=module_environment(),
        **process_group_options(),
    )
