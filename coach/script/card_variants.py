"""Other ways to do an exercise: easier and harder variants, and what a limit of a listener changes.

A variant replaces what it names of its card; what it does not name stays. Its steps are told in
full where the card's are, and `first` of the card, which tells how the usual way is done, does not
go with a variant.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from coach.script.doses import DOSES, Doses, Range
from coach.script.limits import PROFILES
from coach.script.reader import FieldConflictError
from coach.script.records import Field, ListOf, MappingOf, Record
from coach.script.scalars import Choice, Line, Text
from coach.script.step_fields import SPOKEN_TEXT
from coach.script.work_schema import CALLS, RepCalls

_LINES = ListOf(SPOKEN_TEXT)
_SOME_LINES = ListOf(SPOKEN_TEXT, least=1)


@dataclass(frozen=True, slots=True)
class Wording:
    """Lines in full, and the few that are enough for someone who knows them.

    `there` is said instead to someone who is in that position already; None where the same is.
    """

    full: tuple[Line, ...] = ()
    short: tuple[Line, ...] = ()
    there: tuple[Line, ...] | None = None


NO_WORDING = Wording()


@dataclass(frozen=True, slots=True)
class FirstRep:
    """The words of the first repetition, which is done slowly: what to do in each phase."""

    into: tuple[Line, ...]
    hold: tuple[Line, ...] = ()
    out: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All of them, in the order in which they are said."""
        return (*self.into, *self.hold, *self.out)


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way to do an exercise: its name, and what to say instead of the usual steps.

    `short` reminds of it; without it all of `say` does. The others replace those of the card where
    they are given; `doses` holds some of its ranges by their names.
    """

    name: str
    say: tuple[Line, ...]
    short: tuple[Line, ...] = ()
    setup: Wording | None = None
    breathing: Line | None = None
    calls: RepCalls | None = None
    cues: tuple[Line, ...] | None = None
    first: FirstRep | None = None
    release: Wording | None = None
    cautions: tuple[Line, ...] | None = None
    doses: Mapping[str, Range] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.name, self.say))

    @property
    def read_steps(self) -> tuple[Line, ...]:
        """How it is done, for someone who reads it: with the words of the first repetition."""
        return (*self.say, *self.first.lines) if self.first else self.say

    def limit_doses(self, doses: Doses) -> Doses:
        """Return the doses of the card with those that the variant replaces."""
        return replace(doses, **self.doses)


@dataclass(frozen=True, slots=True)
class LimitChange:
    """What a limit changes: something to say, the name of an easier variant to do, or both."""

    say: Line | None = None
    variant: str | None = None

    def __post_init__(self) -> None:
        if self.say is None and self.variant is None:
            message = "expected what to say, or a variant, found neither"
            raise FieldConflictError(message, "", "name one of the easier ways: variant: ...")


@dataclass(frozen=True, slots=True)
class Limits:
    """Profiles for which an exercise is left out, and what is changed for others."""

    skip: tuple[str, ...] = ()
    modify: dict[str, LimitChange] = field(default_factory=dict)


NO_LIMITS = Limits()
SETUP = Record(
    Wording,
    {
        "full": Field(_LINES, "every line, for someone who does not know it", ()),
        "short": Field(_LINES, "the few lines that remind", ()),
        "there": Field(_LINES, "said instead to someone who is in that position already", None),
    },
    "lines, full, short and there",
    shorthand_field="full",
    has_where=False,
)
WORDING = Record(
    Wording,
    {name: SETUP.fields[name] for name in ("full", "short")},
    "lines, full and short",
    shorthand_field="full",
    has_where=False,
)
STEPS = Record(
    Wording,
    {**WORDING.fields, "full": Field(_SOME_LINES, "every line, at least one")},
    "steps, full and short",
    shorthand_field="full",
    has_where=False,
)
FIRST_REP = Record(
    FirstRep,
    {
        "into": Field(_SOME_LINES, "how the movement is done, while it is done"),
        "hold": Field(_LINES, "said as the hold begins", ()),
        "out": Field(_LINES, "how the way back is done", ()),
    },
    "the words of the first repetition: into, hold and out",
    has_where=False,
)


def _make_doses(**given: Range | None) -> dict[str, Range]:
    return {name: one for name, one in given.items() if one is not None}


VARIANT = Record(
    Variant,
    {
        "name": Field(Text(most=80), "what it is called"),
        "say": Field(_SOME_LINES, "said instead of the steps"),
        "short": Field(_LINES, "the few of them that remind", ()),
        "setup": Field(SETUP, "how to get ready, if otherwise", None),
        "breathing": Field(SPOKEN_TEXT, "when to breathe, if otherwise", None),
        "calls": Field(CALLS, "its own key words", None),
        "cues": Field(_LINES, "its own cues", None),
        "first": Field(FIRST_REP, "the words of its own first repetition", None),
        "release": Field(WORDING, "how to come out of it, if otherwise", None),
        "cautions": Field(_LINES, "what to mind, if otherwise", None),
        "dose": Field(
            Record(
                _make_doses,
                {name: Field(one.shape, one.doc, None) for name, one in DOSES.fields.items()},
                "the doses that are others, each [least, usual, most]",
                has_where=False,
            ),
            "the doses that are others",
            {},
            "doses",
        ),
    },
    "a variant, with name and say",
    has_where=False,
)
LIMITS = Record(
    Limits,
    {
        "skip": Field(ListOf(Choice(PROFILES)), "left out for these", ()),
        "modify": Field(
            MappingOf(
                Record(
                    LimitChange,
                    {
                        "say": Field(SPOKEN_TEXT, "said before the steps", None),
                        "variant": Field(
                            Text(most=80), "the name of the easier way that is done", None
                        ),
                    },
                    "a change, with say and variant",
                    shorthand_field="say",
                    has_where=False,
                ),
                PROFILES,
            ),
            "what is said or done otherwise for these",
            {},
        ),
    },
    "limits, with skip and modify",
    has_where=False,
)
