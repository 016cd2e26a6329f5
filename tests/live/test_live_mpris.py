"""Media keys and widgets: a real D-Bus, and playerctl, as a desktop would ask."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from coach.live.commands import Command, Verb
from coach.live.controls import start_controls
from coach.live.controls.button_presses import REPEATED_WITHIN_MS, TWICE_WITHIN_MS
from coach.live.controls.mpris import Mpris
from coach.live.status import EarState, Phase, Segment, Status
from coach.system.paths import cover_path
from tests.load import dying_with_us

from .conftest import MESSAGE_BUS, end, lack, until

SEGMENTS = (
    Segment("Opening", 0, 40_000),
    Segment("Bird dog", 40_000, 100_000),
    Segment("Bridge", 100_000, 180_000),
)
STATUS = Status(
    Phase.PLAYING,
    "Lower back",
    52_000,
    180_000,
    exercise="Bird dog",
    side="left",
    segments=SEGMENTS,
    segment=1,
)


class Bus:
    """A message bus of our own."""

    def __init__(self) -> None:
        command = dying_with_us(*MESSAGE_BUS)
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdout
        self.address = self.process.stdout.readline().strip()

    def end(self) -> None:
        end(self.process)
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    if missing := [tool for tool in ("dbus-daemon", "playerctl") if not shutil.which(tool)]:
        lack(f"live tests need {', '.join(missing)} (see .ci/live-packages)")
    bus = Bus()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    yield bus
    bus.end()


def playerctl(*words: str) -> str:
    """Run playerctl, and give what it prints."""
    ran = subprocess.run(["playerctl", *words], capture_output=True, text=True, timeout=10)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


@pytest.fixture
def sent() -> list[Command]:
    return []


@pytest.fixture
def control(bus: Bus, sent: list[Command]) -> Iterator[Mpris]:  # noqa: ARG001 - it has to be there
    control = Mpris()
    control.start(sent.append)
    control.show(STATUS)
    assert until(lambda: "coach" in players(), 5)
    yield control
    control.stop()


def players() -> list[str]:
    ran = subprocess.run(["playerctl", "--list-all"], capture_output=True, text=True, timeout=10)
    return ran.stdout.split()


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (("play-pause",), Command(Verb.TOGGLE, is_press=True)),
        (("play",), Command(Verb.RESUME, is_press=True)),
        (("pause",), Command(Verb.PAUSE, is_press=True)),
        (("next",), Command(Verb.NEXT)),
        (("previous",), Command(Verb.PREVIOUS)),
        (("stop",), Command(Verb.STOP)),
        (("position", "5+"), Command(Verb.FORWARD, 5_000)),
        (("position", "10-"), Command(Verb.BACK, 10_000)),
        (("position", "30"), Command(Verb.SEEK, 70_000)),
        (("volume", "0.4"), Command(Verb.VOLUME, 40)),
        (("volume", "0.25+"), Command(Verb.VOLUME, 125)),
    ],
    ids=str,
)
@pytest.mark.usefixtures("control")
def test_what_a_desktop_asks_for_arrives(
    sent: list[Command], words: tuple[str, ...], command: Command
) -> None:
    playerctl(*words)
    assert until(lambda: bool(sent), 2)
    assert sent == [command]


def press_twice() -> None:
    """Press play and pause twice, as quickly as a busy machine lets."""
    for _ in range(5):
        begun = time.monotonic()
        playerctl("play-pause")
        time.sleep(REPEATED_WITHIN_MS / 1000)
        playerctl("play-pause")
        if time.monotonic() - begun < TWICE_WITHIN_MS / 1000:
            return
        time.sleep(1)
    pytest.fail("no two presses within 0.7 s on this machine")


@pytest.mark.parametrize(("ear", "second"), [("closed", Verb.LISTEN), ("", Verb.TOGGLE)])
def test_two_quick_presses_open_an_ear_where_there_is_one(
    control: Mpris, sent: list[Command], ear: str, second: Verb
) -> None:
    control.show(replace(STATUS, ear=EarState(ear)))
    press_twice()
    assert sent[-2:] == [Command(Verb.TOGGLE, is_press=True), Command(second, is_press=True)]


def test_a_program_can_follow_what_it_does(control: Mpris) -> None:
    words = ["playerctl", "--player", "coach", "--follow", "status"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as follower:
        assert follower.stdout
        assert follower.stdout.readline() == "Playing\n"
        control.show(replace(STATUS, phase=Phase.PAUSED))
        assert follower.stdout.readline() == "Paused\n"
        follower.terminate()


@pytest.mark.usefixtures("control")
def test_a_place_outside_the_exercise_is_ignored(sent: list[Command]) -> None:
    playerctl("position", "61")
    playerctl("next")
    assert sent == [Command(Verb.NEXT)]


def test_a_button_goes_on_where_the_session_waits(control: Mpris, sent: list[Command]) -> None:
    control.show(replace(STATUS, phase=Phase.WAITING))
    assert until(lambda: playerctl("status") == "Paused", 2)
    playerctl("play-pause")
    playerctl("play")
    assert sent == [Command(Verb.GO, is_press=True)] * 2


def test_a_desktop_is_shown_the_session(control: Mpris) -> None:
    tell = "{{title}}|{{album}}|{{artist}}|{{mpris:length}}"
    told = "Bird dog · left side|Lower back|Audio coach|60000000"
    track = "/org/mpris/MediaPlayer2/coach/segment/2"
    assert track in playerctl("metadata", "mpris:trackid")
    assert playerctl("metadata", "--format", tell) == told
    assert playerctl("status") == "Playing"
    assert float(playerctl("position")) == pytest.approx(12, abs=0.01)
    assert float(playerctl("volume")) == 1
    control.show(replace(STATUS, phase=Phase.PAUSED, elapsed=53_500, volume=60))
    assert until(lambda: playerctl("status") == "Paused", 2)
    assert float(playerctl("position")) == pytest.approx(13.5, abs=0.01)
    assert float(playerctl("volume")) == 0.6
    for phase, word in {Phase.LOST: "Paused", Phase.ENDED: "Stopped"}.items():
        control.show(replace(STATUS, phase=phase))
        assert until(lambda word=word: playerctl("status") == word, 2)


@pytest.mark.usefixtures("control")
def test_the_cover_is_that_of_exported_files() -> None:
    address = urlparse(playerctl("metadata", "mpris:artUrl"))
    assert address.scheme == "file"
    assert Path(unquote(address.path)) == cover_path()


@contextmanager
def signals(bus: Bus) -> Iterator[list[str]]:
    """Collect the signals on the bus."""
    command = ["dbus-monitor", "--address", bus.address, "type=signal,path=/org/mpris/MediaPlayer2"]
    monitor = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    lines: list[str] = []
    assert monitor.stdout
    reader = threading.Thread(target=lambda: lines.extend(monitor.stdout or ()))
    reader.start()
    time.sleep(0.3)
    yield lines
    time.sleep(0.3)
    end(monitor)
    reader.join()
    monitor.stdout.close()


def test_a_desktop_is_told_of_changes_and_of_jumps_and_of_nothing_else(
    bus: Bus, control: Mpris
) -> None:
    with signals(bus) as lines:
        control.show(STATUS)
        lines.clear()
        for tenth in range(1, 6):
            time.sleep(0.1)
            control.show(replace(STATUS, elapsed=STATUS.elapsed + 100 * tenth))
    told = [line for line in lines if "MediaPlayer2" in line]
    assert told == [], "time goes by by itself"
    with signals(bus) as lines:
        control.show(replace(STATUS, elapsed=70_000))
    (jump,) = [line for line in lines if "member=" in line and "MediaPlayer2" in line]
    assert "member=Seeked" in jump
    assert any("int64 30000000" in line for line in lines)
    with signals(bus) as lines:
        control.show(replace(STATUS, elapsed=70_000, side="right", phase=Phase.PAUSED))
    text = "".join(lines)
    assert text.count("member=PropertiesChanged") == 1
    assert "Bird dog · right side" in text
    assert "Paused" in text
    assert "Volume" not in text


def test_a_second_session_has_a_name_of_its_own(control: Mpris, sent: list[Command]) -> None:
    second: list[Command] = []
    other = Mpris()
    other.start(second.append)
    other.show(replace(STATUS, title="Walk", exercise="", side=""))
    name = f"coach.instance{os.getpid()}"
    assert until(lambda: len(players()) == 2, 5)
    assert sorted(players()) == ["coach", name]
    playerctl("--player", name, "pause")
    assert playerctl("--player", name, "metadata", "title") == "Walk"
    assert (sent, second) == ([], [Command(Verb.PAUSE, is_press=True)])
    control.stop()
    other.stop()
    assert players() == []


def test_a_bus_that_goes_away_takes_nothing_along(
    bus: Bus, control: Mpris, capfd: pytest.CaptureFixture[str]
) -> None:
    bus.process.kill()
    bus.process.wait()
    assert until(lambda: not [t for t in threading.enumerate() if t.name == "mpris"], 5)
    control.show(replace(STATUS, phase=Phase.PAUSED))
    control.stop()
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("address", ["", "unix:path=/nonexistent", "nonsense"])
def test_without_a_bus_there_is_simply_no_such_control(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    address: str,
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    started = start_controls(lambda _: None, {"mpris": "coach.live.controls.mpris:Mpris"})
    assert started.faults == ()
    if not address:
        assert started.absent == ("mpris: there is no D-Bus session",)
    for control in started.controls:
        control.show(STATUS)
    assert until(lambda: not [t for t in threading.enumerate() if t.name == "mpris"], 5)
    for control in started.controls:
        control.show(STATUS)
        assert control.fault == ""
    started.stop()
    assert capfd.readouterr().err == ""


def test_a_session_that_is_killed_leaves_the_bus(bus: Bus) -> None:
    code = (
        "import time\nfrom coach.live.controls.mpris import Mpris\n"
        "from coach.live.status import *\n"
        "m = Mpris(); m.start(print); m.show(Status(Phase.PLAYING, 'x')); time.sleep(60)"
    )
    path = os.pathsep.join(filter(None, sys.path))
    run = subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": path, "DBUS_SESSION_BUS_ADDRESS": bus.address},
    )
    assert until(lambda: players() == ["coach"], 10)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert until(lambda: players() == [], 5)
