"""The players without a sound card: the queue's laws, and a feeder that plays to nobody."""

import io
import os
import signal
from array import array
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import MachineError
from coach.live.players import BUILTINS, GROUP, NO_SOUND_HINT, Player
from coach.live.players.feeder import wire
from coach.live.players.feeder.belt import FADE_FRAMES, FrameQueue
from coach.live.players.feeder.whole import (
    CELL_FRAMES,
    JOINT_CELLS,
    BufferBuilder,
    count_leading_silence,
)
from coach.live.players.feeder_client import FeederClient
from coach.live.players.miniaudio import QUEUE_FRAMES, MiniaudioPlayer
from coach.live.players.recorder import RecorderPlayer
from coach.live.players.simpleaudio import SimpleaudioPlayer
from coach.plugins import list_plugins, load_plugin
from coach.sound.audio import RATE, Pcm, make_silence
from coach.system.install_hint import install_command

Blocks = list[int]
LEAST, MOST = RATE, 3 * RATE


def ramp(length: int, start: int = 0) -> bytes:
    """Samples that count up, never 0: each tells where it comes from."""
    return array("h", [(start + index) % 30_000 + 1 for index in range(length)]).tobytes()


def taken(belt: FrameQueue, *blocks: int) -> np.ndarray[Any, np.dtype[np.int16]]:
    """Take blocks off; the left side, once it is certain that the right one is the same."""
    raw = np.frombuffer(b"".join(belt.read(block) for block in blocks), np.int16).reshape(-1, 2)
    assert np.array_equal(raw[:, 0], raw[:, 1])
    return raw[:, 0]


@given(
    st.lists(st.integers(0, 50), max_size=8),
    st.lists(st.integers(1, 60), max_size=12),
)
def test_what_is_put_comes_off_in_order_then_silence(puts: Blocks, takes: Blocks) -> None:
    belt, total = FrameQueue(), sum(puts)
    for index, size in enumerate(puts):
        belt.put(ramp(size, sum(puts[:index])))
    heard = taken(belt, *takes, 1)
    sound = np.frombuffer(ramp(total), np.int16)[: len(heard)]
    assert np.array_equal(heard[: len(sound)], sound)
    assert not heard[len(sound) :].any()
    assert belt.frames_read == len(sound)
    assert belt.is_empty() == (total <= len(heard))


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("put"), st.integers(0, 2000)),
            st.tuples(st.just("take"), st.integers(1, 2000)),
            st.tuples(st.sampled_from(["pause", "resume", "finish"]), st.none()),
        ),
        max_size=20,
    )
)
def test_without_a_cut_no_frame_is_lost_or_doubled(steps: list[tuple[str, int | None]]) -> None:
    belt, put = FrameQueue(), 0
    for name, size in steps:
        if name == "put":
            belt.put(ramp(size or 0, put))
            put += size or 0
        elif name == "take":
            belt.read(size or 0)
        else:
            getattr(belt, name)()
    belt.resume()
    before = belt.frames_read
    rest = taken(belt, FADE_FRAMES, FADE_FRAMES, put + 1)[2 * FADE_FRAMES :]
    assert belt.frames_read == put
    assert belt.is_empty()
    # Past the fades, what was left comes off unchanged.
    expected = np.frombuffer(ramp(put), np.int16)[before + 2 * FADE_FRAMES :]
    assert np.array_equal(rest[: len(expected)], expected)


def test_a_cut_fades_and_forgets() -> None:
    belt = FrameQueue()
    belt.put(array("h", [10_000] * 5000).tobytes())
    taken(belt, 1000)
    assert belt.cut() == 1000 + FADE_FRAMES
    heard = taken(belt, 400, 2000)
    assert heard[0] > 9900
    assert np.all(np.diff(heard[:FADE_FRAMES]) < 0)
    assert not heard[FADE_FRAMES - 1 :].any()
    assert belt.frames_read == 1000 + FADE_FRAMES
    assert belt.underruns == 0


def test_what_never_sounded_is_cut_without_a_trace() -> None:
    belt = FrameQueue()
    taken(belt, 100)
    belt.put(ramp(5000))
    assert belt.cut() == 0
    assert not taken(belt, 5000).any()


