"""An open ear: for a few seconds the coach stands still, and a word needs nothing before it. Pure.

It is opened by a key, and told to the listener by a short sound. What is understood is done; else a
low sound says so, and the session goes on as it was.
"""

from dataclasses import dataclass, replace

OPEN_MS = 4_000
"""How long an ear is open, in ms; what was begun in that time is heard to its end."""
SPEECH_MS = 6_000
"""How long that is waited for, in ms."""
OPENS_WITHIN_MS = 8_000
"""How long it is waited for until it is open, in ms: it may have to load what it hears by."""


@dataclass(frozen=True, slots=True)
class Listening:
    """An ear that was asked to open at `asked_at`; moments are in ms.

    `opened_at` is when it was open, None until then. The session `goes_on` by itself behind it.
    """

    asked_at: int
    goes_on: bool
    opened_at: int | None = None

    def has_ended(self, now: int, *, hears_speech: bool = False) -> bool:
        """Return True if nothing was said in time, or it has not opened."""
        if self.opened_at is None:
            return now - self.asked_at >= OPENS_WITHIN_MS
        return now - self.opened_at >= OPEN_MS + SPEECH_MS * hears_speech


def open_ear(listening: Listening, now: int) -> Listening:
    """Return the ear open from a moment on."""
    return replace(listening, opened_at=now) if listening.opened_at is None else listening
