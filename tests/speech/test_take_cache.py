"""Takes on disk: what is kept comes back to the bit; what was damaged is made anew."""

import os
import struct
from zlib import crc32

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.errors import MachineError
from coach.sound.audio import Pcm
from coach.sound.conform import conform_voice
from coach.speech.take_cache import MAX_MEMORY_BYTES, TakeCache, take_key
from coach.speech.voices.tone import ToneVoice
from coach.system.paths import cache_folder
from tests.disk import full_disk

pytestmark = pytest.mark.own_takes

KEY = take_key("a", "take")


@pytest.fixture(scope="module")
def take():
    return conform_voice(ToneVoice().speak("Breathe in.", 122))


@pytest.fixture(scope="module")
def kept(take, tmp_path_factory):
    """The bytes of a take on disk."""
    folder = TakeCache(tmp_path_factory.mktemp("takes"))
    folder.store(KEY, take)
    return folder.path(KEY).read_bytes()


def load(folder, content):
    """Load what lies in the place of the take, in a run that has not heard it."""
    taken = TakeCache(folder)
    taken.path(KEY).parent.mkdir(exist_ok=True)
    taken.path(KEY).write_bytes(content)
    return TakeCache(folder).load(KEY)


def test_a_take_comes_back_to_the_bit(tmp_path, take, kept):
    back = load(tmp_path, kept)
    assert np.array_equal(back.pcm.samples, take.pcm.samples)
    assert (back.pcm.rate, back.extent) == (take.pcm.rate, take.extent)
    assert np.allclose(back.profile.energies, take.profile.energies, rtol=1e-6)


def test_what_is_not_there_is_not_loaded(tmp_path):
    assert TakeCache(tmp_path / "nowhere").load(KEY) is None


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_single_flipped_bit_anywhere_is_noticed(tmp_path, kept, place, bit):
    damaged = bytearray(kept)
    damaged[int(place * len(kept))] ^= 1 << bit
    assert load(tmp_path, bytes(damaged)) is None


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.floats(0, 1, exclude_max=True))
def test_a_take_cut_short_is_noticed(tmp_path, kept, place):
    assert load(tmp_path, kept[: int(place * len(kept))]) is None


@pytest.mark.parametrize("length", [0, 1, 12, 13, 17, 33, 34, 1000, 100_000])
def test_zeros_where_a_take_was_are_noticed(tmp_path, length):
    assert load(tmp_path, bytes(length)) is None


def test_a_take_with_something_behind_it_is_noticed(tmp_path, kept):
    assert load(tmp_path, kept + b"\0\0") is None


COUNTS = struct.Struct("<iiii")
"""The beat, and how many energies, peaks and samples follow, behind the checksum."""
AFTER_COUNTS = struct.Struct("<ii")
"""The rate and the step of the samples."""


@pytest.mark.parametrize("place", range(4), ids=["beat", "energies", "peaks", "samples"])
@pytest.mark.parametrize("change", [-(2**31), -1, 1, 4, 2**31 - 1])
def test_counts_that_were_forged_with_a_right_checksum_are_noticed(tmp_path, kept, place, change):
    start = kept.index(b"\n") + 1
    counts = list(COUNTS.unpack_from(kept, start + 4))
    counts[place] = change if abs(change) > 4 or place == 0 else counts[place] + change
    if place == 0 and change in (1, 4):
        counts[place] = 1_000_000  # a beat behind the end
    body = COUNTS.pack(*counts) + kept[start + 4 + COUNTS.size :]
    assert load(tmp_path, kept[:start] + struct.pack("<I", crc32(body)) + body) is None


def forge(kept, samples, **changes):
    """Return a file with a right checksum that claims so many samples more."""
    start = kept.index(b"\n") + 1
    counts = [*COUNTS.unpack_from(kept, start + 4)]
    counts[3] += samples
    rate, step = AFTER_COUNTS.unpack_from(kept, start + 4 + COUNTS.size)
    after = AFTER_COUNTS.pack(changes.get("rate", rate), changes.get("step", step))
    rest = kept[start + 4 + COUNTS.size + AFTER_COUNTS.size :] + changes.get("more", b"")
    body = COUNTS.pack(*counts) + after + rest
    return kept[:start] + struct.pack("<I", crc32(body)) + body


def test_a_take_of_part_of_a_millisecond_is_noticed(tmp_path, kept):
    assert load(tmp_path, forge(kept, 0)) is not None
    assert load(tmp_path, forge(kept, 1)) is None


@pytest.mark.parametrize(
    "change", [{"rate": 0}, {"rate": -1}, {"rate": 44_100}, {"step": 0}, {"step": 2**31 - 1}]
)
def test_a_rate_or_a_step_that_was_forged_is_noticed(tmp_path, kept, change):
    assert load(tmp_path, forge(kept, 0, **change)) is None


