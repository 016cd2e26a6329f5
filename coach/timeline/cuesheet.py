"""Steps -> CueSheet: what is said and sounded, and when within its span. Knows no audio."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from coach.script.grammar import Grammar
from coach.script.phrases import Phrases
from coach.script.steps import Play, Rest, Say, Silence, Travel, Wait
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import Breathe, Hold, LedRep, Reps
from coach.timeline.bell_level import apply_bell_level
from coach.timeline.breaths import compile_breaths
from coach.timeline.clips import CHIME_LEAD, LINE_GAP, SPEECH_GAP
from coach.timeline.coach_words import CoachWords
from coach.timeline.context import Context, ContextStep
from coach.timeline.cues import (
    Cue,
    CueSheet,
    Purpose,
    Span,
    make_chained_cue,
    make_fixed_span,
    make_natural_span,
)
from coach.timeline.holds import compile_hold
from coach.timeline.led_reps import compile_led_rep
from coach.timeline.repetitions import compile_reps
from coach.timeline.rests import compile_rest, compile_wait
from coach.timeline.rotation import LineRotation
from coach.timeline.session_frame import frame_spans
from coach.timeline.source import Sound, Track

ANNOUNCED_MOVE_GAP = 1_000
"""Silence behind the first line of a move, in ms: it says where to go, and nothing to do yet."""
KNOWN_SHARE = 2
"""A move of which only the first line is said becomes longer by what others do, through this."""
PRAISE_ROOM = 2_000
"""The least pause behind a way out, in ms, in which there is room for encouragement."""


def compile_cue_sheet(
    title: str,
    context_steps: tuple[ContextStep, ...],
    phrases: Phrases,
    talk_level: TalkLevel = TalkLevel.FULL,
    *,
    end_sound: bool = True,
) -> CueSheet:
    """Return the spans of steps, between the sounds that open and, if asked for, end a session."""
    opening, closing = frame_spans(end_sound=end_sound)
    spans = (opening, *compile_spans(context_steps, phrases, talk_level), closing)
    return CueSheet(title, spans, grammar=phrases.grammar)


def compile_spans(
    context_steps: Iterable[ContextStep], phrases: Phrases, talk_level: TalkLevel = TalkLevel.FULL
) -> Iterator[Span]:
    """Yield the spans of steps, the first of a step with its marker."""
    compiler = _Compiler(CoachWords(LineRotation(phrases), talk_level), phrases.grammar)
    for context_step in context_steps:
        for number, span in enumerate(compiler.compile_step(context_step)):
            if not number and context_step.marker:
                span = replace(span, marker=context_step.marker)
            if context_step.block:
                span = replace(span, stretch=0, block=context_step.block)
            yield from apply_bell_level(span) if talk_level is TalkLevel.BELL else (span,)


@dataclass(slots=True)
class _Compiler:
    """Compiles a session step by step; cues and phrases take turns over the whole of it.

    `is_rested` is True behind breaths: they are no effort that is praised.
    """

    words: CoachWords
    grammar: Grammar
    is_rested: bool = False

    def compile_step(self, context_step: ContextStep) -> list[Span]:
        """Return the spans of one step."""
        step = context_step.step
        context = replace(context_step.context, grammar=self.grammar)
        match step:
            case Say():
                return [self.compile_speech(step, context)]
            case Travel():
                return [_compile_travel(step, context)]
            case Hold() | Breathe() | Reps() | LedRep():
                return self.compile_work(step, context)
            case Rest():
                return [compile_rest(step, context, self.words)]
            case Play():
                cue = Cue(
                    Sound(step.sound), Track.CUE, "sound", 0, where=step.where, rings_out=True
                )
                return [make_natural_span((cue,), Purpose.QUIET, context, 0)]
            case Silence():
                return [make_fixed_span((), Purpose.QUIET, context, step.silence, step.stretch)]
            case Wait():
                return compile_wait(step, context, self.words)
            case _:
                assert_never(step)

    def compile_work(self, step: Hold | Breathe | Reps | LedRep, context: Context) -> list[Span]:
        """Return the spans of what the listener does."""
        self.is_rested = isinstance(step, Breathe)
        match step:
            case Hold():
                return compile_hold(step, context, self.words)
            case Breathe():
                return compile_breaths(step, context, self.words.rotation)
            case Reps():
                return compile_reps(step, context, self.words.rotation)
            case LedRep():
                return compile_led_rep(step, context)

    def compile_speech(self, step: Say, context: Context) -> Span:
        """Return the span of speech; a change of sides has a sound as well."""
        lines = step.say[: step.pick]
        cues = tuple(make_chained_cue(line, context, step.kind, step.pace) for line in lines)
        lead = 0
        if step.kind == "switch":
            cues = (Cue(Sound("change-side"), Track.CUE, "switch", 0), *cues)
            lead = CHIME_LEAD
        if step.kind == "release" and step.pause >= PRAISE_ROOM and not self.is_rested:
            cues += self.words.make_praise_cues(step, context)
        gap = max(step.pause, SPEECH_GAP)
        span = make_natural_span(cues, Purpose.SPEECH, context, step.pause, gap=gap)
        return replace(span, lead=lead)


def _compile_travel(step: Travel, context: Context) -> Span:
    """Return the span of a move: where to go, then line by line how, with quiet to do each."""
    cues = tuple(make_chained_cue(line, context, "move") for line in step.lines)
    quiet = max(step.quiet, LINE_GAP)
    span = make_natural_span(cues, Purpose.MOVE, context, quiet, quiet, settle_time=step.move_time)
    stretch = span.stretch // KNOWN_SHARE if step.is_known else span.stretch
    return replace(span, first_gap=ANNOUNCED_MOVE_GAP, stretch=stretch)
