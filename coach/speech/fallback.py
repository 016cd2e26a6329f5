"""Understudy: hums what the voice of a session fails to say, so that all of it keeps its time.

Only where somebody listens now: a body on the floor is better off with a tone on the second than
with nothing. A file is made again, so there a voice that fails is an error.
"""

from coach.errors import CoachError
from coach.script.pace import WORDS_PER_MINUTE
from coach.sound.conform import PROCESSING_VERSION, conform_voice
from coach.sound.take import TakeLike
from coach.speech.synthesis import SpeechFailure, SpeechLine
from coach.speech.take_cache import TakeCache, take_key
from coach.speech.voices import Voice
from coach.speech.voices.tone import ToneVoice

MAX_FAILURES_IN_A_ROW = 2
"""A voice that failed at so many lines one after the other is not asked again."""


class FallbackVoice:
    """A tone that takes over from a voice, line by line, or for good."""

    def __init__(self) -> None:
        self.error: CoachError | None = None
        """Why it had to take over the last time."""
        self.fallback_count = 0
        self.is_permanent = False
        self._failures_in_a_row = 0
        self._tone: Voice = ToneVoice()

    @property
    def notice(self) -> str:
        """Tell what is heard in the place of words, and why; nothing where all was spoken."""
        if self.error is None:
            return ""
        return f"a tone stands for what the voice cannot say: {self.error.problems[0].message}"

    def record_success(self) -> None:
        """Take note that the voice has spoken."""
        self._failures_in_a_row = 0

    def speak_tone(self, line: SpeechLine, failure: SpeechFailure, folder: TakeCache) -> TakeLike:
        """Give a take of the tone, kept under a key of its own, for a line that failed."""
        self.error, self.fallback_count, self._failures_in_a_row = (
            failure.error,
            self.fallback_count + 1,
            self._failures_in_a_row + 1,
        )
        self.is_permanent = (
            self.is_permanent
            or failure.is_permanent
            or self._failures_in_a_row >= MAX_FAILURES_IN_A_ROW
        )
        return self._load_or_speak(line, folder)

    def _load_or_speak(self, line: SpeechLine, folder: TakeCache) -> TakeLike:
        pace = WORDS_PER_MINUTE[line.source.pace]
        key = take_key(PROCESSING_VERSION, self._tone.identity, pace, line.text)
        made = folder.load(key)
        return made or folder.store(key, conform_voice(self._tone.speak(line.text, pace)))
