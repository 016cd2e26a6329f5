"""Safety words: what is said before a session of what to mind, and when to stop.

A routine writes lines of its own, or names sets of them that the phrases of its language have.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from coach.script.reader import INVALID, FieldConflictError, Reader, Schema, suggest
from coach.script.records import Field, ListOf, Record
from coach.script.scalars import Line
from coach.script.step_fields import SPOKEN_TEXT

SET_NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")
"""What names a set: a word in small letters, where a line is a sentence."""


class SafetyWords(NamedTuple):
    """Lines in full, and those that are said where talk is short; the first of these is the least.

    As it is read from a routine, a line may be the name of a set.
    """

    full: tuple[Line, ...] = ()
    short: tuple[Line, ...] = ()


NO_SAFETY_WORDS = SafetyWords()
SAFETY_SETS_DOC = "the safety opening: lines, or names of the sets in phrases"
_SOME_LINES = ListOf(SPOKEN_TEXT, least=1)
SAFETY_WORDS = Record(
    SafetyWords,
    {
        "full": Field(_SOME_LINES, "all that is said of safety"),
        "short": Field(_SOME_LINES, "what is said where talk is short, the first line even later"),
    },
    "safety words",
    has_where=False,
)


@dataclass(frozen=True, slots=True)
class SafetyShape:
    """Lines or names of sets, one or a list of them, or a mapping with `full` and `short`."""

    expected: str = "safety words: a list of lines or of names, or full and short"
    shape: Record = SAFETY_WORDS

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return SafetyWords with the names of sets still among them."""
        if isinstance(node, yaml.MappingNode):
            return reading.read(node, self.shape)
        lines = reading.read(node, ListOf(SPOKEN_TEXT))
        return INVALID if lines is INVALID else SafetyWords(lines, lines)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of an object, or of a list."""
        whole, lines = self.shape.schema(named), ListOf(SPOKEN_TEXT).schema(named)
        return {"if": {"type": "object"}, "then": whole, "else": lines}


def names_sets(words: SafetyWords) -> bool:
    """Return whether names of sets are among some safety words."""
    return any(SET_NAME.fullmatch(line.text) for line in (*words.full, *words.short))


def fill_safety_sets(words: SafetyWords, known: Mapping[str, SafetyWords]) -> SafetyWords:
    """Return safety words with the lines of the sets that they name.

    Raises FieldConflictError for a name that no set has.
    """
    for line in (*words.full, *words.short):
        if SET_NAME.fullmatch(line.text) and line.text not in known:
            message = f"no set of safety words is called {line.text!r}"
            hint = suggest(line.text, known) if known else "write a sentence: Stop if it hurts."
            raise FieldConflictError(message, "safety", hint)

    def fill(lines: tuple[Line, ...], *, full: bool) -> Iterator[Line]:
        for line in lines:
            found = known.get(line.text)
            if found is None:
                yield line
            else:
                yield from found.full if full else found.short

    return SafetyWords(tuple(fill(words.full, full=True)), tuple(fill(words.short, full=False)))
