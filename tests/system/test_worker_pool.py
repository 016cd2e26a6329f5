"""Jobs side by side: every one is done or told of, and nobody is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections import deque

import pytest

from coach.errors import MachineError, Problem
from coach.system.job_queue import JobResult, run_jobs
from coach.system.worker_pool import WorkerPool, count_cores


def double(number, tell):
    tell(("pid", os.getpid()))
    if number == 13:
        raise MachineError(Problem("thirteen"))
    if number == 14:
        raise KeyError("fourteen")
    if number == 15:
        os.kill(os.getpid(), signal.SIGKILL)
    tell(number * 2)
    return number * 3


ENOUGH_S = 60
"""After which what drags on ends by itself: a run of the tests that is killed ends nothing."""


def drag_on(folder, tell):
    try:
        end = time.monotonic() + ENOUGH_S
        while time.monotonic() < end:
            tell("still here")
            time.sleep(0.01)
    finally:
        with open(f"{folder}/{os.getpid()}.gone", "w"):  # noqa: PTH123
            pass


def told(jobs, count=2):
    found = {}
    for job, said in run_jobs(deque(jobs), double, WorkerPool(count)):
        found.setdefault(job, []).append(said)
    return found


def test_every_job_is_done_and_every_word_of_it_heard_in_order():
    found = told(range(9))
    assert {job: said[1:] for job, said in found.items()} == {
        n: [2 * n, JobResult(value=3 * n)] for n in range(9)
    }
    assert len({said[0] for said in found.values()}) <= 2
    assert ("pid", os.getpid()) not in {said[0] for said in found.values()}


def test_there_are_no_more_processes_than_jobs():
    assert len({said[0] for said in told([1], count=8).values()}) == 1


def test_what_fails_is_told_with_its_exit_code_and_the_rest_is_done():
    found = told([1, 13, 14, 2])
    assert found[13][-1] == JobResult((Problem("thirteen"),), 3)
    assert found[14][-1].exit_code == 70
    assert "KeyError" in found[14][-1].problems[0].message
    assert [found[n][-1] for n in (1, 2)] == [JobResult(value=3), JobResult(value=6)]


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_process_that_is_killed_is_told_and_replaced():
    found = told([15, 1, 2, 15, 3], count=1) | told([15, 15, 4])
    assert "was ended by signal 9" in found[15][-1].problems[0].message
    assert [found[n][1] for n in (1, 2, 3, 4)] == [2, 4, 6, 8]


def note_attempt(number, tell):
    tell("begun")
    if number == 15:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.5)
    return os.getpid()


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_who_is_killed_takes_no_other_job_along_nor_does_who_is_killed_at_rest():
    jobs, found = deque([1, 15]), {}
    for job, said in run_jobs(jobs, note_attempt, WorkerPool(2)):
        found.setdefault(job, []).append(said)
        if job == 1 and isinstance(said, JobResult):
            os.kill(said.value, signal.SIGKILL)
            jobs += [2, 3]
    assert [found[number][0] for number in (1, 2, 3)] == ["begun"] * 3
    assert [len(found[number]) for number in (1, 2, 3)] == [2] * 3
    assert found[15][:-1] == ["begun"] * 2
    assert found[2][-1].exit_code == found[3][-1].exit_code == 0


def test_jobs_may_be_added_meanwhile():
    jobs = deque([1])
    seen = []
    for job, said in run_jobs(jobs, double, WorkerPool(2)):
        if isinstance(said, JobResult):
            seen.append(job)
            if job < 4:
                jobs.append(job + 1)
    assert seen == [1, 2, 3, 4]


def test_whoever_stops_listening_stops_the_work(tmp_path):
    listening = run_jobs(deque([str(tmp_path)] * 2), drag_on, WorkerPool(2))
    assert next(listening)[1] == "still here"
    assert next(listening)[1] == "still here"
    listening.close()
    assert len(list(tmp_path.glob("*.gone"))) in (1, 2)


CALLER = """
import sys
from collections import deque
from coach.system.job_queue import run_jobs
from coach.system.worker_pool import WorkerPool
from tests.system.test_worker_pool import drag_on
if __name__ == "__main__":
    for number, _ in enumerate(run_jobs(deque([sys.argv[1]] * 2), drag_on, WorkerPool(2))):
        if number == 20:
            print("working", flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_when_the_caller_goes_its_workers_clear_up_and_go(tmp_path, how):
    script = tmp_path / "caller.py"
    script.write_text(CALLER)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    out = tmp_path / "out"
    out.mkdir()
    with subprocess.Popen(
        [sys.executable, str(script), str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    ) as caller:
        assert caller.stdout.readline() == b"working\n"
        # Ctrl-C reaches all that run in the terminal.
        if how is signal.SIGINT:
            os.killpg(caller.pid, how)
        else:
            caller.send_signal(how)
        caller.wait()
        end = time.monotonic() + 20
        while len(list(out.glob("*.gone"))) < 1 or _alive(caller.pid):
            assert time.monotonic() < end
            time.sleep(0.01)
        said = caller.stderr.read().decode()
    assert said.count("KeyboardInterrupt") == (1 if how is signal.SIGINT else 0), said


def _alive(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_there_is_a_core():
    assert count_cores() >= 1
