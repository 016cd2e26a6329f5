"""Safety words: what is said before a session of what to mind, and when to stop.

A routine writes lines of its own, or names sets of them that the phrases of its language have.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
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

    `sore` are said instead of those in full to somebody whose back hurts already; none where the
    rule of comfort is the same for them.

    As it is read from a routine, a line may be the name of a set.
    """

    full: tuple[Line, ...] = ()
    short: tuple[Line, ...] = ()
    sore: tuple[Line, ...] = ()


_Lines = tuple[Line, ...]
NO_SAFETY_WORDS = SafetyWords()
SAFETY_SETS_DOC = "the safety opening: lines, or names of the sets in phrases"
_SOME_LINES = ListOf(SPOKEN_TEXT, least=1)
SAFETY_WORDS = Record(
    SafetyWords,
    {
        "full": Field(_SOME_LINES, "all that is said of safety"),
        "short": Field(_SOME_LINES, "what is said where talk is short, the first line even later"),
        "sore": Field(
            ListOf(SPOKEN_TEXT),
            "what is said instead of all to somebody whose back hurts already",
            (),
        ),
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
    return any(SET_NAME.fullmatch(line.text) for line in (*words.full, *words.short, *words.sore))


def fill_safety_sets(words: SafetyWords, known: Mapping[str, SafetyWords]) -> SafetyWords:
    """Return safety words with the lines of the sets that they name.

    Raises FieldConflictError for a name that no set has.
    """
    for line in (*words.full, *words.short, *words.sore):
        if SET_NAME.fullmatch(line.text) and line.text not in known:
            message = f"no set of safety words is called {line.text!r}"
            hint = suggest(line.text, known) if known else "write a sentence: Stop if it hurts."
            raise FieldConflictError(message, "safety", hint)

    def fill(lines: tuple[Line, ...], choose: Callable[[SafetyWords], _Lines]) -> _Lines:
        filled = (
            (line,) if (found := known.get(line.text)) is None else choose(found) for line in lines
        )
        return tuple(chain.from_iterable(filled))

    differs = any(known[line.text].sore for line in words.full if line.text in known)
    sore = words.sore or (words.full if differs else ())
    return SafetyWords(
        fill(words.full, lambda found: found.full),
        fill(words.short, lambda found: found.short),
        fill(sore, lambda found: found.sore or found.full),
    )
