"""Chimes that end a step: what is said next waits until they were heard."""

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from coach.script.steps import Rest, Say, Silence, Travel, Wait
from coach.script.work_steps import Breathe, Hold, LedRep, Reps
from coach.timeline.clips import CHIME_LEAD
from coach.timeline.context import ContextStep
from coach.timeline.cues import EARLY_COUNT

CHIME_SILENCE = CHIME_LEAD + EARLY_COUNT
"""Silence behind a chime that ends a step, in ms: what comes next may begin with a count."""
LEAST_REST = 2_000
"""A shorter rest has no time for a sound of its own, in ms."""
SPOKEN_AT_ONCE = Say | Travel | Wait | Reps | LedRep | Breathe
"""Steps that begin with words; a rest begins with a sound of its own."""


def with_chime_silences(context_steps: Iterable[ContextStep]) -> Iterator[ContextStep]:
    """Yield the steps of a part, with a short silence between a chime at the end and words.

    So it is at the end of the part, too: it is as long whatever comes next. Each step is asked
    for only as it is yielded, or one before: a script may have more than can be held.
    """
    for one, after in pairwise(chain(context_steps, (None,))):
        assert one is not None
        yield one
        if _ends_with_chime(one) and (after is None or _is_heard_at_once(after)):
            quiet = Silence(CHIME_SILENCE, where=one.step.where)
            fills = one.block is not None and one.block.is_rest
            block = (after.block if after else None) if fills else one.block
            yield ContextStep(quiet, one.context, loops=one.loops, block=block)


def without_chime_silences(context_steps: Iterable[ContextStep]) -> Iterator[ContextStep]:
    """Yield the steps as a script has them."""
    return (one for one in context_steps if one.step != Silence(CHIME_SILENCE))


def _is_heard_at_once(one: ContextStep) -> bool:
    """Return whether words may come before a chime was heard."""
    match one.step:
        case Silence(silence=length):
            return length < CHIME_SILENCE
        case Hold(say=(_, *_), sounds=False):
            return True
        case step:
            return isinstance(step, SPOKEN_AT_ONCE)


def _ends_with_chime(one: ContextStep) -> bool:
    step = one.step
    if one.block is not None and one.block.is_rest and isinstance(step, Rest):
        # What fills a block may be next to nothing, behind a hold.
        return one.block.repeats or step.rest < LEAST_REST
    if isinstance(step, Hold):
        return step.sounds and not step.is_open  # the bell of an open one has a silence of its own
    return isinstance(step, Wait)
