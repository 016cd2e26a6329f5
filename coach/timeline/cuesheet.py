"""Steps -> CueSheet: what is said and sounded, and when within its span. Knows no audio."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import assert_never

from coach.script.grammar import Grammar
from coach.script.pace import WORDS_PER_MINUTE, Pace
from coach.script.phrases import Phrases
from coach.script.scalars import Line
from coach.script.steps import Play, Rest, Say, Silence, Travel, Wait
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import Breathe, Hold, Reps
from coach.timeline.bell_level import apply_bell_level
from coach.timeline.clips import CHIME_LEAD, SPEECH_GAP
from coach.timeline.context import Context, ContextStep, fill_variables
from coach.timeline.cues import (
    SECOND,
    Cue,
    CueSheet,
    Purpose,
    Span,
    TimeCheck,
    make_chained_cue,
    make_count_cue,
    make_fixed_span,
    make_natural_span,
    make_soft_cue,
    make_word_cue,
)
from coach.timeline.repetitions import compile_breaths, compile_reps
from coach.timeline.rotation import LineRotation
from coach.timeline.session_frame import frame_spans
from coach.timeline.source import Sound, Track

TimeRanges = tuple[tuple[int, int], ...]

HALFWAY_FROM = 30_000
"""Holds of 30 s and more get a half-way notice unless the script says otherwise."""
HALFWAY_ROOM = CHIME_LEAD + 1_500
"""What the half-way notice takes behind the middle of a hold, in ms: its chime, then its words."""
COUNTDOWNS = ((15_000, 5), (8_000, 3))
"""Seconds counted down at the end of a hold of at least so many ms."""
CUE_ROOM = 3_000
"""The least room for a cue, in ms: in less most cues find none and lose their turn."""
FACT_FROM = 4_000
"""How long a hold lasts before a fact is said in it, in ms: the movement comes first."""
FACT_QUIET = 4_000
"""Silence kept behind a fact, in ms, so that it may sink in."""
PRAISE_ROOM = 2_000
"""The least pause behind a way out, in ms, in which there is room for encouragement."""
PRAISE_APART = 600
"""Silence between what is said and the encouragement behind it, in ms."""
PREVIEW_GAP = 600
"""Silence in a rest between what it is and what comes next, in ms."""
LATEST = 60_000
"""Later than any pause ends, in ms."""


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
    compiler = _Compiler(LineRotation(phrases), phrases.grammar, talk_level)
    for context_step in context_steps:
        for number, span in enumerate(compiler.compile_step(context_step)):
            if not number and context_step.marker:
                span = replace(span, marker=context_step.marker)
            yield from apply_bell_level(span) if talk_level is TalkLevel.BELL else (span,)


@dataclass(slots=True)
class _Compiler:
    """Compiles a session step by step; cues and phrases take turns over the whole of it.

    Each fact is said once. `work_count` is how often there was work to praise.
    """

    rotation: LineRotation
    grammar: Grammar
    talk_level: TalkLevel = TalkLevel.FULL
    spoken_facts: set[Line] = field(default_factory=set)
    work_count: int = 0

    def compile_step(self, context_step: ContextStep) -> list[Span]:
        """Return the spans of one step."""
        step = context_step.step
        context = replace(context_step.context, grammar=self.grammar)
        match step:
            case Say():
                return [self.compile_speech(step, context)]
            case Travel():
                cues = tuple(make_chained_cue(line, context, "move") for line in step.lines)
                return [
                    make_natural_span(
                        cues, Purpose.MOVE, context, 600, 600, settle_time=step.move_time
                    )
                ]
            case Hold():
                return [self.compile_hold(step, context)]
            case Breathe():
                return compile_breaths(step, context, self.rotation)
            case Reps():
                return compile_reps(step, context, self.rotation)
            case Rest():
                return [self.compile_rest(step, context)]
            case Play():
                cue = Cue(
                    Sound(step.sound), Track.CUE, "sound", 0, where=step.where, rings_out=True
                )
                return [make_natural_span((cue,), Purpose.QUIET, context, 0)]
            case Silence():
                return [make_fixed_span((), Purpose.QUIET, context, step.silence, step.stretch)]
            case Wait():
                return self.compile_wait(step, context)
            case _:
                assert_never(step)

    def compile_speech(self, step: Say, context: Context) -> Span:
        """Return the span of speech; a change of sides has a sound as well."""
        lines = step.say[: step.pick]
        cues = tuple(make_chained_cue(line, context, step.kind, step.pace) for line in lines)
        lead = 0
        if step.kind == "switch":
            cues = (Cue(Sound("change-side"), Track.CUE, "switch", 0), *cues)
            lead = CHIME_LEAD
        if step.kind == "release" and step.pause >= PRAISE_ROOM:
            cues += self.make_praise_cues(step, context)
        gap = max(step.pause, SPEECH_GAP)
        span = make_natural_span(cues, Purpose.SPEECH, context, step.pause, gap=gap)
        return replace(span, lead=lead)

    def compile_hold(self, step: Hold, context: Context) -> Span:
        """Return the span of a hold: half-way notice, cues, the last seconds counted down."""
        length, where = step.hold, step.where
        last = step.countdown
        if last is None:
            last = next((n for least, n in COUNTDOWNS if length >= least), 0)
        has_halfway = length >= HALFWAY_FROM if step.halfway is None else step.halfway
        edge, middle = length - last * SECOND, length // 2
        cues = [make_count_cue(n, length - n * SECOND, where) for n in range(last, 0, -1)]
        rooms: TimeRanges = ((1_500, edge - SECOND),)
        if has_halfway:
            rooms = ((1_500, middle - SECOND), (middle + HALFWAY_ROOM, edge - SECOND))
            at = middle
            if step.sounds and edge - middle >= HALFWAY_ROOM:
                cues.append(Cue(Sound("halfway"), Track.CUE, "half-way", middle, where=where))
                at += CHIME_LEAD
            cues.append(make_word_cue(self.rotation["halfway"], context, "half-way", at, where))
        if step.sounds and edge >= SECOND:
            cues.append(Cue(Sound("hold-start"), Track.CUE, "hold", 0, where=where))
        if step.sounds:
            cues.append(Cue(Sound("hold-end"), Track.CUE, "hold", length, where=where))
        if step.fact and step.fact not in self.spoken_facts:
            fact_cues, rooms = self.place_fact(step.fact, context, rooms)
            cues += fact_cues
        for start, end in rooms:
            cues += self.spread_cues(step, context, start, end)
        return replace(
            make_fixed_span(cues, Purpose.WORK, context, length),
            time_check=self.make_time_check(step, context),
        )

    def place_fact(
        self, line: Line, context: Context, rooms: TimeRanges
    ) -> tuple[list[Cue], TimeRanges]:
        """Return a cue for a fact in the first room long enough, and the rooms that remain."""
        size = len(line.text.split()) * 60 * SECOND // WORDS_PER_MINUTE[Pace.TALK] + SECOND
        for number, (start, end) in enumerate(rooms):
            at = max(start, FACT_FROM)
            if end - at < size:
                continue
            self.spoken_facts.add(line)
            around = ((start, at - SECOND), (at + size + FACT_QUIET, end))
            remaining = (*rooms[:number], *around, *rooms[number + 1 :])
            return [make_soft_cue(line, context, "fact", at, end, Pace.TALK)], remaining
        return [], rooms

    def make_time_check(self, step: Hold | Rest, context: Context) -> TimeCheck | None:
        """Return a step's request for time checks, if it has one and phrases have words for it."""
        if step.time_check is None or "time" not in self.rotation.phrases.words:
            return None
        line = self.rotation["time"]
        return TimeCheck(step.time_check, fill_variables(line, context), line.where)

    def make_praise_cues(self, step: Say | Rest, context: Context) -> tuple[Cue, ...]:
        """Return praise every other time that work is done, but none where talk is short."""
        if self.talk_level is not TalkLevel.FULL or "well_done" not in self.rotation.phrases.words:
            return ()
        self.work_count += 1
        if self.work_count % 2 == 0:
            return ()
        cue = make_soft_cue(
            self.rotation["well_done"], context, "praise", 0, LATEST, min_gap=PRAISE_APART
        )
        return (cue.with_where(step.where),)

    def spread_cues(self, step: Hold, context: Context, start: int, end: int) -> list[Cue]:
        """Return cues spread over a room: one, or one every `step.every` ms of it."""
        if not step.cues or end - start < CUE_ROOM:
            return []
        rooms = max(1, (end - start) // step.every)
        size = (end - start) // rooms
        return [
            self.rotation.next_soft_cue(
                step.cues, context, start + n * size + size // 6, start + (n + 1) * size
            )
            for n in range(rooms)
        ]

    def compile_rest(self, step: Rest, context: Context) -> Span:
        """Return the span of a rest: what it is, what comes next, the last three seconds."""
        cues = [Cue(Sound("rest"), Track.CUE, "rest", 0, where=step.where)]
        cues.append(
            make_chained_cue(step.say or self.rotation["rest"], context, "rest").with_where(
                step.where
            )
        )
        if step.preview and context.next_name:
            cues.append(
                make_chained_cue(self.rotation["preview"], context, "rest").with_where(step.where)
            )
        if not step.preview and step.say is None:
            cues += self.make_praise_cues(step, context)
        if step.rest >= 10 * SECOND:
            cues += (make_count_cue(n, step.rest - n * SECOND, step.where) for n in (3, 2, 1))
        stretch = step.stretch
        if stretch is None:
            stretch = step.rest * context.stretch_percent // 100
        span = make_fixed_span(cues, Purpose.REST, context, step.rest, stretch)
        stretch_at = max(0, step.rest - 3 * SECOND - SECOND // 2)
        check = self.make_time_check(step, context)
        return replace(
            span, lead=CHIME_LEAD, gap=PREVIEW_GAP, stretch_at=stretch_at, time_check=check
        )

    def compile_wait(self, step: Wait, context: Context) -> list[Span]:
        """Return the spans of a wait: what is said, then how long it lasts if nobody ends it."""
        line = step.say or self.rotation["ready"]
        speech = make_natural_span(
            (make_chained_cue(line, context, "wait"),), Purpose.SPEECH, context, 600
        )
        sound = Cue(Sound("ready"), Track.CUE, "wait", step.wait, where=step.where)
        return [speech, make_fixed_span((sound,), Purpose.REST, context, step.wait)]
