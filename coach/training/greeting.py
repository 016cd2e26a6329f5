"""What is said of the days before at the beginning of a session: one thing at most.

The words lie in the language's file, by the keys here. Nothing is said of what was missed.
"""

from collections.abc import Iterable

from coach.timeline.greetings import NO_GREETINGS, Greeting, Greetings
from coach.training.fold import AWAY_DAYS, History, find_monday

BACK = "greeting_back"
"""After a gap."""
BACK_EASY = "greeting_back_easy"
"""After a gap, for a session that is easy."""
NEW_EXERCISE = "greeting_new"
"""An exercise that was never done before: {exercise}, the name of its card."""
TIMES_THIS_WEEK = "greeting_times"
"""Which time in this week it is, from the second up to the goal: the words in their order."""
GREETING_KEYS = (BACK, BACK_EASY, NEW_EXERCISE, TIMES_THIS_WEEK)


def list_greetings(
    history: History, exercises: Iterable[str], *, easy: bool, goal: int
) -> Greetings:
    """Return what may be said before sessions that may have some exercises, by their cards.

    The first that holds: back after a gap, one exercise that is new, the times in this week.
    Nothing before a first session; and beyond the goal, in days a week, no count is told. Two
    sessions on one day are told the same.
    """
    away = history.days_away
    if away is None:
        return NO_GREETINGS
    if away > AWAY_DAYS:
        return Greetings(Greeting(BACK_EASY if easy else BACK))
    new = sorted(name for name in exercises if history.find(name).is_new)
    monday = find_monday(history.until)
    times = sum(day >= monday for day in history.days) + 1
    usual = Greeting(TIMES_THIS_WEEK, number=times - 2) if 2 <= times <= goal else None
    return Greetings(usual, tuple(Greeting(NEW_EXERCISE, name) for name in new))
