"""Contexts: what is going on while a step is done, and how text speaks of it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from coach.errors import Problem, ScriptError, Where
from coach.script.grammar import (
    NEUTRAL,
    VARIABLE,
    FormError,
    Grammar,
    capitalize,
    make_form_error,
    starts_sentence,
)
from coach.script.positions import Position
from coach.script.scalars import Line
from coach.script.steps import FlatStep

TIMELINE_VARIABLES = frozenset({"done", "exercises", "fitted", "minutes", "total"})
"""Variables that are known only once the timeline is laid out."""
NAME_VARIABLES = frozenset({"exercise", "next"})
"""Variables that are names, written with a capital where they stand alone."""
OTHER_SIDES = {"left": "right", "right": "left"}
DEFAULT_STRETCH_PERCENT = 50
"""By how many percent pauses, moves and rests may become longer, unless a card says otherwise."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is going on: names and numbers that text may speak of. A side is "left" or "right".

    `seconds` is how long the step lasts, or the next one that has a length of its own, and
    `spoken_length`, in seconds, how long what text speaks of does: in a rest what comes next.
    `rounds` is 0 where it is not known how many fit, `count` where the round has no number of its
    own. Pauses, moves and rests may become `stretch_percent` longer. `rep` of `reps` is only shown,
    `position` is where the body is at the end of the step, within a group `exercise` is its name
    and not a title, `blocks` are the numbers of the blocks it lies in, the innermost last, and
    `card` is the slug of the exercise, where it has a card: contexts that differ in nothing else
    are equal, as they sound the same. `grammar` is that of the language.
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
    spoken_length: int = 0
    count: int = 0
    rep: int = field(default=0, compare=False)
    reps: int = field(default=0, compare=False)
    position: Position = field(default=Position.ANY, compare=False)
    blocks: tuple[int, ...] = field(default=(), compare=False)
    is_within_group: bool = field(default=False, compare=False)
    card: str = field(default="", compare=False)
    stretch_percent: int = DEFAULT_STRETCH_PERCENT
    grammar: Grammar = field(default=NEUTRAL, compare=False)

    @property
    def repeated_name(self) -> str:
        """The name of what starts over where a round does; a title is no name of that."""
        return self.exercise if self.is_within_group else ""


@dataclass(frozen=True, slots=True)
class TimeBlock:
    """A stretch of a session that lasts `length` ms in all, whatever is said in it.

    It ends with a rest, which takes what the `round`s of work leave; where the block `repeats`,
    only those rounds are done that fit.
    """

    number: int
    length: int
    round: int = 1
    is_rest: bool = False
    repeats: bool = False
    where: Where | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ContextStep:
    """One atomic step in its context; `marker` names the chapter that begins with it.

    `opening_name` is the name of what begins with it. `loops` are the rounds and sides it lies
    in, by number, and `restarted_loops` those that begin again with it, each with the name of
    what is repeated. From these names a listener is told what comes next. Speech that `is_in_rest`
    is said in the rest before it. What is in a `block` takes of its time.
    """

    step: FlatStep
    context: Context
    marker: str | None = None
    opening_name: str | None = None
    loops: tuple[int, ...] = ()
    restarted_loops: tuple[tuple[int, str], ...] = ()
    is_in_rest: bool = False
    block: TimeBlock | None = None

    def with_position(self, position: Position) -> "ContextStep":
        """Return the same step with another position of the body at its end."""
        if self.context.position is position:
            return self
        return replace(self, context=replace(self.context, position=position))

    def with_beginnings_of(self, before: "ContextStep") -> "ContextStep":
        """Return the step with all that began with the one before it, which is left out."""
        return replace(
            self,
            marker=self.marker or before.marker,
            opening_name=self.opening_name or before.opening_name,
            restarted_loops=(*before.restarted_loops, *self.restarted_loops),
        )


def with_opening_name(
    context_steps: Iterable[ContextStep], name: str | None
) -> Iterator[ContextStep]:
    """Yield the steps, the first with the name of what begins, unless it has one from within."""
    for number, one in enumerate(context_steps):
        yield one if number or one.opening_name is not None else replace(one, opening_name=name)


