"""Real sound through simpleaudio: right but for the joints, and on time after them."""

import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from coach.errors import MachineError
from coach.live.commands import Verb
from coach.live.players.simpleaudio import SimpleaudioPlayer
from coach.live.status import Phase
from coach.sound.audio import RATE, Pcm, make_silence

from .conftest import SoundServer, lack, trim
from .test_live_session import SCRIPT, Session, find, quiet, session

JOINT_AT_MOST = RATE // 10
"""Frames between two buffers: 55 ms were measured, and a busy machine adds to it."""
LATE_AT_MOST = RATE // 25
"""Frames by which sound may be off, however many joints: 40 ms, two blocks of the null sink."""


SIGN_WITHIN = 0.6
"""Seconds until an act is heard."""


def noise(seconds: float, seed: int) -> npt.NDArray[np.int16]:
    """Noise without a single sample of digital silence."""
    samples = np.random.default_rng(seed).integers(1, 9000, int(seconds * RATE))
    return (samples * np.where(np.arange(len(samples)) % 2, 1, -1)).astype(np.int16)


@pytest.fixture(autouse=True)
def installed() -> None:
    if find_spec("simpleaudio") is None:
        lack("the extra `simpleaudio` is not installed")


@pytest.fixture
def player(sound_server: SoundServer) -> Iterator[SimpleaudioPlayer]:  # noqa: ARG001
    player = SimpleaudioPlayer()
    player.open()
    yield player
    player.close()


def test_one_buffer_is_heard_sample_by_sample(
    sound_server: SoundServer, player: SimpleaudioPlayer
) -> None:
    # Late to be woken, the library plays its last 200 ms once more: on a machine with much else to
    # do it may take a second try. Seven of seven were exact at rest.
    for number in range(1, 4):
        sent = noise(2, seed=number)
        with sound_server.record() as recording:
            player.write(Pcm(sent))
            player.drain()
            heard = recording.sound
        assert player.position == number * len(sent)
        if same := np.array_equal(heard, sent):
            break
    assert same


def test_joints_fall_in_silence_and_cost_no_time(sound_server: SoundServer) -> None:
    # Each word becomes a buffer: three joints, of which each would cost 20 ms or more.
    player = SimpleaudioPlayer(least=1500, most=2500)
    words = [noise(1.4, seed) for seed in range(4)]
    pause = make_silence(700).samples
    player.open()
    try:
        with sound_server.record() as recording:
            for word in words:
                player.write(Pcm(np.concatenate([word, pause])))
            player.drain()
            heard = recording.sound
    finally:
        player.close()
    for number, word in enumerate(words):
        due = number * (len(word) + len(pause))
        near = heard[max(0, due - LATE_AT_MOST) : due + len(word) + LATE_AT_MOST]
        assert np.array_equal(trim(near), word), f"word {number} is broken, or late"
    assert player.underruns == 0
    assert player.position == len(words) * (len(words[0]) + len(pause))


def test_sound_without_silence_is_cut_by_a_short_gap_only(
    sound_server: SoundServer, player: SimpleaudioPlayer
) -> None:
    first, second = noise(1, seed=1), noise(1, seed=2)
    with sound_server.record() as recording:
        for part in (first, second):
            player.write(Pcm(part))
            player.drain()
        heard = recording.sound
    assert np.array_equal(heard[: len(first)], first)
    assert np.array_equal(heard[-len(second) :], second)
    assert 0 <= len(heard) - len(first) - len(second) < JOINT_AT_MOST


def test_stop_is_heard_at_once_and_the_player_goes_on(
    sound_server: SoundServer, player: SimpleaudioPlayer
) -> None:
    word = noise(0.5, seed=3)
    with sound_server.record() as recording:
        player.write(Pcm(np.concatenate([noise(5.5, seed=1), make_silence(600).samples])))
        recording.wait_for_sound()
        time.sleep(0.5)
        stopped = time.monotonic()
        player.stop()
        at = player.position
        time.sleep(0.4)
        assert not np.any(recording.mono[recording.frame_at(stopped + 0.25) :])
        played = len(recording.sound)
        player.write(Pcm(word))
        player.drain()
        heard = recording.sound
    assert np.array_equal(heard[-len(word) :], word)
    assert abs(at - played) < RATE // 3
    assert player.position == at + len(word)


