"""Sleeping: notices that the machine, or this program, stood still for a while."""

import time
from collections.abc import Callable

SLEEP_AFTER_S = 2.0
"""Seconds between two looks that mean sleep; the sound that was queued has run out by then."""


def suspend_aware_clock() -> float:
    """Give seconds of a clock that goes on while the machine sleeps, where there is one."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class SuspendWatch:
    """Looked at again and again, it tells when it was not looked at for too long."""

    def __init__(self, clock: Callable[[], float] = suspend_aware_clock) -> None:
        self._clock = clock
        self._last = clock()

    def has_slept(self) -> bool:
        """Tell whether a sleep has just ended."""
        before, self._last = self._last, self._clock()
        return self._last - before > SLEEP_AFTER_S
