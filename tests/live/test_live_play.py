"""A whole session through `coach play`, from its script to a real sound server."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from coach.live.players import NO_SOUND_HINT
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.sound.audio import RATE

from .conftest import SoundServer, behind_the_tick

COACH = [sys.executable, "-m", "coach"]
SCRIPT = """
title: Twenty seconds
steps:
  - Lie down.
  - {hold: 5s}
  - {reps: 2, into: 1s, out: 1s}
"""
BUFFER = RATE // 10


@pytest.fixture
def script(tmp_path: Path) -> str:
    path = tmp_path / "short.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return str(path)


def play(script: str, **more: str) -> "subprocess.Popen[str]":
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))} | more
    command = [*COACH, "play", script, "--voice", "tone", "--player", "miniaudio"]
    return subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)


def test_a_session_is_heard_as_it_is_planned(sound_server: SoundServer, script: str) -> None:
    planned = prepare_session(script, SessionRequest("tone"))
    whole = planned.make_mix().render(0, planned.timeline.length).samples
    sounding = np.flatnonzero(whole)
    wanted = whole[sounding[0] : sounding[-1] + 1]
    assert 15 * RATE < len(whole) < 30 * RATE
    with sound_server.record() as recording:
        with play(script) as run:
            recording.wait_for_sound()
            assert run.wait(60) == 0
            assert run.stderr
            assert run.stderr.read() == ""
        ended = time.monotonic()
        heard = recording.sound
    assert np.array_equal(behind_the_tick(heard), wanted)
    begun = recording.heard_at(np.flatnonzero(recording.mono)[-1] + 1 - len(wanted))
    # The rest is the silence after the last sound.
    assert ended - begun < (len(whole) - sounding[0] + BUFFER) / RATE + 1.0


def test_ctrl_c_stops_the_sound_at_once(sound_server: SoundServer, script: str) -> None:
    with sound_server.record() as recording, play(script) as run:
        recording.wait_for_sound()
        time.sleep(1)
        stopped = time.monotonic()
        run.send_signal(signal.SIGINT)
        assert run.wait(5) == 130
        ended = time.monotonic() - stopped
        assert run.stderr
        assert run.stderr.read() == ""
        time.sleep(0.5)
        last, latest = np.flatnonzero(recording.mono)[-1], recording.frame_at(stopped + 0.3)
    assert last <= latest
    assert ended < 1


def test_ctrl_c_before_the_first_sound_ends_it_too(sound_server: SoundServer, script: str) -> None:
    with sound_server.record() as recording, play(script) as run:
        time.sleep(0.3)
        run.send_signal(signal.SIGINT)
        assert run.wait(5) in (130, -signal.SIGINT)
        # A tick that was on its way may be the last; the next would be heard a second later.
        heard = len(recording.mono) + BUFFER
        time.sleep(1.2)
        assert not np.any(recording.mono[heard:])


def test_without_a_sound_device_the_way_to_a_file_is_told(script: str, tmp_path: Path) -> None:
    nowhere = {
        "PULSE_SERVER": "/nonexistent",
        "ALSA_CONFIG_PATH": "/nonexistent",
        "JACK_NO_START_SERVER": "1",
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    with play(script, **nowhere) as run:
        assert run.wait(30) == 3
        assert run.stderr
        said = run.stderr.read()
    assert said.startswith("error: no sound device found; tried ")
    assert f"  hint: {NO_SOUND_HINT}\n" in said
    assert "coach export" in said
