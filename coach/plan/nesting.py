"""Rising times -> a plan for each that has what the shorter ones have."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from coach.plan.knapsack import SKIPPED, KnapsackTable, Picks, flatten_stages
from coach.plan.plan_rules import STRICT, PlanRules


def find_first_time(is_feasible: Callable[[int], bool], seconds: int) -> int:
    """Return the first feasible time, in steps of 5 s from `seconds` on; later ones must be, too.

    A section's share of a shorter time is shorter, and may be too short for what it must have.
    """
    most = 1
    while not is_feasible(seconds + 5 * (most - 1)):
        most *= 2
    steps = bisect_left(range(most), True, key=lambda count: is_feasible(seconds + 5 * count))
    return seconds + 5 * steps


def list_nested_picks(
    list_rules: Callable[[int], Iterable[PlanRules]],
    make_table: Callable[[PlanRules, int], KnapsackTable],
    accept: Callable[[KnapsackTable, PlanRules, int], Picks | None],
    times: Iterable[int],
    reuse: bool = True,
    required: frozenset[str] = frozenset(),
) -> Iterator[Picks | None]:
    """Yield a choice for each of some rising times, so that no shorter one has what it lacks.

    `list_rules` returns the rules of a time, the strictest first: the first that a plan fits with
    count. `make_table` makes the plans, up to a time, that hold to rules; `accept` picks one of
    them for a time, or None where there is none. With `reuse` a table holds for shorter times too,
    and is made anew only for other rules, and where a longer session would have dropped an
    exercise of the shorter one. What is `required` must be done in all of them.
    """
    tables = _NestedTables(make_table, accept, reuse)
    for time in times:
        tries = (tables.find_picks(rules, time, required) for rules in list_rules(time))
        picks = next((one for one in tries if one is not None), None)
        if picks is not None:
            required |= tables.list_picked(picks)
        yield picks


@dataclass(slots=True)
class _NestedTables:
    """The table that was made last, and the rules that it was made for and holds to."""

    make_table: Callable[[PlanRules, int], KnapsackTable]
    accept: Callable[[KnapsackTable, PlanRules, int], Picks | None]
    reuse: bool
    table: KnapsackTable | None = None
    asked: PlanRules | None = None
    held: PlanRules = STRICT

    def find_picks(self, rules: PlanRules, time: int, required: frozenset[str]) -> Picks | None:
        """Return a choice for a time that holds to rules and has what is required."""
        whole = rules.require(required)
        if self.table is None or not self.reuse or rules != self.asked:
            self.table, self.asked, self.held = self.make_table(whole, time), rules, whole
        picks = self.accept(self.table, self.held, time)
        if self.held != whole and not (picks and whole.required <= self.list_picked(picks)):
            self.table, self.held = self.make_table(whole, time), whole
            picks = self.accept(self.table, self.held, time)
        return picks

    def list_picked(self, picks: Picks) -> frozenset[str]:
        """Return the names of the exercises of a choice among the table's."""
        assert self.table is not None
        return list_picked_exercises(self.table, picks)


def list_picked_exercises(table: KnapsackTable, picks: Picks) -> frozenset[str]:
    """Return the names of the exercises of a plan."""
    return frozenset(
        stage.name
        for stage, pick in zip(flatten_stages(table.stages), picks, strict=True)
        if stage.is_exercise and pick != SKIPPED
    )
