"""What is played is found again by the moment at which it is heard; what was dropped is no echo."""

import numpy as np
import pytest

from coach.ears.played_sound import EAR_RATE, KEPT_FRAMES, LEAD_MS, LOOKS, PlayedSound
from coach.sound.audio import RATE

BLOCK_MS = 40
BLOCK = EAR_RATE * BLOCK_MS // 1000
MS = RATE // 1000


def tone(ms: int, level: int = 8_000) -> np.ndarray:
    return (level * np.sin(np.arange(ms * MS) * 0.05)).astype(np.int16)


def read_all(played: PlayedSound, begin: int, end: int, late: int = 0) -> np.ndarray:
    """Read block after block from a moment on, each `late` ms later than it was there."""
    moments = range(begin + BLOCK_MS, end + 1, BLOCK_MS)
    return np.concatenate([played.read(one + late, BLOCK) for one in moments])


def first_ms(sound: np.ndarray) -> int:
    """The first ms that is not silent, or -1."""
    loud = np.flatnonzero(np.abs(sound) > 0.05)
    return int(loud[0]) * 1000 // EAR_RATE if len(loud) else -1


def test_sound_is_read_when_it_is_heard_and_somewhat_before():
    played = PlayedSound()
    played.put(500 * MS, tone(300))
    played.set_clock(10_000, 0)
    heard = read_all(played, 10_000, 11_000)
    assert first_ms(heard) == pytest.approx(500 - LEAD_MS, abs=2)
    wanted = tone(300).astype(np.float32)[:: RATE // EAR_RATE] / 32_768
    begin = (500 - LEAD_MS) * EAR_RATE // 1000
    assert np.allclose(heard[begin + 100 : begin + 4_000], wanted[100:4_000], atol=0.01)


def test_what_was_dropped_before_it_was_heard_was_never_played():
    played = PlayedSound()
    played.set_clock(0, 0)
    played.put(0, np.zeros(400 * MS, np.int16))
    played.put(400 * MS, tone(600))
    played.put(450 * MS, np.zeros(0, np.int16))
    heard = read_all(played, 0, 1_200)
    assert first_ms(heard[::-1]) == pytest.approx(1_200 - 450 + LEAD_MS, abs=3)


def test_it_is_silent_while_paused_and_follows_when_it_goes_on():
    played = PlayedSound()
    played.put(0, tone(1_000))
    played.set_clock(0, 0)
    read_all(played, 0, 1_000)
    for now in range(1_000, 5_000, 100):  # nothing is queued, and the clock stands
        played.set_clock(now, 1_000 * MS)
        paused = read_all(played, now, now + 80)
    assert not paused.any()
    played.put(1_000 * MS, np.zeros(600 * MS, np.int16))
    played.put(1_600 * MS, tone(400))
    goes_on = []
    for now in range(5_000, 6_000, 100):
        played.set_clock(now, (1_000 + now - 5_000) * MS)
        goes_on.append(read_all(played, now, now + 80))
    assert first_ms(np.concatenate(goes_on)) == pytest.approx((600 - LEAD_MS) * 0.8, abs=60)


def test_a_late_thread_does_not_move_the_sound():
    played = PlayedSound()
    played.put(0, tone(3_000))
    played.set_clock(0, 0)
    steady = read_all(played, 0, 1_000)
    jittered = np.concatenate(
        [played.read(1_000 + BLOCK_MS * (n + 1) + 25 * (n % 3), BLOCK) for n in range(20)]
    )
    whole = np.concatenate([steady, jittered])
    assert np.abs(np.diff(whole)).max() < 0.05


def test_clocks_that_part_are_followed():
    played = PlayedSound()
    played.put(0, np.repeat(np.arange(3_000, dtype=np.int16), MS))
    played.set_clock(0, 0)
    read_all(played, 0, 400)
    played.set_clock(400, 500 * MS)  # the card has skipped a tenth of a second
    read_all(played, 400, 400 + (LOOKS + 1) * BLOCK_MS)
    begin = 400 + (LOOKS + 1) * BLOCK_MS
    (value,) = {round(float(one) * 32_768) for one in played.read(begin + BLOCK_MS, BLOCK)[:8]}
    assert value == pytest.approx(begin + 100 + LEAD_MS, abs=3)


def test_no_more_than_four_seconds_are_kept():
    played = PlayedSound()
    for number in range(100):
        played.put(number * 200 * MS, tone(200))
    assert played.end == 20_000 * MS
    assert len(played._sound) == KEPT_FRAMES


def test_without_a_clock_nothing_is_played():
    played = PlayedSound()
    played.put(0, tone(1_000))
    assert not read_all(played, 0, 500).any()
