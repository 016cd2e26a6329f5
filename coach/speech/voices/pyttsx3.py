"""Pyttsx3Voice: the system's own voices by pyttsx3, spoken by a worker in a process of its own.

On Linux that is espeak, on Windows SAPI5, on macOS NSSS. The worker may die or hang: it is ended
and started anew, and the utterance is tried once more.
"""

import base64
import json
import queue
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import numpy as np

from coach.errors import MachineError, Problem, UsageError, suggest_nearest
from coach.sound.audio import Pcm
from coach.speech.voices import VoiceEntry
from coach.speech.voices.espeak import rate_and_gap
from coach.speech.voices.spoken_text import has_alphanumeric, sanitize_text
from coach.system.child_process import (
    module_command,
    module_environment,
    process_group_options,
)

TRIES = 2
"""How many workers an utterance is tried with."""
TIMEOUT_S = 30.0
"""How long an utterance may take: espeak needs 0.1 s for 2000 bytes, SAPI5 a few for 60 s."""
START_TIMEOUT_S = 60.0
"""How long a worker may take to start: 0.3 s with espeak, SAPI5's first run much longer."""

_HINT = "choose another engine: espeak or tone"


class Pyttsx3Voice:
    """Speaks with a voice of the system; `name` is one of the catalog, or the driver's own id.

    `timeout` is how many seconds one utterance may take before its worker counts as hung. Raises
    MachineError where pyttsx3 does not start, UsageError for an unknown name.
    """

    def __init__(self, name: str | None = None, *, timeout: float = TIMEOUT_S) -> None:
        self._timeout = timeout
        self._lock = Lock()
        self._worker: _Worker | None = _Worker()
        greeting = self._worker.greeting
        self._driver: str = greeting["driver"]
        try:
            short, self._id = _find_voice(greeting, name)
        except UsageError:
            self.close()
            raise
        self._identity = f"pyttsx3 {greeting['versions']} {short}"

    @property
    def identity(self) -> str:
        """pyttsx3, its driver, their versions and the voice."""
        return self._identity

    def speak(self, text: str, words_per_minute: int) -> Pcm:
        """Return `text` spoken at that many words a minute: real ones with espeak on Linux.

        SAPI5 and NSSS take real words a minute themselves (200 is their own default); SAPI5 knows
        only steps of 11 %. Raises MachineError when there is no sound after TRIES workers.
        """
        real = self._driver != "espeak"
        return self.speak_at(
            text, *((words_per_minute, 0) if real else rate_and_gap(words_per_minute))
        )

    def speak_at(self, text: str, rate: int, gap: int = 0) -> Pcm:
        """Return `text` spoken at the driver's own rate; `gap` is espeak's, between words."""
        safe = sanitize_text(text) or " "
        request = {"text": safe, "voice": self._id, "rate": rate, "gap": gap}
        with self._lock:
            reply = self._ask_with_retry(request)
        samples = np.frombuffer(base64.b64decode(reply["samples"]), "<i2").astype(np.int16)
        if has_alphanumeric(safe) and not samples.any():
            raise MachineError(Problem(f"{self._identity} gives no sound for {text!r}", hint=_HINT))
        return Pcm(samples, reply["rate"])

    def close(self) -> None:
        """End the worker. Closing twice is fine; speaking again starts another."""
        with self._lock:
            self._end_worker()

    @classmethod
    def catalog(cls) -> tuple[VoiceEntry, ...]:
        """Return the system's voices, its default first. Starts a worker to ask it."""
        worker = _Worker()
        worker.end()
        default = worker.greeting["voice"]
        voices = sorted(worker.greeting["voices"], key=lambda voice: voice[1] != default)
        return tuple(VoiceEntry(name, tag, origin="this system") for name, _, tag in voices)

    def _ask_with_retry(self, request: dict[str, Any]) -> dict[str, Any]:
        reason = ""
        for _ in range(TRIES):
            try:
                self._worker = self._worker or _Worker()
                reply = self._worker.ask(request, self._timeout)
            except _WorkerLostError as lost:
                reason = str(lost)
                self._end_worker()
                continue
            except BaseException:  # Ctrl-C: a reply still on its way would answer the next request
                self._end_worker()
                raise
            if self._driver == "nsss":
                self._end_worker()  # its second run in one process hangs
            if "error" not in reply:
                return reply
            reason = reply["error"]
            self._end_worker()
        message = f"{self._identity} fails on {request['text'][:60]!r}: {reason}"
        raise MachineError(Problem(message, hint=_HINT))

    def _end_worker(self) -> None:
        worker, self._worker = self._worker, None
        if worker:
            worker.end()


