"""Sessions shorter than full teaching allows, of the same few exercises in few words.

The shortest session that teaches in full holds the fewest exercises a routine can be made of. A
shorter one has these, or fewer of them, and reminds instead of teaching: no purposes, no details,
the short lines for how something is done. What safety asks for, the set-up and the first caution
stay, and so does the time for the body. Where talk is short anyway, it has fewer exercises.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from coach.plan.candidates import LengthRange
from coach.plan.eligibility import LeftOut
from coach.plan.planner import Planner
from coach.plan.session_parts import SessionParts
from coach.script.exercise import Exercise
from coach.script.routine import Routine, Section
from coach.script.steps import Perform
from coach.timeline.clips import Extent
from coach.timeline.guidance import Delivery
from coach.timeline.opening_plan import insert_plan
from coach.timeline.session import Session, list_performs, make_usual_session
from coach.timeline.session_bounds import LONGEST_SESSION
from coach.timeline.source import Source

MINUTE = 60_000
"""Milliseconds in a minute."""
FRAMING_GOALS = frozenset({"warm-up", "breathing"})
"""Goals of what leads into the work of a session, and out of it."""


class SessionMaterial:
    """All that full and brief sessions of a routine may be made of, not measured yet."""

    def __init__(
        self,
        routine: Routine,
        cards: Mapping[str, Exercise],
        delivery: Delivery,
        left_out: tuple[LeftOut, ...] = (),
    ) -> None:
        self.full = SessionParts(routine, cards, delivery, left_out)
        self.flexible_routine = _make_exercises_optional(routine, cards)
        # Where all exercises are always done, the author means all of them: none is left out.
        chooses = any(not one.always for one in routine.exercises)
        self.brief = self.make_brief_parts(self.flexible_routine, left_out) if chooses else None

    def list_sources(self) -> Iterator[Source]:
        """Yield all that must be spoken before a session can be planned."""
        for parts in (self.full, self.brief):
            if parts:
                yield from parts.list_sources()

    def make_planner(self, lengths: Mapping[Source, Extent]) -> "SessionPlanner":
        """Return the planner; `lengths` must hold every source that is listed."""
        return SessionPlanner(self, lengths)

    def make_brief_parts(self, routine: Routine, left_out: tuple[LeftOut, ...]) -> SessionParts:
        """Make the parts of a routine in few words; what they need is among the sources.

        That holds for a routine with some of the exercises of the flexible one.
        """
        delivery = replace(self.full.delivery, brief=True)
        # The plan is reckoned with all exercises, so that what it says is among the sources.
        planned = insert_plan(self.full.routine, self.full.cards, delivery)
        routine = replace(routine, opening=planned.opening)
        return SessionParts(routine, self.full.cards, delivery, left_out)


class SessionPlanner:
    """Chooses the sessions of one routine, with the brief ones that are shorter still."""

    def __init__(self, material: SessionMaterial, lengths: Mapping[Source, Extent]) -> None:
        self._material, self._lengths = material, lengths
        self._full_planner = Planner(material.full, lengths)
        self.routine, self.cards = material.full.routine, material.full.cards
        self.delivery, self.left_out = material.full.delivery, material.full.left_out
        self.usual_range: LengthRange | None = None
        """What the usual session lasts, as it is spoken and stretched; None where that is no
        matter: the routine names its length, and has sessions to choose from."""

    @cached_property
    def length_range(self) -> LengthRange:
        """The shortest and the longest session; the usual one, set before, is among them."""
        planned, usual = self.planned_range, self.usual_range
        if usual is None:
            return planned
        cap = self.routine.longest or LONGEST_SESSION
        if planned.is_empty or not self.routine.exercises:
            return replace(usual, longest=max(min(usual.longest, cap), usual.shortest))
        if usual.shortest > cap:
            return planned
        return LengthRange(
            min(planned.shortest, usual.shortest), max(planned.longest, usual.shortest)
        )

    @cached_property
    def planned_range(self) -> LengthRange:
        """The shortest and the longest session that can be chosen, beside the usual one."""
        whole = self._full_planner.length_range
        if self.brief_planner is None:
            return whole
        return replace(whole, shortest=self.brief_planner.length_range.shortest)

    @property
    def shortest_full_length(self) -> int:
        """The length in ms from which on a session is taught in full."""
        return self._full_planner.length_range.shortest

    def choose_session(
        self, length: int, spare: int = 0
    ) -> tuple[Session, tuple[LeftOut, ...]] | None:
        """Choose the session of `length` ms and say what it leaves out; None where there is none.

        It takes `spare` ms less before it is stretched.
        """
        return self._choose_planned(length, spare) or self._choose_usual(length, spare)

    def _choose_usual(self, length: int, spare: int) -> tuple[Session, tuple[LeftOut, ...]] | None:
        """Return the usual session, and what it leaves out, where it stretches to the length."""
        usual = self.usual_range
        if usual is None or not usual.shortest + spare <= length <= usual.longest:
            return None
        return make_usual_session(self.routine, self.cards, self.delivery), self.left_out

    def _choose_planned(
        self, length: int, spare: int
    ) -> tuple[Session, tuple[LeftOut, ...]] | None:
        """Choose among the sessions that are made to measure, in full or in few words."""
        if self.brief_planner is None:
            return self._full_planner.choose_session(length, spare)
        if length - spare < self.shortest_full_length:
            return self.brief_planner.choose_session(length, spare)
        chosen = self._full_planner.choose_session(length, spare, self._longest_brief_exercises)
        return chosen or self._full_planner.choose_session(length, spare)

    @cached_property
    def brief_planner(self) -> Planner | None:
        """The planner of sessions in few words; None where that makes no session shorter."""
        shortest = (
            self._full_planner.choose_session(self.shortest_full_length)
            if self._material.brief
            else None
        )
        if shortest is None:
            return None
        names = _exercise_names(shortest[0])
        fewer = _replace_exercises(
            self._material.flexible_routine,
            lambda section: (one for one in section.exercises if one.exercise in names),
        )
        exercises = (one for one in self._material.full.candidates if one.dose_ladder)
        others = (one for one in exercises if one.name not in names)
        left_out = tuple(map(self._full_planner.leave_out, others))
        parts = self._material.make_brief_parts(fewer, (*self.left_out, *left_out))
        planner = Planner(parts, self._lengths)
        brief = planner.length_range
        is_shorter = not brief.is_empty and brief.shortest < self.shortest_full_length
        return planner if is_shorter else None

    @cached_property
    def _longest_brief_exercises(self) -> frozenset[str]:
        """Names of what the longest session in few words has, of a whole number of minutes."""
        assert self.brief_planner is not None
        minute = (self.shortest_full_length - 1) // MINUTE * MINUTE
        if minute < self.brief_planner.length_range.shortest:
            return frozenset()
        chosen = self.brief_planner.choose_session(minute)
        return _exercise_names(chosen[0]) if chosen else frozenset()


def _exercise_names(session: Session) -> frozenset[str]:
    return frozenset(one.exercise for part in session.parts for one in list_performs(part.steps))


def _make_exercises_optional(routine: Routine, cards: Mapping[str, Exercise]) -> Routine:
    """Return the routine with exercises optional, but for its heart and its breathing.

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
            asked = one.always and cards[one.exercise].opt_in
            yield replace(one, always=one is first or (ends and matters) or asked)

    return _replace_exercises(routine, loosen_section)


def _replace_exercises(routine: Routine, choose: Callable[[Section], Iterable[Perform]]) -> Routine:
    """Return the routine with other exercises; sections without anything are left out."""
    sections = (
        replace(section, exercises=chosen, least=min(section.least, len(chosen)))
        for section in routine.sections
        for chosen in (tuple(choose(section)),)
        if chosen or section.steps
    )
    return replace(routine, sections=tuple(sections))
