"""Acts -> CueSheet: what is said and sounded, and when within its span. Knows no sound."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import assert_never

from coach.script.pace import WORDS_PER_MINUTE, Pace
from coach.script.phrases import Phrases
from coach.script.scalars import Line
from coach.script.steps import Breathe, Hold, Play, Reps, Rest, Say, Silence, Travel, Wait
from coach.script.talk_level import Talk
from coach.timeline.context import Act, Scene
from coach.timeline.cues import (
    LEAD_IN,
    SECOND,
    TAIL,
    Cue,
    CueSheet,
    Purpose,
    Span,
    Tell,
    chained,
    count,
    fixed,
    natural,
    soft,
    word,
)
from coach.timeline.repetitions import breaths, reps
from coach.timeline.rotation import Turns
from coach.timeline.source import Sound, Track

Rooms = tuple[tuple[int, int], ...]

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
WAY_TICKS = 20_000
"""Without talk a way ticks so often at least, in ms; stretched by half that is half a minute."""
UNHUSHED = ("count", "safety", "limit", "rise")
"""Kinds of speech that remain when only sounds and counts are wanted."""
OPENING = Span((Cue(Sound("start"), Track.CUE, "sound", at=LEAD_IN),), Purpose.QUIET, pause=700)
CLOSING = Span(
    (Cue(Sound("session-end"), Track.CUE, "sound", at=2_500),),
    Purpose.QUIET,
    pause=2_500,
    stretch=SECOND,
)


def compile_acts(
    title: str, acts: tuple[Act, ...], phrases: Phrases, talk: Talk = Talk.FULL
) -> CueSheet:
    """Turn acts into spans, framed by the sounds that open and close a session."""
    return CueSheet(title, (OPENING, *act_spans(acts, phrases, talk), CLOSING))


def act_spans(acts: Iterable[Act], phrases: Phrases, talk: Talk = Talk.FULL) -> Iterator[Span]:
    """Turn acts into spans, the first of an act with its marker."""
    compiler = _Compiler(Turns(phrases), talk)
    for act in acts:
        for number, span in enumerate(compiler.spans(act)):
            marked = replace(span, marker=act.marker) if act.marker and not number else span
            yield from hushed(marked) if talk is Talk.BELL else (marked,)


def hushed(span: Span) -> tuple[Span, ...]:
    """Leave only counts, sounds and what safety asks for; the time stays for who knows it."""
    span = replace(span, tell=None)
    cues = tuple(cue for cue in span.cues if cue.track is not Track.VOICE or cue.kind in UNHUSHED)
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
    span = replace(span, cues=cues, length=max(span.pause, span.settle, TAIL))
    return _ticking(span) if span.purpose is Purpose.MOVE else (span,)


def _ticking(span: Span) -> tuple[Span, ...]:
    """Cut a silent way into equal pieces, as many as it needs, with a tick between them."""
    length = span.length or 0
    pieces = max(1, -(-length // WAY_TICKS))
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

    turns: Turns
    talk: Talk = Talk.FULL
    told: set[Line] = field(default_factory=set)
    works: int = 0

    def spans(self, act: Act) -> list[Span]:
        """Compile one act."""
        scene, step = act.scene, act.step
        match step:
            case Say():
                return [self.say(step, scene)]
            case Travel():
                cues = tuple(chained(line, scene, "move") for line in step.lines)
                return [natural(cues, Purpose.MOVE, scene, 600, 600, settle=step.needed)]
            case Hold():
                return [self.hold(step, scene)]
            case Breathe():
                return breaths(step, scene, self.turns)
            case Reps():
                return reps(step, scene, self.turns)
            case Rest():
                return [self.rest(step, scene)]
            case Play():
                cue = Cue(Sound(step.sound), Track.CUE, "sound", at=0, where=step.where)
                return [natural((cue,), Purpose.QUIET, scene, 0)]
            case Silence():
                return [fixed((), Purpose.QUIET, scene, step.silence, step.stretch)]
            case Wait():
                return self.wait(step, scene)
            case _:
                assert_never(step)

    def say(self, step: Say, scene: Scene) -> Span:
        """Compile speech; a change of sides is heard as well as said."""
        lines = step.say[: step.pick]
        cues = tuple(chained(line, scene, step.kind, step.pace) for line in lines)
        if step.kind == "switch":
            cues = (Cue(Sound("change-side"), Track.CUE, "switch", 0), *cues)
        if step.kind == "release" and step.pause >= PRAISE_ROOM:
            cues += self.praise(step, scene)
        return natural(cues, Purpose.TALK, scene, step.pause, gap=step.pause)

    def hold(self, step: Hold, scene: Scene) -> Span:
        """Compile a timed stillness: half-way notice, cues, the last seconds counted down."""
        length, where = step.hold, step.where
        last = step.countdown
        if last is None:
            last = next((n for least, n in COUNTDOWNS if length >= least), 0)
        halves = length >= HALFWAY_FROM if step.halfway is None else step.halfway
        edge, middle = length - last * SECOND, length // 2
        cues = [count(n, length - n * SECOND, where) for n in range(last, 0, -1)]
        rooms: Rooms = ((1_500, edge - SECOND),)
        if halves:
            rooms = ((1_500, middle - SECOND), (middle + 1_500, edge - SECOND))
            cues.append(word(self.turns["halfway"], scene, "half-way", middle, where))
            if step.sounds:
                cues.append(Cue(Sound("halfway"), Track.CUE, "half-way", middle, where=where))
        if step.sounds:
            cues.append(Cue(Sound("start"), Track.CUE, "hold", 0, where=where))
            cues.append(Cue(Sound("hold-end"), Track.CUE, "hold", length, where=where))
        if step.fact and step.fact not in self.told:
            told, rooms = self.fact(step.fact, scene, rooms)
            cues += told
        for start, end in rooms:
            cues += self.spread(step, scene, start, end)
        return replace(fixed(cues, Purpose.WORK, scene, length), tell=self.tell(step))

    def fact(self, line: Line, scene: Scene, rooms: Rooms) -> tuple[list[Cue], Rooms]:
        """Tell the fact of the day in the first room for it; give the rooms that are left."""
        size = len(line.text.split()) * 60 * SECOND // WORDS_PER_MINUTE[Pace.TALK] + SECOND
        for number, (start, end) in enumerate(rooms):
            at = max(start, FACT_FROM)
            if end - at < size:
                continue
            self.told.add(line)
            around = ((start, at - SECOND), (at + size + FACT_QUIET, end))
            left = (*rooms[:number], *around, *rooms[number + 1 :])
            return [soft(line, scene, "fact", at, end, Pace.TALK)], left
        return [], rooms

    def tell(self, step: Hold | Rest) -> Tell | None:
        """Ask for time checks, where a step does and there are words for it."""
        if step.tell is None or "time" not in self.turns.phrases.words:
            return None
        line = self.turns["time"]
        return Tell(step.tell, line.text, line.where)

    def praise(self, step: Say | Rest, scene: Scene) -> tuple[Cue, ...]:
        """Encourage every other time that some work is done; say nothing where talk is short."""
        if self.talk is not Talk.FULL or "well_done" not in self.turns.phrases.words:
            return ()
        self.works += 1
        if self.works % 2 == 0:
            return ()
        cue = soft(self.turns["well_done"], scene, "praise", 0, LATEST, apart=PRAISE_APART)
        return (cue.placed(step.where),)

    def spread(self, step: Hold, scene: Scene, start: int, end: int) -> list[Cue]:
        """Spread cues over a room: one, or one every `every` ms of it."""
        if not step.cues or end - start < CUE_ROOM:
            return []
        rooms = max(1, (end - start) // step.every)
        size = (end - start) // rooms
        return [
            self.turns.soft(step.cues, scene, start + n * size + size // 6, start + (n + 1) * size)
            for n in range(rooms)
        ]

    def rest(self, step: Rest, scene: Scene) -> Span:
        """Compile a rest: what it is, what comes next, the last three seconds."""
        cues = [Cue(Sound("rest"), Track.CUE, "rest", 0, where=step.where)]
        cues.append(chained(step.say or self.turns["rest"], scene, "rest").placed(step.where))
        if step.preview and scene.next:
            cues.append(chained(self.turns["preview"], scene, "rest").placed(step.where))
        if not step.preview and step.say is None:
            cues += self.praise(step, scene)
        if step.rest >= 10 * SECOND:
            cues += (count(n, step.rest - n * SECOND, step.where) for n in (3, 2, 1))
        stretch = step.rest * scene.stretch // 100 if step.stretch is None else step.stretch
        span = fixed(cues, Purpose.REST, scene, step.rest, stretch)
        hinge = max(0, step.rest - 3 * SECOND - SECOND // 2)
        return replace(span, hinge=hinge, tell=self.tell(step))

    def wait(self, step: Wait, scene: Scene) -> list[Span]:
        """Compile a wait: what is said, then the time it lasts where nobody can go on."""
        line = step.say or self.turns["ready"]
        said = natural((chained(line, scene, "wait"),), Purpose.TALK, scene, 600)
        sound = Cue(Sound("ready"), Track.CUE, "wait", step.wait, where=step.where)
        return [said, fixed((sound,), Purpose.REST, scene, step.wait)]
