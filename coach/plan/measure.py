"""How long acts take, with the voice in use, before any of them is chosen.

Lengths of spans add up, so what an act takes does not depend on what stands beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from coach.script.phrases import Phrases
from coach.script.steps import Breathe, Hold, Reps
from coach.script.talk_level import TalkLevel
from coach.timeline.clips import Extent
from coach.timeline.context import TIMELINE_VARIABLES, ContextStep
from coach.timeline.cues import Span
from coach.timeline.cuesheet import compile_spans
from coach.timeline.layout import lay_span
from coach.timeline.source import Source, Utterance


class MeasuredLength(NamedTuple):
    """Milliseconds that something takes, and how many more it may be stretched by."""

    length: int
    stretch: int


def sum_lengths(parts: Iterable[MeasuredLength]) -> MeasuredLength:
    """Add up.

    >>> total([Taken(1, 2), Taken(3, 4)])
    Taken(length=4, stretch=6)
    """
    lengths, stretches = 0, 0
    for part in parts:
        lengths += part.length
        stretches += part.stretch
    return MeasuredLength(lengths, stretches)


@dataclass(slots=True)
class LengthMeter:
    """Measures acts; `lengths` must know the sources that `sources` names."""

    phrases: Phrases
    talk_level: TalkLevel
    lengths: Mapping[Source, Extent] = field(default_factory=dict)
    _spans: dict[ContextStep, tuple[Span, ...]] = field(default_factory=dict)
    _step_lengths: dict[ContextStep, MeasuredLength] = field(default_factory=dict)

    def list_sources(self, acts: Iterable[ContextStep]) -> Iterable[Source]:
        """Name what must be spoken to measure acts: what has a length of its own needs nothing."""
        for act in acts:
            if not isinstance(act.step, Hold | Breathe | Reps):
                for span in self.compile_spans(act):
                    yield from (_fill_assumed_time(cue.source) for cue in span.cues)

    def measure(self, acts: Iterable[ContextStep]) -> MeasuredLength:
        """Measure acts."""
        return sum_lengths(self._measure_step(act) for act in acts)

    def compile_spans(self, act: ContextStep) -> tuple[Span, ...]:
        """Compile an act, once."""
        if act not in self._spans:
            self._spans[act] = tuple(compile_spans((act,), self.phrases, self.talk_level))
        return self._spans[act]

    def _measure_step(self, act: ContextStep) -> MeasuredLength:
        if isinstance(act.step, Hold | Breathe | Reps):
            return MeasuredLength(act.step.length, 0)
        if act not in self._step_lengths:
            laid = (
                lay_span(_fill_span_times(span), self.lengths) for span in self.compile_spans(act)
            )
            stretch = sum(span.stretch for span in self.compile_spans(act))
            self._step_lengths[act] = MeasuredLength(sum(one.length for one in laid), stretch)
        return self._step_lengths[act]


def _fill_assumed_time(source: Source) -> Source:
    """Put ten minutes where speech tells a time that is not known yet."""
    if not isinstance(source, Utterance) or "{" not in source.text:
        return source
    text = source.text
    for name in TIMELINE_VARIABLES:
        text = text.replace(f"{{{name}}}", "10 minutes" if name == "done" else "10")
    return replace(source, text=text)


def _fill_span_times(span: Span) -> Span:
    if not any(isinstance(c.source, Utterance) and "{" in c.source.text for c in span.cues):
        return span
    return replace(
        span, cues=tuple(replace(c, source=_fill_assumed_time(c.source)) for c in span.cues)
    )
