"""Speaking: a voice is asked for line after line, and what it gives is checked before it is used.

It speaks in a thread of its own, a few lines ahead. A line it fails at is asked for once more;
one that it does not answer for is given up with all that follow, for the thread is lost with it.
"""

import sys
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, Full, Queue
from threading import Event, Thread

import numpy as np

from coach.errors import CoachError, MachineError, Problem
from coach.script.pace import WORDS_PER_MINUTE
from coach.sound.audio import MAX_RATE, MIN_RATE, Pcm
from coach.sound.conform import check_take
from coach.speech.voices import Voice
from coach.timeline.source import Utterance

LINES_AHEAD = 6
"""Lines spoken ahead of the one that is being conformed."""
TRIES = 2
LINE_TIMEOUT_S = 90.0
"""Seconds a line may take. pyttsx3 gives up by itself after two workers of 30 s each."""
SLOW_S = 10.0
"""A voice that took so long to fail is not asked again: somebody is waiting."""
JOIN_TIMEOUT_S = 2.0
POLL_INTERVAL_S = 0.2
HINT = "try another voice: --voice tone"


@dataclass(frozen=True, slots=True)
class SpeechLine:
    """What is to be spoken: a source, its text spelt out, and the key its take is kept under."""

    source: Utterance
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class SpeechFailure:
    """A line that was not spoken, and why; `hopeless` where the next will not be, either."""

    error: CoachError
    is_permanent: bool = False


SpeechResult = Pcm | SpeechFailure


def speak_lines(
    lines: Sequence[SpeechLine], voice: Voice, timeout: float = LINE_TIMEOUT_S
) -> Generator[tuple[SpeechLine, SpeechResult], None, None]:
    """Have lines spoken; gives each with its sound, or with what went wrong."""
    if not lines:
        return
    said: Queue[SpeechResult] = Queue(LINES_AHEAD)
    enough = Event()
    speaker = Thread(target=_speak_all, args=(lines, voice, said, enough), daemon=True)
    lost: SpeechFailure | None = None
    with _short_switch_interval():
        speaker.start()
        try:
            for line in lines:
                made = lost or _wait_for_line(said, line, voice, timeout)
                if isinstance(made, SpeechFailure) and made.is_permanent:
                    lost = made
                yield line, made
        finally:
            enough.set()
            speaker.join(0 if lost else JOIN_TIMEOUT_S)


def _wait_for_line(
    said: "Queue[SpeechResult]", line: SpeechLine, voice: Voice, timeout: float
) -> SpeechResult:
    """Wait for the next line, in ticks: a program that was stopped has not waited meanwhile."""
    for _ in range(max(1, round(timeout / POLL_INTERVAL_S))):
        try:
            return said.get(timeout=POLL_INTERVAL_S)
        except Empty:
            pass
    message = f"the voice {voice.identity} does not answer within {timeout:g} s"
    return SpeechFailure(
        MachineError(Problem(f"{message}, asked for {quote_text(line.text)}", hint=HINT)), True
    )


def _speak_all(
    lines: Sequence[SpeechLine], voice: Voice, said: "Queue[SpeechResult]", enough: Event
) -> None:
    for line in lines:
        made = _speak_line(line, voice, enough)
        while not enough.is_set():
            try:
                said.put(made, timeout=POLL_INTERVAL_S)
                break
            except Full:
                pass
        if enough.is_set() or (isinstance(made, SpeechFailure) and made.is_permanent):
            return


def _speak_line(line: SpeechLine, voice: Voice, enough: Event) -> SpeechResult:
    begun = time.monotonic()
    failed = SpeechFailure(MachineError(()))
    for _ in range(TRIES):
        if enough.is_set():
            break
        try:
            raw = voice.speak(line.text, WORDS_PER_MINUTE[line.source.pace])
            check_speech(raw, line.text, voice)
            return raw
        except MachineError as error:
            slow = time.monotonic() - begun > SLOW_S
            failed = SpeechFailure(error, is_permanent=slow)
            if slow:
                break
        except CoachError as error:
            return SpeechFailure(error)
        except BaseException as error:  # whatever a guest raises, in a thread nobody would see it
            what = f"{type(error).__name__}: {error}".removesuffix(": ")
            message = f"the voice {voice.identity} fails on {quote_text(line.text)}: {what}"
            failed = SpeechFailure(MachineError(Problem(message, hint=HINT)))
    return failed


def check_speech(raw: object, text: str, voice: Voice) -> None:
    """Raise MachineError, with the words, where a voice gave what cannot be these words."""
    try:
        if not isinstance(raw, Pcm) or not isinstance(raw.samples, np.ndarray):
            raise ValueError(f"expected sound, found {type(raw).__name__}")
        if raw.samples.dtype != np.int16 or raw.samples.ndim != 1:
            found = f"{raw.samples.ndim} of {raw.samples.dtype}"
            raise ValueError(f"expected one row of 16-bit samples, found {found}")
        if not isinstance(raw.rate, int) or not MIN_RATE <= raw.rate <= MAX_RATE:
            raise ValueError(f"expected {MIN_RATE:,} to {MAX_RATE:,} frames a second: {raw.rate!r}")
        check_take(raw, max(1, len(text.split())))
    except ValueError as error:
        raise make_speech_error(text, voice, error) from error


def make_speech_error(text: str, voice: Voice, error: ValueError) -> MachineError:
    """Tell of words that were not spoken well."""
    message = f"the voice {voice.identity} spoke {quote_text(text)} badly: {error}"
    return MachineError(Problem(message, hint=HINT))


def quote_text(text: str) -> str:
    """Quote the beginning of a text."""
    return repr(text if len(text) <= 60 else text[:57] + "...")


@contextmanager
def _short_switch_interval() -> Iterator[None]:
    """Let threads take turns often: an engine calls back several times an utterance.

    With Python's 5 ms a session takes 1.6 times as long to speak on two cores.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0002)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
