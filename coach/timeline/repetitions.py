"""Repetitions: a span each, with what is counted and called on its beats."""

from dataclasses import replace

from coach.script.scalars import Line
from coach.script.work_steps import BreathOfWayIn, Reps, RepsAloud, timed_cues, untimed_cues
from coach.timeline.clips import LINE_GAP, SPEECH_GAP, WORD_YIELDS
from coach.timeline.context import Context, fill_variables, join_call, make_side_contexts
from coach.timeline.countdowns import count_last_seconds
from coach.timeline.cues import (
    CALL_GAP,
    SECOND,
    TAIL,
    Cue,
    Purpose,
    Span,
    make_beat_cue,
    make_call_cue,
    make_count_cue,
    make_fixed_span,
    make_soft_cue,
    make_spoken_cues,
)
from coach.timeline.rotation import LineRotation
from coach.timeline.source import Sound, Track

SIDE = Line("{side}")
COUNT_GAP = 600
"""Silence kept between a side and the number behind it, in ms, where no phase has that number."""
LED = 2
"""In how many repetitions the call of the way in is said instead of the number, and those of the
hold, and of the way back where nothing is held, at all."""
LED_WITH_WORDS = 4
"""The same where words are spoken from the first second on, which take the first of them."""
SWELLS = {
    BreathOfWayIn.OUT: ("breathe-out", "breathe-in"),
    BreathOfWayIn.IN: ("breathe-in", "breathe-out"),
    BreathOfWayIn.NONE: (),
}
"""The sounds of the way in and of the way back."""


def compile_reps(step: Reps, context: Context, rotation: LineRotation) -> list[Span]:
    """Return the spans of repetitions, one each, or one for each side, with stillness between."""
    contexts: tuple[Context, ...] = (context,)
    if step.alternate:
        contexts = make_side_contexts(context, step.first)
    one = step.into + step.hold + step.out
    timed = _place_timed_cues(step, context, one + step.pause)
    spans: list[Span] = []
    for number in range(1, step.reps + 1):
        for side, sided in enumerate(contexts):
            if (number - 1) * len(contexts) + side < step.done:
                continue
            here = replace(sided, rep=number, reps=step.reps)
            if spans and step.pause:
                spans.append(make_fixed_span((), Purpose.QUIET, here, step.pause))
            cues = _make_rep_soft_cues(step, here, rotation, number, is_first=not side)
            if not spans:
                cues += make_spoken_cues(step.say, here, step.length - one - TAIL)
            cues += timed.get((number - 1) * len(contexts) + side, ())
            is_last = number == step.reps and side == len(contexts) - 1
            # What follows the last one may begin with words at once.
            spill = -SPEECH_GAP if is_last else max(0, step.pause - TAIL)
            spans.append(_compile_rep(step, here, number, cues, spill))
    return spans


def _compile_rep(step: Reps, context: Context, number: int, more: list[Cue], spill: int) -> Span:
    """Return the span of a repetition: its number or side on the first beat, then its words.

    The word of its way back may run on `spill` ms behind it.
    """
    back, length = step.into + step.hold, step.into + step.hold + step.out
    cues = [
        *_make_first_beat_cues(step, context, number),
        *_make_later_beat_cues(step, context, number, spill),
        *more,
    ]
    if step.sounds:
        phases = ((0, step.into), (back, step.out))
        for name, (start, size) in zip(SWELLS[step.breath], phases, strict=False):
            swell = Cue(Sound(name), Track.CUE, "rep", start, until=start + size)
            cues.append(swell.with_where(step.where))
    span = make_fixed_span(cues, Purpose.WORK, context, length)
    # The first side is told before other words.
    return replace(span, is_indivisible=True, gap=LINE_GAP, lead=SECOND if step.alternate else 0)


def _make_first_beat_cues(step: Reps, context: Context, number: int) -> list[Cue]:
    """Return what a repetition begins with: its number or side, or the call of the way in."""
    side, into = fill_variables(SIDE, context) if step.alternate else "", step.calls[0]
    if step.aloud is RepsAloud.NUMBERS or into is None:
        if side:
            yields = WORD_YIELDS if step.say else 0
            return [make_beat_cue(side, 0, step.where, yields=yields)]
        if step.aloud is RepsAloud.NUMBERS:
            return [make_count_cue(number, 0, step.where)]
        return []
    text = fill_variables(into, context, rep=number, reps=step.reps)
    text = join_call(side, text, context.grammar) if side else text
    cue = make_beat_cue(text, 0, into.where or step.where, "call")
    return [replace(cue, key="calls: into")]


