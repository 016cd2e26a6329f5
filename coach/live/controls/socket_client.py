"""Where running sessions listen, and how they are sent commands: for `coach ctl`.

Each session has a socket of its own in a folder that only its owner can enter. A request and its
answer are one line of JSON each: `{"do": "seek", "value": 90000}`, `{"do": "status"}`; then
`{"ok": true, "status": {...}}` or `{"ok": false, "error": "..."}`, with `"missing"` where the
command makes sense, but not now: `"sound"` where that is lost, `"hold"`, `"instruction"` or
`"step"`. `value` is that of a `Command`; the status is a `Status` by its own names, or null before
the first. `{"do": "events"}` is the last request of a connection: what `event_stream` sends is the
answer.
"""

import json
import os
import socket
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.errors import MachineError, Problem
from coach.live.status import EarState, Phase, Segment, Status
from coach.script.talk_level import TalkLevel

MAX_LINE_BYTES = 4096
"""How long the line of a request may be, in bytes."""
ANSWER_TIMEOUT_S = 5.0
"""Seconds that an answer is waited for."""
MAX_PATH_BYTES = 100
"""What fits into the address of a socket everywhere, in bytes: macOS has room for 104."""


@dataclass(frozen=True, slots=True)
class RunningSession:
    """A running session: its process, and its socket."""

    pid: int
    path: Path


def socket_folder() -> Path:
    """Return the folder of sockets: gone at logout where there is such a place, else kept."""
    if runtime := os.environ.get("XDG_RUNTIME_DIR"):
        return Path(runtime) / "audio-coach"
    # Imported only here: `coach ctl` is to answer at once, and platformdirs is not needed then.
    from coach.system.paths import shared_state_folder

    return shared_state_folder() / "run"  # so that a session is found whoever it is for


def check_folder(path: Path) -> None:
    """Raise MachineError where others could enter, or have made, the folder of sockets."""
    found = path.lstat()
    own = sys.platform == "win32" or found.st_uid == os.geteuid()
    if not stat.S_ISDIR(found.st_mode) or not own or stat.S_IMODE(found.st_mode) & 0o077:
        problem = Problem(f"{path}: others than its owner may enter it", hint=f"chmod 700 {path}")
        raise MachineError(problem)


def check_system() -> None:
    """Raise MachineError on a system without such sockets."""
    if sys.platform == "win32" or not hasattr(socket, "AF_UNIX"):
        message = "this system has no sockets that only their owner can open"
        raise MachineError(Problem(message, hint="use the keys of the session's own window"))


def list_sessions() -> tuple[RunningSession, ...]:
    """Return the running sessions, the newest first; sockets of ended ones are deleted."""
    check_system()
    found: list[tuple[int, RunningSession]] = []
    for path in socket_folder().glob("*.socket"):
        if not path.stem.isdigit():
            continue
        try:
            check_folder(socket_folder())
            if is_listening(path):
                found.append((path.stat().st_mtime_ns, RunningSession(int(path.stem), path)))
            else:
                path.unlink(missing_ok=True)
        except OSError:
            continue
    return tuple(session for _, session in sorted(found, key=lambda one: one[0], reverse=True))


def is_listening(path: Path) -> bool:
    """Return True if a session listens at a socket, however slow it is."""
    try:
        with connect(path):
            return True
    except (ConnectionRefusedError, FileNotFoundError):
        return False
    except OSError:
        return True


def send_request(session: RunningSession, verb: str, value: int | None = None) -> dict[str, Any]:
    """Send a command to a session, and return its answer.

    Raises MachineError where it does not answer; a session that ends instead has obeyed "stop".
    """
    request = {"do": verb} | ({} if value is None else {"value": value})
    try:
        with connect(session.path) as line, line.makefile("rb") as answer:
            line.sendall(json.dumps(request).encode() + b"\n")
            line_read = answer.readline()
    except ConnectionError:
        line_read = b""
    except OSError as error:
        message = f"the session {session.pid} does not answer: {error}"
        raise MachineError(Problem(message)) from error
    if not line_read:
        if verb == "stop":
            return {"ok": True, "status": None}
        raise MachineError(Problem(f"the session {session.pid} has just ended"))
    found: dict[str, Any] = json.loads(line_read)
    return found


def read_status(found: dict[str, Any]) -> Status:
    """Return the status of an answer, from its JSON."""
    segments = tuple(Segment(**segment) for segment in found["segments"])
    phase, talk = Phase(found["phase"]), TalkLevel(found["talk"])
    named = {"segments": segments, "phase": phase, "talk": talk, "ear": EarState(found["ear"])}
    return Status(**found | named)


def connect(path: Path) -> socket.socket:
    """Return a connection to the socket of a session; raises OSError where none listens."""
    check_system()
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(ANSWER_TIMEOUT_S)
        line.connect(os.fspath(path))
    except BaseException:
        line.close()
        raise
    return line
