"""Defaults: what a listener has settled for every session, and what holds where they did not."""

from dataclasses import dataclass

from coach.script.talk_level import TalkLevel

MAX_LEAD_IN = 10_000
"""The longest quiet before the first sound, in ms."""


@dataclass(frozen=True, slots=True)
class Config:
    """What holds where a command does not say otherwise; times in ms.

    `lead_in` is more quiet at the start than a session has of itself; 0 is what it has.
    """

    voice: str | None = None
    player: str | None = None
    length: int | None = None
    talk: TalkLevel = TalkLevel.FULL
    slow: bool = False
    easy: bool = False
    limits: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    opted: tuple[str, ...] = ()
    wait: bool = False
    plain: bool = False
    keep_time: bool = False
    lead_in: int = 0
