"""Notes which introductions (opening and safety words) a listener has heard, to skip them later.

What counts is the text: where a script comes to say something else there, it is new again.
"""

from hashlib import blake2b

from coach.script.routine import Routine
from coach.script.steps import Say
from coach.system.notes import Notes

INTRO_NOTE = "heard"


def has_heard_intro(notes: Notes, routine: Routine) -> bool:
    """Return True where the introduction of a routine, as it is now, was heard before."""
    return (notes.read(INTRO_NOTE) or {}).get(routine.name) == _intro_digest(routine)


def mark_intro_heard(notes: Notes, routine: Routine) -> None:
    """Write that the introduction of a routine was heard; raises MachineError where it cannot."""
    note = notes.read(INTRO_NOTE) or {}
    digest = _intro_digest(routine)
    if note.get(routine.name) != digest:
        notes.write(INTRO_NOTE, {**note, routine.name: digest})


def _intro_digest(routine: Routine) -> str:
    """Return a hash of all that is said before the first exercise."""
    opening = (line for step in routine.opening if isinstance(step, Say) for line in step.say)
    text = "\n".join(line.text for line in (*opening, *routine.safety))
    return blake2b(text.encode(), digest_size=8).hexdigest()
