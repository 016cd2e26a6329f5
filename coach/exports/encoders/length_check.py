"""LengthCheck: the length of a file is promised beforehand, and what is written is counted."""

from coach.sound.audio import FRAMES_PER_MS, RATE, Pcm, Samples


class LengthCheck:
    """Counts frames against the `length` in milliseconds that was promised."""

    def __init__(self, length: int) -> None:
        if length < 0:
            raise ValueError(f"a file cannot hold {length} ms")
        self.frames = length * FRAMES_PER_MS
        self._accepted_frames = 0

    def accept_samples(self, pcm: Pcm) -> Samples:
        """Return the samples; raises ValueError for another rate, or more than was promised."""
        if pcm.rate != RATE:
            raise ValueError(f"expected {RATE} frames a second, found {pcm.rate}")
        if self._accepted_frames + len(pcm.samples) > self.frames:
            raise ValueError(f"expected {self.frames} frames, found more")
        self._accepted_frames += len(pcm.samples)
        return pcm.samples

    def check_complete(self) -> None:
        """Raise ValueError if less came than was promised."""
        if self._accepted_frames != self.frames:
            raise ValueError(f"expected {self.frames} frames, found {self._accepted_frames}")
