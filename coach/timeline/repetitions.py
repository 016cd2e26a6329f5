"""Breaths and repetitions: a span each, with what is counted and called on its beats."""

from dataclasses import replace

from coach.script.scalars import Line
from coach.script.work_steps import Breathe, CountAloud, Reps
from coach.timeline.context import Context, fill_variables, join_call, make_side_contexts
from coach.timeline.cues import (
    CALL_GAP,
    SECOND,
    Cue,
    Purpose,
    Span,
    make_beat_cue,
    make_call_cue,
    make_count_cue,
    make_fixed_span,
    make_soft_cue,
    make_word_cue,
)
from coach.timeline.rotation import LineRotation
from coach.timeline.source import Sound, Track

SIDE = Line("{side}")
COUNT_GAP = 600
"""Silence kept between a side and the number behind it, in ms, where no phase has that number."""


def compile_breaths(step: Breathe, context: Context, rotation: LineRotation) -> list[Span]:
    """Return the spans of breaths, one each; swells and words tell their phases apart."""
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
            cues += _make_phase_cues(step, context, rotation, key, start, size, number)
            if step.sounds and key != "keep":
                name = "breathe-in" if key == "inhale" else "breathe-out"
                sound = Cue(Sound(name), Track.CUE, "breathe", start, until=start + size)
                cues.append(sound.with_where(step.where))
        here = replace(context, rep=number, reps=step.breathe)
        spans.append(
            replace(make_fixed_span(cues, Purpose.WORK, here, length), is_indivisible=True)
        )
    return spans


def _make_phase_cues(
    step: Breathe,
    context: Context,
    rotation: LineRotation,
    key: str,
    start: int,
    size: int,
    number: int,
) -> list[Cue]:
    """Return what is said in a phase of a breath: its word, its seconds, or the breath's number."""
    text = fill_variables(rotation[key], context)
    # A short stillness between two breaths is heard as well as told.
    word = make_beat_cue(text, start, step.where, "breathe", yields=key == "keep")
    match step.aloud:
        case CountAloud.NONE:
            return []
        case CountAloud.WORDS:
            return [word]
        case CountAloud.SECONDS:
            counts = range(2, (size + SECOND - 1) // SECOND + 1)
            return [
                word,
                *(make_count_cue(n, start + (n - 1) * SECOND, step.where) for n in counts),
            ]
        case CountAloud.BREATHS:
            if number <= 2 or number == step.breathe == 3:
                return [word]
            if key != "inhale":
                return []
            if number == step.breathe:
                last = rotation["last_breath"]
                return [make_word_cue(last, context, "breathe", start, step.where)]
            return [make_count_cue(number, start, step.where)] if number % 2 else []


def compile_reps(step: Reps, context: Context, rotation: LineRotation) -> list[Span]:
    """Return the spans of repetitions, one each, or one for each side, with stillness between."""
    contexts: tuple[Context, ...] = (context,)
    if step.alternate:
        contexts = make_side_contexts(context, step.first)
    spans: list[Span] = []
    for number in range(1, step.reps + 1):
        for side, sided in enumerate(contexts):
            here = replace(sided, rep=number, reps=step.reps)
            if spans and step.pause:
                spans.append(make_fixed_span((), Purpose.QUIET, here, step.pause))
            cues = _make_rep_soft_cues(step, here, rotation, number, is_first=not side)
            spans.append(_compile_rep(step, here, number, cues))
    return spans


def _compile_rep(step: Reps, context: Context, number: int, more: list[Cue]) -> Span:
    """Return the span of a repetition: its number or side on the first beat, then its words."""
    back, length = step.into + step.hold, step.into + step.hold + step.out
    cues = [*_make_rep_beat_cues(step, context, number), *more]
    if step.sounds:
        for name, start, size in (
            ("breathe-out", 0, step.into),
            ("breathe-in", back, step.out),
        ):
            swell = Cue(Sound(name), Track.CUE, "rep", start, until=start + size)
            cues.append(swell.with_where(step.where))
    return replace(make_fixed_span(cues, Purpose.WORK, context, length), is_indivisible=True)


def _make_rep_beat_cues(step: Reps, context: Context, number: int) -> list[Cue]:
    """Return what is said on the beats of a repetition."""
    _, held, out = step.calls
    back, where = step.into + step.hold, step.where
    more = {"rep": number, "reps": step.reps}
    cues = [make_count_cue(number, 0, where)]
    if step.alternate:
        cues = [make_beat_cue(fill_variables(SIDE, context), 0, where)]
    if step.hold >= SECOND and step.alternate:
        cues.append(make_count_cue(number, step.into, where))
    elif step.hold >= SECOND and held:
        cues.append(make_beat_cue(fill_variables(held, context, **more), step.into, where, "hold"))
    if out:
        cues.append(make_beat_cue(fill_variables(out, context, **more), back, where, "release"))
    if step.hold >= 8 * SECOND:
        cues += (make_count_cue(n, back - n * SECOND, where) for n in range(3, 0, -1))
    return cues


def _make_rep_soft_cues(
    step: Reps, context: Context, rotation: LineRotation, number: int, *, is_first: bool
) -> list[Cue]:
    """Return what is said where a repetition leaves room; `is_first`: no side came before it.

    A repetition has a call or its number, and a cue only well behind them: one order at a time.
    """
    back, end = step.into + step.hold, step.into + step.hold + step.out
    into, is_last = step.calls[0], number == step.reps > 2
    cues: list[Cue] = []
    if is_last:
        cues += _make_last_cues(step, context, rotation, is_first=is_first)
    elif into and number <= 2:
        text = fill_variables(into, context, rep=number, reps=step.reps)
        if step.alternate:
            text = join_call(fill_variables(SIDE, context), text, context.grammar)
        cues.append(make_call_cue(text, 0, step.into, step.where))
    if step.alternate and step.hold < SECOND and not (is_last and is_first):
        # Half-way to the other call, so that it is heard as neither.
        at = step.into // 2
        cues.append(make_soft_cue(Line(str(number)), context, "count", at, back, min_gap=COUNT_GAP))
    # The first two are led by their words; only of three in all does the second have a cue.
    is_due = number % 3 == 0 if step.reps > 3 else number == 2
    if step.cues and is_due and number < step.reps:
        line = rotation.next_line(step.cues)
        cue = make_soft_cue(line, context, "cue", 0, end, min_gap=CALL_GAP)
        # A short one has no time for both: the swells tell of the way back as well.
        cues.append(replace(cue, instead_of=back))
    return cues


def _make_last_cues(
    step: Reps, context: Context, rotation: LineRotation, *, is_first: bool
) -> list[Cue]:
    """Return what is said of the last repetition: once, for both sides where they alternate."""
    if not step.alternate:
        line = rotation["last_one"]
        text = fill_variables(line, context)
        return [make_call_cue(text, 0, step.into + step.hold, line.where, "cue")]
    if not is_first:
        return []
    key = "last_each_side" if "last_each_side" in rotation.phrases.words else "last_one"
    cue = make_soft_cue(
        rotation[key], context, "cue", 0, step.into + step.hold + step.out, min_gap=CALL_GAP
    )
    return [replace(cue, instead_of=step.into + step.hold)]
