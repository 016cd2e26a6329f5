"""The commands a listener can give a live session, whichever control they come from."""

from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """What can be asked for; the words are those of `coach ctl`."""

    PAUSE = "pause"
    RESUME = "resume"
    TOGGLE = "toggle"
    NEXT = "next"
    PREVIOUS = "previous"
    FORWARD = "forward"
    BACK = "back"
    SEEK = "seek"
    REPEAT = "repeat"
    MORE = "more"
    MOMENT = "moment"
    GO = "go"
    LOUDER = "louder"
    SOFTER = "softer"
    VOLUME = "volume"
    TALK_MORE = "talk-more"
    TALK_LESS = "talk-less"
    HELP = "help"
    ENOUGH = "enough"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Command:
    """One command of the listener.

    `value` is milliseconds for FORWARD, BACK and MORE (by default 10 s, 10 s and 15 s) and the
    position to go to for SEEK; percent of the usual loudness for VOLUME; no other verb uses it.
    """

    verb: Verb
    value: int | None = None
