"""Brevity: sessions shorter than full teaching allows, of the same few exercises in few words.

The shortest session that teaches in full holds the fewest exercises a routine can be made of. A
shorter one has these, or fewer of them, and reminds instead of teaching: no purposes, no details,
the short lines for how something is done. What safety asks for, the set-up and the first caution
stay, and so does the time for the body. Where talk is short anyway, it has fewer exercises.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from coach.plan.candidates import Range
from coach.plan.eligibility import Left, outvalued
from coach.plan.planner import Planner
from coach.script.exercise import Exercise
from coach.script.routine import Routine, Section
from coach.script.steps import Perform
from coach.timeline.guidance import Manner
from coach.timeline.layout import Extent
from coach.timeline.session import Session, performs
from coach.timeline.source import Source

MINUTE = 60_000
FRAMING = frozenset({"warm-up", "breathing"})
"""Goals of what leads into the work of a session, and out of it."""


class Planners:
    """Weighs the sessions of one routine, and those in few words that are shorter still."""

    def __init__(
        self,
        routine: Routine,
        cards: Mapping[str, Exercise],
        manner: Manner,
        left: tuple[Left, ...] = (),
    ) -> None:
        self.full = Planner(routine, cards, manner, left)
        self.routine, self.cards, self.manner = routine, cards, self.full.manner
        self.left = left
        # Exercises that all have to be done are somebody's order, not for us to shorten.
        chooses = any(not one.always for one in routine.exercises)
        self._eased = _eased(routine, cards)
        self._terse = self._planner(self._eased, left) if chooses else None

    def sources(self) -> Iterator[Source]:
        """Name all that must be spoken before anything can be measured."""
        for planner in (self.full, self._terse):
            if planner:
                yield from planner.sources()

    def measure_by(self, lengths: Mapping[Source, Extent]) -> None:
        """Give what all of the sources last."""
        self.full.meter.lengths = lengths

    @cached_property
    def possible(self) -> Range:
        """Give the shortest and the longest session."""
        whole = self.full.possible
        return replace(whole, shortest=self.few.possible.shortest) if self.few else whole

    @property
    def in_full(self) -> int:
        """Give the length, in ms, from which on it is taught in full."""
        return self.full.possible.shortest

    def choose(self, length: int, spare: int = 0) -> tuple[Session, tuple[Left, ...]] | None:
        """Choose the session of `length` ms, or None where there is none."""
        if self.few is None:
            return self.full.choose(length, spare)
        if length - spare < self.in_full:
            return self.few.choose(length, spare)
        chosen = self.full.choose(length, spare, self._kept)
        return chosen or self.full.choose(length, spare)

    @cached_property
    def few(self) -> Planner | None:
        """Plan in few words, or not at all where that makes no session shorter."""
        shortest = self.full.choose(self.in_full) if self._terse else None
        if shortest is None:
            return None
        names = _names(shortest[0])
        fewer = _with(
            self._eased,
            lambda section: (one for one in section.exercises if one.exercise in names),
        )
        others = (one for one in self.routine.exercises if one.exercise not in names)
        left = tuple(outvalued(self.cards[one.exercise], one) for one in others)
        planner = self._planner(fewer, (*self.left, *left))
        planner.meter.lengths = self.full.meter.lengths
        return planner if planner.possible.shortest < self.in_full else None

    @cached_property
    def _kept(self) -> frozenset[str]:
        """Name what the longest session in few words has, of a whole number of minutes."""
        assert self.few is not None
        minute = (self.in_full - 1) // MINUTE * MINUTE
        if minute < self.few.possible.shortest:
            return frozenset()
        chosen = self.few.choose(minute)
        return _names(chosen[0]) if chosen else frozenset()

    def _planner(self, routine: Routine, left: tuple[Left, ...]) -> Planner:
        manner = replace(self.manner, brief=True)
        return Planner(routine, self.cards, manner, left)


def _names(session: Session) -> frozenset[str]:
    return frozenset(one.exercise for part in session.parts for one in performs(part.steps))


def _eased(routine: Routine, cards: Mapping[str, Exercise]) -> Routine:
    """Let exercises go for want of time, but for the heart of a routine and its breathing.

    The heart is the first of the highest priority that is neither warm-up nor breathing.
    """
    always = [one for one in routine.exercises if one.always]
    goals = {one.exercise: set(cards[one.exercise].goals) for one in always}
    heart = [one for one in always if not FRAMING & goals[one.exercise]] or always
    first = max(heart, key=lambda one: one.priority, default=None)

    def eased(section: Section) -> Iterator[Perform]:
        for one in section.exercises:
            ends = one.always and "breathing" in goals[one.exercise]
            matters = first is not None and one.priority >= first.priority
            yield replace(one, always=one is first or (ends and matters))

    return _with(routine, eased)


def _with(routine: Routine, choose: Callable[[Section], Iterable[Perform]]) -> Routine:
    """Give the routine with other exercises; sections without anything are left out."""
    sections = (
        replace(section, exercises=chosen, least=min(section.least, len(chosen)))
        for section in routine.sections
        for chosen in (tuple(choose(section)),)
        if chosen or section.steps
    )
    return replace(routine, sections=tuple(sections))
