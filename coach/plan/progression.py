"""Progression: what is known of a listener -> what changes in today's session.

Turns, words and doses are worked out elsewhere, from a log of what was done or from a seed alone;
the planner only reads them here. Without any the session is that of the routine as written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from coach.script.talk_level import TalkLevel
from coach.timeline.dose import Dose
from coach.timeline.familiarity import UNKNOWN, Familiarity
from coach.timeline.greetings import NO_GREETINGS, Greetings

if TYPE_CHECKING:
    from coach.script.phrases import Phrases

SECOND_TURN_FROM = 12 * 60_000
"""From which length on, in ms, the second of the `turns` is certain, too."""
SECOND_NEW_FROM = 20 * 60_000
"""From which length on, in ms, a session may have two exercises that were never done."""


@dataclass(frozen=True, slots=True)
class PlanReason:
    """Why a session is as it is: the key of the words for it, and the values in them."""

    key: str
    values: tuple[tuple[str, str | int], ...] = ()

    def format(self, phrases: "Phrases") -> str:
        """Return it in the words of a language."""
        return phrases.format_shown(self.key, **dict(self.values))


@dataclass(frozen=True, slots=True)
class Raise:
    """A dose that may be given from today on, and from which and why.

    It is no more than a ceiling: a session that has no time for it gives less.
    """

    dose: Dose
    reason: PlanReason

    def is_reached(self, given: Dose) -> bool:
        """Return True where a session gives at least this dose."""
        names = ("sets", "reps", "hold", "breaths", "time")
        return all(getattr(given, name) >= getattr(self.dose, name) for name in names)


@dataclass(frozen=True, slots=True)
class ExerciseProgress:
    """What changes for one exercise.

    `points` are added to its priority for choosing, and may be negative. It gets no dose above the
    number `level` of its dose levels (`list_dose_levels`); None is no ceiling. A ceiling that
    `is_firm` holds even where no session fits a length with it; others give way then.
    `raised` is what that level was raised to today. `reasons` say why it comes, or not: how long it
    has waited.
    """

    points: int = 0
    familiarity: Familiarity = UNKNOWN
    level: int | None = None
    is_firm: bool = False
    is_new: bool = False
    reasons: tuple[PlanReason, ...] = ()
    raised: Raise | None = None


UNCHANGED = ExerciseProgress()
_NOTHING: Mapping[str, ExerciseProgress] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Progression:
    """What changes in a session.

    `exercises` has, by the names of their cards, those that change. Of the `turns` the first is
    certain to be done, from `SECOND_TURN_FROM` on the second, too. `talk` is how much is said
    beside the exercises. Where the `safety_is_known`, one passage of it is said. With `limits_new`
    a session has at most one exercise that is new, from `SECOND_NEW_FROM` on two. With `stronger`
    levels may lie above the usual dose. `greetings` are what may be said of the days before.
    `origin` says what this was made from.
    """

    exercises: Mapping[str, ExerciseProgress] = field(default_factory=lambda: _NOTHING)
    turns: tuple[str, ...] = ()
    talk: TalkLevel = TalkLevel.FULL
    safety_is_known: bool = False
    limits_new: bool = False
    stronger: bool = False
    greetings: Greetings = NO_GREETINGS
    origin: PlanReason | None = None

    def find(self, exercise: str) -> ExerciseProgress:
        """Return what changes for an exercise, by the name of its card."""
        return self.exercises.get(exercise, UNCHANGED)


NO_PROGRESSION = Progression()
