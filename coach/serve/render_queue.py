"""One session is made at a time: a queue, and how far each order is, whoever waits for it.

The work is done in a thread of its own, so that whoever asked may leave and come again.
"""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from coach.errors import CoachError
from coach.plan.request import SessionRequest

MAX_WAITING = 10
MAX_REMEMBERED = 100


class Phase(StrEnum):
    """How far an order is."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    WRITING = "writing"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Order:
    """A session that is to be made: its key, its routine, and all that was asked for."""

    key: str
    routine: str
    request: SessionRequest


@dataclass(frozen=True, slots=True)
class OrderState:
    """How far an order is: `done` of `total` lines or ms; `before` it so many others wait.

    Of one that failed `problem` says why; "" where that is a fault of coach.
    """

    order: Order
    phase: Phase = Phase.WAITING
    done: int = 0
    total: int = 0
    before: int = 0
    problem: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes."""
        return self.phase in (Phase.DONE, Phase.FAILED)

    @property
    def percent(self) -> int:
        """How much of its phase is done."""
        return min(100, 100 * self.done // self.total) if self.total else 0


Report = Callable[[Phase, int, int], None]
Make = Callable[[Order, Report], None]


class QueueStoppedError(Exception):
    """The program ends: nothing more is made."""


class RenderQueue:
    """Makes orders one after the other by `make`; `report_fault` is called with faults of coach."""

    def __init__(self, make: Make, report_fault: Callable[[Exception], None]) -> None:
        self._make, self._report_fault = make, report_fault
        self._lock = threading.Lock()
        self._states: dict[str, OrderState] = {}
        self._waiting: queue.Queue[Order | None] = queue.Queue()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="coach-render", daemon=True)
        self._thread.start()

    def submit(self, order: Order) -> bool:
        """Take an order, unless it is being made already; return False where too many wait."""
        with self._lock:
            state = self._states.get(order.key)
            if state and not state.is_over:
                return True
            if sum(not one.is_over for one in self._states.values()) >= MAX_WAITING:
                return False
            self._states.pop(order.key, None)
            self._states[order.key] = OrderState(order)
            over = [key for key, one in self._states.items() if one.is_over]
            for key in over[: max(0, len(self._states) - MAX_REMEMBERED)]:
                del self._states[key]
        self._waiting.put(order)
        return True

    def find(self, key: str) -> OrderState | None:
        """Return how far an order is; None where nobody asked for it."""
        with self._lock:
            state = self._states.get(key)
            if state is None or state.phase is not Phase.WAITING:
                return state
            earlier = list(self._states)[: list(self._states).index(key)]
            return replace(state, before=sum(not self._states[one].is_over for one in earlier))

    @property
    def is_stopped(self) -> bool:
        """Whether nothing more is made."""
        return self._stopped.is_set()

    def stop(self, wait: float = 2.0) -> None:
        """End the work at its next step; waits at most `wait` seconds for that."""
        self._stopped.set()
        self._waiting.put(None)
        self._thread.join(wait)

    def _work(self) -> None:
        while (order := self._waiting.get()) is not None and not self._stopped.is_set():
            try:
                self._make(order, self._make_report(order.key))
            except QueueStoppedError:
                return
            except CoachError as error:
                self._end(order.key, Phase.FAILED, error.problems[0].message)
            except Exception as error:
                self._end(order.key, Phase.FAILED)
                self._report_fault(error)
            else:
                self._end(order.key, Phase.DONE)

    def _make_report(self, key: str) -> Report:
        def report(phase: Phase, done: int, total: int) -> None:
            if self._stopped.is_set():
                raise QueueStoppedError
            with self._lock:
                self._states[key] = replace(self._states[key], phase=phase, done=done, total=total)

        return report

    def _end(self, key: str, phase: Phase, problem: str = "") -> None:
        with self._lock:
            self._states[key] = replace(self._states[key], phase=phase, problem=problem)
