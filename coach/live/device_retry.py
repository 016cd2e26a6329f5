"""When to try to open a lost device again."""

import time

RETRY_DELAYS_S = (0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds between attempts; the last is repeated. A headset is often back within seconds."""


class DeviceRetry:
    """Attempts with growing pauses between them."""

    def __init__(self) -> None:
        self._number = 0
        self._next = 0.0

    def reset(self) -> None:
        """Start over with the shortest pause: a device has just been lost."""
        self._number = 0

    def postpone(self) -> None:
        """Set the time of the next attempt, each time further away."""
        self._next = time.monotonic() + RETRY_DELAYS_S[min(self._number, len(RETRY_DELAYS_S) - 1)]
        self._number += 1

    @property
    def is_due(self) -> bool:
        """True if it is time for the next attempt."""
        return time.monotonic() >= self._next
