"""Follows running sessions: reads the lines of events that `event_stream` sends.

A session ends with a line that says so. Where none came the session is looked for: one that still
listens has dropped who read too slowly, and is followed anew; one whose process lives has asked a
question, and is still to begin; any other was killed, and a line that says so is added.
"""

import json
import os
import select
import socket
import stat
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from coach.errors import MachineError, Problem
from coach.live.controls.socket_client import RunningSession, connect, is_listening, list_sessions

LOOK_EVERY_S = 0.25
"""How often a session is looked for where none plays, in seconds."""
READ_BYTES = 65_536

Events = Iterator[dict[str, Any]]
Wait = Callable[[float | None, socket.socket | None], None]
"""Waits for so many seconds, or with None until a connection can be read."""


class ReaderGoneError(BrokenPipeError):
    """Nobody reads any more what is printed."""


def follow_session(session: RunningSession, wait: Wait) -> Events:
    """Yield what happens in a session, up to its end; raises MachineError where it refuses."""
    last: dict[str, Any] = {}
    while True:
        for event in _read_connection(session, wait):
            last = event
            yield event
        if last.get("kind") == "ended":
            return
        wait(LOOK_EVERY_S, None)
        while not is_listening(session.path):
            if not _is_alive(session.pid):
                if last.get("length_ms"):
                    yield _make_loss(last)
                return
            wait(LOOK_EVERY_S, None)


def follow_all(wait: Wait, wanted: int | None = None) -> Events:
    """Yield what happens in one session after the other, for ever; of several in the newest.

    `wanted` is the process of the only one that counts.
    """
    while True:
        running = [one for one in list_sessions() if wanted in (None, one.pid)]
        try:
            if running:
                yield from follow_session(running[0], wait)
        except MachineError:
            pass  # It has just ended, or too many follow it: that may change.
        wait(LOOK_EVERY_S, None)


def make_wait(output: int | None) -> Wait:
    """Return what waits, and raises ReaderGoneError where nobody reads a file any more.

    `output` is its number. Only of a pipe it is noticed before something is written.
    """
    is_pipe = output is not None and _is_pipe(output)

    def wait(seconds: float | None, line: socket.socket | None) -> None:
        poll = select.poll()
        if line is not None:
            poll.register(line, select.POLLIN)
        if output is not None and is_pipe:
            poll.register(output, 0)  # nothing but that its reader has gone
        for number, _ in poll.poll(None if seconds is None else seconds * 1000):
            if number == output:
                raise ReaderGoneError

    return wait


def _is_pipe(output: int) -> bool:
    mode = os.fstat(output).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _read_connection(session: RunningSession, wait: Wait) -> Events:
    """Yield the events of one connection, until it ends; of a line broken off, nothing."""
    unread = b""
    try:
        with connect(session.path) as line:
            line.sendall(b'{"do": "events"}\n')
            wait(None, line)
            while piece := line.recv(READ_BYTES):
                *lines, unread = (unread + piece).split(b"\n")
                for each in lines:
                    yield _read_event(each)
                wait(None, line)
    except ReaderGoneError:
        raise
    except (ConnectionError, FileNotFoundError):
        return
    except OSError as error:
        message = f"the session {session.pid} does not answer: {error}"
        raise MachineError(Problem(message)) from error


def _read_event(line: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(line)
    if found.get("ok") is False:
        raise MachineError(Problem(f"the session refuses: {found.get('error')}"))
    return found


def _is_alive(process: int) -> bool:
    """Return True if a process runs; not for Windows, where the signal 0 would end it."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _make_loss(last: dict[str, Any]) -> dict[str, Any]:
    """Return the end of a session that has gone without a word, as far as the last event says."""
    now = datetime.now().astimezone().isoformat(timespec="milliseconds")
    ended = {"kind": "ended", "phase": "ended", "time": now, "how": "lost"}
    return last | ended | {"from_ms": None, "command": None, "asks": False}
