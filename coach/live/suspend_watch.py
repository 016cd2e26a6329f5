"""Notices that the machine, or this program, stood still for a while."""

import time
from collections.abc import Callable

SLEEP_AFTER_S = 2.0
"""Seconds between two calls that mean sleep; the sound that was queued has run out by then."""


def suspend_aware_clock() -> float:
    """Return the seconds of a clock that goes on while the machine sleeps, where there is one."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class SuspendWatch:
    """Asked many times a second, it notices when it was not asked for too long."""

    def __init__(self, clock: Callable[[], float] = suspend_aware_clock) -> None:
        self._clock = clock
        self._last = clock()

    def has_slept(self) -> bool:
        """Return True if more than `SLEEP_AFTER_S` have passed since the last call."""
        before, self._last = self._last, self._clock()
        return self._last - before > SLEEP_AFTER_S
