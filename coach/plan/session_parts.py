"""Routine, cards and delivery -> the steps that any session of them may be made of.

Every step is made here once, so that all that must be spoken to measure it can be listed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from coach.plan.candidates import list_candidates
from coach.plan.eligibility import LeftOut
from coach.plan.knapsack import BodyState
from coach.plan.measure import StepCompiler
from coach.plan.memo import cached_method
from coach.plan.progression import NO_PROGRESSION, Progression
from coach.script.exercise import Exercise
from coach.script.routine import Routine
from coach.script.steps import Perform
from coach.timeline.context import ContextStep
from coach.timeline.delivery import Delivery
from coach.timeline.look_ahead import look_ahead
from coach.timeline.session import Part
from coach.timeline.session_frame import frame_spans
from coach.timeline.source import Source
from coach.timeline.unroll import Unroller

Steps = tuple[ContextStep, ...]


class SessionParts:
    """What the sessions of a routine may be made of in one delivery, not measured yet.

    `left_out` is what no session has, because of the listener's filters.
    """

    def __init__(
        self,
        routine: Routine,
        cards: Mapping[str, Exercise],
        delivery: Delivery,
        left_out: tuple[LeftOut, ...] = (),
        progression: Progression = NO_PROGRESSION,
    ) -> None:
        self.routine = routine
        self.cards = cards
        self.delivery = replace(delivery, phrases=delivery.phrases.override(routine.phrases))
        self.left_out = left_out
        self.compiler = StepCompiler(self.delivery.phrases, delivery.talk_level)
        self.frame = frame_spans(end_sound=routine.end_sound)
        self.progression = progression
        self.candidates = tuple(list_candidates(routine, cards, self.delivery, progression))

    def list_sources(self) -> Iterator[Source]:
        """Yield all that must be spoken before these parts can be measured."""
        # The same steps come again and again, dose by dose: each is compiled once.
        yield from self.compiler.list_sources(dict.fromkeys(self._list_steps()))
        for span in self.frame:
            yield from (cue.source for cue in span.cues)

    def _list_steps(self) -> Iterator[ContextStep]:
        states = {BodyState()}
        for number, candidate in enumerate(self.candidates):
            after = set(states) if candidate.optional else set()
            for state in states:
                steps, state_after = self.make_approach(number, state)
                yield from steps
                after.add(state_after)
            for perform, _ in candidate.dose_ladder:
                yield from self.make_work(perform)
            if candidate.steps:  # the slack is measured as if nothing came before
                yield from self.make_approach(number, BodyState())[0]
            states = after
        for state in states:
            yield from self.make_rise(state)

    @cached_method
    def make_approach(self, number: int, state: BodyState) -> tuple[Steps, BodyState]:
        """Make the steps that lead into the candidate of a number, and the state after it.

        A candidate that has steps and no doses is done with them.
        """
        candidate = self.candidates[number]
        unroller = Unroller(
            self.delivery,
            self.cards,
            state.position,
            state.is_first_exercise,
            last_position=state.last_position,
        )
        steps: Steps = ()
        if candidate.dose_ladder:
            perform = candidate.dose_ladder[0][0]
            steps = tuple(unroller.unroll_approach(perform))
            unroller.finish_work(perform)
        elif candidate.steps:
            part = Part(candidate.title, candidate.steps)
            closes = self.routine.closing and number == len(self.candidates) - 1
            name = "" if closes else self._longest_name
            steps = look_ahead(list(unroller.unroll_part(part)), name)
        count = min(state.count + 1, candidate.least) if candidate.dose_ladder else state.count
        if candidate.closes_section:
            count = 0
        after = BodyState(
            unroller.position, unroller.is_first_exercise, count, unroller.last_position
        )
        return steps, after

    @cached_property
    def _longest_name(self) -> str:
        """The longest name that may come next, behind steps of which that is not known yet.

        The same for parts of fewer exercises: what has steps is in all of them.
        """
        cards = (card.name for card in self.cards.values())
        return max(
            (*cards, *(one.title for one in self.candidates if one.steps)), key=len, default=""
        )

    @cached_method
    def make_work(self, perform: Perform) -> Steps:
        """Make the steps of a dose, without the approach."""
        return tuple(Unroller(self.delivery, self.cards).unroll_work(perform))

    @cached_method
    def make_rise(self, state: BodyState) -> Steps:
        """Make the steps that help the listener up at the end, where the routine has them."""
        unroller = Unroller(self.delivery, self.cards, state.position)
        return tuple(unroller.unroll_rise()) if self.routine.rise else ()
