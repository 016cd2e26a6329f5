"""How long steps take, with the voice in use, before any of them is chosen.

Lengths of spans add up, so what a step takes does not depend on what stands beside it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from coach.plan.memo import cached_method
from coach.script.phrases import Phrases
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import Breathe, Hold, Reps
from coach.timeline.clips import Extent
from coach.timeline.context import ContextStep
from coach.timeline.cues import Span
from coach.timeline.cuesheet import compile_spans
from coach.timeline.source import Source
from coach.timeline.span_layout import lay_span
from coach.timeline.time_checks import fill_assumed_times

HasOwnLength = Hold | Breathe | Reps
"""Steps that last as long as they say, whatever is spoken meanwhile."""


class MeasuredLength(NamedTuple):
    """Milliseconds that something takes, and how many more it may be stretched by."""

    length: int
    stretch: int


def sum_lengths(parts: Iterable[MeasuredLength]) -> MeasuredLength:
    """Add up lengths.

    >>> sum_lengths([MeasuredLength(1, 2), MeasuredLength(3, 4)])
    MeasuredLength(length=4, stretch=6)
    """
    lengths, stretches = 0, 0
    for part in parts:
        lengths += part.length
        stretches += part.stretch
    return MeasuredLength(lengths, stretches)


class StepCompiler:
    """Compiles each step once, as it is measured: with assumed numbers for times not known yet."""

    def __init__(self, phrases: Phrases, talk_level: TalkLevel) -> None:
        self._phrases, self._talk_level = phrases, talk_level
        self._grammar = phrases.grammar

    def list_sources(self, steps: Iterable[ContextStep]) -> Iterator[Source]:
        """Yield what must be spoken before the steps can be measured."""
        for step in steps:
            if not isinstance(step.step, HasOwnLength):
                for span in self.compile_step(step):
                    for cue in span.cues:
                        yield from cue.sources

    @cached_method
    def compile_step(self, step: ContextStep) -> tuple[Span, ...]:
        """Compile a step."""
        spans = compile_spans((step,), self._phrases, self._talk_level)
        return tuple(fill_assumed_times(span, self._grammar) for span in spans)


class LengthMeter:
    """Measures steps; `lengths` must hold every source that the compiler lists for them."""

    def __init__(self, compiler: StepCompiler, lengths: Mapping[Source, Extent]) -> None:
        self._compiler, self._lengths = compiler, lengths

    def measure(self, steps: Iterable[ContextStep]) -> MeasuredLength:
        """Return the length of some steps together."""
        return sum_lengths(map(self._measure_in_place, steps))

    def _measure_in_place(self, step: ContextStep) -> MeasuredLength:
        """Return the length of a step; that of a block is counted with the rest at its end."""
        if step.block:
            return MeasuredLength(step.block.length if step.block.is_rest else 0, 0)
        if isinstance(step.step, HasOwnLength):
            return MeasuredLength(step.step.length, 0)
        return self._measure_step(step)

    def measure_span(self, span: Span) -> MeasuredLength:
        """Return the length of a span."""
        return MeasuredLength(lay_span(span, self._lengths).length, span.stretch)

    @cached_method
    def _measure_step(self, step: ContextStep) -> MeasuredLength:
        return sum_lengths(map(self.measure_span, self._compiler.compile_step(step)))
