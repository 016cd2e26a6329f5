"""Rests and waits: what a rest is, what comes next, and its last seconds."""

from collections.abc import Iterator
from dataclasses import replace

from coach.script.steps import Rest, Wait
from coach.timeline.clips import CHIME_LEAD
from coach.timeline.coach_words import CoachWords
from coach.timeline.context import Context
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
from coach.timeline.rest_words import COUNTED_FROM
from coach.timeline.source import Sound, Track, spoken_text
from coach.timeline.speech_estimates import estimate_slow_words

USUAL_COUNTDOWN = 3
"""Seconds counted down at the end of a rest of COUNTED_FROM ms and more."""
DROP_RANKS = {"rest": 1, "set": 2, "side": 3, "name": 4, "preview": 4}
"""In which order the coach's own words are left out of a rest that is short for them."""
PREVIEW_GAP = 600
"""Silence in a rest between what it is and what comes next, in ms."""


def compile_rest(step: Rest, context: Context, words: CoachWords) -> Span:
    """Return the span of a rest: what it is, what comes next, the last seconds."""
    length, where = step.rest, step.where
    last = step.countdown
    if last is None:
        last = USUAL_COUNTDOWN if length >= COUNTED_FROM else 0
    notices = [*make_notices(step.notice, length, context, words, where)]
    # One on its first beat would be heard on the chime.
    last = min(last, max(0, length // SECOND - 1))
    counts = [*notices, *make_countdown(last, length, where)]
    told_from = min((cue.at for cue in counts if cue.at is not None), default=length)
    cues = [
        Cue(Sound("rest"), Track.CUE, "rest", 0, where=where),
        *_make_rest_words(step, context, words, told_from),
    ]
    if not step.preview and step.say is None and not step.words:
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
    cues = [_make_own_cue("rest", step, context, words)]
    if step.say:
        cues = [make_chained_cue(step.say, context, "rest").with_where(step.where)]
    if step.preview and context.next_name not in ("", context.exercise):
        cues.append(_make_own_cue("preview", step, context, words))
    for say in step.words:
        rank = DROP_RANKS.get(say.kind, 0)
        said = (make_chained_cue(line, context, say.kind, say.pace) for line in say.say)
        cues += (replace(cue, drop_rank=rank) for cue in said)
    needed = CHIME_LEAD + TAIL
    needed += sum(estimate_slow_words(spoken_text(cue.source)) + PREVIEW_GAP for cue in cues)
    for cue in cues:
        yield cue if needed > told_from else replace(cue, alternatives=())


def _make_own_cue(key: str, step: Rest, context: Context, words: CoachWords) -> Cue:
    """Return a cue of the coach's own words, with what may be said instead."""
    line = words.rotation[key]
    cue = make_chained_cue(line, context, "rest").with_where(step.where)
    others = (other for other in words.rotation.phrases.words[key] if other != line)
    sources = tuple(make_chained_cue(other, context, "rest").source for other in others)
    return replace(cue, alternatives=sources, drop_rank=DROP_RANKS[key])


def compile_wait(step: Wait, context: Context, words: CoachWords) -> list[Span]:
    """Return the spans of a wait: what is said, then how long it lasts if nobody ends it."""
    line = step.say or words.rotation["ready"]
    speech = make_natural_span(
        (make_chained_cue(line, context, "wait"),), Purpose.SPEECH, context, 600
    )
    sound = Cue(Sound("ready"), Track.CUE, "wait", step.wait, where=step.where)
    return [speech, make_fixed_span((sound,), Purpose.REST, context, step.wait)]
