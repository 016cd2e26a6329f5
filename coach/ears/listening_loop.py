"""The ear itself: blocks of sound and what may be said now -> what was said.

It is told one hearing after the other, and opens the microphone for the first in which something
may be said. What it writes names itself by `is`: `ready` {microphone} each time the microphone has
been opened, `heard` {key}, where it is wanted `speech` when somebody begins to speak and `unclear`
or `silence` where it was nothing, `level` {level, is_clipped} of each half
second, `mute` once where the microphone gives nothing but silence, and `absent` {why, hint} where
it cannot listen; then it ends.
"""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any, Protocol

import numpy as np

from coach.ears.capture import Blocks
from coach.ears.hearing import NOTHING, Hearing, unpack_hearing
from coach.ears.microphone_level import Loudness, measure_loudness
from coach.ears.phrase_model import MAX_FRAMES, MIN_FRAMES, RATE, PhraseModel, Sound
from coach.ears.segments import Segmenter
from coach.ears.verdict import Verdict, judge_speech
from coach.ears.voice_activity import BLOCK_FRAMES, VoiceActivity
from coach.errors import MachineError, Problem

TICK_S = 0.25
"""Seconds of a wait in which neither sound nor word comes."""
LOST_AFTER_TICKS = 12
"""Ticks without sound until the microphone counts as lost: counted, since a machine may sleep."""
MUTE_BLOCKS = 10 * RATE // BLOCK_FRAMES
"""Blocks of nothing but zeros, 10 s, from which on a microphone counts as muted."""
CALL_BLOCKS = RATE // BLOCK_FRAMES
"""Blocks, 1 s, in which the rest may follow the word by which the coach is called."""
LEVEL_BLOCKS = RATE // BLOCK_FRAMES // 2
"""Blocks, half a second, of which one level is told."""
NO_SOUND = np.zeros(0, np.float32)

Message = bytes | dict[str, Any] | None
"""Sound, what is told, or None at the end."""
Write = Callable[..., None]


class OpenMicrophone(Protocol):
    """What is listened to: see `Microphone`."""

    name: str

    def close(self) -> None:
        """Let go of it."""


Open = Callable[[Callable[[bytes], None]], OpenMicrophone]


class ListeningLoop:
    """Listens as it is told in `inbox`, until None comes; `write` is told what was heard.

    `open_microphone` is called with what takes the sound.
    """

    def __init__(
        self,
        phrase_model: PhraseModel,
        activity: VoiceActivity,
        open_microphone: Open,
        inbox: "SimpleQueue[Message]",
        write: Write,
    ) -> None:
        self._phrase_model = phrase_model
        self._activity = activity
        self._open_microphone = open_microphone
        self._inbox = inbox
        self._write = write
        self._hearing = NOTHING
        self._microphone: OpenMicrophone | None = None
        self._blocks = Blocks()
        self._segmenter = Segmenter()
        self._missed_ticks = self._mute_blocks = self._level_blocks = 0
        self._loudness = Loudness()
        # What may be the word by which the coach is called, and for how many blocks it is kept.
        self._call, self._call_blocks = NO_SOUND, 0

    def run(self) -> None:
        """Listen until told to end; raises MachineError where the microphone is lost."""
        try:
            while True:
                try:
                    message = self._inbox.get(timeout=TICK_S)
                except Empty:
                    self._count_missed_tick()
                    continue
                if message is None:
                    return
                if isinstance(message, bytes):
                    self._take_sound(message)
                else:
                    self._change_hearing(unpack_hearing(message))
        finally:
            self._close()

    def _change_hearing(self, hearing: Hearing) -> None:
        before, self._hearing = self._hearing, hearing
        if not (before.expected and hearing.expected):
            self._forget()
        if (hearing.expected or hearing.holds) and self._microphone is None:
            self._microphone = self._open_microphone(self._inbox.put)
            self._missed_ticks = 0
            self._write("ready", microphone=self._microphone.name)
        elif not (hearing.expected or hearing.holds):
            self._close()

    def _close(self) -> None:
        microphone, self._microphone = self._microphone, None
        if microphone:
            microphone.close()
        self._forget()

    def _forget(self) -> None:
        """Let go of all that was heard."""
        self._blocks.clear()
        self._call = NO_SOUND
        self._segmenter.reset()
        self._activity.reset()

    def _count_missed_tick(self) -> None:
        self._missed_ticks += self._microphone is not None
        if self._missed_ticks >= LOST_AFTER_TICKS:
            raise MachineError(Problem("the microphone is lost"))

    def _take_sound(self, data: bytes) -> None:
        self._missed_ticks = 0
        if self._microphone is None:
            return
        for block in self._blocks.add(data):
            self._note_mute(block)
            if self._hearing.tells_level:
                self._note_level(block)
            if self._hearing.expected:
                self._hear_block(block)

    def _hear_block(self, block: Sound) -> None:
        was_speaking = self._segmenter.is_speaking
        stretch = self._segmenter.add_block(block, self._activity.rate_block(block))
        is_speaking = self._segmenter.is_speaking
        if self._hearing.tells_unclear and was_speaking != is_speaking and stretch is None:
            self._write("speech" if is_speaking else "silence")
        if not is_speaking and len(self._call):
            self._call_blocks -= 1
            self._call = self._call if self._call_blocks > 0 else NO_SOUND
        if stretch is not None and len(stretch) >= MIN_FRAMES:
            self._judge(stretch)

    def _judge(self, stretch: Sound) -> None:
        """Judge a stretch of speech, together with the call that came just before it."""
        called = np.concatenate([self._call, stretch])
        sound = called if len(called) <= MAX_FRAMES else stretch
        verdict = judge_speech(self._phrase_model, sound, self._hearing)
        awaits_rest = verdict.is_called and not verdict.key
        self._call, self._call_blocks = (stretch if awaits_rest else NO_SOUND), CALL_BLOCKS
        if verdict.key:
            self._write("heard", key=verdict.key, **_explain(verdict))
        elif self._hearing.tells_unclear:
            self._write("silence" if awaits_rest else "unclear", **_explain(verdict))

    def _note_mute(self, block: Sound) -> None:
        """Say once that a microphone gives nothing: not even a quiet room is silent."""
        if self._mute_blocks < 0:
            return
        self._mute_blocks = 0 if np.any(block) else self._mute_blocks + 1
        if self._mute_blocks >= MUTE_BLOCKS:
            self._mute_blocks = -1
            self._write("mute")

    def _note_level(self, block: Sound) -> None:
        """Say twice a second how loud it was."""
        self._loudness = measure_loudness(block, self._loudness)
        self._level_blocks += 1
        if self._level_blocks >= LEVEL_BLOCKS:
            told, self._loudness, self._level_blocks = self._loudness, Loudness(), 0
            self._write("level", level=told.level, is_clipped=told.is_clipped)


def _explain(verdict: Verdict) -> dict[str, float]:
    """Return how sure a verdict is, in numbers that JSON has."""
    finite = [value if abs(value) < 1e6 else 1e6 for value in (verdict.likelihood, verdict.margin)]
    return {"likelihood": round(finite[0], 1), "margin": round(finite[1], 1)}
