"""InOrder: pieces of a file made in threads of their own, and written in the order of asking.

Encoders let go of Python's lock, so a piece is encoded while the next one is rendered.
"""

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Generic, ParamSpec, TypeVar

_MAX_THREADS = 4
_MAX_WAITING_PER_THREAD = 4
"""Pieces waiting for each thread at most, so that memory stays the same for any length."""

MakeParams = ParamSpec("MakeParams")
Piece = TypeVar("Piece")


class OrderedPool(Generic[Piece]):
    """Makes pieces in up to `threads` threads, and hands them to `write` in order.

    Pieces are written in the thread that asks for them.
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
        """Have a piece made; waits, and writes, while too many are waiting.

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
        """Have a piece made once another is done; no thread stands idle until then."""
        promised: Future[Piece] = Future()

        def run_task() -> None:
            try:
                promised.set_result(make(*args, **kwargs))
            except BaseException as error:  # it is raised where the result is waited for
                promised.set_exception(error)

        def start_task(_before: Future[Piece]) -> None:
            # Where the program is ending already, nobody waits for it any more.
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
