"""A socket that only its owner can open, by which other programs command the session."""

import json
import os
import socket
import struct
import sys
import time
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from threading import Condition, Thread
from types import MappingProxyType
from typing import Any

from coach.errors import MachineError, Problem
from coach.live.commands import JUMP_VERBS, Command, Verb, refusal_without_sound
from coach.live.controls import Send
from coach.live.controls.event_stream import EventStream
from coach.live.controls.socket_client import (
    MAX_LINE_BYTES,
    MAX_PATH_BYTES,
    check_folder,
    check_system,
    socket_folder,
)
from coach.live.controls.socket_requests import Inquiry, read_request
from coach.live.status import Phase, Status
from coach.system.private_files import make_private_folder
from coach.units import format_clock

EFFECT_TIMEOUT_S = 0.4
"""Seconds that an answer waits for the status to show the effect of a command."""
REFUSAL_TIMEOUT_S = 1.5
"""The same for a command that may be refused: that it was done or refused always shows."""
JUMP_MS = 1_000
"""By how many ms the position must jump to count as the effect of a command."""
MISSING = MappingProxyType(
    {
        Verb.MORE: "hold",
        Verb.REPEAT: "instruction",
        Verb.LOUDER: "step",
        Verb.SOFTER: "step",
        Verb.TALK_MORE: "step",
        Verb.TALK_LESS: "step",
        Verb.SLOWER: "step",
        Verb.FASTER: "step",
        Verb.EASIER: "exercise",
        Verb.NEVER: "exercise",
        Verb.OFTEN: "exercise",
        Verb.LESS: "exercise",
        Verb.LISTEN: "ear",
    }
)
"""What a session lacks that refuses a command, for each that it may refuse."""
IDLE_TIMEOUT_S = 30.0
"""Seconds that a caller may stay connected without a request."""
RETRY_S = 0.2
"""Seconds without a new caller where the machine has no file or thread for one."""
MAX_CALLERS = 16


class SocketServer:
    """Listens in the folder of sockets; each caller has a thread, as long as it is connected."""

    def __init__(self) -> None:
        self._status: Status | None = None
        self._status_changed = Condition()
        self._listener: socket.socket | None = None
        self._path: Path | None = None
        self._caller_count = 0
        self._events = EventStream()

    def start(self, send: Send) -> None:
        """Open the socket; raises MachineError where that is not possible."""
        check_system()
        self._path = socket_folder() / f"{os.getpid()}.socket"
        try:
            self._listener = _open_listener(self._path)
        except OSError as error:
            message = f"{self._path}: no socket can be opened: {error.strerror or error}"
            raise MachineError(Problem(message)) from error
        Thread(
            target=self._accept_callers, args=(self._listener, send), name="socket", daemon=True
        ).start()

    def show(self, status: Status) -> None:
        """Keep the status for answers, and tell who follows what has happened."""
        with self._status_changed:
            self._status = status
            self._status_changed.notify_all()
        self._events.show(status)

    def stop(self) -> None:
        """Close the socket and delete it."""
        listener, self._listener = self._listener, None
        if listener and self._path:
            self._path.unlink(missing_ok=True)
            # Wakes the thread that accepts callers; closing alone would not.
            with suppress(OSError):  # macOS: it is not connected.
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        self._events.close()

    def _accept_callers(self, listener: socket.socket, send: Send) -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                if self._listener is None:
                    return
                time.sleep(RETRY_S)
                continue
            if self._caller_count >= MAX_CALLERS or not _is_owner(caller):
                caller.close()
                continue
            self._caller_count += 1
            try:
                Thread(target=self._serve_caller, args=(caller, send), daemon=True).start()
            except RuntimeError:  # too many threads
                self._caller_count -= 1
                caller.close()

    def _serve_caller(self, caller: socket.socket, send: Send) -> None:
        try:
            with caller, caller.makefile("rb") as lines:
                caller.settimeout(IDLE_TIMEOUT_S)
                while line := lines.readline(MAX_LINE_BYTES + 1):
                    answer = self._answer_line(line, send, caller)
                    if answer is None:
                        while caller.recv(MAX_LINE_BYTES):  # until it has gone, or was dropped
                            pass
                        return
                    caller.sendall(json.dumps(answer).encode() + b"\n")
                    if len(line) > MAX_LINE_BYTES:
                        return
        except OSError:
            return  # The caller has gone, or was silent for too long.
        finally:
            self._events.remove_follower(caller)
            self._caller_count -= 1

    def _answer_line(self, line: bytes, send: Send, caller: socket.socket) -> dict[str, Any] | None:
        """Return the answer to a line; None where the caller is told events from now on."""
        try:
            request = read_request(line)
            if request is Inquiry.EVENTS:
                self._events.add_follower(caller)
                return None
        except ValueError as error:
            return {"ok": False, "error": str(error)}
        if isinstance(request, Command) and (refusal := self._obey(request, send)):
            return {"ok": False} | refusal
        return {"ok": True, "status": asdict(self._status) if self._status else None}

    def _obey(self, command: Command, send: Send) -> dict[str, str]:
        """Send a command on and wait for its effect; return why it is refused, or nothing."""
        before = self._status
        is_lost = before is not None and before.phase is Phase.LOST
        if is_lost and (refusal := refusal_without_sound(command.verb)):
            return {"error": refusal, "missing": "sound"}
        if refusal := _find_refusal(command, before):
            return {"error": refusal}
        try:
            send(command)
        except Exception as error:  # It would be printed over the screen.
            return {"error": f"{command.verb} failed: {type(error).__name__}: {error}"}
        self._wait_for_effect(before, command.verb)
        if why := _read_refusal(before, self._status, command.verb):
            return {"error": f"{command.verb}: {why}", "missing": MISSING[command.verb]}
        return {}

    def _wait_for_effect(self, before: Status | None, verb: Verb) -> None:
        until = time.monotonic() + (REFUSAL_TIMEOUT_S if verb in MISSING else EFFECT_TIMEOUT_S)
        with self._status_changed:
            while not _has_changed(before, self._status, verb):
                if (left := until - time.monotonic()) <= 0:
                    return
                self._status_changed.wait(left)


