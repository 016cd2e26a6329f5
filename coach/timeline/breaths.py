"""Breaths: a span each, with the words and the seconds of its phases on their beats."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from coach.errors import Where
from coach.script.scalars import Line
from coach.script.work_steps import Breathe, CountAloud, timed_cues, untimed_cues
from coach.timeline.clips import LINE_GAP, STILLNESS_YIELDS, WORD_YIELDS
from coach.timeline.context import Context, fill_variables
from coach.timeline.counts import THINNED_ABOVE, THINNED_STEP
from coach.timeline.cues import (
    CALL_GAP,
    CUE_ROOM,
    SECOND,
    TAIL,
    Cue,
    Purpose,
    Span,
    make_beat_cue,
    make_count_cue,
    make_fixed_span,
    make_soft_cue,
    make_spoken_cues,
    make_word_cue,
)
from coach.timeline.rotation import LineRotation
from coach.timeline.source import Sound, Track

LONG_STILLNESS = 5_000
"""From how many ms on a held breath is told in every breath, as it would seem forgotten."""
CUES_KEY = "cues of breathe"
"""The key of an author's cues in breaths, which never become longer to make room for them."""


@dataclass(frozen=True, slots=True)
class _Phase:
    """A phase of a breath, in ms from its start: the coach's word for it, and the author's."""

    word: str
    start: int
    size: int
    key: str = ""
    call: Line | None = None


def compile_breaths(step: Breathe, context: Context, rotation: LineRotation) -> list[Span]:
    """Return the spans of breaths, one each; swells and words tell their phases apart."""
    phases = [phase for phase in _list_phases(step) if phase.size]
    cues_by_breath = _place_cues(step, context, rotation)
    spans = []
    for number in range(1, step.breathe + 1):
        cues: list[Cue] = []
        for phase in phases:
            cues += _make_phase_cues(step, context, rotation, phase, number)
            if step.sounds and phase.word != "keep":
                cues.append(_make_swell(phase, step.where))
        if number == 1:
            cues += make_spoken_cues(step.say, context, step.length - step.breath_length - TAIL)
        cues += cues_by_breath.get(number, ())
        here = replace(context, rep=number, reps=step.breathe)
        span = make_fixed_span(cues, Purpose.WORK, here, step.breath_length)
        spans.append(replace(span, is_indivisible=True, gap=LINE_GAP))
    return spans


def _list_phases(step: Breathe) -> Iterator[_Phase]:
    """Yield the phases of a breath; one in that is taken in sips has several."""
    inhale, hold, exhale, rest = step.calls
    start = 0
    for number, size in enumerate(step.sips or (step.inhale,)):
        yield _Phase("inhale", start, size, "inhale", None if number else inhale)
        start += size
    yield _Phase("keep", start, step.hold, "hold", hold)
    start += step.hold
    yield _Phase("exhale", start, step.exhale, "exhale", exhale)
    yield _Phase("keep", start + step.exhale, step.rest, "rest", rest)


def _make_swell(phase: _Phase, where: Where | None) -> Cue:
    name = "breathe-in" if phase.word == "inhale" else "breathe-out"
    end = phase.start + phase.size
    return Cue(Sound(name), Track.CUE, "breathe", phase.start, until=end, where=where)


def _make_phase_cues(
    step: Breathe, context: Context, rotation: LineRotation, phase: _Phase, number: int
) -> list[Cue]:
    """Return what is said in a phase of a breath: its word, its seconds, or the breath's number."""
    word = _make_phase_word(step, context, rotation, phase, number)
    match step.aloud:
        case CountAloud.NONE:
            return [word] if phase.call else []
        case CountAloud.WORDS:
            return [word]
        case CountAloud.SECONDS:
            seconds = range(2, -(-phase.size // SECOND) + 1)
            return [
                word,
                *(
                    make_count_cue(n, phase.start + (n - 1) * SECOND, step.where)
                    for n in seconds
                    if n <= THINNED_ABOVE or n % THINNED_STEP == 0
                ),
            ]
        case CountAloud.BREATHS:
            if phase.call or number <= 2 or number == step.breathe == 3:
                return [word]
            return _make_number_cues(step, context, rotation, phase, number)


def _make_phase_word(
    step: Breathe, context: Context, rotation: LineRotation, phase: _Phase, number: int
) -> Cue:
    """Return the word of a phase: the author's, or the coach's, which no breath is too short for.

    The coach's is left out without room; one that the routine's own phrases have is the author's.
    """
    line = rotation[phase.word]
    if phase.call is not None:
        text = fill_variables(phase.call, context, rep=number, reps=step.breathe)
        word = make_beat_cue(text, phase.start, phase.call.where or step.where, "breathe")
        return replace(word, key=f"calls: {phase.key}")
    yields = 0 if _is_of_same_script(line.where, step.where) else WORD_YIELDS
    if phase.word == "keep":  # a short one between two breaths is heard as well as told
        yields = STILLNESS_YIELDS
    text = fill_variables(line, context)
    return make_beat_cue(text, phase.start, step.where, "breathe", yields=yields)


def _is_of_same_script(where: Where | None, other: Where | None) -> bool:
    return where is not None and other is not None and where.path == other.path


def _make_number_cues(
    step: Breathe, context: Context, rotation: LineRotation, phase: _Phase, number: int
) -> list[Cue]:
    """Return what is said in a phase where breaths are counted: every other number, and the last.

    A long stillness has its word.
    """
    if phase.word == "keep" and phase.size >= LONG_STILLNESS:
        text = fill_variables(rotation["keep"], context)
        return [make_beat_cue(text, phase.start, step.where, "breathe", yields=STILLNESS_YIELDS)]
    if phase.start:
        return []
    if number == step.breathe:
        last = rotation["last_breath"]
        word = make_word_cue(last, context, "breathe", phase.start, step.where)
        return [replace(word, yields=WORD_YIELDS)]
    return [make_count_cue(number, phase.start, step.where)] if number % 2 else []


def _place_cues(step: Breathe, context: Context, rotation: LineRotation) -> dict[int, list[Cue]]:
    """Return the author's cues by the number of the breath that they are said in."""
    lines = untimed_cues(step.cues)
    times = [(cue.at, cue.line) for cue in timed_cues(step.cues)]
    if lines:
        times += [(at, rotation.next_line(lines)) for at in _list_cue_times(step)]
    placed: dict[int, list[Cue]] = {}
    length = step.breath_length
    for time, line in sorted(times, key=lambda each: each[0]):
        breath, at = divmod(time, length)
        # With too little left of a breath the next one has it.
        if at and length - at < CUE_ROOM and breath + 1 < step.breathe:
            breath, at = breath + 1, 0
        cue = make_soft_cue(line, context, "cue", at, length, min_gap=CALL_GAP)
        # A time behind the last breath, where their number is that of a round, is said in the last.
        placed.setdefault(min(breath + 1, step.breathe), []).append(
            replace(cue, outranks_counts=True, key=CUES_KEY)
        )
    return placed


def _list_cue_times(step: Breathe) -> range:
    """Return when cues are said, in ms: on a grid of their own, or in every third breath.

    Where there are only three, it is the second: the first two lead.
    """
    if step.every is not None:
        return range(step.every, step.length, step.every)
    first = 2 if step.breathe > 3 else min(step.breathe, 2) - 1
    return range(first * step.breath_length, step.length, 3 * step.breath_length)