def test_a_killed_server_is_an_error(mortal_server: SoundServer) -> None:
    player = SimpleaudioPlayer()
    player.open()
    try:
        player.write(Pcm(np.concatenate([noise(6, seed=1), make_silence(600).samples])))
        time.sleep(1)
        mortal_server.kill()
        killed = time.monotonic()
        with pytest.raises(MachineError, match="sound device is lost"):
            player.drain()
        assert time.monotonic() - killed < 3
    finally:
        player.close()


def test_no_device_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "/nonexistent")
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/nonexistent")
    player = SimpleaudioPlayer()
    try:
        with pytest.raises(MachineError, match="no sound device found; simpleaudio says"):
            player.open()
    finally:
        player.close()


@pytest.fixture
def script(tmp_path: Path) -> str:
    path = tmp_path / "two.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return str(path)


def ticks(heard: npt.NDArray[np.int16], played: Session, start: int) -> npt.NDArray[np.int64]:
    return np.array(find(heard, played.sound("tick"), start))


def test_a_session_is_paused_and_resumed_where_it_was(
    sound_server: SoundServer, script: str
) -> None:
    with sound_server.record() as recording, session(script, SimpleaudioPlayer()) as played:
        played.reach(played.hold + 4_000)
        paused = played.ask(Verb.PAUSE)
        played.until(lambda now: now.phase is Phase.PAUSED)
        at = played.now.elapsed
        time.sleep(2)
        resumed = played.ask(Verb.RESUME)
        played.reach(played.hold + 11_000)
        time.sleep(1)
        heard = recording.mono.copy()
        stopped, going = recording.frame_at(paused), recording.frame_at(resumed)
    (pause_sign,) = find(heard, played.sound("pause"))
    (resume_sign,) = find(heard, played.sound("resume"))
    # The feeder is ended and another begun: that takes longer than a joint.
    assert 0 < pause_sign - stopped < SIGN_WITHIN * RATE
    assert 0 < resume_sign - going < SIGN_WITHIN * RATE
    assert quiet(heard, pause_sign + RATE // 2, resume_sign)
    # After the lead-in the hold goes on with what was left of it.
    left = played.hold + 11_000 - at
    (end,) = find(heard, played.sound("hold-end"), resume_sign)
    led = ticks(heard, played, resume_sign)[:3]
    assert np.allclose(np.diff(led), RATE, atol=LATE_AT_MOST)
    assert abs((end - led[-1]) / RATE - 1 - left / 1000) <= 0.25


def test_next_lands_on_the_next_exercise_and_a_lost_device_costs_no_place(
    mortal_server: SoundServer, script: str
) -> None:
    with session(script, SimpleaudioPlayer()) as played:
        played.reach(1_500)
        played.ask(Verb.NEXT)
        played.until(lambda now: now.exercise == "Bridge" and now.saying == "Lie on your back.")
        played.until(lambda now: now.count is not None and not now.saying)
        time.sleep(1)
        before, killed = played.now.elapsed, time.monotonic()
        mortal_server.kill()
        played.until(lambda now: now.phase is Phase.LOST, 5)
        lost = played.now.elapsed
        assert lost - before < (time.monotonic() - killed) * 1000 + 400
        mortal_server.start()
        played.until(lambda now: now.phase is Phase.PLAYING, 10)
        assert abs(played.now.elapsed - lost) <= 400
        with mortal_server.record() as recording:
            played.until(lambda now: now.phase is Phase.ENDED)
            assert find(recording.mono, played.sound("hold-end"))
