"""Shapes of values made of others: lists, mappings, records, and unions told apart by a key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from coach.errors import suggest_nearest
from coach.script.reader import (
    INVALID,
    QUOTES_HINT,
    FieldConflictError,
    Reader,
    Schema,
    Shape,
    describe_node,
    has_yaml_tag,
    is_flow,
    suggest,
)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values of one shape, read as a tuple; a single value stands for a list of one."""

    shape: Shape
    most: int = 10_000
    least: int = 0

    @property
    def expected(self) -> str:
        """What it expects, as a message says it."""
        return f"a list, each {self.shape.expected}"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return a tuple; INVALID when any member is."""
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if has_yaml_tag(node, "null"):
            return reading.report_mismatch(node, self, "write its members, or leave the key out")
        if not self.least <= len(nodes) <= self.most:
            bound = f"at most {self.most:,}" if len(nodes) > self.most else f"at least {self.least}"
            return reading.report(node, f"expected {bound} in this list, found {len(nodes):,}")
        values = [reading.read(member, self.shape) for member in nodes]
        return INVALID if any(value is INVALID for value in values) else tuple(values)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of an array or a single value."""
        inner = self.shape.schema(named)
        array: Schema = {"type": "array", "items": inner, "maxItems": self.most}
        if self.least:
            array["minItems"] = self.least
        return {"anyOf": [array, inner]}


