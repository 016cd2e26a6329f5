"""Routine -> Session: which exercises, which doses, in which parts. Nothing is spoken yet."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coach.errors import Problem, ScriptError, Where
from coach.script.doses import Range
from coach.script.exercise import Exercise
from coach.script.phrases import Phrases
from coach.script.routine import Routine
from coach.script.steps import Group, Perform, Rounds, Say, Sides, Step
from coach.timeline.guidance import Delivery, Dose
from coach.units import format_duration


@dataclass(frozen=True, slots=True)
class Part:
    """A segment of a session under one title; exercises in it have chapters of their own.

    The title of an unannounced one is shown, but never spoken as what comes next.
    """

    title: str
    steps: tuple[Step, ...]
    is_unannounced: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """The steps chosen for one length and one listener, and the cards they name."""

    title: str
    parts: tuple[Part, ...]
    cards: Mapping[str, Exercise]
    delivery: Delivery
    lexicon: Mapping[str, str]
    rises: bool = True
    bed: str | None = None
    description: str = ""
    language: str = "en"
    end_sound: bool = True

    @property
    def exercises(self) -> frozenset[str]:
        """The slugs of the exercises that are done, each once however often."""
        return frozenset(one.exercise for part in self.parts for one in list_performs(part.steps))


def make_usual_session(
    routine: Routine, cards: Mapping[str, Exercise], delivery: Delivery
) -> Session:
    """Return a session of all that a routine names, at its usual dose.

    Raises ScriptError for a dose outside what its card allows.
    """
    parts = tuple(
        Part(section.title or routine.title, (*section.steps, *section.exercises))
        for section in routine.sections
    )
    return make_session(routine, parts, cards, delivery)


def make_session(
    routine: Routine, parts: tuple[Part, ...], cards: Mapping[str, Exercise], delivery: Delivery
) -> Session:
    """Return a session: what opens every one of a routine, the chosen parts, what closes it.

    Raises ScriptError for each dose outside what its card allows.
    """
    before, after = make_fixed_parts(routine, delivery.phrases)
    framed = (*before, *(part for part in parts if part.steps), *after)
    problems = [
        problem
        for part in framed
        for perform in list_performs(part.steps)
        for problem in _find_dose_problems(perform, cards[perform.exercise])
    ]
    if problems:
        raise ScriptError(problems)
    delivery = replace(delivery, phrases=delivery.phrases.override(routine.phrases))
    return Session(
        routine.title,
        framed,
        cards,
        delivery,
        routine.lexicon,
        routine.rise,
        routine.bed,
        routine.description,
        routine.language,
        routine.end_sound,
    )


def make_fixed_parts(
    routine: Routine, phrases: Phrases
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return the parts that stand before and after whatever is chosen."""
    before = [Part(phrases.format_shown("welcome"), routine.opening, is_unannounced=True)]
    if routine.safety:
        safety = Say(routine.safety, pause=500, kind="safety")
        before.append(Part(phrases.format_shown("safety"), (safety,), is_unannounced=True))
    after = [Part(phrases.format_shown("closing"), routine.closing, is_unannounced=True)]
    return tuple(p for p in before if p.steps), tuple(p for p in after if p.steps)


def list_performs(steps: tuple[Step, ...]) -> tuple[Perform, ...]:
    """Return the exercises in steps, however deep, in order.

    >>> list_performs((Group("a", (Perform("bridge"),)),))[0].exercise
    'bridge'
    """
    found: list[Perform] = []
    for step in steps:
        match step:
            case Perform():
                found.append(step)
            case Sides(sides=inner) | Rounds(steps=inner) | Group(steps=inner):
                found += list_performs(inner)
    return tuple(found)


def list_named_cards(routine: Routine) -> dict[str, Where | None]:
    """Return the cards that a routine names, each with the place that names it first."""
    steps = (*routine.opening, *routine.closing)
    for section in routine.sections:
        steps = (*steps, *section.steps, *section.exercises)
    named: dict[str, Where | None] = {}
    for perform in list_performs(steps):
        named.setdefault(perform.exercise, perform.where)
    return named


def make_dose(card: Exercise, perform: Perform) -> Dose:
    """Return the usual dose of a card, but for what a step sets itself."""
    usual = card.doses

    def pick(given: int | None, known: Range | None) -> int:
        return given if given is not None else known.usual if known else 0

    return Dose(
        sets=pick(perform.sets, usual.sets),
        reps=pick(perform.reps, usual.reps),
        hold=pick(perform.hold, usual.hold),
        breaths=pick(perform.breaths, usual.breaths),
        time=pick(perform.time, usual.time),
        pause=usual.pause.usual,
        rest=usual.rest.usual,
    )


def _find_dose_problems(perform: Perform, card: Exercise) -> list[Problem]:
    """Return a problem for each part of a dose that is below the card's least or above its most."""
    problems = []
    for name in ("sets", "reps", "hold", "breaths", "time"):
        given, known = getattr(perform, name), getattr(card.doses, name)
        if given is None or (known and known.least <= given <= known.most):
            continue
        show = format_duration if name in ("hold", "time") else str
        if known is None:
            message = f"{card.name} has no dose of {name}, found {show(given)}"
            problems.append(Problem(message, perform.where))
        else:
            wanted = f"{show(known.least)} to {show(known.most)}"
            message = f"expected {name} of {card.name} from {wanted}, found {show(given)}"
            problems.append(Problem(message, perform.where, "the card sets these bounds"))
    return problems
