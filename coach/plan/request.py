"""Wishes: what a listener asks of a session, before any of it is chosen."""

from dataclasses import dataclass
from pathlib import Path

from coach.script.talk_level import TalkLevel
from coach.sound.levels import DEFAULT_LEVELS, Levels


@dataclass(frozen=True, slots=True)
class Filters:
    """What the listener does not want, wants only, has to mind, and asks for besides.

    `opted` names exercises that are done only where they are asked for. Names that are `usual`
    with this listener, whatever the routine, may be those of exercises it does not have.
    """

    without: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    opted: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """What the listener asked for: voice as `engine[:voice]`, length in ms, manner, filters.

    `seed` chooses among what may be said one way or another; 0 takes it as written. `bed` is
    laid under it instead of the routine's own: a name, or the path of a file; "" is none.
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


DEFAULT_REQUEST = SessionRequest()
