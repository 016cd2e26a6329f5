"""The room that takes may fill: kept whenever one is stored, and nothing in use is removed."""

import os
import subprocess
import sys
import time

import numpy as np
import pytest

from coach.sound.audio import Pcm
from coach.sound.take import Take
from coach.speech.take_cache import TakeCache, take_key
from coach.speech.take_space import prune_takes
from coach.timeline.clips import Extent
from tests.commanding import run_coach

pytestmark = pytest.mark.own_takes

KEYS = [take_key("take", number) for number in range(10)]
ROOM = 100_000


@pytest.fixture(scope="module")
def take():
    noise = np.random.default_rng(1).integers(-3000, 3000, 4_800, np.int16)
    return Take(Pcm(noise), Extent(100))


@pytest.fixture
def little_room(monkeypatch):
    monkeypatch.setattr("coach.speech.take_space.MAX_DISK_BYTES", ROOM)


def takes_in(folder):
    return {path.parent.name + path.stem for path in folder.glob("?/*.take")}


def size_of(folder):
    return sum(path.stat().st_size for path in folder.glob("?/*.take"))


def fill(folder, take, keys=KEYS):
    """Store takes, the first of them unused for longest; return the size of one."""
    cache = TakeCache(folder)
    for age, key in enumerate(keys):
        cache.store(key, take)
        used = time.time() - 1000 * (len(keys) - age)
        os.utime(cache.path(key), (used, used))
    return cache.path(keys[0]).stat().st_size


def test_what_was_unused_for_longest_goes_first(tmp_path, take):
    size = fill(tmp_path, take)
    assert prune_takes(tmp_path, 10 * size) == 10 * size
    assert takes_in(tmp_path) == set(KEYS)
    assert prune_takes(tmp_path, 7 * size) == 7 * size
    assert takes_in(tmp_path) == set(KEYS[3:])
    assert prune_takes(tmp_path, 0) == 0


def test_what_was_used_again_stays_longer(tmp_path, take):
    size = fill(tmp_path, take)
    assert TakeCache(tmp_path).load(KEYS[0])  # and that one is closed again
    prune_takes(tmp_path, 2 * size)
    assert takes_in(tmp_path) == {KEYS[0], KEYS[9]}


def test_takes_in_use_stay_however_old_they_are(tmp_path, take):
    size = fill(tmp_path, take)
    player = TakeCache(tmp_path)
    held = player.load(KEYS[0])
    assert held is not None
    os.utime(player.path(KEYS[0]), (1, 1))
    prune_takes(tmp_path, 3 * size)
    assert takes_in(tmp_path) == {KEYS[0], *KEYS[8:]}
    assert np.array_equal(held.pcm.samples, take.pcm.samples)
    del player, held
    assert prune_takes(tmp_path, 0) == 0


@pytest.mark.usefixtures("little_room")
def test_the_room_is_kept_at_every_moment(tmp_path, take):
    for number in range(30):
        TakeCache(tmp_path).store(take_key("other", number), take)
        assert size_of(tmp_path) <= ROOM
    assert take_key("other", 29) in takes_in(tmp_path)
    assert len(takes_in(tmp_path)) > 5


@pytest.mark.usefixtures("little_room")
def test_takes_of_a_former_version_make_room(tmp_path, take):
    for number in range(10):
        old = TakeCache(tmp_path).path(take_key("old", number))
        old.parent.mkdir(exist_ok=True)
        old.write_bytes(b"coach take 2\n" + bytes(ROOM))
    TakeCache(tmp_path).store(KEYS[0], take)
    assert takes_in(tmp_path) == {KEYS[0]}


@pytest.mark.usefixtures("little_room")
def test_where_all_is_in_use_takes_are_kept_for_this_run_only_and_that_is_told(tmp_path, take):
    cache = TakeCache(tmp_path)
    stored = [cache.store(take_key("mine", number), take) for number in range(30)]
    assert size_of(tmp_path) <= ROOM
    assert "in use" in cache.failure
    assert all(np.array_equal(each.pcm.samples, take.pcm.samples) for each in stored)


@pytest.mark.usefixtures("little_room")
def test_what_other_processes_write_counts_too(tmp_path, take, monkeypatch):
    monkeypatch.setattr("coach.speech.take_space.LOOK_AGAIN_BYTES", ROOM // 20)
    one, other = TakeCache(tmp_path), TakeCache(tmp_path)
    for number in range(30):
        one.store(take_key("one", number), take)
        other.store(take_key("other", number), take)
        assert size_of(tmp_path) <= ROOM


USE = """
import sys
from pathlib import Path
from coach.speech.take_cache import TakeCache
cache = TakeCache(Path(sys.argv[1]))
assert cache.load(sys.argv[2])
print("used", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("end", ["killed", "ended"])
def test_another_process_holds_what_it_uses_until_its_end(tmp_path, take, end):
    size = fill(tmp_path, take)
    with subprocess.Popen(
        [sys.executable, "-c", USE, str(tmp_path), KEYS[0]],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline().strip() == b"used"
        assert prune_takes(tmp_path, 0) == size
        assert takes_in(tmp_path) == {KEYS[0]}
        if end == "killed":
            process.kill()
        process.communicate()
    assert prune_takes(tmp_path, 0) == 0
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_folder_that_cannot_be_listed_is_empty(tmp_path):
    assert prune_takes(tmp_path / "nowhere", 0) == 0


def test_what_a_killed_process_left_is_cleared_with_the_rest(tmp_path, monkeypatch):
    monkeypatch.setenv("COACH_CACHE", str(tmp_path))
    left = tmp_path / "takes" / ".used-ab12_xyz.keys"
    left.parent.mkdir()
    left.write_text(KEYS[0])
    assert run_coach("cache", "--clear").code == 0
    assert not left.exists()