class _WorkerLostError(Exception):
    """The worker died or does not answer."""


class _Worker:
    """The process and its pipes. Raises MachineError when it does not start."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="coach-voice-"))
        self._log = self._folder / "log"
        try:
            self.process = _start_worker(self._folder, self._log)
        except OSError as error:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise _make_start_error(str(error)) from error
        self._replies: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reader = Thread(target=self._read_replies, daemon=True)
        self._reader.start()
        try:
            self.greeting = self._wait_for_reply(START_TIMEOUT_S)
            if reason := self.greeting.get("error"):
                raise _make_start_error(reason)
        except _WorkerLostError as lost:
            self.end()
            raise _make_start_error(str(lost)) from lost
        except BaseException:
            self.end()
            raise

    def ask(self, request: dict[str, Any], timeout: float) -> dict[str, Any]:
        """Send a request and return its reply; raises _WorkerLostError after `timeout` seconds."""
        assert self.process.stdin
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
        except OSError as error:
            raise self._make_lost_error() from error
        return self._wait_for_reply(timeout)

    def end(self) -> None:
        """End the process, whatever state it is in, and clean up after it."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.kill()
        self.process.wait()
        self._reader.join()
        with suppress(OSError):
            self.process.stdin.close()
        self.process.stdout.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _read_replies(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._replies.put(line)
        self._replies.put(b"")

    def _wait_for_reply(self, timeout: float) -> dict[str, Any]:
        try:
            line = self._replies.get(timeout=timeout)
        except queue.Empty:
            raise _WorkerLostError(f"its worker does not answer within {timeout:g} s") from None
        if not line.endswith(b"\n"):  # the end, or a line that it cut off
            raise self._make_lost_error()
        try:
            reply = json.loads(line)
        except ValueError:
            reply = None
        if not isinstance(reply, dict) or not (
            {"error", "driver"} & set(reply) or _has_take(reply)
        ):
            raise _WorkerLostError("its worker answers what makes no sense")
        return reply

    def _make_lost_error(self) -> _WorkerLostError:
        code = self.process.wait()
        last = self._log.read_text(errors="replace").strip().rpartition("\n")[2]
        return _WorkerLostError(
            f"its worker ended with code {code}" + (f": {last}" if last else "")
        )


def _start_worker(folder: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start the worker, with the same `coach` to import as this process."""
    with log.open("wb") as errors:
        return subprocess.Popen(
            module_command("coach.speech.voices.pyttsx3_worker", str(folder)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=module_environment(),
            **process_group_options(),
        )


def _has_take(reply: dict[str, Any]) -> bool:
    """Return True if a reply holds a take."""
    return isinstance(reply.get("samples"), str) and isinstance(reply.get("rate"), int)


def _make_start_error(reason: str) -> MachineError:
    return MachineError(Problem(f"pyttsx3 does not start: {reason}", hint=_HINT))


def _find_voice(greeting: dict[str, Any], name: str | None) -> tuple[str, str]:
    """Return name and id of a voice, looked up by name, id or language, in this order."""
    wanted = greeting["voice"].lower() if name is None else name.lower()
    for key in (0, 1, 2):
        for voice in greeting["voices"]:
            if voice[key].lower() == wanted:
                return voice[0], voice[1]
    if name is None:  # the driver does not list its own default
        return greeting["voice"], greeting["voice"]
    names = [voice[0] for voice in greeting["voices"]]
    hint = suggest_nearest(wanted, names) or f"some of them: {', '.join(names[:12])}"
    raise UsageError(Problem(f"pyttsx3 has no voice called {name!r}", hint=hint))
