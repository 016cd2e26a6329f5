"""The player's side of the pipe to the process that feeds the card (see `feeder.wire`).

Two threads do the reading and the writing, so that a caller that waits can be interrupted at any
time and never leaves half a message behind.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from threading import Condition, Thread
from typing import Any

from coach.errors import MachineError, Problem
from coach.live.output import SESSION_PROPERTY
from coach.live.players import NO_SOUND_HINT
from coach.live.players.feeder import wire
from coach.system.child_process import process_group_options

FEEDER_FOLDER = Path(__file__).with_name("feeder")
TICK_S = 0.05
"""Seconds of one wait: short, because Windows lets no Ctrl-C into a longer one."""
HUNG_AFTER_S = 5.0
"""Seconds without a message from the feeder until it counts as hung; counted in ticks of our own
waiting, so that a stopped and continued program does not count its sleep."""
SILENT_S = 1.0
SILENT_LOOKS = 40
"""An open feeder that sends nothing for so long, over so many calls of `check`, hangs as well: it
sends five messages a second or more. Calls are counted for the same reason."""
QUIT_WITHIN_S = 0.5
STREAM_PROPERTIES = {
    "application.id": "audio-coach",
    "application.icon_name": "audio-headphones",
    "media.role": "a11y",
}
"""Properties of the stream for PulseAudio and PipeWire, beside its name. `a11y` is their role for
speech: a desktop that lowers music for some roles lowers it for this one."""

Answer = dict[str, Any]


class FeederClient:
    """A running feeder: messages go by `send` and `request`, its reports are kept in fields."""

    def __init__(self, engine: str) -> None:
        self.frames = 0
        """Frames of sound the card has taken, at the monotonic time `time`."""
        self.time = 0.0
        self.silent_frames = 0
        """Frames of silence that the card has taken since the last sound."""
        self.underruns = 0
        self._news = Condition()
        self._message_count = 0
        # The messages at the last change that `check` saw, and its calls since then.
        self._last_message_count = self._looks = 0
        self._last_message_time = 0.0
        self._serial = 0
        self._answers: dict[int, Answer] = {}
        self._failure: Problem | None = None
        self._closing = False
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the client, whose close ends it
        self._outbox: SimpleQueue[bytes | None] = SimpleQueue()
        self._process = _start_feeder(engine, self._stderr.fileno())
        self._threads = [Thread(target=work, daemon=True) for work in (self._read, self._write)]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        """The feeder's process."""
        return self._process.pid

    def send(self, kind: bytes, payload: bytes = b"") -> int:
        """Send a message without waiting; returns its serial number."""
        with self._news:
            self._serial += 1
            self._outbox.put(wire.pack_message(kind, self._serial, payload))
            return self._serial

    def request(self, kind: bytes, payload: bytes = b"") -> Answer:
        """Send a message and wait for its answer."""
        serial = self.send(kind, payload)
        self.wait_until(lambda: serial in self._answers)
        return self._answers.pop(serial)

    def wait_until(self, done: Callable[[], bool]) -> None:
        """Wait until `done()`, which is called after each message of the feeder.

        Raises MachineError when the device is lost, or the feeder dead or hung.
        """
        quiet = 0.0
        with self._news:
            while not done():
                self._raise_failure()
                before = self._message_count
                self._news.wait(TICK_S)
                quiet = 0.0 if self._message_count != before else quiet + TICK_S
                if quiet > HUNG_AFTER_S:
                    self._kill_hung_feeder()

    def check(self) -> None:
        """Raise MachineError if the device is known to be lost, or an open feeder hangs."""
        self._raise_failure()
        now, heard = time.monotonic(), self._message_count
        if heard != self._last_message_count:
            self._last_message_count, self._looks, self._last_message_time = heard, 0, now
            return
        self._looks += 1
        if self._looks >= SILENT_LOOKS and now - self._last_message_time >= SILENT_S:
            self._kill_hung_feeder()
            self._raise_failure()

    def _raise_failure(self) -> None:
        if self._failure:
            raise MachineError(self._failure)

    def _kill_hung_feeder(self) -> None:
        """Kill a feeder that hangs; its player replaces it."""
        self._fail("the process that feeds the sound card does not answer")
        self._process.kill()

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def clear_failure(self) -> None:
        """Forget that the device was lost, before it is opened anew."""
        if self.is_alive:
            self._failure = None

    def close(self) -> None:
        """End the feeder, within half a second."""
        with self._news:
            if self._closing:
                return
            self._closing = True
        self.send(wire.QUIT)
        self._outbox.put(None)
        try:
            self._process.wait(QUIT_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in self._threads:
            thread.join()
        self._stderr.close()

    def _write(self) -> None:
        assert self._process.stdin
        with self._process.stdin as pipe:
            try:
                while (message := self._outbox.get()) is not None:
                    pipe.write(message)
            except OSError:
                return  # the reading thread notices, too, and knows why

    def _read(self) -> None:
        assert self._process.stdout
        with self._process.stdout as pipe:
            for line in pipe:
                with self._news:
                    self._receive_message(json.loads(line))
                    self._news.notify_all()
        code = self._process.wait()
        with self._news:
            if not self._closing:
                self._fail(
                    f"the process that feeds the sound card ended: {self._exit_reason(code)}"
                )
            self._news.notify_all()

    def _receive_message(self, said: Answer) -> None:
        self._message_count += 1
        name = said["is"]
        if name == "at":
            self.frames, self.time, self.underruns = said["frames"], said["time"], said["underruns"]
            self.silent_frames = said.get("quiet", 0)
        elif name == "cut":
            self.frames = max(self.frames, said["frames"])
        elif name == "lost":
            self._fail(f"the sound device is lost: {said['why']}")
        elif name == "broken":
            self._fail(f"the process that feeds the sound card failed: {said['why']}")
        if "re" in said:
            self._answers[said["re"]] = said

    def _fail(self, message: str) -> None:
        self._failure = self._failure or Problem(message, hint=NO_SOUND_HINT)

    def _exit_reason(self, code: int) -> str:
        size = os.fstat(self._stderr.fileno()).st_size
        self._stderr.seek(max(0, size - 1000))
        lines = self._stderr.read().decode(errors="replace").split("\n")
        said = [line for line in lines if line.strip()]
        return said[-1] if said and code > 0 else f"exit code {code}"


def _start_feeder(engine: str, stderr: int) -> subprocess.Popen[bytes]:
    """Return the process of a new feeder, which Ctrl-C and Ctrl-Z do not reach.

    What ALSA writes to standard error goes to a file, read only by `_exit_reason`.
    """
    command = [sys.executable, "-W", "ignore", str(FEEDER_FOLDER), engine]
    properties = STREAM_PROPERTIES | {SESSION_PROPERTY: str(os.getpid())}
    env = os.environ | {f"PULSE_PROP_{name}": value for name, value in properties.items()}
    return subprocess.Popen(
        command,
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env=env,
        **process_group_options(),
    )
