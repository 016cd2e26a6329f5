"""Talk level bell, and routines that are nothing but words: those are refused."""

from coach.errors import Problem, UsageError
from coach.script.named_work import Work
from coach.script.routine import Routine
from coach.script.steps import (
    Perform,
    Rest,
    Rounds,
    Step,
    TimedRounds,
    list_inner_steps,
)
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import Breathe, Hold, Reps

SOUNDED = Hold | Reps | Breathe | Work | Rest | Perform | TimedRounds
"""Steps that sounds and counts can lead through; rounds with `every` as well."""


def check_bell(routine: Routine, talk: TalkLevel) -> None:
    """Raise UsageError where only sounds are wanted, and the words are all there is.

    What is left of such a session is silence: nobody could follow it.
    """
    steps = [step for one in routine.sections for step in (*one.steps, *one.exercises)]
    if talk is not TalkLevel.BELL or any(map(_is_sounded, steps)):
        return
    message = f"{routine.title} is made of words: with talk {talk} nothing is left of it"
    raise UsageError(Problem(message, hint=f"--talk {TalkLevel.FULL}, or --talk {TalkLevel.SHORT}"))


def _is_sounded(step: Step) -> bool:
    """Return whether something is heard of a step, or of one within it, without its words."""
    if isinstance(step, SOUNDED) or (isinstance(step, Rounds) and step.every is not None):
        return True
    return any(map(_is_sounded, list_inner_steps(step)))
