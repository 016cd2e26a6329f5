"""What a session may consist of, before any of it is measured or chosen."""

from dataclasses import dataclass

from coach.steps import Perform, Step


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
