"""What happens in a session as lines of JSON, for the programs that follow it over its socket.

A line is sent where it is found, and never waited for: what a follower has not read yet is kept by
the system, some hundreds of lines of it. One that reads no more is dropped; it may follow anew, and
is then told first how things stand.
"""

import json
import os
import socket
import time
from contextlib import suppress
from datetime import datetime
from threading import Lock
from typing import Any

from coach.live.session_events import EventFinder, EventKind, SessionEvent
from coach.live.status import Status

VERSION = 1
"""Of the lines: keys and kinds may be added without another one."""
MAX_FOLLOWERS = 8
UNREAD_BYTES = 256 * 1024
"""How much of what a follower has not read yet is kept, as far as the system allows."""
OPENING_S = 10.0
"""Who begins to follow within so many seconds of the start is told all of it."""
MAX_OPENING_BYTES = 64 * 1024


class EventStream:
    """Reports to all followers what happens; from any thread, and without waiting."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._finder = EventFinder()
        self._followers: list[socket.socket] = []
        self._status: Status | None = None
        self._opening: list[bytes] = []
        self._began: float | None = None
        self._is_closed = False

    def show(self, status: Status) -> None:
        """Report what has happened up to a status."""
        with self._lock:
            events = self._finder.find(status)
            if self._status is None:
                self._began = time.monotonic()
                events = (SessionEvent(EventKind.STATUS, status), *events)
            self._status = status
            self._send_to_all([_format_line(event) for event in events])

    def add_follower(self, follower: socket.socket) -> None:
        """Send a program how things stand, and from now on what happens.

        Raises ValueError where so many follow already that no more can, and behind the end.
        """
        with self._lock:
            if self._is_closed or self._finder.has_ended:
                raise ValueError("events: the session has just ended")
            if len(self._followers) >= MAX_FOLLOWERS:
                raise ValueError(f"events: {MAX_FOLLOWERS} programs follow already")
            follower.settimeout(None)
            with suppress(OSError):
                follower.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNREAD_BYTES)
            self._followers.append(follower)
            if self._status is not None:
                now = _format_line(SessionEvent(EventKind.STATUS, self._status))
                self._send(follower, b"".join(self._opening) if self._is_opening() else now)

    def remove_follower(self, follower: socket.socket) -> None:
        """Forget a program that follows no more; one that never did is fine."""
        with self._lock:
            if follower in self._followers:
                self._followers.remove(follower)

    def close(self) -> None:
        """Report the end, where that is still to be done, and part from all."""
        with self._lock:
            self._send_to_all([_format_line(event) for event in self._finder.end()])
            self._is_closed = True
            for follower in tuple(self._followers):
                self._drop(follower)

    def _send_to_all(self, lines: list[bytes]) -> None:
        if not lines:
            return
        if self._is_opening():
            self._opening += lines
        sent = b"".join(lines)
        for follower in tuple(self._followers):
            self._send(follower, sent)

    def _is_opening(self) -> bool:
        """Return True as long as all that has happened is kept for who follows later."""
        if self._began is None or time.monotonic() - self._began > OPENING_S:
            return False
        return sum(map(len, self._opening)) <= MAX_OPENING_BYTES

    def _send(self, follower: socket.socket, lines: bytes) -> None:
        """Send at once what the system takes at once; drop who has read too little for that."""
        try:
            if follower.send(lines, socket.MSG_DONTWAIT) == len(lines):
                return
        except OSError:
            pass
        self._drop(follower)

    def _drop(self, follower: socket.socket) -> None:
        self._followers.remove(follower)
        with suppress(OSError):  # It wakes the thread that waits for the follower, which closes it.
            follower.shutdown(socket.SHUT_RDWR)


def _format_line(event: SessionEvent) -> bytes:
    now = datetime.now().astimezone()
    return json.dumps(make_event_facts(event, os.getpid(), now)).encode() + b"\n"


def make_event_facts(event: SessionEvent, session: int, now: datetime) -> dict[str, Any]:
    """Return an event as plain values; docs/machine-output.md names every key.

    All events have the same keys; what there is none of is None.
    """
    status = event.status
    chapter = status.segments[status.segment].title if status.segment >= 0 else ""
    counts_down = status.counts_seconds and not status.counts_up
    return {
        "version": VERSION,
        "kind": event.kind,
        "time": now.isoformat(timespec="milliseconds"),
        "session": session,
        "title": status.title or None,
        "phase": status.phase,
        "position_ms": status.elapsed,
        "length_ms": status.length,
        "remaining_ms": status.remaining,
        "part": status.segment + 1 or None,
        "parts": len(status.segments),
        "part_title": status.exercise or chapter or None,
        "exercise": status.card or None,
        "side": status.side or None,
        "set": status.set,
        "sets": status.sets,
        "rep": status.rep or None,
        "reps": status.reps or None,
        "left_ms": (status.count or 0) * 1000 if counts_down else None,
        "volume": status.volume,
        "talk": status.talk,
        "pace": status.pace,
        "asks": status.asks,
        "from_ms": event.moved_from,
        "command": event.command or None,
        "how": event.ending,
    }
