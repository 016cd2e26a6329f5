"""Shapes of single values: text, numbers, durations, and words of a known set."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from coach.errors import Where, suggest_nearest
from coach.script.bare_steps import suggest_dose
from coach.script.document import CONTROL_CHARACTER
from coach.script.reader import (
    INVALID,
    QUOTES_HINT,
    Reader,
    Schema,
    has_yaml_tag,
    is_flow,
    suggest,
)
from coach.units import DURATION_HINT, format_duration, parse_duration


@dataclass(frozen=True, slots=True)
class Line:
    """A text to speak and its place; two lines with the same words are equal."""

    text: str
    where: Where | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """Text of at most `most` characters, perhaps with {variables} of a known set; read as a str."""

    most: int = 600
    variables: frozenset[str] = frozenset()
    expected: str = "text"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return the text with each run of white space as one space."""
        if has_yaml_tag(node, "bool"):
            hint = f"YAML reads it as true or false; write '{node.value}' in quotes"
            return reading.report_mismatch(node, self, hint)
        if has_yaml_tag(node, "null"):
            hint = f"write '{node.value}' in quotes" if node.value else "write its words here"
            return reading.report_mismatch(node, self, hint)
        if not isinstance(node, yaml.ScalarNode):
            return reading.report_mismatch(node, self, QUOTES_HINT if is_flow(node) else None)
        if odd := CONTROL_CHARACTER.search(node.value):
            return reading.report(node, f"expected text, found the character U+{ord(odd[0]):04X}")
        text = " ".join(node.value.split())
        if not text:
            return reading.report_mismatch(node, self)
        if _has_swallowed_list(node):
            message = "expected text, found a list below it, which YAML takes for more of the text"
            return reading.report(node, message, "a list begins below its key; or write quotes")
        if len(text) > self.most:
            message = f"expected at most {self.most} characters, found {len(text)}"
            return reading.report(node, message, "split it into several")
        return text if self._has_valid_variables(node, text, reading) else INVALID

    def _has_valid_variables(self, node: yaml.Node, text: str, reading: Reader) -> bool:
        written = re.findall(r"\{([^{}]*)\}", text)
        # Which forms there are depends on the language: it is known where the text is spoken.
        names = (re.sub(r"(?<=\w):\w+$", "", name) for name in written)
        unknown = [name for name in names if name not in self.variables]
        for name in unknown:
            hint = suggest(name, self.variables) if self.variables else "no variable can stand here"
            reading.report(node, f"no variable is called {f'{{{name}}}'!r}", hint)
        bare = re.sub(r"\{[^{}]*\}", "", text)
        if "{" in bare or "}" in bare:
            hint = "braces stand around a variable, as in {side}"
            reading.report(node, f"expected matching braces, found {text[:40]!r}", hint)
            return False
        return not unknown

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of a string, or of a number, which is read as its digits."""
        return {
            "type": ["string", "number"],
            "minLength": 1,
            "maxLength": self.most,
            "errorMessage": f"expected {self.expected} of at most {self.most} characters",
        }


def _has_swallowed_list(node: yaml.ScalarNode) -> bool:
    """Return True for plain text over several lines one of which begins with a dash."""
    over_lines = node.start_mark.line != node.end_mark.line
    return not node.style and over_lines and re.search(r"(?:^|\s)- ", node.value) is not None


@dataclass(frozen=True, slots=True)
class SpokenText:
    """Text to speak, read as a Line that knows its place."""

    text: Text

    @property
    def expected(self) -> str:
        """The value that it reads, as messages call it: `expected ...`."""
        return self.text.expected

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return a Line."""
        text = self.text.read(node, reading)
        return INVALID if text is INVALID else Line(text, reading.where(node))

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of its text."""
        return self.text.schema(named)


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    expected: str = "true or false"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return a bool."""
        if not has_yaml_tag(node, "bool"):
            return reading.report_mismatch(node, self, "write true or false, without quotes")
        return node.value.lower() in {"true", "yes", "on"}

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of a boolean."""
        message = "expected true or false, without quotes"
        return {"type": "boolean", "errorMessage": message}


_WORDS_FOR_DURATIONS = {
    **dict.fromkeys(("none", "no", "off", "false"), "leave the key out where there is none"),
    **dict.fromkeys(("open", "max", "amap", "failure"), "write {hold: 5m, open: true}: at most 5m"),
}
"""Words that others write for a duration, and what to write."""


def _suggest_dose(node: yaml.Node) -> str | None:
    """Return a hint for `3x10` or `4-7-8`, which are several values; None for anything else."""
    if not isinstance(node, yaml.ScalarNode):
        return None
    phases = re.fullmatch(r"\s*([\d.]+)-([\d.]+)-([\d.]+)\s*", node.value)
    if phases:
        return "write {{breathe: 6, inhale: {}s, hold: {}s, exhale: {}s}}".format(*phases.groups())
    if several := re.fullmatch(r"\s*(\d+)\s*[xX×]\s*|\s*\d+\s*[-–]\s*(\d+)\s*", node.value):
        return f"write one number: {several[1] or several[2]}"
    if hint := _WORDS_FOR_DURATIONS.get(node.value.strip().lower()):
        return hint
    return suggest_dose(node.value)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds, both included."""

    least: int
    most: int

    @property
    def expected(self) -> str:
        """The value that it reads, as messages call it: `expected ...`."""
        return f"a whole number from {self.least} to {self.most}"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return an int."""
        if not isinstance(node, yaml.ScalarNode) or not re.fullmatch(
            r"[+-]?[0-9]{1,9}", node.value
        ):
            sexagesimal = has_yaml_tag(node, "int") and ":" in node.value
            hint = f"YAML would read {node.value} in base sixty" if sexagesimal else None
            return reading.report_mismatch(node, self, hint or _suggest_dose(node))
        if not self.least <= int(node.value) <= self.most:
            return reading.report_mismatch(node, self)
        return int(node.value)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of an integer."""
        return {
            "type": "integer",
            "minimum": self.least,
            "maximum": self.most,
            "errorMessage": f"expected {self.expected}",
        }


