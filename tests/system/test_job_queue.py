"""What fails is done once more if it may go better then, and the rest goes on."""

from collections import deque

import pytest

from coach.errors import MachineError, Problem, ScriptError, UsageError
from coach.system.job_queue import JobResult, run_jobs
from tests.one_by_one import OneByOne


def run_failing(error, times):
    """Do jobs of which the first fails so many times; give attempts and results by job."""
    attempts = []

    def work(job, _report):
        attempts.append(job)
        if job == "first" and attempts.count(job) <= times:
            raise error
        return job.upper()

    results = dict(run_jobs(deque(["first", "second"]), work, OneByOne()))
    return attempts, results


@pytest.mark.parametrize("error", [MachineError(Problem("no room")), KeyError("a fault")])
def test_what_fails_once_is_done_again_and_what_fails_twice_is_told(error):
    attempts, results = run_failing(error, 1)
    assert sorted(attempts) == ["first", "first", "second"]
    assert results["first"] == JobResult(value="FIRST")
    attempts, results = run_failing(error, 9)
    assert sorted(attempts) == ["first", "first", "second"]
    assert results["first"].exit_code in (3, 70)
    assert len(results["first"].problems) == 1
    assert results["second"] == JobResult(value="SECOND")


@pytest.mark.parametrize("kind", [ScriptError, UsageError])
def test_what_would_fail_again_is_done_once(kind):
    attempts, results = run_failing(kind(Problem("wrong")), 1)
    assert sorted(attempts) == ["first", "second"]
    assert results["first"] == JobResult((Problem("wrong"),), kind.exit_code)
