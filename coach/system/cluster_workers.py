"""Cluster workers: the workers of a Dask cluster, on this machine or on many.

Where a worker has ended, Dask does its job on another. A worker does one job at a time; it must
have the same coach as this machine, and the same libraries that encode and compute.
"""

import logging
import pickle
import re
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from uuid import uuid4

from coach import __version__
from coach.errors import MachineError, Problem, UsageError
from coach.system.install_hint import install_command
from coach.system.job_queue import JobResult, Work, attempt_job, report_lost

CONNECT_TIMEOUT_S = 10
"""How long to wait for the scheduler to answer, and then for a worker."""
LOST_TIMEOUT_S = 60
"""How long there may be no worker: they may be started anew meanwhile."""
COUNT_INTERVAL_S = 2
"""How often the workers are counted."""
JOBS_PER_WORKER = 2
"""One is done while the next is on its way."""
MIN_REPORT_INTERVAL_S = 1
"""Reports pass the scheduler, and are not needed more often."""
DEFAULT_PORT = 8786
_ADDRESS = re.compile(r"(?:(?P<scheme>tcp|tls)://)?[^\s:/]+:(?P<port>\d{1,5})/?")
START_HINT = "start one there: dask worker ADDRESS --nworkers -1 --nthreads 1"


@dataclass(slots=True)
class _Count:
    """How many workers there were when they were last counted, and when there last was one."""

    workers: int = 0
    asked: float = 0.0
    last_seen: float = 0.0


@dataclass(slots=True)
class _Inbox:
    """Reports that have come in, by a thread of the client."""

    topic: str = field(default_factory=lambda: f"coach-{uuid4().hex}")
    reports: "deque[tuple[int, Any]]" = field(default_factory=deque)

    def add(self, message: tuple[float, bytes]) -> None:
        """Add a report, as the scheduler passes it on: with its time."""
        self.reports.append(pickle.loads(message[1]))


class ClusterWorkers:
    """The workers of a scheduler; at most `count` jobs are under way, if it is given."""

    def __init__(self, address: str, libraries: Iterable[str], count: int | None = None) -> None:
        """Connect; raises UsageError for what is no address, MachineError where nobody answers.

        On every worker the `libraries` have to be those of this machine.
        """
        self._address, self._max_jobs = address, count
        self._client = _connect(check_address(address))
        self._count, self._inbox = _Count(), _Inbox()
        try:
            _check_workers(self._client, address, tuple(libraries))
            self._client.subscribe_topic(self._inbox.topic, self._inbox.add)
            self._executor = self._client.get_executor(pure=False)
        except BaseException:
            self.close()
            raise

    def count_places(self) -> int:
        """Return how many jobs may be under way, by the workers there are at the moment.

        Raises MachineError where there have been none for a while.
        """
        now, count = time.monotonic(), self._count
        if now >= count.asked + COUNT_INTERVAL_S or not count.asked:
            count.asked = now
            count.workers = self._count_workers()
            count.last_seen = now if count.workers or not count.last_seen else count.last_seen
        if now > count.last_seen + LOST_TIMEOUT_S:
            message = f"{self._address}: there has been no worker for {LOST_TIMEOUT_S} seconds"
            raise MachineError(Problem(f"{message}; what is done is kept", hint=START_HINT))
        places = max(1, count.workers) * JOBS_PER_WORKER
        return min(places, self._max_jobs) if self._max_jobs else places

    def _count_workers(self) -> int:
        """Return how many workers there are; raises MachineError where the scheduler has ended."""
        if self._client.status == "closed":
            raise self._make_gone_error()
        with suppress(Exception):  # it has ended in just this moment
            return len(self._client.nthreads()) if self._client.status == "running" else 0
        return 0

    def submit(self, number: int, work: Work[Any], job: Any) -> "Future[JobResult]":
        """Begin a job on a worker that is idle, or on the first that will be.

        Raises MachineError where the scheduler has ended.
        """
        try:
            future: Future[JobResult] = self._executor.submit(
                _run_job, self._inbox.topic, number, work, job
            )
        except Exception as error:
            raise self._make_gone_error() from error
        return future

    def _make_gone_error(self) -> MachineError:
        message = f"{self._address}: the scheduler no longer answers; what is done is kept"
        return MachineError(Problem(message, hint="start it again, and repeat the command"))

    def collect_reports(self) -> Iterator[tuple[int, Any]]:
        """Yield what workers have reported until now."""
        while self._inbox.reports:
            yield self._inbox.reports.popleft()

    def read_result(self, future: "Future[JobResult]") -> JobResult:
        """Return the result of a job, or how it was lost."""
        try:
            return future.result()
        except CancelledError:
            return report_lost("with the scheduler")
        except Exception as error:
            return _explain_loss(error)

    def close(self) -> None:
        """Let go of all jobs: those that wait are never begun; what is done is thrown away."""
        with suppress(Exception):
            self._client.close(timeout=CONNECT_TIMEOUT_S)


