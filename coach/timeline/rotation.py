"""Turns: which of several lines is said next, so that none comes twice before all were said."""

from dataclasses import dataclass, field

from coach.script.phrases import Phrases
from coach.script.scalars import Line
from coach.timeline.context import Scene
from coach.timeline.cues import Cue, soft


@dataclass(slots=True)
class Turns:
    """Remembers which of some lines comes next: the cues of an exercise, the coach's own words."""

    phrases: Phrases
    _next: dict[tuple[Line, ...], int] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Line:
        """Give the next of the alternatives of a word."""
        return self.line(self.phrases.words[key])

    def line(self, lines: tuple[Line, ...]) -> Line:
        """Give the next of some lines."""
        turn = self._next.get(lines, 0)
        self._next[lines] = turn + 1
        return lines[turn % len(lines)]

    def soft(self, lines: tuple[Line, ...], scene: Scene, at: int, until: int) -> Cue:
        """Take the next of some cues, to be said where there is room, or not at all."""
        return soft(self.line(lines), scene, "cue", at, until)
