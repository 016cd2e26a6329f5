"""A window: a real terminal that tmux keeps, to type into, to resize and to look at."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .conftest import lack, until

COACH = f"{sys.executable} -m coach"


class Window:
    """A shell in tmux, with a server of its own."""

    def __init__(self, folder: Path, width: int, height: int, **env: str) -> None:
        self._socket = str(folder / "tmux")
        own = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PS1": "$ ", "ENV": ""}
        given = {name: value for name, value in os.environ.items() if name != "TMUX"} | own | env
        size = ["-x", str(width), "-y", str(height)]
        self._tmux("-f", "/dev/null", "new-session", "-d", *size, "sh", "-i", env=given)

    def _tmux(self, *words: str, env: dict[str, str] | None = None) -> str:
        command = ["tmux", "-u", "-S", self._socket, *words]
        ran = subprocess.run(command, capture_output=True, text=True, env=env, timeout=10)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def type(self, *keys: str) -> None:
        """Press keys, by tmux's names for them."""
        self._tmux("send-keys", *keys)

    def run(self, command: str) -> None:
        self._tmux("send-keys", "-l", command)
        self.type("Enter")

    def resize(self, width: int, height: int) -> None:
        self._tmux("resize-window", "-x", str(width), "-y", str(height))

    @property
    def lines(self) -> list[str]:
        """What is to be seen, line by line."""
        return self._tmux("capture-pane", "-p").rstrip("\n").split("\n")

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def wait_for(self, words: str, seconds: float = 20) -> str:
        """Wait until words are to be seen; gives the whole window as it is then."""
        if not until(lambda: words in self.text, seconds):
            pytest.fail(f"no {words!r} in:\n{self.text}")
        return self.text

    @property
    def modes(self) -> str:
        """What `stty -a` says in this window, asked from outside."""
        tty = self._tmux("display-message", "-p", "#{pane_tty}").strip()
        return subprocess.run(
            ["stty", "-a", "-F", tty], capture_output=True, text=True, check=True
        ).stdout

    @property
    def state(self) -> tuple[str, str]:
        """Whether the other screen is on, and whether the cursor is to be seen: `("0", "1")`."""
        told = self._tmux("display-message", "-p", "#{alternate_on} #{cursor_flag}").split()
        return told[0], told[1]

    @property
    def session(self) -> int:
        """The process that the shell runs."""
        shell = self._tmux("display-message", "-p", "#{pane_pid}").strip()
        return int(Path(f"/proc/{shell}/task/{shell}/children").read_text().split()[0])

    def end(self) -> None:
        self._tmux("kill-server")


@contextmanager
def window(width: int = 100, height: int = 30, **env: str) -> Iterator[Window]:
    if not shutil.which("tmux"):
        lack("live tests need tmux (see .ci/live-packages)")
    with tempfile.TemporaryDirectory(prefix="coach-") as folder:
        runtime = Path(folder) / "run"
        runtime.mkdir(mode=0o700)
        shown = Window(Path(folder), width, height, **{"XDG_RUNTIME_DIR": str(runtime)} | env)
        try:
            shown.wait_for("$")
            yield shown
        finally:
            shown.end()
            time.sleep(0.1)
