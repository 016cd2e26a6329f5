"""Planning: a routine and a wanted length -> the session that fits it, and why it is so.

Builds the stages that `choosing` weighs from the very acts the session would be made of,
measured with the voice in use.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import groupby, islice

from coach.plan.candidates import Candidate, LengthRange, list_candidates
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
from coach.script.exercise import Exercise
from coach.script.routine import Routine
from coach.script.steps import Perform, Step
from coach.timeline.context import ContextStep
from coach.timeline.cues import SECOND, Span
from coach.timeline.cuesheet import CLOSING_SPAN, OPENING_SPAN
from coach.timeline.guidance import Delivery
from coach.timeline.layout import lay_span
from coach.timeline.session import Part, Session, make_session
from coach.timeline.source import Source
from coach.timeline.unroll import LONGEST_SESSION, Unroller, look_ahead

WHOLE_PERCENT = 100
MAX_INTERIM_PLANS, MAX_FINAL_PLANS, SEARCH_SECONDS = 20, 50, 120
"""Plans weighed for a time, on the way to another or for itself; as a rule the first one fits. And
seconds behind the least that all parts take, in which a session that can be made is sought."""
MARGIN_MS = 400
"""Added to what is measured, in ms: text about time and names may come out a little longer."""


class Planner:
    """Weighs the sessions of one routine for one manner; measures once, answers any length."""

    def __init__(
        self,
        routine: Routine,
        cards: Mapping[str, Exercise],
        delivery: Delivery,
        left_out: tuple[LeftOut, ...] = (),
    ) -> None:
        self.routine = routine
        self.cards = cards
        self.delivery = replace(delivery, phrases=delivery.phrases.override(routine.phrases))
        self.meter = LengthMeter(self.delivery.phrases, delivery.talk_level)
        self.left_out = left_out
        self.candidates = tuple(list_candidates(routine, cards, self.delivery))
        self._approaches: dict[
            tuple[int, BodyState], tuple[tuple[ContextStep, ...], BodyState]
        ] = {}
        self._measured_lengths: dict[Perform | tuple[int, BodyState], MeasuredLength] = {}
        self._work_steps: dict[Perform, tuple[ContextStep, ...]] = {}
        self._rise_steps: dict[BodyState, tuple[ContextStep, ...]] = {}
        self._required: dict[tuple[frozenset[str], int], frozenset[str]] = {}
        self._tables: dict[object, KnapsackTable] = {}

    def list_sources(self) -> Iterator[Source]:
        """Name all that must be spoken before anything can be measured."""
        # The same acts come again and again, dose by dose: each is compiled and asked once.
        yield from self.meter.list_sources(dict.fromkeys(self._list_steps()))
        for span in (OPENING_SPAN, CLOSING_SPAN):
            yield from (cue.source for cue in span.cues)

    def _list_steps(self) -> Iterator[ContextStep]:
        """Give every act that a session may be made of."""
        states = {BodyState()}
        for number, offer in enumerate(self.candidates):
            after = set(states) if offer.optional else set()
            for state in states:
                acts, there = self._make_approach(number, state)
                yield from acts
                after.add(there)
            for perform, _ in offer.dose_ladder:
                yield from self._make_work(perform)
            if offer.steps:  # `_slack` measures them as if nothing came before
                yield from self._make_approach(number, BodyState())[0]
            states = after
        for state in states:
            yield from self._make_rise(state)

    def choose_session(
        self, length: int, spare: int = 0, required: frozenset[str] = frozenset()
    ) -> tuple[Session, tuple[LeftOut, ...]] | None:
        """Choose the session of `length` ms, or None where there is none.

        It takes `spare` ms less before it is stretched. The exercises `kept` are in it.
        """
        seconds = (length - spare) // SECOND
        times = [*range(-(-self.shortest_seconds // 60) * 60, seconds, 60), seconds]
        if self._has_shares:
            required, times = self._find_required(times[:-1], required), times[-1:]
        picks = choose_nested_picks(
            lambda kept, time: self._make_table(kept, time if self._has_shares else seconds),
            lambda plans, time: self._find_fitting_picks(
                plans, time, MAX_FINAL_PLANS if time == seconds else MAX_INTERIM_PLANS
            ),
            times,
            reuse=not self._has_shares,
            required=required,
        )
        return self._make_session(picks) if picks is not None else None

    def _find_required(self, times: list[int], required: frozenset[str]) -> frozenset[str]:
        """Name what sessions of some rising times have; found once, as shares make it slow."""
        for time in times:
            if (required, time) not in self._required:
                picks = self._find_fitting_picks(
                    self._make_table(required, time), time, MAX_INTERIM_PLANS
                )
                taken = zip(self.candidates, picks or (), strict=bool(picks))
                names = (one.name for one, pick in taken if one.dose_ladder and pick != SKIPPED)
                self._required[required, time] = required.union(names)
            required = self._required[required, time]
        return required

    @cached_property
    def shortest_seconds(self) -> int:
        """Give the seconds of the shortest session, one that can be made."""
        limit = 600
        while (found := self._make_table(frozenset(), limit).shortest_seconds) is None:
            limit *= 3
        if not self._has_shares:
            # Each part is rounded up: it may not stretch to what they come to together.
            times, plans = (
                range(found, found + SEARCH_SECONDS),
                self._make_table(frozenset(), limit),
            )
            return next(
                (at for at in times if self._find_fitting_picks(plans, at, MAX_INTERIM_PLANS)),
                found,
            )
        return find_first_time(
            lambda at: self._make_table(frozenset(), at).shortest_seconds is not None, found
        )

    @property
    def _has_shares(self) -> bool:
        return any(section.share < WHOLE_PERCENT for section in self.routine.sections)

    @cached_property
    def length_range(self) -> LengthRange:
        """Give the shortest and the longest session."""
        picks = tuple(
            len(offer.dose_ladder) - 1 if offer.dose_ladder else 0 for offer in self.candidates
        )
        taken = self._measure_picks(picks)
        longest = (taken.length + taken.stretch) // SECOND * SECOND
        longest = min(longest, self.routine.longest or LONGEST_SESSION)
        return LengthRange(self.shortest_seconds * SECOND, longest)

    def _make_approach(
        self, number: int, state: BodyState
    ) -> tuple[tuple[ContextStep, ...], BodyState]:
        """Give the acts that lead into an offer from a state, and the state behind them."""
        if (number, state) not in self._approaches:
            offer = self.candidates[number]
            walk = Unroller(self.delivery, self.cards, state.position, state.is_first_exercise)
            if offer.dose_ladder:
                acts = tuple(walk.unroll_approach(offer.dose_ladder[0][0]))
            elif offer.steps:
                acts = look_ahead(list(walk.unroll_part(Part(offer.title, offer.steps))))
            else:
                acts = ()
            counts = min(state.count + 1, offer.least) if offer.dose_ladder else state.count
            there = BodyState(
                walk.position, walk.is_first_exercise, 0 if offer.closes_section else counts
            )
            self._approaches[number, state] = acts, there
        return self._approaches[number, state]

    def _make_work(self, perform: Perform) -> tuple[ContextStep, ...]:
        if perform not in self._work_steps:
            self._work_steps[perform] = tuple(
                Unroller(self.delivery, self.cards).unroll_work(perform)
            )
        return self._work_steps[perform]

    def _measure_work(self, perform: Perform) -> MeasuredLength:
        """Measure the work of a dose, once."""
        if perform not in self._measured_lengths:
            self._measured_lengths[perform] = self.meter.measure(self._make_work(perform))
        return self._measured_lengths[perform]

    def _measure_approach(self, number: int, state: BodyState) -> MeasuredLength:
        """Measure the way into an offer, once."""
        if (number, state) not in self._measured_lengths:
            acts, _ = self._make_approach(number, state)
            self._measured_lengths[number, state] = self.meter.measure(acts)
        return self._measured_lengths[number, state]

    def _make_rise(self, state: BodyState) -> tuple[ContextStep, ...]:
        if state not in self._rise_steps:
            walk = Unroller(self.delivery, self.cards, state.position)
            self._rise_steps[state] = tuple(walk.unroll_rise()) if self.routine.rise else ()
        return self._rise_steps[state]

    def _make_table(self, required: frozenset[str], limit: int) -> KnapsackTable:
        """Make plans of so many seconds at most, or give those made last if they are the same."""
        # No plan takes more than all there is: arrays of hours would be filled for nothing.
        caps = {
            number: min(limit * section.share // WHOLE_PERCENT, self._max_seconds[number])
            for number, section in enumerate(self.routine.sections)
            if section.share < WHOLE_PERCENT
        }
        limit = min(limit, sum(self._max_seconds.values()))
        key = required, limit, tuple(caps.values())
        if key not in self._tables:
            self._tables = {
                key: KnapsackTable(
                    tuple(self._make_stages(required, caps)), self._finish_seconds, limit
                )
            }
        return self._tables[key]

    @cached_property
    def _max_seconds(self) -> dict[int, int]:
        """Give the seconds that no plan exceeds, by section; what is in none is under -1."""
        farthest = dict.fromkeys(range(-1, len(self.routine.sections)), 0)
        states = {BodyState()}
        for number, offer in enumerate(self.candidates):
            most, states = stage_bounds(self._make_stage(number, offer, frozenset()), states)
            farthest[offer.section] += most
        return farthest | {-1: farthest[-1] + max(map(self._finish_seconds, states))}

    def _make_stages(self, required: frozenset[str], caps: Mapping[int, int]) -> Iterator[Stage]:
        for section, group in groupby(enumerate(self.candidates), lambda pair: pair[1].section):
            members = tuple(self._make_stage(number, offer, required) for number, offer in group)
            if section in caps:
                yield make_capped_stage(
                    self.routine.sections[section].title, members, caps[section]
                )
            else:
                yield from members

    def _finish_seconds(self, state: BodyState) -> int:
        framed = (self._measure_span(OPENING_SPAN), self._measure_span(CLOSING_SPAN))
        return _ceil_seconds(
            sum_lengths((*framed, self.meter.measure(self._make_rise(state)))).length + MARGIN_MS
        )

    def _make_stage(self, number: int, candidate: Candidate, required: frozenset[str]) -> Stage:
        def approach(state: BodyState) -> tuple[int, BodyState]:
            _, there = self._make_approach(number, state)
            if candidate.closes_section and state.count < candidate.least:
                return INFINITE_SECONDS, there
            return _ceil_seconds(self._measure_approach(number, state).length), there

        rungs = tuple(
            DoseOption(_ceil_seconds(taken.length), taken.stretch, worth)
            for (perform, worth) in candidate.dose_ladder
            for taken in (self._measure_work(perform),)
        )
        optional = candidate.optional and candidate.name not in required
        return Stage(
            candidate.name,
            rungs or (DoseOption(0),),
            approach,
            optional,
            bool(candidate.dose_ladder),
        )

    def _measure_span(self, span: Span) -> MeasuredLength:
        return MeasuredLength(lay_span(span, self.meter.lengths).length, span.stretch)

    def _find_fitting_picks(self, table: KnapsackTable, seconds: int, most: int) -> Picks | None:
        """Give the best plan that can be stretched to a time, of so many at most."""
        for picks in islice(table.list_fitting_picks(seconds, self._slack_seconds()), most):
            whole = self._measure_picks(picks)
            if whole.length + MARGIN_MS <= seconds * SECOND <= whole.length + whole.stretch:
                return picks
        return None

    def _slack_seconds(self) -> int:
        """Give the seconds that every session of this routine can be stretched by."""
        always = [
            self._measure_approach(number, BodyState()).stretch
            for number, offer in enumerate(self.candidates)
            if offer.steps
        ]
        return sum(always) // SECOND

    def _measure_picks(self, picks: Picks) -> MeasuredLength:
        """Measure a whole session of some picks."""
        parts = [self._measure_span(OPENING_SPAN), self._measure_span(CLOSING_SPAN)]
        state = BodyState()
        for number, pick in enumerate(picks):
            if pick == SKIPPED:
                continue
            parts.append(self._measure_approach(number, state))
            _, state = self._make_approach(number, state)
            if self.candidates[number].dose_ladder:
                parts.append(self._measure_work(self.candidates[number].dose_ladder[pick][0]))
        parts.append(self.meter.measure(self._make_rise(state)))
        return sum_lengths(parts)

    def _make_session(self, picks: Picks) -> tuple[Session, tuple[LeftOut, ...]]:
        chosen: dict[int, list[Step]] = {}
        left = list(self.left_out)
        for offer, pick in zip(self.candidates, picks, strict=True):
            if not offer.dose_ladder:
                continue
            if pick == SKIPPED:
                left.append(leave_out_for_time(self.cards[offer.name], offer.dose_ladder[0][0]))
            else:
                chosen.setdefault(offer.section, []).append(offer.dose_ladder[pick][0])
        parts = tuple(
            Part(section.title or self.routine.title, (*section.steps, *chosen.get(number, ())))
            for number, section in enumerate(self.routine.sections)
        )
        session = make_session(self.routine, parts, self.cards, self.delivery)
        return session, tuple(left)


def _ceil_seconds(length: int) -> int:
    return -(-length // SECOND)
