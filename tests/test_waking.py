"""While a session is prepared its player wakes: with quiet, and ticks where it takes long."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from coach.audio import RATE
from coach.live.waking import GAP_MS, MUCH, Waking
from coach.players.recorder import RecorderPlayer

QUIET = 500


def until(holds):
    stop = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < stop
        time.sleep(0.01)


@pytest.fixture
def player():
    return RecorderPlayer()


def wake(player, meanwhile):
    """Wake a player while something is done; gives all it was fed."""
    waking = Waking(player, QUIET)
    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(waking.wake)
        try:
            meanwhile(waking)
        finally:
            waking.end()
        ended.result()
    return player.recorded.samples


def test_what_is_ready_at_once_begins_after_its_quiet(player):
    fed = wake(player, lambda _waking: None)
    assert len(fed) == QUIET * RATE // 1000
    assert not fed.any()


def test_a_few_lines_are_no_reason_to_tick(player):
    def meanwhile(waking):
        waking.told(MUCH - 1)
        time.sleep(0.3)

    fed = wake(player, meanwhile)
    assert len(fed) == QUIET * RATE // 1000


def test_where_much_is_spoken_first_it_ticks_until_the_session_is_ready(player):
    def meanwhile(waking):
        waking.told(MUCH)
        until(lambda: player.recorded.samples.any())

    fed = wake(player, meanwhile)
    sounding = fed.nonzero()[0]
    assert sounding[0] >= QUIET * RATE // 1000
    assert len(fed) - 1 - sounding[-1] >= GAP_MS * RATE // 1000


def test_ticks_keep_their_distance(player):
    def meanwhile(waking):
        waking.told(MUCH)
        until(lambda: player.position > 4 * RATE)

    fed = wake(player, meanwhile)
    loud = abs(fed.astype(int)) > 100
    begins = [frame for frame in loud.nonzero()[0] if not loud[max(0, frame - RATE) : frame].any()]
    assert len(begins) >= 2
    assert begins[1] - begins[0] >= 2 * RATE


def test_what_fails_to_open_is_told_and_ends(player):
    def fail():
        raise OSError("no card")

    player.open = fail
    with pytest.raises(OSError, match="no card"):
        wake(player, lambda waking: waking.told(MUCH))
