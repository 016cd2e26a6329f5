"""Decides from the outputs that are seen, one after the other, that the sound has moved. Pure."""

SETTLE_S = 1.0
"""Seconds after which an output that was left is gone for good: a plug that slips, or a server that
reopens a card, has it back before. As long, too, a voice may be heard from a loudspeaker."""


class MoveDetector:
    """Compares each output with the one on which the session was heard."""

    def __init__(self) -> None:
        self._known: str | None = None
        self._left_at: float | None = None

    def has_moved(self, output: str | None, now: float) -> bool:
        """Return True, once, if the sound has moved to this output, for good.

        None is no output: nothing plays, or nobody can say where. What is heard elsewhere behind
        that has moved at once, if that lasted. `now` is in seconds.
        """
        if self._known is None or output == self._known:
            self._known, self._left_at = output, None
            return False
        if self._left_at is None:
            self._left_at = now
        if output is None or now - self._left_at < SETTLE_S:
            return False
        self._known, self._left_at = output, None
        return True

    @property
    def is_settling(self) -> bool:
        """True while it is not known whether an output that was left comes back."""
        return self._left_at is not None
