"""Days on which a session was heard -> how much is said around its exercises, and of safety.

Every word is said in the first three sessions, and what is said around the exercises also when
somebody comes back after three weeks; after two months that is three times again. All of safety is
said in the first session of each week, so after any longer time away as well, and after an answer
that tells of a flare.
"""

from collections.abc import Iterable
from datetime import date

from coach.script.talk_level import TalkLevel
from coach.training.fold import find_monday
from coach.training.word_needs import FORGOTTEN_AFTER, STAGE_BACK_AFTER

FULL_SESSIONS = 3
"""In how many sessions, on different days, every word is said."""


def choose_base_talk(heard: Iterable[date], day: date) -> TalkLevel:
    """Return how much is said around the exercises on a day, by the days that were heard."""
    count, last = 0, None
    for each in _list_before(heard, day):
        forgotten = last is not None and (each - last).days >= FORGOTTEN_AFTER
        count, last = (1 if forgotten else count + 1), each
    if last is None or count < FULL_SESSIONS or (day - last).days >= STAGE_BACK_AFTER:
        return TalkLevel.FULL
    return TalkLevel.SHORT


def is_safety_known(heard: Iterable[date], day: date, flares: Iterable[date] = ()) -> bool:
    """Return whether one passage of safety is enough on a day.

    `heard` are the days of sessions whose opening was heard, `flares` those of answers that tell of
    a flare, which may be of the day itself.
    """
    days = _list_before(heard, day)
    if len(days) < FULL_SESSIONS:
        return False
    last = days[-1]
    has_flare = any(last <= each <= day for each in flares)
    return last >= find_monday(day) and not has_flare


def _list_before(days: Iterable[date], day: date) -> list[date]:
    """Return the days before one, rising, each once."""
    return sorted({each for each in days if each < day})
