"""A shell on a pseudo-terminal: type into it, and read what it shows."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Shell:
    """A plain shell with job control on a terminal of its own.

    Not bash: it puts the terminal right after each job, whatever the job has left behind.
    """

    def __init__(self, columns: int = 80, lines: int = 24, **env: str) -> None:
        self._leader, follower = pty.openpty()
        self.resize(columns, lines)
        self.number = follower
        self.shown = ""
        self._mark = 0
        path = os.pathsep.join(filter(None, sys.path))
        own = {
            "PYTHONPATH": path,
            "TERM": "xterm",
            "PS1": "$ ",
            "HISTFILE": "",
            "LC_ALL": "C.UTF-8",
        }
        # The shell has to lead a session whose terminal this is, else nothing stops or hangs up.
        begin = "import os; os.login_tty(os.dup(0)); os.execvp('sh', ['sh', '-i'])"
        self.process = subprocess.Popen(
            [sys.executable, "-c", begin],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env={name: value for name, value in os.environ.items() if name != "COLUMNS"}
            | own
            | env,
        )
        self.wait_for("$ ")

    def resize(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._leader, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def type(self, text: str) -> None:
        os.write(self._leader, text.encode())

    def wait_for(self, text: str, seconds: float = 10) -> str:
        """Read on until `text` is shown, behind what was waited for before; gives what came."""
        deadline = time.monotonic() + seconds
        while text not in self.shown[self._mark :]:
            left = deadline - time.monotonic()
            ready, _, _ = select.select([self._leader], [], [], max(left, 0))
            assert ready, f"no {text!r} behind {self.shown[: self._mark][-50:]!r}: {self.rest!r}"
            self.shown += os.read(self._leader, 1 << 16).decode(errors="replace")
        end = self.shown.index(text, self._mark) + len(text)
        came, self._mark = self.shown[self._mark : end], end
        return came

    @property
    def rest(self) -> str:
        """What was shown behind what was waited for."""
        return self.shown[self._mark :]

    @property
    def modes(self) -> list[object]:
        """The settings of the terminal, as `stty` would show them."""
        return termios.tcgetattr(self.number)

    def hang_up(self) -> None:
        os.close(self._leader)
        self._leader = -1

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for number in (self._leader, self.number):
            if number >= 0:
                os.close(number)


@contextmanager
def shell(columns: int = 80, lines: int = 24, **env: str) -> Iterator[Shell]:
    run = Shell(columns, lines, **env)
    try:
        yield run
    finally:
        run.end()


def until(done: Callable[[], bool], seconds: float = 5) -> bool:
    """Wait until `done()`, but no longer than that; tell whether it came true."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
