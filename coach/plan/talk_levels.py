"""Sessions with less talk: the exercises of full talk, and what is saved goes to doses and rest.

Who knows a session well hears fewer words, and does the same: of any length the session has the
exercises that it has with every word. One is added only where these cannot fill the time at the
most that is planned of each, with all the time for the body that a longer session leaves; it is one
that a longer session brings next, so no session of a whole minute lacks what a shorter one has.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from coach.plan.candidates import LengthRange
from coach.plan.eligibility import LeftOut
from coach.plan.memo import cached_method
from coach.plan.planner import SEARCH_SECONDS, Planner
from coach.plan.progression import Progression
from coach.plan.request import SessionRequest
from coach.plan.seed_turns import make_seed_progression
from coach.plan.short_sessions import MINUTE, SessionMaterial, SessionPlanner
from coach.plan.variety import vary_wording
from coach.script.exercise import Exercise
from coach.script.phrases import Phrases
from coach.script.routine import Routine
from coach.script.scalars import Line
from coach.script.talk_level import TalkLevel
from coach.timeline.clips import Extent
from coach.timeline.cues import SECOND
from coach.timeline.delivery import Delivery
from coach.timeline.familiarity import Familiarity, Stage
from coach.timeline.greeting_words import insert_greeting
from coach.timeline.opening_plan import insert_plan
from coach.timeline.session import Session
from coach.timeline.source import Source

_Chosen = tuple[Session, tuple[LeftOut, ...]]


def make_material(
    routine: Routine,
    cards: Mapping[str, Exercise],
    request: SessionRequest,
    phrases: Phrases,
    facts: tuple[Line, ...],
    left_out: tuple[LeftOut, ...],
) -> "SessionMaterial | QuieterMaterial":
    """Return what its sessions may be made of, as they are worded on the day of the seed.

    One of the facts is told where all is told. Where the talk goes by what the listener knows, what
    that saves may go to any exercise.
    """
    progression = request.progression or make_seed_progression(routine, cards, request.seed)

    def make_talk(talk: TalkLevel, known: Progression | None = None) -> SessionMaterial:
        told = facts if talk is TalkLevel.FULL else ()
        varied = vary_wording(request.seed, routine, cards, phrases, told)
        delivery = Delivery(
            varied.phrases,
            talk,
            # With a flare everything takes longer, too.
            routine.slow or request.slow or request.easy or "acute-flare" in request.filters.limits,
            request.easy,
            request.filters.limits,
            varied.first_side,
            worked_up=request.worked_up,
            familiarity=_list_known(known, cards) if known else (),
            knows_safety=known.safety_is_known if known else None,
            greetings=progression.greetings,
        )
        planned = insert_plan(varied.routine, varied.cards, delivery)
        planned = insert_greeting(planned, varied.cards, delivery)
        return SessionMaterial(planned, varied.cards, delivery, left_out, progression)

    if request.talk is TalkLevel.AUTO:
        known = request.progression
        return make_talk(known.talk if known else TalkLevel.FULL, known)
    material = make_talk(request.talk)
    if request.talk is TalkLevel.FULL or not material.brief:
        return material
    return QuieterMaterial(material, make_talk(TalkLevel.FULL))


def _list_known(known: Progression, names: Iterable[str]) -> tuple[tuple[str, Familiarity], ...]:
    """Return how well the words of some cards are known; nothing where it is all full talk."""
    found = tuple((name, known.find(name).familiarity) for name in names)
    is_new = all(familiarity.stage is Stage.TAUGHT for _, familiarity in found)
    return () if is_new and known.talk is TalkLevel.FULL else found


class QuieterMaterial:
    """What sessions of less talk may be made of, and those of full talk, not measured yet."""

    def __init__(self, material: SessionMaterial, full_talk: SessionMaterial) -> None:
        self._material, self._full_talk = material, full_talk

    def make_usual_session(self) -> Session:
        """Return the session of all exercises at their usual doses."""
        return self._material.make_usual_session()

    def list_sources(self) -> Iterator[Source]:
        """Yield all that must be spoken before a session can be planned."""
        yield from self._material.list_sources()
        yield from self._material.flexible_full.list_sources()
        yield from self._full_talk.list_sources()

    def make_planner(self, lengths: Mapping[Source, Extent]) -> SessionPlanner:
        """Return the planner; `lengths` must hold every source that is listed."""
        leader = self._full_talk.make_planner(lengths)
        if leader.planned_range.is_empty:
            return self._material.make_planner(lengths)
        return QuieterPlanner(self._material, lengths, leader)


class QuieterPlanner(SessionPlanner):
    """Chooses sessions of less talk: of the exercises that the `leader` chooses with every word."""

    def __init__(
        self,
        material: SessionMaterial,
        lengths: Mapping[Source, Extent],
        leader: SessionPlanner,
    ) -> None:
        super().__init__(material, lengths)
        assert material.brief is not None
        self._leader = leader
        self._flexible_planner = Planner(material.brief, lengths)
        self._flexible_full_planner = Planner(material.flexible_full, lengths)

    @cached_property
    def shortest_full_length(self) -> int:
        """The length in ms from which on a session is taught in full where there is full talk."""
        return self._leader.shortest_full_length

    @cached_property
    def brief_planner(self) -> Planner | None:
        """The planner of sessions shorter than any of full talk: some of what the first one has."""
        names = next(filter(None, self._leader_names.values()), frozenset())
        planner = self.make_brief_planner(names)
        return None if planner.length_range.is_empty else planner

    @cached_property
    def planned_range(self) -> LengthRange:
        """The shortest and the longest session that can be chosen, beside the usual one."""
        shortest = self._leader.planned_range.shortest
        if self.brief_planner:
            shortest = min(shortest, self.brief_planner.length_range.shortest)
        top = self._full_planner.length_range.longest
        down = max(shortest, top - SEARCH_SECONDS * SECOND)
        minutes = range(down // MINUTE * MINUTE, shortest - 1, -MINUTE)
        lengths = (*range(top, down - 1, -SECOND), *minutes)
        longest = next((length for length in lengths if self._choose_planned(length, 0)), 0)
        return LengthRange(shortest, longest)

    def _choose_planned(self, length: int, spare: int) -> _Chosen | None:
        if length < self._leader.planned_range.shortest:
            shorter = self.brief_planner
            return shorter.choose_session(length, spare) if shorter else None
        leading = self._leader.choose_session(length)
        names = leading[0].exercises if leading else frozenset[str]()
        seconds = (length - spare) // SECOND
        held = self._hold_names(bisect_left([*self._leader_names], length))
        for wanted in self._list_wanted(names, held, length):
            if chosen := self._choose_exactly(length, seconds, wanted):
                return chosen
        return None

    def _choose_exactly(self, length: int, seconds: int, names: frozenset[str]) -> _Chosen | None:
        """Choose the session of just these exercises, of some seconds, for a length.

        Where what is brief does not fill them, it takes its time.
        """
        plans = (one.choose_exactly(seconds, names) for one in self._list_planners(length))
        return next(filter(None, plans), None)

    @cached_method
    def _hold_names(self, count: int) -> frozenset[str]:
        """Return the names of what sessions of the first whole minutes have, so many of them."""
        if not count:
            return frozenset()
        held = self._hold_names(count - 1)
        length, names = [*self._leader_names.items()][count - 1]
        growing = self._list_wanted(names, held, length)
        fitting = (more for more in growing if self._choose_exactly(length, length // SECOND, more))
        return next(fitting, held)

    def _list_wanted(
        self, names: frozenset[str], held: frozenset[str], length: int
    ) -> Iterator[frozenset[str]]:
        """Yield what a session of a length may have that holds what shorter ones have.

        First come the names of the leader; but where their doses may not grow, and one more takes
        too long, any other may do.
        """
        yield from self._list_growing(names | held, length)
        yield from self._list_growing(held, length)
        for start in (names | held, held):
            yield from (start | {name} for name in self._by_priority if name not in start)

    def _list_growing(self, names: frozenset[str], length: int) -> Iterator[frozenset[str]]:
        """Yield the names, and again and again with what a longer session brings next."""
        if names:
            yield names
        longer = (more for other, more in self._leader_names.items() if other > length)
        for more in (*longer, *map(frozenset, zip(self._by_priority))):
            if not more <= names:
                names |= more
                yield names

    @cached_property
    def _by_priority(self) -> tuple[str, ...]:
        exercises = sorted(self.routine.exercises, key=lambda one: -one.priority)
        return tuple(one.exercise for one in exercises)

    @cached_property
    def _leader_names(self) -> dict[int, frozenset[str]]:
        """The exercises of the sessions of full talk, by their whole minutes, in ms."""
        return self._leader.list_nested_names()

    def _list_planners(self, length: int) -> tuple[Planner, ...]:
        if length >= self.shortest_full_length:
            return (self._full_planner,)
        return self._flexible_planner, self._flexible_full_planner
