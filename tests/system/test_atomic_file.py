"""A file is written whole or not at all, whatever happens meanwhile."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from coach.errors import MachineError
from coach.system.atomic_file import atomic_write, remove_stale_files
from tests.disk import full_disk


def write(path, content=b"new"):
    with atomic_write(path) as file:
        file.write(content)


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "session.wav"
    path.write_bytes(b"old")
    return path


def test_the_new_takes_the_place_of_the_old(old):
    write(old)
    assert old.read_bytes() == b"new"
    assert list(old.parent.iterdir()) == [old]


def test_until_all_is_written_the_old_one_is_there(old):
    with atomic_write(old) as file:
        file.write(b"new")
        file.flush()
        assert old.read_bytes() == b"old"


class StoppedError(Exception):
    pass


@pytest.mark.parametrize("error", [StoppedError, KeyboardInterrupt, SystemExit, MemoryError])
def test_whatever_ends_it_midway_leaves_the_old_file_and_no_litter(old, error):
    def half():
        with atomic_write(old) as file:
            file.write(b"half")
            raise error

    with pytest.raises(error):
        half()
    assert old.read_bytes() == b"old"
    assert list(old.parent.iterdir()) == [old]


def test_a_full_disk_is_a_fault_of_the_machine_and_leaves_the_old_file(old):
    with full_disk(10), pytest.raises(MachineError, match="cannot be written: File too large"):
        write(old, bytes(100_000))
    assert old.read_bytes() == b"old"
    assert list(old.parent.iterdir()) == [old]


def test_a_folder_that_is_not_there_is_told_with_what_to_do(tmp_path):
    with pytest.raises(MachineError, match="No such file or directory") as caught:
        write(tmp_path / "no" / "session.wav")
    assert caught.value.problems[0].hint == "name another folder with -o"


def test_a_folder_in_its_place_is_not_replaced(tmp_path):
    (tmp_path / "session.wav").mkdir()
    with pytest.raises(MachineError, match="there is something that is no file"):
        write(tmp_path / "session.wav")
    assert [path.name for path in tmp_path.iterdir()] == ["session.wav"]


@pytest.mark.skipif(os.name != "posix", reason="rights of a POSIX file")
def test_the_file_can_be_read_by_whom_any_new_file_can(tmp_path):
    before = os.umask(0o027)
    try:
        write(tmp_path / "session.wav")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "session.wav").stat().st_mode) == 0o640


@pytest.mark.skipif(os.name != "posix", reason="rights of a POSIX file")
@pytest.mark.parametrize("mode", [0o664, 0o600, 0o444, 0o755])
def test_a_file_that_is_replaced_keeps_its_mode(old, mode):
    old.chmod(mode)
    write(old)
    assert old.read_bytes() == b"new"
    assert stat.S_IMODE(old.stat().st_mode) == mode


@pytest.mark.skipif(os.name != "posix", reason="rights of a POSIX file")
def test_a_file_behind_a_link_keeps_its_mode(old, tmp_path):
    old.chmod(0o640)
    (tmp_path / "link.wav").symlink_to(old)
    write(tmp_path / "link.wav")
    assert stat.S_IMODE(old.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may give files away")
def test_a_file_that_is_replaced_keeps_its_owner_and_group(old):
    os.chown(old, 1234, 1235)
    old.chmod(0o664)
    write(old)
    found = old.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (1234, 1235, 0o664)


def other_group(found, group):
    """Return what `stat` found, as if the file were of another group."""
    fields = list(found)
    fields[stat.ST_GID] = group
    return os.stat_result(fields)


@pytest.mark.skipif(os.name != "posix", reason="rights of a POSIX file")
def test_a_group_that_cannot_be_kept_gives_its_rights_to_no_other(old, monkeypatch):
    group = old.stat().st_gid

    def refuse(*_arguments):
        raise PermissionError

    usual = Path.stat
    monkeypatch.setattr(os, "chown", refuse)
    monkeypatch.setattr(
        Path,
        "stat",
        lambda path, **more: other_group(usual(path, **more), group + (path == old)),
    )
    old.chmod(0o664)
    write(old)
    assert stat.S_IMODE(old.stat().st_mode) == 0o644


@pytest.mark.skipif(os.name != "posix", reason="links of a POSIX file system")
def test_a_link_stays_a_link_to_the_file_that_is_written(tmp_path):
    real = tmp_path / "phone" / "session.wav"
    real.parent.mkdir()
    real.write_bytes(b"old")
    link = tmp_path / "session.wav"
    link.symlink_to(real)
    write(link)
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs a device to link to")
def test_a_device_is_never_replaced(tmp_path):
    link = tmp_path / "session.wav"
    link.symlink_to("/dev/null")
    with pytest.raises(MachineError, match="there is something that is no file"):
        write(link)
    assert Path("/dev/null").is_char_device()


def test_a_file_name_as_long_as_any_can_be_is_written(tmp_path):
    path = tmp_path / ("n" * 251 + ".wav")
    write(path)
    assert path.read_bytes() == b"new"


# What killed processes leave

KILLED = """
import os, sys
from pathlib import Path
from coach.system.atomic_file import atomic_write, remove_stale_files
with atomic_write(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    print("written", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def writer():
    """Start a process that writes half a file and waits."""
    running = []

    def start(path):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        running.append(process)
        assert process.stdout.readline() == b"written\n"
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def litter(folder):
    return [path.name for path in folder.iterdir() if path.name.endswith(".part")]


def test_what_a_killed_process_left_is_cleared_by_the_next_to_write_there(old, writer):
    process = writer(old)
    process.kill()
    process.wait()
    assert len(litter(old.parent)) == 1
    write(old)
    assert list(old.parent.iterdir()) == [old]


def test_what_a_living_process_writes_is_left_alone(old, writer):
    process = writer(old)
    mine = litter(old.parent)
    write(old)
    assert litter(old.parent) == mine
    process.communicate()
    assert process.returncode == 0
    assert old.read_bytes() == b"half"
    assert litter(old.parent) == []


def test_a_folder_is_cleared_of_the_litter_of_all_files_and_of_nothing_else(tmp_path, writer):
    dead, living = writer(tmp_path / "a.wav"), writer(tmp_path / "b.wav")
    dead.kill()
    dead.wait()
    others = {"notes.part", ".hidden", ".a.wav.mine.part", ".song.mp3.ab12cd34.part"}
    for name in others:
        (tmp_path / name).touch()
    remove_stale_files(tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert others < names
    assert len(names) == len(others) + 1
    living.communicate()
    assert (tmp_path / "b.wav").read_bytes() == b"half"


def test_a_folder_that_is_not_there_has_no_litter(tmp_path):
    remove_stale_files(tmp_path / "no")
