"""What can be asked for, found out in a thread: to measure every routine takes a while.

What only a form needs comes second, so that the first list does not wait for it.
"""

import threading
from collections.abc import Callable

from coach.serve.session_form import Offer

LoadOffer = Callable[[Callable[[int, int], None]], Offer]
CompleteOffer = Callable[[Offer], Offer]
ReportFault = Callable[[Exception], None]


class OfferStoppedError(Exception):
    """The program ends: nothing more is measured."""


class OfferLoading:
    """Runs `load` once; until it is done, `offer` is None. `problem` is what kept it from that.

    Then `complete` adds what a form needs; where it fails, the offer stays as it is.
    `report_fault` is called with what either of them has failed with.
    """

    def __init__(
        self,
        load: LoadOffer,
        complete: CompleteOffer = lambda offer: offer,
        report_fault: ReportFault = lambda _: None,
    ) -> None:
        self.offer: Offer | None = None
        self.problem: Exception | None = None
        self.done, self.total = 0, 0
        self._load, self._complete, self._report_fault = load, complete, report_fault
        self._stopped, self._over = threading.Event(), threading.Event()
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
        self._over.wait(seconds)

    @property
    def is_complete(self) -> bool:
        """Whether nothing more is added."""
        return not self._thread.is_alive()

    def wait_for_all(self, seconds: float) -> None:
        """Wait until what a form needs is there as well, at most so long."""
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
            self._report_fault(error)
            return
        finally:
            self._over.set()
        try:
            self.offer = self._complete(self.offer)
        except Exception as error:
            self._report_fault(error)

    def _report(self, done: int, total: int) -> None:
        if self._stopped.is_set():
            raise OfferStoppedError
        self.done, self.total = done, total
