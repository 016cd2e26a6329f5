"""What a session may consist of, before any of it is measured or chosen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from coach.plan.dose_ladder import BASE_WORTH, list_dose_levels, make_dose_ladder
from coach.plan.progression import NO_PROGRESSION, Progression
from coach.script.exercise import Exercise
from coach.script.routine import Routine, Section
from coach.script.steps import Perform, Step
from coach.timeline.delivery import Delivery
from coach.timeline.session import make_fixed_parts


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be done next in a session, not measured yet.

    An exercise has a `dose_ladder`, doses with their worth, of which the first `kept_doses` keep to
    the ceiling of who does them; any other part has `steps` only. One that `closes_section` has
    neither: it asks for `least` exercises in its section. `worth` is that of steps which may be
    left out.
    """

    title: str
    steps: tuple[Step, ...] = ()
    dose_ladder: tuple[tuple[Perform, int], ...] = ()
    optional: bool = False
    section: int = -1
    least: int = 0
    closes_section: bool = False
    worth: int = 0
    kept_doses: int = 0

    @property
    def name(self) -> str:
        """Name of the exercise card; empty for any other part."""
        return self.dose_ladder[0][0].exercise if self.dose_ladder else ""


@dataclass(frozen=True, slots=True)
class LengthRange:
    """The shortest and the longest session, in ms, whole seconds.

    It is empty where no session can be planned: the shortest is longer than the longest.
    """

    shortest: int
    longest: int

    @property
    def is_empty(self) -> bool:
        """Whether no length lies in it."""
        return self.shortest > self.longest


def list_candidates(
    routine: Routine,
    cards: Mapping[str, Exercise],
    delivery: Delivery,
    progression: Progression = NO_PROGRESSION,
) -> Iterator[Candidate]:
    """Yield all that a session of a routine may consist of, in its order."""
    before, after = make_fixed_parts(routine, delivery)
    yield from (Candidate(part.title, part.steps) for part in before)
    for number, section in enumerate(routine.sections):
        title = section.title or routine.title
        if section.steps:
            yield _make_steps_candidate(title, section, number)
        for perform in section.exercises:
            one = _make_exercise_candidate(perform, cards, delivery, progression)
            yield replace(one, title=title, section=number, least=section.least)
        if section.least:
            yield Candidate(title, section=number, least=section.least, closes_section=True)
    yield from (Candidate(part.title, part.steps) for part in after)


def _make_exercise_candidate(
    perform: Perform, cards: Mapping[str, Exercise], delivery: Delivery, progression: Progression
) -> Candidate:
    """Return an exercise with its doses; those above a ceiling that may give way come last."""
    card, progress = cards[perform.exercise], progression.find(perform.exercise)
    worked_up, points = delivery.worked_up, progress.points
    doses = make_dose_ladder(card, perform, easy=delivery.easy, worked_up=worked_up, points=points)
    kept = len(doses)
    if progress.level is not None:
        _, usual = list_dose_levels(card, perform)
        bounded = make_dose_ladder(
            card,
            perform,
            easy=delivery.easy,
            worked_up=worked_up or progression.stronger,
            points=points,
            level=progress.level if progression.stronger else min(progress.level, usual),
        )
        known, (_, worth) = {dose for dose, _ in bounded}, bounded[-1]
        above = [(dose, max(worth, more)) for dose, more in doses if dose not in known]
        doses, kept = (*bounded, *(() if progress.is_firm else above)), len(bounded)
    return Candidate("", (), doses, not perform.always, kept_doses=kept)


def _make_steps_candidate(title: str, section: Section, number: int) -> Candidate:
    """Return the steps of a section: always done, but for those that have a priority."""
    if section.priority is None:
        return Candidate(title, section.steps)
    worth = BASE_WORTH * section.priority**2
    return Candidate(title, section.steps, optional=True, section=number, worth=worth)
