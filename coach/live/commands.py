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
    SLOWER = "slower"
    FASTER = "faster"
    EASIER = "easier"
    NEVER = "never"
    OFTEN = "often"
    LESS = "less"
    REMAINING = "remaining"
    LISTEN = "listen"
    HELP = "help"
    ENOUGH = "enough"
    ANSWER = "answer"
    STOP = "stop"


FORM_VERBS = frozenset({Verb.TALK_MORE, Verb.TALK_LESS, Verb.SLOWER, Verb.FASTER})
"""Commands to go on with the same session in another form: in more words or fewer, or slower."""
SETTING_VERBS = FORM_VERBS | {Verb.LOUDER, Verb.SOFTER, Verb.VOLUME}
"""Commands to the session as a whole."""
LIKING_VERBS = frozenset({Verb.NEVER, Verb.OFTEN, Verb.LESS})
"""Commands about the exercise that is heard, for the sessions to come."""
JUMP_VERBS = frozenset({Verb.NEXT, Verb.PREVIOUS, Verb.FORWARD, Verb.BACK, Verb.SEEK})
"""Commands to go on elsewhere in the session."""
SOUND_VERBS = LIKING_VERBS | JUMP_VERBS | {Verb.REPEAT, Verb.MORE, Verb.EASIER}
"""Commands that a session cannot obey while its sound is lost."""


def refusal_without_sound(verb: Verb) -> str:
    """Return why a command cannot be obeyed while the sound is lost, or "" where it can."""
    return f"{verb}: not while the sound is lost" if verb in SOUND_VERBS else ""


@dataclass(frozen=True, slots=True)
class Command:
    """One command of the listener.

    `value` is milliseconds for FORWARD, BACK and MORE (by default 10 s, 10 s and 15 s) and the
    position to go to for SEEK; percent of the usual loudness for VOLUME; the number for ANSWER,
    which counts only while something is asked. No other verb uses it. One that `is_spoken` came
    from an ear, which may have misheard. One that `is_press` came from a button that knows little
    more than play and pause: LISTEN by such a one takes back what its press has just done.
    """

    verb: Verb
    value: int | None = None
    is_spoken: bool = False
    is_press: bool = False
