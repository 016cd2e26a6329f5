"""Names of work that follows other work without a rest: said in its own time, behind its bell.

So intervals keep their time: eight times a minute of jogging and two of walking are 24 minutes,
whatever it takes to say so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from coach.script.phrases import Phrases
from coach.script.steps import Say
from coach.script.work_steps import Breathe, Hold, LedRep, Reps
from coach.timeline.context import ContextStep
from coach.timeline.rest_words import with_rest_words
from coach.timeline.round_expansion import without_repeated_fitted
from coach.timeline.speech_estimates import estimate_speech

MAX_SHARE = 2
"""A name and the words of a hold take at most one part in so many of it."""


def lead_into_work(context_steps: Iterable[ContextStep], phrases: Phrases) -> Iterator[ContextStep]:
    """Yield the steps of a part, the words before work in the rest there or in the work itself."""
    told_once = without_repeated_fitted(context_steps)
    return _with_names_in_holds(with_rest_words(told_once, phrases))


def _with_names_in_holds(context_steps: Iterable[ContextStep]) -> Iterator[ContextStep]:
    """Yield the steps; a name between work and a hold that has room for it is said in the hold."""
    name: ContextStep | None = None
    is_after_work = False
    for one in context_steps:
        if name is not None:
            if isinstance(one.step, Hold) and _has_room(name, one.step, one):
                one = _join(name, one.step, one)
            else:
                yield name
            name = None
        if is_after_work and isinstance(one.step, Say) and one.step.kind == "name":
            name, is_after_work = one, False
            continue
        is_after_work = isinstance(one.step, Hold | Breathe | Reps | LedRep)
        yield one
    if name is not None:
        yield name


def _has_room(name: ContextStep, hold: Hold, one: ContextStep) -> bool:
    own = replace(one, step=Say(hold.say)) if hold.say else None
    size = estimate_speech(name) + (estimate_speech(own) if own else 0)
    return not name.is_in_rest and MAX_SHARE * size <= hold.hold


def _join(name: ContextStep, hold: Hold, one: ContextStep) -> ContextStep:
    """Return a hold that begins with its name, and all that begins with that."""
    assert isinstance(name.step, Say)
    named = replace(hold, say=(*name.step.say, *hold.say))
    return replace(one.with_beginnings_of(name), step=named)
