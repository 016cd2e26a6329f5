"""How spoken words become a sheet to read: a file a language, `scripts/handout`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.script.grammar import SIDE_VARIABLES
from coach.script.positions import Position
from coach.script.records import Field, ListOf, MappingOf, Record
from coach.script.scalars import Line, SpokenText, Text


@dataclass(frozen=True, slots=True)
class HandoutWords:
    """What a sheet does with the words of cards and safety sets; nothing where a list is empty.

    `strong` stand out in the box of safety. Texts in `cut` are taken out of a line; a line with one
    of `heard` in it is left out. A line that begins as one of `lesser` may be missed. `positions`
    tell how to get into one, by their names.
    """

    strong: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    lesser: tuple[str, ...] = ()
    positions: Mapping[str, Line] = field(default_factory=dict)


NO_HANDOUT_WORDS = HandoutWords()
_TEXTS = ListOf(Text(most=80))
HANDOUT_WORDS = Record(
    HandoutWords,
    {
        "strong": Field(_TEXTS, "words that stand out in the box of safety", ()),
        "cut": Field(_TEXTS, "what is taken out of a line", ()),
        "heard": Field(_TEXTS, "what is in lines that make sense by ear only", ()),
        "lesser": Field(_TEXTS, "how lines begin that may be missed", ()),
        "positions": Field(
            MappingOf(SpokenText(Text(most=120, variables=SIDE_VARIABLES)), tuple(Position)),
            "how to get into a position, a sentence each",
            {},
        ),
    },
    "words of a hand-out",
    has_where=False,
)
