"""Turns: which of several lines is said next, so that none comes twice before all were said."""

from dataclasses import dataclass, field

from coach.script.phrases import Phrases
from coach.script.scalars import Line
from coach.timeline.context import Context
from coach.timeline.cues import Cue, make_soft_cue


@dataclass(slots=True)
class LineRotation:
    """Remembers which of some lines comes next: the cues of an exercise, the coach's own words."""

    phrases: Phrases
    _next_index: dict[tuple[Line, ...], int] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Line:
        """Give the next of the alternatives of a word."""
        return self.next_line(self.phrases.words[key])

    def next_line(self, lines: tuple[Line, ...]) -> Line:
        """Give the next of some lines."""
        turn = self._next_index.get(lines, 0)
        self._next_index[lines] = turn + 1
        return lines[turn % len(lines)]

    def next_soft_cue(self, lines: tuple[Line, ...], context: Context, at: int, until: int) -> Cue:
        """Take the next of some cues, to be said where there is room, or not at all."""
        return make_soft_cue(self.next_line(lines), context, "cue", at, until)
