"""EchoCanceller: takes the coach's own sound out of what a microphone hears, by Speex's canceller.

It learns how what is played comes back, and takes that away: a linear filter, and no more. What
others say meanwhile stays as it was, which a canceller for telephones, as that of WebRTC, does not
leave so: of commands as loud as the coach it let a third of those through that this one does.
Without the library pyaec nothing is taken away, and the ear stays shut while the coach speaks.
"""

from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np

from coach.ears.echo_depth import EchoDepth
from coach.ears.phrase_model import RATE, Sound
from coach.ears.played_sound import PlayedSound

STEP_FRAMES = RATE // 100
"""Frames taken at a time, 10 ms."""
FILTER_FRAMES = RATE // 2
"""How much later than it is read, and how long, what is played may be heard: half a second."""
SILENT = 1e-3
"""What is played is silence below that: 60 dB below full scale."""
FULL_SCALE = 32_768


class Library(Protocol):
    """What cancels echo."""

    def process(self, heard: Sound, played: Sound) -> Sound:
        """Return what is heard without what is played; both of whole steps."""


class SpeexLibrary:
    """Speex's canceller, of the package pyaec; raises ImportError or OSError without it."""

    def __init__(self) -> None:
        try:
            import pyaec
        except AttributeError as error:  # it goes on where its own library does not load
            raise ImportError(str(error)) from error
        # Without its preprocessor, which suppresses what is left of an echo, and others with it.
        self._filter = pyaec.Aec(STEP_FRAMES, FILTER_FRAMES, RATE, False)

    def process(self, heard: Sound, played: Sound) -> Sound:
        """Return what is heard without what is played, both of whole steps."""
        pairs = [_to_samples(sound).reshape(-1, STEP_FRAMES) for sound in (heard, played)]
        cleaned = [
            self._filter.cancel_echo(ear.tolist(), far.tolist())
            for ear, far in zip(*pairs, strict=True)
        ]
        return np.array(cleaned, np.float32).reshape(-1) / np.float32(FULL_SCALE)


def open_library() -> Library | None:
    """Return a canceller that has learned nothing yet; None where the library is missing."""
    try:
        return SpeexLibrary()
    except (ImportError, OSError, RuntimeError):
        return None


def _to_samples(sound: Sound) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.clip(sound * FULL_SCALE, -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)


class EchoCanceller:
    """Follows what is played, as `echo_reference` packs it, and cleans what is heard of it."""

    def __init__(self, open_library: Callable[[], Library | None] = open_library) -> None:
        self._open_library = open_library
        self._library: Library | None = None
        self._was_opened = False
        self._played = PlayedSound()
        self._depth = EchoDepth(STEP_FRAMES)
        self._rest = np.zeros(0, np.float32)
        self._silent_frames = 0

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
        if moment is None or self._library is None:
            return data
        sound = np.nan_to_num(np.frombuffer(data, np.float32), posinf=0.0, neginf=0.0)
        heard = np.concatenate([self._rest, np.clip(sound, -1.0, 1.0)])
        whole = len(heard) // STEP_FRAMES * STEP_FRAMES
        self._rest = heard[whole:]
        jumps = self._played.jumps
        played = self._played.read(moment - len(self._rest) * 1000 // RATE, whole)
        if self._played.jumps != jumps:
            self._depth.forget()  # it must be learned anew
        cleaned = self._library.process(heard[:whole], played)
        self._depth.add(heard[:whole], cleaned, played)
        return (cleaned if self._has_echo(played) else heard[:whole]).tobytes()

    def is_left_over(self, frames: int) -> bool:
        """Return whether so many frames, the last, may be no more than what is left of an echo."""
        return self.is_cancelling and self._depth.is_left_over(frames)

    def _has_echo(self, played: Sound) -> bool:
        """Return whether what is played, or was a moment ago, can be heard."""
        is_silent = float(np.abs(played).max(initial=0.0)) < SILENT
        self._silent_frames = self._silent_frames + len(played) if is_silent else 0
        return self._silent_frames <= FILTER_FRAMES

    def clear(self) -> None:
        """Let go of what waits."""
        self._rest = np.zeros(0, np.float32)
