"""Answers -> how much worse the back was after each session than before it.

A back that was better raises nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from statistics import median_low

from coach.training.fold import LAST_ANSWERS, UNKNOWN_PAIN, History
from coach.training.log_records import AnswerRecord, Occasion, SessionRecord

MORNING_WITHIN = timedelta(days=2)
"""How long after a session an answer still belongs to it."""
HOLD_FROM, BACK_FROM, HALVE_FROM = 1, 2, 3
"""By how much worse a level is held, goes a step back, or to its half."""
SEVERE = 5
"""Above this answer a back that is worse at all halves the level."""


@dataclass(frozen=True, slots=True)
class Worse:
    """By how much the back was `worse` after a session, or the next morning, and how it was."""

    worse: int
    after: int

    @property
    def is_held(self) -> bool:
        """Whether nothing of the session counts towards a raise."""
        return self.worse >= HOLD_FROM

    @property
    def is_lowered(self) -> bool:
        """Whether what was done in it goes a step back; a change of one is about the same."""
        return self.worse >= BACK_FROM or self.is_halved

    @property
    def is_halved(self) -> bool:
        """Whether what was done in it goes to its half, and the next session is an easy one."""
        return self.worse >= HALVE_FROM or (self.after > SEVERE and self.worse >= HOLD_FROM)


def list_worse_sessions(history: History) -> Mapping[str, Worse]:
    """Return how the back was after sessions, by their ids; where nobody answered, none."""
    if not history.answers:
        return {}
    befores: dict[str, int] = {}
    afters: dict[str, list[int]] = {}
    usual: dict[str, int] = {}
    earlier: list[int] = []
    for answer in history.answers:
        for id_, is_after in _find_sessions(history, answer):
            usual.setdefault(id_, median_low(earlier[-LAST_ANSWERS:] or [UNKNOWN_PAIN]))
            if is_after:
                afters.setdefault(id_, []).append(answer.pain)
            else:
                befores[id_] = answer.pain
        earlier.append(answer.pain)
    return {
        id_: Worse(max(pains) - befores.get(id_, usual[id_]), max(pains))
        for id_, pains in afters.items()
    }


def needs_easy(history: History) -> bool:
    """Return whether the last session made the back so much worse that an easy one follows."""
    if not history.sessions:
        return False
    worse = list_worse_sessions(history).get(history.sessions[-1].id)
    return worse is not None and worse.is_halved


def _find_sessions(history: History, answer: AnswerRecord) -> Iterator[tuple[str, bool]]:
    """Yield the ids of the sessions that an answer tells of, and whether it comes after each.

    What is said before a session, or by hand, tells of the one of the days before as well.
    """
    if answer.occasion is Occasion.AFTER and answer.session:
        yield answer.session, True
        return
    next_id = ""
    if answer.occasion is not Occasion.AFTER:
        next_id = answer.session or _find_next_id(history, answer)
    if next_id:
        yield next_id, False
    is_same_day = answer.occasion in (Occasion.BY_HAND, Occasion.AFTER)
    session = _find_last_before(history, answer, is_same_day=is_same_day)
    if session and session.id != next_id:
        yield session.id, True


def _find_next_id(history: History, answer: AnswerRecord) -> str:
    """Return the id of the first session of the day of an answer that began after it, or ""."""
    later = (
        one
        for one in history.sessions
        if one.day == answer.day and one.start.timestamp() >= answer.start.timestamp()
    )
    return next((one.id for one in later), "")


def _find_last_before(
    history: History, answer: AnswerRecord, *, is_same_day: bool
) -> SessionRecord | None:
    """Return the session that an answer comes after, of the days before, or also of that day."""
    for session in reversed(history.sessions):
        if answer.day - session.day > MORNING_WITHIN:
            return None
        is_before = session.start.timestamp() <= answer.start.timestamp()
        if session.day < answer.day or (is_same_day and session.day == answer.day and is_before):
            return session
    return None