def test_a_hold_fades_out_and_in_and_loses_nothing() -> None:
    belt = FrameQueue()
    belt.put(array("h", [10_000] * 5000).tobytes())
    taken(belt, 1000)
    belt.pause()
    belt.pause()
    out = taken(belt, 2000)
    belt.resume()
    back = taken(belt, 5000)
    assert np.all(np.diff(out[:FADE_FRAMES]) < 0)
    assert not out[FADE_FRAMES:].any()
    assert np.all(np.diff(back[:FADE_FRAMES]) > 0)
    assert np.all(back[FADE_FRAMES : 4000 - FADE_FRAMES] == 10_000)
    assert belt.frames_read == 5000


def test_an_underrun_is_counted_once_and_only_while_more_is_expected() -> None:
    belt = FrameQueue()
    taken(belt, 10)
    assert belt.underruns == 0
    belt.put(ramp(10))
    taken(belt, 15, 10)
    assert belt.underruns == 1
    belt.put(ramp(10))
    belt.finish()
    taken(belt, 15)
    assert belt.underruns == 1
    assert belt.silent_frames == 5


@given(st.lists(st.tuples(st.binary(min_size=1, max_size=1), st.binary(max_size=40)), max_size=5))
def test_messages_survive_the_wire_and_half_of_one_is_none(sent: list[tuple[bytes, bytes]]) -> None:
    messages = [(kind, number, payload) for number, (kind, payload) in enumerate(sent)]
    raw = b"".join(wire.pack_message(*message) for message in messages)
    assert list(wire.read_messages(io.BytesIO(raw))) == messages
    assert list(wire.read_messages(io.BytesIO(raw[:-1]))) == messages[:-1]


@given(
    st.lists(st.tuples(st.integers(1, 400), st.integers(0, 80)), min_size=1, max_size=12),
    st.integers(0, CELL_FRAMES - 1),
)
def test_a_pile_loses_nothing_and_is_cut_in_silence(
    parts: list[tuple[int, int]], offset: int
) -> None:
    pile, sent, buffers = BufferBuilder(LEAST, MOST), bytes(2 * offset), []
    pile.put(sent)
    for sound, silent in parts:
        part = b"\x01\x00" * (sound * CELL_FRAMES) + bytes(2 * silent * CELL_FRAMES)
        sent += part
        pile.put(part)
        if buffer := pile.pop_buffer():
            buffers.append(buffer)
            joint = pile.start * 2
            assert len(buffer) >= 2 * LEAST
            assert not any(sent[joint - 4 * CELL_FRAMES : joint]) or len(buffer) >= 2 * MOST
    pile.is_complete = True
    while buffer := pile.pop_buffer():
        assert len(buffer) <= 2 * MOST
        buffers.append(buffer)
    assert b"".join(buffers) == sent
    assert pile.start == len(sent) // 2


def test_a_pile_waits_for_a_joint_but_not_for_ever() -> None:
    pile = BufferBuilder(LEAST, MOST)
    pile.put(b"\x01\x00" * (MOST - 1))
    assert pile.pop_buffer() == b""
    pile.put(b"\x01\x00")
    assert len(pile.pop_buffer()) == 2 * MOST


def test_a_buffer_after_a_joint_begins_with_silence_to_give_up() -> None:
    pile, word = BufferBuilder(LEAST, MOST), b"\x01\x00" * LEAST
    pile.put(word + bytes(2 * JOINT_CELLS * CELL_FRAMES) + word)
    pile.pop_buffer()
    pile.is_complete = True
    assert count_leading_silence(pile.pop_buffer()) == 250 * RATE // 1000


@pytest.fixture
def nobody() -> Iterator[MiniaudioPlayer]:
    """A player that plays to nobody, in real time."""
    player = MiniaudioPlayer(["NULL"])
    player.open()
    yield player
    player.close()


