"""Worker pool: processes of this machine, each an executor of the standard library.

An executor of several processes loses the jobs of all of them when one is killed, and does not say
whose job it was. So each has one process, and is made anew when that has ended.

No worker is left running: one whose caller has ended, in whatever way, stops with the next report
of its job, or else after a while. Workers ignore Ctrl-C and the quit key, which are for the caller.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from coach.system.interrupts import TYPED_SIGNALS
from coach.system.job_queue import JobResult, Work, attempt_job, report_lost

SHUTDOWN_TIMEOUT_S = 10
"""How long a worker may take to clean up before it is killed."""


def count_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(slots=True)
class _Slot:
    """A process at most, and the job that it has until its result is read."""

    executor: ProcessPoolExecutor
    future: "Future[JobResult] | None" = None
    process: BaseProcess | None = None


@dataclass(slots=True)
class _Pipe:
    """A pipe from all workers to the caller; a report is small enough to be written at once.

    So there is no lock that a worker could take along when it is killed.
    """

    reader: "Connection[Any, Any]"
    writer: "Connection[Any, Any]"


class WorkerPool:
    """Up to `count` processes, started as they are needed."""

    def __init__(self, count: int) -> None:
        self._count = count
        # A spawned process inherits nothing: no threads, no locks, no engine half in use.
        self._context = multiprocessing.get_context("spawn")
        self._pipe = _Pipe(*self._context.Pipe(duplex=False))
        self._slots: list[_Slot] = []

    def count_places(self) -> int:
        """Return how many processes there may be."""
        return self._count

    def submit(self, number: int, work: Work[Any], job: Any) -> "Future[JobResult]":
        """Begin a job in a process that has nothing to do, or in a new one."""
        idle = (slot for slot in self._slots if slot.future is None)
        slot = next(idle, None) or self._add_slot()
        try:
            slot.future = self._start(slot, number, work, job)
        except BrokenProcessPool:  # it was killed while it had nothing to do
            self._slots.remove(slot)
            slot = self._add_slot()
            slot.future = self._start(slot, number, work, job)
        return slot.future

    def _add_slot(self) -> _Slot:
        executor = ProcessPoolExecutor(
            1, self._context, initializer=_start_worker, initargs=(self._pipe.writer,)
        )
        self._slots.append(_Slot(executor))
        return self._slots[-1]

    def _start(self, slot: _Slot, number: int, work: Work[Any], job: Any) -> "Future[JobResult]":
        before = set(multiprocessing.active_children())
        with _ignore_interrupts():
            future = slot.executor.submit(_run_job, number, work, job)
        started = set(multiprocessing.active_children()) - before
        slot.process = slot.process or next(iter(started), None)
        return future

    def collect_reports(self) -> Iterator[tuple[int, Any]]:
        """Yield what workers have reported until now."""
        with suppress(OSError):  # the pool was closed meanwhile
            while self._pipe.reader.poll():
                yield self._pipe.reader.recv()

    def read_result(self, future: "Future[JobResult]") -> JobResult:
        """Return the result of a job; how its process was ended, where that took it along."""
        slot = next(slot for slot in self._slots if slot.future is future)
        slot.future = None
        try:
            return future.result()
        except BrokenProcessPool:
            self._slots.remove(slot)
            slot.executor.shutdown()
            return report_lost(_format_end(slot.process))

    def close(self) -> None:
        """Stop all processes: their next report fails, and so does the job that it is of."""
        self._pipe.reader.close()
        self._pipe.writer.close()
        for slot in self._slots:
            slot.executor.shutdown(wait=False, cancel_futures=True)
        deadline = time.monotonic() + SHUTDOWN_TIMEOUT_S
        for slot in self._slots:
            if slot.process is not None:
                slot.process.join(max(0.0, deadline - time.monotonic()))
                slot.process.kill()
            slot.executor.shutdown()
        self._slots.clear()


def _format_end(process: BaseProcess | None) -> str:
    code = process.exitcode if process else None
    if code is None:
        return "before it began"
    return f"by signal {-code}" if code < 0 else f"with code {code}"


@contextmanager
def _ignore_interrupts() -> Iterator[None]:
    """Ignore the signals of keys in the block, and in processes that are started in it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in TYPED_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass(slots=True)
class _WorkerState:
    """What a worker process holds: its pipe to the caller, and a lock while it does a job."""

    pipe: "Connection[Any, Any] | None" = None
    at_work: threading.Lock = field(default_factory=threading.Lock)


_STATE = _WorkerState()
"""The state of this process; an executor starts a process with one function, jobs with another."""


def _start_worker(pipe: "Connection[Any, Any]") -> None:
    for number in TYPED_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    _STATE.pipe = pipe
    threading.Thread(target=_end_with_caller, daemon=True).start()


def _end_with_caller() -> None:
    """End this process when its caller has ended; a job that is under way gets some time to end.

    Otherwise the executor would wait for its next job for ever.
    """
    caller = multiprocessing.parent_process()
    if caller is not None:
        caller.join()
        _STATE.at_work.acquire(timeout=SHUTDOWN_TIMEOUT_S)
        os._exit(1)


def _run_job(number: int, work: Work[Any], job: Any) -> JobResult:
    def report(message: Any) -> None:
        assert _STATE.pipe is not None
        _STATE.pipe.send((number, message))

    with _STATE.at_work:
        return attempt_job(work, job, report)
