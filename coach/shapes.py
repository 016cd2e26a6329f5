"""The shapes of single values: text, numbers, durations, words of a known set."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from coach.errors import Where
from coach.reader import WRONG, Reading, Schema, is_plain, suggest
from coach.units import DURATION_HINT, parse_duration


@dataclass(frozen=True, slots=True)
class Line:
    """A text to speak and its place; two lines with the same words are equal."""

    text: str
    where: Where | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """Words, perhaps with {variables} of a known set; read as a str."""

    most: int = 600
    variables: frozenset[str] = frozenset()
    expected: str = "text"

    def read(self, node: yaml.Node, reading: Reading) -> Any:
        """Give the words with their white space folded."""
        if is_plain(node, "bool"):
            hint = f"YAML reads it as true or false; write '{node.value}' in quotes"
            return reading.mismatch(node, self, hint)
        if not isinstance(node, yaml.ScalarNode):
            hint = "text that starts with { or [ needs quotes"
            flow = getattr(node, "flow_style", False)
            return reading.mismatch(node, self, hint if flow else None)
        text = " ".join(node.value.split())
        if not text:
            return reading.mismatch(node, self)
        if len(text) > self.most:
            message = f"expected at most {self.most} characters, found {len(text)}"
            return reading.report(node, message, "split it into several")
        return text if self._check(node, text, reading) else WRONG

    def _check(self, node: yaml.Node, text: str, reading: Reading) -> bool:
        unknown = [name for name in re.findall(r"\{([^{}]*)\}", text) if name not in self.variables]
        for name in unknown:
            hint = suggest(name, self.variables) if self.variables else "no variables stand here"
            reading.report(node, f"no variable is called {name!r}", hint)
        bare = re.sub(r"\{[^{}]*\}", "", text)
        if "{" in bare or "}" in bare:
            hint = "braces stand around a variable, as in {side}"
            return bool(reading.report(node, "expected matching braces", hint) is not WRONG)
        return not unknown

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Describe it as a string."""
        return {"type": "string", "minLength": 1, "maxLength": self.most}


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words to speak, read as a Line that knows its place."""

    text: Text

    @property
    def expected(self) -> str:
        """Say what it expects."""
        return self.text.expected

    def read(self, node: yaml.Node, reading: Reading) -> Any:
        """Give a Line."""
        text = self.text.read(node, reading)
        return WRONG if text is WRONG else Line(text, reading.where(node))

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Describe it as its text."""
        return self.text.schema(named)


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    expected: str = "true or false"

    def read(self, node: yaml.Node, reading: Reading) -> Any:
        """Give a bool."""
        if not is_plain(node, "bool"):
            return reading.mismatch(node, self)
        return node.value.lower() in {"true", "yes", "on"}

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Describe it as a boolean."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds, both included."""

    least: int
    most: int

    @property
    def expected(self) -> str:
        """Say what it expects."""
        return f"a whole number from {self.least} to {self.most}"

    def read(self, node: yaml.Node, reading: Reading) -> Any:
        """Give an int."""
        if not isinstance(node, yaml.ScalarNode) or not re.fullmatch(r"[+-]?\d{1,9}", node.value):
            sexagesimal = is_plain(node, "int") and ":" in node.value
            hint = f"YAML would read {node.value} in base sixty" if sexagesimal else None
            return reading.mismatch(node, self, hint)
        if not self.least <= int(node.value) <= self.most:
            return reading.mismatch(node, self)
        return int(node.value)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Describe it as an integer."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time, read as milliseconds: 30s, 1m30s, 1:30, 2 min, or bare seconds."""

    least: int = 0
    most: int = 3_600_000
    expected: str = "a duration"

    def read(self, node: yaml.Node, reading: Reading) -> Any:
        """Give milliseconds; the written form counts, not what YAML makes of it."""
        if not isinstance(node, yaml.ScalarNode):
            return reading.mismatch(node, self, DURATION_HINT)
        try:
            length = parse_duration(node.value)
        except ValueError as error:
            return reading.report(node, str(error), DURATION_HINT)
        if not self.least <= length <= self.most:
            bounds = f"a duration from {self.least / 1000:g} s to {self.most / 1000:g} s"
            return reading.report(node, f"expected {bounds}, found {node.value!r}")
        return length

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Describe it as a string or a number of seconds."""
        named.setdefault(
            "duration",
            {
                "description": "30s, 1m30s, 1:30, 2 min, or a bare number of seconds",
                "anyOf": [
                    {"type": "number", "minimum": 0},
                    {"type": "string", "pattern": r"^\s*[0-9][0-9.,:]*\s*[a-zA-Z]*.*$"},
                ],
            },
        )
        return {"$ref": "#/$defs/duration"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    names: tuple[str, ...]

    @property
    def expected(self) -> str:
        """Say what it expects."""
        return f"one of {', '.join(self.names)}"

    def read(self, node: yaml.Node, reading: Reading) -> Any:
        """Give the word as it stands among the names, so that a member of an enum comes out."""
        if not isinstance(node, yaml.ScalarNode):
            return reading.mismatch(node, self)
        if node.value not in self.names:
            return reading.mismatch(node, self, suggest(node.value, self.names))
        return self.names[self.names.index(node.value)]

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Describe it as an enumeration."""
        return {"enum": list(self.names)}
