"""Worker pool: processes that do jobs side by side, one at a time each, and report progress.

No worker is left running: one whose caller has ended, in whatever way, finds its pipe broken with
the next message it sends, cleans up and ends. Workers ignore Ctrl-C
and the quit key, which are for the caller.
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

from coach.errors import INTERNAL_ERROR, CoachError, MachineError, Problem
from coach.system.interrupts import TYPED_SIGNALS
from coach.system.shortages import find_shortage

JobT = TypeVar("JobT")
ProgressCallback = Callable[[Any], None]
SHUTDOWN_TIMEOUT_S = 10
"""How long a worker may take to clean up before it is killed."""


@dataclass(frozen=True, slots=True)
class JobResult:
    """The last message about a job: what went wrong, and the exit code that goes with it."""

    problems: tuple[Problem, ...] = ()
    exit_code: int = 0


@dataclass(frozen=True, slots=True)
class Awaited:
    """A message after which the worker waits until the caller has dealt with it."""


@dataclass(slots=True)
class _Worker(Generic[JobT]):
    process: BaseProcess
    pipe: "Connection[Any, Any]"
    job: JobT | None = None


def count_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_jobs(
    jobs: deque[JobT], work: Callable[[JobT, ProgressCallback], None], count: int
) -> Generator[tuple[JobT, Any], None, None]:
    """Do jobs in up to `count` processes; yield each message of a worker, with its job.

    `work` is a function at the top of a module. The last message about a job is a JobResult. Jobs
    may be added to the queue meanwhile. Closing the generator stops the workers.
    """
    workers: list[_Worker[JobT]] = []
    try:
        while jobs or any(worker.job is not None for worker in workers):
            _start_workers(workers, work, min(count, len(jobs)))
            for worker in workers:
                if worker.job is None and jobs:
                    worker.job = jobs.popleft()
                    with suppress(OSError):
                        worker.pipe.send(worker.job)
            busy = {worker.pipe: worker for worker in workers if worker.job is not None}
            ready = wait(list(busy))
            for worker in [worker for pipe, worker in busy.items() if pipe in ready]:
                job, message = worker.job, _receive_message(worker)
                assert job is not None
                if isinstance(message, JobResult):
                    worker.job = None
                    if not worker.process.is_alive():
                        workers.remove(worker)
                yield job, message
                if isinstance(message, Awaited):
                    with suppress(OSError):
                        worker.pipe.send(None)
    finally:
        _stop_workers(workers)


def _start_workers(
    workers: list[_Worker[JobT]], work: Callable[[JobT, ProgressCallback], None], wanted: int
) -> None:
    """Start workers until `wanted` of them are idle, but no more than `wanted` in all."""
    idle = sum(worker.job is None for worker in workers)
    # A spawned process inherits nothing: no threads, no locks, no engine half in use.
    context = multiprocessing.get_context("spawn")
    while idle < wanted and len(workers) < wanted:
        parent_end, child_end = context.Pipe()
        process = context.Process(target=_run_worker, args=(child_end, work), daemon=True)
        with _ignore_interrupts():
            process.start()
        child_end.close()
        workers.append(_Worker(process, parent_end))
        idle += 1


def _receive_message(worker: _Worker[JobT]) -> Any:
    """Return what a worker sent; a JobResult with exit code 3 where it has ended."""
    try:
        return worker.pipe.recv()
    except (EOFError, OSError):
        worker.process.join(SHUTDOWN_TIMEOUT_S)
        worker.pipe.close()
        code = worker.process.exitcode
        how = f"by signal {-code}" if code and code < 0 else f"with code {code}"
        problem = Problem(f"the process that worked on it was ended {how}")
        return JobResult((problem,), MachineError.exit_code)


def _stop_workers(workers: list[_Worker[JobT]]) -> None:
    for worker in workers:
        worker.pipe.close()
    for worker in workers:
        worker.process.join(SHUTDOWN_TIMEOUT_S)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()


@contextmanager
def _ignore_interrupts() -> Iterator[None]:
    """Ignore what keys send, in the block, and in processes started in it from the very first."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in TYPED_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _run_worker(
    pipe: "Connection[Any, Any]", work: Callable[[Any, ProgressCallback], None]
) -> None:
    """Do job after job until the caller has ended."""
    for number in TYPED_SIGNALS:
        signal.signal(number, signal.SIG_IGN)

    def report(message: Any) -> None:
        pipe.send(message)
        if isinstance(message, Awaited):
            pipe.recv()

    with suppress(EOFError, OSError):
        while True:
            pipe.send(_run_job(pipe.recv(), work, report))


def _run_job(
    job: Any, work: Callable[[Any, ProgressCallback], None], report: ProgressCallback
) -> JobResult:
    try:
        work(job, report)
    except CoachError as error:
        return JobResult(error.problems, error.exit_code)
    except Exception as error:
        if shortage := find_shortage(error):
            return JobResult(shortage.problems, shortage.exit_code)
        problem = Problem(f"coach failed: {type(error).__name__}: {error}")
        return JobResult((problem,), INTERNAL_ERROR)
    return JobResult()
