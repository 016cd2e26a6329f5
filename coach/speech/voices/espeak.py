"""EspeakVoice: espeak-ng inside this process, from the wheel that carries it; nothing to install.

There is one C library per process; it holds one voice at a time and is not thread-safe: all the
voices opened here share it behind one lock, and each sets its own voice before it speaks. How
long words last depends on what was spoken before them: of 400 texts, each spoken 25 times in
another order, four in ten stayed within 3 ms, one in eight varied by 18 or more, the worst by
41. So every take is measured, and tests compare lengths, not bytes.
"""

import ctypes
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import cache
from math import ceil
from threading import Lock, Thread

import numpy as np

from coach.errors import MachineError, Problem, UsageError, suggest_nearest
from coach.sound.audio import Pcm, Samples
from coach.speech.voices import VoiceEntry
from coach.speech.voices.spoken_text import has_alphanumeric, sanitize_text
from coach.system.install_hint import install_command

DEFAULT_VOICE = "en"
"""British English: it keeps t and d apart between vowels where 'en-us' says one flap for both
(sitting, thirty, writing and riding), is the voice that espeak-ng's other Englishes derive from,
and is what pyttsx3 speaks with by default on Linux, so both engines sound alike."""

_ABOUT = ("", "robotic", 0, "GPL-3.0-or-later", "espeak-ng")
_LOCK = Lock()

# Of speak_lib.h, espeak-ng 1.52.
_SYNCHRONOUS, _DONT_EXIT, _UTF8 = 2, 0x8000, 1
_RATE, _VOLUME, _WORD_GAP = 1, 2, 7
_SLOWEST, _FASTEST = 80, 450
# Longer buffers mean fewer callbacks, each of which waits for the interpreter: with one busy
# Python thread beside it 120 utterances take 0.8 s with 2000 ms and 7.1 s with 200 ms.
# Not longer: with 12 s a sentence came out 0.1 s longer or shorter by what was spoken before it.
_BUFFER_MS = 2000
_FULL_VOLUME = 100  # from 150 on the sound saturates
_LONGEST_PATH = 158  # N_PATH_HOME is 160: a longer data path is cut short without a word


def rate_and_gap(words_per_minute: int) -> tuple[int, int]:
    """Return the rate and the word gap that make espeak speak that many real words a minute.

    The rate is espeak's own words a minute, the gap its unit of about 27 ms at the slowest rate.
    """
    # Measured with voice 'en', espeak-ng 1.52.0, over 20 coaching sentences of 8 to 13 words (205
    # words), sound trimmed at -45 dB: a word takes 44.64 / rate seconds (within 0.5 % from rate 85
    # to 160), so that the real pace is 1.344 times the nominal one. espeak's slowest rate, 80 (84
    # speaks the same), is still 114 real words a minute; the gap between words makes up the rest:
    # with a gap of g a word takes (49.35 + 2.24 g) / rate seconds (within 1 %, g from 1 to 6).
    # 'en-us' comes out 2 % slower throughout.
    seconds = 60 / max(words_per_minute, 1)
    rate = round(44.64 / seconds)
    if rate > 84:
        return min(rate, _FASTEST), 0
    gap = max(ceil((84.5 * seconds - 49.35) / 2.24), 1)
    return max(round((49.35 + 2.24 * gap) / seconds), _SLOWEST), gap


def find_embedded_library() -> tuple[str, str]:
    """Return the paths of the library and of its data, which the wheel has.

    Raises MachineError where there is no wheel for the platform.
    """
    try:
        import espeakng_loader

        return espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
    except (ImportError, RuntimeError) as error:
        raise _make_missing_error(f"espeak-ng is not installed: {error}") from error


class EspeakVoice:
    """Speaks with the embedded espeak-ng.

    `name` is one of the catalog, '+variant' may follow. Raises UsageError for an unknown one.
    """

    def __init__(self, name: str | None = None) -> None:
        with _LOCK:
            library = _load_library()
            self._voice, file = library.find_voice(name or DEFAULT_VOICE)
            library.select_voice(self._voice)
        self._identity = f"espeak-ng {library.version} {file}"

    @property
    def identity(self) -> str:
        """The engine, its version and the voice."""
        return self._identity

    def speak(self, text: str, words_per_minute: int) -> Pcm:
        """Return `text` spoken at that many real words a minute, in 22,050 frames a second.

        Raises MachineError when espeak makes no sound, ScriptError for an overlong text.
        """
        return self.speak_at(text, *rate_and_gap(words_per_minute))

    def speak_at(self, text: str, rate: int, gap: int = 0) -> Pcm:
        """Return `text` spoken at espeak's own rate and word gap, to calibrate and to compare."""
        safe = sanitize_text(text)
        pcm = _run_off_main_thread(lambda: self._synthesize(safe, rate, gap))
        if has_alphanumeric(safe) and not pcm.samples.any():
            raise MachineError(Problem(f"{self._identity} gives no sound for {text!r}"))
        return pcm

    def _synthesize(self, text: str, rate: int, gap: int) -> Pcm:
        with _LOCK:
            library = _load_library()
            return Pcm(library.synthesize(self._voice, text, rate, gap), library.rate)

    def close(self) -> None:
        """Do nothing: the library stays, since other voices of the process speak with it."""

    @classmethod
    def catalog(cls) -> tuple[VoiceEntry, ...]:
        """Return the voices, the default first; each may be followed by '+' and a variant."""
        with _LOCK:
            voices = _load_library().voices
        entries = sorted(
            (VoiceEntry(name, tag, *_ABOUT) for name, (_, tag) in voices.items()),
            key=lambda entry: (entry.name != DEFAULT_VOICE, entry.name),
        )
        return tuple(entries)


