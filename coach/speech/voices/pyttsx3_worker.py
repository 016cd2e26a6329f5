"""The process that drives pyttsx3: requests by stdin, takes by stdout, each a line of JSON.

    <- {"driver": "espeak", "versions": "2.99 ...", "voice": id, "voices": [[name, id, tag], ...]}
    -> {"text": ..., "voice": id, "rate": ..., "gap": ...}
    <- {"rate": frames a second, "samples": 16-bit little-endian, in base64}   or   {"error": ...}

pyttsx3 2.99 loses its first file and about half of all changes of rate, prints to stdout, and
hangs in a fork; hence a process of its own and the steps taken in `_Driver`. Only its espeak
driver could be run by the authors of this file; SAPI5 and NSSS are driven as their source says.
"""

import base64
import ctypes
import json
import os
import queue
import shutil
import signal
import struct
import sys
import threading
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from coach.errors import MachineError
from coach.sound.audio import Pcm, from_floats, load_wav
from coach.speech.voices.espeak import find_embedded_library
from coach.speech.voices.spoken_text import has_alphanumeric

TRIES = 2
"""How often a text is tried until its file has frames: under load one in 250 is empty."""


def main() -> None:
    """Greet, then answer request after request until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles Ctrl-C, and closes our stdin
    replies = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # pyttsx3 prints a line an utterance
    folder = Path(sys.argv[1])
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_queue_requests, args=(requests, folder), daemon=True).start()
    driver: _Driver | None = None
    while True:
        try:
            if driver is None:
                driver = _Driver(folder / "take")
                reply = driver.greeting()
            else:
                reply = driver.make_take(**json.loads(requests.get()))
        except Exception as error:  # whatever a driver raises is reported
            reply = {"error": f"{type(error).__name__}: {error}"}
        replies.write(json.dumps(reply) + "\n")
        replies.flush()
        if driver is None:
            return


def _queue_requests(requests: "queue.SimpleQueue[str]", folder: Path) -> None:
    """Queue what comes in; when stdin ends, exit at once, even if an engine hangs."""
    for line in sys.stdin:
        requests.put(line)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


class _Driver:
    """pyttsx3's engine with the driver of this system, writing each take to `file`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        library = _preload_espeak() if sys.platform.startswith("linux") else None
        import pyttsx3

        self._engine = pyttsx3.init()
        self._library = library
        os.environ.pop("ESPEAK_DATA_PATH", None)
        self._name: str = self._engine.driver_name
        self._finished = threading.Event()
        self._errors: list[BaseException] = []
        self._engine.connect("finished-utterance", lambda **_: self._finished.set())
        self._engine.connect("error", lambda exception, **_: self._errors.append(exception))
        self._espeak = _patch_espeak() if self._name == "espeak" else None
        if self._espeak:
            # The first runAndWait always returns before its file is written.
            self._speak_to_file("ready")

    def greeting(self) -> dict[str, Any]:
        """Return the driver, the versions, the default voice and all voices."""
        versions = f"{version('pyttsx3')} {self._name}"
        if self._espeak:
            info = self._espeak.dll.espeak_Info
            info.restype = ctypes.c_char_p
            versions += f"-ng {info(None).decode().split()[0]}"
        voices = [
            (_short_voice_name(self._name, voice), str(voice.id), _language_tag(voice.languages))
            for voice in self._engine.getProperty("voices")
        ]
        return {
            "driver": self._name,
            "versions": versions,
            "voice": str(self._engine.getProperty("voice")),
            "voices": voices,
        }

    def make_take(self, text: str, voice: str, rate: int, gap: int) -> dict[str, Any]:
        """Return `text` spoken; raises RuntimeError when there is no sound after TRIES tries."""
        for _ in range(TRIES):
            self._set_voice(voice, rate, gap)
            pcm = self._speak_to_file(text)
            if pcm is not None and (pcm.samples.any() or not has_alphanumeric(text)):
                raw = pcm.samples.astype("<i2").tobytes()
                return {"rate": pcm.rate, "samples": base64.b64encode(raw).decode()}
        raise RuntimeError("pyttsx3 wrote no sound")

    def _set_voice(self, voice: str, rate: int, gap: int) -> None:
        self._errors.clear()
        self._engine.setProperty("voice", voice)
        self._engine.setProperty("rate", rate)
        if self._espeak:
            # Parameters are queued, and the end of a run drops the queue: wait for them.
            self._espeak.SetParameter(7, gap, 0)
            self._espeak.Synchronize()
            if self._espeak.dll.espeak_GetParameter(self._espeak.RATE, 1) != rate:
                raise RuntimeError(f"espeak did not take the rate {rate}")
        if self._errors:
            raise self._errors[0]

    def _speak_to_file(self, text: str) -> Pcm | None:
        """Speak into the file and return its sound; None when nothing was written."""
        self._file.unlink(missing_ok=True)
        self._finished.clear()
        self._engine.save_to_file(text, str(self._file))
        self._engine.runAndWait()
        if self._name != "sapi5":  # which writes before it returns, and never says so
            self._finished.wait()  # for ever, if need be: the parent has the timeout
        if self._espeak:
            self._espeak.Synchronize()
        if self._errors:
            raise self._errors[0]
        try:
            return read_wav_or_aiff(self._file.read_bytes())
        except (FileNotFoundError, EOFError):
            return None
        finally:
            self._file.unlink(missing_ok=True)


