"""Asks a question aloud outside a session, and waits for the answer of any control.

The question is sound of its own, heard before the session's: that lasts as long as ever.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
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
ANSWERED_SOUND = Sound("resume")
"""Says that an answer was understood, and not which it was."""


class Turn(StrEnum):
    """Whose turn it is: the coach speaks, a number is awaited, or one that is said back stands."""

    SPEAKS = "speaks"
    ASKS = "asks"
    SAID_BACK = "said back"


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

    `show_turn` is told again and again whose turn it is. A number that was spoken is said back,
    for it may have been misheard; after "no" the question is asked once more.
    """

    def __init__(
        self,
        player: Player,
        media: Media,
        levels: Levels,
        inbox: SimpleQueue[Command],
        clock: Callable[[], float] = time.monotonic,
        show_turn: Callable[[Turn], None] = lambda _turn: None,
    ) -> None:
        self._player = player
        self._media = media
        self._levels = levels
        self._inbox = inbox
        self._clock = clock
        self._show_turn = show_turn
        self._unwritten = make_silence(0)
        self._begin_frame = 0

    def ask(self, question: Question) -> Answering:
        """Ask, and return how it ended; raises MachineError where the device is lost."""
        begun = self._clock()
        state = Answering(question.least, question.least + len(question.numbers) - 1)
        self._begin_sound((question.line,), 0)
        while not state.is_over:
            self._show_turn(self._find_turn(state))
            self._write_sound()
            command = self._next_command()
            now = round((self._clock() - begun) * 1000)
            before = state
            if command is not None:
                state = apply_to_question(state, command, now)
            state = self._note_heard(self._change_sound(before, state, question), question, now)
            if before.counted_from is None and state.counted_from is not None:
                self._begin_sound(question.numbers, COUNT_MS)
            state = advance_question(state, now)
        self._show_turn(Turn.SPEAKS)
        self._end_sound(state)
        return state

    def _find_turn(self, state: Answering) -> Turn:
        if state.spoken is not None:
            return Turn.SAID_BACK if self._is_heard else Turn.SPEAKS
        is_asked = state.asked_at is not None and state.counted_from is None
        return Turn.ASKS if is_asked else Turn.SPEAKS

    @property
    def _is_heard(self) -> bool:
        return not len(self._unwritten.samples) and self._player.heard >= self._player.written

    def _change_sound(self, before: Answering, state: Answering, question: Question) -> Answering:
        """Say a number back that was spoken now, or ask once more; return the state behind that."""
        number = state.spoken, state.spoken_at
        if state.spoken is not None and number != (before.spoken, before.spoken_at):
            self._begin_sound((question.numbers[state.spoken - question.least],), 0)
            return replace(state, counted_from=None)
        if state.was_denied and not (before.was_denied or state.is_over):
            self._begin_sound((question.line,), 0)
            return replace(state, asked_at=None)
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
        if state.asked_at is None and self._is_heard and state.spoken is None:
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

    def _end_sound(self, state: Answering) -> None:
        """Fall silent, and sound that there was an answer."""
        answered = () if state.answer is None else (ANSWERED_SOUND,)
        self._begin_sound(answered, 0)
        self._write_sound()
