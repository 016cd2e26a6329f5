"""Whether an ear may listen: the coach is silent, its last words are heard, the next are far. Pure.

Opened for a moment only, it would cut whoever speaks short.
"""

from dataclasses import dataclass

OPENS_FROM_MS = 1_500
"""The least quiet ahead for which it is opened, in ms: less is too short to say anything in."""
CLOSES_AT_MS = 150
"""So long before the coach speaks it closes, in ms."""
RINGS_MS = 250
"""So long a room and a buffer may carry the coach's last word, in ms."""


@dataclass(slots=True)
class QuietWatch:
    """Follows a session by its status, shown with the moment, in ms, of any clock."""

    is_quiet: bool = False
    _spoke_at: int | None = None

    def update(self, quiet: int, now: int) -> bool:
        """Take for how many ms nothing will be said; return whether an ear may listen."""
        if quiet <= 0:
            self._spoke_at = now
        if quiet <= CLOSES_AT_MS:
            self.is_quiet = False
        elif not self.is_quiet:
            rang_out = self._spoke_at is None or now - self._spoke_at >= RINGS_MS
            self.is_quiet = quiet >= OPENS_FROM_MS and rang_out
        return self.is_quiet
