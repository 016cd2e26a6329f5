"""A record that is written in several ways; which one is told by the keys that it has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from coach.script.reader import INVALID, Reader, Schema
from coach.script.records import Field, Record


@dataclass(frozen=True, slots=True)
class VariantRecord(Record):
    """A record of which a key decides by what shape it is read; without any, by the last.

    `fields` are those of all variants, and `common` those that are explained with this record:
    the others are explained where they belong. `hint_at_variant` tells of keys that choose one.
    """

    variants: Mapping[str, Record] = field(default_factory=dict)
    common: Mapping[str, Field] = field(default_factory=dict)
    hint_at_variant: str | None = None

    def build(
        self, node: yaml.Node, found: Mapping[str, tuple[yaml.Node, yaml.Node]], reading: Reader
    ) -> Any:
        """Return what the variant makes whose key was found first in the order of `variants`."""
        last = list(self.variants)[-1]
        chosen = next((key for key in self.variants if key in found), last)
        record = self.variants[chosen]
        if chosen == last:
            strange = [key for key in found if key in self.fields and key not in record.fields]
            needed = ", ".join(key for key in self.variants if key != last)
            for key in strange:
                message = f"expected one of {needed} beside {key!r}, found none"
                reading.report(found[key][0], message, self.hint_at_variant)
            if strange:
                return INVALID
        others = [key for key in found if key in self.variants and key not in record.fields]
        for key in others:
            message = f"expected one dose, found {key!r} beside {chosen!r}"
            reading.report(found[key][0], message, "write a step for each, or leave one out")
        found = {key: pair for key, pair in found.items() if key not in others}
        made = record.build(node, found, reading)
        return INVALID if others else made

    def mapping_schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of the variant whose key is there, each tried in turn."""
        *keys, last = self.variants
        chain = self.variants[last].mapping_schema(named)
        for key in reversed(keys):
            with_key = {"type": "object", "required": [key]}
            chain = {
                "if": with_key,
                "then": self.variants[key].mapping_schema(named),
                "else": chain,
            }
        return chain


def join_fields(variants: Mapping[str, Record]) -> dict[str, Field]:
    """Return the fields of all variants by name; the first variant that has one says how."""
    joined: dict[str, Field] = {}
    for record in variants.values():
        joined = {**record.fields, **joined}
    return joined
