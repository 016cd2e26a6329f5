"""Pyttsx3Voice: the system's own voices by pyttsx3, spoken by a worker in a process of its own.

On Linux that is espeak, on Windows SAPI5, on macOS NSSS. The worker may die or hang: it is ended
and started anew, and the utterance is tried once more.
"""

import base64
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import numpy as np

from coach.errors import MachineError, Problem, UsageError
from coach.sound.audio import Pcm
from coach.speech.voices import VoiceEntry
from coach.speech.voices.espeak import has_words, nominal, plain

TRIES = 2
PATIENCE = 30.0
"""Seconds an utterance may take: 2000 bytes take espeak 0.1 s, and 60 s of speech SAPI5 a few."""
START_PATIENCE = 60.0
"""Seconds a worker may take to start; here it takes 0.3, with SAPI5's first run much longer."""

_HINT = "choose another engine: espeak or tone"


class Pyttsx3Voice:
    """Speaks with a voice of the system; `name` is one of the catalog, or the driver's own id.

    `patience` is how many seconds one utterance may take before its worker counts as hung.
    """

    def __init__(self, name: str | None = None, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._lock = Lock()
        self._worker: _Worker | None = _Worker()
        greeting = self._worker.greeting
        self._driver: str = greeting["driver"]
        try:
            short, self._id = _find(greeting, name)
        except UsageError:
            self.close()
            raise
        self._identity = f"pyttsx3 {greeting['versions']} {short}"

    @property
    def identity(self) -> str:
        """Name pyttsx3, its driver, their versions and the voice."""
        return self._identity

    def speak(self, text: str, words_per_minute: int) -> Pcm:
        """Speak `text` at that many words a minute: real ones with espeak on Linux.

        SAPI5 and NSSS take real words a minute themselves (200 is their own default); SAPI5 knows
        only steps of 11 %. Raises MachineError when there is no sound after TRIES workers.
        """
        real = self._driver != "espeak"
        return self.speak_at(text, *((words_per_minute, 0) if real else nominal(words_per_minute)))

    def speak_at(self, text: str, rate: int, gap: int = 0) -> Pcm:
        """Speak `text` at the driver's own rate; `gap` is espeak's, between words."""
        spoken = plain(text) or " "
        request = {"text": spoken, "voice": self._id, "rate": rate, "gap": gap}
        with self._lock:
            reply = self._ask(request)
        samples = np.frombuffer(base64.b64decode(reply["samples"]), "<i2").astype(np.int16)
        if has_words(spoken) and not samples.any():
            raise MachineError(Problem(f"{self._identity} gives no sound for {text!r}", hint=_HINT))
        return Pcm(samples, reply["rate"])

    def close(self) -> None:
        """End the worker. Closing twice is fine; speaking again starts another."""
        with self._lock:
            self._drop()

    @classmethod
    def catalog(cls) -> tuple[VoiceEntry, ...]:
        """List the system's voices, its default first. Starts a worker to ask it."""
        worker = _Worker()
        worker.end()
        default = worker.greeting["voice"]
        voices = sorted(worker.greeting["voices"], key=lambda voice: voice[1] != default)
        return tuple(VoiceEntry(name, tag) for name, _, tag in voices)

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        reason = ""
        for _ in range(TRIES):
            try:
                self._worker = self._worker or _Worker()
                reply = self._worker.ask(request, self._patience)
            except _LostError as lost:
                reason = str(lost)
                self._drop()
                continue
            except BaseException:  # Ctrl-C: a reply still on its way would answer the next request
                self._drop()
                raise
            if self._driver == "nsss":
                self._drop()  # its second run in one process hangs
            if "error" not in reply:
                return reply
            reason = reply["error"]
            self._drop()
        message = f"{self._identity} fails on {request['text'][:60]!r}: {reason}"
        raise MachineError(Problem(message, hint=_HINT))

    def _drop(self) -> None:
        worker, self._worker = self._worker, None
        if worker:
            worker.end()


class _LostError(Exception):
    """The worker died or does not answer."""


class _Worker:
    """The process and its pipes. Raises MachineError when it does not come up."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="coach-voice-"))
        self._log = self._folder / "log"
        try:
            self.process = _start(self._folder, self._log)
        except OSError as error:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise _no_start(str(error)) from error
        self._replies: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        try:
            self.greeting = self._answer(START_PATIENCE)
            if reason := self.greeting.get("error"):
                raise _no_start(reason)
        except _LostError as lost:
            self.end()
            raise _no_start(str(lost)) from lost
        except BaseException:
            self.end()
            raise

    def ask(self, request: dict[str, Any], patience: float) -> dict[str, Any]:
        """Send a request and wait for its reply, `patience` seconds at most; raises _LostError."""
        assert self.process.stdin
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
        except OSError as error:
            raise self._lost() from error
        return self._answer(patience)

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

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._replies.put(line)
        self._replies.put(b"")

    def _answer(self, patience: float) -> dict[str, Any]:
        try:
            line = self._replies.get(timeout=patience)
        except queue.Empty:
            raise _LostError(f"its worker does not answer within {patience:g} s") from None
        if not line.endswith(b"\n"):  # the end, or what was cut off by it
            raise self._lost()
        try:
            reply = json.loads(line)
        except ValueError:
            reply = None
        if not isinstance(reply, dict) or not ({"error", "driver"} & set(reply) or _sounds(reply)):
            raise _LostError("its worker answers what makes no sense")
        return reply

    def _lost(self) -> _LostError:
        code = self.process.wait()
        last = self._log.read_text(errors="replace").strip().rpartition("\n")[2]
        return _LostError(f"its worker ended with code {code}" + (f": {last}" if last else ""))


def _start(folder: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start the worker, which imports the same `coach` as this process."""
    root = str(Path(__file__).parents[3])
    path = os.environ.get("PYTHONPATH")
    with log.open("wb") as errors:
        return subprocess.Popen(
            # -P: what lies in the current folder shall not be imported in place of the real thing.
            [sys.executable, "-P", "-m", "coach.speech.voices.pyttsx3_worker", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=os.environ | {"PYTHONPATH": f"{root}{os.pathsep}{path}" if path else root},
            **_apart(),
        )


def _apart() -> dict[str, Any]:
    """Keep the keyboard's Ctrl-C from the worker."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _sounds(reply: dict[str, Any]) -> bool:
    """Tell whether a reply holds a take."""
    return isinstance(reply.get("samples"), str) and isinstance(reply.get("rate"), int)


def _no_start(reason: str) -> MachineError:
    return MachineError(Problem(f"pyttsx3 does not start: {reason}", hint=_HINT))


def _find(greeting: dict[str, Any], name: str | None) -> tuple[str, str]:
    """Look a voice up by name, id or language, in this order: its name and its id."""
    wanted = greeting["voice"].lower() if name is None else name.lower()
    for key in (0, 1, 2):
        for voice in greeting["voices"]:
            if voice[key].lower() == wanted:
                return voice[0], voice[1]
    if name is None:  # the driver does not list its own default
        return greeting["voice"], greeting["voice"]
    names = [voice[0] for voice in greeting["voices"]]
    near = get_close_matches(wanted, names, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"some of them: {', '.join(names[:12])}"
    raise UsageError(Problem(f"pyttsx3 has no voice called {name!r}", hint=hint))
