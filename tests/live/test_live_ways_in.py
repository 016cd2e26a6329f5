"""Three ways into a real session, keys, the desktop and `coach ctl`: each act is heard at once."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.listener.screening_result import write_screening_skipped
from coach.live.controls.socket_client import list_sessions, send_request
from coach.system.notes import Notes
from tests.load import dying_with_us
from tests.terminals import Shell, shell

from .conftest import MESSAGE_BUS, RATE, Recording, SoundServer, lack, until
from .windows import COACH

SCRIPT = """
title: Quiet
sections:
  - title: One
    steps: [First., silence: 10m]
  - title: Two
    steps: [Second., silence: 10m]
  - title: Three
    steps: [Third., silence: 10m]
"""
AT_MOST = 0.250
"""Seconds until an act is heard."""
SILENCE = 0.6
"""Seconds without sound from which on it is taken that the coach has finished speaking."""


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if missing := [tool for tool in ("dbus-daemon", "playerctl") if not shutil.which(tool)]:
        lack(f"live tests need {', '.join(missing)} (see .ci/live-packages)")
    command = dying_with_us(*MESSAGE_BUS)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        address = process.stdout.readline().decode().strip()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address
        process.terminate()


class Heard:
    """A session in a shell, and what is heard of it."""

    def __init__(self, terminal: Shell, recording: Recording) -> None:
        self.terminal = terminal
        self.recording = recording

    def wait_for_silence(self, seconds: float = SILENCE) -> None:
        """Wait until nothing has been heard for a while."""
        frames = round(seconds * RATE)

        def silent() -> bool:
            last = self.recording.stereo[-frames:]
            return len(last) == frames and not np.any(last)

        assert until(silent, 30)

    def after(self, act: Callable[[], object]) -> float:
        """Do something in silence, and tell how many seconds later something is heard."""
        self.wait_for_silence()
        at = time.monotonic()
        act()
        done = time.monotonic()
        frame = self.recording.frame_at(at)
        assert until(lambda: bool(np.any(self.recording.stereo[frame:])), done - at + 3), "nothing"
        first = frame + int(np.flatnonzero(self.recording.stereo[frame:, 0])[0])
        return (first - self.recording.frame_at(at)) / RATE

    def status(self) -> dict:
        """Tell how the session stands, as it says itself."""
        (session,) = list_sessions()
        return send_request(session, "status")["status"] or {}

    def shows(self, **wanted: object) -> bool:
        """Tell whether a status comes to show something."""
        return until(lambda: wanted.items() <= self.status().items(), 20)


@pytest.fixture
def heard(
    sound_server: SoundServer,
    bus: str,  # noqa: ARG001
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Heard]:
    """A session that has come to its first silence."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COACH_STATE", str(tmp_path / "state"))
    write_screening_skipped(Notes(tmp_path / "state"))  # so that nothing is asked first
    (tmp_path / "quiet.yaml").write_text(SCRIPT, encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="coach-") as runtime:
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        with sound_server.record() as recording, shell(100, 30) as terminal:
            terminal.type(f"{COACH} play quiet.yaml --voice tone\n")
            # Not until something is heard: that may be the end of the session before.
            assert until(lambda: list_sessions() != (), 30)
            session = Heard(terminal, recording)
            assert session.shows(exercise="One")
            # Longer than between the bell that opens a session and its first word.
            session.wait_for_silence(2.0)
            yield session
            if list_sessions():
                terminal.type("q")
            terminal.wait_for("$ ")


def check(told: dict[str, float]) -> None:
    print({name: f"{1000 * late:.0f} ms" for name, late in told.items()})  # noqa: T201
    assert {name: late for name, late in told.items() if not 0 < late < AT_MOST} == {}


def test_keys(heard: Heard) -> None:
    def press(keys: str) -> Callable[[], None]:
        return lambda: heard.terminal.type(keys)

    told = {"pause": heard.after(press(" "))}
    assert heard.shows(phase="paused")
    told["resume"] = heard.after(press(" "))
    told["next"] = heard.after(press("n"))
    assert heard.shows(exercise="Two")
    told["forward"] = heard.after(press("\x1b[C"))
    told["back"] = heard.after(press("\x1bOD"))
    told["previous"] = heard.after(press("p"))
    told["repeat"] = heard.after(press("r"))
    told["moment"] = heard.after(press("w"))
    assert heard.shows(phase="waiting")
    press("x")()
    assert heard.shows(phase="playing")
    check(told)


def test_the_desktop(heard: Heard) -> None:
    def press(*words: str) -> Callable[[], object]:
        return lambda: subprocess.run(["playerctl", *words], check=True, timeout=5)

    told = {"pause": heard.after(press("pause"))}
    assert heard.shows(phase="paused")
    told["play"] = heard.after(press("play"))
    told["next"] = heard.after(press("next"))
    told["seek"] = heard.after(press("position", "30+"))
    told["position"] = heard.after(press("position", "200"))
    assert until(lambda: 800_000 <= heard.status()["elapsed"] < 830_000, 3)
    told["previous"] = heard.after(press("previous"))
    told["play-pause"] = heard.after(press("play-pause"))
    check(told)


def test_another_program(heard: Heard) -> None:
    (session,) = list_sessions()

    def tell(verb: str, value: int | None = None) -> Callable[[], object]:
        return lambda: send_request(session, verb, value)

    told = {"pause": heard.after(tell("pause")), "resume": heard.after(tell("resume"))}
    told["next"] = heard.after(tell("next"))
    told["seek"] = heard.after(tell("seek", 300_000))
    assert until(lambda: 300_000 <= heard.status()["elapsed"] < 310_000, 3)
    told["moment"] = heard.after(tell("moment"))
    tell("go")()
    assert heard.shows(phase="playing")
    check(told)


def test_coach_ctl(heard: Heard) -> None:
    command = [sys.executable, "-m", "coach", "ctl"]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

    def ctl(*words: str) -> str:
        ran = subprocess.run([*command, *words], capture_output=True, text=True, env=env, timeout=9)
        assert (ran.returncode, ran.stderr) == (0, "")
        return ran.stdout

    heard.wait_for_silence()
    # The bowl that opens a session rings for eight seconds.
    assert ctl("status").startswith(("playing · 0:0", "playing · 0:1"))
    assert ctl("pause").startswith("paused · ")
    assert ctl("resume").startswith("playing · ")
    assert " · Two" in ctl("next")
    assert ctl("volume", "70").startswith("playing")
    assert heard.shows(volume=70)
    assert ctl("volume", "150").startswith("playing")
    ran = subprocess.run([*command, "louder"], capture_output=True, text=True, env=env, timeout=9)
    assert (ran.returncode, ran.stdout) == (3, "")
    assert ran.stderr == "error: the session refuses: louder: it is as loud as it gets\n"
    assert ctl("seek", "25:00")[:16] in ("playing · 25:00 ", "playing · 25:01 ")
    assert ctl("stop")
    assert until(lambda: list_sessions() == (), 5)
