"""The exercise card: one exercise, its doses, sides, wording and cautions, with their sources.

Its wording is for a listener whose eyes are shut. `coach.timeline.guidance` makes steps of it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from coach.errors import Where
from coach.script.card_variants import (
    FIRST_REP,
    LIMITS,
    NO_LIMITS,
    NO_WORDING,
    SETUP,
    STEPS,
    VARIANT,
    WORDING,
    FirstRep,
    Limits,
    Variant,
    Wording,
)
from coach.script.dose_growth import GROWTH, USUAL_GROWTH, Growth
from coach.script.doses import DEFAULT_TEMPO, DOSES, RANGE_OF_ONE, TEMPO, Doses, Range, Tempo
from coach.script.figure_schema import FIGURE
from coach.script.figure_values import Figure
from coach.script.goals import GOALS
from coach.script.language_field import DEFAULT_LANGUAGE, LANGUAGE_FIELD
from coach.script.library_names import CARD_REFERENCE
from coach.script.named_work import DEFAULT_SWITCH
from coach.script.positions import Position
from coach.script.reader import FieldConflictError
from coach.script.records import Field, ListOf, Record
from coach.script.scalars import Choice, Flag, Line, Text, Whole
from coach.script.step_fields import CUE_INTERVAL, SPOKEN_TEXT, SWITCH, TIME_CHECK_INTERVAL
from coach.script.work_schema import CALLS
from coach.script.work_steps import DEFAULT_CUE_INTERVAL, BreathOfWayIn, check_time_check


class WorkKind(StrEnum):
    """What the listener does, which decides how it is guided."""

    HOLD = "hold"
    REPS = "reps"
    BREATHS = "breaths"
    TIME = "time"


class SideRule(StrEnum):
    """Whether an exercise has sides, and if so whether one follows the other or they alternate."""

    NONE = "none"
    EACH = "each"
    ALTERNATE = "alternate"


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise card; `slug` is the stem of its file, or its name among a routine's `cards`.

    One line of `purpose` is said. Where a limit refuses it, one of `instead` may be done. With
    `opt_in` it is done only where it was asked for. `switch` is the time to change sides, in ms;
    `stretch` the percentage that its moves, pauses and rests may grow by. `every`, `time_check`
    and `fact` are those of a hold. Counting begins at two where the words of the `first`
    repetition are said. A `fact`, the `variant` that is done, and the doses that are `bounded` are
    set for one session and are in no file.
    """

    name: str
    position: Position
    work: WorkKind
    doses: Doses
    steps: Wording
    sources: tuple[str, ...] = ()
    sides: SideRule = SideRule.NONE
    goals: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    tempo: Tempo = DEFAULT_TEMPO
    switch: int = DEFAULT_SWITCH
    stretch: int = 50
    purpose: tuple[Line, ...] = ()
    setup: Wording = NO_WORDING
    first: FirstRep | None = None
    breathing: Line | None = None
    breath: BreathOfWayIn = BreathOfWayIn.OUT
    calls: tuple[Line | None, Line | None, Line | None] = (None, None, None)
    cues: tuple[Line, ...] = ()
    every: int = DEFAULT_CUE_INTERVAL
    time_check: int | None = None
    between: Line | None = None
    release: Wording = NO_WORDING
    mistakes: tuple[str, ...] = ()
    cautions: tuple[Line, ...] = ()
    easier: tuple[Variant, ...] = ()
    harder: tuple[Variant, ...] = ()
    limits: Limits = NO_LIMITS
    instead: tuple[Line, ...] = ()
    opt_in: bool = False
    growth: Growth = USUAL_GROWTH
    figure: Figure | None = None
    fact: Line | None = None
    variant: str = ""
    bounded: tuple[str, ...] = ()
    language: str = DEFAULT_LANGUAGE
    slug: str = ""
    where: Where | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        for doses in (self.doses, *(one.limit_doses(self.doses) for one in self.easier)):
            self._check_doses(doses)
        if self.sides is SideRule.ALTERNATE and self.work is not WorkKind.REPS:
            message = f"expected sides that alternate with reps only, found work: {self.work}"
            raise FieldConflictError(message, "sides", "write sides: each")
        if self.work is not WorkKind.REPS and (self.first or any(one.first for one in self.easier)):
            message = f"expected a first repetition where the work is reps, found {self.work}"
            raise FieldConflictError(message, "first", "leave it out, or write work: reps")
        names = {variant.name for variant in self.easier}
        for change in self.limits.modify.values():
            if change.variant is not None and change.variant not in names:
                message = f"expected the name of an easier way, found {change.variant!r}"
                known = ", ".join(sorted(names)) or "there is none yet: easier: [...]"
                raise FieldConflictError(message, "limits", known)
        check_time_check(self.time_check)

    def _check_doses(self, doses: Doses) -> None:
        """Raise FieldConflictError for doses, its own or an easier way's, that cannot be done."""
        known = {"hold": doses.hold, "breaths": doses.breaths, "time": doses.time}
        if self.work is not WorkKind.REPS and known[self.work] is None:
            message = f"expected a dose of {self.work}, because the work is {self.work}"
            raise FieldConflictError(
                message, "dose", f"write {self.work}: [least, usual, most] in it"
            )
        lasting = known[self.work] if self.work in (WorkKind.HOLD, WorkKind.TIME) else None
        if lasting and lasting.least < 1_000:
            message = f"expected a {self.work} of at least 1 s, found {lasting.least} ms"
            raise FieldConflictError(message, "dose", "its first value is the least")

    def bound_dose(self, name: str, given: int) -> int:
        """Return a dose as a routine writes it, or the most there is where that is `bounded`."""
        known: Range | None = getattr(self.doses, name)
        return min(given, known.most) if known and name in self.bounded else given

    @property
    def read_steps(self) -> tuple[Line, ...]:
        """How it is done, for someone who reads it: with the words of the first repetition."""
        steps = self.steps.full or self.steps.short
        return (*steps, *self.first.lines) if self.first else steps