def noise(length: int) -> Pcm:
    samples = np.random.default_rng(1).integers(-9000, 9000, length * RATE // 1000)
    return Pcm(samples.astype(np.int16))


def test_a_drained_player_has_taken_all_that_was_written(nobody: MiniaudioPlayer) -> None:
    nobody.write(noise(150))
    nobody.write(noise(0))
    nobody.drain()
    assert nobody.position == 150 * RATE // 1000
    assert nobody.underruns == 0
    assert nobody.backend == "Null"


def test_write_waits_while_a_second_is_queued(nobody: MiniaudioPlayer) -> None:
    nobody.write(noise(1300))
    assert nobody.position >= 1300 * RATE // 1000 - QUEUE_FRAMES


def test_a_stopped_player_forgets_and_plays_on(nobody: MiniaudioPlayer) -> None:
    nobody.write(noise(900))
    nobody.stop()
    before = nobody.position
    assert before < 900 * RATE // 1000
    nobody.write(noise(100))
    nobody.drain()
    assert nobody.position == before + 100 * RATE // 1000


def test_sound_that_comes_too_late_is_counted(nobody: MiniaudioPlayer) -> None:
    nobody.write(noise(50))
    nobody._feeder.wait_until(lambda: nobody.underruns == 1)
    assert nobody.position == 50 * RATE // 1000


@pytest.mark.parametrize("player", [RecorderPlayer, MiniaudioPlayer, SimpleaudioPlayer])
def test_another_rate_is_refused(player: type[Player]) -> None:
    made = player()
    try:
        with pytest.raises(ValueError, match="48000"):
            made.write(make_silence(10, rate=44_100))
    finally:
        made.close()
        made.close()


def test_a_killed_feeder_is_an_error_not_a_wait(nobody: MiniaudioPlayer) -> None:
    nobody.write(noise(500))
    os.kill(nobody._feeder.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    for call in (nobody.drain, nobody.stop, lambda: nobody.room, lambda: nobody.write(noise(10))):
        with pytest.raises(MachineError, match="ended: exit code") as said:
            call()
        assert said.value.problems[0].hint == NO_SOUND_HINT


def test_opened_again_a_player_with_a_killed_feeder_counts_on(nobody: MiniaudioPlayer) -> None:
    nobody.write(noise(500))
    nobody._feeder.wait_until(lambda: nobody.position > 0)
    os.kill(nobody._feeder.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    with pytest.raises(MachineError):
        nobody.drain()
    before = nobody.position
    nobody.open()
    assert nobody.written == nobody.position == before
    nobody.write(noise(100))
    nobody.drain()
    assert nobody.position == before + 100 * RATE // 1000


@given(st.integers(0, 2000), st.integers(0, 4000), st.integers(0, 3000))
def test_spliced_sound_takes_the_place_of_what_was_queued(took: int, frame: int, size: int) -> None:
    belt, frame = FrameQueue(), min(frame, 4000)
    belt.put(ramp(4000))
    taken(belt, took)
    belt.splice(frame, ramp(size, 10_000))
    heard = np.concatenate([taken(belt, 8000)])
    before = np.frombuffer(ramp(4000), np.int16)[took : max(took, frame)]
    after = np.frombuffer(ramp(size, 10_000), np.int16)[max(0, took - frame) :]
    wanted = np.concatenate([before, after])
    assert np.array_equal(heard[: len(wanted)], wanted)
    assert not heard[len(wanted) :].any()
    assert belt.frames_read == max(took, frame + size)


def test_closing_lets_the_feeder_end_by_itself() -> None:
    player = MiniaudioPlayer(["NULL"])
    player.open()
    player.write(noise(900))
    player.close()
    player.close()
    assert player._feeder._process.returncode == 0


def test_a_backend_that_is_not_there_is_named() -> None:
    player = MiniaudioPlayer(["NO SUCH", "CUSTOM"])
    try:
        with pytest.raises(MachineError, match="no sound device found; tried NO SUCH"):
            player.open()
    finally:
        player.close()


@pytest.mark.parametrize(
    ("player", "library"),
    [(MiniaudioPlayer, "miniaudio"), (SimpleaudioPlayer, "simpleaudio")],
)
def test_a_library_that_is_not_there_is_named_with_what_installs_it(
    player: type[Player],
    library: str,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / f"{library}.py").write_text(f"raise ImportError('no {library} here')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    made = player()
    try:
        with pytest.raises(MachineError, match=f"{library} does not load: .*no .* here") as said:
            made.open()
    finally:
        made.close()
    assert install_command(library) in str(said.value.problems[0].hint)


def test_a_feeder_that_cannot_start_says_why() -> None:
    link = FeederClient("")
    os.kill(link.pid, signal.SIGTERM)
    try:
        with pytest.raises(MachineError, match="ended"):
            link.request(wire.OPEN)
    finally:
        link.close()


def test_a_recorder_takes_everything_at_once() -> None:
    player = RecorderPlayer()
    player.open()
    assert len(player.recording.samples) == 0
    player.write(noise(2000))
    player.write(noise(100))
    player.drain()
    player.stop()
    assert player.position == 2100 * RATE // 1000
    assert np.array_equal(
        player.recording.samples, np.concatenate([noise(2000).samples, noise(100).samples])
    )
    player.close()


def test_every_built_in_player_is_loaded_by_its_name() -> None:
    for name in BUILTINS:
        assert name in list_plugins(GROUP, BUILTINS)
        assert hasattr(load_plugin(GROUP, BUILTINS, name), "drain")
