"""Config: what a listener has set for every session, and what holds where they did not.

It is apart from how a config file is written, so that YAML is imported only where there is one.
"""

from dataclasses import dataclass
from enum import StrEnum

from coach.script.talk_level import TalkLevel

MAX_LEAD_IN = 10_000
"""The longest extra quiet before the first sound, in ms."""
WEEKLY_GOAL = 3
"""On how many days of a week something is to be done, unless somebody sets another goal."""


class Goal(StrEnum):
    """What a listener exercises for: to be well, or to get stronger by more than usual doses."""

    WELL = "well"
    STRONGER = "stronger"


@dataclass(frozen=True, slots=True)
class Config:
    """What holds where a command does not say otherwise; times in ms.

    `lead_in` is quiet at the start, besides what every session has. `without` are exercises to
    leave out; `opted` those done only where they are asked for. `bed` is the sound under every
    session, "none" for none; where it is not set, a routine's own. `weekly_goal` is in days,
    `rises` is when the listener gets up, as in 6:30. With `ears` sessions listen for spoken
    commands, by a `microphone` of that name; with `headphones` also while the coach speaks, and
    with `echo_cancellation` for a few of them.
    """

    voice: str | None = None
    player: str | None = None
    length: int | None = None
    talk: TalkLevel = TalkLevel.AUTO
    goal: Goal = Goal.WELL
    slow: bool = False
    easy: bool = False
    limits: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    opted: tuple[str, ...] = ()
    wait: bool = False
    plain: bool = False
    drawing: bool = True
    keep_time: bool = False
    pause_on_move: bool = True
    lead_in: int = 0
    bed: str | None = None
    weekly_goal: int = WEEKLY_GOAL
    rises: str | None = None
    ears: bool = False
    headphones: bool = False
    echo_cancellation: bool = True
    microphone: str | None = None
