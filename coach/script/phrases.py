"""The coach's own words, one file a language: what it says between the words of a script."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zlib import crc32

from coach.script.grammar import (
    UNITS,
    VARIABLE,
    Forms,
    Grammar,
    find_plural,
)
from coach.script.phrase_keys import (
    HEARD_PHRASE_KEYS,
    LIVE_PHRASE_KEYS,
    OPTIONAL_PHRASES,
    PHRASE_KEYS,
)
from coach.script.plan_words import PLAN_WORDS, PlanWords
from coach.script.positions import MOVES, OWN_MOVES_WITHOUT_KNEELING, Position
from coach.script.reader import FieldConflictError
from coach.script.records import Field, ListOf, MappingOf, Record
from coach.script.safety_words import SAFETY_WORDS, SafetyWords
from coach.script.scalars import Flag, Line, SpokenText, Text
from coach.script.shown_words import SHOWN_PHRASE_KEYS, SHOWN_VARIABLES
from coach.script.step_fields import SPOKEN_TEXT

NEEDED_NOUNS = (*(noun for noun, _ in UNITS), "exercise", "segment", "word")
"""Nouns that the coach itself counts."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The coach's own words by their keys, and its lines for a move from one position to another.

    `rise` is said where a session ends on the back, and `rise_without_kneeling` where that is on a
    bed. A key of `words` may have alternatives: the first is the default, and a `seed` other than 0
    chooses among them. `shown` is read, not spoken; `heard` is what a listener says, empty where
    nothing listens in a language. `safety` has sets of safety words by their names, `plan` the
    words for what a session will be: None where a language has none.
    """

    words: Mapping[str, tuple[Line, ...]]
    moves: Mapping[tuple[Position, Position], tuple[Line, ...]]
    rise: tuple[Line, ...]
    moves_without_kneeling: Mapping[tuple[Position, Position], tuple[Line, ...]]
    rise_without_kneeling: tuple[Line, ...]
    live: Mapping[str, Line]
    shown: Mapping[str, Line]
    forms: Forms
    seed: int = 0
    plan: PlanWords | None = None
    safety: Mapping[str, SafetyWords] = field(default_factory=dict)
    heard: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def grammar(self) -> Grammar:
        """How the language counts, and names the sides."""
        return Grammar(self.forms, self["left"].text, self["right"].text)

    def format_shown(self, key: str, **values: object) -> str:
        """Return words that are shown, with their variables; a `side` is "left" or "right"."""
        grammar = self.grammar

        def replace_variable(found: re.Match[str]) -> str:
            return grammar.format_value(found[1], found[2] or "", values[found[1]])

        return VARIABLE.sub(replace_variable, self.shown[key].text)

    def format_short_length(self, ms: int) -> str:
        """Return a length as it is shown, to the nearest second: `1 m 30 s`."""
        rest, parts = (ms + 500) // 1000, []
        for noun, size in UNITS:
            number, rest = divmod(rest, size)
            if number:
                parts.append(self.format_shown(f"{noun}s", n=number))
        return " ".join(parts) or self.format_shown("seconds", n=0)

    def format_long_length(self, ms: int) -> str:
        """Return a length as it is written out, to the nearest second: `1 minute 30 seconds`."""
        return self.grammar.format_length((ms + 500) // 1000)

    def __getitem__(self, key: str) -> Line:
        return self.words[key][0]

    def choose_line(self, key: str, about: str) -> Line:
        """Return the alternative to say about something; the first where `seed` is 0.

        It depends on nothing but the key and `about`, so that the length of a block does not
        depend on its place in the session.
        """
        lines = self.words[key]
        return lines[crc32(f"{key} {about}".encode()) % len(lines)] if self.seed else lines[0]

    def override(self, words: Mapping[str, tuple[Line, ...]]) -> "Phrases":
        """Return the same phrases with some words replaced."""
        return replace(self, words={**self.words, **words}) if words else self


def _make_phrases(
    words: dict[str, tuple[Line, ...]],
    moves: dict[str, tuple[Line, ...]],
    rise: tuple[Line, ...],
    moves_without_kneeling: dict[str, tuple[Line, ...]],
    rise_without_kneeling: tuple[Line, ...],
    live: dict[str, Line],
    shown: dict[str, Line],
    forms: Forms,
    plan: PlanWords | None,
    safety: dict[str, SafetyWords],
    heard: dict[str, tuple[str, ...]],
) -> Phrases:
    named = {_move_key(*pair): pair for pair in MOVES}
    others = {_move_key(*pair): pair for pair in OWN_MOVES_WITHOUT_KNEELING}
    _check_complete("words", "word", set(PHRASE_KEYS) - OPTIONAL_PHRASES - set(words))
    _check_complete("live", "word", set(LIVE_PHRASE_KEYS) - OPTIONAL_PHRASES - set(live))
    _check_complete("shown", "word", set(SHOWN_PHRASE_KEYS) - set(shown))
    _check_complete("forms", "noun", set(NEEDED_NOUNS) - set(forms.counts))
    _check_complete("moves", "move", set(named) - set(moves))
    if heard:
        _check_complete("heard", "word", set(HEARD_PHRASE_KEYS) - set(heard))
    missing = set(others) - set(moves_without_kneeling)
    _check_complete("moves_without_kneeling", "such move", missing)
    return Phrases(
        words,
        {named[key]: lines for key, lines in moves.items()},
        rise,
        {others[key]: lines for key, lines in moves_without_kneeling.items()},
        rise_without_kneeling,
        live,
        shown,
        forms,
        plan=plan,
        safety=safety,
        heard=heard,
    )


def _check_complete(field: str, noun: str, missing: set[str]) -> None:
    """Raise FieldConflictError where keys of a field are missing."""
    if missing:
        message = f"expected every {noun}, missing: {', '.join(sorted(missing))}"
        raise FieldConflictError(message, field)


def _move_key(start: Position, end: Position) -> str:
    return f"{start} to {end}"


def _make_forms(plural: str, counts: dict[str, tuple[str, ...]], **more: Any) -> Forms:
    try:
        wanted = 1 + max(find_plural(plural, number) for number in range(MAX_TRIED))
    except ValueError as error:
        message = f"expected a rule for plurals, found {plural!r}: {error}"
        raise FieldConflictError(message, "plural", "as gettext has it: n != 1") from error
    for noun, forms in counts.items():
        if len(forms) != wanted:
            message = f"expected {wanted} forms of {noun!r}, found {len(forms)}"
            raise FieldConflictError(message, "counts", f"the rule of its plurals is {plural}")
    return Forms(plural, counts, **more)


MAX_TRIED = 1_001
"""Up to here each number is tried to find how many forms a rule asks for."""
_WORD_FORMS = MappingOf(Text(most=40))
FORMS = Record(
    _make_forms,
    {
        "plural": Field(Text(most=400), "which form goes with a number n, as gettext has it"),
        "counts": Field(
            MappingOf(ListOf(Text(most=80, variables=frozenset({"n"})), least=1)),
            "the forms of a noun behind a number, in the order of that rule",
        ),
        "left": Field(_WORD_FORMS, "the forms of the word for the left side", {}),
        "right": Field(_WORD_FORMS, "the forms of the word for the right side", {}),
        "small_names": Field(Flag(), "names have no capital within a sentence", False),
    },
    "forms of words",
    has_where=False,
)
_SHOWN_TEXT = SpokenText(Text(variables=SHOWN_VARIABLES))
PHRASES = Record(
    _make_phrases,
    {
        "words": Field(
            MappingOf(ListOf(SPOKEN_TEXT, least=1), tuple(PHRASE_KEYS)),
            "words by their keys; of several one",
        ),
        "live": Field(
            MappingOf(SPOKEN_TEXT, tuple(LIVE_PHRASE_KEYS)),
            "words for what happens only in a live session",
        ),
        "heard": Field(
            MappingOf(ListOf(Text(most=40), least=1), tuple(HEARD_PHRASE_KEYS)),
            "what a listener says to the coach: spoken commands, and answers",
            {},
        ),
        "shown": Field(
            MappingOf(_SHOWN_TEXT, tuple(SHOWN_PHRASE_KEYS)), "words that are shown, not spoken"
        ),
        "forms": Field(FORMS, "how words change with a number or a side"),
        "plan": Field(PLAN_WORDS, "what a session says of itself at its beginning", None),
        "safety": Field(MappingOf(SAFETY_WORDS), "sets of safety words, which routines name", {}),
        "moves": Field(
            MappingOf(ListOf(SPOKEN_TEXT, least=1), tuple(_move_key(*pair) for pair in MOVES)),
            "how to get from one position to another, the place to go in the first line",
        ),
        "rise": Field(
            ListOf(SPOKEN_TEXT, least=1), "how to get up after a session that ends on the back"
        ),
        "moves_without_kneeling": Field(
            MappingOf(
                ListOf(SPOKEN_TEXT, least=1),
                tuple(_move_key(*pair) for pair in OWN_MOVES_WITHOUT_KNEELING),
            ),
            "how to get there for someone who does not kneel, where that is another way",
        ),
        "rise_without_kneeling": Field(
            ListOf(SPOKEN_TEXT, least=1), "how to get up in the end for someone who does not kneel"
        ),
    },
    "phrases",
    has_where=False,
)
