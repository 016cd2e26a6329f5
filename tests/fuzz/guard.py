"""The guard: whatever a script makes the interpreter do beyond reading and working is stopped.

It is an audit hook, which cannot be taken off again: so it stays in the processes of the fuzzer.
"""

import os
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.paths import ROOT

NEVER = (
    "subprocess.Popen os.system os.exec os.fork os.forkpty os.posix_spawn os.spawn pty.spawn "
    "socket.connect socket.bind socket.sendto socket.getaddrinfo urllib.Request webbrowser.open "
    "ctypes.dlopen os.putenv os.kill signal.pthread_kill"
).split()
WRITES = (
    "os.remove os.rename os.rmdir os.mkdir os.link os.symlink os.truncate os.chmod os.chown "
    "os.utime os.setxattr os.mkfifo shutil.rmtree shutil.move shutil.copyfile tempfile.mkstemp"
).split()
LISTS = "os.listdir os.scandir glob.glob".split()
MAY_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHECKOUT = ROOT


class Trespass(BaseException):
    """Something was touched that is none of a script's business; nothing may catch this."""


class Guard:
    """Watches while it is asked to: what may be read, what may be written, and nothing else."""

    def __init__(self, world: Path) -> None:
        python = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), *sys.path}
        self.reads = _roots([CHECKOUT, "/usr/share/zoneinfo", "/etc/localtime", *python])
        self.reads += _roots(world / name for name in ("home", "cache", "config", "state"))
        self.writes = _roots([world / "cache"])
        self.found: list[str] = []
        self._on = False
        sys.addaudithook(self._hook)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch until the end of the block; what was found is in `found`."""
        self.found.clear()
        self._on = True
        try:
            yield
        finally:
            self._on = False

    def _hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if self._on and (told := self._judge(event, arguments)):
            self.found.append(told)
            raise Trespass(told)

    def _judge(self, event: str, arguments: tuple[object, ...]) -> str:
        if event in NEVER:
            return f"{event} {arguments[:2]!r}"
        if event == "open":
            path, _, flags = arguments
            writes = isinstance(flags, int) and flags & MAY_WRITE
            return self._outside(event, path, self.writes if writes else self.reads)
        if event in WRITES:
            return self._outside(event, arguments[0], self.writes)
        if event in LISTS:
            return self._outside(event, arguments[0], self.reads)
        return ""

    def _outside(self, event: str, path: object, roots: tuple[str, ...]) -> str:
        if not isinstance(path, str | bytes | os.PathLike):
            return ""
        whole = os.path.realpath(os.fsdecode(path))
        inside = any(whole == root or whole.startswith(root + os.sep) for root in roots)
        return "" if inside else f"{event} {whole}"


def _roots(paths) -> tuple[str, ...]:
    return tuple(os.path.realpath(path) for path in paths)
