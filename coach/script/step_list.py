"""The shape of a list of steps, which one word alone is not: `steps: plank`, `sides: left`."""

import re
from dataclasses import dataclass
from typing import Any

import yaml

from coach.script.reader import Reader, Schema, Shape, describe_node, has_yaml_tag
from coach.script.records import ListOf

_WORD_PATTERN = r"^\s*[A-Za-z0-9][A-Za-z0-9'_-]*\s*$"
_LIST_MESSAGE = "expected steps: each stands in a line below, behind a dash"
_SIDE_HINTS = {
    **dict.fromkeys(
        ("left", "right"),
        "the steps of a side stand below, 'only: {}' beside them; or write {{work: ..., side: {}}}",
    ),
    **dict.fromkeys(
        ("true", "yes", "both", "each", "2", "alternate"),
        "the steps of one side stand below it; or write {{work: ..., sides: true}}",
    ),
}
"""What is meant by words that say which side, where its steps should stand."""


@dataclass(frozen=True, slots=True)
class StepList:
    """A list of steps, or one step; one word alone is a name of something, and none is meant."""

    step: Shape
    least: int = 0

    @property
    def expected(self) -> str:
        """The value that it reads, as messages call it: `expected ...`."""
        return ListOf(self.step).expected

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return a tuple of steps; INVALID when any is."""
        if isinstance(node, yaml.ScalarNode) and not has_yaml_tag(node, "null"):
            word = node.value.strip()
            if re.match(_WORD_PATTERN, word):
                meant = _SIDE_HINTS.get(word.lower())
                hint = meant.format(word, word) if meant else _hint_at_list(word)
                return reading.report(node, f"expected steps, found {describe_node(node)}", hint)
        return ListOf(self.step, least=self.least).read(node, reading)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of an array, or of a single step that is not one word."""
        lists = ListOf(self.step, least=self.least).schema(named)
        word = {"type": "string", "pattern": _WORD_PATTERN}
        refused = {
            "if": {"anyOf": [{"type": ["number", "boolean"]}, word]},
            "then": {"type": "array", "errorMessage": _LIST_MESSAGE},
            "else": lists["else"],
        }
        return {**lists, "else": refused}


def _hint_at_list(word: str) -> str:
    return (
        f"each step stands in a line below, behind a dash; to have it spoken, write [say: {word}]"
    )
