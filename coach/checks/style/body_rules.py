"""Body rules: words of an author that move the body, of which the coach is not told."""

import re
from collections.abc import Iterator
from itertools import pairwise

from coach.checks.style_rules import Style
from coach.errors import Problem
from coach.script.positions import BED_POSITIONS, FLOOR_POSITIONS, Position
from coach.script.scalars import Line
from coach.script.steps import FlatStep, Say, Travel
from coach.script.work_steps import Breathe, Hold, Reps
from coach.timeline.context import ContextStep

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CLAUSE_START = re.compile(r"^|[,;:]\s+(?:and then |then |and )?|\s(?:and then|then|and)\s+")


def find_untold_moves(context_steps: tuple[ContextStep, ...], style: Style) -> Iterator[Problem]:
    """Yield words after which the body is not where the coach takes it to be.

    Where no way is ever led, sitting and standing are nothing the coach has to know; and before
    the first it takes it that one stands.
    """
    is_led = any(isinstance(one.step, Travel) for one in context_steps)
    for one, after in pairwise((*context_steps, None)):
        if one is None:
            continue
        told = {one.context.position, after.context.position if after else Position.ANY}
        for line in _list_free_lines(one.step):
            quote, places = find_implied_positions(line.text, style)
            low = (FLOOR_POSITIONS | BED_POSITIONS).issuperset(places)
            if not places or told.intersection(places) or not (low or is_led):
                continue
            if Position.ANY in told and Position.STANDING in places:
                continue
            message = f"expected the coach to know where the body is now, found only: {quote!r}"
            place = places[0]
            hint = f"write move: {place} before it, or position: {place} beside it"
            yield Problem(message, line.where or one.step.where, hint)


def find_implied_positions(text: str, style: Style) -> tuple[str, tuple[Position, ...]]:
    """Return the last sentence that moves the body, and where it may be then; "" and () for none.

    Of two positions to choose from nobody can know which was taken.
    """
    before = rf"(?:(?:{'|'.join(map(re.escape, style.before))})\s+)*"
    found: tuple[str, tuple[Position, ...]] = ("", ())
    for sentence in _SENTENCE.split(text):
        if style.choice.search(sentence):
            continue
        for start in _CLAUSE_START.finditer(sentence):
            instruction = re.sub(f"^{before}", "", sentence[start.end() :], flags=re.IGNORECASE)
            fitting = (places for pattern, places in style.positions if pattern.match(instruction))
            if places := next(fitting, ()):
                found = sentence, places
    return found


def _list_free_lines(step: FlatStep) -> tuple[Line, ...]:
    """Return the lines that an author wrote into a step of a routine, other than those of cards."""
    if isinstance(step, Say):
        return step.say if step.kind == "say" else ()
    said = getattr(step, "say", None)
    return said if isinstance(said, tuple) else (said,) if said else ()


def find_repeated_positions(
    context_steps: tuple[ContextStep, ...], style: Style
) -> Iterator[Problem]:
    """Yield set-up lines that tell somebody to get into the position of the exercise before.

    After a move the first line of the set-up may say once more how the body is.
    """
    before = Position.ANY
    for one in context_steps:
        here = one.context.position
        if isinstance(one.step, Say) and one.step.kind == "set-up" and here is before:
            for line in one.step.say:
                quote, places = find_implied_positions(line.text, style)
                if here in places:
                    message = f"expected no position of one who is in it, found {quote!r}"
                    hint = "setup: {there: ...} is what is said to somebody who is there already"
                    yield Problem(message, line.where or one.step.where, hint)
        if isinstance(one.step, Hold | Reps | Breathe):
            before = here
