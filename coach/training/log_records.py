"""Records: a session that was played, and what was heard of each exercise in it.

They say what was played: whether it was done, only the listener knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from coach.timeline.dose import Dose
from coach.timeline.familiarity import Familiarity

NOTHING_MORE: Mapping[str, Any] = MappingProxyType({})
MAX_PAIN = 10
"""The highest answer to how the back is; the lowest is 0."""


def _no_more() -> Mapping[str, Any]:
    return NOTHING_MORE


class End(StrEnum):
    """How a session ended; by hand: somebody said that it was done, and nothing was played."""

    DONE = "done"
    STOPPED = "stopped"
    LOST = "lost"
    BY_HAND = "hand"


class Outcome(StrEnum):
    """How much of an exercise was heard: of each side four fifths, a fifth, less, nothing yet.

    What the listener went past is skipped; what a session ended before is unreached.
    """

    DONE = "done"
    PART = "part"
    SKIPPED = "skip"
    UNREACHED = "unreached"


@dataclass(frozen=True, slots=True)
class SideHeard:
    """What was heard of one side, "" where an exercise has none: whole repetitions, and ms."""

    side: str
    reps: int = 0
    time: int = 0


@dataclass(frozen=True, slots=True)
class ExerciseRecord:
    """What was heard of one exercise, by the name of its card.

    `asked` is the dose that was planned, in the units of `Dose`; `level` the number of the highest
    dose level that it reaches, None where it has none. `told` is how much of its words was said,
    `words` the hash of all of them (`hash_words`), and `asks_words` tells that the listener asked
    for more of them. `is_new`: it was never done before.
    """

    exercise: str
    outcome: Outcome
    asked: Dose
    sides: tuple[SideHeard, ...] = ()
    level: int | None = None
    told: Familiarity | None = None
    words: str = ""
    asks_words: bool = False
    is_new: bool = False
    more: Mapping[str, Any] = field(default_factory=_no_more, compare=False)


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session; lengths in ms.

    `start` has its offset from UTC, and `day` is the listener's: four hours behind midnight.
    `asked` is the length that was planned, `heard` how much was played, `at` the moment where it
    ended. `is_gone` takes back the records of the same `id`. Of several records of an id the last
    one counts. `more` are fields of other versions, which are kept.
    """

    id: str
    start: datetime
    day: date
    routine: str
    asked: int = 0
    heard: int = 0
    end: End = End.DONE
    at: int = 0
    talk: str = ""
    voice: str = ""
    language: str = ""
    seed: int = 0
    limits: tuple[str, ...] = ()
    easy: bool = False
    exercises: tuple[ExerciseRecord, ...] = ()
    is_gone: bool = False
    more: Mapping[str, Any] = field(default_factory=_no_more, compare=False)


class Occasion(StrEnum):
    """When somebody said how their back was."""

    BEFORE = "before"
    AFTER = "after"
    NEXT_MORNING = "morning"
    BY_HAND = "hand"


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """How the back was, nought to ten, and when that was said; `session` is the id of the session.

    Fields that a session has too mean the same here.
    """

    id: str
    start: datetime
    day: date
    pain: int
    occasion: Occasion = Occasion.BY_HAND
    session: str = ""
    is_gone: bool = False
    more: Mapping[str, Any] = field(default_factory=_no_more, compare=False)


@dataclass(frozen=True, slots=True)
class Log:
    """What a log holds, in the order of `start`; of each id the last record, if it is not gone.

    `damaged` counts lines that could not be read, `future` records that begin more than a day from
    now: neither are among the records. `fingerprint`, a few hexadecimal digits, changes with any of
    these.
    """

    sessions: tuple[SessionRecord, ...] = ()
    answers: tuple[AnswerRecord, ...] = ()
    damaged: int = 0
    future: int = 0
    fingerprint: str = ""


EMPTY_LOG = Log()
