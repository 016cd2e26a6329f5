"""The command line as its users run it: from a program, and at a terminal."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import NamedTuple

import pytest

from coach.cli.main import main

COMMAND = [sys.executable, "-m", "coach"]
CTRL_C = "\x03"
CTRL_D = "\x04"


class Ran(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def run_coach(*options: str, columns: int = 100) -> Ran:
    """Run coach in this process, not at a terminal."""
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setenv("COLUMNS", str(columns))
        patch.delenv("COACH_DEBUG", raising=False)
        patch.setattr(sys, "argv", ["coach", *options])
        patch.setattr(sys, "stdin", StringIO())
        with pytest.raises(SystemExit) as ended:
            main()
    ran = Ran(int(ended.value.code or 0), out.getvalue(), err.getvalue())
    assert "Traceback" not in ran.err
    return ran


def at_terminal(*options: str, talk: Sequence[tuple[str, str]] = ()) -> tuple[int, str]:
    """Run coach at a terminal; for each pair wait until the first is shown, then type the second.

    Ctrl-C comes as the signal that a terminal makes of it. Gives the exit code, and all that
    was shown.
    """
    leader, follower = pty.openpty()
    path = os.pathsep.join(filter(None, sys.path))
    run = subprocess.Popen(
        [*COMMAND, *options],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=os.environ | {"PYTHONPATH": path, "TERM": "dumb", "NO_COLOR": "1", "COLUMNS": "80"},
        start_new_session=True,
    )
    os.close(follower)
    shown, unread, left = b"", 0, list(talk)
    deadline = time.monotonic() + 60
    again = deadline
    while time.monotonic() < deadline:
        if time.monotonic() >= again and run.poll() is None:
            # A signal just before a read is noticed after it: whoever waits presses once more.
            run.send_signal(signal.SIGINT)
            again += 1
        ready, _, _ = select.select([leader], [], [], 0.05)
        try:
            piece = os.read(leader, 4096) if ready else b""
        except OSError:
            break
        shown += piece
        while left and (at := shown.find(left[0][0].encode(), unread)) >= 0:
            unread = at + len(left[0][0])
            if left[0][1] == CTRL_C:
                again = time.monotonic()
            else:
                os.write(leader, left[0][1].encode())
            left.pop(0)
        if not piece and run.poll() is not None:
            break
    os.close(leader)
    if run.poll() is None:
        run.kill()
    assert not left, f"never shown: {left[0][0]!r} in {shown.decode(errors='replace')}"
    text = shown.decode(errors="replace").replace("\r\n", "\n")
    assert "Traceback" not in text
    return run.wait(), text
