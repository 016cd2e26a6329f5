"""Volume: how loud a session is heard, in percent of the usual. Pure."""

from coach.commands import Command, Verb

STEP = 10
LOUDEST = 150
_STEPS = {Verb.LOUDER: STEP, Verb.SOFTER: -STEP}


def changed(volume: int, command: Command) -> int:
    """Give the volume that a command asks for, within what there is."""
    step = _STEPS.get(command.verb)
    wanted = volume + step if step is not None else command.value
    return min(max(0, 100 if wanted is None else wanted), LOUDEST)
