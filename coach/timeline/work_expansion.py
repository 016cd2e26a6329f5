"""Named work -> steps: its name, its sets, both sides or one, and the rests between."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from coach.errors import Where
from coach.script.named_work import SideSets, SideTurns, Work
from coach.script.scalars import Line
from coach.script.steps import FlatStep, Rest, Rounds, Say, Sides, Step
from coach.script.work_steps import ROUND_COUNT, Breathe, Hold, Reps
from coach.timeline.context import (
    Context,
    ContextStep,
    fill_variables,
    make_side_contexts,
    with_loop,
    with_opening_name,
)
from coach.timeline.delivery import Delivery

BARE_NAME = Line("{exercise}.")
"""What a name is said with where the phrases of a language have nothing of their own."""
BARE_SIDE_NAME = Line("{exercise}, {side}")


def make_name_step(
    name: str, context: Context, delivery: Delivery, where: Where | None = None
) -> ContextStep:
    """Return the step that says the name of the work that begins with it."""
    called = replace(context, exercise=name)
    line = Line(_fill_phrase("name", BARE_NAME, called, delivery), where)
    return ContextStep(Say((line,), kind="name", where=where), context)


def make_side_steps(
    contexts: Sequence[Context], switch: int, delivery: Delivery, where: Where | None
) -> Iterator[ContextStep]:
    """Yield for each of the sides that are done, one or both, the step that says which it is."""
    words = delivery.phrases
    opening = "starting_side" if contexts[1:] else "one_side"
    changes = ((opening, 600, "side"), ("change_sides", switch, "switch"))
    for context, (key, pause, kind) in zip(contexts, changes, strict=False):
        yield ContextStep(Say((words[key],), pause=pause, kind=kind, where=where), context)


def begins_with_work(steps: tuple[Step, ...]) -> bool:
    """Return whether steps begin with work that nobody has spoken of."""
    match steps[0]:
        case Hold() | Breathe() | Reps():
            return not steps[0].say
        case Sides(sides=inner) | Rounds(steps=inner):
            return begins_with_work(inner)
        case _:
            return False


def _says_name(dose: Hold | Breathe | Reps, name: str) -> bool:
    """Return whether work begins with words of its own that have its name in them."""
    first = dose.say[0].text.replace("{exercise}", name) if dose.say else ""
    return name.casefold() in first.casefold()


def with_round_count(step: FlatStep, context: Context) -> FlatStep:
    """Return a step that is done as often as the number of its round says, if it shall be.

    Raises ScriptError where its round has none.
    """
    match step:
        case Reps(reps=number) | Breathe(breathe=number) if number == ROUND_COUNT:
            count = int(fill_variables(Line("{count}", step.where), context))
        case _:
            return step
    return replace(step, reps=count) if isinstance(step, Reps) else replace(step, breathe=count)


def _fill_phrase(key: str, bare: Line, context: Context, delivery: Delivery) -> str:
    words = delivery.phrases.words
    here = replace(context, grammar=delivery.phrases.grammar)
    return fill_variables(words[key][0] if key in words else bare, here)


@dataclass(frozen=True, slots=True)
class WorkExpansion:
    """Writes out named work in one delivery; `number_loop` returns the number of a new loop."""

    delivery: Delivery
    number_loop: Callable[[], int]

    def expand(self, work: Work, context: Context) -> Iterator[ContextStep]:
        """Yield the steps of all names, with rests between them and none behind the last."""
        for number, name in enumerate(work.work):
            if number and work.rest:
                yield ContextStep(Rest(work.rest, where=work.where), context)
            here = replace(context, exercise=name.text, is_within_group=True)
            yield from self._expand_name(work, here)

    def _expand_name(self, work: Work, context: Context) -> Iterator[ContextStep]:
        """Yield the name and the work under it, the first with what begins there."""
        spoken_name = context.exercise
        if work.side:
            context, _ = make_side_contexts(context, work.side)
            spoken_name = _fill_phrase("name_side", BARE_SIDE_NAME, context, self.delivery)
        context_steps = self._expand_sides(work, context)
        if not _says_name(work.dose, context.exercise):
            named = make_name_step(spoken_name, context, self.delivery, work.where)
            context_steps = chain((named,), context_steps)
        for number, one in enumerate(with_opening_name(context_steps, spoken_name)):
            yield replace(one, marker=context.exercise) if work.chapter and not number else one

    def _expand_sides(self, work: Work, context: Context) -> Iterator[ContextStep]:
        match work.sides:
            case None:
                yield from self._expand_sets(work, context, work.sets)
            case SideTurns.EACH:
                yield from self._expand_both(work, context, (work.sets, work.sets))
            case SideTurns.ALTERNATE if isinstance(work.dose, Reps):
                dose = replace(work.dose, alternate=True, first=self._first_side(work))
                yield from self._expand_sets(replace(work, dose=dose), context, work.sets)
            case SideTurns.ALTERNATE:
                for number in range(1, work.sets + 1):
                    here = replace(context, set=number, sets=work.sets)
                    if number > 1:
                        yield from self._make_between(work, here)
                    yield from self._expand_both(work, here, (1, 1))
            case SideSets(left=left, right=right):
                sets = (left, right) if self._first_side(work) == "left" else (right, left)
                yield from self._expand_both(work, context, sets)

    def _expand_both(
        self, work: Work, context: Context, sets: tuple[int, int]
    ) -> Iterator[ContextStep]:
        """Yield the sets of the first side, a named change, and those of the second."""
        loop = self.number_loop()
        sides = make_side_contexts(context, self._first_side(work))
        contexts = [here for here, count in zip(sides, sets, strict=True) if count]
        openings = make_side_steps(contexts, work.switch, self.delivery, work.where)
        for number, (opening, count) in enumerate(zip(openings, filter(None, sets), strict=True)):
            some = chain((opening,), self._expand_sets(work, opening.context, count))
            yield from with_loop(some, loop, context.exercise if number else None)

    def _expand_sets(self, work: Work, context: Context, sets: int) -> Iterator[ContextStep]:
        """Yield sets of one side, or of work without sides; a single one keeps its number."""
        for number in range(1, sets + 1):
            here = replace(context, set=number, sets=sets) if sets > 1 else context
            if number > 1:
                yield from self._make_between(work, here)
            yield ContextStep(with_round_count(work.dose, here), here)

    def _make_between(self, work: Work, context: Context) -> Iterator[ContextStep]:
        """Yield the rest before a further set and the number of that set, which is said in it."""
        if work.rest:
            rest = Rest(work.rest, preview=False, where=work.where)
            yield ContextStep(rest, context)
            line = self.delivery.phrases["next_set"]
            yield ContextStep(Say((line,), kind="set", where=work.where), context)

    def _first_side(self, work: Work) -> str:
        return work.first or self.delivery.first_side
