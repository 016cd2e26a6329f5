"""Heard: which welcomes and safety words a listener knows, so that they may be skipped.

What counts is the text: where a script comes to say something else there, it is new again.
"""

from hashlib import blake2b

from coach.script.routine import Routine
from coach.script.steps import Say
from coach.system.notes import Notes

INTRO_NOTE = "heard"


def has_heard_intro(notes: Notes, routine: Routine) -> bool:
    """Tell whether the introduction of a routine, as it is now, was heard or written before."""
    return (notes.read(INTRO_NOTE) or {}).get(routine.name) == _intro_digest(routine)


def mark_intro_heard(notes: Notes, routine: Routine) -> None:
    """Remember that the introduction of a routine was heard; raises MachineError."""
    known = notes.read(INTRO_NOTE) or {}
    if known.get(routine.name) != _intro_digest(routine):
        notes.write(INTRO_NOTE, {**known, routine.name: _intro_digest(routine)})


def _intro_digest(routine: Routine) -> str:
    """Make a key of all that is said before the first exercise."""
    opening = (line for step in routine.opening if isinstance(step, Say) for line in step.say)
    said = "\n".join(line.text for line in (*opening, *routine.safety))
    return blake2b(said.encode(), digest_size=8).hexdigest()
