"""Reopening: when to try to open a lost device again."""

import time

RETRY_DELAYS_S = (0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds between attempts; then as many as the last. A headset comes back within seconds, and
who looks for it would rather not wait."""


class DeviceRetry:
    """Attempts with growing pauses between them."""

    def __init__(self) -> None:
        self._number = 0
        self._next = 0.0

    def reset(self) -> None:
        """Begin anew: a device has just been lost."""
        self._number = 0

    def postpone(self) -> None:
        """Wait for a while before the next attempt, each time for longer."""
        self._next = time.monotonic() + RETRY_DELAYS_S[min(self._number, len(RETRY_DELAYS_S) - 1)]
        self._number += 1

    @property
    def is_due(self) -> bool:
        """Tell whether it is time for the next attempt."""
        return time.monotonic() >= self._next
