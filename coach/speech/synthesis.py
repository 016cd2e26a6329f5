"""Lines, a voice -> their sound, checked before it is used, or what went wrong.

The voice speaks in a thread of its own, a few lines ahead; or in as many as its `max_threads`,
where it is safe to call from several and does not hold the interpreter. A line it fails at is
tried once more; one that it does not answer for is given up with all that follow, for its thread
is lost.
"""

import os
import sys
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from queue import Empty, Full, Queue
from threading import Event, Thread

import numpy as np

from coach.errors import CoachError, MachineError, Problem
from coach.script.pace import WORDS_PER_MINUTE
from coach.sound.audio import MAX_RATE, MIN_RATE, Pcm
from coach.sound.conform import check_take
from coach.speech.phonemes import strip_phonemes
from coach.speech.spelling import spelling_allowance
from coach.speech.voices import Voice
from coach.system.shortages import find_memory_shortage
from coach.timeline.source import Utterance

LINES_AHEAD = 6
"""Lines spoken ahead of the one that is being conformed."""
TRIES = 2
"""How often a line is tried."""
LINE_TIMEOUT_S = 90.0
"""How long a line may take. pyttsx3 gives up by itself after two utterances of 30 s each, not
counted the time that its second worker takes to start."""
SLOW_S = 10.0
"""A line that took so long to fail is not tried again: somebody is waiting."""
JOIN_TIMEOUT_S = 2.0
"""How long the end waits for the voice to finish its line."""
POLL_INTERVAL_S = 0.2
"""How often a wait looks whether it should end."""
HINT = "try another voice: --voice tone"


@dataclass(frozen=True, slots=True)
class SpeechLine:
    """What is to be spoken: a source, its normalized text, and the key of its take."""

    source: Utterance
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class SpeechFailure:
    """Why a line was not spoken; `is_permanent` where the next lines will not be, either."""

    error: CoachError
    is_permanent: bool = False


SpeechResult = Pcm | SpeechFailure


def speak_lines(
    lines: Sequence[SpeechLine], voice: Voice, timeout: float = LINE_TIMEOUT_S
) -> Generator[tuple[SpeechLine, SpeechResult], None, None]:
    """Yield each line with its sound, or with what went wrong; `timeout` is in seconds a line."""
    if not lines:
        return
    count = _count_speakers(voice, len(lines))
    speakers = [_Speaker(lines[first::count], voice) for first in range(count)]
    lost: SpeechFailure | None = None
    with _short_switch_interval():
        for speaker in speakers:
            speaker.start()
        try:
            for line, speaker in zip(lines, cycle(speakers)):
                result = lost or _wait_for_line(speaker.results, line, voice, timeout)
                if isinstance(result, SpeechFailure) and result.is_permanent:
                    lost = result
                yield line, result
        finally:
            for speaker in speakers:
                speaker.stop(0 if lost else JOIN_TIMEOUT_S)


def _count_speakers(voice: Voice, lines: int) -> int:
    """Return how many threads speak: as many as the voice can use and there are cores."""
    return max(1, min(getattr(voice, "max_threads", 1), os.cpu_count() or 1, lines))


class _Speaker:
    """A thread that speaks some of the lines, a few ahead of who takes them."""

    def __init__(self, lines: Sequence[SpeechLine], voice: Voice) -> None:
        self.results: Queue[SpeechResult] = Queue(LINES_AHEAD)
        self._stopped = Event()
        self._thread = Thread(
            target=_speak_all, args=(lines, voice, self.results, self._stopped), daemon=True
        )

    def start(self) -> None:
        """Begin to speak."""
        self._thread.start()

    def stop(self, timeout: float) -> None:
        """Let the thread end, and wait so many seconds for it."""
        self._stopped.set()
        self._thread.join(timeout)


def _wait_for_line(
    results: "Queue[SpeechResult]", line: SpeechLine, voice: Voice, timeout: float
) -> SpeechResult:
    """Return the next result; waits in short steps, so that time spent suspended does not count."""
    for _ in range(max(1, round(timeout / POLL_INTERVAL_S))):
        try:
            return results.get(timeout=POLL_INTERVAL_S)
        except Empty:
            pass
    message = f"the voice {voice.identity} does not answer within {timeout:g} s"
    return SpeechFailure(
        MachineError(Problem(f"{message}, asked for {quote_text(line.text)}", hint=HINT)), True
    )


def _speak_all(
    lines: Sequence[SpeechLine], voice: Voice, results: "Queue[SpeechResult]", stopped: Event
) -> None:
    for line in lines:
        result = _speak_line(line, voice, stopped)
        while not stopped.is_set():
            try:
                results.put(result, timeout=POLL_INTERVAL_S)
                break
            except Full:
                pass
        if stopped.is_set() or (isinstance(result, SpeechFailure) and result.is_permanent):
            return


def _speak_line(line: SpeechLine, voice: Voice, stopped: Event) -> SpeechResult:
    started = time.monotonic()
    failure = SpeechFailure(MachineError(()))
    for _ in range(TRIES):
        if stopped.is_set():
            break
        try:
            pcm = voice.speak(line.text, WORDS_PER_MINUTE[line.source.pace])
            check_speech(pcm, line.text, voice)
            return pcm
        except MachineError as error:
            slow = time.monotonic() - started > SLOW_S
            failure = SpeechFailure(find_memory_shortage(error) or error, is_permanent=slow)
            if slow:
                break
        except CoachError as error:
            return SpeechFailure(error)
        except BaseException as error:  # whatever a plug-in raises: unseen in a thread
            what = f"{type(error).__name__}: {error}".removesuffix(": ")
            message = f"the voice {voice.identity} fails on {quote_text(line.text)}: {what}"
            other = MachineError(Problem(message, hint=HINT))
            failure = SpeechFailure(find_memory_shortage(error) or other)
    return failure


def check_speech(pcm: object, text: str, voice: Voice) -> None:
    """Raise MachineError, with the words, where what a voice returned cannot be these words."""
    try:
        if not isinstance(pcm, Pcm) or not isinstance(pcm.samples, np.ndarray):
            raise ValueError(f"expected sound, found {type(pcm).__name__}")
        if pcm.samples.dtype != np.int16 or pcm.samples.ndim != 1:
            found = f"{pcm.samples.ndim} of {pcm.samples.dtype}"
            raise ValueError(f"expected one row of 16-bit samples, found {found}")
        if not isinstance(pcm.rate, int) or not MIN_RATE <= pcm.rate <= MAX_RATE:
            raise ValueError(f"expected {MIN_RATE:,} to {MAX_RATE:,} frames a second: {pcm.rate!r}")
        text = strip_phonemes(text)
        check_take(pcm, max(1, len(text.split())), spelling_allowance(text))
    except ValueError as error:
        raise make_speech_error(text, voice, error) from error


def make_speech_error(text: str, voice: Voice, error: ValueError) -> MachineError:
    """Return the error for words that were spoken badly."""
    message = f"the voice {voice.identity} spoke {quote_text(text)} badly: {error}"
    return MachineError(Problem(message, hint=HINT))


def quote_text(text: str) -> str:
    """Return the words of a text in quotes, or its beginning."""
    words = strip_phonemes(text)
    return repr(words if len(words) <= 60 else words[:57] + "...")


@contextmanager
def _short_switch_interval() -> Iterator[None]:
    """Make threads take turns more often: an engine calls back several times an utterance.

    With Python's 5 ms a session takes 1.6 times as long to speak on two cores.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0002)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
