"""Rotation of lines: which of several is said next. None comes twice before all were said."""

from dataclasses import dataclass, field

from coach.script.phrases import Phrases
from coach.script.scalars import Line
from coach.timeline.context import Context
from coach.timeline.cues import CALL_GAP, Cue, make_soft_cue


@dataclass(slots=True)
class LineRotation:
    """Which line comes next, of the cues of an exercise and of the alternatives of phrases."""

    phrases: Phrases
    _next_index: dict[tuple[Line, ...], int] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Line:
        """Return the next of the alternatives of a phrase."""
        return self.next_line(self.phrases.words[key])

    def next_line(self, lines: tuple[Line, ...]) -> Line:
        """Return the next of some lines."""
        index = self._next_index.get(lines, 0)
        self._next_index[lines] = index + 1
        return lines[index % len(lines)]

    def next_soft_cue(self, lines: tuple[Line, ...], context: Context, at: int, until: int) -> Cue:
        """Return a cue that says the next of some lines where there is room, or not at all."""
        return make_soft_cue(self.next_line(lines), context, "cue", at, until, min_gap=CALL_GAP)
