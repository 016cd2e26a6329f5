"""While a session is prepared its player wakes: with a tick, quiet, and more if it takes long."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from coach.live.players.recorder import RecorderPlayer
from coach.live.preroll import QUIET_MS, TICK_EVERY_MS, Preroll, load_tick
from coach.sound.audio import RATE

QUIET = 500


def until(holds):
    stop = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < stop
        time.sleep(0.01)


@pytest.fixture
def player():
    return RecorderPlayer()


@pytest.fixture(scope="module")
def tick():
    return load_tick().samples


def wake(player, meanwhile=lambda: None):
    """Wake a player while something is done; gives all it was fed."""
    waking = Preroll(player, QUIET)
    with ThreadPoolExecutor(1) as pool:
        woken = pool.submit(waking.play_ticks, load_tick())
        try:
            meanwhile()
        finally:
            waking.stop()
        woken.result()
    return player.recording.samples


def test_it_begins_with_a_tick_at_once(player, tick):
    fed = wake(player)
    assert (fed[: len(tick)] == tick).all()


def test_the_session_begins_when_the_quiet_behind_it_is_over(player, tick):
    rest = wake(player)[len(tick) :]
    assert len(rest) == QUIET * RATE // 1000
    assert not rest.any()


def test_where_it_takes_long_it_ticks_until_the_session_is_ready(player, tick):
    begun = time.monotonic()
    fed = wake(player, lambda: until(lambda: player.recording.samples[len(tick) :].any()))
    assert time.monotonic() - begun >= TICK_EVERY_MS / 1000
    again = fed[len(tick) + QUIET * RATE // 1000 :]
    assert (again[: len(tick)] == tick).all()
    assert len(again) - len(tick) == QUIET_MS * RATE // 1000


def test_a_longer_quiet_holds_no_tick(player, tick):
    waking = Preroll(player, TICK_EVERY_MS + 500)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(waking.play_ticks, load_tick())
        time.sleep(TICK_EVERY_MS / 1000 + 0.2)
        waking.stop()
    assert not player.recording.samples[len(tick) :].any()


def test_the_tick_is_as_loud_as_in_a_session(tick):
    from coach.sound.audio import load_wav
    from coach.sound.conform import conform_sound
    from coach.system.paths import find_sound

    usual = conform_sound(load_wav(find_sound("tick"))).pcm.samples
    assert 0.8 < abs(tick.astype(int)).max() / abs(usual.astype(int)).max() < 1.25


def test_what_is_lost_meanwhile_is_told():
    class Lost(RecorderPlayer):
        def write(self, pcm):
            raise OSError("no card")

    with pytest.raises(OSError, match="no card"):
        wake(Lost())
