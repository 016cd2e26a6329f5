"""The log of the person who runs coach -> what changes in their session.

The log is that of the state folder; without one a session is that of a beginner.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from coach.plan.request import SessionRequest
from coach.script.exercise import Exercise
from coach.script.routine import Routine
from coach.system.paths import state_folder
from coach.training.fold import History, fold_log
from coach.training.listener_progression import learn
from coach.training.log_records import EMPTY_LOG, Log
from coach.training.running_session import read_whole_log
from coach.training.session_day import find_today, read_day


def read_own_log() -> Log:
    """Return the log of the person who runs coach, with sessions that were lost since."""
    return read_whole_log(state_folder(), datetime.now().astimezone())


def history(until: date | str | None = None) -> History:
    """Return what this user has done, by their own log, which stays on this machine.

    Args:
        until: The day before which it ends, as a date or "2026-11-29"; None for all of it.

    Returns:
        What was done: its `days` and `weeks`, its `sessions`, and of each exercise, by
        `find("bird-dog")`, `times_done`, `first_day` and `last_day`.

    Raises:
        UsageError: `until` is no day.

    Examples:
        >>> history("1999-12-31").days
        ()
    """
    tomorrow = find_today() + timedelta(days=1)
    return fold_log(read_own_log(), tomorrow if until is None else read_day(until))


def learn_from_log(
    routine: Routine, cards: Mapping[str, Exercise], request: SessionRequest
) -> SessionRequest:
    """Return a request with what the log says up to its day; without a day it stays as it is."""
    if request.as_of is None:
        return request
    log = EMPTY_LOG if request.is_fresh else read_own_log()
    return learn(routine, cards, request, log, date.fromisoformat(request.as_of))
