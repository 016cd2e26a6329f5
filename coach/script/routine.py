"""The routine: what a session is drawn from, as one file describes it."""

from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from coach.errors import Where
from coach.script.card_names import resolve_all_cards
from coach.script.exercise import Exercise
from coach.script.language_field import DEFAULT_LANGUAGE, LANGUAGE_FIELD
from coach.script.library_names import TALK_REFERENCE
from coach.script.own_cards import OWN_CARDS
from coach.script.phrase_keys import PHRASE_KEYS
from coach.script.phrases import PHRASES, Phrases
from coach.script.pronunciation import Pronunciation
from coach.script.reader import FieldConflictError, Reader, Schema, has_yaml_tag, load_file
from coach.script.records import Field, ListOf, MappingOf, Record
from coach.script.safety_words import (
    NO_SAFETY_WORDS,
    SAFETY_SETS_DOC,
    SafetyShape,
    SafetyWords,
    fill_safety_sets,
    names_sets,
)
from coach.script.scalars import SESSION_LENGTH, Flag, Line, Text, Whole
from coach.script.step_fields import SPOKEN_TEXT
from coach.script.step_list import StepList
from coach.script.step_schema import PERFORM, STEP
from coach.script.steps import Perform, Step
from coach.system.paths import format_path, script_paths

MAX_EXERCISES = 100
"""The most that a routine may name: choosing among them takes time and memory for each."""


@dataclass(frozen=True, slots=True)
class Section:
    """A named part of a routine: either exercises by their cards, or free steps.

    `least` of its exercises are kept whatever the length; `share` is the percentage of the time
    it should not exceed, 100 where it does not matter. With `any_order` they are done in the
    order that needs the fewest changes of position. Steps that have a `priority` are left out where
    time is short, those of the lowest first; others are in every session.
    """

    title: str = ""
    exercises: tuple[Perform, ...] = ()
    steps: tuple[Step, ...] = ()
    least: int = 0
    share: int = 100
    any_order: bool = False
    priority: int | None = None
    where: Where | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not self.exercises and not self.steps:
            raise FieldConflictError(
                "expected exercises or steps in this section, found neither", "title"
            )
        if self.exercises and self.steps:
            message = "expected exercises or steps in a section, found both"
            raise FieldConflictError(message, "steps", "among steps, write - exercise: NAME")
        if self.exercises and self.priority is not None:
            message = "expected a priority beside steps, found it beside exercises"
            raise FieldConflictError(message, "priority", "each exercise has one of its own")


@dataclass(frozen=True, slots=True)
class Routine:
    """What a session is drawn from; `name` is the stem of its file.

    `opening` and `safety` come first, `closing` last; `safety_short` is said instead where talk is
    short, `safety_sore`, where it has lines, to somebody whose back hurts already. With `plan` it
    is told behind the first words how long it takes, and what is needed. A `slow` one leaves more
    time to move. `length` is the usual length in ms, None where the usual doses decide it;
    `longest` the longest that makes sense, in ms. With `rise` the listener is guided up where a
    session ends on the floor. `lexicon` is how to speak a word; `phrases` replace the coach's own
    words, and `cards` describe exercises of its own, by the name that it asks for them, before
    those in files. A fact of one of the talks in `facts` is told; True names all there are. `bed`
    is a sound under everything; without `end_sound` it ends in silence, and without `countdown` no
    last seconds are counted that no step asks for.
    """

    title: str
    sections: tuple[Section, ...] = ()
    description: str = ""
    language: str = DEFAULT_LANGUAGE
    opening: tuple[Step, ...] = ()
    safety: tuple[Line, ...] = ()
    safety_short: tuple[Line, ...] = ()
    safety_sore: tuple[Line, ...] = ()
    plan: bool = False
    slow: bool = False
    closing: tuple[Step, ...] = ()
    length: int | None = None
    longest: int | None = None
    rise: bool = True
    lexicon: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, tuple[Line, ...]] = field(default_factory=dict)
    cards: dict[str, Exercise] = field(default_factory=dict)
    facts: tuple[Line, ...] | bool = ()
    bed: str | None = None
    end_sound: bool = True
    countdown: bool = True
    name: str = ""
    where: Where | None = field(default=None, compare=False)

    @property
    def exercises(self) -> tuple[Perform, ...]:
        """All exercises it names, in order."""
        return tuple(perform for section in self.sections for perform in section.exercises)


