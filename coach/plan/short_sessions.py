"""Sessions too short to teach all that should be done in them, in few words.

To teach an exercise takes as long as to do it, so a short session that teaches in full hardly
moves. It reminds instead: no purposes, no details, the short lines for how something is done. What
safety asks for, the set-up and the first caution stay, and so does the time for the body. So it has
what is worth most in few words up to `MAX_BRIEF` ms; as soon as there is time for all of that with
every word, it is taught in full: by the usual length of the routine at the latest.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from coach.plan.candidates import LengthRange
from coach.plan.eligibility import LeftOut
from coach.plan.planner import Planner
from coach.plan.progression import NO_PROGRESSION, Progression
from coach.plan.session_parts import SessionParts
from coach.script.exercise import Exercise
from coach.script.routine import Routine, Section
from coach.script.steps import Perform
from coach.timeline.clips import Extent
from coach.timeline.cues import SECOND
from coach.timeline.delivery import Delivery
from coach.timeline.greeting_words import insert_greeting
from coach.timeline.opening_plan import insert_plan
from coach.timeline.session import Session, make_usual_session
from coach.timeline.session_bounds import LONGEST_SESSION
from coach.timeline.source import Source

MINUTE = 60_000
"""Milliseconds in a minute."""
MAX_BRIEF = 10 * MINUTE
"""What a session of so many ms has in few words, a longer one teaches."""
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
        progression: Progression = NO_PROGRESSION,
    ) -> None:
        self.progression = progression
        self.full = SessionParts(
            routine, cards, delivery, left_out, _know_always(progression, routine)
        )
        self.flexible_routine = _make_exercises_optional(routine, cards)
        # Where all exercises are always done, the author means all of them: none is left out.
        chooses = any(not one.always for one in routine.exercises)
        self.brief = self.make_brief_parts(self.flexible_routine, left_out) if chooses else None

    @cached_property
    def flexible_full(self) -> SessionParts:
        """Return the parts of the flexible routine, with the words and pauses of full sessions."""
        full = self.full
        return SessionParts(
            self.flexible_routine, full.cards, full.delivery, full.left_out, self.progression
        )

    def make_usual_session(self) -> Session:
        """Return the session of all exercises at their usual doses."""
        return make_usual_session(self.full.routine, self.full.cards, self.full.delivery)

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
        planned = insert_greeting(planned, self.full.cards, delivery)
        routine = replace(routine, opening=planned.opening)
        cards, progression = self.full.cards, self.full.progression
        return SessionParts(routine, cards, delivery, left_out, progression)


class SessionPlanner:
    """Chooses the sessions of one routine, with the brief ones that are shorter still."""

    def __init__(self, material: SessionMaterial, lengths: Mapping[Source, Extent]) -> None:
        self._material, self._lengths = material, lengths
        self._full_planner = Planner(material.full, lengths)
        self.routine, self.cards = material.full.routine, material.full.cards
        self.delivery, self.left_out = material.full.delivery, material.full.left_out
        self.progression = material.progression
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

    @cached_property
    def shortest_full_length(self) -> int:
        """The length in ms from which on a session is taught in full."""
        _, seconds = self._core
        return max(self._full_planner.length_range.shortest, seconds * SECOND)

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
        chosen = self._full_planner.choose_session(length, spare, self._core[0])
        return chosen or self._full_planner.choose_session(length, spare)

    @property
    def _always(self) -> frozenset[str]:
        """Names of what the author wants in every session that has time for it."""
        return frozenset(one.exercise for one in self.routine.exercises if one.always)

    @cached_property
    def brief_planner(self) -> Planner | None:
        """The planner of sessions in few words; None where that makes no session shorter."""
        names, _ = self._core
        if self._material.brief is None or not names:
            return None
        planner = self.make_brief_planner(names)
        brief = planner.length_range
        is_shorter = not brief.is_empty and brief.shortest < self.shortest_full_length
        return planner if is_shorter else None

    def list_nested_names(self) -> dict[int, frozenset[str]]:
        """Return the names of what the sessions of rising lengths have: of whole minutes, in ms.

        The first one is there even where it is of no whole minute.
        """
        possible = self.planned_range
        end = possible.longest // SECOND
        first = -(-possible.shortest // MINUTE) * 60
        times = [*self._full_planner.list_nested_times(end + 1)]
        full = [time for time in times if time * SECOND >= self.shortest_full_length]
        brief = [*range(first, self.shortest_full_length // SECOND, 60)]
        found: dict[int, frozenset[str]] = {}
        if self.brief_planner:
            found |= zip(brief, self.brief_planner.list_nested_names(brief), strict=True)
        taught = self._full_planner.list_nested_names(full, self._core[0])
        found |= zip(full, taught, strict=True)
        if not found and (chosen := self.choose_session(possible.shortest)):
            return {possible.shortest: chosen[0].exercises}
        return {time * SECOND: names for time, names in found.items()}

    def make_brief_planner(self, names: frozenset[str]) -> Planner:
        """Make the planner of sessions in few words that have some of these exercises."""
        fewer = _replace_exercises(
            self._material.flexible_routine,
            lambda section: (one for one in section.exercises if one.exercise in names),
        )
        exercises = (one for one in self._material.full.candidates if one.dose_ladder)
        others = (one for one in exercises if one.name not in names)
        left_out = tuple(map(self._full_planner.leave_out, others))
        parts = self._material.make_brief_parts(fewer, (*self.left_out, *left_out))
        offered = self._full_planner.offered_before_turns
        return Planner(parts, self._lengths, offered, self._always)

    @cached_property
    def _core(self) -> tuple[frozenset[str], int]:
        """Names of what sessions in few words have, and all longer ones; seconds to teach them in.

        They are as many as there are at `MAX_BRIEF` for which the usual length has time with every
        word. They are taught as soon as no less of them can be done then. If there are none, they
        are those of the shortest session that teaches in full.
        """
        full, usual = self._full_planner, (self.routine.length or 0) // SECOND
        if self._material.brief:
            offered = full.offered_before_turns
            few = Planner(self._material.brief, self._lengths, offered, self._always)
            shortest = few.length_range.shortest // SECOND
            times = range(-(-shortest // 60) * 60, min(MAX_BRIEF // SECOND, usual) + 1, 60)
            found = zip(times, few.list_nested_names(times), strict=True)
            for time, names in reversed([*found]):
                if names and full.find_shortest_with(names, usual):
                    worth = few.find_worth(time)
                    return names, full.find_shortest_with(names, usual, worth) or usual
        chosen = full.choose_session(full.length_range.shortest)
        return chosen[0].exercises if chosen else frozenset(), 0


def _know_always(progression: Progression, routine: Routine) -> Progression:
    """Return the progression without points and news of what is always done: that takes no turns.

    In few words not all of it is done, and what waits would come before it.
    """
    always = (one.exercise for one in routine.exercises if one.always)
    known = {name: replace(progression.find(name), points=0, is_new=False) for name in always}
    return replace(progression, exercises={**progression.exercises, **known})


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
