"""SessionRequest: what a listener asks of a session, before any of it is chosen."""

from dataclasses import dataclass
from pathlib import Path

from coach.listener.defaults import WEEKLY_GOAL
from coach.plan.progression import PlanReason, Progression
from coach.script.talk_level import TalkLevel
from coach.sound.levels import DEFAULT_LEVELS, Levels


@dataclass(frozen=True, slots=True)
class Filters:
    """Which exercises come into question.

    Those of `without` do not, and where `only` names positions or goals, only those that have
    one. `limits` are those of the listener's body. `opted` names exercises that are done only
    where they are asked for. Names that are `usual`, asked for in every routine, may be those of
    exercises that this routine does not have. Of the likes of a listener `never` are those left
    out for good, which are in `without` as well unless asked for now; exercises that they want
    `more` or `less` often only change places in the queue. What is `resting` today is not done,
    asked for or not; each has its reason.
    """

    without: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    opted: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    resting: tuple[tuple[str, PlanReason], ...] = ()


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """What the listener asked for.

    `voice` is `engine` or `engine:voice`, None the default one; `length` is in ms, None the
    routine's usual one. `slow` leaves more time to move; `easy` does, too, and takes smaller
    doses and easier variants. Who is `worked_up` to the usual doses may get the most that the cards
    allow. `seed` chooses among alternative wordings; 0 takes all as written.
    With `is_sore` the rule of comfort is that of a back that hurts already, and all safety words
    are said. `skip_intro` leaves out the opening and the safety lines. `bed` is laid under the
    session instead of the routine's own: a name, or the path of a file; "" is none. `progression`
    is what is known of the listener; None for nothing. It is that of the evening before the day
    `as_of`, an ISO date; None where nothing of a log is used. With `is_fresh` it is that of
    somebody who never did anything, and `stronger` asks for doses that grow beyond the usual ones.
    `weekly_goal` is on how many days of a week they want to do something.
    """

    voice: str | None = None
    length: int | None = None
    talk: TalkLevel = TalkLevel.FULL
    slow: bool = False
    easy: bool = False
    filters: Filters = NO_FILTERS
    seed: int = 0
    skip_intro: bool = False
    bed: str | Path | None = None
    levels: Levels = DEFAULT_LEVELS
    worked_up: bool = False
    is_sore: bool = False
    progression: Progression | None = None
    as_of: str | None = None
    is_fresh: bool = False
    stronger: bool = False
    weekly_goal: int = WEEKLY_GOAL


DEFAULT_REQUEST = SessionRequest()
