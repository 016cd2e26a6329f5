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

from coach.errors import Problem, ScriptError, Where
from coach.script.document import MAX_NESTING, load_text, read_yaml

INVALID: Final = object()
"""Stands for a value that was reported and cannot be used."""

QUOTES_HINT = "text that starts with { or [ needs quotes"
MAX_NODE_VISITS = 200_000
MAX_PROBLEMS = 1_000
"""More of them in one file, and it is no script at all; nobody reads them."""
Schema = dict[str, Any]


class FieldConflictError(ValueError):
    """Values are right one by one and do not fit together; `field` is the one to look at."""

    def __init__(self, message: str, field: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.field = field
        self.hint = hint


class Shape(Protocol):
    """What one value must look like."""

    @property
    def expected(self) -> str:
        """The value in a message: `expected ...`."""

    def read(self, node: yaml.Node, reading: "Reader") -> Any:
        """Give the value, or report and give WRONG."""

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Describe the value as JSON Schema; definitions used by name go into `named`."""


@dataclass(slots=True)
class Reader:
    """The reading of one file: where we are, and what was found wrong so far."""

    display_path: str
    problems: list[Problem] = field(default_factory=list)
    visits: int = 0
    depth: int = 0

    def where(self, node: yaml.Node) -> Where:
        """Give the place of a node."""
        return Where(self.display_path, node.start_mark.line + 1, node.start_mark.column + 1)

    def report(self, node: yaml.Node, message: str, hint: str | None = None) -> Any:
        """Note a problem at a node; gives WRONG, so that a shape can return it."""
        self.problems.append(Problem(message, self.where(node), hint))
        if len(self.problems) >= MAX_PROBLEMS:
            more = f"found {MAX_PROBLEMS:,} problems, and read no further"
            raise ScriptError([*self.problems, Problem(more, self.where(node))])
        return INVALID

    def report_mismatch(self, node: yaml.Node, shape: Shape, hint: str | None = None) -> Any:
        """Note that a node is not what a shape expected."""
        return self.report(node, f"expected {shape.expected}, found {describe_node(node)}", hint)

    def read(self, node: yaml.Node, shape: Shape) -> Any:
        """Read a node by a shape, within bounds: aliases can make a small file endless."""
        self.visits += 1
        self.depth += 1
        try:
            if self.visits > MAX_NODE_VISITS or self.depth > 2 * MAX_NESTING:
                message = f"expected at most {MAX_NODE_VISITS:,} values, found more through aliases"
                hint = "an alias may stand inside what it names; write it out"
                problem = Problem(message, self.where(node), hint)
                raise ScriptError([*self.problems, problem])
            return shape.read(node, self)
        finally:
            self.depth -= 1


def load_file(path: Path, shape: Shape, display_path: str | None = None) -> Any:
    """Read a script file by a shape; raises ScriptError with every problem found in it."""
    display_path = display_path or str(path)
    return read_script(load_text(path, display_path), shape, display_path)


def read_script(text: str, shape: Shape, display_path: str) -> Any:
    """Read the text of a script by a shape; raises ScriptError with every problem found."""
    reading = Reader(display_path)
    value = reading.read(read_yaml(text, display_path), shape)
    if reading.problems:
        # What an alias repeats is wrong in one place only.
        raise ScriptError(dict.fromkeys(reading.problems))
    return value


def describe_node(node: yaml.Node) -> str:
    """Say what a node is, the way its author would recognise it."""
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if has_yaml_tag(node, "null"):
        return "nothing"
    if not node.value.strip():
        return "an empty text"
    text = node.value if len(node.value) <= 40 else node.value[:37] + "..."
    return f"{text!r}"


def suggest(word: str, known: Iterable[str], what: str = "there are") -> str:
    """Give the nearest known word as a hint, or the list of them."""
    names = sorted(known)
    return suggest_nearest(word, names) or f"{what}: {', '.join(names) or 'none'}"


def suggest_nearest(word: str, known: Iterable[str]) -> str | None:
    """Give the nearest known word as a hint; None where none is near."""
    near = get_close_matches(word[:100], sorted(known), 1, 0.6)
    return f"did you mean {near[0]!r}?" if near else None


def is_flow(node: yaml.Node) -> bool:
    """Tell a list or mapping in brackets or braces, which text may have been meant for."""
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def has_yaml_tag(node: yaml.Node, kind: str) -> bool:
    """Tell whether YAML takes an unquoted scalar for a value of that kind: bool, int, null."""
    return isinstance(node, yaml.ScalarNode) and node.tag == f"tag:yaml.org,2002:{kind}"
