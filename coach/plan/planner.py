"""Planning: a routine and a wanted length -> the session that fits it, and why it is so.

Builds the stages that `choosing` weighs from the very acts the session would be made of,
measured with the voice in use.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import groupby, islice

from coach.plan.candidates import Offer, Range, offers
from coach.plan.eligibility import Left, outvalued
from coach.plan.knapsack import (
    BEYOND,
    SKIPPED,
    Picks,
    Plans,
    Rung,
    Stage,
    State,
    capped,
    first_time,
    nested,
    reach,
)
from coach.plan.measure import Meter, Taken, total
from coach.script.exercise import Exercise
from coach.script.routine import Routine
from coach.script.steps import Perform, Step
from coach.timeline.context import Act
from coach.timeline.cues import SECOND, Span
from coach.timeline.cuesheet import CLOSING, OPENING
from coach.timeline.guidance import Manner
from coach.timeline.layout import lay_span
from coach.timeline.session import Part, Session, frame
from coach.timeline.source import Source
from coach.timeline.unroll import LONGEST, Walk, look_ahead

WHOLE = 100
FEW, MOST, FARTHEST = 20, 50, 120
"""Plans weighed for a time, on the way to another or for itself; as a rule the first one fits. And
seconds behind the least that all parts take, in which a session that can be made is sought."""
MARGIN = 400
"""Added to what is measured, in ms: text about time and names may come out a little longer."""


class Planner:
    """Weighs the sessions of one routine for one manner; measures once, answers any length."""

    def __init__(
        self,
        routine: Routine,
        cards: Mapping[str, Exercise],
        manner: Manner,
        left: tuple[Left, ...] = (),
    ) -> None:
        self.routine = routine
        self.cards = cards
        self.manner = replace(manner, phrases=manner.phrases.override(routine.phrases))
        self.meter = Meter(self.manner.phrases, manner.talk)
        self.left = left
        self.offers = tuple(offers(routine, cards, self.manner))
        self._approaches: dict[tuple[int, State], tuple[tuple[Act, ...], State]] = {}
        self._taken_by: dict[Perform | tuple[int, State], Taken] = {}
        self._works: dict[Perform, tuple[Act, ...]] = {}
        self._rises: dict[State, tuple[Act, ...]] = {}
        self._kept: dict[tuple[frozenset[str], int], frozenset[str]] = {}
        self._planned: dict[object, Plans] = {}

    def sources(self) -> Iterator[Source]:
        """Name all that must be spoken before anything can be measured."""
        # The same acts come again and again, dose by dose: each is compiled and asked once.
        yield from self.meter.sources(dict.fromkeys(self._acts()))
        for span in (OPENING, CLOSING):
            yield from (cue.source for cue in span.cues)

    def _acts(self) -> Iterator[Act]:
        """Give every act that a session may be made of."""
        states = {State()}
        for number, offer in enumerate(self.offers):
            after = set(states) if offer.optional else set()
            for state in states:
                acts, there = self._approach(number, state)
                yield from acts
                after.add(there)
            for perform, _ in offer.rungs:
                yield from self._work(perform)
            if offer.steps:  # `_slack` measures them as if nothing came before
                yield from self._approach(number, State())[0]
            states = after
        for state in states:
            yield from self._rise(state)

    def choose(
        self, length: int, spare: int = 0, kept: frozenset[str] = frozenset()
    ) -> tuple[Session, tuple[Left, ...]] | None:
        """Choose the session of `length` ms, or None where there is none.

        It takes `spare` ms less before it is stretched. The exercises `kept` are in it.
        """
        seconds = (length - spare) // SECOND
        times = [*range(-(-self.shortest // 60) * 60, seconds, 60), seconds]
        if self._shares:
            kept, times = self._kept_before(times[:-1], kept), times[-1:]
        picks = nested(
            lambda kept, time: self._plans(kept, time if self._shares else seconds),
            lambda plans, time: self._accepted(plans, time, MOST if time == seconds else FEW),
            times,
            reuse=not self._shares,
            kept=kept,
        )
        return self._session(picks) if picks is not None else None

    def _kept_before(self, times: list[int], kept: frozenset[str]) -> frozenset[str]:
        """Name what sessions of some rising times have; found once, as shares make it slow."""
        for time in times:
            if (kept, time) not in self._kept:
                picks = self._accepted(self._plans(kept, time), time, FEW)
                taken = zip(self.offers, picks or (), strict=bool(picks))
                names = (one.name for one, pick in taken if one.rungs and pick != SKIPPED)
                self._kept[kept, time] = kept.union(names)
            kept = self._kept[kept, time]
        return kept

    @cached_property
    def shortest(self) -> int:
        """Give the seconds of the shortest session, one that can be made."""
        limit = 600
        while (found := self._plans(frozenset(), limit).shortest) is None:
            limit *= 3
        if not self._shares:
            # Each part is rounded up: it may not stretch to what they come to together.
            times, plans = range(found, found + FARTHEST), self._plans(frozenset(), limit)
            return next((at for at in times if self._accepted(plans, at, FEW)), found)
        return first_time(lambda at: self._plans(frozenset(), at).shortest is not None, found)

    @property
    def _shares(self) -> bool:
        return any(section.share < WHOLE for section in self.routine.sections)

    @cached_property
    def possible(self) -> Range:
        """Give the shortest and the longest session."""
        picks = tuple(len(offer.rungs) - 1 if offer.rungs else 0 for offer in self.offers)
        taken = self._taken(picks)
        longest = (taken.length + taken.stretch) // SECOND * SECOND
        longest = min(longest, self.routine.longest or LONGEST)
        return Range(self.shortest * SECOND, longest)

    def _approach(self, number: int, state: State) -> tuple[tuple[Act, ...], State]:
        """Give the acts that lead into an offer from a state, and the state behind them."""
        if (number, state) not in self._approaches:
            offer = self.offers[number]
            walk = Walk(self.manner, self.cards, state.position, state.opens)
            if offer.rungs:
                acts = tuple(walk.approach(offer.rungs[0][0]))
            elif offer.steps:
                acts = look_ahead(list(walk.part(Part(offer.title, offer.steps))))
            else:
                acts = ()
            counts = min(state.count + 1, offer.least) if offer.rungs else state.count
            there = State(walk.position, walk.opens, 0 if offer.closes else counts)
            self._approaches[number, state] = acts, there
        return self._approaches[number, state]

    def _work(self, perform: Perform) -> tuple[Act, ...]:
        if perform not in self._works:
            self._works[perform] = tuple(Walk(self.manner, self.cards).work(perform))
        return self._works[perform]

    def _worked(self, perform: Perform) -> Taken:
        """Measure the work of a dose, once."""
        if perform not in self._taken_by:
            self._taken_by[perform] = self.meter.measure(self._work(perform))
        return self._taken_by[perform]

    def _approached(self, number: int, state: State) -> Taken:
        """Measure the way into an offer, once."""
        if (number, state) not in self._taken_by:
            acts, _ = self._approach(number, state)
            self._taken_by[number, state] = self.meter.measure(acts)
        return self._taken_by[number, state]

    def _rise(self, state: State) -> tuple[Act, ...]:
        if state not in self._rises:
            walk = Walk(self.manner, self.cards, state.position)
            self._rises[state] = tuple(walk.rise()) if self.routine.rise else ()
        return self._rises[state]

    def _plans(self, kept: frozenset[str], limit: int) -> Plans:
        """Make plans of so many seconds at most, or give those made last if they are the same."""
        # No plan takes more than all there is: arrays of hours would be filled for nothing.
        caps = {
            number: min(limit * section.share // WHOLE, self._farthest[number])
            for number, section in enumerate(self.routine.sections)
            if section.share < WHOLE
        }
        limit = min(limit, sum(self._farthest.values()))
        key = kept, limit, tuple(caps.values())
        if key not in self._planned:
            self._planned = {key: Plans(tuple(self._stages(kept, caps)), self._finish, limit)}
        return self._planned[key]

    @cached_property
    def _farthest(self) -> dict[int, int]:
        """Give the seconds that no plan exceeds, by section; what is in none is under -1."""
        farthest = dict.fromkeys(range(-1, len(self.routine.sections)), 0)
        states = {State()}
        for number, offer in enumerate(self.offers):
            most, states = reach(self._stage(number, offer, frozenset()), states)
            farthest[offer.section] += most
        return farthest | {-1: farthest[-1] + max(map(self._finish, states))}

    def _stages(self, kept: frozenset[str], caps: Mapping[int, int]) -> Iterator[Stage]:
        for section, group in groupby(enumerate(self.offers), lambda pair: pair[1].section):
            members = tuple(self._stage(number, offer, kept) for number, offer in group)
            if section in caps:
                yield capped(self.routine.sections[section].title, members, caps[section])
            else:
                yield from members

    def _finish(self, state: State) -> int:
        framed = (self._framed(OPENING), self._framed(CLOSING))
        return _up(total((*framed, self.meter.measure(self._rise(state)))).length + MARGIN)

    def _stage(self, number: int, offer: Offer, kept: frozenset[str]) -> Stage:
        def approach(state: State) -> tuple[int, State]:
            _, there = self._approach(number, state)
            if offer.closes and state.count < offer.least:
                return BEYOND, there
            return _up(self._approached(number, state).length), there

        rungs = tuple(
            Rung(_up(taken.length), taken.stretch, worth)
            for (perform, worth) in offer.rungs
            for taken in (self._worked(perform),)
        )
        optional = offer.optional and offer.name not in kept
        return Stage(offer.name, rungs or (Rung(0),), approach, optional, bool(offer.rungs))

    def _framed(self, span: Span) -> Taken:
        return Taken(lay_span(span, self.meter.lengths).length, span.stretch)

    def _accepted(self, plans: Plans, seconds: int, most: int) -> Picks | None:
        """Give the best plan that can be stretched to a time, of so many at most."""
        for picks in islice(plans.fitting(seconds, self._slack()), most):
            whole = self._taken(picks)
            if whole.length + MARGIN <= seconds * SECOND <= whole.length + whole.stretch:
                return picks
        return None

    def _slack(self) -> int:
        """Give the seconds that every session of this routine can be stretched by."""
        always = [
            self._approached(number, State()).stretch
            for number, offer in enumerate(self.offers)
            if offer.steps
        ]
        return sum(always) // SECOND

    def _taken(self, picks: Picks) -> Taken:
        """Measure a whole session of some picks."""
        parts = [self._framed(OPENING), self._framed(CLOSING)]
        state = State()
        for number, pick in enumerate(picks):
            if pick == SKIPPED:
                continue
            parts.append(self._approached(number, state))
            _, state = self._approach(number, state)
            if self.offers[number].rungs:
                parts.append(self._worked(self.offers[number].rungs[pick][0]))
        parts.append(self.meter.measure(self._rise(state)))
        return total(parts)

    def _session(self, picks: Picks) -> tuple[Session, tuple[Left, ...]]:
        chosen: dict[int, list[Step]] = {}
        left = list(self.left)
        for offer, pick in zip(self.offers, picks, strict=True):
            if not offer.rungs:
                continue
            if pick == SKIPPED:
                left.append(outvalued(self.cards[offer.name], offer.rungs[0][0]))
            else:
                chosen.setdefault(offer.section, []).append(offer.rungs[pick][0])
        parts = tuple(
            Part(section.title or self.routine.title, (*section.steps, *chosen.get(number, ())))
            for number, section in enumerate(self.routine.sections)
        )
        session = frame(self.routine, parts, self.cards, self.manner)
        return session, tuple(left)


def _up(length: int) -> int:
    return -(-length // SECOND)
