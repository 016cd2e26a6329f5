"""Cues that take turns: which of those in the steps of a routine find no room on any day.

Each day begins with another of them, so that one may be unsaid today only.
"""

from collections.abc import Iterator

from coach.checks.style.heard_lines import walk_lines
from coach.errors import Problem, Where
from coach.script.routine import Routine
from coach.script.scalars import Line
from coach.timeline.clips import Timeline


class CueTurns:
    """The cues of a routine's own steps that take turns, and those of them that were heard."""

    def __init__(self, routine: Routine | None) -> None:
        lines = walk_lines(routine) if routine else ()
        self._lines: dict[Where, Line] = {
            line.where: line
            for line, names in lines
            if line.where and "cues" in names and names[0] not in ("phrases", "cards")
        }
        self._heard: set[Where] = set()

    def hear(self, timeline: Timeline) -> None:
        """Note which of them are said in a session."""
        self._heard.update(clip.where for clip in timeline.clips if clip.where in self._lines)

    def is_heard(self, where: Where | None) -> bool:
        """Return whether there is such a cue at a place, and it was heard."""
        return where in self._heard

    def find_unheard(self, known: frozenset[Where | None]) -> Iterator[Problem]:
        """Yield a problem for each that was never heard, but for those whose problem is known."""
        for where, line in self._lines.items():
            if where not in self._heard and where not in known:
                message = f"expected room for {line.text!r}, found none on any day"
                yield Problem(message, where, "use fewer words, or make its step longer")
