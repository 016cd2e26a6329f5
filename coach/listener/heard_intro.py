"""Heard: which welcomes and safety words a listener knows, so that they may be skipped.

What counts is the text: where a script comes to say something else there, it is new again.
"""

from hashlib import blake2b

from coach.script.routine import Routine
from coach.script.steps import Say
from coach.system.notes import Memory

NOTE = "heard"


def was_heard(memory: Memory, routine: Routine) -> bool:
    """Tell whether the introduction of a routine, as it is now, was heard or written before."""
    return (memory.read(NOTE) or {}).get(routine.name) == _introduction(routine)


def note_heard(memory: Memory, routine: Routine) -> None:
    """Remember that the introduction of a routine was heard; raises MachineError."""
    known = memory.read(NOTE) or {}
    if known.get(routine.name) != _introduction(routine):
        memory.write(NOTE, {**known, routine.name: _introduction(routine)})


def _introduction(routine: Routine) -> str:
    """Make a key of all that is said before the first exercise."""
    opening = (line for step in routine.opening if isinstance(step, Say) for line in step.say)
    said = "\n".join(line.text for line in (*opening, *routine.safety))
    return blake2b(said.encode(), digest_size=8).hexdigest()
