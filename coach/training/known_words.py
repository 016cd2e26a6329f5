"""History -> how well words are known: of each exercise of a routine, around them, of safety."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from coach.plan.request import SessionRequest
from coach.script.exercise import Exercise
from coach.script.routine import Routine
from coach.script.talk_level import TalkLevel
from coach.timeline.familiarity import Familiarity
from coach.training.back_answers import FLARE_FROM
from coach.training.fold import History, is_session_heard
from coach.training.log_records import End
from coach.training.session_words import choose_base_talk, is_safety_known
from coach.training.word_hash import hash_words
from coach.training.word_needs import Hearing, choose_familiarity
from coach.training.worse_days import list_worse_sessions

MAX_HEARINGS, TURNS = 48, 12
"""How many of the last hearings show how well words are known, and how many more at most."""


def list_known_words(
    history: History,
    routine: Routine,
    cards: Mapping[str, Exercise],
    names: Iterable[str],
    request: SessionRequest,
) -> dict[str, Familiarity]:
    """Return how well the words of cards are known; the cards are adapted to the listener."""
    limits = request.filters.limits
    return {
        name: choose_familiarity(
            _list_hearings(history, name),
            hash_words(cards[name], routine.language, limits),
            history.until,
        )
        for name in names
    }


def find_base_talk(history: History, routine: Routine) -> TalkLevel:
    """Return how much is said around the exercises of a routine."""
    return choose_base_talk(_list_days(history, routine), history.until)


def find_safety_is_known(history: History, routine: Routine) -> bool:
    """Return whether one passage of a routine's words of safety is enough."""
    return is_safety_known(_list_days(history, routine), history.until, _list_flares(history))


def _list_hearings(history: History, name: str) -> Iterator[Hearing]:
    """Yield the last hearings of an exercise, as many as make a difference.

    Their number still changes with each new one, as details take turns by it.
    """
    heard = history.find(name).heard_occurrences
    count = MAX_HEARINGS + len(heard) % TURNS
    for one in heard[-count:]:
        yield Hearing(one.day, one.record.words, one.record.asks_words)


def _list_days(history: History, routine: Routine) -> list[date]:
    """Return the days on which a session of a routine was heard, and not only entered by hand."""
    return [
        one.day
        for one in history.sessions
        if one.routine == routine.name and one.end is not End.BY_HAND and is_session_heard(one)
    ]


def _list_flares(history: History) -> Iterator[date]:
    """Yield the days of answers that tell of a flare, and of sessions that led to one."""
    yield from (one.day for one in history.answers if one.pain >= FLARE_FROM)
    worse = list_worse_sessions(history)
    for session in history.sessions:
        if session.id in worse and worse[session.id].is_halved:
            yield session.day