def _find_refusal(command: Command, status: Status | None) -> str:
    """Return why a session cannot do what a command asks for, or ""."""
    if command.verb is Verb.ANSWER:
        return "" if status and status.asks else "answer: nothing is being asked"
    if command.verb is not Verb.SEEK or status is None or (command.value or 0) <= status.length:
        return ""
    there, whole = format_clock(command.value or 0), format_clock(status.length)
    return f"seek: expected a moment up to {whole}, the length of the session, found {there}"


def _open_listener(path: Path) -> socket.socket:
    if not path.parent.parent.is_dir():
        make_private_folder(path.parent.parent)  # where notes are kept, and none was yet
    path.parent.mkdir(mode=0o700, exist_ok=True)
    check_folder(path.parent)
    if len(os.fsencode(path)) > MAX_PATH_BYTES:
        hint = "set XDG_RUNTIME_DIR to a folder with a shorter name"
        raise MachineError(Problem(f"{path}: the path is too long for a socket", hint=hint))
    # It gets its name once it answers: what does not answer under its name is deleted.
    unnamed = path.with_suffix(".new")
    unnamed.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(os.fspath(unnamed))
        unnamed.chmod(0o600)
        listener.listen(MAX_CALLERS)
        unnamed.replace(path)
    except BaseException:
        listener.close()
        raise
    return listener


def _is_owner(caller: socket.socket) -> bool:
    """Return True if the caller is this user; the folder keeps others out already."""
    try:
        if sys.platform == "linux":
            credentials = caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
            _, user, _ = struct.unpack("3i", credentials)
        else:  # LOCAL_PEERCRED of the BSDs and macOS: struct xucred is a version, then the user.
            _, user = struct.unpack_from("2I", caller.getsockopt(0, 1, 76))
    except (OSError, struct.error):
        return False
    return bool(user == os.geteuid())


def _has_changed(before: Status | None, after: Status | None, verb: Verb) -> bool:
    """Return True if a status differs by more than the time that goes by.

    The message of a jump is shown before the jump is heard: it is no sign that it has been.
    """
    if before is None or after is None:
        return before is not after
    if verb in MISSING:
        return after.commands != before.commands
    if verb in JUMP_VERBS:
        before = replace(before, message=after.message)
    return (
        _list_observable_fields(before) != _list_observable_fields(after)
        or abs(after.elapsed - before.elapsed) > JUMP_MS
    )


def _read_refusal(before: Status | None, after: Status | None, verb: Verb) -> str:
    """Return why a session has refused a command since a status, or ""."""
    if verb not in MISSING or before is None or after is None:
        return ""
    return after.refusal if after.commands != before.commands else ""


def _list_observable_fields(status: Status) -> tuple[object, ...]:
    return (
        status.phase,
        status.segment,
        status.volume,
        status.talk,
        status.pace,
        status.message,
        status.stays_paused,
        status.asks,
    )
