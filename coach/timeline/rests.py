"""Rests and waits: what a rest is, what comes next, and its last seconds."""

from dataclasses import replace

from coach.script.steps import Rest, Wait
from coach.timeline.clips import CHIME_LEAD
from coach.timeline.coach_words import CoachWords
from coach.timeline.context import Context
from coach.timeline.cues import (
    SECOND,
    Cue,
    Purpose,
    Span,
    make_chained_cue,
    make_count_cue,
    make_fixed_span,
    make_natural_span,
)
from coach.timeline.rest_words import COUNTED_FROM
from coach.timeline.source import Sound, Track

PREVIEW_GAP = 600
"""Silence in a rest between what it is and what comes next, in ms."""


def compile_rest(step: Rest, context: Context, words: CoachWords) -> Span:
    """Return the span of a rest: what it is, what comes next, the last three seconds."""
    cues = [Cue(Sound("rest"), Track.CUE, "rest", 0, where=step.where)]
    cues.append(
        make_chained_cue(step.say or words.rotation["rest"], context, "rest").with_where(step.where)
    )
    if step.preview and context.next_name not in ("", context.exercise):
        cues.append(
            make_chained_cue(words.rotation["preview"], context, "rest").with_where(step.where)
        )
    for say in step.words:
        cues += (make_chained_cue(line, context, say.kind, say.pace) for line in say.say)
    if not step.preview and step.say is None and not step.words:
        cues += words.make_praise_cues(step, context)
    last = step.countdown
    if last is None:
        last = 3 if step.rest >= COUNTED_FROM else 0
    cues += (make_count_cue(n, step.rest - n * SECOND, step.where) for n in range(last, 0, -1))
    stretch = step.stretch
    if stretch is None:
        stretch = step.rest * context.stretch_percent // 100
    span = make_fixed_span(cues, Purpose.REST, context, step.rest, stretch)
    stretch_at = max(0, step.rest - 3 * SECOND - SECOND // 2)
    check = words.make_time_check(step, context)
    return replace(span, lead=CHIME_LEAD, gap=PREVIEW_GAP, stretch_at=stretch_at, time_check=check)


def compile_wait(step: Wait, context: Context, words: CoachWords) -> list[Span]:
    """Return the spans of a wait: what is said, then how long it lasts if nobody ends it."""
    line = step.say or words.rotation["ready"]
    speech = make_natural_span(
        (make_chained_cue(line, context, "wait"),), Purpose.SPEECH, context, 600
    )
    sound = Cue(Sound("ready"), Track.CUE, "wait", step.wait, where=step.where)
    return [speech, make_fixed_span((sound,), Purpose.REST, context, step.wait)]