@pytest.mark.parametrize(
    ("samples", "more"), [(-24, b""), (24, b""), (0, b"\0")], ids=["fewer", "more", "rest"]
)
def test_sound_that_is_not_what_was_counted_is_told_once_and_spoken_anew(
    tmp_path, kept, samples, more
):
    """The sound is decompressed only when it is needed; whoever forged it is no accident."""
    taken = load(tmp_path, forge(kept, samples, more=more))
    if taken:
        with pytest.raises(MachineError, match="damaged or removed while in use"):
            _ = taken.pcm
    assert TakeCache(tmp_path).load(KEY) is None


def test_a_former_take_is_not_found(tmp_path, kept):
    assert load(tmp_path, kept.replace(b"coach take 3", b"coach take 2")) is None


@pytest.mark.usefixtures("homeless")
def test_without_a_home_takes_are_kept_for_this_run_and_nothing_is_told(take):
    folder = TakeCache(cache_folder() / "takes")
    assert folder.store(KEY, take) is take
    assert folder.load(KEY) is None
    assert folder.failure is None


def test_a_folder_in_the_place_of_a_take_is_no_take(tmp_path, take):
    folder = TakeCache(tmp_path)
    folder.path(KEY).mkdir(parents=True)
    assert folder.load(KEY) is None
    assert folder.store(KEY, take) is take
    assert folder.failure


def test_storing_leaves_nothing_else_behind(tmp_path, take):
    folder = TakeCache(tmp_path)
    folder.store(KEY, take)
    folder.store(KEY, take)
    assert folder.failure is None
    path = folder.path(KEY)
    del folder  # until then it holds its takes
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [path]


def test_where_takes_cannot_be_kept_they_are_used_and_the_reason_is_told(tmp_path, take):
    (tmp_path / "file").write_text("in the way")
    folder = TakeCache(tmp_path / "file" / "takes")
    back = folder.store(KEY, take)
    assert np.array_equal(back.pcm.samples, take.pcm.samples)
    assert "Not a directory" in folder.failure


def test_a_full_disk_is_told_and_leaves_the_take_that_was_there(tmp_path, take):
    folder = TakeCache(tmp_path)
    folder.store(KEY, take)
    before = folder.path(KEY).read_bytes()
    with full_disk(1000):
        back = folder.store(KEY, take)
    assert np.array_equal(back.pcm.samples, take.pcm.samples)
    assert "File too large" in folder.failure
    assert folder.path(KEY).read_bytes() == before
    assert [path for path in tmp_path.rglob("?/*") if path.is_file()] == [folder.path(KEY)]


def test_a_take_removed_while_in_use_is_a_fault_of_the_machine_not_of_coach(tmp_path, take):
    writer = TakeCache(tmp_path)
    stored = writer.store(KEY, take)
    big = Pcm(np.ones(MAX_MEMORY_BYTES // 2, np.int16))
    for number in range(3):
        writer._keep_in_memory(str(number), big)
    writer.path(KEY).unlink()
    with pytest.raises(MachineError, match="damaged or removed while in use") as caught:
        _ = stored.pcm
    assert caught.value.exit_code == 3


def test_a_long_session_holds_no_more_than_its_share(tmp_path, take):
    folder = TakeCache(tmp_path)
    stored = {}
    for number in range(MAX_MEMORY_BYTES // take.pcm.samples.nbytes + 20):
        key = take_key(number)
        stored[key] = folder.store(key, take)
        assert stored[key].pcm.length == take.pcm.length
    assert folder._memory_bytes <= MAX_MEMORY_BYTES
    assert sum(pcm.samples.nbytes for pcm in folder._in_memory.values()) == folder._memory_bytes
    first = next(iter(stored.values()))
    assert np.array_equal(first.pcm.samples, take.pcm.samples)


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_keys_differ_where_what_they_are_made_of_does(one, other):
    joined = ["\0".join(parts) for parts in (one, other)]
    assert (take_key(*one) == take_key(*other)) == (joined[0] == joined[1])


def test_of_two_processes_that_speak_the_same_the_first_take_counts(tmp_path, take):
    other = conform_voice(ToneVoice().speak("Breathe in, and out again.", 122))
    first, second = TakeCache(tmp_path), TakeCache(tmp_path)
    mine = first.store(KEY, take)
    theirs = second.store(KEY, other)
    assert theirs.extent == mine.extent != other.extent
    assert np.array_equal(theirs.pcm.samples, mine.pcm.samples)
    assert [path.name for path in first.path(KEY).parent.iterdir()] == [first.path(KEY).name]


def test_without_links_the_first_take_counts_too(tmp_path, take, monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.hardlink_to", refuse)
    other = conform_voice(ToneVoice().speak("Breathe in, and out again.", 122))
    mine = TakeCache(tmp_path).store(KEY, take)
    assert TakeCache(tmp_path).store(KEY, other).extent == mine.extent
    assert len(list(TakeCache(tmp_path).path(KEY).parent.iterdir())) == 1


def test_what_a_killed_process_left_half_written_is_cleared(tmp_path, take):
    folder = TakeCache(tmp_path)
    folder.path(KEY).parent.mkdir()
    old, new = (folder.path(KEY).with_name(f".{name}.123.part") for name in ("old", "new"))
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    folder.store(KEY, take)
    assert (old.exists(), new.exists()) == (False, True)
