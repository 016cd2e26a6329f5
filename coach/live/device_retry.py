"""Reopening: when to try to open a lost device again."""

import time

PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds between attempts; then as many as the last. A headset comes back within seconds, and
who looks for it would rather not wait."""


class Attempts:
    """Attempts with growing pauses between them."""

    def __init__(self) -> None:
        self._number = 0
        self._next = 0.0

    def begin(self) -> None:
        """Begin anew: a device has just been lost."""
        self._number = 0

    def postpone(self) -> None:
        """Wait for a while before the next attempt, each time for longer."""
        self._next = time.monotonic() + PAUSES[min(self._number, len(PAUSES) - 1)]
        self._number += 1

    @property
    def due(self) -> bool:
        """Tell whether it is time for the next attempt."""
        return time.monotonic() >= self._next
