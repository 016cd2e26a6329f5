"""Rising times -> a plan for each that has what the shorter ones have."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from coach.plan.knapsack import SKIPPED, KnapsackTable, Picks, flatten_stages
from coach.plan.plan_rules import PlanRules


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
        wanted = tuple(list_rules(time))
        tables.forget_others(wanted)
        found = (tables.find_picks(rules, time, required) for rules in wanted)
        picks, names = next((one for one in found if one), (None, frozenset()))
        required |= names
        yield picks


@dataclass(slots=True)
class _NestedTables:
    """The tables that were made last, by the rules asked for, with those that they hold to."""

    make_table: Callable[[PlanRules, int], KnapsackTable]
    accept: Callable[[KnapsackTable, PlanRules, int], Picks | None]
    reuse: bool
    made: dict[PlanRules, tuple[KnapsackTable, PlanRules]] = field(default_factory=dict)

    def forget_others(self, wanted: Collection[PlanRules]) -> None:
        """Drop the tables for other rules than these."""
        self.made = {rules: one for rules, one in self.made.items() if rules in wanted}

    def find_picks(
        self, rules: PlanRules, time: int, required: frozenset[str]
    ) -> tuple[Picks, frozenset[str]] | None:
        """Return a choice for a time that holds to rules and has what is required, and its names.

        None where there is none.
        """
        whole = rules.require(required)
        table, held = self._find_table(rules, whole, time)
        picks = self.accept(table, held, time)
        if held != whole:
            if picks and whole.required <= (names := list_picked_exercises(table, picks)):
                return picks, names
            del self.made[rules]
            table, held = self._find_table(rules, whole, time)
            picks = self.accept(table, held, time)
        return (picks, list_picked_exercises(table, picks)) if picks is not None else None

    def _find_table(
        self, rules: PlanRules, whole: PlanRules, time: int
    ) -> tuple[KnapsackTable, PlanRules]:
        """Return a table for a time, and what it holds to: the whole rules where it is made now."""
        if not self.reuse or rules not in self.made:
            self.made[rules] = self.make_table(whole, time), whole
        return self.made[rules]


def list_picked_exercises(table: KnapsackTable, picks: Picks) -> frozenset[str]:
    """Return the names of the exercises of a plan."""
    return frozenset(
        stage.name
        for stage, pick in zip(flatten_stages(table.stages), picks, strict=True)
        if stage.is_exercise and pick != SKIPPED
    )
