"""The language of a script: one that the coach has words in."""

import re
from dataclasses import dataclass
from typing import Any

import yaml

from coach.script.reader import Reader, Schema, suggest
from coach.script.records import Field
from coach.system.paths import script_paths

DEFAULT_LANGUAGE = "en"
PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
"""A tag of BCP 47 as far as it is used here: en, de, pt-BR."""


@dataclass(frozen=True, slots=True)
class LanguageTag:
    """The tag of a language of which there are phrases."""

    expected: str = "the tag of a language, such as en"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return the tag; INVALID for a language in which the coach has no words."""
        if not isinstance(node, yaml.ScalarNode) or not re.match(PATTERN, node.value):
            return reading.report_mismatch(node, self)
        known = script_paths("phrases")
        if node.value not in known:
            message = f"expected a language that has phrases, found {node.value!r}"
            return reading.report(node, message, suggest(node.value, known))
        return node.value

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of a string: which languages there are differs by machine."""
        return {"type": "string", "pattern": PATTERN}


LANGUAGE_FIELD = Field(LanguageTag(), "the language of its words", DEFAULT_LANGUAGE)


def find_main_language(tag: str) -> str:
    """Return the language of a tag without its country.

    >>> find_main_language("pt-BR")
    'pt'
    """
    return tag.replace("_", "-").partition("-")[0].lower()
