"""Breaths and repetitions: a span each, with what is counted and called on its beats."""

from dataclasses import replace

from coach.script.scalars import Line
from coach.script.steps import Aloud, Breathe, Reps
from coach.timeline.context import Scene, fill
from coach.timeline.cues import SECOND, Cue, Purpose, Span, beat, count, fixed, soft, word
from coach.timeline.rotation import Turns
from coach.timeline.source import Sound, Track


def breaths(step: Breathe, scene: Scene, turns: Turns) -> list[Span]:
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
            cues += _phase(step, scene, turns, key, start, size, number)
            if step.sounds and key != "keep":
                name = "breathe-in" if key == "inhale" else "breathe-out"
                sound = Cue(Sound(name), Track.CUE, "breathe", start, until=start + size)
                cues.append(sound.placed(step.where))
        here = replace(scene, rep=number, reps=step.breathe)
        spans.append(replace(fixed(cues, Purpose.WORK, here, length), whole=True))
    return spans


def _phase(
    step: Breathe, scene: Scene, turns: Turns, key: str, start: int, size: int, number: int
) -> list[Cue]:
    """Say what a phase of a breath needs: its word, its seconds, or the breath's number."""
    said = beat(fill(turns[key], scene), start, step.where, "breathe")
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
                last = turns["last_breath"]
                return [word(last, scene, "breathe", start, step.where)]
            return [count(number, start, step.where)] if number % 2 else []


def reps(step: Reps, scene: Scene, turns: Turns) -> list[Span]:
    """Compile repetitions: a span each, a side where sides alternate, stillness between."""
    scenes = [scene]
    if step.alternate:
        words = turns.phrases
        pair = (step.first, "left" if step.first == "right" else "right")
        named = ((words[a].text, words[b].text) for a, b in (pair, pair[::-1]))
        scenes = [replace(scene, side=side, other=other) for side, other in named]
    spans: list[Span] = []
    # Both sides hear the same before their last one.
    last = turns["last_one"] if step.reps > 2 else None
    for number in range(1, step.reps + 1):
        for sided in scenes:
            here = replace(sided, rep=number, reps=step.reps)
            if spans and step.pause:
                spans.append(fixed((), Purpose.QUIET, here, step.pause))
            soon = last if number == step.reps else None
            cues = _rep_cues(step, here, turns, number, soon)
            spans.append(_rep(step, here, number, cues))
    return spans


def _rep(step: Reps, scene: Scene, number: int, more: list[Cue]) -> Span:
    """Compile one repetition: its number or side on the first beat, a word as phases begin."""
    back, length = step.into + step.hold, step.into + step.hold + step.out
    cues = [*_rep_counts(step, scene, number), *more]
    if step.sounds:
        for name, start, size in (
            ("breathe-out", 0, step.into),
            ("breathe-in", back, step.out),
        ):
            swell = Cue(Sound(name), Track.CUE, "rep", start, until=start + size)
            cues.append(swell.placed(step.where))
    return replace(fixed(cues, Purpose.WORK, scene, length), whole=True)


def _rep_counts(step: Reps, scene: Scene, number: int) -> list[Cue]:
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


def _rep_cues(step: Reps, scene: Scene, turns: Turns, number: int, last: Line | None) -> list[Cue]:
    """Say what may be said where a repetition leaves room; `last` is said in the last one."""
    into = step.calls[0]
    back, end = step.into + step.hold, step.into + step.hold + step.out
    cues: list[Cue] = []
    if step.alternate and step.hold < SECOND:
        cues.append(soft(Line(str(number)), scene, "count", 300, back))
    if last:
        cues.append(soft(last, scene, "cue", 300, back))
    elif into and number <= 2:
        cues.append(soft(into, scene, "call", 300, step.into))
    if step.cues and number % 3 == 2 and number < step.reps:
        room = max((step.into, back), (back, end), key=lambda r: r[1] - r[0])
        cues.append(turns.soft(step.cues, scene, room[0] + 500, room[1]))
    return cues
