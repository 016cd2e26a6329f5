"""The sound moves to another device of a real sound server: the session pauses, or goes on."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest

from coach.live.commands import Verb
from coach.live.output.default_device import DefaultDevice
from coach.live.output.move_detector import SETTLE_S
from coach.live.output.output_watch import OutputWatch
from coach.live.status import Phase
from coach.sound.audio import RATE
from coach.units import format_clock

from .conftest import SoundServer, until
from .test_live_session import SCRIPT, Session, session

COACH = [sys.executable, "-m", "coach"]
NOTICED_WITHIN_S = SETTLE_S + 1.0


def pactl(*words: str) -> str:
    return subprocess.run(["pactl", *words], capture_output=True, text=True, check=True).stdout


@contextmanager
def headphones(name: str = "headphones") -> Iterator[str]:
    """Plug in another device, the default as long as it is there; gives its module."""
    module = plug_in(name)
    try:
        yield module
    finally:
        subprocess.run(["pactl", "unload-module", module], capture_output=True)


def plug_in(name: str = "headphones") -> str:
    module = pactl("load-module", "module-null-sink", f"sink_name={name}", "norewinds=1").strip()
    pactl("set-default-sink", name)
    return module


@pytest.fixture
def script(tmp_path: Path) -> str:
    path = tmp_path / "two.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return str(path)


@contextmanager
def watched_session(script: str) -> Iterator[tuple[Session, OutputWatch]]:
    with closing(OutputWatch()) as watch, session(script, output_watch=watch) as played:
        assert watch.wait_for_answer(10)
        assert not watch.failure
        played.into_hold(2_000)
        yield played, watch


def goes_on(played: Session, seconds: float = NOTICED_WITHIN_S) -> bool:
    """Listen for a while; tell whether it played all the time."""
    before, count = played.now.elapsed, len(played.news)
    time.sleep(seconds)
    phases = {status.phase for status in played.news[count:]}
    return phases == {Phase.PLAYING} and played.now.elapsed > before + 500 * seconds


def test_headphones_out_pause_it_and_the_loudspeaker_stays_silent(
    sound_server: SoundServer, script: str
) -> None:
    with headphones() as module, watched_session(script) as (played, _):
        with sound_server.record() as recording:
            pactl("unload-module", module)
            played.until(lambda now: now.phase is Phase.PAUSED, NOTICED_WITHIN_S)
            at = played.now.elapsed
            time.sleep(0.5)
            assert not np.any(recording.mono[-RATE // 10 :])
        moved = f"paused: the sound moved to another device at {format_clock(at)}"
        assert played.now.message == moved
        time.sleep(0.5)
        assert played.now.elapsed == at
        played.ask(Verb.TOGGLE)
        played.until(lambda now: now.phase is Phase.PLAYING and now.elapsed > at + 300)
        assert goes_on(played)


@pytest.mark.usefixtures("sound_server")
def test_another_default_device_pauses_it_and_so_does_the_way_back(script: str) -> None:
    with watched_session(script) as (played, _), headphones():
        played.until(lambda now: now.phase is Phase.PAUSED, NOTICED_WITHIN_S)
        played.ask(Verb.RESUME)
        played.until(lambda now: now.phase is Phase.PLAYING)
        pactl("set-default-sink", "coach")
        played.until(lambda now: now.phase is Phase.PAUSED, NOTICED_WITHIN_S)


@pytest.mark.usefixtures("sound_server")
def test_what_else_happens_to_the_sound_does_not_pause_it(script: str) -> None:
    with watched_session(script) as (played, _):
        pactl("set-sink-volume", "coach", "50%")
        pactl("set-sink-mute", "coach", "1")
        pactl("set-sink-mute", "coach", "0")
        pactl("set-sink-volume", "coach", "100%")
        with headphones("elsewhere") as module:
            pactl("set-default-sink", "coach")
            command = ["pacat", "--raw", "-d", "elsewhere", "/dev/zero"]
            with subprocess.Popen(command, stderr=subprocess.DEVNULL) as other:
                time.sleep(0.3)
                number = pactl("list", "short", "sink-inputs").splitlines()[-1].split()[0]
                pactl("move-sink-input", number, "coach")
                pactl("set-sink-input-volume", number, "30%")
                other.kill()
            pactl("unload-module", module)
        assert goes_on(played)


@pytest.mark.usefixtures("sound_server")
def test_a_device_that_is_back_at_once_does_not_pause_it(script: str) -> None:
    with headphones() as module, watched_session(script) as (played, _):
        pactl("unload-module", module)
        time.sleep(SETTLE_S / 4)
        module = plug_in()
        try:
            assert goes_on(played)
        finally:
            pactl("unload-module", module)


def test_a_server_that_is_back_does_not_pause_it(mortal_server: SoundServer, script: str) -> None:
    with watched_session(script) as (played, watch):
        mortal_server.kill()
        played.until(lambda now: now.phase is Phase.LOST, 5)
        assert until(lambda: bool(watch.failure), 5)
        mortal_server.start()
        assert until(lambda: not watch.failure, 5)
        at = played.now.elapsed
        played.until(lambda now: now.phase is Phase.PLAYING and now.elapsed > at + 300, 20)
        assert goes_on(played)


@pytest.mark.usefixtures("sound_server")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=["dies", "hangs"])
def test_a_watch_that_fails_costs_the_session_nothing(script: str, number: signal.Signals) -> None:
    with watched_session(script) as (played, watch):
        process = watch._process
        assert process
        os.kill(process.pid, number)
        assert goes_on(played, 1)
        begun = time.monotonic()
        watch.close()
        assert time.monotonic() - begun < 1
        assert goes_on(played, 1)


def test_the_process_ends_with_a_session_that_is_killed(sound_server: SoundServer) -> None:
    program = """