class _VoiceStruct(ctypes.Structure):
    """espeak_VOICE; `languages` is a list of a priority byte and a tag each, ended by a zero."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("unused", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


class _Library:
    """The C library, started. Every method must be called with _LOCK held."""

    def __init__(self, path: str, data: str) -> None:
        self._lib = lib = ctypes.CDLL(path)
        lib.espeak_Info.restype = ctypes.c_char_p
        lib.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_VoiceStruct))
        lib.espeak_GetCurrentVoice.restype = ctypes.POINTER(_VoiceStruct)
        lib.espeak_Synth.argtypes = (
            *(ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint),
            *(ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p),
        )
        # It returns frames a second, or 0 where it fails, whatever the header says.
        where = os.fsencode(data)
        self.rate = lib.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, where, _DONT_EXIT)
        if self.rate <= 0:
            raise OSError(f"it cannot read its data in {data}")
        self._pieces: list[bytes] = []
        # Kept as long as the library: espeak holds no reference to it.
        self._callback = _Callback(self._collect_samples)
        lib.espeak_SetSynthCallback(self._callback)
        self.version = lib.espeak_Info(None).decode().split()[0]
        self.voices = {
            identifier.rpartition("/")[2].lower(): (identifier, tag)
            for identifier, tag in self._list_voices(None)
        }
        variants = (identifier for identifier, _ in self._list_voices(b"variant"))
        self._variants = {
            name.lower(): name for name in (path.removeprefix("!v/") for path in variants)
        }
        self._current = ""

    def _collect_samples(self, samples: int | None, count: int, _events: int | None) -> int:
        if samples and count > 0:
            self._pieces.append(ctypes.string_at(samples, count * 2))
        return 0

    def _list_voices(self, language: bytes | None) -> Iterator[tuple[str, str]]:
        wanted = _VoiceStruct()
        text = ctypes.create_string_buffer(language) if language else None
        wanted.languages = ctypes.addressof(text) if text else None
        found = self._lib.espeak_ListVoices(ctypes.byref(wanted) if text else None)
        for pointer in iter(iter(found).__next__, None):
            if not pointer:
                return
            entry = pointer.contents
            yield entry.identifier.decode(), ctypes.string_at(entry.languages + 1).decode()

    def find_voice(self, name: str) -> tuple[str, str]:
        """Return espeak's identifier and our name of a voice, by its file name or its language."""
        base, plus, variant = name.lower().partition("+")
        by_tag = {tag: file for file, (_, tag) in reversed(self.voices.items())}
        file = base if base in self.voices else by_tag.get(base)
        if file is None:
            raise _make_unknown_error("voice", base, sorted({*self.voices, *by_tag}))
        identifier = self.voices[file][0]
        if not plus:
            return identifier, file
        # espeak accepts an unknown variant silently, and speaks with none.
        if variant not in self._variants:
            raise _make_unknown_error("voice variant", variant, sorted(self._variants))
        return f"{identifier}+{self._variants[variant]}", f"{file}+{variant}"

    def select_voice(self, identifier: str) -> None:
        """Set the voice to speak with from now on."""
        if identifier == self._current:
            return
        self._current = ""
        code = self._lib.espeak_SetVoiceByName(identifier.encode())
        now = self._lib.espeak_GetCurrentVoice().contents.identifier.decode()
        if code or now != identifier:
            raise MachineError(Problem(f"espeak-ng cannot load its voice {identifier!r}"))
        self._current = identifier

    def synthesize(self, identifier: str, text: str, rate: int, gap: int) -> Samples:
        """Return the samples of `text`, at `self.rate` frames a second."""
        self.select_voice(identifier)
        for parameter, value in ((_VOLUME, _FULL_VOLUME), (_RATE, rate), (_WORD_GAP, gap)):
            self._lib.espeak_SetParameter(parameter, value, 0)
        self._pieces.clear()
        encoded = text.encode()
        code = self._lib.espeak_Synth(encoded, len(encoded) + 1, 0, 1, 0, _UTF8, None, None)
        if code:
            raise MachineError(Problem(f"espeak-ng fails on {text!r} with code {code}"))
        return np.frombuffer(b"".join(self._pieces), np.int16)


@cache
def _load_library() -> _Library:
    path, data = find_embedded_library()
    if len(os.fsencode(data)) > _LONGEST_PATH:
        raise _make_missing_error(f"espeak-ng cannot read its data below so long a path: {data}")
    try:
        return _Library(path, data)
    except (OSError, AttributeError) as error:
        raise _make_missing_error(f"espeak-ng does not start: {error}") from error


def _run_off_main_thread(job: Callable[[], Pcm]) -> Pcm:
    """Return what `job` does on a thread of its own (0.1 ms), where no signal handler ever runs.

    A Ctrl-C on the main thread would be raised inside espeak's callback, and be lost there. Now
    it ends the wait, and the job, which holds the lock, ends by itself.
    """
    future: Future[Pcm] = Future()

    def run_job() -> None:
        try:
            future.set_result(job())
        except BaseException as error:  # raised where the result is waited for
            future.set_exception(error)

    Thread(target=run_job).start()
    return future.result()


def _make_missing_error(message: str) -> MachineError:
    hint = f"{install_command('espeakng-loader')}; or choose another engine: pyttsx3 or tone"
    return MachineError(Problem(message, hint=hint))


def _make_unknown_error(kind: str, name: str, known: list[str]) -> UsageError:
    hint = suggest_nearest(name, known) or f"some of them: {', '.join(known[:12])}"
    return UsageError(Problem(f"espeak-ng has no {kind} called {name!r}", hint=hint))