def with_loop(
    context_steps: Iterable[ContextStep], loop: int, name: str | None
) -> Iterator[ContextStep]:
    """Yield the steps as those of a loop; a `name` is that of what starts over with the first."""
    for number, one in enumerate(context_steps):
        restarted = one.restarted_loops
        if name is not None and not number:
            restarted += ((loop, name),)
        # Not by `replace`, which takes three times as long: each step comes by at every depth.
        loops = (loop, *one.loops)
        yield ContextStep(
            one.step,
            one.context,
            one.marker,
            one.opening_name,
            loops,
            restarted,
            one.is_in_rest,
            one.block,
        )


def fill_variables(line: Line, context: Context, **more: object) -> str:
    """Return the text of a line with its variables replaced, but for TIMELINE_VARIABLES.

    Values in `more` override those of the context. Raises ScriptError for a variable that
    means nothing where the text stands.

    >>> fill_variables(Line("{side} side first."), Context(side="right"))
    'Right side first.'
    """
    grammar, values = context.grammar, {**_list_values(context), **more}

    def replace_variable(match: re.Match[str]) -> str:
        name, form = match[1], match[2] or ""
        if name in TIMELINE_VARIABLES and name not in more:
            _check_noun(grammar, form, line)
            return match[0]
        if values.get(name) is None:
            message = f"{{{name}}} means nothing here"
            raise ScriptError(Problem(message, line.where, f"it stands {_PLACES[name]}"))
        before = match.string[: match.start()]
        if name in NAME_VARIABLES and not form:
            return grammar.lower_name(str(values[name]), before)
        try:
            text = _format_value(grammar, name, form, values[name])
        except FormError as error:
            raise make_form_error(error, line.where) from error
        return capitalize(text) if starts_sentence(before) else text

    text = VARIABLE.sub(replace_variable, grammar.mark_nouns(line.text))
    return capitalize(" ".join(text.split()))


def _list_values(context: Context) -> dict[str, object]:
    """Return the values of the variables in a context; None for what means nothing there."""
    return {
        "exercise": context.exercise,
        "next": context.next_name,
        "side": context.side or None,
        "other": context.other_side or None,
        "set": context.set,
        "sets": context.sets,
        "round": context.round,
        "rounds": context.rounds or None,
        "count": context.count or None,
        "seconds": context.seconds or None,
        "length": context.spoken_length or context.seconds or None,
    }


def _check_noun(grammar: Grammar, form: str, line: Line) -> None:
    """Raise ScriptError for a noun that the language does not know."""
    if form:
        try:
            grammar.format_count(1, form)
        except FormError as error:
            raise make_form_error(error, line.where) from error


def _format_value(grammar: Grammar, name: str, form: str, value: object) -> str:
    if name == "length" and isinstance(value, int):
        return grammar.format_length(value)
    return grammar.format_value(name, form, value)


def make_side_contexts(context: Context, first_side: str) -> tuple[Context, Context]:
    """Return a context for each side, in the order in which they are done.

    `first_side` is "left" or "right".
    """
    first, second = ("left", "right") if first_side == "left" else ("right", "left")
    return (
        replace(context, side=first, other_side=second),
        replace(context, side=second, other_side=first),
    )


def join_call(name: str, call: str, grammar: Grammar = NEUTRAL) -> str:
    """Return a name and the call of a movement as one phrase.

    >>> join_call("Right", "Reach")
    'Right, reach'
    """
    return f"{name}, {grammar.lower_name(call, name)}"


_PLACES = {
    "side": "within sides, and in cards that have sides",
    "other": "within sides, and in cards that have sides",
    "rounds": "in rounds of a known number",
    "count": "in rounds with a list of numbers, as rounds: [21, 15, 9]",
    "rep": "in the calls of reps and breathe",
    "reps": "in the calls of reps and breathe",
    "seconds": "in or before a step that lasts a time, such as hold: 30s",
    "length": "in or before a step that lasts a time, such as hold: 30s",
}
"""Where a variable has a meaning, for hints."""
