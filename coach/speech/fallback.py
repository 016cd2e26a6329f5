"""Understudy: hums what the voice of a session fails to say, so that all of it keeps its time.

Only where somebody listens now: a body on the floor is better off with a tone on the second than
with nothing. A file is made again, so there a voice that fails is an error.
"""

from coach.errors import CoachError
from coach.script.pace import WORDS_PER_MINUTE
from coach.sound.conform import PROCESSING, conform_voice
from coach.sound.take import Sounding
from coach.speech.synthesis import Failed, Line
from coach.speech.take_cache import TakeFolder, take_key
from coach.speech.voices import Voice
from coach.speech.voices.tone import ToneVoice

IN_A_ROW = 2
"""A voice that failed at so many lines one after the other is not asked again."""


class Understudy:
    """A tone that takes over from a voice, line by line, or for good."""

    def __init__(self) -> None:
        self.error: CoachError | None = None
        """Why it had to take over the last time."""
        self.hummed = 0
        self.for_good = False
        self._row = 0
        self._tone: Voice = ToneVoice()

    @property
    def notice(self) -> str:
        """Tell what is heard in the place of words, and why; nothing where all was spoken."""
        if self.error is None:
            return ""
        return f"a tone stands for what the voice cannot say: {self.error.problems[0].message}"

    def rest(self) -> None:
        """Take note that the voice has spoken."""
        self._row = 0

    def hum(self, line: Line, failed: Failed, folder: TakeFolder) -> Sounding:
        """Give a take of the tone, kept under a key of its own, for a line that failed."""
        self.error, self.hummed, self._row = failed.error, self.hummed + 1, self._row + 1
        self.for_good = self.for_good or failed.hopeless or self._row >= IN_A_ROW
        return self._take(line, folder)

    def _take(self, line: Line, folder: TakeFolder) -> Sounding:
        pace = WORDS_PER_MINUTE[line.source.pace]
        key = take_key(PROCESSING, self._tone.identity, pace, line.text)
        made = folder.load(key)
        return made or folder.store(key, conform_voice(self._tone.speak(line.text, pace)))
