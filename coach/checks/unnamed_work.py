"""Unnamed work: what is to be done before anyone has said what, and counts that lead to talk.

These are doubts: a listener may know. They are looked for in the steps of a session as they are
written out, with the names that the coach itself says. A text that may have been meant as a step,
and is spoken, is work that is not even done.
"""

from collections.abc import Iterator, Sequence

from coach.errors import Problem, Where
from coach.script.bare_steps import explain_doubtful_step
from coach.script.steps import Rest, Say, Silence, Wait
from coach.script.work_steps import Breathe, CountAloud, Hold, Reps
from coach.timeline.chimes import without_chime_silences
from coach.timeline.context import ContextStep
from coach.timeline.rest_words import COUNTED_FROM
from coach.timeline.session import Session
from coach.timeline.unroll import unroll

_NAMELESS_KINDS = frozenset({"safety", "side", "switch", "fact", "purpose", "release"})
"""Kinds of speech that do not say what is to be done next."""
_NAME_HINT = "name it, as in {work: Plank, hold: 30s}, or say before it what to do"
_COUNT_HINT = "say it before the rest, or in it: {rest: 10s, say: ...}; or leave countdown out"


def find_work_notes(session: Session) -> Iterator[Problem]:
    """Yield a note for each place of unnamed work, and for each rest that counts down to talk."""
    written = tuple(without_chime_silences(unroll(session)))
    titles = frozenset(part.title for part in session.parts)
    yield from dict.fromkeys(find_unnamed_work(written, titles))
    yield from find_counts_into_talk(written)
    yield from dict.fromkeys(find_spoken_steps(written))


def find_unnamed_work(
    context_steps: Sequence[ContextStep], titles: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """Yield work of which nothing was said, in its group or as a name just before.

    What goes by one of the `titles` is in no group: any words before it will do. The same work
    again is known.
    """
    heard: list[ContextStep] = []
    known: set[object] = set()
    for one in context_steps:
        step, group = one.step, one.context.exercise
        if not isinstance(step, Hold | Reps | Breathe):
            heard += [one] if _names_work(one) else []
            continue
        work = (type(step), group) if group else step.where
        is_named = any(group in titles or _speaks_of(before, group) for before in heard)
        if not (is_named or says_itself(step) or work in known):
            message = "expected words before this work, found none: nobody knows what to do"
            yield Problem(message, step.where, _NAME_HINT)
        known.add(work)
        heard.clear()


def _speaks_of(one: ContextStep, group: str) -> bool:
    """Return whether words may be about what is done in a group, or say its name."""
    if not isinstance(one.step, Say):
        return True
    said = " ".join(line.text for line in one.step.say)
    return one.context.exercise == group or group.casefold() in said.casefold()


def find_counts_into_talk(context_steps: Sequence[ContextStep]) -> Iterator[Problem]:
    """Yield rests whose last seconds are counted, and then somebody talks before the next work.

    The coach itself counts down to no talk: it was asked to count. One in rounds that leads to work
    but for the last round is good.
    """
    talks: dict[Where | None, Problem | None] = {}
    for number, one in enumerate(context_steps):
        if not isinstance(one.step, Rest) or not _is_counted(one.step):
            continue
        later = context_steps[number + 1 :]
        where = one.step.where
        if (words := _find_words_before_work(later)) is None:
            talks[where] = None
        elif any(isinstance(other.step, Hold | Reps | Breathe | Wait) for other in later):
            message = f"expected work behind the count of this rest, found the words {words!r}"
            talks.setdefault(where, Problem(message, where, _COUNT_HINT))
    yield from (note for note in talks.values() if note)


def _find_words_before_work(later: Sequence[ContextStep]) -> str | None:
    """Return the first line of a script's own words that stand first, or behind a silence."""
    first = next((one.step for one in later[:2] if not isinstance(one.step, Silence)), None)
    return first.say[0].text if isinstance(first, Say) and first.kind == "say" else None


def find_spoken_steps(context_steps: Sequence[ContextStep]) -> Iterator[Problem]:
    """Yield texts that may have been meant as a step: `Hold 30 seconds`."""
    for one in context_steps:
        if isinstance(one.step, Say) and one.step.kind == "say":
            for line in one.step.say:
                if doubt := explain_doubtful_step(line.text):
                    yield Problem(doubt[0], line.where, doubt[1])


def _is_counted(step: Rest) -> bool:
    return step.rest >= COUNTED_FROM if step.countdown is None else step.countdown > 0


def says_itself(step: Hold | Reps | Breathe) -> bool:
    """Return whether what is to be done is said while it is done."""
    match step:
        case Breathe():
            return step.aloud is not CountAloud.NONE or any((*step.say, *step.calls))
        case Reps():
            return any((*step.say, *step.calls))
        case _:
            return bool(step.say)


def _names_work(one: ContextStep) -> bool:
    """Return whether a step may tell what is to be done next."""
    match one.step:
        case Say(kind=kind):
            return kind not in _NAMELESS_KINDS
        case Rest(say=say, preview=preview, words=words):
            return bool(say or words or (preview and one.context.next_name))
        case _:
            return False
