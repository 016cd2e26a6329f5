"""Two quick presses of a button that only plays and pauses: they open the ear. Pure.

A desktop hands the button of a headset on as PlayPause, or as Play and Pause in turn. A first press
acts at once, for a pause must not wait; a second one soon behind it means to listen, and takes back
what the first has done.
"""

from dataclasses import dataclass
from enum import StrEnum

from coach.live.status import EarState, Phase, Status

TWICE_WITHIN_MS = 700
"""How soon the second press comes, in ms. Players for phones wait from 300 up to 1000; it must be
more than the 660 after which X11 repeats a key that is held down."""
REPEATED_WITHIN_MS = 80
"""So soon nobody presses again, in ms: one press was told twice, or a key is held and repeated."""


class Button(StrEnum):
    """What the button says it does; some headsets say always the same, some both in turn."""

    TOGGLE = "toggle"
    PLAY = "play"
    PAUSE = "pause"


class Meaning(StrEnum):
    """What a press means: what the button says, to open the ear, or nothing."""

    ITSELF = "itself"
    LISTEN = "listen"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Presses:
    """The press before, at a moment in ms; None for none. `has_listened` if that opened the ear."""

    button: Button | None = None
    at: int = 0
    has_listened: bool = False


def take_press(
    before: Presses, button: Button, now: int, *, can_listen: bool
) -> tuple[Presses, Meaning]:
    """Return the presses behind one more, and what it means."""
    since = now - before.at
    is_repeated = since < REPEATED_WITHIN_MS
    if before.has_listened and is_repeated:
        return Presses(button, now, has_listened=True), Meaning.NOTHING
    # Two pauses are no button: a telephone call has several programs pause whatever plays.
    is_second = before.button is not None and not before.button is button is Button.PAUSE
    is_soon = not is_repeated and since <= TWICE_WITHIN_MS
    if can_listen and is_second and is_soon and not before.has_listened:
        return Presses(button, now, has_listened=True), Meaning.LISTEN
    return Presses(button, now), Meaning.ITSELF


def can_open_ear(status: Status) -> bool:
    """Return True if there is an ear to open; not while the press answers what is asked."""
    is_under_way = status.phase in (Phase.PLAYING, Phase.PAUSED, Phase.WAITING)
    can_hear = status.ear not in (EarState.NONE, EarState.DEAF)
    return is_under_way and can_hear and not status.asks
