"""Meeting: where running sessions can be reached, and how they are asked: for `coach ctl`.

Each session has a socket of its own in a folder that only its owner can enter. One line of JSON
asks, one line answers: `{"do": "seek", "value": 90000}`, `{"do": "status"}`; then
`{"ok": true, "status": {...}}` or `{"ok": false, "error": "..."}`. `value` is that of a `Command`;
the status is a `Status` by its own names, or null before the first.
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
from coach.live.status import Phase, Segment, Status
from coach.script.talk_level import TalkLevel

MAX_LINE_BYTES = 4096
"""How long a line may be, in bytes, when it asks."""
ANSWER_TIMEOUT_S = 5.0
"""How long an answer is waited for, in seconds."""
MAX_PATH_BYTES = 100
"""What fits into the address of a socket everywhere, in bytes: macOS has room for 104."""


@dataclass(frozen=True, slots=True)
class RunningSession:
    """A running session: its process, and its socket."""

    pid: int
    path: Path


def socket_folder() -> Path:
    """Give the folder of sockets: it goes with the login, or else lies with what is remembered."""
    if runtime := os.environ.get("XDG_RUNTIME_DIR"):
        return Path(runtime) / "audio-coach"
    # It brings all of the script language along: not for a button that is pressed.
    from coach.system.paths import state_folder

    return state_folder() / "run"


def check_folder(path: Path) -> None:
    """Raise MachineError where somebody else could enter, or has made, the folder of sockets."""
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
    """List the running sessions, the newest first; what ended ones left behind is cleared away."""
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
    """Tell whether somebody listens behind a socket, be it that he is slow."""
    try:
        with _connect(path):
            return True
    except (ConnectionRefusedError, FileNotFoundError):
        return False
    except OSError:
        return True


def send_request(session: RunningSession, verb: str, value: int | None = None) -> dict[str, Any]:
    """Ask a session for something, and give its answer.

    Raises MachineError where it does not answer; what ends before it answers has ended.
    """
    asked = {"do": verb} | ({} if value is None else {"value": value})
    try:
        with _connect(session.path) as line, line.makefile("rb") as answer:
            line.sendall(json.dumps(asked).encode() + b"\n")
            said = answer.readline()
    except ConnectionError:
        said = b""
    except OSError as error:
        message = f"the session {session.pid} does not answer: {error}"
        raise MachineError(Problem(message)) from error
    if not said:
        if verb == "stop":
            return {"ok": True, "status": None}
        raise MachineError(Problem(f"the session {session.pid} has just ended"))
    found: dict[str, Any] = json.loads(said)
    return found


def read_status(found: dict[str, Any]) -> Status:
    """Read the status in an answer."""
    segments = tuple(Segment(**segment) for segment in found["segments"])
    phase, talk = Phase(found["phase"]), TalkLevel(found["talk"])
    return Status(**found | {"segments": segments, "phase": phase, "talk": talk})


def _connect(path: Path) -> socket.socket:
    check_system()
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(ANSWER_TIMEOUT_S)
        line.connect(os.fspath(path))
    except BaseException:
        line.close()
        raise
    return line
