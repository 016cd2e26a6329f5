"""Asks a question aloud outside a session, and waits for the answer of any control.

The question is sound of its own, heard before the session's: that lasts as long as ever.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue

from coach.live.answering import (
    COUNT_MS,
    Answering,
    advance_question,
    apply_to_question,
    start_count,
)
from coach.live.commands import Command
from coach.live.players import Player
from coach.sound.audio import FRAMES_PER_MS, Pcm, make_silence
from coach.sound.levels import Levels
from coach.sound.mix import Media, Mix
from coach.timeline.clips import Clip, Timeline
from coach.timeline.source import Sound, Source, Track, Utterance

TURN_S = 0.02
"""Seconds of a turn in which no command comes."""
WINDOW_MS = 200
"""What is written at once, in ms."""
SAID_BACK_MS = 900
"""From a number that is said back until the sign behind it, in ms."""
ANSWERED_SOUND = Sound("resume")
"""Says that an answer was understood, and not which it was."""


@dataclass(frozen=True, slots=True)
class Question:
    """A line that asks for a number from `least` on; the `numbers` are said where they are counted.

    With `counts` they are counted at once: there is no key to press.
    """

    line: Utterance
    numbers: tuple[Utterance, ...]
    least: int = 0
    counts: bool = False

    @property
    def sources(self) -> tuple[Source, ...]:
        """All that may be heard of it."""
        return (self.line, *self.numbers, ANSWERED_SOUND)


class QuestionPlayer:
    """Plays questions on an open player; commands come in `inbox`, `clock` returns seconds.

    `on_asked` is called when a question has been heard to its end. An answer that was spoken is
    said back, for it may have been misheard.
    """

    def __init__(
        self,
        player: Player,
        media: Media,
        levels: Levels,
        inbox: SimpleQueue[Command],
        clock: Callable[[], float] = time.monotonic,
        on_asked: Callable[[], None] = lambda: None,
    ) -> None:
        self._player = player
        self._media = media
        self._levels = levels
        self._inbox = inbox
        self._clock = clock
        self._on_asked = on_asked
        self._unwritten = make_silence(0)
        self._begin_frame = 0

    def ask(self, question: Question) -> Answering:
        """Ask, and return how it ended; raises MachineError where the device is lost."""
        begun = self._clock()
        state = Answering(question.least, question.least + len(question.numbers) - 1)
        self._begin_sound((question.line,), 0)
        is_spoken = False
        while not state.is_over:
            self._write_sound()
            command = self._next_command()
            now = round((self._clock() - begun) * 1000)
            before = state
            if command is not None:
                is_spoken = command.is_spoken
                state = apply_to_question(state, command, now)
            state = self._note_heard(state, question, now)
            if before.asked_at is None and state.asked_at is not None:
                self._on_asked()
            if before.counted_from is None and state.counted_from is not None:
                self._begin_sound(question.numbers, COUNT_MS)
            state = advance_question(state, now)
        said: tuple[Utterance, ...] = ()
        if is_spoken and state.answer is not None:
            said = (question.numbers[state.answer - question.least],)
        self._end_sound(state, said)
        return state

    def tell(self, line: Utterance) -> None:
        """Say a line; returns before all of it was heard. Raises MachineError as `ask` does."""
        self._begin_sound((line,), 0)
        while len(self._unwritten.samples):
            self._write_sound()
            time.sleep(TURN_S)

    def _next_command(self) -> Command | None:
        try:
            return self._inbox.get(timeout=TURN_S)
        except Empty:
            return None

    def _note_heard(self, state: Answering, question: Question, now: int) -> Answering:
        """Return the state with what has been heard until now: the question, or a first number."""
        if state.counted_from is not None:
            is_heard = self._player.heard > self._begin_frame
            return state if is_heard else replace(state, counted_from=now)
        is_ended = not len(self._unwritten.samples) and self._player.heard >= self._player.written
        if state.asked_at is None and is_ended:
            state = replace(state, asked_at=now)
            return start_count(state, now) if question.counts else state
        return state

    def _begin_sound(self, sources: Iterable[Source], every: int) -> None:
        """Let sources be heard, `every` so many ms one, in the place of what is heard."""
        self._player.stop()
        self._begin_frame = self._player.written
        clips = [
            Clip(number * every, self._media[one].extent.length, one, Track.VOICE, "said")
            for number, one in enumerate(sources)
            if one in self._media
        ]
        length = max((clip.end for clip in clips), default=0)
        timeline = Timeline("", length, tuple(clips), ())
        self._unwritten = Mix(timeline, self._media, self._levels).render(0, length)

    def _write_sound(self) -> None:
        """Write as much as the player takes without waiting."""
        window = WINDOW_MS * FRAMES_PER_MS
        while len(samples := self._unwritten.samples) and self._player.room >= window:
            self._player.write(Pcm(samples[:window]))
            self._unwritten = Pcm(samples[window:])
            if len(samples) <= window:
                self._player.finish()

    def _end_sound(self, state: Answering, said: tuple[Utterance, ...]) -> None:
        """Fall silent, and sound that there was an answer; one that was `said` is said back."""
        answered: tuple[Source, ...] = ()
        if state.answer is not None:
            answered = (*said, ANSWERED_SOUND)
        self._begin_sound(answered, SAID_BACK_MS)
        self._write_sound()
