"""What the process that listens asks of the system: its calls, as strace writes them down."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from coach.ears.ear_process import EarProcess
from coach.system.child_process import module_command
from tests.ears.said import commands

from .conftest import SoundServer, lack, until
from .test_live_ears import microphone as microphone  # a fixture
from .test_live_ears import play_words

pytestmark = pytest.mark.ears

CALL = re.compile(r"^(?:\d+ +)?(?P<name>\w+)\((?P<given>.*)")
"""A call, in the line where it begins: another thread may call before it returns."""
STRACE = "strace -f -qq --seccomp-bpf -s 256 -e trace=%network,%file,io_uring_setup".split()
OWN_FOLDERS = ("/dev/shm/", "/dev/null")
WRITING = ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND")
READING = {
    *("open", "openat", "openat2", "access", "faccessat", "faccessat2", "readlink", "readlinkat"),
    *("stat", "lstat", "newfstatat", "statx", "statfs", "execve", "chdir", "getcwd", "getxattr"),
}
"""Calls that name a file and change none, unless one opens it to write."""


def read_calls(folder: Path) -> list[tuple[str, str]]:
    """Return the calls that strace wrote down in a folder, each with what it was given."""
    text = (folder / "calls").read_text(errors="replace")
    found = (CALL.match(line) for line in text.splitlines())
    return [(one["name"], one["given"]) for one in found if one]


def find_families(calls: list[tuple[str, str]]) -> set[str]:
    """Return the families of the sockets that were opened, and those of all addresses."""
    families = {given.split(",")[0] for name, given in calls if name in ("socket", "socketpair")}
    return families | {one for _, given in calls for one in re.findall(r"sa_family=(\w+)", given)}


def find_sockets(calls: list[tuple[str, str]]) -> set[str]:
    """Return the sockets of this machine that were asked for a connection."""
    return {one for _, given in calls for one in re.findall(r'sun_path=@?"([^"]*)"', given)}


def find_changes(calls: list[tuple[str, str]]) -> list[str]:
    """Return the calls that open a file to write, or change one, but for memory that is shared."""
    networks = ("socket", "connect", "bind", "listen", "accept", "send", "recv", "get", "set")
    return [
        f"{name}({given}"
        for name, given in calls
        if not name.startswith(networks) and name != "shutdown"
        if name not in READING or any(flag in given for flag in WRITING)
        if not any(f'"{one}' in given for one in OWN_FOLDERS)
    ]


def trace(folder: Path, *command: str) -> list[str]:
    """Return the command of a process that is written down in `calls` of a folder."""
    return [*STRACE, "-o", str(folder / "calls"), *command]


@pytest.fixture
def traced(tmp_path: Path) -> Path:
    """A folder, where processes may be traced."""
    if not shutil.which("strace"):
        lack("strace is missing (see .ci/live-packages)")
    ran = subprocess.run(trace(tmp_path, "true"), capture_output=True, text=True)
    if ran.returncode:
        lack(f"no process may be traced here: {ran.stderr.strip()}")
    return tmp_path


def test_it_opens_no_network_and_writes_to_no_file(
    traced: Path, microphone: SoundServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")  # of the program, and not of what is heard
    said: list[str] = []
    ear = EarProcess(
        None, lambda told: said.append(told["is"]), trace(traced, *module_command("coach.ears"))
    )
    ear.tell(replace(commands(), tells_unclear=True))
    assert until(lambda: "ready" in said, 30), said
    for number, text in enumerate(("Coach, pause.", "The cat is asleep.", "Coach, next."), 1):
        play_words(text, traced)
        assert until(lambda number=number: count_verdicts(said) >= number, 10), said
    ear.close()
    assert said.count("heard") == 2
    calls = read_calls(traced)
    assert find_families(calls) == {"AF_UNIX"}
    assert find_sockets(calls) == {microphone.env["PULSE_SERVER"].removeprefix("unix:")}
    assert find_changes(calls) == []


def count_verdicts(said: list[str]) -> int:
    return sum(one in ("heard", "unclear") for one in said)


def test_a_network_and_a_written_file_would_be_seen(traced: Path) -> None:
    program = f"""
import os, socket
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
    one.connect(("127.0.0.1", 53))
open({str(traced / "kept")!r}, "w").close()
os.mkdir({str(traced / "folder")!r})
open("/dev/null", "w").close()
"""
    command = trace(traced, sys.executable, "-B", "-c", program)
    subprocess.run(command, check=True)
    calls = read_calls(traced)
    assert find_families(calls) == {"AF_INET"}
    assert [one.partition("(")[0] for one in find_changes(calls)] == ["openat", "mkdir"]
