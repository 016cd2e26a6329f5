"""The log: nothing is lost, nothing half written, and nobody else reads it."""

import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
from datetime import timedelta
from itertools import count
from pathlib import Path
from threading import Event, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import MachineError
from coach.system.atomic_file import lock_file
from coach.system.paths import UNKNOWN_FOLDER
from coach.timeline.dose import Dose
from coach.training.log_erasing import erase_records
from coach.training.log_file import (
    LOCK_NAME,
    append_record,
    append_records,
    collect_log,
    format_line,
    list_log_files,
    lock_log,
    read_log,
)
from coach.training.log_records import (
    EMPTY_LOG,
    AnswerRecord,
    ExerciseRecord,
    Log,
    Outcome,
    SideHeard,
)
from coach.training.record_ids import make_id
from tests.training.logs import LATER, RECORDS, START, make_session

WRITER = """
import sys, time
from pathlib import Path
from coach.training.log_file import append_record
from tests.training.logs import make_session
folder, count = Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    append_record(folder, make_session(number % 300, seed=number))
"""


def start_writer(folder, lines):
    arguments = [sys.executable, "-c", WRITER, str(folder), str(lines)]
    process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout.readline().strip() == b"ready"
    return process


def test_two_coaches_at_once_lose_nothing_of_each_other(tmp_path):
    with start_writer(tmp_path / "state", 200) as one, start_writer(tmp_path / "state", 200) as two:
        for each in (one, two):
            each.stdin.write(b"\n")
            each.stdin.flush()
    assert (one.returncode, two.returncode) == (0, 0)
    log = read_log(tmp_path / "state", LATER)
    assert (len(log.sessions), log.damaged) == (400, 0)


@pytest.mark.skipif(os.name != "posix", reason="locks of a POSIX file")
def test_what_is_written_while_something_is_forgotten_is_kept(tmp_path):
    folder = tmp_path / "state"
    append_records(folder, [make_session(-number, id=f"old{number}") for number in range(60)])
    with start_writer(folder, 200) as writer:
        writer.stdin.write(b"\n")
        writer.stdin.flush()
        for number in range(60):
            erase_records(folder, {f"old{number}"})
    assert writer.returncode == 0
    assert len(read_log(folder, LATER).sessions) == 200


