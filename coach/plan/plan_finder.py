"""The plans of a table -> the best that fits a time to the second."""

from collections.abc import Set
from dataclasses import replace
from itertools import islice
from operator import itemgetter

from coach.plan.gentleness import Gentleness
from coach.plan.knapsack import KnapsackTable, Picks, flatten_stages
from coach.plan.plan_rules import PlanRules
from coach.plan.session_stages import MARGIN_MS, SessionStages
from coach.timeline.cues import SECOND


class PlanFinder:
    """Finds plans among those of tables of the `stages`, gentler exercises first."""

    def __init__(self, stages: SessionStages, gentleness: Gentleness) -> None:
        self._stages, self._gentleness = stages, gentleness
        self._candidates = stages.parts.candidates

    def find_fitting_picks(self, table: KnapsackTable, seconds: int, most: int) -> Picks | None:
        """Return the best plan that can be stretched to a time, of the best `most` plans."""
        for picks in islice(table.list_fitting_picks(seconds, self._stages.slack_seconds), most):
            whole = self._stages.measure_picks(picks)
            if whole.length + MARGIN_MS <= seconds * SECOND <= whole.length + whole.stretch:
                return picks
        return None

    def find_gentle_picks(
        self, table: KnapsackTable, rules: PlanRules, seconds: int, most: int
    ) -> Picks | None:
        """Return the best plan for a time; for who is to be spared, one with the gentler first.

        Where a plan has something harder instead, the best is taken of those with what is gentler
        and of those without all that is harder; where there is neither, it stays.
        """
        picks = self.find_fitting_picks(table, seconds, most)
        free, required = self._list_free(table)
        rules = rules.require(required)
        while picks and (pair := self._gentleness.find_reversal(picks, free)):
            harder, gentler = pair
            ways = (
                rules.require(frozenset({self._candidates[gentler].name})),
                self._bar(rules, self._gentleness.list_harder(gentler) & free),
            )
            plans = [
                (self.sum_worth(plan), plan, way)
                for way in ways
                for table in (self._stages.make_table(way, seconds),)
                if (plan := self.find_fitting_picks(table, seconds, most))
            ]
            if plans:
                _, picks, rules = max(plans, key=itemgetter(0))
            else:
                free.remove(harder)
        return picks

    def _bar(self, rules: PlanRules, numbers: Set[int]) -> PlanRules:
        """Return the rules with more candidates barred, required or not.

        What is free is required only as gentler than something else, and gives way to what is
        gentler still: else the same plan would be found again without end.
        """
        names = frozenset(self._candidates[number].name for number in numbers)
        return replace(rules.bar(frozenset(numbers)), required=rules.required - names)

    def _list_free(self, table: KnapsackTable) -> tuple[set[int], frozenset[str]]:
        """Return the numbers of what a table may leave out, and the names that are required."""
        stages = enumerate(flatten_stages(table.stages))
        free = {number for number, stage in stages if stage.is_exercise and stage.optional}
        optional = ((n, one) for n, one in enumerate(self._candidates) if one.optional)
        return free, frozenset(one.name for n, one in optional if n not in free)

    def sum_worth(self, picks: Picks) -> int:
        """Return what the exercises of a plan are worth together."""
        pairs = zip(self._candidates, picks, strict=True)
        return sum(one.dose_ladder[pick][1] for one, pick in pairs if one.dose_ladder and pick >= 0)
