"""Real sound through miniaudio into a real server, heard back sample by sample."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest

from coach.errors import MachineError
from coach.live.players import NO_SOUND_HINT
from coach.live.players.miniaudio import MiniaudioPlayer
from coach.sound.audio import RATE, Pcm
from tests.load import SPIN

from .conftest import SoundServer, trim, until


def noise(seconds: float, seed: int = 1) -> Pcm:
    """Noise without a single sample of digital silence, so that every gap shows."""
    samples = np.random.default_rng(seed).integers(1, 9000, int(seconds * RATE))
    return Pcm((samples * np.where(np.arange(len(samples)) % 2, 1, -1)).astype(np.int16))


@pytest.fixture
def player(sound_server: SoundServer) -> Iterator[MiniaudioPlayer]:  # noqa: ARG001 - to run
    player = MiniaudioPlayer()
    player.open()
    yield player
    player.close()


def test_every_sample_is_heard_once_and_in_order(
    sound_server: SoundServer, player: MiniaudioPlayer
) -> None:
    sent = noise(3)
    with sound_server.record() as recording:
        for start in range(0, len(sent.samples), 7001):
            player.write(Pcm(sent.samples[start : start + 7001]))
        player.drain()
        heard = recording.sound
    assert player.backend == "PulseAudio"
    assert np.array_equal(heard, sent.samples)
    assert player.position == len(sent.samples)
    assert player.underruns == 0


def test_alsa_hears_every_sample_too(sound_server: SoundServer) -> None:
    player, sent = MiniaudioPlayer(["ALSA"]), noise(1.5)
    player.open()
    try:
        with sound_server.record() as recording:
            player.write(sent)
            player.drain()
            heard = recording.sound
    finally:
        player.close()
    assert player.backend == "ALSA"
    assert np.array_equal(heard, sent.samples)


@pytest.mark.parametrize("backend", ["PULSEAUDIO", "ALSA"])
def test_stop_is_heard_within_a_quarter_of_a_second(
    sound_server: SoundServer, backend: str
) -> None:
    player, sent = MiniaudioPlayer([backend]), noise(2)
    player.open()
    try:
        with sound_server.record() as recording:
            player.write(sent)
            stopped = time.monotonic()
            player.stop()
            time.sleep(0.5)
            last = int(np.flatnonzero(recording.mono)[-1])
            heard, latest = recording.sound, recording.frame_at(stopped + 0.25)
    finally:
        player.close()
    fade = RATE * 12 // 1000
    assert last <= latest
    assert np.array_equal(heard[:-fade], sent.samples[: len(heard) - fade])
    assert abs(player.position - len(heard)) < 4
    steps = np.abs(heard[-fade:]).reshape(4, -1).max(axis=1)
    assert list(steps) == sorted(steps, reverse=True)


def test_after_a_stop_the_next_sound_is_whole(
    sound_server: SoundServer, player: MiniaudioPlayer
) -> None:
    sent = noise(0.6, seed=2)
    with sound_server.record() as recording:
        player.write(noise(1.5))
        player.stop()
        before = player.position
        time.sleep(0.4)
        player.write(sent)
        player.drain()
        heard = recording.sound
    assert np.array_equal(heard[-len(sent.samples) :], sent.samples)
    assert player.position == before + len(sent.samples)


def test_pause_keeps_what_is_queued(sound_server: SoundServer, player: MiniaudioPlayer) -> None:
    sent, fade = noise(1), RATE * 12 // 1000
    with sound_server.record() as recording:
        player.write(sent)
        recording.wait_for_sound()
        player.pause()
        assert until(lambda: not np.any(recording.mono[-RATE // 10 :]), 3)
        at = player.position
        time.sleep(0.3)
        assert player.position == at
        player.resume()
        player.drain()
        heard = recording.sound
    silent = heard == 0
    assert np.array_equal(heard[: at - fade], sent.samples[: at - fade])
    assert np.array_equal(heard[-(len(sent.samples) - at - fade) :], sent.samples[at + fade :])
    assert silent.sum() > 0.3 * RATE
    assert player.underruns == 0


@pytest.mark.undisturbed
def test_a_busy_program_on_a_busy_machine_is_not_heard(
    sound_server: SoundServer, player: MiniaudioPlayer
) -> None:
    sent, enough = noise(5), Event()

    def burn() -> None:
        while not enough.is_set():
            sum(range(1000))

    threads = [Thread(target=burn) for _ in range(2)]
    others = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(2)]
    try:
        with sound_server.record() as recording:
            for thread in threads:
                thread.start()
            player.write(sent)
            player.drain()
            heard = recording.sound
    finally:
        enough.set()
        for other in others:
            other.kill()
            other.wait()
        for thread in threads:
            thread.join()
    assert np.array_equal(heard, sent.samples)
    assert player.underruns == 0


def test_a_killed_server_is_an_error_and_a_new_one_can_be_opened(
    mortal_server: SoundServer,
) -> None:
    player = MiniaudioPlayer(["PULSEAUDIO"])
    player.open()
    try:
        player.write(noise(1.5))
        mortal_server.kill()
        killed = time.monotonic()
        with pytest.raises(MachineError, match="sound device is lost"):
            player.write(noise(3))
        assert time.monotonic() - killed < 3.5
        with pytest.raises(MachineError, match="no sound device"):
            player.open()
        mortal_server.start()
        player.open()
        sent = noise(1, seed=3)
        with mortal_server.record() as recording:
            player.write(sent)
            player.drain()
            heard = recording.sound
        assert np.array_equal(heard[-len(sent.samples) :], sent.samples)
    finally:
        player.close()


def test_no_device_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "/nonexistent")
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/nonexistent")
    player = MiniaudioPlayer(["PULSEAUDIO", "ALSA", "JACK"])
    try:
        with pytest.raises(MachineError, match=r"tried PULSEAUDIO.*ALSA.*JACK") as said:
            player.open()
    finally:
        player.close()
    assert said.value.problems[0].hint == NO_SOUND_HINT


PARENT = """
import sys, numpy
from coach.sound.audio import Pcm
from coach.live.players.miniaudio import MiniaudioPlayer
player = MiniaudioPlayer()
player.open()
print(player._feeder.pid, flush=True)
for _ in range(600):  # a minute: a run of the tests that is killed ends nothing
    player.write(Pcm(numpy.full(4800, 99, numpy.int16)))
