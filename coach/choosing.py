"""Choosing: the best combination of doses that fills a time, found exactly.

A multiple-choice knapsack over whole seconds: every exercise offers its doses, each with its
length and worth; what it costs to get into position depends on where the body was before. A
session is best when no other of the same time is worth more. What is left over goes into what
may stretch, so a session may be shorter than its time by what every session can stretch.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from coach.positions import Position

UNREACHABLE = -1_000_000_000
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
    seconds where there is no way. One that `counts` is an exercise.
    """

    name: str
    rungs: tuple[Rung, ...]
    approach: Callable[[State], tuple[int, State]]
    optional: bool = False
    counts: bool = False


Picks = tuple[int, ...]
"""For each stage the number of its rung, or SKIPPED."""


class Plans:
    """The best plan for every number of seconds up to `limit`."""

    def __init__(
        self, stages: tuple[Stage, ...], finish: Callable[[State], int], limit: int
    ) -> None:
        self.stages = stages
        self._limit = limit
        self._steps: list[dict[State, tuple[_Values, list[State], _Picks, _Picks]]] = []
        values = {State(): np.full(limit + 1, UNREACHABLE, np.int32)}
        values[State()][0] = 0
        for stage in stages:
            values = self._advance(stage, values)
        self._ends = {state: _shifted(value, finish(state), 0) for state, value in values.items()}
        self._finish = finish

    @cached_property
    def worth(self) -> _Values:
        """Give the worth of the best plan that takes exactly so many seconds."""
        best = np.full(self._limit + 1, UNREACHABLE, np.int32)
        for value in self._ends.values():
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
        order = [low + int(n) for n in np.lexsort((-np.arange(len(window)), -window))]
        for used in [*order, *range(min(low, top + 1) - 1, -1, -1)]:
            if self.worth[used] >= 0:
                yield self._backtrack(used)

    def _advance(self, stage: Stage, values: dict[State, _Values]) -> dict[State, _Values]:
        states = list(values)
        made: dict[State, tuple[_Values, list[State], _Picks, _Picks]] = {}

        def merge(state: State, value: _Values, came: int | _Picks, rung: int) -> None:
            if state not in made:
                empty = np.full(self._limit + 1, UNREACHABLE, np.int32)
                zeros = np.zeros(self._limit + 1, np.int16)
                made[state] = (empty, states, zeros, zeros.copy())
            best, _, froms, rungs = made[state]
            better = value > best
            np.copyto(best, value, where=better)
            np.copyto(froms, came, where=better)
            np.copyto(rungs, rung, where=better)

        arrived: dict[State, tuple[_Values, _Picks]] = {}
        for number, state in enumerate(states):
            if stage.optional:
                merge(state, values[state], number, SKIPPED)
            cost, there = stage.approach(state)
            value = _shifted(values[state], cost, 0)
            if there not in arrived:
                arrived[there] = (value, np.full(self._limit + 1, number, np.int16))
            else:
                best, froms = arrived[there]
                better = value > best
                np.copyto(best, value, where=better)
                np.copyto(froms, number, where=better)
        for there, (value, froms) in arrived.items():
            for number, rung in enumerate(stage.rungs):
                came = np.zeros_like(froms)
                if rung.seconds <= self._limit:
                    came[rung.seconds :] = froms[: self._limit + 1 - rung.seconds]
                merge(there, _shifted(value, rung.seconds, rung.worth), came, number)
        self._steps.append(made)
        return {state: step[0] for state, step in made.items()}

    def _backtrack(self, seconds: int) -> Picks:
        state = max(self._ends, key=lambda s: (int(self._ends[s][seconds]), _rank(s)))
        seconds -= self._finish(state)
        picks = []
        for stage, step in zip(reversed(self.stages), reversed(self._steps), strict=True):
            _, states, froms, rungs = step[state]
            rung, before = int(rungs[seconds]), states[int(froms[seconds])]
            if rung != SKIPPED:
                seconds -= stage.rungs[rung].seconds + stage.approach(before)[0]
            picks.append(rung)
            state = before
        return tuple(reversed(picks))


def _shifted(value: _Values, seconds: int, worth: int) -> _Values:
    """Give the values after spending some seconds and gaining some worth."""
    moved = np.full_like(value, UNREACHABLE)
    if seconds < len(value):
        np.add(value[: len(value) - seconds], worth, out=moved[seconds:])
        moved[moved < 0] = UNREACHABLE
    return moved


def _rank(state: State) -> tuple[str, bool, int]:
    return (str(state.position), state.opens, state.count)


def nested(
    plan: Callable[[frozenset[str]], Plans],
    accept: Callable[[Plans, int], Picks | None],
    minutes: Iterable[int],
) -> Picks | None:
    """Choose for the last of some rising times so that no shorter one has what it lacks.

    `plan` makes plans in which some stages must be done; `accept` picks one for a time, or None
    where there is none. Plans are made anew only where a longer session would have dropped an
    exercise of the shorter one, so this costs little more than one choice.
    """
    kept: frozenset[str] = frozenset()
    plans = plan(kept)
    picks: Picks | None = None
    for seconds in minutes:
        picks = accept(plans, seconds)
        if picks is None or not kept <= _done(plans, picks):
            plans = plan(kept)
            picks = accept(plans, seconds)
        if picks is not None:
            kept |= _done(plans, picks)
    return picks


def _done(plans: Plans, picks: Picks) -> frozenset[str]:
    return frozenset(
        stage.name
        for stage, pick in zip(plans.stages, picks, strict=True)
        if stage.counts and pick != SKIPPED
    )
