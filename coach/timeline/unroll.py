"""Session -> steps: sides, sets, rounds and exercises written out, one atomic step each.

What comes next is known only once it is written out, so a second pass, from the end, puts its
name in. The position of the body is followed, so that each change is led and given its time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from coach.errors import ScriptError
from coach.script.named_work import Work
from coach.script.positions import Position
from coach.script.steps import (
    Group,
    Move,
    Perform,
    Rounds,
    Say,
    Sides,
    Step,
    TimedRounds,
)
from coach.script.work_steps import BodyStep
from coach.timeline.body import Body
from coach.timeline.chimes import with_chime_silences
from coach.timeline.context import (
    Context,
    ContextStep,
    make_side_contexts,
    with_loop,
    with_opening_name,
)
from coach.timeline.countdowns import without_countdown
from coach.timeline.greeting_words import tell_true_greeting
from coach.timeline.hold_names import lead_into_work
from coach.timeline.look_ahead import find_least_length, look_ahead
from coach.timeline.opening_plan import tell_true_plan
from coach.timeline.round_expansion import RoundExpansion, make_round_contexts
from coach.timeline.session import Part, Session
from coach.timeline.session_bounds import LONGEST_SESSION, MAX_STEPS, make_excess_problem
from coach.timeline.slow_pace import slow_down
from coach.timeline.work_expansion import (
    WorkExpansion,
    begins_with_work,
    make_name_step,
    make_side_steps,
    with_round_count,
)


def unroll(session: Session) -> tuple[ContextStep, ...]:
    """Return the steps of a session, written out.

    Raises ScriptError for more than MAX_STEPS steps, or for more than LONGEST_SESSION ms.
    """
    unroller = Unroller(session.delivery, session.cards)
    context_steps: list[ContextStep] = []
    length = 0
    for part in session.parts:
        # A section without a title goes by that of the routine.
        named = not part.is_unannounced and part.title != session.title
        for one in unroller.unroll_part(part, named=named):
            card = session.cards.get(one.context.card)
            one = slow_down(one, session.delivery.pace_percent, card)
            context_steps.append(one if session.countdown else without_countdown(one))
            length += find_least_length(one.step)
            if len(context_steps) > MAX_STEPS or length > LONGEST_SESSION:
                raise ScriptError(make_excess_problem(one.step, length))
    if session.rises:
        context_steps += (one.with_position(unroller.position) for one in unroller.unroll_rise())
    cards, delivery = session.done_cards, session.delivery
    greeted = tell_true_greeting(context_steps, cards, delivery)
    return look_ahead(tell_true_plan(greeted, cards, delivery))


@dataclass(slots=True)
class Unroller(Body):
    """Where the writing out of a session has got to: the body, and what came.

    `loop_count` is how many rounds and sides were entered, and `block_count` how many blocks of a
    fixed time; they number the next ones.
    """

    loop_count: int = 0
    block_count: int = 0

    def unroll_part(self, part: Part, *, named: bool = True) -> Iterator[ContextStep]:
        """Yield the steps of a part; its title marks the first, unless an exercise's name does.

        What is `named` is also announced by its title.
        """
        if isinstance(part.steps[0], Perform):
            yield from self._unroll_in_place(part.steps, Context())
            return
        context_steps = self._unroll_in_place(part.steps, Context(exercise=part.title))
        named_steps = with_opening_name(context_steps, part.title if named else None)
        for number, one in enumerate(named_steps):
            yield one if number or one.marker else replace(one, marker=part.title)

    def _unroll_in_place(self, steps: tuple[Step, ...], context: Context) -> Iterator[ContextStep]:
        """Yield the steps of a part with the position of the body, and what its chimes need."""
        context_steps = self.unroll_steps(steps, context)
        # Each gets its position as it is made: what looks ahead moves the body on.
        placed = (self.place_step(one) for one in context_steps)
        return with_chime_silences(lead_into_work(placed, self.delivery.phrases))

    def place_step(self, one: ContextStep) -> ContextStep:
        """Return a step with the position of the body, unless it has got it when it was made."""
        is_placed = one.context.position is not Position.ANY
        return one if is_placed else one.with_position(self.position)

    def unroll_steps(self, steps: tuple[Step, ...], context: Context) -> Iterator[ContextStep]:
        """Return the steps that a list of steps is written out to, made as they are asked for."""
        return chain.from_iterable(self.unroll_step(step, context) for step in steps)

    def unroll_step(self, step: Step, context: Context) -> Iterator[ContextStep]:
        """Yield the steps that one step is written out to."""
        match step:
            case Sides():
                yield from self.unroll_sides(step, context)
            case Rounds():
                yield from self.unroll_rounds(step, context)
            case TimedRounds():
                yield from self.unroll_timed(step, context)
            case Group():
                yield from self.unroll_group(step, context)
            case Work():
                yield from self.unroll_named_work(step, context)
            case Move():
                yield from self.unroll_move(step.move, context)
            case Perform():
                yield from self._unroll_exercise(step, is_known=context.round > 1)
            case Say(detail=True) if not self.delivery.has_explanations:
                self.place_body(step.position, context)
            case _:
                if isinstance(step, BodyStep):
                    self.place_body(step.position, context)
                yield ContextStep(with_round_count(step, context), context)

    def _unroll_exercise(self, step: Perform, *, is_known: bool) -> Iterator[ContextStep]:
        """Yield the steps of an exercise; one of a further round is known, and only reminded of."""
        usual, self.delivery = self.delivery, self.delivery.remind(is_known)
        yield from chain(self.unroll_approach(step), self.unroll_work(step))
        self.delivery = usual

    def unroll_group(self, step: Group, context: Context) -> Iterator[ContextStep]:
        """Yield the steps of a group, with its name before them where no words come before work."""
        here = replace(context, exercise=step.group, is_within_group=True)
        context_steps = self.unroll_steps(step.steps, here)
        if begins_with_work(step.steps):
            context_steps = chain((make_name_step(step.group, here, self.delivery),), context_steps)
        for number, one in enumerate(with_opening_name(context_steps, step.group)):
            yield replace(one, marker=step.group) if step.chapter and not number else one

    def unroll_named_work(self, step: Work, context: Context) -> Iterator[ContextStep]:
        """Yield the steps of named work, and follow the body through its sides."""
        for one in WorkExpansion(self.delivery, self.number_loop).expand(step, context):
            if isinstance(one.step, BodyStep):
                self.place_body(one.step.position, one.context)
            yield one

    def number_loop(self) -> int:
        """Return the number of a loop that is entered."""
        self.loop_count += 1
        return self.loop_count

    def unroll_sides(self, step: Sides, context: Context) -> Iterator[ContextStep]:
        """Yield the steps of both sides, with a named change between them, or those of one."""
        loop = self.number_loop()
        first_side = step.only or step.first or self.delivery.first_side
        contexts = make_side_contexts(context, first_side)[: 1 if step.only else 2]
        openings = make_side_steps(contexts, step.switch, self.delivery, step.where)
        for number, opening in enumerate(openings):
            context_steps = chain((opening,), self.unroll_steps(step.sides, opening.context))
            yield from with_loop(context_steps, loop, context.repeated_name if number else None)

    def unroll_rounds(self, step: Rounds, context: Context) -> Iterator[ContextStep]:
        """Yield the steps of all rounds, and what stands between two."""
        write_round = self.make_round_writer(step, context)
        contexts = make_round_contexts(step, context)
        if step.every is None:
            yield from chain.from_iterable(map(write_round, contexts))
        else:
            expansion = RoundExpansion(self.delivery, self.number_block, write_round)
            yield from expansion.expand_every(step, contexts)

    def unroll_timed(self, step: TimedRounds, context: Context) -> Iterator[ContextStep]:
        """Yield the rounds that could fit into a time, and what is left over of it."""
        write_round = self.make_round_writer(step, context)
        expansion = RoundExpansion(self.delivery, self.number_block, write_round)
        yield from expansion.expand_timed(step, context)

    def make_round_writer(
        self, step: Rounds | TimedRounds, context: Context
    ) -> Callable[[Context], Iterator[ContextStep]]:
        """Return what yields the steps of a round, with the position in which each is done."""
        loop = self.number_loop()
        between = step.between if isinstance(step, Rounds) else ()

        def write_round(here: Context) -> Iterator[ContextStep]:
            here = replace(here, blocks=(*context.blocks, loop))
            steps = (*between, *step.steps) if here.round > 1 else step.steps
            context_steps = map(self.place_step, self.unroll_steps(steps, here))
            return with_loop(context_steps, loop, context.repeated_name if here.round > 1 else None)

        return write_round

    def number_block(self) -> int:
        """Return the number of a block of a fixed time that is begun."""
        self.block_count += 1
        return self.block_count
