"""While a session is prepared its player wakes: with a tick, quiet, and more if it takes long."""

import time

import pytest

from coach.errors import MachineError, Problem
from coach.live.players.recorder import RecorderPlayer
from coach.live.preroll import QUIET_MS, TICK_EVERY_MS, BackgroundPreroll, load_tick
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
    with BackgroundPreroll(player, QUIET) as preroll:
        preroll.begin(load_tick())
        meanwhile()
        preroll.end()
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
    with BackgroundPreroll(player, TICK_EVERY_MS + 500) as preroll:
        preroll.begin(load_tick())
        time.sleep(TICK_EVERY_MS / 1000 + 0.2)
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


def test_a_player_without_a_device_is_told_at_the_end_and_is_fed_nothing():
    class Absent(RecorderPlayer):
        def open(self):
            raise MachineError(Problem("there is no sound device"))

    player = Absent()
    with pytest.raises(MachineError, match="no sound device"):
        wake(player)
    assert player.written == 0


def test_it_ticks_once_more_behind_a_question(player, tick):
    with BackgroundPreroll(player, QUIET) as preroll:
        preroll.begin(load_tick())
        preroll.end()
        first = player.written
        preroll.begin_again()
        preroll.end()
    again = player.recording.samples[first:]
    assert (again[: len(tick)] == tick).all()
    assert len(again) - len(tick) == QUIET_MS * RATE // 1000
