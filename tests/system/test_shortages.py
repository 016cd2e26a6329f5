"""What a machine lacks is told as such, with an exit code of its own, and never as our fault."""

import errno
import os
from pathlib import Path

import pytest

from coach.errors import MachineError, UsageError
from coach.system.shortages import find_shortage, limit_threads


def chained(cause):
    error = ImportError("numpy could not be imported")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)),
        RuntimeError("can't start new thread"),
        ImportError("/lib/x.so: failed to map segment from shared object"),
        chained(ImportError("x.so: cannot allocate memory")),
        chained(MemoryError()),
    ],
    ids=repr,
)
def test_too_little_memory_is_told_in_our_words(error):
    found = find_shortage(error)
    assert isinstance(found, MachineError)
    assert found.problems[0].message == "there is not enough memory for this"


def test_a_name_that_no_file_can_have_is_told_and_not_at_full_length():
    with pytest.raises(OSError, match="File name too long") as caught:
        os.stat("n" * 5000)  # noqa: PTH116
    found = find_shortage(caught.value)
    assert isinstance(found, UsageError)
    assert found.problems[0].message.startswith("nnn")
    assert len(found.problems[0].message) < 120


def test_what_the_system_refuses_is_told_with_its_place():
    found = find_shortage(PermissionError(errno.EACCES, "Permission denied", "/root/x"))
    assert isinstance(found, MachineError)
    assert found.problems[0].message == "/root/x: Permission denied"


@pytest.mark.usefixtures("homeless")
def test_whatever_else_looks_for_a_home_says_that_there_is_none():
    with pytest.raises(RuntimeError) as caught:
        Path.home()
    found = find_shortage(caught.value)
    assert isinstance(found, MachineError)
    assert found.problems[0].message == "there is no home folder"


def test_a_clock_beyond_all_dates_is_told():
    found = find_shortage(OverflowError("timestamp too large to convert to C _PyTime_t"))
    assert isinstance(found, MachineError)
    assert "clock" in found.problems[0].message


@pytest.mark.parametrize("error", [ValueError("x"), KeyError("x"), RuntimeError("x")])
def test_a_fault_of_coach_stays_one(error):
    assert find_shortage(error) is None


def test_where_memory_has_a_limit_numpy_starts_no_threads(monkeypatch):
    resource = pytest.importorskip("resource")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    for limit, threads in ((resource.RLIM_INFINITY, None), (150_000_000, "1")):
        monkeypatch.setattr(resource, "getrlimit", lambda _what, limit=limit: (limit, limit))
        limit_threads()
        assert os.environ.get("OPENBLAS_NUM_THREADS") == threads
