"""Hearings of an exercise -> how many of its words a listener still needs.

The first three times every word is said, then five times a reminder, then the name is enough. After
three weeks without it an exercise is told once in the words of the stage before, and goes on from
there; after two months it is new again. Where more words were asked for, the next time has all of
them. Changed words are new: only hearings with the same hash count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coach.timeline.familiarity import Familiarity, Stage

TAUGHT_TIMES = 3
"""How many times every word is said."""
REMINDED_TIMES = 5
"""How many times after these a reminder is said."""
STAGE_BACK_AFTER = 21
"""After how many days the next time is one of the stage before."""
FORGOTTEN_AFTER = 60
"""After how many days an exercise is new again."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """A day on which an exercise was heard, all of it or a part, and the hash of its `words`.

    The hash is "" where it is not known. With `asks_words` the listener asked for more of them.
    """

    day: date
    words: str = ""
    asks_words: bool = False


def choose_familiarity(hearings: Iterable[Hearing], words: str, day: date) -> Familiarity:
    """Return how well words of a hash are known on a day, by the hearings before it.

    A day counts once.
    """
    heard = [one for one in hearings if one.day < day and one.words in ("", words)]
    days = sorted({one.day for one in heard})
    count = 0
    for number, each in enumerate(days):
        count = _forget(count, (each - days[number - 1]).days if number else 0) + 1
    if days:
        count = _forget(count, (day - days[-1]).days)
    if any(one.asks_words for one in heard if one.day == days[-1]):
        return Familiarity(Stage.TAUGHT, len(days))
    return Familiarity(_find_stage(count), len(days))


def _find_stage(count: int) -> Stage:
    """Return the stage of words that were heard `count` times."""
    if count < TAUGHT_TIMES:
        return Stage.TAUGHT
    return Stage.REMINDED if count < TAUGHT_TIMES + REMINDED_TIMES else Stage.NAMED


def _forget(count: int, days: int) -> int:
    """Return how many hearings are left of a count, some days after the last of them.

    A stage back is the last time of that stage, so that one hearing makes up for it.
    """
    if days >= FORGOTTEN_AFTER:
        return 0
    if days < STAGE_BACK_AFTER:
        return count
    ends = (TAUGHT_TIMES + REMINDED_TIMES, TAUGHT_TIMES)
    return next((end - 1 for end in ends if count >= end), count)
