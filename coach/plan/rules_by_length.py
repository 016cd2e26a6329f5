"""A progression, the parts of a session -> the rules that the plans of a time hold to.

A turn enters at the shortest whole minute that has time for it beside all that is always done.
Shorter sessions have only what the plan of that minute has, so that it can have all that they do:
what takes less time would else fill them, and stay, and the turn would never come. In few words,
where not all of it has time, what is always done enters in the same way, before any turn: what
waits, or takes less time, would else stand in its place.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coach.plan.gentleness import Gentleness
from coach.plan.memo import cached_method
from coach.plan.plan_rules import PlanRules, find_too_new, list_loosened
from coach.plan.progression import SECOND_NEW_FROM, SECOND_TURN_FROM
from coach.plan.session_parts import SessionParts
from coach.timeline.cues import SECOND

FindMinute = Callable[[PlanRules, int], tuple[int, frozenset[str]] | None]
"""Rules and seconds -> the first whole minute, no less than these, that a plan with all that is
required fits, also in seconds, and the exercises of that plan; None where there is none."""


@dataclass(frozen=True, slots=True)
class TurnPlace:
    """From which length on, in seconds, some turns are certain.

    `names` are these and those before them; a shorter session has only what is `offered`.
    """

    begins: int
    names: frozenset[str]
    offered: frozenset[str]


class SessionRules:
    """The rules of the sessions that are made of some parts.

    What is `offered` is all that they have, where all of them are shorter than others. A turn has
    to leave time for what longer ones `always` have.
    """

    def __init__(
        self,
        parts: SessionParts,
        gentleness: Gentleness,
        find_minute: FindMinute,
        offered: frozenset[str] | None,
        always: frozenset[str],
    ) -> None:
        self._parts, self._find_minute, self._offered = parts, find_minute, offered
        self._always = always & {one.name for one in parts.candidates if one.name}
        free = [number for number, one in enumerate(parts.candidates) if one.optional and one.name]
        # Who is to be spared has what strains only where what is gentler has its time as well.
        gentle = {parts.candidates[n].name for n in free if not gentleness.strains[n]}
        turns = parts.progression.turns
        self._turns = tuple(name for name in dict.fromkeys(turns) if name in gentle)[:2]

    def list_rules(self, seconds: int, required: frozenset[str]) -> Iterator[PlanRules]:
        """Yield the rules of a session of some seconds that has what is required.

        The strictest come first; each of the others holds where nothing fits those before it.
        """
        places = self.place_turns(required)
        due = [one for one in places if one.begins <= seconds]
        names = frozenset[str]().union(*(one.names for one in due))
        offered = next((one.offered for one in places if one.begins > seconds), self._offered)
        too_new = self._bar(seconds, required, None)
        # What is due may be too long beside what shorter sessions have: then some of it waits for
        # another minute, and nothing else takes its place for good.
        fewer = [(one.names, one.offered) for one in reversed(due[:-1])]
        fewer += [(frozenset(), one.offered) for one in due[:1]]
        waiting = [PlanRules(more, self._bar(seconds, required, one)) for more, one in fewer]
        barred = self._bar(seconds, required, offered)
        yield from list_loosened(names, barred, too_new, waiting=waiting)

    @cached_method
    def place_turns(self, required: frozenset[str]) -> tuple[TurnPlace, ...]:
        """Return where turns become certain, the shortest first."""
        places: list[TurnPlace] = []
        offered = self._offered
        # From the last on, so that the plan of each is part of that of the next.
        for count in range(len(self._turns), -1 if self._always else 0, -1):
            names = self._always.union(self._turns[:count])
            begins = self._begin_at(count)
            barred = (self._bar(begins, required, one) for one in (offered, None))
            found = next(
                filter(
                    None,
                    (
                        self._find_minute(rules.require(required), begins)
                        for rules in list_loosened(names, *barred)
                        if names <= rules.required
                    ),
                ),
                None,
            )
            if found and not (places and found[0] >= places[0].begins):
                offered = found[1]
                places.insert(0, TurnPlace(found[0], names, offered))
        return tuple(places)

    def _begin_at(self, count: int) -> int:
        """Return the seconds from which on the first turns may be certain, so many of them."""
        if count < 2:
            return 0
        new = [self._parts.progression.find(name).is_new for name in self._turns]
        is_many = self._parts.progression.limits_new and all(new)
        return (SECOND_NEW_FROM if is_many else SECOND_TURN_FROM) // SECOND

    def _bar(
        self, seconds: int, required: frozenset[str], offered: frozenset[str] | None
    ) -> frozenset[int]:
        """Return the numbers of what a session of some seconds may not have."""
        count = 2 if seconds >= self._begin_at(2) else 1
        certain = required | set(self._turns[:count])
        candidates = self._parts.candidates
        barred = find_too_new(
            candidates, self._parts.progression, self._parts.cards, seconds, certain
        )
        if offered is None:
            return barred
        names = [(n, one.name) for n, one in enumerate(candidates) if one.name and one.optional]
        return barred | {number for number, name in names if name not in offered}
