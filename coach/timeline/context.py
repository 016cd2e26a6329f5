"""Scene: what is going on while a step is done, and how text speaks of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.errors import Problem, ScriptError
from coach.script.positions import Position
from coach.script.scalars import Line
from coach.script.steps import FlatStep

TIMELINE_VARIABLES = frozenset({"done", "exercises", "minutes", "total"})
"""Variables that are known only once the timeline is laid out."""
NAME_VARIABLES = frozenset({"exercise", "next"})
"""Variables that are names, written with a capital where they stand alone."""


DEFAULT_STRETCH_PERCENT = 50


@dataclass(frozen=True, slots=True)
class Context:
    """What is going on: names and numbers that text may speak of. Sides are named in words.

    `seconds` is how long the step lasts, or the next one that has a length of its own. Pauses,
    moves and rests may become `stretch` percent longer. `rep` of `reps` is for the eye only, and
    `position` is where the body is in the end: two scenes that differ in them sound the same.
    """

    exercise: str = ""
    next_name: str = ""
    side: str = ""
    other_side: str = ""
    set: int = 1
    sets: int = 1
    round: int = 1
    rounds: int = 1
    seconds: int = 0
    rep: int = field(default=0, compare=False)
    reps: int = field(default=0, compare=False)
    position: Position = field(default=Position.ANY, compare=False)
    stretch_percent: int = DEFAULT_STRETCH_PERCENT


@dataclass(frozen=True, slots=True)
class ContextStep:
    """One atomic step in its scene; `marker` names the chapter that begins with it.

    `opens` is the name of what begins with it. `loops` are the rounds and sides it lies in, by
    number, and `again` what begins anew with it: such a loop, and the name it goes by. These
    are what a listener is told is next.
    """

    step: FlatStep
    context: Context
    marker: str | None = None
    opening_name: str | None = None
    loops: tuple[int, ...] = ()
    restarted_loops: tuple[tuple[int, str], ...] = ()


def fill_variables(line: Line, context: Context, **more: object) -> str:
    """Put the scene into the text; what only the timeline knows stays in braces.

    Raises ScriptError for a variable that means nothing where the text stands.

    >>> fill(Line("{side} side first."), Scene(side="right"))
    'Right side first.'
    """
    values: Mapping[str, object] = {
        "exercise": context.exercise,
        "next": context.next_name,
        "side": context.side or None,
        "other": context.other_side or None,
        "set": context.set,
        "sets": context.sets,
        "round": context.round,
        "rounds": context.rounds,
        "seconds": context.seconds or None,
        **more,
    }

    def replace_variable(found: re.Match[str]) -> str:
        name = found[1]
        if name in TIMELINE_VARIABLES:
            return found[0]
        if values.get(name) is None:
            message = f"{{{name}}} means nothing here"
            raise ScriptError(Problem(message, line.where, f"it stands {_PLACES[name]}"))
        if name in NAME_VARIABLES:
            return _lowercase_within_sentence(str(values[name]), line.text[: found.start()])
        return str(values[name])

    text = " ".join(re.sub(r"\{(\w+)\}", replace_variable, line.text).split())
    return text[:1].upper() + text[1:]


def _lowercase_within_sentence(name: str, before: str) -> str:
    """Give a name without its capital behind words of a sentence, unless it has others as well."""
    words = before.rstrip(" \"'“‘(")
    if not words or words[-1] in ".!?:" or not name[1:].islower():
        return name
    return name[:1].lower() + name[1:]


_PLACES = {
    "side": "within sides, and in cards that have sides",
    "other": "within sides, and in cards that have sides",
    "rep": "in the calls of reps",
    "reps": "in the calls of reps",
    "seconds": "in or before a step that lasts a time, such as hold: 30s",
}