def _make_card(work: WorkKind | None, doses: Doses, **values: Any) -> Exercise:
    """Return a card whose dose decides what is done, where `work` does not."""
    if work is None and (work := _find_work(doses)) is None:
        message = "expected hold, reps, breaths or time in the dose, found none of them"
        hint = "write dose: {reps: [5, 8, 15]}, or dose: {hold: [10s, 20s, 30s]}"
        raise FieldConflictError(message, "dose", hint)
    return Exercise(work=work, doses=doses, **values)


def _find_work(doses: Doses) -> WorkKind | None:
    """Return what is done by some doses; None where none of them says."""
    for given, work in ((doses.breaths, WorkKind.BREATHS), (doses.time, WorkKind.TIME)):
        if given is not None:
            return work
    # The very object that stands for none: one repetition may be written, too.
    if doses.reps is not RANGE_OF_ONE:
        return WorkKind.REPS
    return None if doses.hold is None else WorkKind.HOLD


LINES = ListOf(SPOKEN_TEXT)
TEXTS = ListOf(Text())
EXERCISE = Record(
    _make_card,
    {
        "name": Field(Text(most=60), "its name, as the coach says it"),
        "aliases": Field(
            ListOf(Text(most=60)), "other names for it, by which coach import knows it", ()
        ),
        "language": LANGUAGE_FIELD,
        "position": Field(Choice(tuple(Position)), "the body position it is done in"),
        "sides": Field(Choice(tuple(SideRule)), "none, each or alternate", SideRule.NONE),
        "work": Field(Choice(tuple(WorkKind)), "what is done: hold, reps, breaths or time", None),
        "goals": Field(ListOf(Choice(GOALS)), "what it is for", ()),
        "equipment": Field(TEXTS, "what is needed", ()),
        "dose": Field(DOSES, "how much, each [least, usual, most]", target="doses"),
        "tempo": Field(TEMPO, "how fast", DEFAULT_TEMPO),
        "switch": SWITCH,
        "stretch": Field(
            Whole(0, 100), "percent that its moves, pauses and rests may grow to fill a time", 50
        ),
        "purpose": Field(LINES, "one sentence: what it does; of several one is said", ()),
        "setup": Field(SETUP, "how to get ready, the start position first", NO_WORDING),
        "steps": Field(STEPS, "how it is done"),
        "first": Field(FIRST_REP, "the words of the first repetition, which is done slowly", None),
        "breathing": Field(SPOKEN_TEXT, "when to breathe in and out", None),
        "breath": Field(
            Choice((BreathOfWayIn.OUT, BreathOfWayIn.IN)),
            "of repetitions, the breath that is heard on the way in",
            BreathOfWayIn.OUT,
        ),
        "calls": Field(CALLS, "key words as each phase begins", (None, None, None)),
        "cues": Field(LINES, "said during the work, where there is room", ()),
        "every": Field(
            CUE_INTERVAL, "how often a cue is said in a long hold", DEFAULT_CUE_INTERVAL
        ),
        "tell": Field(
            TIME_CHECK_INTERVAL, "how often the time is told: done, and to go", None, "time_check"
        ),
        "between": Field(SPOKEN_TEXT, "said between its sets instead of the word for rest", None),
        "release": Field(WORDING, "how to come out of it", NO_WORDING),
        "mistakes": Field(TEXTS, "what goes wrong often", ()),
        "cautions": Field(LINES, "what to mind; the first is spoken", ()),
        "easier": Field(ListOf(VARIANT), "easier ways", ()),
        "harder": Field(ListOf(VARIANT), "harder ways", ()),
        "limits": Field(LIMITS, "for whom it is left out or changed", NO_LIMITS),
        "instead": Field(
            ListOf(CARD_REFERENCE), "cards to do in its place where a limit refuses it", ()
        ),
        "opt_in": Field(Flag(), "done only where it was asked for", False),
        "growth": Field(GROWTH, "how its dose may grow", USUAL_GROWTH),
        "figure": Field(FIGURE, "its drawing", None),
        "sources": Field(ListOf(Text(), least=1), "where the figures come from", ()),
    },
    "an exercise card",
)
