"""Crew: processes that do jobs side by side, one at a time each, and tell how it goes.

Nobody is left behind: a worker whose caller is gone, however it went, finds its pipe broken with
the next word it says, clears up after itself and ends. Ctrl-C is for the caller alone.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from coach.errors import CoachError, Problem

JobT = TypeVar("JobT")
ProgressCallback = Callable[[Any], None]
SHUTDOWN_TIMEOUT_S = 10
"""How long a worker may take to clear up before it is stopped."""


@dataclass(frozen=True, slots=True)
class JobResult:
    """The last word about a job: what went wrong, and the exit code that goes with it."""

    problems: tuple[Problem, ...] = ()
    exit_code: int = 0


@dataclass(slots=True)
class _Worker(Generic[JobT]):
    process: BaseProcess
    pipe: "Connection[Any, Any]"
    job: JobT | None = None


def count_cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_jobs(
    jobs: deque[JobT], work: Callable[[JobT, ProgressCallback], None], count: int
) -> Generator[tuple[JobT, Any], None, None]:
    """Do jobs in up to `count` processes; give each job with what its worker tells of it.

    `work` is a function of a module. The last word about a job is `Ended`; jobs may be added
    meanwhile. Whoever stops listening stops the work.
    """
    crew: list[_Worker[JobT]] = []
    try:
        while jobs or any(worker.job is not None for worker in crew):
            _start_workers(crew, work, min(count, len(jobs)))
            for worker in crew:
                if worker.job is None and jobs:
                    worker.job = jobs.popleft()
                    with suppress(OSError):
                        worker.pipe.send(worker.job)
            busy = {worker.pipe: worker for worker in crew if worker.job is not None}
            speaking = wait(list(busy))
            for worker in [worker for pipe, worker in busy.items() if pipe in speaking]:
                job, said = worker.job, _receive_message(worker)
                assert job is not None
                if isinstance(said, JobResult):
                    worker.job = None
                    if not worker.process.is_alive():
                        crew.remove(worker)
                yield job, said
    finally:
        _stop_workers(crew)


def _start_workers(
    crew: list[_Worker[JobT]], work: Callable[[JobT, ProgressCallback], None], wanted: int
) -> None:
    """Start as many workers as have something to do."""
    idle = sum(worker.job is None for worker in crew)
    # A fresh process has nothing of this one's: no threads, no locks, no engine half in use.
    context = multiprocessing.get_context("spawn")
    while idle < wanted and len(crew) < wanted:
        mine, theirs = context.Pipe()
        process = context.Process(target=_run_worker, args=(theirs, work), daemon=True)
        with _ignore_interrupts():
            process.start()
        theirs.close()
        crew.append(_Worker(process, mine))
        idle += 1


def _receive_message(worker: _Worker[JobT]) -> Any:
    try:
        return worker.pipe.recv()
    except (EOFError, OSError):
        worker.process.join(SHUTDOWN_TIMEOUT_S)
        worker.pipe.close()
        code = worker.process.exitcode
        how = f"by signal {-code}" if code and code < 0 else f"with code {code}"
        return JobResult((Problem(f"the process that worked on it was ended {how}"),), 3)


def _stop_workers(crew: list[_Worker[JobT]]) -> None:
    for worker in crew:
        worker.pipe.close()
    for worker in crew:
        worker.process.join(SHUTDOWN_TIMEOUT_S)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()


@contextmanager
def _ignore_interrupts() -> Iterator[None]:
    """Start processes that do not hear Ctrl-C, from their first moment on."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _run_worker(
    pipe: "Connection[Any, Any]", work: Callable[[Any, ProgressCallback], None]
) -> None:
    """Do job after job until the caller is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            pipe.send(_run_job(pipe.recv(), work, pipe.send))


def _run_job(
    job: Any, work: Callable[[Any, ProgressCallback], None], tell: ProgressCallback
) -> JobResult:
    try:
        work(job, tell)
    except CoachError as error:
        return JobResult(error.problems, error.exit_code)
    except Exception as error:
        problem = Problem(f"coach failed: {type(error).__name__}: {error}")
        return JobResult((problem,), 70)
    return JobResult()
