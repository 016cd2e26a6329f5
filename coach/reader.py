"""Shapes: what a value in a script must look like. One definition reads it and describes it.

A shape reads a YAML node into a value, reporting every problem with its place, and gives the
JSON Schema of what it reads; the two can therefore not drift apart. A value that is wrong is
reported and read as WRONG, and reading goes on, so that all problems of a file come at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, Protocol

import yaml

from coach.document import DEEPEST, parse, read_text
from coach.errors import Problem, ScriptError, Where

WRONG: Final = object()
"""Stands for a value that was reported and cannot be used."""

MOST_VISITS = 200_000
Schema = dict[str, Any]


class Shape(Protocol):
    """What one value must look like."""

    @property
    def expected(self) -> str:
        """The value in a message: `expected ...`."""

    def read(self, node: yaml.Node, reading: "Reading") -> Any:
        """Give the value, or report and give WRONG."""

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Describe the value as JSON Schema; definitions used by name go into `named`."""


@dataclass(slots=True)
class Reading:
    """The reading of one file: where we are, and what was found wrong so far."""

    shown: str
    problems: list[Problem] = field(default_factory=list)
    visits: int = 0
    depth: int = 0

    def where(self, node: yaml.Node) -> Where:
        """Give the place of a node."""
        return Where(self.shown, node.start_mark.line + 1, node.start_mark.column + 1)

    def report(self, node: yaml.Node, message: str, hint: str | None = None) -> Any:
        """Note a problem at a node; gives WRONG, so that a shape can return it."""
        self.problems.append(Problem(message, self.where(node), hint))
        return WRONG

    def mismatch(self, node: yaml.Node, shape: Shape, hint: str | None = None) -> Any:
        """Note that a node is not what a shape expected."""
        return self.report(node, f"expected {shape.expected}, found {describe(node)}", hint)

    def read(self, node: yaml.Node, shape: Shape) -> Any:
        """Read a node by a shape, within bounds: aliases can make a small file endless."""
        self.visits += 1
        self.depth += 1
        try:
            if self.visits > MOST_VISITS or self.depth > 2 * DEEPEST:
                problem = Problem("aliases make this file too large", self.where(node))
                raise ScriptError([*self.problems, problem])
            return shape.read(node, self)
        finally:
            self.depth -= 1


def read_file(path: Path, shape: Shape, shown: str | None = None) -> Any:
    """Read a script file by a shape; raises ScriptError with every problem found in it."""
    shown = shown or str(path)
    return read_script(read_text(path, shown), shape, shown)


def read_script(text: str, shape: Shape, shown: str) -> Any:
    """Read the text of a script by a shape; raises ScriptError with every problem found."""
    reading = Reading(shown)
    value = reading.read(parse(text, shown), shape)
    if reading.problems:
        raise ScriptError(reading.problems)
    return value


def describe(node: yaml.Node) -> str:
    """Say what a node is, the way its author would recognise it."""
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if not node.value:
        return "nothing"
    text = node.value if len(node.value) <= 40 else node.value[:37] + "..."
    return f"{text!r}"


def suggest(word: str, known: Iterable[str], what: str = "there are") -> str:
    """Give the nearest known word as a hint, or the list of them."""
    names = sorted(known)
    near = get_close_matches(word, names, 1, 0.6)
    return f"did you mean {near[0]!r}?" if near else f"{what}: {', '.join(names)}"


def is_plain(node: yaml.Node, kind: str) -> bool:
    """Tell whether YAML takes an unquoted scalar for a value of that kind: bool, int, null."""
    return isinstance(node, yaml.ScalarNode) and node.tag == f"tag:yaml.org,2002:{kind}"
