"""How often: a number, the numbers of rounds one after the other, `{count}` for the one at hand."""

import re
from dataclasses import dataclass
from typing import Any

import yaml

from coach.script.reader import INVALID, Reader, Schema, has_yaml_tag
from coach.script.records import Field, ListOf, Record
from coach.script.scalars import Duration, Flag, Whole
from coach.script.step_fields import COUNT
from coach.script.step_list import StepList
from coach.script.steps import Rest, Rounds, TimedRounds
from coach.script.work_steps import ROUND_COUNT

SHORTEST_REST = Duration(1_000)
_COUNT_PATTERN = r"^\s*\{count\}\s*$"


@dataclass(frozen=True, slots=True)
class CountOrVariable:
    """A whole number, or `{count}`: that of the round, where rounds have a list of them."""

    number: Whole = COUNT

    @property
    def expected(self) -> str:
        """The value that it reads, as messages call it: `expected ...`."""
        return f"{self.number.expected}, or '{{count}}'"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return an int; ROUND_COUNT for the variable."""
        if isinstance(node, yaml.ScalarNode) and re.match(_COUNT_PATTERN, node.value):
            return ROUND_COUNT
        if isinstance(node, yaml.MappingNode) and _is_bare_variable(node):
            hint = "braces need quotes: '{count}'"
            return reading.report_mismatch(node, self, hint)
        return reading.read(node, self.number)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of a number or of the variable."""
        variable = {"type": "string", "pattern": _COUNT_PATTERN}
        return {"anyOf": [self.number.schema(named), variable]}


def _is_bare_variable(node: yaml.MappingNode) -> bool:
    keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
    return keys == ["count"]


@dataclass(frozen=True, slots=True)
class CountOrList:
    """A whole number, or a list of them: as many rounds, each with its own."""

    number: Whole = COUNT
    most: int = 100

    @property
    def expected(self) -> str:
        """The value that it reads, as messages call it: `expected ...`."""
        return f"{self.number.expected}, or a list of them"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return an int, or a tuple of them."""
        if isinstance(node, yaml.SequenceNode):
            return reading.read(node, ListOf(self.number, most=self.most, least=1))
        return reading.read(node, self.number)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of a number or an array."""
        return ListOf(self.number, most=self.most, least=1).schema(named)


@dataclass(frozen=True, slots=True)
class RestOrSteps:
    """A length of time, which is a rest, or steps."""

    steps: StepList
    length: Duration = SHORTEST_REST

    @property
    def expected(self) -> str:
        """The value that it reads, as messages call it: `expected ...`."""
        return f"{self.length.expected} of rest, or steps"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return steps; INVALID when any is."""
        if isinstance(node, yaml.ScalarNode) and re.match(r"\s*[\d.:]", node.value):
            rest = reading.read(node, self.length)
            return INVALID if rest is INVALID else (Rest(rest, where=reading.where(node)),)
        if has_yaml_tag(node, "null"):
            return reading.report_mismatch(node, self)
        return reading.read(node, self.steps)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of a duration or of steps."""
        return {"anyOf": [self.length.schema(named), self.steps.schema(named)]}


def _make_rounds(rounds: int | tuple[int, ...], **values: Any) -> Rounds:
    if isinstance(rounds, tuple):
        return Rounds(len(rounds), counts=rounds, **values)
    return Rounds(rounds, **values)


def make_rounds_record(steps: StepList) -> Record:
    """Return the record of rounds of some steps."""
    return Record(
        _make_rounds,
        {
            "rounds": Field(CountOrList(), "how many times; or a list, each round with a number"),
            "steps": Field(steps, "the steps of one round"),
            "between": Field(RestOrSteps(StepList(steps.step)), "a rest, or steps", ()),
            "every": Field(Duration(5_000), "how long each round lasts, the rest included", None),
            "shuffle": Field(Flag(), "what has a name in another order each day", False),
        },
        "a rounds step",
    )


def make_timed_record(steps: StepList) -> Record:
    """Return the record of as many rounds as fit into a time."""
    step: type[TimedRounds] = TimedRounds
    return Record(
        step,
        {
            "for": Field(Duration(10_000), "how long they last together", target="length"),
            "steps": Field(steps, "the steps of one round"),
        },
        "a for step",
    )
