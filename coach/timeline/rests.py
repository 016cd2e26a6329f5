"""Rests and waits: what a rest is, what comes next, and its last seconds."""

from collections.abc import Iterator
from dataclasses import replace

from coach.script.pace import WORDS_PER_MINUTE, Pace
from coach.script.steps import Rest, Wait
from coach.timeline.clips import CHIME_LEAD
from coach.timeline.coach_words import CoachWords
from coach.timeline.context import Context, fill_variables
from coach.timeline.countdowns import make_countdown, make_notices
from coach.timeline.cues import (
    SECOND,
    TAIL,
    Cue,
    Purpose,
    Span,
    make_chained_cue,
    make_fixed_span,
    make_natural_span,
)
from coach.timeline.source import Sound, Track

USUAL_COUNTDOWN = 3
"""Seconds counted down at the end of a rest of COUNTDOWN_FROM ms and more."""
COUNTDOWN_FROM = 10_000
PREVIEW_GAP = 600
"""Silence in a rest between what it is and what comes next, in ms."""


def compile_rest(step: Rest, context: Context, words: CoachWords) -> Span:
    """Return the span of a rest: what it is, what comes next, the last seconds."""
    length, where = step.rest, step.where
    last = step.countdown
    if last is None:
        last = USUAL_COUNTDOWN if length >= COUNTDOWN_FROM else 0
    notices = [*make_notices(step.notice, length, context, words, where)]
    counts = [*notices, *make_countdown(last, length, where)]
    told_from = min((cue.at for cue in counts if cue.at is not None), default=length)
    cues = [
        Cue(Sound("rest"), Track.CUE, "rest", 0, where=where),
        *_make_rest_words(step, context, words, told_from),
    ]
    if not step.preview and step.say is None:
        cues += words.make_praise_cues(step, context)
    cues += counts
    stretch = step.stretch
    if stretch is None:
        stretch = length * context.stretch_percent // 100
    return replace(
        make_fixed_span(cues, Purpose.REST, context, length, stretch),
        lead=CHIME_LEAD,
        gap=PREVIEW_GAP,
        stretch_at=max(0, min(told_from, length - USUAL_COUNTDOWN * SECOND) - SECOND // 2),
        talk_until=told_from,
        time_check=words.make_time_check(step, context),
    )


def _make_rest_words(
    step: Rest, context: Context, words: CoachWords, told_from: int
) -> Iterator[Cue]:
    """Yield what is said as a rest begins; the coach's own words are what there is time for.

    Where it may be little, their alternatives come with them: which fits, the voice decides.
    """
    chosen = [] if step.say else [("rest", words.rotation["rest"])]
    if step.preview and context.next_name:
        chosen.append(("preview", words.rotation["preview"]))
    lines = [*([step.say] if step.say else []), *(line for _, line in chosen)]
    texts = [fill_variables(line, context) for line in lines]
    needed = CHIME_LEAD + TAIL + sum(estimate_speech(text) + PREVIEW_GAP for text in texts)
    if step.say:
        yield make_chained_cue(step.say, context, "rest").with_where(step.where)
    for key, line in chosen:
        cue = replace(make_chained_cue(line, context, "rest"), where=step.where, may_drop=True)
        if needed > told_from:
            others = [one for one in words.rotation.phrases.words[key] if one != line]
            sources = (make_chained_cue(one, context, "rest").source for one in others)
            cue = replace(cue, alternatives=tuple(sources))
        yield cue


def estimate_speech(text: str) -> int:
    """Return how many ms a slow voice takes for a text at the most."""
    return (len(text.split()) + 1) * 90 * SECOND // WORDS_PER_MINUTE[Pace.INSTRUCT]


def compile_wait(step: Wait, context: Context, words: CoachWords) -> list[Span]:
    """Return the spans of a wait: what is said, then how long it lasts if nobody ends it."""
    line = step.say or words.rotation["ready"]
    speech = make_natural_span(
        (make_chained_cue(line, context, "wait"),), Purpose.SPEECH, context, 600
    )
    sound = Cue(Sound("ready"), Track.CUE, "wait", step.wait, where=step.where)
    return [speech, make_fixed_span((sound,), Purpose.REST, context, step.wait)]
