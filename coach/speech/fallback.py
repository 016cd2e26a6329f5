"""FallbackVoice: plays tones for what the voice fails to say, so that a session keeps its time.

Only where somebody listens now: on the floor, a tone on the second is better than nothing. A
file can be made again, so there a voice that fails is an error.
"""

from coach.errors import CoachError
from coach.script.pace import WORDS_PER_MINUTE
from coach.sound.conform import PROCESSING_VERSION, conform_voice
from coach.sound.take import TakeLike
from coach.speech.phonemes import strip_phonemes
from coach.speech.synthesis import SpeechFailure, SpeechLine
from coach.speech.take_cache import TakeCache, take_key
from coach.speech.voices import Voice
from coach.speech.voices.tone import ToneVoice

MAX_FAILURES_IN_A_ROW = 2
"""A voice that failed at so many lines in a row is not asked again."""


class FallbackVoice:
    """A tone that takes over from a voice, line by line or permanently."""

    def __init__(self) -> None:
        self.error: CoachError | None = None
        """Why it had to take over the last time."""
        self.fallback_count = 0
        """Lines that were spoken by the tone."""
        self.is_permanent = False
        """Whether the voice is not asked again."""
        self._failures_in_a_row = 0
        self._tone: Voice = ToneVoice()

    @property
    def notice(self) -> str:
        """What is heard in the place of words, and why; "" where all was spoken."""
        if self.error is None:
            return ""
        return f"a tone stands for what the voice cannot say: {self.error.problems[0].message}"

    def record_success(self) -> None:
        """Update the count of failures: the voice has spoken a line."""
        self._failures_in_a_row = 0

    def speak_tone(self, line: SpeechLine, failure: SpeechFailure, cache: TakeCache) -> TakeLike:
        """Return a take of the tone for a line that failed; it is stored under its own key."""
        self.error = failure.error
        self.fallback_count += 1
        self._failures_in_a_row += 1
        self.is_permanent = (
            self.is_permanent
            or failure.is_permanent
            or self._failures_in_a_row >= MAX_FAILURES_IN_A_ROW
        )
        return self._load_or_speak(line, cache)

    def _load_or_speak(self, line: SpeechLine, cache: TakeCache) -> TakeLike:
        pace = WORDS_PER_MINUTE[line.source.pace]
        key = take_key(PROCESSING_VERSION, self._tone.identity, pace, line.text)
        stored = cache.load(key)
        words = strip_phonemes(line.text)
        return stored or cache.store(key, conform_voice(self._tone.speak(words, pace)))
