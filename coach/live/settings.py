"""How a live session is performed, apart from what is in it."""

from dataclasses import dataclass

from coach.live.commands import Command, Verb

VOLUME_STEP = 10
MAX_VOLUME = 150
_VOLUME_STEPS = {Verb.LOUDER: VOLUME_STEP, Verb.SOFTER: -VOLUME_STEP}


@dataclass(frozen=True, slots=True)
class EarSettings:
    """How a listener wants to be heard.

    An ear `listens` from the beginning, and not only when it is asked to; with `headphones` also
    while the coach speaks, and with `echo_cancellation` for a few commands, where the library for
    it is. `microphone` is part of its name, None for the system's own choice. `least` is how likely
    a command must be of this person, None for the usual.
    """

    listens: bool = False
    headphones: bool = False
    microphone: str | None = None
    least: float | None = None
    echo_cancellation: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """What the listener asked for: `start` is where the session is resumed, in ms.

    `wait` waits before each exercise; `timed` says that a length was asked for, `keep_time` that
    it is to be kept when time is added. `volume` is in percent of the usual. `pause_on_move`
    pauses where the sound moves to another device. `ear` says how spoken commands are heard.
    """

    start: int = 0
    wait: bool = False
    timed: bool = False
    keep_time: bool = False
    volume: int = 100
    pause_on_move: bool = False
    ear: EarSettings = EarSettings()


def volume_after(volume: int, command: Command) -> int:
    """Return the volume a command asks for, in percent, within 0 and the largest."""
    step = _VOLUME_STEPS.get(command.verb)
    wanted = volume + step if step is not None else command.value
    return min(max(0, 100 if wanted is None else wanted), MAX_VOLUME)
