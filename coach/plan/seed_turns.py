"""A seed -> whose turn it is, where nothing is known of who listens: for files and feeds.

The seeds of some days in a row take all exercises in turn that a routine may leave out, each twice
in a round of them, so that a week of files is not the same session seven times.
"""

from collections.abc import Mapping
from math import gcd

from coach.plan.progression import (
    NO_PROGRESSION,
    ExerciseProgress,
    PlanReason,
    Progression,
)
from coach.script.exercise import Exercise
from coach.script.routine import Routine

FEWEST_TURNS = 5
"""Of so many exercises at least some take turns; fewer all have time at the usual length."""
DAYS_PER_POINT = 2
"""So many days an exercise waits for a point of priority."""


def make_seed_progression(
    routine: Routine, cards: Mapping[str, Exercise], seed: int
) -> Progression:
    """Return the turns of a seed, and the points of what waited; seed 0 changes nothing."""
    turning = [
        one.exercise for one in routine.exercises if _takes_turns(one.exercise, routine, cards)
    ]
    count = len(turning)
    if not seed or count < FEWEST_TURNS:
        return NO_PROGRESSION
    # Neighbours are done in one position: their turns are far apart.
    step = next(n for n in range(count * 5 // 8, 2 * count) if gcd(n, count) == 1)
    spread = [turning[place * step % count] for place in range(count)]
    places = (seed % count, (seed + count // 2) % count)
    exercises = {
        name: ExerciseProgress(
            points=min((first - place) % count for first in places) // DAYS_PER_POINT
        )
        for place, name in enumerate(spread)
    }
    origin = PlanReason("made_from_seed", (("seed", seed),))
    return Progression(exercises, tuple(spread[n] for n in places), origin=origin)


def _takes_turns(name: str, routine: Routine, cards: Mapping[str, Exercise]) -> bool:
    """Return whether an exercise is done in some sessions only, wherever the routine has it."""
    always = any(one.always for one in routine.exercises if one.exercise == name)
    return not always and not cards[name].opt_in
