"""Listeners who know exercises more or less well: what is known of them for a routine."""

from collections.abc import Callable, Iterable

from coach.plan.progression import ExerciseProgress, Progression
from coach.script.talk_level import TalkLevel
from coach.timeline.familiarity import Familiarity, Stage

STAGES: dict[str, Callable[[int], Familiarity]] = {
    "taught": lambda number: Familiarity(Stage.TAUGHT, number),
    "reminded": lambda number: Familiarity(Stage.REMINDED, number),
    "named": lambda number: Familiarity(Stage.NAMED, number),
    "mixed": lambda number: Familiarity(Stage(1 + number % 3), number),
}
"""How well the exercise of a number is known."""


def make_knowledge(
    names: Iterable[str],
    stages: str,
    turn: int = 0,
    talk: TalkLevel = TalkLevel.SHORT,
    *,
    safety_is_known: bool = True,
) -> Progression:
    """Return what is known of a listener who knows exercises of these names so well."""
    known = STAGES[stages]
    exercises = {
        name: ExerciseProgress(familiarity=known(number + turn))
        for number, name in enumerate(names)
    }
    return Progression(exercises, talk=talk, safety_is_known=safety_is_known)
