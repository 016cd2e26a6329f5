"""The way of the coach's sound from its loudspeaker to the microphone, made up; an ear beside it.

The loudspeaker is late and not quite linear, and the room rings. The ear is told of what is played
as a session tells it, so that the alignment by time is tried, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from queue import SimpleQueue

import numpy as np
import numpy.typing as npt

from coach.ears.echo_canceller import EchoCanceller
from coach.ears.echo_reference import EchoReference
from coach.ears.hearing import Hearing, pack_hearing
from coach.ears.listening_loop import ListeningLoop, Message
from coach.ears.phrase_model import RATE, Sound
from coach.ears.voice_activity import BLOCK_FRAMES
from coach.sound.audio import RATE as PLAYED_RATE
from coach.sound.resample import resample
from coach.timeline.source import Track
from tests.proof.ears_listener import NoMicrophone, NotingModel, QuickActivity
from tests.proof.ears_own_speech import Wanted, prepare
from tests.proof.ears_speakers import (
    USUAL_LEVEL,
    make_pink_noise,
    make_response,
    put_into_room,
)

ROOM_S, NOISE_BELOW = 0.35, 45
BEFORE_S = 20
"""The session is heard from twenty seconds before a line."""
LINE_MS = 3_500
"""How long a line must be at least: commands end within it."""
LATES_MS = (60, 20, 200)
CAPTURED_MS = 40
"""So long it takes until a microphone's sound is there."""
FRAMES_PER_MS = RATE // 1000

Played = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Lines:
    """A session as it is played, and from when to when, in ms, its long lines are said."""

    played: Played
    lines: Sequence[tuple[int, int]]


@cache
def load_lines(wanted: Wanted) -> Lines:
    """Return a session and its long lines, the first seconds left out."""
    prepared = prepare(wanted)
    timeline = prepared.timeline
    clips = [clip for clip in timeline.clips if clip.track is Track.VOICE]
    lines = [
        (one.start, one.end)
        for one in clips
        if one.end - one.start >= LINE_MS and one.start > BEFORE_S * 1000
    ]
    return Lines(prepared.make_mix().render(0, timeline.length).samples, lines)


def make_echo(played: Played, late_ms: int) -> Sound:
    """Return what a microphone hears of what is played: late, bent a little, in a room."""
    sound = resample(played.astype(np.float32) / 32_768, PLAYED_RATE, RATE)
    bent = np.tanh(sound) + 0.02 * sound**2
    late = np.concatenate([np.zeros(late_ms * FRAMES_PER_MS, np.float32), bent])
    return put_into_room(late, make_response(ROOM_S))[: len(sound)].astype(np.float32)


def add_noise(heard: Sound) -> Sound:
    """Return what a microphone hears, with the noise of a quiet room."""
    noise = np.resize(make_pink_noise(60), len(heard))
    return (heard + noise * 10 ** ((USUAL_LEVEL - NOISE_BELOW) / 20)).astype(np.float32)


def listen_beside(
    played: Played, heard: Sound, hearing: Hearing, model: NotingModel, *, cancels: bool = True
) -> list[str]:
    """Return what an ear takes for commands that hears one sound while another is played.

    A second of what is played is queued ahead, and each block comes late, as in a session.
    """
    inbox: SimpleQueue[Message] = SimpleQueue()
    accepted: list[str] = []
    reference = EchoReference(inbox.put)
    inbox.put(pack_hearing(hearing))
    window, told = PLAYED_RATE // 5, 0
    for start in range(0, len(heard) - BLOCK_FRAMES + 1, BLOCK_FRAMES):
        now = (start + BLOCK_FRAMES) // FRAMES_PER_MS
        while told < len(played) and told < (now + 1_000) * PLAYED_RATE // 1000:
            reference.put(told, played[told : told + window])
            told += window
        inbox.put({"heard": now * PLAYED_RATE // 1000, "at": now})
        inbox.put((heard[start : start + BLOCK_FRAMES].tobytes(), now + CAPTURED_MS))
    inbox.put(None)

    def write(name: str, **fields: object) -> None:
        if name == "heard":
            accepted.append(str(fields["key"]))

    canceller = EchoCanceller() if cancels else EchoCanceller(lambda: None)
    loop = ListeningLoop(
        model, QuickActivity(), lambda _take: NoMicrophone(), inbox, write, canceller
    )
    loop.run()
    return accepted
