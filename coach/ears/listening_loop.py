"""The ear itself: blocks of sound and what may be said now -> what was said.

It is told one hearing after the other, and opens the microphone for the first in which something
may be said. What it writes names itself by `is`: `ready` {microphone} each time the microphone has
been opened, `heard` {key}, where it is wanted `speech` when somebody begins to speak and `unclear`
or `silence` where it was nothing, `level` {level, is_clipped} of each half second, `echo`
{is_cancelled} once it has been told what is played, `mute` once where the microphone gives nothing
but silence, and `absent` {why, hint} where it cannot listen; then it ends.
"""

import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any, Protocol

import numpy as np

from coach.ears.capture import Blocks
from coach.ears.echo_canceller import EchoCanceller
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
"""Ticks without sound, 3 s, until the microphone counts as lost: counted, since a machine may
sleep."""
MUTE_FRAMES = 10 * RATE
"""Frames of nothing but zeros, 10 s, from which on a microphone counts as muted."""
CALL_BLOCKS = RATE // BLOCK_FRAMES
"""Blocks, 1 s, in which the rest may follow the word by which the coach is called."""
LEVEL_BLOCKS = RATE // BLOCK_FRAMES // 2
"""Blocks, half a second, of which one level is told."""
NO_SOUND = np.zeros(0, np.float32)

Message = bytes | tuple[bytes, int] | dict[str, Any] | None
"""Sound, where it is known with the moment at which it was there, in ms; what is told; None at the
end."""
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
        echo: EchoCanceller | None = None,
    ) -> None:
        self._phrase_model = phrase_model
        self._activity = activity
        self._open_microphone = open_microphone
        self._inbox = inbox
        self._write = write
        self._echo = echo or EchoCanceller()
        self._hearing = NOTHING
        self._microphone: OpenMicrophone | None = None
        self._blocks = Blocks()
        self._segmenter = Segmenter()
        self._missed_ticks = self._mute_frames = self._level_blocks = 0
        self._ticked_at = time.monotonic()
        self._loudness = Loudness()
        # What may be the word by which the coach is called, and for how many blocks it is kept.
        self._call, self._call_blocks = NO_SOUND, 0
        # What might be said when that began which is being said; None for what may be now.
        self._begun_in: Hearing | None = None

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
                elif isinstance(message, tuple):
                    self._take_sound(*message)
                else:
                    self._take_told(message)
                    self._count_missed_tick()
        finally:
            self._close()

    def _take_told(self, told: dict[str, Any]) -> None:
        """Take what may be said, or what is played; say once whether its echo is cancelled."""
        if not ("played" in told or "heard" in told):
            self._change_hearing(unpack_hearing(told))
        elif self._echo.follow(told):
            self._write("echo", is_cancelled=self._echo.is_cancelling)

    def _take_later(self, data: bytes) -> None:
        """Take sound from the thread of the microphone, with the moment at which it was there."""
        self._inbox.put((data, round(time.monotonic() * 1000)))

    def _change_hearing(self, hearing: Hearing) -> None:
        before, self._hearing = self._hearing, hearing
        if before.is_beside_speech and hearing.expected and self._is_under_way:
            self._begun_in = before
        if not (before.expected and hearing.expected):
            self._forget()
        if (hearing.expected or hearing.holds) and self._microphone is None:
            self._microphone = self._open_microphone(self._take_later)
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
        self._echo.clear()
        self._call, self._begun_in = NO_SOUND, None
        self._segmenter.reset()
        self._activity.reset()

    def _count_missed_tick(self) -> None:
        """Count a tick without sound, once in its time: what is played is told more often."""
        now = time.monotonic()
        if now - self._ticked_at < TICK_S:
            return
        self._ticked_at = now
        self._missed_ticks += self._microphone is not None
        if self._missed_ticks >= LOST_AFTER_TICKS:
            raise MachineError(Problem("the microphone is lost"))

    def _take_sound(self, data: bytes, moment: int | None = None) -> None:
        self._missed_ticks, self._ticked_at = 0, time.monotonic()
        if self._microphone is None:
            return
        self._note_mute(data)
        for block in self._blocks.add(self._echo.clean(data, moment)):
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
            hearing = self._begun_in or self._hearing
            if not (hearing.is_beside_speech and self._echo.is_left_over(len(stretch))):
                self._judge(stretch, hearing)
        if not self._is_under_way:
            self._begun_in = None

    @property
    def _is_under_way(self) -> bool:
        """Whether something is being said, or may be gone on with."""
        return self._segmenter.is_speaking or bool(len(self._call))

    def _judge(self, stretch: Sound, hearing: Hearing) -> None:
        """Judge a stretch of speech, together with the call that came just before it."""
        called = np.concatenate([self._call, stretch])
        sound = called if len(called) <= MAX_FRAMES else stretch
        verdict = judge_speech(self._phrase_model, sound, hearing)
        awaits_rest = verdict.is_called and not verdict.key
        self._call, self._call_blocks = (stretch if awaits_rest else NO_SOUND), CALL_BLOCKS
        if verdict.key:
            self._write("heard", key=verdict.key, **_explain(verdict))
        elif self._hearing.tells_unclear:
            self._write("silence" if awaits_rest else "unclear", **_explain(verdict))

    def _note_mute(self, data: bytes) -> None:
        """Say once that a microphone gives nothing: not even a quiet room is silent."""
        if self._mute_frames < 0:
            return
        bits = np.frombuffer(data, np.uint32) << 1  # without the sign, which silence may have, too
        self._mute_frames = 0 if np.any(bits) else self._mute_frames + len(bits)
        if self._mute_frames >= MUTE_FRAMES:
            self._mute_frames = -1
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
