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
from coach.sound.audio import FASTEST, SLOWEST, Pcm
from coach.sound.conform import check_take
from coach.speech.voices import Voice
from coach.timeline.source import Utterance

AHEAD = 6
"""Lines spoken ahead of the one that is being conformed."""
TRIES = 2
PATIENCE_S = 90.0
"""Seconds a line may take. pyttsx3 gives up by itself after two workers of 30 s each."""
SLOW_S = 10.0
"""A voice that took so long to fail is not asked again: somebody is waiting."""
LEAVE_WITHIN_S = 2.0
TICK_S = 0.2
HINT = "try another voice: --voice tone"


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be spoken: a source, its text spelt out, and the key its take is kept under."""

    source: Utterance
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A line that was not spoken, and why; `hopeless` where the next will not be, either."""

    error: CoachError
    hopeless: bool = False


Made = Pcm | Failed


def spoken(
    lines: Sequence[Line], voice: Voice, patience: float = PATIENCE_S
) -> Generator[tuple[Line, Made], None, None]:
    """Have lines spoken; gives each with its sound, or with what went wrong."""
    if not lines:
        return
    said: Queue[Made] = Queue(AHEAD)
    enough = Event()
    speaker = Thread(target=_speak_all, args=(lines, voice, said, enough), daemon=True)
    lost: Failed | None = None
    with _quick_turns():
        speaker.start()
        try:
            for line in lines:
                made = lost or _next(said, line, voice, patience)
                if isinstance(made, Failed) and made.hopeless:
                    lost = made
                yield line, made
        finally:
            enough.set()
            speaker.join(0 if lost else LEAVE_WITHIN_S)


def _next(said: "Queue[Made]", line: Line, voice: Voice, patience: float) -> Made:
    """Wait for the next line, in ticks: a program that was stopped has not waited meanwhile."""
    for _ in range(max(1, round(patience / TICK_S))):
        try:
            return said.get(timeout=TICK_S)
        except Empty:
            pass
    message = f"the voice {voice.identity} does not answer within {patience:g} s"
    return Failed(
        MachineError(Problem(f"{message}, asked for {shown(line.text)}", hint=HINT)), True
    )


def _speak_all(lines: Sequence[Line], voice: Voice, said: "Queue[Made]", enough: Event) -> None:
    for line in lines:
        made = _speak(line, voice, enough)
        while not enough.is_set():
            try:
                said.put(made, timeout=TICK_S)
                break
            except Full:
                pass
        if enough.is_set() or (isinstance(made, Failed) and made.hopeless):
            return


def _speak(line: Line, voice: Voice, enough: Event) -> Made:
    begun = time.monotonic()
    failed = Failed(MachineError(()))
    for _ in range(TRIES):
        if enough.is_set():
            break
        try:
            raw = voice.speak(line.text, WORDS_PER_MINUTE[line.source.pace])
            check(raw, line.text, voice)
            return raw
        except MachineError as error:
            slow = time.monotonic() - begun > SLOW_S
            failed = Failed(error, hopeless=slow)
            if slow:
                break
        except CoachError as error:
            return Failed(error)
        except BaseException as error:  # whatever a guest raises, in a thread nobody would see it
            what = f"{type(error).__name__}: {error}".removesuffix(": ")
            message = f"the voice {voice.identity} fails on {shown(line.text)}: {what}"
            failed = Failed(MachineError(Problem(message, hint=HINT)))
    return failed


def check(raw: object, text: str, voice: Voice) -> None:
    """Raise MachineError, with the words, where a voice gave what cannot be these words."""
    try:
        if not isinstance(raw, Pcm) or not isinstance(raw.samples, np.ndarray):
            raise ValueError(f"expected sound, found {type(raw).__name__}")
        if raw.samples.dtype != np.int16 or raw.samples.ndim != 1:
            found = f"{raw.samples.ndim} of {raw.samples.dtype}"
            raise ValueError(f"expected one row of 16-bit samples, found {found}")
        if not isinstance(raw.rate, int) or not SLOWEST <= raw.rate <= FASTEST:
            raise ValueError(f"expected {SLOWEST:,} to {FASTEST:,} frames a second: {raw.rate!r}")
        check_take(raw, max(1, len(text.split())))
    except ValueError as error:
        raise badly(text, voice, error) from error


def badly(text: str, voice: Voice, error: ValueError) -> MachineError:
    """Tell of words that were not spoken well."""
    message = f"the voice {voice.identity} spoke {shown(text)} badly: {error}"
    return MachineError(Problem(message, hint=HINT))


def shown(text: str) -> str:
    """Quote the beginning of a text."""
    return repr(text if len(text) <= 60 else text[:57] + "...")


@contextmanager
def _quick_turns() -> Iterator[None]:
    """Let threads take turns often: an engine calls back several times an utterance.

    With Python's 5 ms a session takes 1.6 times as long to speak on two cores.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0002)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
