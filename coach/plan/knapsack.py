"""Choosing: the best combination of doses that fills a time, found exactly.

A multiple-choice knapsack over whole seconds: every exercise offers its doses, each with its
length and worth; what it costs to get into position depends on where the body was before. A
session is best when no other of the same time is worth more. What is left over goes into what
may stretch, so a session may be shorter than its time by what every session can stretch.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt

from coach.script.positions import Position

UNREACHABLE = -1_000_000_000
"""So far below nothing that no worth that is added to it comes near."""
SKIPPED = -1
BEYOND = 1_000_000
"""More seconds than any session has."""
_Values = npt.NDArray[np.int32]
_Picks = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class State:
    """Where the body is, whether no exercise came yet, and how many exercises its section had."""

    position: Position = Position.ANY
    opens: bool = True
    count: int = 0


@dataclass(frozen=True, slots=True)
class Rung:
    """One dose: seconds it takes, rounded up, how far it may stretch in ms, and its worth."""

    seconds: int
    stretch: int = 0
    worth: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """What may be done next: an exercise with its doses, or a part that is always there.

    `approach` gives the seconds to get there from a state, and the state afterwards; BEYOND
    seconds where there is no way. One that `counts` is an exercise. A stage may be made of
    others `within`, which then take `cap` seconds together at most.
    """

    name: str
    rungs: tuple[Rung, ...]
    approach: Callable[[State], tuple[int, State]]
    optional: bool = False
    counts: bool = False
    within: "tuple[Stage, ...]" = ()
    cap: int = BEYOND


Picks = tuple[int, ...]
"""For each stage the number of its rung, or SKIPPED."""


@dataclass(frozen=True, slots=True)
class _Step:
    """What is known of one state behind a stage, for every number of seconds spent.

    The best worth, the number of the state it came from, and the rung that was taken: for a
    stage with others within, the seconds they took.
    """

    best: _Values
    froms: _Picks
    taken: _Picks

    def offer(self, value: _Values, came: int | _Picks, taken: int) -> None:
        """Take what is better."""
        better = value > self.best
        np.copyto(self.best, value, where=better)
        np.copyto(self.froms, came, where=better)
        np.copyto(self.taken, taken, where=better)


class Plans:
    """The best plan for every number of seconds up to `limit`, from one state on."""

    def __init__(
        self,
        stages: tuple[Stage, ...],
        finish: Callable[[State], int],
        limit: int,
        start: State = State(),
    ) -> None:
        self.stages = stages
        self._limit = limit
        self._finish = finish
        self._states: list[list[State]] = []
        self._steps: list[dict[State, _Step]] = []
        self._within: dict[tuple[int, State], Plans] = {}
        values = {start: np.full(limit + 1, UNREACHABLE, np.int32)}
        values[start][0] = 0
        for number, stage in enumerate(stages):
            steps: dict[State, _Step] = {}
            self._states.append(list(values))
            self._steps.append(steps)
            (self._section if stage.within else self._exercise)(number, stage, values)
            values = {state: step.best for state, step in steps.items()}
        self.ends = {state: _shifted(value, finish(state), 0) for state, value in values.items()}

    @cached_property
    def worth(self) -> _Values:
        """Give the worth of the best plan that takes exactly so many seconds."""
        best = np.full(self._limit + 1, UNREACHABLE, np.int32)
        for value in self.ends.values():
            np.maximum(best, value, out=best)
        return best

    @property
    def shortest(self) -> int | None:
        """Give the fewest seconds any plan takes, or None where none fits the limit."""
        reached = np.flatnonzero(self.worth >= 0)
        return int(reached[0]) if reached.size else None

    def fitting(self, seconds: int, slack: int) -> Iterable[Picks]:
        """Give plans for a time, best first: first those that `slack` seconds can fill up."""
        top = min(seconds, self._limit)
        low = max(0, seconds - slack)
        window = self.worth[low : top + 1] if low <= top else self.worth[:0]
        order = np.lexsort((-np.arange(len(window)), -window))
        # One by one, for as a rule the first is taken, and a window may hold hours.
        for used in chain((low + int(n) for n in order), range(min(low, top + 1) - 1, -1, -1)):
            if self.worth[used] >= 0:
                best = max(self.ends, key=lambda s: (int(self.ends[s][used]), _rank(s)))
                yield self.picks(best, used - self._finish(best))

    def picks(self, state: State, seconds: int) -> Picks:
        """Give the plan that ends in a state after some seconds, its finish not counted."""
        found: list[int] = []
        for number in range(len(self.stages) - 1, -1, -1):
            stage, step = self.stages[number], self._steps[number][state]
            taken = int(step.taken[seconds])
            before = self._states[number][int(step.froms[seconds])]
            if stage.within:
                found += reversed(self._within[number, before].picks(state, taken))
                seconds -= taken
            else:
                found.append(taken)
                if taken != SKIPPED:
                    seconds -= stage.rungs[taken].seconds + stage.approach(before)[0]
            state = before
        return tuple(reversed(found))

    def _step(self, number: int, state: State) -> _Step:
        steps = self._steps[number]
        if state not in steps:
            size = self._limit + 1
            empty = np.full(size, UNREACHABLE, np.int32)
            steps[state] = _Step(empty, np.zeros(size, np.int16), np.zeros(size, np.int16))
        return steps[state]

    def _exercise(self, number: int, stage: Stage, values: dict[State, _Values]) -> None:
        """Do one of its rungs, or none."""
        arrived: dict[State, _Step] = {}
        for came, (state, value) in enumerate(values.items()):
            if stage.optional:
                self._step(number, state).offer(value, came, SKIPPED)
            cost, there = stage.approach(state)
            if there not in arrived:
                size = self._limit + 1
                empty = np.full(size, UNREACHABLE, np.int32)
                arrived[there] = _Step(empty, np.zeros(size, np.int16), np.zeros(size, np.int16))
            arrived[there].offer(_shifted(value, cost, 0), came, 0)
        for there, step in arrived.items():
            for taken, rung in enumerate(stage.rungs):
                came_from = np.zeros_like(step.froms)
                if rung.seconds <= self._limit:
                    came_from[rung.seconds :] = step.froms[: self._limit + 1 - rung.seconds]
                value = _shifted(step.best, rung.seconds, rung.worth)
                self._step(number, there).offer(value, came_from, taken)

    def _section(self, number: int, stage: Stage, values: dict[State, _Values]) -> None:
        """Do the stages within, in the seconds they may take together.

        Of their plans only those count that are worth more than every shorter one.
        """
        for came, (state, value) in enumerate(values.items()):
            cap = min(stage.cap, self._limit)
            inner = Plans(stage.within, lambda _state: 0, cap, state)
            self._within[number, state] = inner
            for there, worth in inner.ends.items():
                rising = np.maximum.accumulate(worth)
                better = np.flatnonzero(np.diff(rising, prepend=UNREACHABLE) > 0)
                for seconds in better:
                    moved = _shifted(value, int(seconds), int(worth[seconds]))
                    self._step(number, there).offer(moved, came, int(seconds))


def capped(name: str, within: tuple[Stage, ...], cap: int) -> Stage:
    """Make a stage of others, with no approach of its own."""
    return Stage(name, (), lambda state: (0, state), within=within, cap=cap)


def reach(stage: Stage, states: set[State]) -> tuple[int, set[State]]:
    """Give the seconds that a stage takes at most, and the states that may be behind it."""
    ways = [stage.approach(state) for state in states]
    most = max((cost for cost, _ in ways if cost < BEYOND), default=0)
    after = {there for _, there in ways} | (states if stage.optional else set())
    return most + max(rung.seconds for rung in stage.rungs), after


def _shifted(value: _Values, seconds: int, worth: int) -> _Values:
    """Give the values after spending some seconds and gaining some worth."""
    moved = np.full_like(value, UNREACHABLE)
    if seconds < len(value):
        np.add(value[: len(value) - seconds], worth, out=moved[seconds:])
    return moved


def _rank(state: State) -> tuple[str, bool, int]:
    return (str(state.position), state.opens, state.count)


def first_time(holds: Callable[[int], bool], seconds: int) -> int:
    """Give the first time, in steps of 5 s from one on, of which holds what holds ever after.

    A share of a shorter time is shorter, so that time may be too short for what it must have.
    """
    most = 1
    while not holds(seconds + 5 * (most - 1)):
        most *= 2
    steps = bisect_left(range(most), True, key=lambda count: holds(seconds + 5 * count))
    return seconds + 5 * steps


def nested(
    plan: Callable[[frozenset[str], int], Plans],
    accept: Callable[[Plans, int], Picks | None],
    times: Iterable[int],
    reuse: bool = True,
    kept: frozenset[str] = frozenset(),
) -> Picks | None:
    """Choose for the last of some rising times so that no shorter one has what it lacks.

    `plan` makes plans in which some stages must be done; `accept` picks one for a time, or None
    where there is none. With `reuse` plans for one time hold for shorter ones too, and are made
    anew only where a longer session would have dropped an exercise of the shorter one. What is
    `kept` from the first must be done in all of them.
    """
    plans: Plans | None = None
    picks: Picks | None = None
    planned = kept
    for time in times:
        if plans is None or not reuse:
            plans, planned = plan(kept, time), kept
        picks = accept(plans, time)
        if planned != kept and (picks is None or not kept <= done(plans, picks)):
            plans, planned = plan(kept, time), kept
            picks = accept(plans, time)
        if picks is not None:
            kept |= done(plans, picks)
    return picks


def done(plans: Plans, picks: Picks) -> frozenset[str]:
    """Name the exercises of a plan."""
    return frozenset(
        stage.name
        for stage, pick in zip(flat(plans.stages), picks, strict=True)
        if stage.counts and pick != SKIPPED
    )


def flat(stages: Iterable[Stage]) -> Iterator[Stage]:
    """Give stages with those within others in their places."""
    for stage in stages:
        if stage.within:
            yield from flat(stage.within)
        else:
            yield stage
