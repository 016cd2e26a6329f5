"""The shapes of what is put together: lists, tables, records, and steps told apart by a key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from coach.reader import WRONG, Reading, Schema, Shape, describe, is_plain, suggest


@dataclass(frozen=True, slots=True)
class Many:
    """A list of values of one shape, read as a tuple; a single value stands for a list of one."""

    shape: Shape
    most: int = 10_000
    least: int = 0

    @property
    def expected(self) -> str:
        """Say what it expects."""
        return f"a list, each {self.shape.expected}"

    def read(self, node: yaml.Node, reading: Reading) -> Any:
        """Give a tuple; WRONG when any member is."""
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if is_plain(node, "null"):
            return reading.mismatch(node, self)
        if not self.least <= len(nodes) <= self.most:
            bound = f"at most {self.most:,}" if len(nodes) > self.most else f"at least {self.least}"
            return reading.report(node, f"expected {bound} in this list, found {len(nodes):,}")
        values = [reading.read(member, self.shape) for member in nodes]
        return WRONG if any(value is WRONG for value in values) else tuple(values)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Describe it as an array or a single value."""
        inner = self.shape.schema(named)
        array: Schema = {"type": "array", "items": inner, "maxItems": self.most}
        if self.least:
            array["minItems"] = self.least
        return {"anyOf": [array, inner]}


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping from any of some words to values of one shape, read as a dict.

    With no `keys` any word may stand there.
    """

    shape: Shape
    keys: tuple[str, ...] = ()
    expected: str = "a mapping"

    def read(self, node: yaml.Node, reading: Reading) -> Any:
        """Give a dict; WRONG when any value is."""
        if not isinstance(node, yaml.MappingNode):
            return reading.mismatch(node, self)
        found = pairs(node, reading)
        values = {}
        for name, (key, value) in found.items():
            if self.keys and name not in self.keys:
                hint = suggest(name, self.keys)
                values[name] = reading.report(key, f"unknown key {name!r}", hint)
            else:
                values[name] = reading.read(value, self.shape)
        return WRONG if any(value is WRONG for value in values.values()) else values

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Describe it as an object."""
        inner = self.shape.schema(named)
        if not self.keys:
            return {"type": "object", "additionalProperties": inner}
        properties = dict.fromkeys(self.keys, inner)
        return {"type": "object", "properties": properties, "additionalProperties": False}


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a record: its shape, what it means, and its value where it is left out."""

    shape: Shape
    doc: str
    default: Any = WRONG
    target: str = ""

    @property
    def required(self) -> bool:
        """Tell whether the key must be there."""
        return self.default is WRONG


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys, read by calling `make` with a value for each field.

    `short` names the field that a value which is no mapping stands for.
    """

    make: Callable[..., Any]
    fields: Mapping[str, Field]
    expected: str
    short: str = ""
    located: bool = True

    def read(self, node: yaml.Node, reading: Reading) -> Any:
        """Give what `make` gives, with its place as `where`; WRONG when any field is."""
        if not isinstance(node, yaml.MappingNode):
            if not self.short or is_plain(node, "null"):
                return reading.mismatch(node, self)
            found = {self.short: (node, node)}
        else:
            found = pairs(node, reading)
        return self.build(node, found, reading)

    def build(
        self, node: yaml.Node, found: Mapping[str, tuple[yaml.Node, yaml.Node]], reading: Reading
    ) -> Any:
        """Read the pairs of a mapping into the fields."""
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
            if wanted.required:
                reading.report(node, f"the key {name!r} is missing", f"{name}: {wanted.doc}")
            values[wanted.target or name] = wanted.default
        if len(reading.problems) > before:
            return WRONG
        if self.located:
            values["where"] = reading.where(node)
        try:
            return self.make(**values)
        except ValueError as error:
            return reading.report(node, str(error))

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Describe it as an object, or the value of its short form."""
        whole = self.mapping_schema(named)
        if not self.short:
            return whole
        return {"anyOf": [self.fields[self.short].shape.schema(named), whole]}

    def mapping_schema(self, named: dict[str, Schema]) -> Schema:
        """Describe the long form."""
        properties = {
            name: {"description": field.doc, **field.shape.schema(named)}
            for name, field in self.fields.items()
        }
        required = [name for name, field in self.fields.items() if field.required]
        schema: Schema = {
            "type": "object",
            "properties": properties,
            "additionalProperties": False,
        }
        return {**schema, "required": required} if required else schema


def pairs(node: yaml.MappingNode, reading: Reading) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    """Give the keys of a mapping with their nodes, reporting keys that are no words or repeat."""
    found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            reading.report(key, f"expected a key, found {describe(key)}")
        elif key.value in found:
            first = reading.where(found[key.value][0])
            reading.report(key, f"the key {key.value!r} stands here twice", f"first at {first}")
        else:
            found[key.value] = (key, value)
    return found


@dataclass(frozen=True, slots=True)
class Tagged:
    """A mapping whose kind is told by one of its keys, as in `say: ...` or `hold: 30s`.

    Each kind is a record with a field of the kind's own name; a bare text stands for the
    kind `bare`. Where several keys name a kind, the one whose record knows the others counts.
    The kinds are given by a function, because steps contain steps.
    """

    name: str
    kinds: Callable[[], Mapping[str, Record]]
    bare: str
    expected: str

    def read(self, node: yaml.Node, reading: Reading) -> Any:
        """Give what the record of the kind gives."""
        kinds = self.kinds()
        if isinstance(node, yaml.ScalarNode) and not is_plain(node, "null"):
            return reading.read(node, kinds[self.bare])
        if not isinstance(node, yaml.MappingNode):
            return reading.mismatch(node, self)
        found = pairs(node, reading)
        named = [key for key in found if key in kinds]
        if not named:
            if not found:
                return reading.report(node, f"expected {self.expected}, found nothing")
            first = next(iter(found))
            message = f"no kind of step is called {first!r}"
            return reading.report(found[first][0], message, suggest(first, kinds))
        fitting = [key for key in named if set(named) <= set(kinds[key].fields)]
        kind = (fitting or named)[0]
        return kinds[kind].build(node, found, reading)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Describe it as any of the kinds, under a name, because it contains itself."""
        if self.name not in named:
            named[self.name] = {}
            kinds = self.kinds()
            choices = [record.mapping_schema(named) for record in kinds.values()]
            bare = kinds[self.bare].fields[self.bare].shape.schema(named)
            named[self.name] = {"anyOf": [bare, *choices]}
        return {"$ref": f"#/$defs/{self.name}"}