def _preload_espeak() -> ctypes.CDLL | None:
    """Load the embedded espeak-ng, so that pyttsx3 finds it by the name it looks for.

    The loader returns a loaded library to all who ask for its SONAME, libespeak-ng.so.1.
    Without a wheel for this platform pyttsx3 is left to look for the system's own espeak.
    """
    try:
        library, data = find_embedded_library()
        loaded = ctypes.CDLL(library)
    except (MachineError, OSError):
        return None
    os.environ["ESPEAK_DATA_PATH"] = data  # read once, when espeak starts
    return loaded


def _patch_espeak() -> Any:
    """Return pyttsx3's binding of espeak, patched to pass the true length of the text.

    Its own passes ten times as much, and espeak copies that many bytes: long texts crash.
    """
    from pyttsx3.drivers import _espeak

    def synth(text: bytes, flags: int) -> int:
        code: int = _espeak.cSynth(text, len(text) + 1, 0, 1, 0, flags, None, None)
        return code

    _espeak.Synth = synth
    return _espeak


def _short_voice_name(driver: str, voice: Any) -> str:
    """Return a voice's name for people: espeak's by its file, others as the system shows it."""
    return str(voice.id).rpartition("/")[2] if driver == "espeak" else str(voice.name or voice.id)


def _language_tag(languages: Any) -> str:
    first = next(iter(languages or ()), None) or "und"
    text = first.decode("ascii", "ignore") if isinstance(first, bytes) else str(first)
    return text.replace("_", "-").strip("\0\2\5") or "und"


def read_wav_or_aiff(data: bytes) -> Pcm:
    """Return the sound of a WAV, or of the AIFF that NSSS writes whatever the suffix.

    The standard library reads no AIFF from Python 3.13 on. Raises ValueError for a form that is
    not known, EOFError for an empty file.
    """
    return _read_aiff(data) if data[:4] == b"FORM" else load_wav(BytesIO(data))


def _read_aiff(data: bytes) -> Pcm:
    chunks, at = {}, 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from(">4sI", data, at)
        chunks[name] = data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    if b"COMM" not in chunks or b"SSND" not in chunks:
        raise EOFError("the AIFF ends before its sound")
    channels, _, bits, exponent, mantissa = struct.unpack_from(">hIhHQ", chunks[b"COMM"])
    rate = round(mantissa * 2.0 ** (exponent - 16_383 - 63))  # an 80-bit float
    form = chunks[b"COMM"][18:22] if data[8:12] == b"AIFC" else b"NONE"
    kind = {(b"NONE", 16): ">i2", (b"twos", 16): ">i2", (b"sowt", 16): "<i2"}.get((form, bits))
    kind = ">f4" if form in (b"fl32", b"FL32") else kind
    if kind is None:
        raise ValueError(f"an AIFF of {bits} bits, form {form!r}, is not known here")
    sound = chunks[b"SSND"]
    sound = sound[8 + struct.unpack_from(">I", sound)[0] :]
    width = channels * np.dtype(kind).itemsize
    frames = np.frombuffer(sound[: len(sound) // width * width], kind).reshape(-1, channels)
    mono = frames.astype(np.float32).mean(axis=1)
    return from_floats(mono, rate) if kind == ">f4" else Pcm(mono.astype(np.int16), rate)


if __name__ == "__main__":
    main()
