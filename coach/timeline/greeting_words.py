"""The greeting of a session, behind its first words.

A session is planned before it is known what is done in it, so it is planned with the longest
greeting that there could be; once its steps are written out, the true one takes its place.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from coach.script.exercise import Exercise
from coach.script.routine import Routine
from coach.script.scalars import Line
from coach.script.steps import Say
from coach.script.talk_level import TalkLevel
from coach.timeline.context import Context, ContextStep, fill_variables
from coach.timeline.delivery import Delivery
from coach.timeline.greetings import Greeting
from coach.timeline.opening_plan import PLAN_KIND
from coach.timeline.session import list_written_performs
from coach.timeline.speech_estimates import estimate_line

GREETING_KIND = "greeting"
AFTER_GREETING = 600
"""Silence behind it, in ms."""


def insert_greeting(routine: Routine, cards: Mapping[str, Exercise], delivery: Delivery) -> Routine:
    """Return a routine with the longest greeting of its sessions behind its first words.

    It takes the place of one that is there. Who writes all that is said at the beginning, the plan
    too, greets by themselves; and there is none where there are no words at all.
    """
    written = tuple(step for step in routine.opening if not _is_greeting(step))
    if not routine.plan or delivery.talk_level is TalkLevel.BELL:
        return replace(routine, opening=written)
    names = {one.exercise for one in list_written_performs(routine)}
    lines = list(_list_lines(names, cards, delivery))
    if not lines:
        return replace(routine, opening=written)
    longest = max(lines, key=lambda line: estimate_line(line.text))
    first = 1 if written and isinstance(written[0], Say) and written[0].kind != PLAN_KIND else 0
    greeting = Say((longest,), pause=AFTER_GREETING, kind=GREETING_KIND)
    return replace(routine, opening=(*written[:first], greeting, *written[first:]))


def tell_true_greeting(
    context_steps: Sequence[ContextStep], cards: Collection[Exercise], delivery: Delivery
) -> list[ContextStep]:
    """Return the steps of a session with the greeting of what is in it, where it has one."""
    place = next((n for n, one in enumerate(context_steps) if _is_greeting(one.step)), None)
    if place is None:
        return list(context_steps)
    known = {card.slug: card for card in cards}
    before, one, behind = context_steps[:place], context_steps[place], context_steps[place + 1 :]
    greeting = delivery.greetings.choose(known)
    line = greeting and _make_line(greeting, known, delivery)
    if line:
        said = Say((line,), pause=AFTER_GREETING, kind=GREETING_KIND)
        return [*before, replace(one, step=said), *behind]
    return [*before, *(next_.with_beginnings_of(one) for next_ in behind[:1]), *behind[1:]]


def _list_lines(
    names: Collection[str], cards: Mapping[str, Exercise], delivery: Delivery
) -> Iterator[Line]:
    """Yield what may be said before sessions of some exercises."""
    found = delivery.greetings
    new = (one for one in found.new if one.exercise in names)
    for greeting in (*new, *filter(None, (found.usual,))):
        if line := _make_line(greeting, cards, delivery):
            yield line


def _make_line(
    greeting: Greeting, cards: Mapping[str, Exercise], delivery: Delivery
) -> Line | None:
    """Return the words of a greeting; None where the language has none for it."""
    lines = delivery.phrases.words.get(greeting.key, ())
    if greeting.number >= len(lines):
        return None
    line = lines[greeting.number]
    name = cards[greeting.exercise].name if greeting.exercise else ""
    context = Context(exercise=name, grammar=delivery.phrases.grammar)
    return replace(line, text=fill_variables(line, context))


def _is_greeting(step: object) -> bool:
    return isinstance(step, Say) and step.kind == GREETING_KIND
