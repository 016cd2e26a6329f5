"""What can be asked for, found out in a thread: to measure every routine takes a while."""

import threading
from collections.abc import Callable

from coach.serve.session_form import Offer

LoadOffer = Callable[[Callable[[int, int], None]], Offer]


class OfferStoppedError(Exception):
    """The program ends: nothing more is measured."""


class OfferLoading:
    """Runs `load` once; until it is done, `offer` is None. `problem` is what kept it from that."""

    def __init__(self, load: LoadOffer) -> None:
        self.offer: Offer | None = None
        self.problem: Exception | None = None
        self.done, self.total = 0, 0
        self._load, self._stopped = load, threading.Event()
        self._thread = threading.Thread(target=self._run, name="coach-offer", daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        """Whether it is known, or never will be."""
        return self.offer is not None or self.problem is not None

    @property
    def is_stopped(self) -> bool:
        """Whether the program ends."""
        return self._stopped.is_set()

    @property
    def percent(self) -> int | None:
        """How much of it is done; None while that is not known."""
        return min(100, 100 * self.done // self.total) if self.total else None

    def wait(self, seconds: float) -> None:
        """Wait until it is over, at most so long."""
        self._thread.join(seconds)

    def stop(self, wait: float = 1.0) -> None:
        """End it at its next step."""
        self._stopped.set()
        self._thread.join(wait)

    def _run(self) -> None:
        try:
            self.offer = self._load(self._report)
        except OfferStoppedError:
            return
        except Exception as error:
            self.problem = error

    def _report(self, done: int, total: int) -> None:
        if self._stopped.is_set():
            raise OfferStoppedError
        self.done, self.total = done, total
