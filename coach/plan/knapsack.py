"""Stages, a length -> the best combination of doses that fills it, found exactly.

A multiple-choice knapsack over whole seconds, by dynamic programming: every exercise offers its
doses, each with its length and worth; what it costs to get into position depends on where the
body was before. The best plan of a time is the one worth most. What is left over goes into what
may stretch, so a plan may be shorter than its time by what every session can stretch.
"""

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
"""The pick of a stage that is not done."""
INFINITE_SECONDS = 1_000_000
"""Stands for no way, or no limit: more seconds than any session has."""
_Values = npt.NDArray[np.int32]
_Indices = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class BodyState:
    """Where the body is, whether no exercise came yet, and how many the section has had.

    `last_position` is that of the exercise before, if the body is still there.
    """

    position: Position = Position.ANY
    is_first_exercise: bool = True
    count: int = 0
    last_position: Position | None = None


@dataclass(frozen=True, slots=True)
class DoseOption:
    """One dose: seconds it takes, rounded up, how far it may stretch in ms, and its worth."""

    seconds: int
    stretch: int = 0
    worth: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """What may be done next: an exercise with its doses, or a part that is always there.

    `approach` returns the seconds to get there from a state, and the state afterwards;
    INFINITE_SECONDS where there is no way. A stage may be made of `inner_stages`, which then
    take `cap_seconds` together at most, and has no options of its own.
    """

    name: str
    options: tuple[DoseOption, ...]
    approach: Callable[[BodyState], tuple[int, BodyState]]
    optional: bool = False
    is_exercise: bool = False
    inner_stages: "tuple[Stage, ...]" = ()
    cap_seconds: int = INFINITE_SECONDS


Picks = tuple[int, ...]
"""For each stage the number of its option, or SKIPPED."""


@dataclass(frozen=True, slots=True)
class _TableRow:
    """What is known of one state after a stage; each array is indexed by the seconds spent.

    The best worth, the number of the state it came from, and the option that was picked: for a
    stage with inner stages, the seconds they took.
    """

    best: _Values
    previous_states: _Indices
    picks: _Indices

    @classmethod
    def make_unreachable(cls, limit: int) -> "_TableRow":
        """Make a row for 0 to `limit` seconds that nothing leads to yet."""
        size = limit + 1
        return cls(np.full(size, UNREACHABLE, np.int32), *np.zeros((2, size), np.int16))

    def update_if_better(self, value: _Values, previous: int | _Indices, pick: int) -> None:
        """Replace what a pick makes better; `value` is the worth it leads to."""
        better = value > self.best
        np.copyto(self.best, value, where=better)
        np.copyto(self.previous_states, previous, where=better)
        np.copyto(self.picks, pick, where=better)


