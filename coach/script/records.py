"""Shapes of values made of others: lists, mappings and records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from coach.script.other_words import suggest_key
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
        """The value that it reads, as messages call it: `expected ...`."""
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
        either = {"if": {"type": "array"}, "then": array, "else": inner}
        # An editor offers no values from within a condition; what is always met refuses nothing.
        return {**either, "anyOf": [inner, {}]} if {"anyOf", "enum"} & inner.keys() else either


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
    of the record is passed to `make` as `where`.
    """

    make: Callable[..., Any]
    fields: Mapping[str, Field]
    expected: str
    shorthand_field: str = ""
    has_where: bool = True

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
                hint = suggest_key(name, self.fields) or suggest(name, self.fields)
                reading.report(key, f"unknown key {name!r}", hint)
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
            made = self.make(**values)
        except FieldConflictError as error:
            at = found[error.field][0] if error.field in found else node
            return reading.report(at, str(error), error.hint)
        reading.made.append(made)
        return made

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
        short = self.fields[self.shorthand_field].shape.schema(named)
        return {"if": {"type": "object"}, "then": whole, "else": short}

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
