"""Waiting -> the points that raise the priority of an exercise, and which ones come next.

Each day that an exercise waits is a point, fourteen at most; one that was done yesterday has two
less. Those that have waited longest, five days or more, are certain to come; but not on the first
day after more than two weeks away, when everything has waited: it begins with what matters most.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coach.listener.likes import NO_LIKES, Likes, Liking
from coach.plan.progression import PlanReason
from coach.script.steps import Perform
from coach.training.fold import AWAY_DAYS, History, is_session_heard

MAX_POINTS = 14
DONE_YESTERDAY = -2
LIKED = 2
CERTAIN_AFTER = 5
"""After how many days those that have waited longest are certain to come."""
MAX_TURNS = 2


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long an exercise waits: the `days` since it was done, None where nothing counts.

    One that was never done has waited since the first session of its routine.
    """

    exercise: str
    days: int | None
    was_done: bool
    points: int
    is_certain: bool = False

    @property
    def reason(self) -> PlanReason | None:
        """Why it comes sooner or later; None where nothing changes."""
        if self.days is None:
            return None
        if self.was_done and self.days <= 1:
            return PlanReason("why_yesterday")
        return PlanReason("why_waited", (("n", self.days),)) if self.days > 1 else None


def find_waits(
    history: History,
    routine: str,
    performs: Iterable[Perform],
    likes: Likes = NO_LIKES,
) -> tuple[Waiting, ...]:
    """Return how long the exercises of a routine wait; those always done are not among them.

    The first session of a routine is as it is written: nothing waits.
    """
    first_day = _find_first_day(history, routine)
    waiting = list({one.exercise: one for one in performs if not one.always}.values())
    waits = [_make_wait(history, one.exercise, first_day, likes) for one in waiting]
    priority = {one.exercise: one.priority for one in waiting}
    # Sorting keeps the order of the routine where all else is equal.
    longest = sorted(
        (one for one in waits if (one.days or 0) >= CERTAIN_AFTER),
        key=lambda one: (-(one.days or 0), -priority[one.exercise]),
    )
    is_back = history.days_away is not None and history.days_away > AWAY_DAYS
    certain = [] if is_back else [one.exercise for one in longest[:MAX_TURNS]]
    return tuple(
        Waiting(one.exercise, one.days, one.was_done, one.points, one.exercise in certain)
        for one in sorted(waits, key=lambda one: _find_index(certain, one.exercise))
    )


def _find_index(names: list[str], name: str) -> int:
    """Return the place of a name in a list, behind the last where it is not in it."""
    return names.index(name) if name in names else len(names)


def _make_wait(history: History, exercise: str, first_day: date | None, likes: Likes) -> Waiting:
    liking = likes.find(exercise)
    bonus = LIKED if liking is Liking.MORE else 0
    if first_day is None:
        return Waiting(exercise, None, False, bonus)
    last = history.find(exercise).last_day
    days = max(0, (history.until - (last or first_day)).days)
    if last is not None and days <= 1:
        return Waiting(exercise, days, True, DONE_YESTERDAY + bonus)
    points = min(days, MAX_POINTS)
    if liking is Liking.LESS:
        points //= 2
    return Waiting(exercise, days, last is not None, points + bonus)


def _find_first_day(history: History, routine: str) -> date | None:
    """Return the first day on which something of a routine was heard; None for never."""
    for session in history.sessions:
        if session.routine == routine and is_session_heard(session):
            return session.day
    return None