def _make_later_beat_cues(step: Reps, context: Context, number: int, spill: int) -> list[Cue]:
    """Return what is said on the beats of a repetition behind the first."""
    into, held, out = step.calls
    is_led = step.aloud is not RepsAloud.NUMBERS or number <= _count_led(step)
    back, where = step.into + step.hold, step.where
    more = {"rep": number, "reps": step.reps}
    cues = []
    if held and step.hold and is_led:
        text = fill_variables(held, context, **more)
        cue = make_beat_cue(text, step.into, held.where or where, "hold")
        cues.append(replace(cue, key="calls: hold"))
    elif step.hold >= SECOND and _has_own_number(step, number):
        cues.append(make_count_cue(number, step.into, where))
    if out and (is_led or into is None or not _flows(step)):
        text = fill_variables(out, context, **more)
        cue = make_beat_cue(text, back, out.where or where, "release")
        cues.append(replace(cue, key="calls: out", spill=spill))
    if step.aloud is not RepsAloud.NONE:
        last = count_last_seconds(step.hold)
        cues += (make_count_cue(n, back - n * SECOND, where) for n in range(last, 0, -1))
    return cues


def _flows(step: Reps) -> bool:
    """Return whether the way back follows at once, and is heard: numbers stand for both calls."""
    return step.hold < SECOND and step.sounds and bool(SWELLS[step.breath])


def _count_led(step: Reps) -> int:
    """Return in how many repetitions the calls are said that numbers stand for later."""
    return LED_WITH_WORDS if step.say else LED


def _has_own_number(step: Reps, number: int) -> bool:
    """Return whether a number is said behind the side, which takes its place.

    Where the first repetition was led without it, it is not said of the other side either.
    """
    is_told = number > 1 or not step.done
    return step.alternate and step.aloud is RepsAloud.NUMBERS and is_told


def _make_rep_soft_cues(
    step: Reps, context: Context, rotation: LineRotation, number: int, *, is_first: bool
) -> list[Cue]:
    """Return what is said where a repetition leaves room; `is_first`: no side came before it.

    A repetition has a call or its number, and a cue only well behind them: one order at a time.
    """
    back, end = step.into + step.hold, step.into + step.hold + step.out
    is_last = number == step.reps > 2 and step.aloud is not RepsAloud.NONE
    cues: list[Cue] = []
    if is_last and (step.aloud is RepsAloud.NUMBERS or step.calls[0] is None):
        cues += _make_last_cues(step, context, rotation, is_first=is_first)
    elif step.aloud is RepsAloud.NUMBERS:
        cues += _make_led_cues(step, context, number)
    if _has_own_number(step, number) and not (is_last and is_first):
        at = _find_number_start(step, number)
        if at is not None:
            line = Line(str(number))
            cues.append(make_soft_cue(line, context, "count", at, back, min_gap=COUNT_GAP))
    # The first two are led by their words; only of three in all does the second have a cue.
    lines = untimed_cues(step.cues)
    is_due = number % 3 == 0 if step.reps > 3 else number == 2
    if lines and is_due and number < step.reps:
        line = rotation.next_line(lines)
        cue = make_soft_cue(line, context, "cue", 0, end, min_gap=CALL_GAP)
        # A short one has no time for both: the swells tell of the way back as well.
        cues.append(replace(cue, instead_of=back))
    return cues


def _find_number_start(step: Reps, number: int) -> int | None:
    """Return from when on the number behind a side is said, in ms; None if on the hold's beat."""
    if step.hold >= SECOND:
        return step.into if step.calls[1] and number <= _count_led(step) else None
    # Half-way to the other call, so that it is heard as neither.
    return step.into // 2


def _make_led_cues(step: Reps, context: Context, number: int) -> list[Cue]:
    """Return the call of the way in, which is said instead of the first numbers."""
    into = step.calls[0]
    if into is None or number > _count_led(step):
        return []
    if step.done and not step.alternate:  # it was led with words: counting begins at two
        return []
    text = fill_variables(into, context, rep=number, reps=step.reps)
    if step.alternate:
        text = join_call(fill_variables(SIDE, context), text, context.grammar)
    cue = make_call_cue(text, 0, step.into, into.where or step.where)
    return [replace(cue, key="calls: into")]


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


def _place_timed_cues(step: Reps, context: Context, cycle: int) -> dict[int, list[Cue]]:
    """Return the cues with a time by the repetition, from 0 on, in which they are said.

    One that falls into the pause behind a repetition belongs to the next.
    """
    size = cycle - step.pause
    placed: dict[int, list[Cue]] = {}
    for timed in timed_cues(step.cues):
        index, at = divmod(timed.at, cycle)
        if at >= size:
            index, at = index + 1, 0
        cue = make_soft_cue(timed.line, context, "cue", at, size)
        last = step.reps * (2 if step.alternate else 1) - 1
        placed.setdefault(min(index, last), []).append(replace(cue, outranks_counts=True))
    return placed