def _make_routine(
    steps: tuple[Step, ...], sections: tuple[Section, ...], safety: SafetyWords, **values: Any
) -> Routine:
    if steps and sections:
        message = "expected sections or steps, found both"
        raise FieldConflictError(message, "steps", "steps may stand in a section, and in a group")
    if not steps and not sections:
        raise FieldConflictError(
            "expected sections or steps, found neither", "", "write steps: ..."
        )
    count = sum(len(section.exercises) for section in sections)
    if count > MAX_EXERCISES:
        message = f"expected at most {MAX_EXERCISES} exercises to choose from, found {count:,}"
        raise FieldConflictError(message, "sections", "a session of an hour has some twenty")
    sections = (Section(steps=steps),) if steps else sections
    safety = _fill_safety_sets(safety, values["language"])
    values |= {"safety": safety.full, "safety_short": safety.short}
    values["safety_sore"] = safety.sore
    return _resolve_names(Routine(sections=sections, **values))


def _fill_safety_sets(safety: SafetyWords, language: str) -> SafetyWords:
    """Return safety words with the lines of the sets that they name."""
    if not names_sets(safety):  # the phrases of a language are a long file
        return safety
    path = script_paths("phrases")[language]
    phrases: Phrases = load_file(path, PHRASES, format_path(path))
    return fill_safety_sets(safety, phrases.safety)


def _resolve_names(routine: Routine) -> Routine:
    """Return the routine with the names of the cards that its steps mean."""

    def resolve(owner: Any, *names: str) -> dict[str, Any]:
        return {name: resolve_all_cards(getattr(owner, name), routine.cards) for name in names}

    sections = (replace(one, **resolve(one, "exercises", "steps")) for one in routine.sections)
    return replace(routine, sections=tuple(sections), **resolve(routine, "opening", "closing"))


@dataclass(frozen=True, slots=True)
class AllOrListOf:
    """A list of values of one shape, or `true` for all there are, which is read as True."""

    shape: ListOf

    @property
    def expected(self) -> str:
        """The value that it reads, as messages call it: `expected ...`."""
        return f"true or {self.shape.expected}"

    def read(self, node: yaml.Node, reading: Reader) -> Any:
        """Return True, or a tuple; () for false."""
        if has_yaml_tag(node, "bool"):
            return reading.read(node, Flag()) or ()
        return reading.read(node, self.shape)

    def schema(self, named: dict[str, Schema]) -> Schema:
        """Return the schema of a boolean or an array."""
        return {"anyOf": [Flag().schema(named), self.shape.schema(named)]}


SECTION = Record(
    Section,
    {
        "title": Field(Text(most=80), "its name, as the coach says it", ""),
        "exercises": Field(ListOf(PERFORM), "exercises in order, by the names of their cards", ()),
        "steps": Field(StepList(STEP), "free steps", ()),
        "least": Field(Whole(0, 40), "how many exercises stay when time is short", 0),
        "share": Field(Whole(1, 100), "percent of the session it may have at most", 100),
        "any_order": Field(Flag(), "order them so that the body moves little", False),
        "priority": Field(
            Whole(1, 9), "of steps: they may be left out, 9 last, when time is short", None
        ),
    },
    "a section",
)
ROUTINE = Record(
    _make_routine,
    {
        "title": Field(Text(most=80), "its name, as the coach says it"),
        "description": Field(Text(), "one or two sentences for the list", ""),
        "language": LANGUAGE_FIELD,
        "length": Field(SESSION_LENGTH, "the usual length", None),
        "longest": Field(SESSION_LENGTH, "the longest that makes sense", None),
        "slow": Field(Flag(), "always leave the longer times to move", False),
        "rise": Field(Flag(), "tell the way up where it ends on the floor", True),
        "lexicon": Field(
            MappingOf(Pronunciation()),
            "how to speak a word, spelt or in sounds",
            {},
        ),
        "phrases": Field(
            MappingOf(ListOf(SPOKEN_TEXT, least=1), tuple(PHRASE_KEYS)),
            "the coach's own words, said otherwise",
            {},
        ),
        "cards": Field(OWN_CARDS, "exercises of its own, each a card by its name", {}),
        "facts": Field(
            AllOrListOf(ListOf(TALK_REFERENCE)),
            "talks of which a session tells one fact, or all",
            (),
        ),
        "bed": Field(Text(most=200), "a sound that lies under everything", None),
        "end_sound": Field(Flag(), "a bowl at the end; false lets it end in silence", True),
        "countdown": Field(Flag(), "false counts no last seconds but where a step says so", True),
        "opening": Field(ListOf(STEP), "steps before everything else", ()),
        "plan": Field(Flag(), "tell first how long it takes, where, and with what", False),
        "safety": Field(SafetyShape(), SAFETY_SETS_DOC, NO_SAFETY_WORDS),
        "sections": Field(ListOf(SECTION), "the parts, in order", ()),
        "steps": Field(StepList(STEP), "free steps, where it has no sections", ()),
        "closing": Field(ListOf(STEP), "steps after everything else", ()),
    },
    "a routine",
)
