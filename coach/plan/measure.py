"""How long acts take, with the voice in use, before any of them is chosen.

Lengths of spans add up, so what an act takes does not depend on what stands beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from coach.script.phrases import Phrases
from coach.script.steps import Breathe, Hold, Reps
from coach.script.talk_level import Talk
from coach.timeline.context import LATE, Act
from coach.timeline.cues import Span
from coach.timeline.cuesheet import act_spans
from coach.timeline.layout import Extent, lay_span
from coach.timeline.source import Source, Utterance


class Taken(NamedTuple):
    """Milliseconds that something takes, and how many more it may be stretched by."""

    length: int
    stretch: int


def total(parts: Iterable[Taken]) -> Taken:
    """Add up.

    >>> total([Taken(1, 2), Taken(3, 4)])
    Taken(length=4, stretch=6)
    """
    lengths, stretches = 0, 0
    for part in parts:
        lengths += part.length
        stretches += part.stretch
    return Taken(lengths, stretches)


@dataclass(slots=True)
class Meter:
    """Measures acts; `lengths` must know the sources that `sources` names."""

    phrases: Phrases
    talk: Talk
    lengths: Mapping[Source, Extent] = field(default_factory=dict)
    _spans: dict[Act, tuple[Span, ...]] = field(default_factory=dict)
    _taken: dict[Act, Taken] = field(default_factory=dict)

    def sources(self, acts: Iterable[Act]) -> Iterable[Source]:
        """Name what must be spoken to measure acts: what has a length of its own needs nothing."""
        for act in acts:
            if not isinstance(act.step, Hold | Breathe | Reps):
                for span in self.spans(act):
                    yield from (_timeless(cue.source) for cue in span.cues)

    def measure(self, acts: Iterable[Act]) -> Taken:
        """Measure acts."""
        return total(self._measured(act) for act in acts)

    def spans(self, act: Act) -> tuple[Span, ...]:
        """Compile an act, once."""
        if act not in self._spans:
            self._spans[act] = tuple(act_spans((act,), self.phrases, self.talk))
        return self._spans[act]

    def _measured(self, act: Act) -> Taken:
        if isinstance(act.step, Hold | Breathe | Reps):
            return Taken(act.step.length, 0)
        if act not in self._taken:
            laid = (lay_span(_without_time(span), self.lengths) for span in self.spans(act))
            stretch = sum(span.stretch for span in self.spans(act))
            self._taken[act] = Taken(sum(one.length for one in laid), stretch)
        return self._taken[act]


def _timeless(source: Source) -> Source:
    """Put ten minutes where speech tells a time that is not known yet."""
    if not isinstance(source, Utterance) or "{" not in source.text:
        return source
    text = source.text
    for name in LATE:
        text = text.replace(f"{{{name}}}", "10 minutes" if name == "done" else "10")
    return replace(source, text=text)


def _without_time(span: Span) -> Span:
    if not any(isinstance(c.source, Utterance) and "{" in c.source.text for c in span.cues):
        return span
    return replace(span, cues=tuple(replace(c, source=_timeless(c.source)) for c in span.cues))
