"""The program as a user starts it: its command, and coach on a terminal of its own."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from typing import NamedTuple

COMMAND = [sys.executable, "-m", "coach"]
SMALL = (
    "title: Small\ndescription: Ten seconds.\n"
    "steps: [Hello there., {hold: 10s, countdown: 3}, {rest: 10s, countdown: 3}]\n"
)


class Ran(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def environment() -> dict[str, str]:
    path = os.pathsep.join(filter(None, sys.path))
    return os.environ | {"PYTHONPATH": path, "TERM": "dumb", "NO_COLOR": "1"}


def on_terminal(*options: str, typed: str = "", interrupt: bool = False) -> tuple[int, str]:
    """Run coach on a terminal, type, and give its exit code and all that was shown.

    A signal just before a read is noticed after it: whoever waits presses once more.
    """
    leader, follower = pty.openpty()
    run = subprocess.Popen(
        [*COMMAND, *options],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment(),
        start_new_session=True,
    )
    os.close(follower)
    shown = b""
    deadline = time.monotonic() + 120
    again = 0.0
    os.write(leader, typed.encode())
    while time.monotonic() < deadline:
        ready, _, _ = select.select([leader], [], [], 0.1)
        try:
            piece = os.read(leader, 4096) if ready else b""
        except OSError:
            break
        shown += piece
        if interrupt and b"not now" in shown and time.monotonic() >= again:
            run.send_signal(signal.SIGINT)
            again = time.monotonic() + 5
        if not piece and run.poll() is not None:
            break
    os.close(leader)
    if run.poll() is None:
        run.kill()
    return run.wait(), shown.decode(errors="replace")
