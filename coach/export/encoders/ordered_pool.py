"""InOrder: pieces of a file made in threads of their own, and written in the order of asking.

Encoders let go of Python's lock, so a piece is encoded while the next one is rendered.
"""

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Generic, ParamSpec, TypeVar

_MOST_THREADS = 4
_AHEAD = 4
"""Pieces waiting for each thread at most, so that memory stays the same for any length."""

Asked = ParamSpec("Asked")
Piece = TypeVar("Piece")


class InOrder(Generic[Piece]):
    """Makes pieces in up to `threads` threads, and hands them to `write` in order.

    Pieces are written in the thread that asks for them.
    """

    def __init__(self, write: Callable[[Piece], object], threads: int = _MOST_THREADS) -> None:
        threads = min(threads, _MOST_THREADS, os.cpu_count() or 1)
        self._write = write
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="encoder")
        self._most = threads * _AHEAD
        self._waiting: deque[Future[Piece]] = deque()

    def ask(
        self, make: Callable[Asked, Piece], *args: Asked.args, **kwargs: Asked.kwargs
    ) -> Future[Piece]:
        """Have a piece made; waits, and writes, while too many are waiting.

        An error of an earlier piece is raised here, or in `finish`.
        """
        return self._wait_for(self._pool.submit(make, *args, **kwargs))

    def ask_after(
        self,
        before: Future[Piece],
        make: Callable[Asked, Piece],
        *args: Asked.args,
        **kwargs: Asked.kwargs,
    ) -> Future[Piece]:
        """Have a piece made once another is done; no thread stands idle until then."""
        promised: Future[Piece] = Future()

        def fulfil() -> None:
            try:
                promised.set_result(make(*args, **kwargs))
            except BaseException as error:  # it is raised where the result is waited for
                promised.set_exception(error)

        def begin(_before: Future[Piece]) -> None:
            # Where the program is ending already, nobody waits for it any more.
            with suppress(RuntimeError):
                self._pool.submit(fulfil)

        before.add_done_callback(begin)
        return self._wait_for(promised)

    def _wait_for(self, future: Future[Piece]) -> Future[Piece]:
        self._waiting.append(future)
        while self._waiting and (len(self._waiting) > self._most or self._waiting[0].done()):
            self._write(self._waiting.popleft().result())
        return future

    def finish(self) -> None:
        """Wait for every piece, and write it."""
        while self._waiting:
            self._write(self._waiting.popleft().result())
        self._pool.shutdown()
