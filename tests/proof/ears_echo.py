"""Commands said into the coach's lines, with its echo cancelled and not; and its lines alone.

The microphone hears a loudspeaker that is late and not quite linear, in a made-up room. The ear is
told of what is played as a session tells it, so that the alignment by time is measured, too.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from queue import SimpleQueue
from typing import Any

import numpy as np
import numpy.typing as npt

from coach.ears.allowed_phrases import HARMLESS, choose_hearing
from coach.ears.echo_canceller import EchoCanceller
from coach.ears.echo_reference import EchoReference
from coach.ears.hearing import Hearing, pack_hearing, spell_called
from coach.ears.listening_loop import ListeningLoop, Message
from coach.ears.phrase_model import RATE, Sound
from coach.ears.voice_activity import BLOCK_FRAMES
from coach.live.settings import EarSettings
from coach.live.status import Phase, Status
from coach.sound.audio import RATE as PLAYED_RATE
from coach.sound.resample import resample
from coach.timeline.source import Track
from tests.proof.ears_accuracy import speak_kept
from tests.proof.ears_keep import Keep
from tests.proof.ears_listener import (
    HEARD,
    READY,
    NoMicrophone,
    NotingModel,
    QuickActivity,
    Seen,
    keep_seen,
)
from tests.proof.ears_own_speech import (
    HEAD,
    SHORT,
    Wanted,
    add_all,
    format_bound,
    format_row,
    list_wanted,
    prepare,
)
from tests.proof.ears_speakers import (
    USUAL_LEVEL,
    Speaker,
    list_speakers,
    make_pink_noise,
    make_response,
    measure_level,
    put_into_room,
    set_level,
)
from tests.proof.ears_tables import Table

ROOM_S, NOISE_BELOW = 0.35, 45
BEFORE_S, INTO_S, BEHIND_S = 10, 0.9, 1.2
"""The session is heard from ten seconds before a line; the command begins so far into it."""
LINE_MS = 3_500
"""How long a line must be at least: commands end within it."""
LEVELS = (-20, -10, 0, 10)
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
    bent = np.tanh(2 * sound) / 2 + 0.02 * sound**2
    late = np.concatenate([np.zeros(late_ms * FRAMES_PER_MS, np.float32), bent])
    return put_into_room(late, make_response(ROOM_S))[: len(sound)].astype(np.float32)


def listen_beside(
    played: Played, heard: Sound, hearing: Hearing, seen: Seen, *, cancels: bool = True
) -> list[dict[str, Any]]:
    """Return what an ear writes that hears one sound while another is played.

    A second of what is played is queued ahead, and each block comes late, as in a session.
    """
    inbox: SimpleQueue[Message] = SimpleQueue()
    written: list[dict[str, Any]] = []
    reference = EchoReference(inbox.put)
    inbox.put(pack_hearing(hearing))
    window = PLAYED_RATE // 5
    told = 0
    for start in range(0, len(heard) - BLOCK_FRAMES + 1, BLOCK_FRAMES):
        now = (start + BLOCK_FRAMES) // FRAMES_PER_MS
        while told < len(played) and told < (now + 1_000) * PLAYED_RATE // 1000:
            reference.put(told, played[told : told + window])
            told += window
        inbox.put({"heard": now * PLAYED_RATE // 1000, "at": now})
        inbox.put((heard[start : start + BLOCK_FRAMES].tobytes(), now + CAPTURED_MS))
    inbox.put(None)

    def write(name: str, **fields: object) -> None:
        written.append({"is": name, **fields})
        if name == "heard":
            seen.accepted[str(fields["key"])] += 1

    canceller = EchoCanceller() if cancels else EchoCanceller(lambda: None)
    seen.seconds += len(heard) / RATE
    model, activity = NotingModel(seen), QuickActivity()
    ListeningLoop(model, activity, lambda _take: NoMicrophone(), inbox, write, canceller).run()
    return written
