"""The parts of a routine and their measured lengths -> the stages of a knapsack, and its tables.

Built from the very steps that the session would be made of, so a plan is as long as the session.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import groupby

from coach.plan.candidates import Candidate
from coach.plan.knapsack import (
    INFINITE_SECONDS,
    SKIPPED,
    BodyState,
    DoseOption,
    KnapsackTable,
    Picks,
    Stage,
    make_capped_stage,
    stage_bounds,
)
from coach.plan.measure import LengthMeter, MeasuredLength, sum_lengths
from coach.plan.memo import cached_method, keep_last_results
from coach.plan.plan_rules import LOOSE, PlanRules, find_cold
from coach.plan.session_parts import SessionParts
from coach.script.steps import Perform
from coach.timeline.clips import Extent
from coach.timeline.cues import SECOND
from coach.timeline.source import Source

WHOLE_PERCENT = 100
ENDLESS = DoseOption(INFINITE_SECONDS)
"""The only dose of what is barred: no plan has room for it."""
MARGIN_MS = 400
"""Added to what is measured, in ms: text about time and names may come out a little longer."""


class SessionStages:
    """What the sessions of a routine may be made of, measured, as stages of a knapsack.

    `lengths` must hold every source that the parts list.
    """

    def __init__(self, parts: SessionParts, lengths: Mapping[Source, Extent]) -> None:
        self.parts = parts
        self._meter = LengthMeter(parts.compiler, lengths)

    def make_table(self, rules: PlanRules, limit: int) -> KnapsackTable:
        """Make the table of the plans of `limit` seconds at most that hold to some rules."""
        # No plan takes more than all there is: arrays of hours would be filled for nothing.
        caps = tuple(
            (number, min(limit * section.share // WHOLE_PERCENT, self.max_seconds[number]))
            for number, section in enumerate(self.parts.routine.sections)
            if section.share < WHOLE_PERCENT
        )
        limit = min(limit, sum(self.max_seconds.values()))
        return self._build_table(self.simplify_rules(rules), limit, caps)

    @keep_last_results  # two, for what is tried by strict rules and by looser ones in turn
    def _build_table(
        self, rules: PlanRules, limit: int, caps: tuple[tuple[int, int], ...]
    ) -> KnapsackTable:
        stages = tuple(self._make_stages(rules, dict(caps)))
        return KnapsackTable(stages, self._finish_seconds, limit)

    def simplify_rules(self, rules: PlanRules) -> PlanRules:
        """Return the rules without those that make no difference here."""
        return replace(
            rules,
            opens_warm=rules.opens_warm and bool(self._cold),
            keeps_ceilings=rules.keeps_ceilings and self._has_ceilings,
        )

    @cached_property
    def _cold(self) -> frozenset[int]:
        return find_cold(self.parts.candidates, self.parts.cards)

    @cached_property
    def _has_ceilings(self) -> bool:
        return any(one.kept_doses < len(one.dose_ladder) for one in self.parts.candidates)

    @cached_property
    def max_seconds(self) -> dict[int, int]:
        """Seconds that no plan exceeds, by section; what is in none is under -1."""
        most = dict.fromkeys(range(-1, len(self.parts.routine.sections)), 0)
        states = {BodyState()}
        for number, candidate in enumerate(self.parts.candidates):
            stage = self._make_stage(number, candidate, LOOSE)
            stage_most, states = stage_bounds(stage, states)
            most[candidate.section] += stage_most
        ends = (self._finish_seconds(state) for state in states)
        return most | {-1: most[-1] + max(end for end in ends if end < INFINITE_SECONDS)}

    @cached_property
    def has_shares(self) -> bool:
        """Whether a section may take a part of the session only."""
        return any(section.share < WHOLE_PERCENT for section in self.parts.routine.sections)

    def limit_to_shares(self, seconds: int, most: MeasuredLength) -> int:
        """Return the seconds, at most so many, that sections within their shares can fill.

        `most` is what all of them take at their most.
        """
        shares = {number: one.share for number, one in enumerate(self.parts.routine.sections)}
        while self.has_shares:
            filled = sum(
                min(parts, seconds * shares.get(number, WHOLE_PERCENT) // WHOLE_PERCENT)
                for number, parts in self.max_seconds.items()
            )
            if (reach := filled + most.stretch // SECOND) >= seconds:
                break
            seconds = reach
        return seconds

    def _make_stages(self, rules: PlanRules, caps: Mapping[int, int]) -> Iterator[Stage]:
        numbered = enumerate(self.parts.candidates)
        for section, group in groupby(numbered, lambda pair: pair[1].section):
            stages = tuple(self._make_stage(number, one, rules) for number, one in group)
            if section in caps:
                title = self.parts.routine.sections[section].title
                yield make_capped_stage(title, stages, caps[section])
            else:
                yield from stages

    def _make_stage(self, number: int, candidate: Candidate, rules: PlanRules) -> Stage:
        is_cold = rules.opens_warm and number in self._cold

        def approach(state: BodyState) -> tuple[int, BodyState]:
            _, after = self.parts.make_approach(number, state)
            if candidate.closes_section and state.count < candidate.least:
                return INFINITE_SECONDS, after
            if is_cold and state.is_first_exercise:
                return INFINITE_SECONDS, after
            return _ceil_seconds(self._measure_approach(number, state).length), after

        is_required = bool(candidate.name) and candidate.name in rules.required
        options = self._list_options(number, keeps_ceilings=rules.keeps_ceilings)
        return Stage(
            candidate.name,
            (ENDLESS,) if number in rules.barred and not is_required else options,
            approach,
            candidate.optional and not is_required,
            bool(candidate.dose_ladder),
        )

    @cached_method
    def _list_options(self, number: int, *, keeps_ceilings: bool) -> tuple[DoseOption, ...]:
        """Return the doses of a candidate; what has none has one without time of its own."""
        candidate = self.parts.candidates[number]
        count = candidate.kept_doses if keeps_ceilings else len(candidate.dose_ladder)
        options = tuple(
            DoseOption(_ceil_seconds(measured.length), measured.stretch, worth)
            for perform, worth in candidate.dose_ladder[:count]
            for measured in (self.measure_work(perform),)
        )
        return options or (DoseOption(0, worth=candidate.worth),)

    def _finish_seconds(self, state: BodyState) -> int:
        """Return the seconds that end a session in a state, with those before it begins.

        INFINITE_SECONDS where nothing was done: a session of words alone is none of exercises.
        """
        if state.is_first_exercise and self.parts.routine.exercises:
            return INFINITE_SECONDS
        measured = sum_lengths((self._frame, self._measure_rise(state)))
        return _ceil_seconds(measured.length + MARGIN_MS)

    @cached_property
    def slack_seconds(self) -> int:
        """Seconds that every session of this routine can be stretched by."""
        always = [
            self._measure_approach(number, BodyState()).stretch
            for number, candidate in enumerate(self.parts.candidates)
            if candidate.steps and not candidate.optional
        ]
        return sum(always) // SECOND

    def measure_picks(self, picks: Picks) -> MeasuredLength:
        """Return the length of the whole session of some picks."""
        measured = [self._frame]
        state = BodyState()
        for number, pick in enumerate(picks):
            if pick == SKIPPED:
                continue
            measured.append(self._measure_approach(number, state))
            _, state = self.parts.make_approach(number, state)
            if ladder := self.parts.candidates[number].dose_ladder:
                measured.append(self.measure_work(ladder[pick][0]))
        measured.append(self._measure_rise(state))
        return sum_lengths(measured)

    @cached_property
    def _frame(self) -> MeasuredLength:
        """Length of what opens and closes every session."""
        return sum_lengths(map(self._meter.measure_span, self.parts.frame))

    @cached_method
    def measure_work(self, perform: Perform) -> MeasuredLength:
        """Return the length of a dose, without what leads into it."""
        return self._meter.measure(self.parts.make_work(perform))

    @cached_method
    def _measure_approach(self, number: int, state: BodyState) -> MeasuredLength:
        steps, _ = self.parts.make_approach(number, state)
        return self._meter.measure(steps)

    @cached_method
    def _measure_rise(self, state: BodyState) -> MeasuredLength:
        return self._meter.measure(self.parts.make_rise(state))


def _ceil_seconds(length: int) -> int:
    return -(-length // SECOND)
