"""EchoReference: the session's side of what the ear is told of its own sound.

It packs what a player is given, and now and then which frame is heard, as lines for the process
that listens. It never waits: what cannot be sent is not heard of there, and so not cancelled.
"""

import time
from base64 import b64encode
from collections.abc import Callable
from typing import Any

from coach.sound.audio import Samples

CLOCK_EVERY_MS = 100
"""How often the ear is told which frame is heard, in ms."""
Send = Callable[[dict[str, Any]], None]


class EchoReference:
    """What a tapped player tells of its sound goes to `send`, as plain values."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._told_at = 0

    def put(self, frame: int, samples: Samples) -> None:
        """Send what is queued from a frame on, in the place of all that was queued there."""
        sound = b64encode(samples.astype("<i2").tobytes()).decode()
        self._send({"played": frame, "sound": sound})

    def follow(self, heard: int) -> None:
        """Send which frame is heard now, unless that was sent a moment ago."""
        now = round(time.monotonic() * 1000)
        if now - self._told_at >= CLOCK_EVERY_MS:
            self._told_at = now
            self._send({"heard": heard, "at": now})
