"""What a session may consist of, before any of it is measured or chosen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coach.plan.dose_ladder import ladder
from coach.script.exercise import Exercise
from coach.script.routine import Routine
from coach.script.steps import Perform, Step
from coach.timeline.guidance import Manner
from coach.timeline.session import framing


@dataclass(frozen=True, slots=True)
class Offer:
    """A stage of a session with all it may consist of, not measured yet.

    An exercise has `rungs`, doses with their worth; any other part has steps only.
    """

    title: str
    steps: tuple[Step, ...] = ()
    rungs: tuple[tuple[Perform, int], ...] = ()
    optional: bool = False
    section: int = -1
    least: int = 0
    closes: bool = False

    @property
    def name(self) -> str:
        """Give the name of the card, or nothing."""
        return self.rungs[0][0].exercise if self.rungs else ""


@dataclass(frozen=True, slots=True)
class Range:
    """The shortest and the longest session, in ms, whole seconds."""

    shortest: int
    longest: int


def offers(routine: Routine, cards: Mapping[str, Exercise], manner: Manner) -> Iterator[Offer]:
    """Give all that a session of a routine may consist of, in its order."""
    before, after = framing(routine)
    yield from (Offer(part.title, part.steps) for part in before)
    for number, section in enumerate(routine.sections):
        title = section.title or routine.title
        if section.steps:
            yield Offer(title, section.steps)
        for perform in section.exercises:
            rungs = ladder(
                cards[perform.exercise],
                perform,
                easy=manner.easy,
                short_holds="pressure" in manner.limits,
            )
            yield Offer(title, (), rungs, not perform.always, number, section.least)
        if section.least:
            yield Offer(title, section=number, least=section.least, closes=True)
    yield from (Offer(part.title, part.steps) for part in after)
