"""Independent jobs, handed to an executor, and the result of each.

The executor is that of an engine: processes of this machine, or workers of a cluster. A job is done
once more where its worker has ended, or where the machine lacked something; what fails twice is
reported with its reason, and the rest goes on.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from itertools import count
from typing import Any, Generic, Protocol, TypeVar

from coach.errors import INTERNAL_ERROR, CoachError, MachineError, Problem
from coach.system.shortages import find_shortage

JobT = TypeVar("JobT")
JobS = TypeVar("JobS", contravariant=True)
Report = Callable[[Any], None]
"""Takes what a job has to say while it is done."""
REPORT_INTERVAL_S = 0.1
"""How often reports are collected."""
MAX_ATTEMPTS = 2


class Work(Protocol[JobS]):
    """Does a job: a function at the top of a module, or anything else that can be pickled."""

    def __call__(self, job: JobS, report: Report, /) -> Any:
        """Do a job, and return what is made of it; raises CoachError where it cannot be done."""


@dataclass(frozen=True, slots=True)
class JobResult:
    """The end of a job: its value, or what went wrong, and the exit code that goes with it."""

    problems: tuple[Problem, ...] = ()
    exit_code: int = 0
    value: Any = None

    @property
    def may_differ_next_time(self) -> bool:
        """Whether it failed for no fault of the script, nor of what was asked for."""
        return self.exit_code >= MachineError.exit_code


class Engine(Protocol):
    """Where jobs are done."""

    def count_places(self) -> int:
        """Return how many jobs may be under way; raises MachineError where no more can be done."""

    def submit(self, number: int, work: Work[Any], job: Any) -> "Future[JobResult]":
        """Begin a job; its number stands beside each of its reports."""

    def collect_reports(self) -> Iterable[tuple[int, Any]]:
        """Return the reports that have come in, in order, each with the number of its job."""

    def read_result(self, future: "Future[JobResult]") -> JobResult:
        """Return the result of a job that has ended; a problem where its worker was lost."""

    def close(self) -> None:
        """Stop what is under way, and wait until it has stopped; may be called twice."""


@dataclass(frozen=True, slots=True)
class _Attempt(Generic[JobT]):
    number: int
    job: JobT
    attempts: int = 1


def run_jobs(
    jobs: deque[JobT], work: Work[JobT], engine: Engine
) -> Generator[tuple[JobT, Any], None, None]:
    """Do jobs on an engine; yield each report with its job, and last its JobResult.

    Jobs may be added to the queue meanwhile. What is under way is stopped at the end, and where
    the generator is closed.
    """
    numbers = count()
    under_way: dict[Future[JobResult], _Attempt[JobT]] = {}
    again: deque[_Attempt[JobT]] = deque()
    try:
        while jobs or again or under_way:
            places = engine.count_places()
            while (jobs or again) and len(under_way) < places:
                attempt = again.popleft() if again else _Attempt(next(numbers), jobs.popleft())
                under_way[engine.submit(attempt.number, work, attempt.job)] = attempt
            done = wait(under_way, REPORT_INTERVAL_S, FIRST_COMPLETED).done
            at_work = {attempt.number: attempt.job for attempt in under_way.values()}
            for number, message in engine.collect_reports():
                if number in at_work:
                    yield at_work[number], message
            for future in done:
                attempt, result = under_way.pop(future), engine.read_result(future)
                if result.may_differ_next_time and attempt.attempts < MAX_ATTEMPTS:
                    again.append(_Attempt(next(numbers), attempt.job, attempt.attempts + 1))
                else:
                    yield attempt.job, result
    finally:
        engine.close()


def attempt_job(work: Work[Any], job: Any, report: Report) -> JobResult:
    """Do a job where it is to be done, and return its result; what went wrong is in it."""
    try:
        return JobResult(value=work(job, report))
    except CoachError as error:
        return JobResult(error.problems, error.exit_code)
    except Exception as error:
        if shortage := find_shortage(error):
            return JobResult(shortage.problems, shortage.exit_code)
        problem = Problem(f"coach failed: {type(error).__name__}: {error}")
        return JobResult((problem,), INTERNAL_ERROR)


def report_lost(how: str) -> JobResult:
    """Return the result of a job whose worker has ended."""
    problem = Problem(f"the process that worked on it was ended {how}")
    return JobResult((problem,), MachineError.exit_code)