_NUMBER = r"[0-9]+(\.[0-9]+)?"
_HOURS = r"([Hh]|[Hh][Rr][Ss]?|[Hh][Oo][Uu][Rr][Ss]?)\.?"
_MINUTES = r"([Mm]|[Mm][Ii][Nn][Ss]?|[Mm][Ii][Nn][Uu][Tt][Ee][Ss]?)\.?"
_SECONDS = r"([Ss]|[Ss][Ee][Cc][Ss]?|[Ss][Ee][Cc][Oo][Nn][Dd][Ss]?)\.?"
_MS = r"([Mm][Ss]|[Mm][Ii][Ll][Ll][Ii][Ss][Ee][Cc][Oo][Nn][Dd][Ss]?)"
_GAP = r"[ \t\n\r\f\v]*"
DURATION_PATTERN = (
    rf"^\s*({_NUMBER}|\.[0-9]+|([0-9]+:)?[0-9]+:[0-9][0-9](\.[0-9]+)?|"
    rf"(?=[0-9])({_NUMBER}{_GAP}{_HOURS})?{_GAP}({_NUMBER}{_GAP}{_MINUTES})?"
    rf"{_GAP}({_NUMBER}{_GAP}{_SECONDS})?{_GAP}({_NUMBER}{_GAP}{_MS})?)\s*$"
)
"""What `parse_duration` takes, as far as a pattern of JSON Schema, which has no flags, can say."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time, read as milliseconds: 30s, 1m30s, 1:30, 2 min, or bare seconds.

    `least` and `most` are in ms, both included.
    """

    least: int = 0
    most: int = 3_600_000
    expected: str = "a duration"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return milliseconds; the written form counts, not what YAML makes of it."""
        if not isinstance(node, yaml.ScalarNode) or has_yaml_tag(node, "null"):
            return reading.report_mismatch(node, self, DURATION_HINT)
        try:
            length = parse_duration(node.value)
        except ValueError as error:
            return reading.report(node, str(error), _suggest_dose(node) or DURATION_HINT)
        if not self.least <= length <= self.most:
            bounds = (
                f"a duration from {format_duration(self.least)} to {format_duration(self.most)}"
            )
            return reading.report(node, f"expected {bounds}, found {node.value!r}")
        return length

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of a string or a number of seconds, as a reference."""
        named.setdefault(
            "duration",
            {
                "description": "30s, 1m30s, 1:30, 2 min, or a bare number of seconds",
                "type": ["string", "number"],
                "pattern": DURATION_PATTERN,
                "minimum": 0,
                "errorMessage": f"expected a duration: {DURATION_HINT}",
            },
        )
        return {"$ref": "#/$defs/duration"}


SESSION_LENGTH = Duration(10_000, 10_800_000)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    names: tuple[str, ...]

    @property
    def expected(self) -> str:
        """The value that it reads, as messages call it: `expected ...`."""
        return f"one of {', '.join(self.names)}" if len(self.names) > 1 else repr(self.names[0])

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return the one of `names` that is equal, so that a member of an enum comes out."""
        if not isinstance(node, yaml.ScalarNode):
            return reading.report_mismatch(node, self)
        if node.value not in self.names:
            return reading.report_mismatch(node, self, self._suggest(node.value))
        return self.names[self.names.index(node.value)]

    def _suggest(self, word: str) -> str | None:
        """Return a hint for a word that is none of the names: one mistyped, or an initial."""
        if "left" in self.names and word.lower() in ("both", "each"):
            return "both sides are written sides: true"
        initial = [name for name in self.names if len(word) == 1 and name[0] == word.lower()]
        nearest = suggest_nearest(word, self.names)
        return nearest or (f"did you mean {str(initial[0])!r}?" if len(initial) == 1 else None)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of an enumeration."""
        return {"enum": list(self.names)}
