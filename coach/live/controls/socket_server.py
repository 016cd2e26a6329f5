"""A socket that only its owner can open, by which other programs command the session."""

import json
import math
import os
import socket
import struct
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Condition, Thread
from types import MappingProxyType
from typing import Any

from coach.errors import MachineError, Problem
from coach.live.commands import Command, Verb
from coach.live.controls import Send
from coach.live.controls.socket_client import (
    LONGEST,
    LONGEST_PATH,
    check_folder,
    check_system,
    folder,
)
from coach.live.status import Status
from coach.units import format_clock

EFFECT = 0.4
"""How long, in seconds, an answer waits for the status to show what was asked for."""
JUMP = 1_000
"""By how much, in ms, the position must differ within `EFFECT` to be taken for one."""
IDLE = 30.0
"""How long, in seconds, somebody may stay without asking."""
MOST_CALLERS = 16
Range = tuple[float, float, str]
ANY: Range = (-math.inf, math.inf, "")
SPAN: Range = (1, math.inf, "at least 1 millisecond")
RANGES: Mapping[Verb, Range] = MappingProxyType(
    {
        Verb.FORWARD: SPAN,
        Verb.BACK: SPAN,
        Verb.MORE: SPAN,
        Verb.SEEK: (0, math.inf, "a moment, 0 milliseconds or later"),
        Verb.VOLUME: (0, 150, "a percentage from 0 to 150"),
    }
)
"""Which values a command takes, and how that is said."""


class Socket:
    """Listens in the folder of sockets; each caller has a thread, as long as it asks."""

    def __init__(self) -> None:
        self._status: Status | None = None
        self._news = Condition()
        self._door: socket.socket | None = None
        self._path: Path | None = None
        self._callers = 0

    def start(self, send: Send) -> None:
        """Open the socket; raises MachineError where that is not possible."""
        check_system()
        self._path = folder() / f"{os.getpid()}.socket"
        try:
            self._door = _open_door(self._path)
        except OSError as error:
            message = f"{self._path}: no socket can be opened: {error.strerror or error}"
            raise MachineError(Problem(message)) from error
        Thread(target=self._listen, args=(self._door, send), name="socket", daemon=True).start()

    def show(self, status: Status) -> None:
        """Keep the status for whoever asks."""
        with self._news:
            self._status = status
            self._news.notify_all()

    def stop(self) -> None:
        """Close the socket and clear it away."""
        door, self._door = self._door, None
        if door and self._path:
            self._path.unlink(missing_ok=True)
            # Wakes whoever waits at the door; closing alone would not.
            with suppress(OSError):  # macOS: nobody is connected to it.
                door.shutdown(socket.SHUT_RDWR)
            door.close()

    def _listen(self, door: socket.socket, send: Send) -> None:
        while True:
            try:
                caller, _ = door.accept()
            except OSError:
                return
            if self._callers >= MOST_CALLERS or not _is_owner(caller):
                caller.close()
                continue
            self._callers += 1
            Thread(target=self._attend, args=(caller, send), daemon=True).start()

    def _attend(self, caller: socket.socket, send: Send) -> None:
        try:
            with caller, caller.makefile("rb") as lines:
                caller.settimeout(IDLE)
                while asked := lines.readline(LONGEST + 1):
                    caller.sendall(json.dumps(self._answer(asked, send)).encode() + b"\n")
                    if len(asked) > LONGEST:
                        return
        except OSError:
            return  # The caller has gone, or has gone to sleep.
        finally:
            self._callers -= 1

    def _answer(self, asked: bytes, send: Send) -> dict[str, Any]:
        try:
            command = read_command(asked)
        except ValueError as error:
            return {"ok": False, "error": str(error)}
        before = self._status
        if command and (refusal := _refusal(command, before)):
            return {"ok": False, "error": refusal}
        if command:
            send(command)
            self._wait_for_effect(before)
        return {"ok": True, "status": asdict(self._status) if self._status else None}

    def _wait_for_effect(self, before: Status | None) -> None:
        until = time.monotonic() + EFFECT
        with self._news:
            while not _has_jumped(before, self._status) and (left := until - time.monotonic()) > 0:
                self._news.wait(left)


def read_command(asked: bytes) -> Command | None:
    """Read a line; None stands for a question after the status. Raises ValueError, with words."""
    if len(asked) > LONGEST:
        raise ValueError(f"expected a line of at most {LONGEST} bytes")
    try:
        found = json.loads(asked)
    except ValueError as error:
        raise ValueError(f"expected one line of JSON: {error}") from error
    if not isinstance(found, dict) or not set(found) <= {"do", "value"}:
        raise ValueError('expected {"do": ...} or {"do": ..., "value": ...}')
    verb, value = found.get("do"), found.get("value")
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise ValueError(f"expected a whole number as value, found {value!r}")
    if verb == "status":
        return None
    if verb not in list(Verb):
        raise ValueError(f"expected status or one of {', '.join(Verb)}, found {verb!r}")
    least, most, wanted = RANGES.get(Verb(verb), ANY)
    if value is not None and not least <= value <= most:
        raise ValueError(f"{verb}: expected {wanted}, found {value}")
    return Command(Verb(verb), value)


def _refusal(command: Command, status: Status | None) -> str:
    """Say why a session cannot do what it is asked for, or nothing."""
    if command.verb is not Verb.SEEK or status is None or (command.value or 0) <= status.length:
        return ""
    there, whole = format_clock(command.value or 0), format_clock(status.length)
    return f"seek: expected a moment up to {whole}, the length of the session, found {there}"


def _open_door(path: Path) -> socket.socket:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    check_folder(path.parent)
    if len(os.fsencode(path)) > LONGEST_PATH:
        hint = "set XDG_RUNTIME_DIR to a folder with a shorter name"
        raise MachineError(Problem(f"{path}: the path is too long for a socket", hint=hint))
    # It gets its name once it answers: what does not answer under its name is cleared away.
    unborn = path.with_suffix(".new")
    unborn.unlink(missing_ok=True)
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        door.bind(os.fspath(unborn))
        unborn.chmod(0o600)
        door.listen(MOST_CALLERS)
        unborn.replace(path)
    except BaseException:
        door.close()
        raise
    return door


def _is_owner(caller: socket.socket) -> bool:
    """Ask the system who calls: the folder keeps others out, this does so once more."""
    try:
        if sys.platform == "linux":
            credentials = caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
            _, user, _ = struct.unpack("3i", credentials)
        else:  # LOCAL_PEERCRED of the BSDs and macOS: struct xucred is a version, then the user.
            _, user = struct.unpack_from("2I", caller.getsockopt(0, 1, 76))
    except (OSError, struct.error):
        return False
    return bool(user == os.geteuid())


def _has_jumped(before: Status | None, after: Status | None) -> bool:
    """Tell whether a status shows more than that time goes by."""
    if before is None or after is None:
        return before is not after
    return _telling(before) != _telling(after) or abs(after.elapsed - before.elapsed) > JUMP


def _telling(status: Status) -> tuple[object, ...]:
    return status.phase, status.segment, status.volume, status.talk, status.message
