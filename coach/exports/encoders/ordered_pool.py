"""OrderedPool: pieces of a file made in threads, and written in the order they were submitted.

Encoders release Python's lock, so a piece is encoded while the next one is rendered. The threads
are those of an executor; what it lacks before Python 3.14 is a limit to what waits. Without one all
that is rendered waits in memory: three hours as MP3 took 850 MB instead of 120.
"""

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Generic, ParamSpec, TypeVar

_MAX_THREADS = 4
_MAX_WAITING_PER_THREAD = 4
"""The most pieces that wait for each thread, so that memory stays the same for any length."""

MakeParams = ParamSpec("MakeParams")
Piece = TypeVar("Piece")


class OrderedPool(Generic[Piece]):
    """Makes pieces in up to `threads` threads, and hands them to `write` in order.

    Pieces are written in the thread that submits them.
    """

    def __init__(self, write: Callable[[Piece], object], threads: int = _MAX_THREADS) -> None:
        threads = min(threads, _MAX_THREADS, os.cpu_count() or 1)
        self._write = write
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="encoder")
        self._max_waiting = threads * _MAX_WAITING_PER_THREAD
        self._waiting: deque[Future[Piece]] = deque()

    def submit(
        self, make: Callable[MakeParams, Piece], *args: MakeParams.args, **kwargs: MakeParams.kwargs
    ) -> Future[Piece]:
        """Have a piece made; wait and write while too many are waiting.

        An error of an earlier piece is raised here, or in `finish`.
        """
        return self._enqueue_and_write(self._pool.submit(make, *args, **kwargs))

    def submit_after(
        self,
        before: Future[Piece],
        make: Callable[MakeParams, Piece],
        *args: MakeParams.args,
        **kwargs: MakeParams.kwargs,
    ) -> Future[Piece]:
        """Have a piece made once another is done; no thread waits for that."""
        promised: Future[Piece] = Future()

        def run_task() -> None:
            try:
                promised.set_result(make(*args, **kwargs))
            except BaseException as error:  # raised where the result is waited for
                promised.set_exception(error)

        def start_task(_before: Future[Piece]) -> None:
            # The pool is shut down where the program is ending: nothing waits for the piece then.
            with suppress(RuntimeError):
                self._pool.submit(run_task)

        before.add_done_callback(start_task)
        return self._enqueue_and_write(promised)

    def _enqueue_and_write(self, future: Future[Piece]) -> Future[Piece]:
        self._waiting.append(future)
        while self._waiting and (len(self._waiting) > self._max_waiting or self._waiting[0].done()):
            self._write(self._waiting.popleft().result())
        return future

    def finish(self) -> None:
        """Wait for every piece, and write it."""
        while self._waiting:
            self._write(self._waiting.popleft().result())
        self._pool.shutdown()
