"""The parts of a routine and their measured lengths -> the session that fits a length."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice

import numpy as np

from coach.plan.candidates import Candidate, LengthRange
from coach.plan.eligibility import LeftOut
from coach.plan.gentleness import Gentleness
from coach.plan.knapsack import (
    SKIPPED,
    Picks,
)
from coach.plan.memo import cached_method
from coach.plan.nesting import find_first_time, list_nested_picks
from coach.plan.picked_session import leave_out_candidate, make_picked_session
from coach.plan.plan_finder import PlanFinder
from coach.plan.plan_rules import LOOSE, STRICT, PlanRules
from coach.plan.rules_by_length import SessionRules
from coach.plan.session_parts import SessionParts
from coach.plan.session_stages import SessionStages
from coach.timeline.clips import Extent
from coach.timeline.cues import SECOND
from coach.timeline.session import Session
from coach.timeline.session_bounds import LONGEST_SESSION
from coach.timeline.source import Source

MAX_INTERIM_PLANS = 20
"""Plans weighed for a time on the way to another; as a rule the first one fits."""
MAX_FINAL_PLANS = 50
"""Plans weighed for the time that is asked for."""
LONG_SECONDS, LONG_STEP = 7_200, 600
"""From two hours on a session contains the shorter ones of every ten minutes, not of each."""
TURN_SECONDS = 1_800
"""A turn that no session of so many seconds has time for, beside what is always done, waits."""
SEARCH_SECONDS = 120
"""How far above the least that all parts take the shortest possible session is looked for."""


class Planner:
    """Chooses sessions of any length from the parts of a routine in one delivery.

    `lengths` must hold every source that the parts list. Only what is `offered` is chosen, unless
    that is too little for a length. Where a turn is certain, so is what longer sessions `always`
    have.
    """

    def __init__(
        self,
        parts: SessionParts,
        lengths: Mapping[Source, Extent],
        offered: frozenset[str] | None = None,
        always: frozenset[str] = frozenset(),
    ) -> None:
        self.parts = parts
        self._stages = SessionStages(parts, lengths)
        self._gentleness = Gentleness.rate(parts.candidates, parts.cards, parts.delivery)
        self._finder = PlanFinder(self._stages, self._gentleness)
        self._rules = SessionRules(parts, self._gentleness, self._find_minute_with, offered, always)

    @cached_property
    def offered_before_turns(self) -> frozenset[str] | None:
        """What sessions may have in which not all turns are certain yet; None for anything."""
        places = self._rules.place_turns(frozenset())
        return places[-1].offered if places else None

    @cached_property
    def length_range(self) -> LengthRange:
        """The shortest and the longest session."""
        picks = tuple(max(len(one.dose_ladder) - 1, 0) for one in self.parts.candidates)
        most = self._stages.measure_picks(picks)
        longest = (most.length + most.stretch) // SECOND
        shortest = self._shortest_seconds
        if not self._find_plan_for(shortest):
            return LengthRange(shortest * SECOND, 0)
        cap = (self.parts.routine.longest or LONGEST_SESSION) // SECOND
        reached = self._stages.limit_to_shares(min(longest, max(cap, shortest)), most)
        if reached < longest or self._stages.has_shares:
            reached = self._find_longest_below(reached) or shortest
        return LengthRange(shortest * SECOND, reached * SECOND)

    def _find_longest_below(self, seconds: int) -> int | None:
        """Return the most seconds, at most so many, that a session can be chosen for.

        It has to hold what the session of the whole minute below has.
        """
        held, minute = self._find_minute_below(seconds)
        table = self._stages.make_table(LOOSE.require(held), seconds)
        for picks in islice(table.list_fitting_picks(seconds, 0), MAX_FINAL_PLANS):
            whole = self._stages.measure_picks(picks)
            time = min(seconds, (whole.length + whole.stretch) // SECOND)
            if (
                time > minute
                and self._find_plan_for(time, held) is not None
                and self._find_nested_picks(time, frozenset()) is not None
            ):
                return time
        return minute or None

    def _find_minute_below(self, seconds: int) -> tuple[frozenset[str], int]:
        """Return what the session of the last whole minute below a time has, and that minute.

        Nothing and 0 where there is none, and with shares, which free a session from it.
        """
        if self._stages.has_shares:
            return frozenset(), 0
        times = self.list_nested_times(seconds)
        for minute, found in reversed([*zip(times, self._list_nested_picks(times), strict=True)]):
            if found and (picks := self._find_nested_picks(minute, frozenset())):
                return self._list_names(picks), minute
        return frozenset(), 0

    def _list_names(self, picks: Picks) -> frozenset[str]:
        pairs = zip(self.parts.candidates, picks, strict=True)
        return frozenset(one.name for one, pick in pairs if one.dose_ladder and pick != SKIPPED)

    def _find_plan_for(
        self, time: int, required: frozenset[str] = frozenset(), most: int = MAX_INTERIM_PLANS
    ) -> Picks | None:
        """Return a plan for a time, in seconds, with the exercises `required`."""
        tables = (
            self._stages.make_table(rules.require(required), time)
            for rules in self._list_rules(time, required)
        )
        plans = (self._finder.find_fitting_picks(table, time, most) for table in tables)
        return next((picks for picks in plans if picks is not None), None)

    @cached_method
    def _list_rules(self, time: int, required: frozenset[str]) -> tuple[PlanRules, ...]:
        """Return the rules of a session of so many seconds, the strictest first."""
        rules = map(self._stages.simplify_rules, self._rules.list_rules(time, required))
        return tuple(dict.fromkeys(rules))

    def choose_session(
        self, length: int, spare: int = 0, required: frozenset[str] = frozenset()
    ) -> tuple[Session, tuple[LeftOut, ...]] | None:
        """Choose the session of `length` ms and say what it leaves out; None where there is none.

        It takes `spare` ms less before it is stretched. The exercises `required` are in it, and
        those of shorter sessions.
        """
        seconds = (length - spare) // SECOND
        # Where nothing fits, shorter times need not be looked at: a gap may be minutes wide.
        if self._find_plan_for(seconds, required, MAX_FINAL_PLANS) is None:
            return None
        picks = self._find_nested_picks(seconds, required)
        return self._make_session(picks) if picks is not None else None

    def choose_exactly(
        self, seconds: int, names: frozenset[str]
    ) -> tuple[Session, tuple[LeftOut, ...]] | None:
        """Choose the session of some seconds of just these exercises; None where there is none."""
        others = (n for n, one in enumerate(self.parts.candidates) if one.name not in names | {""})
        just_these = PlanRules(names, frozenset(others), opens_warm=False)
        loose = replace(just_these, keeps_ceilings=False)
        for rules in dict.fromkeys(map(self._stages.simplify_rules, (just_these, loose))):
            table = self._stages.make_table(rules, seconds)
            if picks := self._finder.find_fitting_picks(table, seconds, MAX_FINAL_PLANS):
                return self._make_session(picks)
        return None

    def list_nested_names(
        self, times: Sequence[int], required: frozenset[str] = frozenset()
    ) -> Iterator[frozenset[str]]:
        """Yield the names of what sessions of some rising times have, in seconds; none for none."""
        for picks in self._list_nested_picks(times, required):
            yield frozenset() if picks is None else self._list_names(picks)

    def find_shortest_with(
        self, required: frozenset[str], limit: int, worth: int = 0
    ) -> int | None:
        """Return the fewest seconds of a session that has what is required, and is worth so much.

        It lasts `limit` seconds at most; None where there is none.
        """
        for rules in dict.fromkeys(map(self._stages.simplify_rules, (STRICT, LOOSE))):
            table = self._stages.make_table(rules.require(required), limit)
            for time in map(int, np.flatnonzero(np.maximum.accumulate(table.worth) >= worth)):
                if self._finder.find_fitting_picks(table, time, MAX_INTERIM_PLANS):
                    return time
        return None

    def _find_minute_with(self, rules: PlanRules, least: int) -> tuple[int, frozenset[str]] | None:
        """Return the first minute, in seconds, of a plan that holds to rules, and what it has.

        It is no less than the `least` seconds. None where there is none, and with shares: with
        these what fits at a length need not fit at a longer one.
        """
        if self._stages.has_shares:
            return None
        table = self._stages.make_table(rules, max(least, TURN_SECONDS) + SEARCH_SECONDS)
        shortest = table.shortest_seconds
        if shortest is None:
            return None
        begins = -(-max(least, shortest) // 60) * 60
        for time in range(begins, begins + SEARCH_SECONDS + 1, 60):
            if picks := self._finder.find_gentle_picks(table, rules, time, MAX_INTERIM_PLANS):
                return time, self._list_names(picks)
        return None

    def find_worth(self, seconds: int) -> int:
        """Return what the best plan for a time is worth; 0 where there is none."""
        picks = self._find_plan_for(seconds)
        return self._finder.sum_worth(picks) if picks else 0

    def _find_nested_picks(self, seconds: int, required: frozenset[str]) -> Picks | None:
        """Return the best plan for a time that has what the plans of shorter times have."""
        times = [*self.list_nested_times(seconds), seconds]
        if self._stages.has_shares:
            nested, times = self._find_required(times[:-1], required), times[-1:]
            # All that shorter sessions have may be more than the shares of this one hold.
            required = nested if self._find_plan_for(seconds, nested) else required
        return [*self._list_nested_picks(times, required, MAX_FINAL_PLANS)][-1]

    def _list_nested_picks(
        self,
        times: Sequence[int],
        required: frozenset[str] = frozenset(),
        most: int = MAX_INTERIM_PLANS,
    ) -> Iterator[Picks | None]:
        """Yield the best plan for each of some rising times that has what those before have.

        Of the last time `most` plans are weighed.
        """
        limit, has_shares = times[-1] if times else 0, self._stages.has_shares
        return list_nested_picks(
            lambda time: self._list_rules(time, required),
            lambda rules, time: self._stages.make_table(rules, time if has_shares else limit),
            lambda table, rules, time: self._finder.find_gentle_picks(
                table, rules, time, most if time == limit else MAX_INTERIM_PLANS
            ),
            times,
            reuse=not has_shares,
            required=required,
        )

    def list_nested_times(self, seconds: int) -> list[int]:
        """Return the shorter times whose sessions one of so many seconds contains."""
        first = -(-self._shortest_seconds // 60) * 60
        fine = range(first, min(seconds, LONG_SECONDS), 60)
        coarse = range(-(-max(first, LONG_SECONDS) // LONG_STEP) * LONG_STEP, seconds, LONG_STEP)
        return [*fine, *coarse]

    def _find_required(self, times: list[int], required: frozenset[str]) -> frozenset[str]:
        """Return the names of what sessions of some rising times, in seconds, have."""
        for time in times:
            required = self._add_required(time, required)
        return required

    @cached_method
    def _add_required(self, time: int, required: frozenset[str]) -> frozenset[str]:
        """Add the names of what the session of a time has; shares make finding it slow."""
        for rules in self._list_rules(time, required):
            whole = rules.require(required)
            table = self._stages.make_table(whole, time)
            if picks := self._finder.find_gentle_picks(table, whole, time, MAX_INTERIM_PLANS):
                return required | self._list_names(picks)
        return required

    @cached_property
    def _shortest_seconds(self) -> int:
        """Seconds of the shortest session that can be made."""
        limit = 600
        while (found := self._stages.make_table(LOOSE, limit).shortest_seconds) is None:
            limit *= 3
        if self._stages.has_shares:
            found = find_first_time(
                lambda time: self._stages.make_table(LOOSE, time).shortest_seconds is not None,
                found,
            )
        # Each part is rounded up: it may not stretch to what they come to together.
        for time in range(found, found + SEARCH_SECONDS):
            table = self._stages.make_table(LOOSE, time if self._stages.has_shares else limit)
            if self._finder.find_fitting_picks(table, time, MAX_INTERIM_PLANS):
                return time
        return found

    def _make_session(self, picks: Picks) -> tuple[Session, tuple[LeftOut, ...]]:
        return make_picked_session(self.parts, picks, self._gentleness, self._stages.measure_work)

    def leave_out(self, candidate: Candidate) -> LeftOut:
        """Return the entry of an exercise that is left out for want of time."""
        return leave_out_candidate(candidate, self.parts, self._stages.measure_work)