def check_address(address: str) -> str:
    """Return the address of a scheduler; raises UsageError for what is none."""
    found = _ADDRESS.fullmatch(address)
    if not found or not 0 < int(found["port"]) < 1 << 16:
        message = f"--cluster: expected the address of a scheduler, found {address!r}"
        hint = f"write it as the scheduler prints it: tcp://192.168.1.10:{DEFAULT_PORT}"
        raise UsageError(Problem(message, hint=hint))
    return address if found["scheme"] else f"tcp://{address}"


def _connect(address: str) -> Any:
    try:
        from distributed import Client, Security
    except ImportError as error:
        message = "--cluster: the package that speaks to clusters is not installed"
        raise MachineError(Problem(message, hint=install_command("distributed"))) from error
    _silence()
    make_security: Any = Security
    if address.startswith("tls:") and not make_security().tls_ca_file:
        message = f"--cluster: {address} needs a certificate, and none is set"
        hint = "set DASK_DISTRIBUTED__COMM__TLS__CA_FILE, and CLIENT__CERT and CLIENT__KEY likewise"
        raise MachineError(Problem(message, hint=hint))
    connected: list[Any] = []

    def connect() -> None:
        make_client: Any = Client
        with suppress(Exception):
            connected.append(make_client(address, timeout=CONNECT_TIMEOUT_S, set_as_default=False))

    # In a thread: the client waits far longer for what listens there but is no scheduler.
    thread = threading.Thread(target=connect, daemon=True)
    thread.start()
    thread.join(CONNECT_TIMEOUT_S + 1)
    if not connected:
        message = f"--cluster: no scheduler answers at {address}"
        hint = f"start it there: dask scheduler --port {DEFAULT_PORT}"
        raise MachineError(Problem(message, hint=hint))
    return connected[0]


def _check_workers(client: Any, address: str, libraries: tuple[str, ...]) -> None:
    """Raise MachineError where there is no worker, or one that would not make the same files."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_TIMEOUT_S)
    except TimeoutError as error:
        raise MachineError(Problem(f"{address}: has no worker", hint=START_HINT)) from error
    found = client.run(describe_machine, libraries, on_error="return")
    threads = client.nthreads()
    ours = describe_machine(libraries)
    problems = [
        Problem(f"{worker}: {fault}", hint=hint)
        for worker, theirs in sorted(found.items())
        for fault, hint in list_faults(ours, theirs, threads.get(worker, 1))
    ]
    if problems:
        raise MachineError(problems)


def list_faults(ours: dict[str, str], theirs: Any, threads: int) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a worker, and what to do about it."""
    if not isinstance(theirs, dict):
        kind = type(theirs).__name__
        yield (
            f"this worker has no coach, or another version of it ({kind}: {theirs})",
            f"install audio-coach {__version__} with its extra `cluster` where it runs",
        )
        return
    for name, version_here in ours.items():
        if theirs.get(name) != version_here:
            yield (
                f"expected {name} {version_here}, as on this machine, found {theirs.get(name)}",
                "install the same versions on every machine",
            )
    if threads != 1:
        yield (
            f"expected a worker with one thread, found {threads}",
            "start it with --nworkers -1 --nthreads 1: a process a core",
        )


def describe_machine(libraries: tuple[str, ...]) -> dict[str, str]:
    """Return the versions of coach, Python and some libraries on a machine."""
    found = {"coach": __version__, "Python": ".".join(map(str, sys.version_info[:2]))}
    for name in libraries:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return found


def _explain_loss(error: Exception) -> JobResult:
    if type(error).__name__ == "KilledWorker":
        return report_lost("again and again, on several workers")
    problem = Problem(f"the cluster could not do it: {type(error).__name__}: {error}")
    return JobResult((problem,), MachineError.exit_code)


def _silence() -> None:
    """Keep what Dask logs from the terminal: coach reports each fault in words of its own."""
    for name in list(logging.root.manager.loggerDict):  # some of its loggers have own levels
        if name.startswith(("distributed", "tornado", "asyncio")):
            logging.getLogger(name).setLevel(logging.CRITICAL)


_MEMORY_OPTIONS = {-3: 32_000_000, -1: 128_000_000}
"""M_MMAP_THRESHOLD and M_TRIM_THRESHOLD of glibc, in bytes: as high as it sets them by itself."""
_AT_WORK = threading.Lock()
"""Held while a worker does a job: one that joined later may have several threads."""


def _run_job(topic: str, number: int, work: Work[Any], job: Any) -> JobResult:
    """Do a job, on a worker."""
    from distributed import get_worker

    worker, last = get_worker(), 0.0
    _keep_memory()

    def report(message: Any) -> None:
        nonlocal last
        if time.monotonic() >= last + MIN_REPORT_INTERVAL_S:
            last = time.monotonic()
            worker.log_event(topic, pickle.dumps((number, message)))

    with _AT_WORK:
        return attempt_job(work, job, report)


@cache
def _keep_memory() -> None:
    """Keep the memory of a worker for its next window of sound, as any other process does.

    Dask has glibc return the memory of every large array at once, by which sound took half as long
    again.
    """
    from ctypes import CDLL

    with suppress(OSError, AttributeError, TypeError):  # there is no glibc
        library = CDLL(None)
        for option, size in _MEMORY_OPTIONS.items():
            library.mallopt(option, size)
