"""The shape of a mapping whose kind is named by one of its keys, as a step is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from coach.errors import suggest_nearest
from coach.script.bare_steps import explain_bare_step
from coach.script.other_words import (
    suggest_apart,
    suggest_colon,
    suggest_kind,
    suggest_named_work,
)
from coach.script.reader import (
    INVALID,
    QUOTES_HINT,
    Reader,
    Schema,
    describe_node,
    has_yaml_tag,
    is_flow,
)
from coach.script.records import Record, read_pairs
from coach.script.union_schema import make_union_schema


@dataclass(frozen=True, slots=True)
class TaggedUnion:
    """A mapping whose kind is named by one of its keys, as in `say: ...` or `hold: 30s`.

    Each kind is a record with a field of the kind's own name; a bare text stands for the kind
    `default_kind`. Where several keys name a kind, the one whose record knows the others counts.
    `kinds` is a function, because steps contain steps.
    """

    name: str
    kinds: Callable[[], Mapping[str, Record]]
    default_kind: str
    expected: str

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return what the record of the kind returns."""
        kinds = self.kinds()
        if isinstance(node, yaml.ScalarNode) and not has_yaml_tag(node, "null"):
            if explanation := _explain_step_typo(node, kinds):
                return reading.report(node, *explanation)
            return reading.read(node, kinds[self.default_kind])
        if not isinstance(node, yaml.MappingNode):
            return reading.report_mismatch(node, self, QUOTES_HINT if is_flow(node) else None)
        before = len(reading.problems)
        found = read_pairs(node, reading)
        named = [key for key in found if key in kinds]
        if named:
            return self._build(named, node, found, reading)
        if len(reading.problems) > before:
            return INVALID
        if not found:
            return reading.report(node, f"expected {self.expected}, found an empty mapping")
        first = next(iter(found))
        message = f"no kind of step is called {first!r}"
        return reading.report(found[first][0], message, _kind_hint(first, found, kinds))

    def _build(
        self,
        named: list[str],
        node: yaml.Node,
        found: dict[str, tuple[yaml.Node, yaml.Node]],
        reading: Reader,
    ) -> Any:
        """Read the kind that is named; where several are, the one that knows the others."""
        kinds = self.kinds()
        fitting = [key for key in named if set(named) <= set(kinds[key].fields)]
        kind = (fitting or named)[0]
        strange = [key for key in named if key not in kinds[kind].fields]
        for key in strange:
            message = f"expected one kind of step, found {key!r} beside {kind!r}"
            hint = suggest_apart(kind, key, named)
            reading.report(found[key][0], message, hint)
        found = {key: pair for key, pair in found.items() if key not in strange}
        step = kinds[kind].build(node, found, reading)
        return INVALID if strange else step

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of any of the kinds, as a reference, because it contains itself."""
        if self.name not in named:
            named[self.name] = {}
            kinds = self.kinds()
            bare = kinds[self.default_kind].fields[self.default_kind].shape.schema(named)
            named[self.name] = make_union_schema(kinds, bare, named)
        return {"$ref": f"#/$defs/{self.name}"}


def _explain_step_typo(
    node: yaml.ScalarNode, kinds: Mapping[str, Record]
) -> tuple[str, str] | None:
    """Return a message and a hint for a text meant as a step: `hold:30s`, `-hold`, `hold 30s`."""
    if bare := explain_bare_step(" ".join(node.value.split())):
        return bare
    if node.style:
        return None
    key, colon, rest = node.value.partition(":")
    if colon and rest and key in kinds:
        return "expected a space after the colon, found none", f"write {f'{key}: {rest.strip()}'!r}"
    if node.value[0] in "-–—•":
        hint = "a dash that begins a step is a hyphen with a space behind it"
        return f"expected a step, found {describe_node(node)}", hint
    return None


def _kind_hint(
    word: str, found: Mapping[str, tuple[yaml.Node, yaml.Node]], kinds: Mapping[str, Record]
) -> str:
    """Return a hint for a key that is no kind of step; `found` are all pairs of the step."""
    values = {
        key: value.value for key, (_, value) in found.items() if isinstance(value, yaml.ScalarNode)
    }
    if hint := suggest_colon(word, kinds) or suggest_kind(word, values):
        return hint
    owners = [kind for kind, record in kinds.items() if word in record.fields]
    if owners:
        return f"{word!r} belongs to {' or '.join(owners)}, which must stand beside it"
    return (
        suggest_nearest(word, kinds)
        or suggest_named_work(word, values.get(word, ""))
        or f"text with a colon needs quotes; steps: {', '.join(kinds)}"
    )
