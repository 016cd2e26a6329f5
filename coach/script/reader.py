"""Reads YAML nodes into values by shapes: what a value in a script must look like.

A shape reads a node, reporting every problem with its place, and describes what it reads as JSON
Schema; with one definition for both, they cannot drift apart. A value that is wrong is reported
and read as INVALID, and reading goes on, so that all problems of a file come at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

import yaml

from coach.errors import Problem, ScriptError, Where, suggest_nearest
from coach.script.curly_quotes import HINT as CURLY_QUOTES_HINT
from coach.script.curly_quotes import find_curly_quote, format_curly_quote
from coach.script.document import MAX_NESTING, load_text, read_yaml
from coach.system.printable import make_one_line

INVALID: Final = object()
"""Stands for a value that was reported and cannot be used."""

QUOTES_HINT = "text that starts with { or [ needs quotes"
MAX_NODE_VISITS = 200_000
MAX_PROBLEMS = 1_000
"""A file with more problems than these is no script at all, and is read no further."""
Schema = dict[str, Any]


class FieldConflictError(ValueError):
    """Values that do not fit together, or one that its shape alone cannot judge.

    `field` is the YAML key to look at; "" is the whole record.
    """

    def __init__(self, message: str, field: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.field = field
        self.hint = hint


class Shape(Protocol):
    """What one value in a script must look like."""

    @property
    def expected(self) -> str:
        """The value in a message: `expected ...`."""

    def read(self, node: yaml.Node, reading: "Reader") -> Any:
        """Return the value; INVALID, with its problems reported, where there is none."""

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the JSON Schema of the value; definitions used by name are added to `named`."""


@dataclass(slots=True)
class Reader:
    """Reads one file: the problems found so far, and how much and how deep was read.

    `names` are those of cards, talks and sounds that stand in it, by their kind, each with its
    first place; `made` are the values of all records that could be read.
    """

    display_path: str
    problems: list[Problem] = field(default_factory=list)
    names: dict[tuple[str, str], Where] = field(default_factory=dict)
    made: list[Any] = field(default_factory=list)
    visits: int = 0
    depth: int = 0

    def where(self, node: yaml.Node) -> Where:
        """Return the place of a node."""
        return Where(self.display_path, node.start_mark.line + 1, node.start_mark.column + 1)

    def report(self, node: yaml.Node, message: str, hint: str | None = None) -> Any:
        """Add a problem at a node; returns INVALID, so that a shape can return it.

        Raises ScriptError once there are more problems than anyone reads.
        """
        self.problems.append(Problem(message, self.where(node), hint))
        if len(self.problems) >= MAX_PROBLEMS:
            more = f"found {MAX_PROBLEMS:,} problems, and read no further"
            raise ScriptError([*self.problems, Problem(more, self.where(node))])
        return INVALID

    def report_mismatch(self, node: yaml.Node, shape: Shape, hint: str | None = None) -> Any:
        """Add the problem that a node is not what a shape expected; returns INVALID."""
        if isinstance(node, yaml.MappingNode) and any(
            self.report_curly_quote(key) for key, _ in node.value
        ):
            return INVALID
        return self.report(node, f"expected {shape.expected}, found {describe_node(node)}", hint)

    def report_curly_quote(self, key: yaml.Node) -> bool:
        """Return True for a key that is part of a text in curly quotes, and add that problem."""
        quote = find_curly_quote(key)
        if quote:
            self.report(key, format_curly_quote(quote), CURLY_QUOTES_HINT)
        return bool(quote)

    def read(self, node: yaml.Node, shape: Shape) -> Any:
        """Read a node by a shape; raises ScriptError beyond a bound of values and nesting.

        Aliases can make a small file endless.
        """
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
    """Read the text of a script by a shape; raises ScriptError with every problem found in it."""
    value, reader = read_what_can_be_read(text, shape, display_path)
    if reader.problems:
        raise ScriptError(reader.problems)
    return value


def read_what_can_be_read(text: str, shape: Shape, display_path: str) -> tuple[Any, Reader]:
    """Return the value of a script, or INVALID, and the reader with all that it found.

    Raises ScriptError for a text that is no YAML, or that is read no further.
    """
    reader = Reader(display_path)
    value = reader.read(read_yaml(text, display_path), shape)
    # What an alias repeats is wrong in one place only.
    reader.problems = list(dict.fromkeys(reader.problems))
    return value, reader


def describe_node(node: yaml.Node) -> str:
    """Return what a node is, in words its author recognises: `a list`, `'thirty'`."""
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
    """Return the nearest known word as a hint, or the list of all of them after `what`."""
    names = sorted(known)
    # Some are names of files, which may have anything in them.
    every = ", ".join(map(make_one_line, names))
    return suggest_nearest(word, names) or f"{what}: {every or 'none'}"


def is_flow(node: yaml.Node) -> bool:
    """Return True for a list or mapping in brackets or braces; it may have been meant as text."""
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def has_yaml_tag(node: yaml.Node, kind: str) -> bool:
    """Return True where YAML takes an unquoted scalar for a value of that kind: bool, int, null."""
    return isinstance(node, yaml.ScalarNode) and node.tag == f"tag:yaml.org,2002:{kind}"
