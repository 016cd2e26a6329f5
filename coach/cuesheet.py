"""Acts -> CueSheet: what is said and sounded, and when within its span. Knows no sound."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import assert_never

from coach.cues import (
    LEAD_IN,
    TAIL,
    Cue,
    CueSheet,
    Purpose,
    Span,
    beat,
    chained,
    count,
    fixed,
    natural,
    soft,
    word,
)
from coach.phrases import Phrases
from coach.scene import Act, Scene, fill
from coach.shapes import Line
from coach.source import Sound, Track
from coach.steps import (
    Aloud,
    Breathe,
    Hold,
    Play,
    Reps,
    Rest,
    Say,
    Silence,
    Travel,
    Wait,
)
from coach.talk import Talk

SECOND = 1_000
HALFWAY_FROM = 20_000
"""Holds of 20 s and more get a half-way notice unless the script says otherwise."""
COUNTDOWNS = ((15_000, 5), (8_000, 3))
"""Seconds counted down at the end of a hold of at least so many ms."""
CUE_ROOM = 3_000
"""The least room for a cue, in ms: in a smaller one most find none, and so lose their turn."""
TICK_EVERY = 30_000
"""Without talk a long hold ticks every half minute: nobody wonders whether it was forgotten."""
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
    compiler = _Compiler(phrases)
    for act in acts:
        for number, span in enumerate(compiler.spans(act)):
            marked = replace(span, marker=act.marker) if act.marker and not number else span
            yield hushed(marked) if talk is Talk.BELL else marked


def hushed(span: Span) -> Span:
    """Leave only counts, sounds and what safety asks for; the time stays for who knows it."""
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
        return replace(span, cues=cues)
    return replace(span, cues=cues, length=max(span.pause, span.settle, TAIL))


@dataclass(slots=True)
class _Compiler:
    """Compiles act by act; remembers which cue of an exercise comes next, so that they rotate."""

    phrases: Phrases
    turn: dict[tuple[Line, ...], int] = field(default_factory=dict)

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
                return self.breaths(step, scene)
            case Reps():
                return self.reps(step, scene)
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
        cues = tuple(chained(line, scene, step.kind, step.pace) for line in step.say)
        if step.kind == "switch":
            cues = (Cue(Sound("change-side"), Track.CUE, "switch", 0), *cues)
        return natural(cues, Purpose.TALK, scene, step.pause, gap=step.pause)

    def hold(self, step: Hold, scene: Scene) -> Span:
        """Compile a timed stillness: half-way notice, cues, the last seconds counted down."""
        length, where = step.hold, step.where
        last = step.countdown
        if last is None:
            last = next((n for least, n in COUNTDOWNS if length >= least), 0)
        halves = length >= HALFWAY_FROM if step.halfway is None else step.halfway
        edge = length - last * SECOND
        cues = [count(n, length - n * SECOND, where) for n in range(last, 0, -1)]
        middle = length // 2
        if halves:
            cues.append(word(self.phrases["halfway"], scene, "half-way", middle, where))
            if step.sounds:
                cues.append(Cue(Sound("halfway"), Track.CUE, "half-way", middle, where=where))
        if step.sounds:
            cues.append(Cue(Sound("start"), Track.CUE, "hold", 0, where=where))
            cues.append(Cue(Sound("hold-end"), Track.CUE, "hold", length, where=where))
        rooms = ((1_500, middle - SECOND), (middle + 1_500, edge - SECOND))
        for start, end in rooms if halves else ((1_500, edge - SECOND),):
            cues += self.spread(step, scene, start, end)
        return fixed(cues, Purpose.WORK, scene, length)

    def spread(self, step: Hold, scene: Scene, start: int, end: int) -> list[Cue]:
        """Spread cues over a room: one, or one every `every` ms of it."""
        if not step.cues or end - start < CUE_ROOM:
            return []
        rooms = max(1, (end - start) // step.every)
        size = (end - start) // rooms
        return [
            self.soft(step.cues, scene, start + n * size + size // 6, start + (n + 1) * size)
            for n in range(rooms)
        ]

    def soft(self, lines: tuple[Line, ...], scene: Scene, at: int, until: int) -> Cue:
        """Take the next of some cues, to be said where there is room, or not at all."""
        turn = self.turn.get(lines, 0)
        self.turn[lines] = turn + 1
        return soft(lines[turn % len(lines)], scene, "cue", at, until)

    def breaths(self, step: Breathe, scene: Scene) -> list[Span]:
        """Compile breaths, a span each; phases are told apart by swells and by words."""
        phases = (
            ("inhale", 0, step.inhale),
            ("keep", step.inhale, step.hold),
            ("exhale", step.inhale + step.hold, step.exhale),
            ("keep", step.inhale + step.hold + step.exhale, step.rest),
        )
        length = sum(size for _, _, size in phases)
        spans = []
        for number in range(1, step.breathe + 1):
            cues: list[Cue] = []
            for key, start, size in phases:
                if not size:
                    continue
                cues += self.phase(step, scene, key, start, size, number)
                if step.sounds and key != "keep":
                    name = "breathe-in" if key == "inhale" else "breathe-out"
                    sound = Cue(Sound(name), Track.CUE, "breathe", start, until=start + size)
                    cues.append(sound.placed(step.where))
            here = replace(scene, rep=number, reps=step.breathe)
            spans.append(replace(fixed(cues, Purpose.WORK, here, length), whole=True))
        return spans

    def phase(
        self, step: Breathe, scene: Scene, key: str, start: int, size: int, number: int
    ) -> list[Cue]:
        """Say what a phase of a breath needs: its word, its seconds, or the breath's number."""
        said = beat(fill(self.phrases[key], scene), start, step.where, "breathe")
        match step.aloud:
            case Aloud.NONE:
                return []
            case Aloud.WORDS:
                return [said]
            case Aloud.SECONDS:
                counts = range(2, (size + SECOND - 1) // SECOND + 1)
                return [said, *(count(n, start + (n - 1) * SECOND, step.where) for n in counts)]
            case Aloud.BREATHS:
                if number <= 2 or number == step.breathe == 3:
                    return [said]
                if key != "inhale":
                    return []
                if number == step.breathe:
                    last = self.phrases["last_breath"]
                    return [word(last, scene, "breathe", start, step.where)]
                return [count(number, start, step.where)] if number % 2 else []

    def reps(self, step: Reps, scene: Scene) -> list[Span]:
        """Compile repetitions: a span each, a side where sides alternate, stillness between."""
        scenes = [scene]
        if step.alternate:
            pair = (step.first, "left" if step.first == "right" else "right")
            named = ((self.phrases[a].text, self.phrases[b].text) for a, b in (pair, pair[::-1]))
            scenes = [replace(scene, side=side, other=other) for side, other in named]
        spans: list[Span] = []
        for number in range(1, step.reps + 1):
            for sided in scenes:
                here = replace(sided, rep=number, reps=step.reps)
                if spans and step.pause:
                    spans.append(fixed((), Purpose.QUIET, here, step.pause))
                spans.append(self.rep(step, here, number))
        return spans

    def rep(self, step: Reps, scene: Scene, number: int) -> Span:
        """Compile one repetition: its number or side on the first beat, a word as phases begin."""
        back, length = step.into + step.hold, step.into + step.hold + step.out
        cues = [*self.rep_counts(step, scene, number), *self.rep_cues(step, scene, number)]
        if step.sounds:
            for name, start, size in (
                ("breathe-out", 0, step.into),
                ("breathe-in", back, step.out),
            ):
                swell = Cue(Sound(name), Track.CUE, "rep", start, until=start + size)
                cues.append(swell.placed(step.where))
        return replace(fixed(cues, Purpose.WORK, scene, length), whole=True)

    def rep_counts(self, step: Reps, scene: Scene, number: int) -> list[Cue]:
        """Say what sits on the beats of a repetition."""
        _, held, out = step.calls
        back, where = step.into + step.hold, step.where
        more = {"rep": number, "reps": step.reps}
        cues = [beat(scene.side.capitalize() if step.alternate else str(number), 0, where)]
        if step.hold >= SECOND and step.alternate:
            cues.append(count(number, step.into, where))
        elif step.hold >= SECOND and held:
            cues.append(beat(fill(held, scene, **more), step.into, where, "hold"))
        if out:
            cues.append(beat(fill(out, scene, **more), back, where, "release"))
        if step.hold >= 8 * SECOND:
            cues += (count(n, back - n * SECOND, where) for n in range(3, 0, -1))
        return cues

    def rep_cues(self, step: Reps, scene: Scene, number: int) -> list[Cue]:
        """Say what may be said where a repetition leaves room."""
        into = step.calls[0]
        back, end = step.into + step.hold, step.into + step.hold + step.out
        cues: list[Cue] = []
        if step.alternate and step.hold < SECOND:
            cues.append(soft(Line(str(number)), scene, "count", 300, back))
        if number == step.reps > 2:
            cues.append(soft(self.phrases["last_one"], scene, "cue", 300, back))
        elif into and number <= 2:
            cues.append(soft(into, scene, "call", 300, step.into))
        if step.cues and number % 3 == 2 and number < step.reps:
            room = max((step.into, back), (back, end), key=lambda r: r[1] - r[0])
            cues.append(self.soft(step.cues, scene, room[0] + 500, room[1]))
        return cues

    def rest(self, step: Rest, scene: Scene) -> Span:
        """Compile a rest: what it is, what comes next, the last three seconds."""
        cues = [Cue(Sound("rest"), Track.CUE, "rest", 0, where=step.where)]
        cues.append(chained(step.say or self.phrases["rest"], scene, "rest").placed(step.where))
        if step.preview and scene.next:
            cues.append(chained(self.phrases["preview"], scene, "rest").placed(step.where))
        if step.rest >= 10 * SECOND:
            cues += (count(n, step.rest - n * SECOND, step.where) for n in (3, 2, 1))
        span = fixed(cues, Purpose.REST, scene, step.rest, step.rest * scene.stretch // 100)
        return replace(span, hinge=max(0, step.rest - 3 * SECOND - SECOND // 2))

    def wait(self, step: Wait, scene: Scene) -> list[Span]:
        """Compile a wait: what is said, then the time it lasts where nobody can go on."""
        line = step.say or self.phrases["ready"]
        said = natural((chained(line, scene, "wait"),), Purpose.TALK, scene, 600)
        sound = Cue(Sound("ready"), Track.CUE, "wait", step.wait, where=step.where)
        return [said, fixed((sound,), Purpose.REST, scene, step.wait)]
