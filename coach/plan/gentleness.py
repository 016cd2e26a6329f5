"""Which exercises are gentler than others, and which of a plan would have to wait for gentler ones.

With `easy`, or with a limit, no exercise is chosen while a gentler one of at least its priority is
left out, unless nothing else fills the time. What is always done is done in any case.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from coach.plan.candidates import Candidate
from coach.plan.knapsack import SKIPPED, Picks
from coach.script.exercise import Exercise
from coach.timeline.delivery import Delivery

EXERTING_GOALS = frozenset({"strength", "cardio"})
"""Goals of what exerts, where a card has no others."""


def find_strain(card: Exercise, limits: Sequence[str] = ()) -> int:
    """Return how demanding an exercise is for someone with some limits: from 0, gentle, to 3.

    All of it stands in the card: what is left out in an acute flare demands 2, what is for
    strength or the heart alone 1, and what one of the limits changes 1 more.
    """
    effort = 0
    if "acute-flare" in card.limits.skip:
        effort = 2
    elif card.goals and EXERTING_GOALS.issuperset(card.goals):
        effort = 1
    return effort + any(limit in card.limits.modify for limit in limits)


@dataclass(frozen=True, slots=True)
class Gentleness:
    """How demanding each candidate is; all the same for who is not to be spared."""

    candidates: Sequence[Candidate]
    strains: Sequence[int]

    @classmethod
    def rate(
        cls, candidates: Sequence[Candidate], cards: Mapping[str, Exercise], delivery: Delivery
    ) -> "Gentleness":
        """Rate the candidates, for how they are to be done."""
        is_spared = delivery.easy or bool(delivery.limits)
        strains = (
            find_strain(cards[one.name], delivery.limits) if is_spared and one.name else 0
            for one in candidates
        )
        return cls(candidates, tuple(strains))

    def find_gentler(self, number: int, picks: Picks) -> int | None:
        """Return what is gentler than a candidate, of at least its priority, and left out.

        Of several it is the gentlest, of the highest priority; None where there is none.
        """
        gentler = (
            other
            for other, pick in enumerate(picks)
            if pick == SKIPPED and number in self.list_harder(other)
        )
        return max(gentler, key=lambda n: (-self.strains[n], self._priority(n)), default=None)

    def list_harder(self, number: int) -> frozenset[int]:
        """Return what is harder than a candidate, of at most its priority."""
        if not self.candidates[number].dose_ladder:
            return frozenset()
        return frozenset(
            other
            for other, one in enumerate(self.candidates)
            if one.dose_ladder
            and self.strains[other] > self.strains[number]
            and self._priority(other) <= self._priority(number)
        )

    def find_reversal(self, picks: Picks, free: Set[int]) -> tuple[int, int] | None:
        """Return the hardest of some candidates that is done, and what is gentler and is not."""
        chosen = (number for number in free if picks[number] != SKIPPED)
        for number in sorted(chosen, key=lambda n: (-self.strains[n], n)):
            if (gentler := self.find_gentler(number, picks)) is not None:
                return number, gentler
        return None

    def _priority(self, number: int) -> int:
        return self.candidates[number].dose_ladder[0][0].priority
