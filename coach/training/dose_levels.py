"""Card -> the doses that somebody works up through, and where one of a session lies among them.

What is done by repetitions or holds, to strengthen or to stretch, has levels. What warms up,
moves or calms has none: it fills what time there is. Levels are found by the dose that was asked
for, and not by a number that was written down: a card may have other doses now.
"""

from dataclasses import dataclass
from functools import cached_property

from coach.plan.dose_ladder import list_dose_levels
from coach.plan.progression import PlanReason
from coach.script.dose_growth import LEAST, USUAL, Growth
from coach.script.exercise import Exercise, WorkKind
from coach.script.positions import Position
from coach.script.steps import Perform
from coach.timeline.dose import Dose
from coach.timeline.session import make_dose

BELOW_ALL = -1
"""The level of what is less than any."""
_VALUES = ("sets", "reps", "hold", "breaths", "time")
_GOALS = ("strength", "stretch")


@dataclass(frozen=True)
class DoseLevels:
    """The `doses` of an exercise, rising, the number of the `usual` one, and how it may grow."""

    doses: tuple[Dose, ...]
    usual: int
    growth: Growth
    position: Position
    is_strength: bool

    @cached_property
    def _found(self) -> dict[Dose, int]:
        return {}

    @property
    def start(self) -> int:
        """The level of a beginner: half-way up to the usual one, or the least."""
        return 0 if self.growth.start == LEAST else self.usual // 2

    def find_level(self, asked: Dose) -> int:
        """Return the number of the highest dose that one reaches; `BELOW_ALL` for none.

        >>> levels = DoseLevels((Dose(reps=3), Dose(reps=5)), 1, Growth(), Position.PRONE, True)
        >>> [levels.find_level(Dose(reps=reps)) for reps in (2, 3, 4, 9)]
        [-1, 0, 0, 1]
        """
        found = self._found.get(asked)
        if found is None:
            found = self._found[asked] = self._look_up(asked)
        return found

    def _look_up(self, asked: Dose) -> int:
        values = [getattr(asked, name) for name in _VALUES]
        for number in range(len(self.doses) - 1, -1, -1):
            dose = self.doses[number]
            pairs = zip(_VALUES, values, strict=True)
            if all(getattr(dose, name) <= value for name, value in pairs):
                return number
        return BELOW_ALL

    def find_highest(self, times_done: int, *, stronger: bool) -> int:
        """Return the highest level after so many times; `stronger` goes beyond the usual."""
        beyond = stronger and self.growth.most != USUAL
        highest = len(self.doses) - 1 if beyond else self.usual
        longest = self.growth.find_longest_hold(times_done) if self.growth.holds else None
        if longest is not None:
            while highest and self.doses[highest].hold > longest:
                highest -= 1
        return highest


def make_dose_levels(card: Exercise, perform: Perform) -> DoseLevels | None:
    """Return the levels of an exercise as a routine has it; None where its dose fills the time."""
    is_counted = card.work in (WorkKind.REPS, WorkKind.HOLD)
    if not is_counted or not set(card.goals).intersection(_GOALS):
        return None
    rungs, usual = list_dose_levels(card, perform, stronger=True)
    doses = tuple(make_dose(card, rung) for rung in rungs)
    return DoseLevels(doses, usual, card.growth, card.position, "strength" in card.goals)


def describe_raise(before: Dose, after: Dose) -> PlanReason:
    """Return what a dose has more of than another, which was done twice.

    >>> describe_raise(Dose(reps=5), Dose(reps=6))
    PlanReason(key='why_more_reps', values=(('reps', 6), ('before', 5)))
    """
    for name in ("sets", "reps", "breaths"):
        if (here := getattr(after, name)) != (there := getattr(before, name)):
            return PlanReason(f"why_more_{name}", ((name, here), ("before", there)))
    for name in ("hold", "time"):
        if (here := getattr(after, name)) != (there := getattr(before, name)):
            values = (("after", f"{here / 1000:g}"), ("before", f"{there / 1000:g}"))
            return PlanReason("why_more_seconds", values)
    return PlanReason("why_more")