def test_a_line_that_the_disk_took_half_of_is_taken_back(tmp_path, monkeypatch):
    append_record(tmp_path, make_session())
    [(_, path)] = list_log_files(tmp_path)
    before, write = path.read_bytes(), os.write
    with monkeypatch.context() as patch:
        patch.setattr("os.write", lambda handle, line: write(handle, line[: len(line) // 2]))
        with pytest.raises(MachineError, match="there is no room"):
            append_record(tmp_path, make_session(1))
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_writer_that_is_killed_leaves_a_log_that_can_be_read(tmp_path):
    folder, chance, before = tmp_path / "state", random.Random(7), 0
    for killed in range(1, 101):
        # A fork, since a start of Python takes a second: what is killed is the writing.
        child = os.fork()
        if not child:
            try:
                for number in count():
                    append_record(folder, make_session(number % 300))
            finally:
                os._exit(1)
        time.sleep(chance.uniform(0.001, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        log = read_log(folder, LATER)
        # The kernel ends a write of a killed process between two pages: then half of the line that
        # was being written is there, and that one alone.
        assert log.damaged <= killed
        assert len(log.sessions) >= before
        before = len(log.sessions)
    append_record(folder, make_session())
    assert len(read_log(folder, LATER).sessions) == before + 1 > 100


def test_no_log_is_an_empty_one(tmp_path):
    assert read_log(tmp_path / "nowhere", LATER) is EMPTY_LOG


@given(st.lists(RECORDS, max_size=8, unique_by=lambda each: each.id), st.randoms())
def test_what_counts_does_not_depend_on_the_order_of_lines(records, chance):
    far = LATER + timedelta(days=40_000)
    log = collect_log(map(format_line, records), far)
    chance.shuffle(records)
    assert collect_log(map(format_line, records), far) == log
    assert len(log.sessions) + len(log.answers) == sum(not each.is_gone for each in records)
    assert [each.start for each in log.sessions] == sorted(each.start for each in log.sessions)


def test_of_an_id_the_last_record_counts(tmp_path):
    one, other = make_session(seed=1), make_session(1)
    changed = make_session(60, id=one.id, seed=2)  # into another year
    append_records(tmp_path, (one, other, changed))
    assert read_log(tmp_path, LATER).sessions == (other, changed)
    append_record(tmp_path, one)
    assert read_log(tmp_path, LATER).sessions == (one, other)
    append_record(tmp_path, make_session(id=one.id, is_gone=True))
    assert read_log(tmp_path, LATER).sessions == (other,)


def test_damaged_lines_are_counted_and_stay_as_they_are(tmp_path):
    append_record(tmp_path, make_session())
    [(_, path)] = list_log_files(tmp_path)
    harm = b'{"id":\n\xff\xfe\n\0\0\0\n[]\n' + b"[" * 100_000 + b'\n\n{"id":"x","start":"2026-1'
    path.write_bytes(path.read_bytes() + harm)
    append_record(tmp_path, make_session(1))
    log = read_log(tmp_path, LATER)
    assert (len(log.sessions), log.damaged) == (2, 6)
    assert harm in path.read_bytes()


def test_what_begins_in_more_than_a_day_is_ignored_and_counted(tmp_path):
    append_records(tmp_path, (make_session(), make_session(1), make_session(5)))
    log = read_log(tmp_path, START + timedelta(hours=1))
    assert (len(log.sessions), log.future) == (2, 1)
    assert len(read_log(tmp_path, LATER).sessions) == 3


def test_the_fingerprint_changes_with_every_record(tmp_path):
    marks = {EMPTY_LOG.fingerprint}
    for record in (
        make_session(id="a"),
        make_session(id="a", seed=3),
        AnswerRecord("b", START, START.date(), 3),
        make_session(id="a", is_gone=True),
    ):
        append_record(tmp_path, record)
        marks.add(read_log(tmp_path, LATER).fingerprint)
    assert len(marks) == 5


@pytest.mark.skipif(os.name != "posix", reason="rights of a POSIX file")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o277], ids=oct)
def test_a_log_is_read_by_its_owner_alone(tmp_path, umask):
    before = os.umask(umask)
    try:
        append_record(tmp_path / "a" / "state", make_session())
    finally:
        os.umask(before)
    folder = tmp_path / "a" / "state"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    for path in (folder, *folder.iterdir()):
        path.chmod(0o755)
    read_log(folder, LATER)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for _, path in list_log_files(folder)} == {0o600}


def test_a_log_that_cannot_be_written_is_told_with_its_folder(tmp_path):
    (tmp_path / "state").write_text("no folder")
    with pytest.raises(MachineError, match="state: the log cannot be written"):
        append_record(tmp_path / "state", make_session())
    with pytest.raises(MachineError, match="no home"):
        append_record(UNKNOWN_FOLDER, make_session())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk")
def test_a_full_disk_is_told(tmp_path):
    (tmp_path / "log-2026.jsonl").symlink_to("/dev/full")
    with pytest.raises(MachineError, match="the log cannot be written"):
        append_record(tmp_path, make_session())


def test_five_years_are_read_in_little_more_than_it_takes_to_parse_them(tmp_path):
    sides = (SideHeard("left", 5, 25_250), SideHeard("right", 5, 25_000))
    names = [f"exercise-{number}" for number in range(9)]
    lines = []
    for day in range(1825):
        dose = Dose(reps=5 + day % 7, hold=5000)
        did = [
            ExerciseRecord(name, Outcome.DONE, dose, sides, 2, words="1a2b3c4d") for name in names
        ]
        start = START - timedelta(days=day)
        lines.append(format_line(make_session(-day, *did, id=make_id(start))))
    (tmp_path / "log-2026.jsonl").write_bytes(b"".join(lines))

    def measure(work):
        times = []
        for _ in range(3):
            begin = time.process_time()
            work()
            times.append(time.process_time() - begin)
        return min(times)

    parsing = measure(lambda: [json.loads(line) for line in lines])
    assert len(read_log(tmp_path, LATER).sessions) == 1825
    assert measure(lambda: read_log(tmp_path, LATER)) < 4 * parsing


def test_earlier_years_may_be_left_unread(tmp_path):
    append_records(tmp_path, (make_session(-600), make_session()))
    assert len(read_log(tmp_path, LATER, START.date()).sessions) == 1
    assert isinstance(read_log(tmp_path, LATER), Log)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks")
def test_who_waited_for_a_lock_that_was_removed_takes_the_new_one(tmp_path):
    path, has_it, is_done = tmp_path / LOCK_NAME, Event(), Event()

    def write():
        with lock_log(tmp_path):
            has_it.set()
            assert is_done.wait(10)

    writer = Thread(target=write)
    with lock_log(tmp_path):
        writer.start()
        assert not has_it.wait(0.05)
        path.unlink()  # as who erases the log does
    assert has_it.wait(10)
    with path.open("rb+") as file:
        assert not lock_file(file, wait=False)
    is_done.set()
    writer.join(10)
