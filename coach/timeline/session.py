"""Routine -> Session: which exercises, which doses, in which parts. Nothing is spoken yet."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coach.errors import ScriptError, Where
from coach.script.doses import Range
from coach.script.exercise import Exercise
from coach.script.language_field import DEFAULT_LANGUAGE
from coach.script.pace import Pace
from coach.script.routine import Routine
from coach.script.steps import Perform, Say, Step, list_inner_steps
from coach.timeline.delivery import Delivery
from coach.timeline.dose import Dose
from coach.timeline.dose_ranges import find_dose_problems

SAFETY_PAUSE = 500
"""Silence behind each line of the safety opening, in ms: one warning is taken in, then the next."""


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
    language: str = DEFAULT_LANGUAGE
    end_sound: bool = True
    countdown: bool = True

    @property
    def exercises(self) -> frozenset[str]:
        """The slugs of the exercises that are done, each once however often."""
        return frozenset(one.exercise for part in self.parts for one in list_performs(part.steps))

    @property
    def done_cards(self) -> tuple[Exercise, ...]:
        """The cards of the exercises that are done, in order, each once however often."""
        performs = (one for part in self.parts for one in list_performs(part.steps))
        return tuple(self.cards[name] for name in dict.fromkeys(one.exercise for one in performs))


def make_usual_session(
    routine: Routine, cards: Mapping[str, Exercise], delivery: Delivery
) -> Session:
    """Return a session of all that a routine names, at its usual dose.

    Raises ScriptError for a dose of a kind that its card does not have.
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

    Raises ScriptError for each dose of a kind that its card does not have.
    """
    before, after = make_fixed_parts(routine, delivery)
    framed = (*before, *(part for part in parts if part.steps), *after)
    problems = [
        problem
        for part in framed
        for perform in list_performs(part.steps)
        for problem in find_dose_problems(perform, cards[perform.exercise])
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
        routine.countdown,
    )


def make_fixed_parts(
    routine: Routine, delivery: Delivery
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return the parts that stand before and after whatever is chosen."""
    phrases = delivery.phrases
    before = [Part(phrases.format_shown("welcome"), routine.opening, is_unannounced=True)]
    # However short of time a session is, who wants every word hears every warning.
    whole = delivery.tells_safety
    if lines := routine.safety if whole else routine.safety_short or routine.safety:
        safety = Say(lines, pause=SAFETY_PAUSE, pace=Pace.TALK, kind="safety")
        before.append(Part(phrases.format_shown("safety"), (safety,), is_unannounced=True))
    after = [Part(phrases.format_shown("closing"), routine.closing, is_unannounced=True)]
    return tuple(p for p in before if p.steps), tuple(p for p in after if p.steps)


def list_performs(steps: tuple[Step, ...]) -> tuple[Perform, ...]:
    """Return the exercises in steps, however deep, in order.

    >>> from coach.script.steps import Group
    >>> list_performs((Group("a", (Perform("bridge"),)),))[0].exercise
    'bridge'
    """
    found: list[Perform] = []
    for step in steps:
        if isinstance(step, Perform):
            found.append(step)
        found += list_performs(list_inner_steps(step))
    return tuple(found)


def list_written_performs(routine: Routine) -> tuple[Perform, ...]:
    """Return the exercises that a routine names anywhere, in order."""
    steps = (*routine.opening, *routine.closing)
    for section in routine.sections:
        steps = (*steps, *section.steps, *section.exercises)
    return list_performs(steps)


def list_named_cards(routine: Routine) -> dict[str, Where | None]:
    """Return the cards that a routine names, each with the place that names it first."""
    named: dict[str, Where | None] = {}
    for perform in list_written_performs(routine):
        named.setdefault(perform.exercise, perform.where)
    return named


def make_dose(card: Exercise, perform: Perform) -> Dose:
    """Return the usual dose of a card, but for what a step sets itself and the card allows."""
    usual = card.doses

    def pick(name: str) -> int:
        given: int | None = getattr(perform, name)
        known: Range | None = getattr(usual, name)
        return card.bound_dose(name, given) if given is not None else known.usual if known else 0

    return Dose(
        sets=pick("sets"),
        reps=pick("reps"),
        hold=pick("hold"),
        breaths=pick("breaths"),
        time=pick("time"),
        pause=usual.pause.usual,
        rest=usual.rest.usual,
    )
