"""Brevity: sessions shorter than full teaching allows, of the same few exercises in few words.

The shortest session that teaches in full holds the fewest exercises a routine can be made of. A
shorter one has these, or fewer of them, and reminds instead of teaching: no purposes, no details,
the short lines for how something is done. What safety asks for, the set-up and the first caution
stay, and so does the time for the body. Where talk is short anyway, it has fewer exercises.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from coach.plan.candidates import LengthRange
from coach.plan.eligibility import LeftOut, leave_out_for_time
from coach.plan.planner import Planner
from coach.script.exercise import Exercise
from coach.script.routine import Routine, Section
from coach.script.steps import Perform
from coach.timeline.clips import Extent
from coach.timeline.guidance import Delivery
from coach.timeline.session import Session, list_performs
from coach.timeline.source import Source

MINUTE = 60_000
FRAMING_GOALS = frozenset({"warm-up", "breathing"})
"""Goals of what leads into the work of a session, and out of it."""


class SessionPlanner:
    """Weighs the sessions of one routine, and those in few words that are shorter still."""

    def __init__(
        self,
        routine: Routine,
        cards: Mapping[str, Exercise],
        delivery: Delivery,
        left_out: tuple[LeftOut, ...] = (),
    ) -> None:
        self.full_planner = Planner(routine, cards, delivery, left_out)
        self.routine, self.cards, self.delivery = routine, cards, self.full_planner.delivery
        self.left_out = left_out
        # Exercises that all have to be done are somebody's order, not for us to shorten.
        chooses = any(not one.always for one in routine.exercises)
        self._flexible_routine = _make_exercises_optional(routine, cards)
        self._brief_source_planner = (
            self._make_brief_planner(self._flexible_routine, left_out) if chooses else None
        )

    def list_sources(self) -> Iterator[Source]:
        """Name all that must be spoken before anything can be measured."""
        for planner in (self.full_planner, self._brief_source_planner):
            if planner:
                yield from planner.list_sources()

    def set_lengths(self, lengths: Mapping[Source, Extent]) -> None:
        """Give what all of the sources last."""
        self.full_planner.meter.lengths = lengths

    @cached_property
    def length_range(self) -> LengthRange:
        """Give the shortest and the longest session."""
        whole = self.full_planner.length_range
        return (
            replace(whole, shortest=self.brief_planner.length_range.shortest)
            if self.brief_planner
            else whole
        )

    @property
    def shortest_full_length(self) -> int:
        """Give the length, in ms, from which on it is taught in full."""
        return self.full_planner.length_range.shortest

    def choose_session(
        self, length: int, spare: int = 0
    ) -> tuple[Session, tuple[LeftOut, ...]] | None:
        """Choose the session of `length` ms, or None where there is none."""
        if self.brief_planner is None:
            return self.full_planner.choose_session(length, spare)
        if length - spare < self.shortest_full_length:
            return self.brief_planner.choose_session(length, spare)
        chosen = self.full_planner.choose_session(length, spare, self._longest_brief_exercises)
        return chosen or self.full_planner.choose_session(length, spare)

    @cached_property
    def brief_planner(self) -> Planner | None:
        """Plan in few words, or not at all where that makes no session shorter."""
        shortest = (
            self.full_planner.choose_session(self.shortest_full_length)
            if self._brief_source_planner
            else None
        )
        if shortest is None:
            return None
        names = _exercise_names(shortest[0])
        fewer = _replace_exercises(
            self._flexible_routine,
            lambda section: (one for one in section.exercises if one.exercise in names),
        )
        others = (one for one in self.routine.exercises if one.exercise not in names)
        left = tuple(leave_out_for_time(self.cards[one.exercise], one) for one in others)
        planner = self._make_brief_planner(fewer, (*self.left_out, *left))
        planner.meter.lengths = self.full_planner.meter.lengths
        return planner if planner.length_range.shortest < self.shortest_full_length else None

    @cached_property
    def _longest_brief_exercises(self) -> frozenset[str]:
        """Name what the longest session in few words has, of a whole number of minutes."""
        assert self.brief_planner is not None
        minute = (self.shortest_full_length - 1) // MINUTE * MINUTE
        if minute < self.brief_planner.length_range.shortest:
            return frozenset()
        chosen = self.brief_planner.choose_session(minute)
        return _exercise_names(chosen[0]) if chosen else frozenset()

    def _make_brief_planner(self, routine: Routine, left_out: tuple[LeftOut, ...]) -> Planner:
        manner = replace(self.delivery, brief=True)
        return Planner(routine, self.cards, manner, left_out)


def _exercise_names(session: Session) -> frozenset[str]:
    return frozenset(one.exercise for part in session.parts for one in list_performs(part.steps))


def _make_exercises_optional(routine: Routine, cards: Mapping[str, Exercise]) -> Routine:
    """Let exercises go for want of time, but for the heart of a routine and its breathing.

    The heart is the first of the highest priority that is neither warm-up nor breathing.
    """
    always = [one for one in routine.exercises if one.always]
    goals = {one.exercise: set(cards[one.exercise].goals) for one in always}
    heart = [one for one in always if not FRAMING_GOALS & goals[one.exercise]] or always
    first = max(heart, key=lambda one: one.priority, default=None)

    def loosen_section(section: Section) -> Iterator[Perform]:
        for one in section.exercises:
            ends = one.always and "breathing" in goals[one.exercise]
            matters = first is not None and one.priority >= first.priority
            yield replace(one, always=one is first or (ends and matters))

    return _replace_exercises(routine, loosen_section)


def _replace_exercises(routine: Routine, choose: Callable[[Section], Iterable[Perform]]) -> Routine:
    """Give the routine with other exercises; sections without anything are left out."""
    sections = (
        replace(section, exercises=chosen, least=min(section.least, len(chosen)))
        for section in routine.sections
        for chosen in (tuple(choose(section)),)
        if chosen or section.steps
    )
    return replace(routine, sections=tuple(sections))
