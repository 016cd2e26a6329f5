"""EchoCanceller: takes the coach's own sound out of what the microphone hears, by WebRTC's AEC3.

It learns how what is played comes back, and takes that away. Without the library pywebrtc_audio
nothing is taken away, and the ear stays shut while the coach speaks.
"""

from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from coach.ears.phrase_model import RATE, Sound
from coach.ears.played_sound import PlayedSound

STEP_FRAMES = RATE // 100
"""Frames taken at a time, 10 ms: the library would fill up with silence what is no multiple."""


def open_library() -> Any | None:
    """Return the library's canceller, a new one; None where the library is missing."""
    try:
        import pywebrtc_audio
    except ImportError:
        return None
    return pywebrtc_audio.EchoCanceller(sample_rate=RATE)


class EchoCanceller:
    """Follows what is played, as `echo_reference` packs it, and cleans what is heard of it."""

    def __init__(self, open_library: Callable[[], Any | None] = open_library) -> None:
        self._open_library = open_library
        self._library: Any = None
        self._was_opened = False
        self._played = PlayedSound()
        self._rest = np.zeros(0, np.float32)

    @property
    def is_cancelling(self) -> bool:
        """Whether it takes away what it was told is played."""
        return self._library is not None

    def follow(self, told: Mapping[str, Any]) -> bool:
        """Take what is played from a frame on, or which frame is heard when; True the first time.

        Raises KeyError, TypeError or ValueError for what is neither.
        """
        if "played" in told:
            sound = np.frombuffer(b64decode(told["sound"]), "<i2").astype(np.int16)
            self._played.put(told["played"], sound)
        else:
            self._played.set_clock(told["at"], told["heard"])
        is_first, self._was_opened = not self._was_opened, True
        if is_first:
            self._library = self._open_library()
        return is_first

    def clean(self, data: bytes, moment: int | None) -> bytes:
        """Return what was heard up to a moment, in ms, without its echo; what is no step waits.

        Of no known moment it is returned as it is.
        """
        if moment is None or not self.is_cancelling:
            return data
        sound = np.nan_to_num(np.frombuffer(data, np.float32), posinf=0.0, neginf=0.0)
        heard = np.concatenate([self._rest, np.clip(sound, -1.0, 1.0)])
        whole = len(heard) // STEP_FRAMES * STEP_FRAMES
        self._rest = heard[whole:]
        played = self._played.read(moment - len(self._rest) * 1000 // RATE, whole)
        cleaned: Sound = self._library.process(heard[:whole], played)
        return cleaned.tobytes()

    def clear(self) -> None:
        """Let go of what waits."""
        self._rest = np.zeros(0, np.float32)
