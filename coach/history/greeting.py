"""What is said of the days before at the beginning of a session: one thing at most.

The words lie in the language's file, by the keys here. Nothing is said of what was missed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from coach.history.fold import History, find_monday

BACK = "greeting_back"
"""After a gap: no variables."""
BACK_EASY = "greeting_back_easy"
"""After a gap, for a session that is easy: {minutes}."""
NEW_EXERCISE = "greeting_new"
"""An exercise that was never done before: {exercise}, the name of its card."""
TIMES_THIS_WEEK = "greeting_times"
"""Which time in this week it is: {times}, from 2 to the goal."""
GREETING_KEYS = (BACK, BACK_EASY, NEW_EXERCISE, TIMES_THIS_WEEK)
GAP_DAYS = 14
"""After how many days away somebody is welcomed back."""
_NO_VALUES: Mapping[str, int | str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Greeting:
    """The key of a line, and the values of its variables."""

    key: str
    values: Mapping[str, int | str] = field(default_factory=lambda: _NO_VALUES)


def choose_greeting(
    history: History, exercises: Collection[str], *, minutes: int, easy: bool, goal: int
) -> Greeting | None:
    """Return what is said before a session of some exercises, by the names of their cards.

    The first that holds: back after a gap, one exercise that is new, the times in this week. None
    in a first session, and where there is nothing to say: beyond the goal no count is told. Two
    sessions on one day are told the same.
    """
    away = history.days_away
    if away is None:
        return None
    if away > GAP_DAYS:
        return Greeting(BACK_EASY, {"minutes": minutes}) if easy else Greeting(BACK)
    new = [name for name in exercises if history.find(name).is_new]
    if len(new) == 1:
        return Greeting(NEW_EXERCISE, {"exercise": new[0]})
    monday = find_monday(history.until)
    times = sum(day >= monday for day in history.days) + 1
    return Greeting(TIMES_THIS_WEEK, {"times": times}) if 2 <= times <= goal else None
