"""Names of scripts and sounds in a script: each is noted as it is read, and offered to editors."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from coach.errors import Where
from coach.script.bare_steps import suggest_split_name, write_dose, write_name
from coach.script.reader import INVALID, Reader, Schema, describe_node
from coach.script.scalars import Line, SpokenText, Text
from coach.system.paths import script_paths, sound_names
from coach.system.printable import make_one_line


@dataclass(frozen=True, slots=True)
class LibraryName:
    """The name of a card, a talk or a sound, read as a str or, with `has_where`, as a Line.

    Whether there is one of that name is not asked here: it may be described in the same file.
    """

    kind: str
    has_where: bool = False
    most: int = 60

    @property
    def text(self) -> Text:
        """What it is read by."""
        return Text(most=self.most)

    @property
    def expected(self) -> str:
        """The value that it reads, as messages call it: `expected ...`."""
        return self.text.expected

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return the name, and note it in the reader with its place."""
        name = self.text.read(node, reading)
        if name is INVALID:
            return INVALID
        reading.names.setdefault((self.kind, name), reading.where(node))
        return Line(name, reading.where(node)) if self.has_where else name

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of the names there are, which editors offer, or of any other text."""
        choices = {"enum": list_library_names(self.kind)}
        key = f"{self.kind}-name"
        named.setdefault(key, {"anyOf": [choices, self.text.schema(named)]})
        return {"$ref": f"#/$defs/{key}"}


@dataclass(frozen=True, slots=True)
class WorkName(SpokenText):
    """The name of work, read as a Line: that of a card, or any other words but a dose."""

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return a Line."""
        if isinstance(node, yaml.ScalarNode) and (keys := write_dose(node.value)):
            message = f"expected the name of work, found {describe_node(node)}"
            return reading.report(node, message, f"write {{work: Plank, {keys}}}")
        return SpokenText.read(self, node, reading)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of the cards there are, which editors offer, or of any other text."""
        choices = CARD_NAME.schema(named)
        return {"anyOf": [choices, self.text.schema(named)]}


_MISTYPED = 0.75
"""From which nearness on a name is taken for another one that was mistyped."""
CARD_NAME = LibraryName("exercises")
CARD_REFERENCE = LibraryName("exercises", has_where=True)
TALK_REFERENCE = LibraryName("talks", has_where=True)
SOUND_NAME = LibraryName("sounds")


def list_library_names(kind: str) -> list[str]:
    """Return the names there are of a kind: `exercises`, `talks` or `sounds`."""
    return sorted(sound_names() if kind == "sounds" else script_paths(kind))


def find_where(names: dict[tuple[str, str], Where], kind: str) -> dict[str, Where | None]:
    """Return the names of a kind among those that a reader noted, each with its first place."""
    return {name: where for (other, name), where in names.items() if other == kind}


def suggest_card(name: str, known: Iterable[str]) -> str:
    """Return a hint for an unknown card: the one that was mistyped, or else the three nearest.

    >>> suggest_card("heel slide", ["bridge", "heel-taps", "wall-slides"])
    'the nearest are wall-slides, heel-taps, bridge; without a card: {work: Heel slide, reps: 10}'
    """
    if split := suggest_split_name(name):
        return split
    near = _sort_by_nearness(name, known)
    if near and near[0][0] >= _MISTYPED:
        return f"did you mean {near[0][1]!r}?"
    nearest = ", ".join(make_one_line(other) for _, other in near[:3])
    spoken = write_name(re.sub(r"[-_]+", " ", name))
    return f"the nearest are {nearest or 'none'}; without a card: {{work: {spoken}, reps: 10}}"


def _sort_by_nearness(name: str, known: Iterable[str]) -> list[tuple[float, str]]:
    """Return names with how near they are to another, from 0 to 1, the nearest first."""
    # Needed only where something is wrong.
    from difflib import SequenceMatcher

    def measure(other: str) -> float:
        alike = SequenceMatcher(None, _split_words(name), _split_words(other)).ratio()
        words = set(_split_words(name).split())
        return max(alike, 0.7 * len(words & set(_split_words(other).split())) / max(1, len(words)))

    return sorted(((measure(other), other) for other in known), key=lambda one: (-one[0], one[1]))


def _split_words(name: str) -> str:
    return re.sub(r"[-_\s]+", " ", name[:100].casefold())