class KnapsackTable:
    """The best plan for every number of seconds up to `limit`, from the state `start` on.

    `finish` returns the seconds that end a session in a state.
    """

    def __init__(
        self,
        stages: tuple[Stage, ...],
        finish: Callable[[BodyState], int],
        limit: int,
        start: BodyState = BodyState(),
    ) -> None:
        self.stages = stages
        self._limit = limit
        self._finish = finish
        self._states: list[list[BodyState]] = []
        self._rows: list[dict[BodyState, _TableRow]] = []
        self._inner_tables: dict[tuple[int, BodyState], KnapsackTable] = {}
        values = {start: np.full(limit + 1, UNREACHABLE, np.int32)}
        values[start][0] = 0
        for number, stage in enumerate(stages):
            rows: dict[BodyState, _TableRow] = {}
            self._states.append(list(values))
            self._rows.append(rows)
            (self._add_section if stage.inner_stages else self._add_exercise)(number, stage, values)
            values = {state: row.best for state, row in rows.items()}
        self.final_values = {
            state: _shift_values(value, finish(state), 0) for state, value in values.items()
        }

    @cached_property
    def worth(self) -> _Values:
        """The worth of the best plan that takes exactly as many seconds as the index says."""
        best = np.full(self._limit + 1, UNREACHABLE, np.int32)
        for value in self.final_values.values():
            np.maximum(best, value, out=best)
        return best

    @property
    def shortest_seconds(self) -> int | None:
        """The fewest seconds any plan takes, or None where none fits the limit."""
        reached = np.flatnonzero(self.worth >= 0)
        return int(reached[0]) if reached.size else None

    def list_fitting_picks(self, seconds: int, slack: int) -> Iterator[Picks]:
        """Yield plans for a time, best first; before all others those that `slack` s fill up."""
        top = min(seconds, self._limit)
        low = max(0, seconds - slack)
        window = self.worth[low : top + 1] if low <= top else self.worth[:0]
        order = np.lexsort((-np.arange(len(window)), -window))
        # One by one, for as a rule the first is taken, and a window may hold hours.
        for used in chain((low + int(n) for n in order), range(min(low, top + 1) - 1, -1, -1)):
            if self.worth[used] >= 0:
                best = max(
                    self.final_values, key=lambda s: (int(self.final_values[s][used]), _sort_key(s))
                )
                yield self.backtrack_picks(best, used - self._finish(best))

    def backtrack_picks(self, state: BodyState, seconds: int) -> Picks:
        """Return the plan that ends in a state after some seconds, its finish not counted."""
        found: list[int] = []
        for number in range(len(self.stages) - 1, -1, -1):
            stage, row = self.stages[number], self._rows[number][state]
            pick = int(row.picks[seconds])
            before = self._states[number][int(row.previous_states[seconds])]
            if stage.inner_stages:
                found += reversed(self._inner_tables[number, before].backtrack_picks(state, pick))
                seconds -= pick
            else:
                found.append(pick)
                if pick != SKIPPED:
                    seconds -= stage.options[pick].seconds + stage.approach(before)[0]
            state = before
        return tuple(reversed(found))

    def _row(self, number: int, state: BodyState) -> _TableRow:
        rows = self._rows[number]
        if state not in rows:
            rows[state] = _TableRow.make_unreachable(self._limit)
        return rows[state]

    def _add_exercise(self, number: int, stage: Stage, values: dict[BodyState, _Values]) -> None:
        """Add an exercise in one of its doses, or skipped."""
        arrived: dict[BodyState, _TableRow] = {}
        for came, (state, value) in enumerate(values.items()):
            if stage.optional:
                self._row(number, state).update_if_better(value, came, SKIPPED)
            cost, there = stage.approach(state)
            if there not in arrived:
                arrived[there] = _TableRow.make_unreachable(self._limit)
            arrived[there].update_if_better(_shift_values(value, cost, 0), came, 0)
        for there, row in arrived.items():
            for pick, option in enumerate(stage.options):
                came_from = np.zeros_like(row.previous_states)
                if option.seconds <= self._limit:
                    kept = self._limit + 1 - option.seconds
                    came_from[option.seconds :] = row.previous_states[:kept]
                value = _shift_values(row.best, option.seconds, option.worth)
                self._row(number, there).update_if_better(value, came_from, pick)

    def _add_section(self, number: int, stage: Stage, values: dict[BodyState, _Values]) -> None:
        """Add the plans of the inner stages, in the seconds they may take together.

        Of these only those count that are worth more than every shorter one.
        """
        for came, (state, value) in enumerate(values.items()):
            cap = min(stage.cap_seconds, self._limit)
            inner = KnapsackTable(stage.inner_stages, lambda _state: 0, cap, state)
            self._inner_tables[number, state] = inner
            for there, worth in inner.final_values.items():
                rising = np.maximum.accumulate(worth)
                better = np.flatnonzero(np.diff(rising, prepend=UNREACHABLE) > 0)
                for seconds in better:
                    moved = _shift_values(value, int(seconds), int(worth[seconds]))
                    self._row(number, there).update_if_better(moved, came, int(seconds))


def make_capped_stage(name: str, inner_stages: tuple[Stage, ...], cap_seconds: int) -> Stage:
    """Make a stage of others, with no approach of its own."""
    return Stage(
        name, (), lambda state: (0, state), inner_stages=inner_stages, cap_seconds=cap_seconds
    )


def stage_bounds(stage: Stage, states: set[BodyState]) -> tuple[int, set[BodyState]]:
    """Return the seconds that a stage takes at most, and the states that may come after it."""
    ways = [stage.approach(state) for state in states]
    most = max((cost for cost, _ in ways if cost < INFINITE_SECONDS), default=0)
    after = {there for _, there in ways} | (states if stage.optional else set())
    return most + max(option.seconds for option in stage.options), after


def _shift_values(value: _Values, seconds: int, worth: int) -> _Values:
    """Return the values after spending some seconds and gaining some worth."""
    moved = np.full_like(value, UNREACHABLE)
    if seconds < len(value):
        np.add(value[: len(value) - seconds], worth, out=moved[seconds:])
    return moved


def _sort_key(state: BodyState) -> tuple[str, bool, int, str]:
    return (str(state.position), state.is_first_exercise, state.count, str(state.last_position))


def flatten_stages(stages: Iterable[Stage]) -> Iterator[Stage]:
    """Yield the stages, with the inner ones in place of those that hold them."""
    for stage in stages:
        if stage.inner_stages:
            yield from flatten_stages(stage.inner_stages)
        else:
            yield stage