"""


def test_the_feeder_does_not_outlive_a_killed_parent(sound_server: SoundServer) -> None:
    command = [sys.executable, "-c", PARENT]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with (
        sound_server.record() as recording,
        subprocess.Popen(command, stdout=subprocess.PIPE, env=env) as parent,
    ):
        assert parent.stdout
        feeder = int(parent.stdout.readline())
        recording.wait_for_sound()
        parent.send_signal(signal.SIGKILL)
        assert until(lambda: not alive(feeder), 1)
        heard = trim(recording.mono)
    assert set(heard[: RATE // 10]) == {99}


def alive(pid: int) -> bool:
    """Tell whether a process runs; one that waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_ctrl_c_interrupts_a_waiting_write_and_spares_the_feeder(
    sound_server: SoundServer, player: MiniaudioPlayer
) -> None:
    Thread(target=lambda: (time.sleep(0.3), os.kill(os.getpid(), signal.SIGINT))).start()
    with pytest.raises(KeyboardInterrupt):
        player.write(noise(5))
    os.kill(player._feeder.pid, signal.SIGINT)
    sent = noise(0.5, seed=4)
    player.stop()
    with sound_server.record() as recording:
        player.write(sent)
        player.drain()
        heard = recording.sound
    assert np.array_equal(heard[-len(sent.samples) :], sent.samples)