@dataclass(frozen=True, slots=True)
class MappingOf:
    """A mapping from `keys` to values of one shape, read as a dict; without `keys`, from any."""

    shape: Shape
    keys: tuple[str, ...] = ()
    expected: str = "a mapping"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return a dict; INVALID when any value is."""
        if not isinstance(node, yaml.MappingNode):
            return reading.report_mismatch(node, self)
        found = read_pairs(node, reading)
        values = {}
        for name, (key, value) in found.items():
            if self.keys and name not in self.keys:
                hint = suggest(name, self.keys)
                values[name] = reading.report(key, f"unknown key {name!r}", hint)
            else:
                values[name] = reading.read(value, self.shape)
        return INVALID if any(value is INVALID for value in values.values()) else values

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of an object."""
        inner = self.shape.schema(named)
        if not self.keys:
            return {"type": "object", "additionalProperties": inner}
        properties = dict.fromkeys(self.keys, inner)
        return {"type": "object", "properties": properties, "additionalProperties": False}


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a record: its shape, what it means, and its value where it is left out.

    `target` is the keyword that gets the value, where it is not the key itself.
    """

    shape: Shape
    doc: str
    default: Any = INVALID
    target: str = ""

    @property
    def is_required(self) -> bool:
        """True where the key must be there."""
        return self.default is INVALID


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys, read by calling `make` with a value for each field.

    A value that is no mapping stands for the field `shorthand_field`. With `has_where` the place
    of the record is passed to `make` as `where`. `other_names` are what others call its kind.
    """

    make: Callable[..., Any]
    fields: Mapping[str, Field]
    expected: str
    shorthand_field: str = ""
    has_where: bool = True
    other_names: tuple[str, ...] = ()

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return what `make` returns; INVALID when any field is."""
        if not isinstance(node, yaml.MappingNode):
            if not self.shorthand_field or has_yaml_tag(node, "null"):
                return reading.report_mismatch(node, self, self.hint)
            found = {self.shorthand_field: (node, node)}
        else:
            found = read_pairs(node, reading)
        return self.build(node, found, reading)

    def build(
        self, node: yaml.Node, found: Mapping[str, tuple[yaml.Node, yaml.Node]], reading: Reader
    ) -> Any:
        """Read the pairs of a mapping into the fields, and call `make` with them."""
        before = len(reading.problems)
        values: dict[str, Any] = {}
        for name, (key, value) in found.items():
            if name not in self.fields:
                reading.report(key, f"unknown key {name!r}", suggest(name, self.fields))
            else:
                wanted = self.fields[name]
                values[wanted.target or name] = reading.read(value, wanted.shape)
        for name, wanted in self.fields.items():
            if name in found:
                continue
            if wanted.is_required:
                reading.report(node, f"the key {name!r} is missing", f"{name}: {wanted.doc}")
            values[wanted.target or name] = wanted.default
        if len(reading.problems) > before:
            return INVALID
        if self.has_where:
            values["where"] = reading.where(node)
        try:
            return self.make(**values)
        except FieldConflictError as error:
            at = found[error.field][0] if error.field in found else node
            return reading.report(at, str(error), error.hint)

    @property
    def hint(self) -> str:
        """How it is written: the keys that must be there, or else those that may."""
        needed = [f"{name}: ..." for name, field in self.fields.items() if field.is_required]
        return f"write {', '.join(needed)}" if needed else f"keys: {', '.join(self.fields)}"

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of an object, or of the value that is its short form."""
        whole = self.mapping_schema(named)
        if not self.shorthand_field:
            return whole
        return {"anyOf": [self.fields[self.shorthand_field].shape.schema(named), whole]}

    def mapping_schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of the long form."""
        properties = {
            name: {"description": field.doc, **field.shape.schema(named)}
            for name, field in self.fields.items()
        }
        required = [name for name, field in self.fields.items() if field.is_required]
        schema: Schema = {
            "type": "object",
            "properties": properties,
            "additionalProperties": False,
        }
        return {**schema, "required": required} if required else schema


def read_pairs(node: yaml.MappingNode, reading: Reader) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    """Return the nodes of each key and its value; reports keys that repeat or are no words."""
    found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            hint = QUOTES_HINT if is_flow(key) else None
            reading.report(key, f"expected a key, found {describe_node(key)}", hint)
        elif reading.report_curly_quote(key):
            continue
        elif has_yaml_tag(key, "merge"):
            hint = "write the keys out; an alias can stand for a whole value only"
            reading.report(key, "expected a key, found the merge key '<<'", hint)
        elif key.value in found:
            first = reading.where(found[key.value][0])
            reading.report(key, f"the key {key.value!r} stands here twice", f"first at {first}")
        else:
            found[key.value] = (key, value)
    return found


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
        return reading.report(found[first][0], message, _kind_hint(first, kinds))

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
            reading.report(found.pop(key)[0], message, "begin each step with a dash of its own")
        step = kinds[kind].build(node, found, reading)
        return INVALID if strange else step

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of any of the kinds, as a reference, because it contains itself."""
        if self.name not in named:
            named[self.name] = {}
            kinds = self.kinds()
            choices = [
                {"title": record.expected, **record.mapping_schema(named)}
                for record in kinds.values()
            ]
            bare = kinds[self.default_kind].fields[self.default_kind].shape.schema(named)
            named[self.name] = {"anyOf": [bare, *choices]}
        return {"$ref": f"#/$defs/{self.name}"}


def _explain_step_typo(
    node: yaml.ScalarNode, kinds: Mapping[str, Record]
) -> tuple[str, str] | None:
    """Return a message and a hint for a text meant as a step: `hold:30s`, `-hold`."""
    if node.style:
        return None
    key, colon, rest = node.value.partition(":")
    if colon and rest and key in kinds:
        return "expected a space after the colon, found none", f"write {f'{key}: {rest.strip()}'!r}"
    if node.value[0] in "-–—•":
        hint = "a dash that begins a step is a hyphen with a space behind it"
        return f"expected a step, found {describe_node(node)}", hint
    return None


def _kind_hint(word: str, kinds: Mapping[str, Record]) -> str:
    """Return a hint for a key that is no kind of step."""
    for kind, record in kinds.items():
        if word.lower() in record.other_names:
            return f"did you mean {kind!r}?"
    owners = [kind for kind, record in kinds.items() if word in record.fields]
    if owners:
        return f"{word!r} belongs to {' or '.join(owners)}, which must stand beside it"
    return (
        suggest_nearest(word, kinds) or f"text with a colon needs quotes; steps: {', '.join(kinds)}"
    )
