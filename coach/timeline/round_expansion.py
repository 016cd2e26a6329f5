"""Rounds that last a given time -> their steps, each in the block whose time it takes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from coach.errors import Problem, ScriptError, Where
from coach.script.scalars import Line
from coach.script.steps import Rest, Rounds, Say, TimedRounds
from coach.timeline.context import Context, ContextStep, TimeBlock
from coach.timeline.delivery import Delivery
from coach.timeline.look_ahead import find_least_length
from coach.timeline.rest_words import may_be_in_rest
from coach.timeline.session_bounds import MAX_STEPS, make_long_round_problem
from coach.timeline.speech_estimates import estimate_speech

BARE_FITTED = Line("{fitted}.")
"""What the number of rounds is told with where phrases have nothing of their own."""
FITTED_VARIABLE = "{fitted"
"""How the variable of how many rounds fitted begins, with a noun or without."""
NOMINAL_REST = 10_000
"""What is left over of a block is taken for so many ms until it is known."""


def without_repeated_fitted(context_steps: Iterable[ContextStep]) -> Iterator[ContextStep]:
    """Yield the steps; how many rounds fitted is not told where the next words tell it as well."""
    fitted: ContextStep | None = None
    for one in context_steps:
        if fitted is not None and not _says_fitted(one):
            yield fitted
        fitted = None
        if isinstance(one.step, Say) and one.step.kind == "fitted":
            fitted = one
        else:
            yield one
    if fitted is not None:
        yield fitted


def _says_fitted(one: ContextStep) -> bool:
    return isinstance(one.step, Say) and any(FITTED_VARIABLE in line.text for line in one.step.say)


def make_round_contexts(step: Rounds, context: Context) -> Iterator[Context]:
    """Yield the context of each round, with its number and what it counts."""
    counts = step.counts or (context.count,) * step.rounds
    for number, count in enumerate(counts, start=1):
        yield replace(context, round=number, rounds=step.rounds, count=count)


@dataclass(frozen=True, slots=True)
class RoundExpansion:
    """Puts the rounds of one step into blocks; `number_block` returns the number of a new one.

    `write_round` yields the steps of a round in a context.
    """

    delivery: Delivery
    number_block: Callable[[], int]
    write_round: Callable[[Context], Iterator[ContextStep]]

    def expand_every(self, step: Rounds, contexts: Iterable[Context]) -> Iterator[ContextStep]:
        """Yield rounds that last `every` ms each, words before the first coming before it."""
        assert step.every is not None
        for number, context in enumerate(contexts):
            block = TimeBlock(self.number_block(), step.every, where=step.where)
            written = self._write_bounded(context)
            before = 0 if number else _count_leading_words(written)
            yield from _place_before(written[:before], context)
            yield from self._close_block(written[before:], block, context)

    def expand_timed(self, step: TimedRounds, context: Context) -> Iterator[ContextStep]:
        """Yield all rounds that could fit, what is left over, and how many it were."""
        block = TimeBlock(self.number_block(), step.length, repeats=True, where=step.where)
        taken, number = 0, 0
        before: list[ContextStep] = []
        inside: list[ContextStep] = []
        while taken <= step.length and len(inside) <= MAX_STEPS:
            number += 1
            here = replace(context, round=number, rounds=0)
            written = self._write_bounded(here)
            words = 0 if number > 1 else _count_leading_words(written)
            before += written[:words]
            some = written[words:]
            least = sum(map(_find_work_length, some))
            if not least:
                raise ScriptError(_make_empty_problem(step.where))
            taken += least
            if taken <= step.length or number == 1:
                inside += _put_in(some, replace(block, round=number))
        yield from _place_before(before, context)
        yield from inside
        rest = Rest(NOMINAL_REST, preview=False, stretch=0, countdown=0, where=step.where)
        within = _place_within(context, inside)
        yield ContextStep(rest, within, block=replace(block, is_rest=True))
        words_of = self.delivery.phrases.words
        line = words_of["fitted"][0] if "fitted" in words_of else BARE_FITTED
        yield ContextStep(Say((line,), kind="fitted", where=step.where), context)

    def _write_bounded(self, context: Context) -> list[ContextStep]:
        """Return the steps of a round, or more than any session may have."""
        return list(islice(self.write_round(context), MAX_STEPS + 1))

    def _close_block(
        self, written: list[ContextStep], block: TimeBlock, context: Context
    ) -> Iterator[ContextStep]:
        """Yield the steps of a round and the rest that fills its block."""
        taken = sum(map(_find_work_length, written))
        if taken > block.length:
            raise ScriptError(make_long_round_problem(taken, block))
        leading = _count_leading_words(written)
        spoken = sum(map(estimate_speech, written[leading:]))
        yield from _put_in(written, block)
        nominal = max(0, block.length - taken - spoken)
        rest = Rest(nominal, stretch=0, where=block.where)
        within = _place_within(context, written)
        yield ContextStep(rest, within, block=replace(block, is_rest=True))


def _place_within(context: Context, written: Iterable[ContextStep]) -> Context:
    """Return the context of what is left over of a block: in its time checks it counts."""
    depth = len(context.blocks) + 1
    inner = (one.context.blocks[:depth] for one in written if len(one.context.blocks) >= depth)
    return replace(context, blocks=next(inner, context.blocks))


def _place_before(written: Iterable[ContextStep], context: Context) -> Iterator[ContextStep]:
    """Yield words that come before a block: its time begins behind them."""
    for one in written:
        yield replace(one, context=replace(one.context, blocks=context.blocks))


def _put_in(context_steps: Iterable[ContextStep], block: TimeBlock) -> Iterator[ContextStep]:
    """Yield steps as those of a block; raises ScriptError for one that is in another already."""
    for one in context_steps:
        if one.block is not None:
            message = "expected no rounds of a fixed time within others"
            raise ScriptError(Problem(message, one.block.where, "take every, or for, out of one"))
        yield replace(one, block=block)


def _count_leading_words(context_steps: list[ContextStep]) -> int:
    """Return how many steps of a round are words before its work."""
    return sum(1 for _ in takewhile(lambda one: may_be_in_rest(one.step), context_steps))


def _find_work_length(one: ContextStep) -> int:
    """Return how long a step lasts at least, in ms; words may find room in a rest."""
    return 0 if may_be_in_rest(one.step) else find_least_length(one.step)


def _make_empty_problem(where: Where | None) -> Problem:
    return Problem("expected steps that take time, found none", where, "hold: 30s, or reps: 10")
