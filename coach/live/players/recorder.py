"""A player without a card, for tests. It takes everything at once."""

import numpy as np

from coach.sound.audio import RATE, Pcm, Samples


class RecorderPlayer:
    """Keeps what is written; all of it counts as heard at once."""

    def __init__(self) -> None:
        self._parts: list[Samples] = []
        self._position = 0

    def open(self) -> None:
        """Do nothing: there is no device."""

    def write(self, pcm: Pcm) -> None:
        """Add sound to the recording, without waiting."""
        if pcm.rate != RATE:
            raise ValueError(f"expected {RATE} frames a second, got {pcm.rate}")
        self._parts.append(pcm.samples.copy())
        self._position += len(pcm.samples)

    def drain(self) -> None:
        """Return at once: all has been taken."""

    def stop(self) -> None:
        """Return at once: nothing is ever queued."""

    @property
    def position(self) -> int:
        """Frames written."""
        return self._position

    @property
    def heard(self) -> int:
        """Frames written."""
        return self._position

    @property
    def written(self) -> int:
        """Frames written."""
        return self._position

    @property
    def room(self) -> int:
        """A second, always."""
        return RATE

    @property
    def joint(self) -> int:
        """The end: nothing is ever queued."""
        return self._position

    def splice(self, frame: int, pcm: Pcm) -> None:
        """Replace the recording from a frame on."""
        kept = self.recording.samples[:frame]
        self._parts, self._position = [kept], len(kept)
        self.write(pcm)

    def finish(self) -> None:
        """Return at once."""

    @property
    def recording(self) -> Pcm:
        """All that was written, in one piece."""
        return Pcm(np.concatenate([np.zeros(0, np.int16), *self._parts]))

    def close(self) -> None:
        """Keep the recording."""