import time
from coach.live.output.output_watch import OutputWatch
watch = OutputWatch()
assert watch.wait_for_answer(20)
print(watch._process.pid, flush=True)
time.sleep(60)
"""
    assert sound_server
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as parent:
        assert parent.stdout
        process = int(parent.stdout.readline())
        parent.kill()
    assert until(lambda: not Path(f"/proc/{process}/cmdline").exists(), 5)


@pytest.mark.usefixtures("sound_server")
def test_the_default_device_of_miniaudio_is_another_one_then() -> None:
    """As on macOS and Windows, whose own backends cannot be run here."""
    device = DefaultDevice("PULSEAUDIO")
    device.wait(1)
    first = device.output
    assert first
    with headphones():
        device._look_at = 0.0
        device.wait(1)
        assert device.output not in (None, first)
    device._look_at = 0.0
    device.wait(1)
    assert device.output == first


def play(script: str, *options: str) -> "subprocess.Popen[str]":
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [*COACH, "play", script, "--voice", "tone", "--plain", *options]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def no_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("COACH_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    (tmp_path / "config").mkdir()


@pytest.mark.usefixtures("sound_server", "no_questions")
@pytest.mark.parametrize(
    ("settings", "options", "pauses"),
    [
        ("", (), True),
        ("pause_on_move: false\n", (), False),
        ("pause_on_move: false\n", ("--pause-on-move",), True),
    ],
)
def test_the_setting_decides(
    script: str, tmp_path: Path, settings: str, options: tuple[str, ...], pauses: bool
) -> None:
    (tmp_path / "config" / "config.yaml").write_text(settings, encoding="utf-8")
    with play(script, *options) as run:
        assert run.stdout
        try:
            lines = [run.stdout.readline()]
            while "Reach one leg back" not in lines[-1]:
                lines.append(run.stdout.readline())
            time.sleep(1)
            with headphones():
                time.sleep(NOTICED_WITHIN_S)
                shown = subprocess.run(
                    [*COACH, "ctl", "status"], capture_output=True, text=True, check=True
                ).stdout
                run.send_signal(signal.SIGTERM)
        finally:
            run.terminate()
        lines += run.stdout.readlines()
    moved = [line for line in lines if "paused: the sound moved to another device at 0:" in line]
    assert len(moved) == pauses
    assert ("the sound moved to another device at 0:" in shown) == pauses
    assert shown.startswith("paused" if pauses else "playing")
