"""Style rules: patterns and words that a listener of a language stumbles on, from one file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from coach.script.positions import Position
from coach.script.reader import INVALID, Reader, Schema, Shape, has_yaml_tag
from coach.script.records import Field, ListOf, MappingOf, Record
from coach.script.scalars import Text
from coach.script.step_fields import PLACES

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Style:
    """Patterns with what to write instead, and the words that instructions are made of.

    The fields of STYLE say what each is.
    """

    misread: tuple[tuple[Pattern, str], ...]
    written: tuple[tuple[Pattern, str], ...]
    promises: tuple[Pattern, ...]
    unless: Pattern
    actions: frozenset[str]
    still: tuple[str, ...]
    before: tuple[str, ...]
    joins: Pattern
    stop: Pattern
    late_sides: tuple[tuple[Pattern, str], ...]
    unnamed_sides: tuple[tuple[Pattern, str], ...]
    positions: tuple[tuple[Pattern, tuple[Position, ...]], ...]
    choice: Pattern
    stilted: tuple[tuple[Pattern, str], ...] = ()
    misheard: tuple[tuple[Pattern, str], ...] = ()
    things: tuple[tuple[Pattern, str], ...] = ()
    contradictions: tuple[tuple[Pattern, Pattern], ...] = ()
    condition: Pattern = re.compile("^$")


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression, compiled; letters of any case match."""

    expected: str = "a regular expression"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return the compiled expression, or INVALID after a report of what is wrong."""
        if not isinstance(node, yaml.ScalarNode) or has_yaml_tag(node, "null"):
            return reading.report_mismatch(node, self)
        try:
            return re.compile(node.value, re.IGNORECASE)
        except re.error as error:
            return reading.report(node, f"expected {self.expected}: {error}")

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return its JSON Schema: a string."""
        return {"type": "string", "format": "regex"}


_HINT = Text(most=200, variables=frozenset({"side", "other"}))


@dataclass(frozen=True, slots=True)
class PatternsOf:
    """A mapping from regular expressions to values of one shape."""

    shape: Shape
    expected: str

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return pairs of compiled expression and value, or INVALID after a report."""
        hints: Mapping[str, Any] | Any = MappingOf(self.shape).read(node, reading)
        if hints is INVALID or not isinstance(node, yaml.MappingNode):
            return INVALID
        patterns = [Regex().read(key, reading) for key, _ in node.value]
        if any(pattern is INVALID for pattern in patterns):
            return INVALID
        # A key that is written twice has one value, and was reported.
        return tuple(zip(patterns, hints.values(), strict=False))

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return its JSON Schema: an object."""
        return {"type": "object", "additionalProperties": self.shape.schema(named)}


def _make_style(actions: tuple[str, ...], **values: Any) -> Style:
    return Style(actions=frozenset(actions), **values)


_WORDS = ListOf(Text(most=40))
_HINTS = PatternsOf(_HINT, "a mapping from patterns to hints")
STYLE = Record(
    _make_style,
    {
        "misread": Field(_HINTS, "what voices read wrong, and what to write instead"),
        "written": Field(_HINTS, "what is written and not said, and what to write instead"),
        "promises": Field(ListOf(Regex()), "what nobody may promise"),
        "unless": Field(Regex(), "what makes a promise none: it is denied"),
        "actions": Field(_WORDS, "verbs that begin an instruction to move"),
        "still": Field(_WORDS, "what begins like one and only says how to stay"),
        "before": Field(_WORDS, "words that may stand before them"),
        "joins": Field(Regex(), "what stands between two clauses"),
        "stop": Field(Regex(), "what a safety opening has that tells when to stop"),
        "late_sides": Field(
            _HINTS, "a side named after the limb that has it, and what to write instead"
        ),
        "unnamed_sides": Field(
            _HINTS, "the same, where an exercise has sides: a limb without its side"
        ),
        "positions": Field(
            PatternsOf(ListOf(PLACES, least=1), "a mapping from patterns to positions"),
            "words that move the body, each with where it may be then; the first that fits counts",
        ),
        "choice": Field(Regex(), "what leaves the position to the listener"),
        "stilted": Field(_HINTS, "what nobody says like that, and what to say instead", ()),
        "misheard": Field(_HINTS, "words that are often heard as others, and others for them", ()),
        "things": Field(
            PatternsOf(Text(most=40), "a mapping from patterns to names"),
            "things that have to be at hand, each with its name",
            (),
        ),
        "contradictions": Field(
            PatternsOf(Regex(), "a mapping from patterns to patterns"),
            "orders, each with what undoes it in the same exercise",
            (),
        ),
        "condition": Field(
            Regex(), "what makes an order one for some people only", re.compile("^$")
        ),
    },
    "a table of style",
    has_where=False,
)
