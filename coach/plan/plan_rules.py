"""PlanRules: what the plans of a time hold to beside its length, from the strictest to none.

A length that was offered stays offered: where nothing fits a time, one rule after the other gives
way. Only ceilings of doses that are firm are no rules here, for nothing beyond them is offered.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from coach.plan.candidates import Candidate
from coach.plan.progression import SECOND_NEW_FROM, Progression
from coach.script.exercise import Exercise
from coach.timeline.cues import SECOND

WARMING_GOALS = frozenset({"warm-up", "mobility", "breathing"})
"""Goals of what a body may begin with that has not moved yet."""


@dataclass(frozen=True, slots=True)
class PlanRules:
    """What plans hold to.

    The exercises `required` are in them; the candidates with the numbers `barred` are not, unless
    they are required. A plan that `opens_warm` begins with what warms, and one that
    `keeps_ceilings` has no dose above those of who does it.
    """

    required: frozenset[str] = frozenset()
    barred: frozenset[int] = frozenset()
    opens_warm: bool = True
    keeps_ceilings: bool = True

    def require(self, names: frozenset[str]) -> "PlanRules":
        """Return the rules with more exercises that are required."""
        return replace(self, required=self.required | names)

    def bar(self, numbers: frozenset[int]) -> "PlanRules":
        """Return the rules with more candidates that are barred."""
        return replace(self, barred=self.barred | numbers)


STRICT = PlanRules()
LOOSE = PlanRules(opens_warm=False, keeps_ceilings=False)


def list_loosened(
    required: frozenset[str], *barred: frozenset[int], waiting: Iterable[PlanRules] = ()
) -> Iterator[PlanRules]:
    """Yield rules, and what is left of them as one after the other gives way.

    First these are the ceilings, then what is barred: one set of it, then what else there is; then
    what is required, for rules that hold while some of it is `waiting`.
    """
    strict = [PlanRules(required, numbers) for numbers in (*barred, frozenset[int]())]
    yield strict[0]
    yield from (replace(rules, keeps_ceilings=False) for rules in strict)
    for rules in waiting:
        yield from (rules, replace(rules, keeps_ceilings=False))
    yield replace(STRICT, keeps_ceilings=False)
    yield LOOSE


def find_cold(candidates: Sequence[Candidate], cards: Mapping[str, Exercise]) -> frozenset[int]:
    """Return the numbers of exercises that may not come first, since one before them warms."""
    cold: set[int] = set()
    has_warming = False
    for number, candidate in enumerate(candidates):
        if not candidate.name:
            continue
        if WARMING_GOALS.isdisjoint(cards[candidate.name].goals):
            cold |= {number} if has_warming else set()
        else:
            has_warming = True
        if not candidate.optional:  # nothing behind what is always done comes first
            break
    return frozenset(cold)


def find_too_new(
    candidates: Sequence[Candidate],
    progression: Progression,
    cards: Mapping[str, Exercise],
    seconds: int,
    certain: frozenset[str],
) -> frozenset[int]:
    """Return the numbers of new exercises that would be one too many in a session of a length.

    What is `certain`, or always done, counts first, then what has most priority. Where nothing that
    warms was ever done, one more may be new: without it most of what is known could not be done.
    """
    if not progression.limits_new:
        return frozenset()
    exercises = [(number, one) for number, one in enumerate(candidates) if one.name]
    new = [(number, one) for number, one in exercises if progression.find(one.name).is_new]
    new.sort(key=lambda pair: (pair[1].name not in certain, -_find_priority(pair[1], progression)))
    openers = _list_openers(candidates, cards)
    if openers and all(pair in new for pair in openers):
        new.remove(next(pair for pair in new if pair in openers))
    free = [(number, one) for number, one in new if one.optional and one.name not in certain]
    most = 1 if seconds * SECOND < SECOND_NEW_FROM else 2
    allowed = max(0, most - (len(new) - len(free)))
    return frozenset(number for number, _ in free[allowed:])


def _list_openers(
    candidates: Sequence[Candidate], cards: Mapping[str, Exercise]
) -> list[tuple[int, Candidate]]:
    """Return the exercises that warm and stand before all that is always done, with numbers."""
    found: list[tuple[int, Candidate]] = []
    for number, candidate in enumerate(candidates):
        if candidate.name and not candidate.optional:
            break
        if candidate.name and not WARMING_GOALS.isdisjoint(cards[candidate.name].goals):
            found.append((number, candidate))
    return found


def _find_priority(candidate: Candidate, progression: Progression) -> int:
    return candidate.dose_ladder[0][0].priority + progression.find(candidate.name).points
