"""The parts of a routine and their measured lengths -> the session that fits a length.

Builds the stages of the knapsack from the very steps that the session would be made of, so a
plan is as long as the session.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import groupby, islice

from coach.plan.candidates import Candidate, LengthRange
from coach.plan.eligibility import LeftOut, leave_out_for_time
from coach.plan.knapsack import (
    INFINITE_SECONDS,
    SKIPPED,
    BodyState,
    DoseOption,
    KnapsackTable,
    Picks,
    Stage,
    choose_nested_picks,
    find_first_time,
    make_capped_stage,
    stage_bounds,
)
from coach.plan.measure import LengthMeter, MeasuredLength, sum_lengths
from coach.plan.memo import cached_method, keep_last_result
from coach.plan.session_parts import SessionParts
from coach.script.steps import Perform, Step
from coach.timeline.clips import Extent
from coach.timeline.cues import SECOND
from coach.timeline.session import Part, Session, make_session
from coach.timeline.source import Source
from coach.timeline.unroll import LONGEST_SESSION

WHOLE_PERCENT = 100
MAX_INTERIM_PLANS = 20
"""Plans weighed for a time on the way to another; as a rule the first one fits."""
MAX_FINAL_PLANS = 50
"""Plans weighed for the time that is asked for."""
SEARCH_SECONDS = 120
"""How far above the least that all parts take the shortest possible session is looked for."""
MARGIN_MS = 400
"""Added to what is measured, in ms: text about time and names may come out a little longer."""


class Planner:
    """Chooses sessions of any length from the parts of a routine in one delivery.

    `lengths` must hold every source that the parts list.
    """

    def __init__(self, parts: SessionParts, lengths: Mapping[Source, Extent]) -> None:
        self.parts = parts
        self._meter = LengthMeter(parts.compiler, lengths)

    @cached_property
    def length_range(self) -> LengthRange:
        """The shortest and the longest session."""
        picks = tuple(max(len(one.dose_ladder) - 1, 0) for one in self.parts.candidates)
        most = self._measure_picks(picks)
        longest = (most.length + most.stretch) // SECOND
        shortest = self._shortest_seconds
        if not self._find_plan_for(shortest):
            return LengthRange(shortest * SECOND, 0)
        cap = (self.parts.routine.longest or LONGEST_SESSION) // SECOND
        reached = self._limit_to_shares(min(longest, max(cap, shortest)), most)
        if reached < longest or self._has_shares:
            reached = self._find_longest_below(reached) or shortest
        return LengthRange(shortest * SECOND, reached * SECOND)

    def _limit_to_shares(self, seconds: int, most: MeasuredLength) -> int:
        """Return the seconds, at most so many, that sections within their shares can fill."""
        shares = {number: one.share for number, one in enumerate(self.parts.routine.sections)}
        while self._has_shares:
            filled = sum(
                min(parts, seconds * shares.get(number, WHOLE_PERCENT) // WHOLE_PERCENT)
                for number, parts in self._max_seconds.items()
            )
            if (reach := filled + most.stretch // SECOND) >= seconds:
                break
            seconds = reach
        return seconds

    def _find_longest_below(self, seconds: int) -> int | None:
        """Return the most seconds, at most so many, that a session can be planned for."""
        table = self._make_table(frozenset(), seconds)
        for picks in islice(table.list_fitting_picks(seconds, 0), MAX_FINAL_PLANS):
            whole = self._measure_picks(picks)
            time = min(seconds, (whole.length + whole.stretch) // SECOND)
            if self._find_plan_for(time) is not None:
                return time
        return None

    def _find_plan_for(self, time: int, required: frozenset[str] = frozenset()) -> Picks | None:
        """Return a plan for a time, in seconds, with the exercises `required`."""
        return self._find_fitting_picks(self._make_table(required, time), time, MAX_INTERIM_PLANS)

    def choose_session(
        self, length: int, spare: int = 0, required: frozenset[str] = frozenset()
    ) -> tuple[Session, tuple[LeftOut, ...]] | None:
        """Choose the session of `length` ms and say what it leaves out; None where there is none.

        It takes `spare` ms less before it is stretched. The exercises `required` are in it.
        """
        seconds = (length - spare) // SECOND
        times = [*range(-(-self._shortest_seconds // 60) * 60, seconds, 60), seconds]
        if self._has_shares:
            nested, times = self._find_required(times[:-1], required), times[-1:]
            # All that shorter sessions have may be more than the shares of this one hold.
            required = nested if self._find_plan_for(seconds, nested) else required
        picks = choose_nested_picks(
            lambda kept, time: self._make_table(kept, time if self._has_shares else seconds),
            lambda table, time: self._find_fitting_picks(
                table, time, MAX_FINAL_PLANS if time == seconds else MAX_INTERIM_PLANS
            ),
            times,
            reuse=not self._has_shares,
            required=required,
        )
        return self._make_session(picks) if picks is not None else None

    def _find_required(self, times: list[int], required: frozenset[str]) -> frozenset[str]:
        """Return the names of what sessions of some rising times, in seconds, have."""
        for time in times:
            required = self._add_required(time, required)
        return required

    @cached_method
    def _add_required(self, time: int, required: frozenset[str]) -> frozenset[str]:
        """Add the names of what the session of a time has; shares make finding it slow."""
        if (picks := self._find_plan_for(time, required)) is None:
            return required
        pairs = zip(self.parts.candidates, picks, strict=True)
        return required.union(
            candidate.name for candidate, pick in pairs if candidate.dose_ladder and pick != SKIPPED
        )

    @cached_property
    def _shortest_seconds(self) -> int:
        """Seconds of the shortest session that can be made."""
        limit = 600
        while (found := self._make_table(frozenset(), limit).shortest_seconds) is None:
            limit *= 3
        if self._has_shares:
            found = find_first_time(
                lambda time: self._make_table(frozenset(), time).shortest_seconds is not None, found
            )
        # Each part is rounded up: it may not stretch to what they come to together.
        for time in range(found, found + SEARCH_SECONDS):
            table = self._make_table(frozenset(), time if self._has_shares else limit)
            if self._find_fitting_picks(table, time, MAX_INTERIM_PLANS):
                return time
        return found

    @cached_property
    def _has_shares(self) -> bool:
        return any(section.share < WHOLE_PERCENT for section in self.parts.routine.sections)

    def _find_fitting_picks(self, table: KnapsackTable, seconds: int, most: int) -> Picks | None:
        """Return the best plan that can be stretched to a time, of the best `most` plans."""
        for picks in islice(table.list_fitting_picks(seconds, self._slack_seconds), most):
            whole = self._measure_picks(picks)
            if whole.length + MARGIN_MS <= seconds * SECOND <= whole.length + whole.stretch:
                return picks
        return None

    def _make_session(self, picks: Picks) -> tuple[Session, tuple[LeftOut, ...]]:
        parts = self.parts
        chosen: dict[int, list[Step]] = {}
        left_out = list(parts.left_out)
        for candidate, pick in zip(parts.candidates, picks, strict=True):
            if not candidate.dose_ladder:
                continue
            if pick == SKIPPED:
                left_out.append(self.leave_out(candidate))
            else:
                chosen.setdefault(candidate.section, []).append(candidate.dose_ladder[pick][0])
        session_parts = tuple(
            Part(section.title or parts.routine.title, (*section.steps, *chosen.get(number, ())))
            for number, section in enumerate(parts.routine.sections)
        )
        session = make_session(parts.routine, session_parts, parts.cards, parts.delivery)
        return session, tuple(left_out)

    def leave_out(self, candidate: Candidate) -> LeftOut:
        """Return the entry of an exercise that is left out for want of time."""
        perform, card = candidate.dose_ladder[0][0], self.parts.cards[candidate.name]
        return leave_out_for_time(card, perform, self._measure_work(perform).length)

    def _make_table(self, required: frozenset[str], limit: int) -> KnapsackTable:
        """Make the table of plans of `limit` seconds at most."""
        # No plan takes more than all there is: arrays of hours would be filled for nothing.
        caps = tuple(
            (number, min(limit * section.share // WHOLE_PERCENT, self._max_seconds[number]))
            for number, section in enumerate(self.parts.routine.sections)
            if section.share < WHOLE_PERCENT
        )
        return self._build_table(required, min(limit, sum(self._max_seconds.values())), caps)

    @keep_last_result
    def _build_table(
        self, required: frozenset[str], limit: int, caps: tuple[tuple[int, int], ...]
    ) -> KnapsackTable:
        stages = tuple(self._make_stages(required, dict(caps)))
        return KnapsackTable(stages, self._finish_seconds, limit)

    @cached_property
    def _max_seconds(self) -> dict[int, int]:
        """Seconds that no plan exceeds, by section; what is in none is under -1."""
        most = dict.fromkeys(range(-1, len(self.parts.routine.sections)), 0)
        states = {BodyState()}
        for number, candidate in enumerate(self.parts.candidates):
            stage = self._make_stage(number, candidate, frozenset())
            stage_most, states = stage_bounds(stage, states)
            most[candidate.section] += stage_most
        return most | {-1: most[-1] + max(map(self._finish_seconds, states))}

    def _make_stages(self, required: frozenset[str], caps: Mapping[int, int]) -> Iterator[Stage]:
        numbered = enumerate(self.parts.candidates)
        for section, group in groupby(numbered, lambda pair: pair[1].section):
            stages = tuple(self._make_stage(number, one, required) for number, one in group)
            if section in caps:
                title = self.parts.routine.sections[section].title
                yield make_capped_stage(title, stages, caps[section])
            else:
                yield from stages

    def _make_stage(self, number: int, candidate: Candidate, required: frozenset[str]) -> Stage:
        def approach(state: BodyState) -> tuple[int, BodyState]:
            _, after = self.parts.make_approach(number, state)
            if candidate.closes_section and state.count < candidate.least:
                return INFINITE_SECONDS, after
            return _ceil_seconds(self._measure_approach(number, state).length), after

        options = tuple(
            DoseOption(_ceil_seconds(measured.length), measured.stretch, worth)
            for perform, worth in candidate.dose_ladder
            for measured in (self._measure_work(perform),)
        )
        optional = candidate.optional and candidate.name not in required
        return Stage(
            candidate.name,
            options or (DoseOption(0),),
            approach,
            optional,
            bool(candidate.dose_ladder),
        )

    def _finish_seconds(self, state: BodyState) -> int:
        """Return the seconds that end a session in a state, with those before it begins."""
        measured = sum_lengths((self._frame, self._measure_rise(state)))
        return _ceil_seconds(measured.length + MARGIN_MS)

    @cached_property
    def _slack_seconds(self) -> int:
        """Seconds that every session of this routine can be stretched by."""
        always = [
            self._measure_approach(number, BodyState()).stretch
            for number, candidate in enumerate(self.parts.candidates)
            if candidate.steps
        ]
        return sum(always) // SECOND

    def _measure_picks(self, picks: Picks) -> MeasuredLength:
        """Return the length of the whole session of some picks."""
        measured = [self._frame]
        state = BodyState()
        for number, pick in enumerate(picks):
            if pick == SKIPPED:
                continue
            measured.append(self._measure_approach(number, state))
            _, state = self.parts.make_approach(number, state)
            if ladder := self.parts.candidates[number].dose_ladder:
                measured.append(self._measure_work(ladder[pick][0]))
        measured.append(self._measure_rise(state))
        return sum_lengths(measured)

    @cached_property
    def _frame(self) -> MeasuredLength:
        """Length of what opens and closes every session."""
        return sum_lengths(map(self._meter.measure_span, self.parts.frame))

    @cached_method
    def _measure_work(self, perform: Perform) -> MeasuredLength:
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
