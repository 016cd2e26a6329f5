"""Acts -> CueSheet: what is said and sounded, and when within its span. Knows no sound."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import assert_never

from coach.script.pace import WORDS_PER_MINUTE, Pace
from coach.script.phrases import Phrases
from coach.script.scalars import Line
from coach.script.steps import Breathe, Hold, Play, Reps, Rest, Say, Silence, Travel, Wait
from coach.script.talk_level import TalkLevel
from coach.timeline.context import Context, ContextStep
from coach.timeline.cues import (
    LEAD_IN,
    SECOND,
    TAIL,
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
from coach.timeline.source import Sound, Track

TimeRanges = tuple[tuple[int, int], ...]

HALFWAY_FROM = 20_000
"""Holds of 20 s and more get a half-way notice unless the script says otherwise."""
COUNTDOWNS = ((15_000, 5), (8_000, 3))
"""Seconds counted down at the end of a hold of at least so many ms."""
CUE_ROOM = 3_000
"""The least room for a cue, in ms: in a smaller one most find none, and so lose their turn."""
FACT_FROM = 4_000
"""How long a hold goes on before a fact is told in it, in ms: the movement comes first."""
FACT_QUIET = 4_000
"""Silence kept behind a fact, in ms, so that it may sink in."""
PRAISE_ROOM = 2_000
"""The least pause behind a way out, in ms, in which there is room for encouragement."""
PRAISE_APART = 600
"""Silence between what is said and the encouragement behind it, in ms."""
LATEST = 60_000
"""Later than any pause ends, in ms."""
TICK_EVERY = 30_000
"""Without talk a long hold ticks every half minute: nobody wonders whether it was forgotten."""
MOVE_TICK_INTERVAL = 20_000
"""Without talk a way ticks so often at least, in ms; stretched by half that is half a minute."""
BELL_SPEECH_KINDS = ("count", "safety", "limit", "rise")
"""Kinds of speech that remain when only sounds and counts are wanted."""
OPENING_SPAN = Span(
    (Cue(Sound("start"), Track.CUE, "sound", at=LEAD_IN),), Purpose.QUIET, pause=700
)
CLOSING_SPAN = Span(
    (Cue(Sound("session-end"), Track.CUE, "sound", at=2_500),),
    Purpose.QUIET,
    pause=2_500,
    stretch=SECOND,
)


def compile_cue_sheet(
    title: str,
    context_steps: tuple[ContextStep, ...],
    phrases: Phrases,
    talk_level: TalkLevel = TalkLevel.FULL,
) -> CueSheet:
    """Turn acts into spans, framed by the sounds that open and close a session."""
    return CueSheet(
        title, (OPENING_SPAN, *compile_spans(context_steps, phrases, talk_level), CLOSING_SPAN)
    )


def compile_spans(
    context_steps: Iterable[ContextStep], phrases: Phrases, talk_level: TalkLevel = TalkLevel.FULL
) -> Iterator[Span]:
    """Turn acts into spans, the first of an act with its marker."""
    compiler = _Compiler(LineRotation(phrases), talk_level)
    for act in context_steps:
        for number, span in enumerate(compiler.compile_step(act)):
            marked = replace(span, marker=act.marker) if act.marker and not number else span
            yield from apply_bell_level(marked) if talk_level is TalkLevel.BELL else (marked,)


def apply_bell_level(span: Span) -> tuple[Span, ...]:
    """Leave only counts, sounds and what safety asks for; the time stays for who knows it."""
    span = replace(span, time_check=None)
    cues = tuple(
        cue for cue in span.cues if cue.track is not Track.VOICE or cue.kind in BELL_SPEECH_KINDS
    )
    if span.marker is not None and not any(cue.kind == "safety" for cue in span.cues):
        cues = (Cue(Sound("ready"), Track.CUE, "announce", 0), *cues)
    elif span.purpose is Purpose.WORK and span.length is not None:
        ticks = range(TICK_EVERY, span.length - 6 * SECOND, TICK_EVERY)
        cues += tuple(
            Cue(Sound("tick"), Track.CUE, "hold", at)
            for at in ticks
            if abs(at - span.length // 2) > SECOND
        )
    elif span.purpose is Purpose.MOVE:
        # A way of several changes takes a minute: each is heard, so that none seems forgotten.
        cues = (Cue(Sound("rest"), Track.CUE, "move", 0), *cues)
    if span.length is not None or any(cue.at is None for cue in cues):
        return (replace(span, cues=cues),)
    span = replace(span, cues=cues, length=max(span.pause, span.settle_time, TAIL))
    return _split_with_ticks(span) if span.purpose is Purpose.MOVE else (span,)


def _split_with_ticks(span: Span) -> tuple[Span, ...]:
    """Cut a silent way into equal pieces, as many as it needs, with a tick between them."""
    length = span.length or 0
    pieces = max(1, -(-length // MOVE_TICK_INTERVAL))
    tick = (Cue(Sound("tick"), Track.CUE, "move", 0),)
    lengths, stretches = (
        [whole * (n + 1) // pieces - whole * n // pieces for n in range(pieces)]
        for whole in (length, span.stretch)
    )
    first, *others = zip(lengths, stretches, strict=True)
    begins = replace(span, length=first[0], stretch=first[1])
    after = replace(span, cues=tick, marker=None)
    return begins, *(replace(after, length=long, stretch=more) for long, more in others)


@dataclass(slots=True)
class _Compiler:
    """Compiles act by act; takes turns among cues and words over the whole of a session.

    It remembers which facts were told, and counts the works that were done.
    """

    rotation: LineRotation
    talk_level: TalkLevel = TalkLevel.FULL
    spoken_facts: set[Line] = field(default_factory=set)
    work_count: int = 0

    def compile_step(self, act: ContextStep) -> list[Span]:
        """Compile one act."""
        scene, step = act.context, act.step
        match step:
            case Say():
                return [self.compile_speech(step, scene)]
            case Travel():
                cues = tuple(make_chained_cue(line, scene, "move") for line in step.lines)
                return [
                    make_natural_span(
                        cues, Purpose.MOVE, scene, 600, 600, settle_time=step.move_time
                    )
                ]
            case Hold():
                return [self.compile_hold(step, scene)]
            case Breathe():
                return compile_breaths(step, scene, self.rotation)
            case Reps():
                return compile_reps(step, scene, self.rotation)
            case Rest():
                return [self.compile_rest(step, scene)]
            case Play():
                cue = Cue(Sound(step.sound), Track.CUE, "sound", at=0, where=step.where)
                return [make_natural_span((cue,), Purpose.QUIET, scene, 0)]
            case Silence():
                return [make_fixed_span((), Purpose.QUIET, scene, step.silence, step.stretch)]
            case Wait():
                return self.compile_wait(step, scene)
            case _:
                assert_never(step)

    def compile_speech(self, step: Say, scene: Context) -> Span:
        """Compile speech; a change of sides is heard as well as said."""
        lines = step.say[: step.pick]
        cues = tuple(make_chained_cue(line, scene, step.kind, step.pace) for line in lines)
        if step.kind == "switch":
            cues = (Cue(Sound("change-side"), Track.CUE, "switch", 0), *cues)
        if step.kind == "release" and step.pause >= PRAISE_ROOM:
            cues += self.make_praise_cues(step, scene)
        return make_natural_span(cues, Purpose.SPEECH, scene, step.pause, gap=step.pause)

    def compile_hold(self, step: Hold, scene: Context) -> Span:
        """Compile a timed stillness: half-way notice, cues, the last seconds counted down."""
        length, where = step.hold, step.where
        last = step.countdown
        if last is None:
            last = next((n for least, n in COUNTDOWNS if length >= least), 0)
        halves = length >= HALFWAY_FROM if step.halfway is None else step.halfway
        edge, middle = length - last * SECOND, length // 2
        cues = [make_count_cue(n, length - n * SECOND, where) for n in range(last, 0, -1)]
        rooms: TimeRanges = ((1_500, edge - SECOND),)
        if halves:
            rooms = ((1_500, middle - SECOND), (middle + 1_500, edge - SECOND))
            cues.append(make_word_cue(self.rotation["halfway"], scene, "half-way", middle, where))
            if step.sounds:
                cues.append(Cue(Sound("halfway"), Track.CUE, "half-way", middle, where=where))
        if step.sounds:
            cues.append(Cue(Sound("start"), Track.CUE, "hold", 0, where=where))
            cues.append(Cue(Sound("hold-end"), Track.CUE, "hold", length, where=where))
        if step.fact and step.fact not in self.spoken_facts:
            told, rooms = self.place_fact(step.fact, scene, rooms)
            cues += told
        for start, end in rooms:
            cues += self.spread_cues(step, scene, start, end)
        return replace(
            make_fixed_span(cues, Purpose.WORK, scene, length),
            time_check=self.make_time_check(step),
        )

    def place_fact(
        self, line: Line, scene: Context, rooms: TimeRanges
    ) -> tuple[list[Cue], TimeRanges]:
        """Tell the fact of the day in the first room for it; give the rooms that are left."""
        size = len(line.text.split()) * 60 * SECOND // WORDS_PER_MINUTE[Pace.TALK] + SECOND
        for number, (start, end) in enumerate(rooms):
            at = max(start, FACT_FROM)
            if end - at < size:
                continue
            self.spoken_facts.add(line)
            around = ((start, at - SECOND), (at + size + FACT_QUIET, end))
            left = (*rooms[:number], *around, *rooms[number + 1 :])
            return [make_soft_cue(line, scene, "fact", at, end, Pace.TALK)], left
        return [], rooms

    def make_time_check(self, step: Hold | Rest) -> TimeCheck | None:
        """Ask for time checks, where a step does and there are words for it."""
        if step.time_check is None or "time" not in self.rotation.phrases.words:
            return None
        line = self.rotation["time"]
        return TimeCheck(step.time_check, line.text, line.where)

    def make_praise_cues(self, step: Say | Rest, scene: Context) -> tuple[Cue, ...]:
        """Encourage every other time that some work is done; say nothing where talk is short."""
        if self.talk_level is not TalkLevel.FULL or "well_done" not in self.rotation.phrases.words:
            return ()
        self.work_count += 1
        if self.work_count % 2 == 0:
            return ()
        cue = make_soft_cue(
            self.rotation["well_done"], scene, "praise", 0, LATEST, min_gap=PRAISE_APART
        )
        return (cue.with_where(step.where),)

    def spread_cues(self, step: Hold, scene: Context, start: int, end: int) -> list[Cue]:
        """Spread cues over a room: one, or one every `every` ms of it."""
        if not step.cues or end - start < CUE_ROOM:
            return []
        rooms = max(1, (end - start) // step.every)
        size = (end - start) // rooms
        return [
            self.rotation.next_soft_cue(
                step.cues, scene, start + n * size + size // 6, start + (n + 1) * size
            )
            for n in range(rooms)
        ]

    def compile_rest(self, step: Rest, scene: Context) -> Span:
        """Compile a rest: what it is, what comes next, the last three seconds."""
        cues = [Cue(Sound("rest"), Track.CUE, "rest", 0, where=step.where)]
        cues.append(
            make_chained_cue(step.say or self.rotation["rest"], scene, "rest").with_where(
                step.where
            )
        )
        if step.preview and scene.next_name:
            cues.append(
                make_chained_cue(self.rotation["preview"], scene, "rest").with_where(step.where)
            )
        if not step.preview and step.say is None:
            cues += self.make_praise_cues(step, scene)
        if step.rest >= 10 * SECOND:
            cues += (make_count_cue(n, step.rest - n * SECOND, step.where) for n in (3, 2, 1))
        stretch = step.rest * scene.stretch_percent // 100 if step.stretch is None else step.stretch
        span = make_fixed_span(cues, Purpose.REST, scene, step.rest, stretch)
        hinge = max(0, step.rest - 3 * SECOND - SECOND // 2)
        return replace(span, stretch_at=hinge, time_check=self.make_time_check(step))

    def compile_wait(self, step: Wait, scene: Context) -> list[Span]:
        """Compile a wait: what is said, then the time it lasts where nobody can go on."""
        line = step.say or self.rotation["ready"]
        said = make_natural_span(
            (make_chained_cue(line, scene, "wait"),), Purpose.SPEECH, scene, 600
        )
        sound = Cue(Sound("ready"), Track.CUE, "wait", step.wait, where=step.where)
        return [said, make_fixed_span((sound,), Purpose.REST, scene, step.wait)]
