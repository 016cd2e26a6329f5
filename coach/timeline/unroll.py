"""Session -> steps: sides, sets, rounds and exercises written out, one atomic step each.

What comes next is known only once it is written out, so a second pass, from the end, puts its
name in. The position of the body is followed, so that each change is led and given its time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from coach.errors import Problem, ScriptError
from coach.script.exercise import Exercise
from coach.script.named_work import Work
from coach.script.pace import Pace
from coach.script.positions import (
    BED_POSITIONS,
    FLOOR_POSITIONS,
    SIDE_LYING_POSITIONS,
    MoveTime,
    Position,
    choose_side_lying,
)
from coach.script.steps import (
    FlatStep,
    Group,
    Move,
    Perform,
    Rounds,
    Say,
    Sides,
    Step,
    Travel,
)
from coach.script.work_steps import BodyStep, Breathe, Hold, Reps
from coach.timeline.chimes import with_chime_silences
from coach.timeline.context import (
    Context,
    ContextStep,
    make_side_contexts,
    with_loop,
    with_opening_name,
)
from coach.timeline.guidance import Delivery, make_announcement, make_exercise_steps
from coach.timeline.look_ahead import find_least_length, look_ahead
from coach.timeline.rest_words import with_rest_words
from coach.timeline.session import Part, Session, make_dose
from coach.timeline.travels import find_side_positions, make_travels
from coach.timeline.work_expansion import WorkExpansion, make_name_step
from coach.units import format_duration

MOST_STEPS = 12_000
"""The most steps of a session: one a second for three hours. They compile in a few seconds."""
LONGEST_SESSION = 12 * 3_600_000
"""The longest session, in ms: what a WAV file can hold."""
RISE_PAUSE = MoveTime(3_000, 6_000)
BRIEF_RISE_PAUSE = MoveTime(2_000, 6_000)


def unroll(session: Session) -> tuple[ContextStep, ...]:
    """Return the steps of a session, written out.

    Raises ScriptError for more than MOST_STEPS steps or LONGEST_SESSION ms: few rounds within
    rounds within rounds are many steps.
    """
    unroller = Unroller(session.delivery, session.cards)
    context_steps: list[ContextStep] = []
    length = 0
    for part in session.parts:
        # A section without a title goes by that of the routine.
        named = not part.is_unannounced and part.title != session.title
        for one in unroller.unroll_part(part, named=named):
            context_steps.append(one)
            length += find_least_length(one.step)
            if len(context_steps) > MOST_STEPS or length > LONGEST_SESSION:
                raise ScriptError(_make_excess_problem(one.step, length))
    if session.rises:
        context_steps += (one.with_position(unroller.position) for one in unroller.unroll_rise())
    return look_ahead(context_steps)


@dataclass(slots=True)
class Unroller:
    """Where the writing out of a session has got to: the position of the body, and what came.

    `loop_count` is how many rounds and sides were entered; it numbers the next one.
    """

    delivery: Delivery
    cards: Mapping[str, Exercise]
    position: Position = Position.ANY
    is_first_exercise: bool = True
    loop_count: int = 0

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
        placed = (one.with_position(self.position) for one in context_steps)
        return with_chime_silences(with_rest_words(placed, self.delivery.phrases))

    def unroll_steps(self, steps: tuple[Step, ...], context: Context) -> Iterator[ContextStep]:
        """Yield the steps that a list of steps is written out to."""
        for step in steps:
            yield from self.unroll_step(step, context)

    def unroll_step(self, step: Step, context: Context) -> Iterator[ContextStep]:
        """Yield the steps that one step is written out to."""
        match step:
            case Sides():
                yield from self.unroll_sides(step, context)
            case Rounds():
                yield from self.unroll_rounds(step, context)
            case Group():
                yield from self.unroll_group(step, context)
            case Work():
                yield from WorkExpansion(self.delivery, self.number_loop).expand(step, context)
            case Move():
                yield from self.unroll_move(step.move, context)
            case Perform():
                yield from self.unroll_approach(step)
                yield from self.unroll_work(step)
            case Say(detail=True) if not self.delivery.has_explanations:
                self.place_body(step.position, context)
            case _:
                atom: FlatStep = step
                if isinstance(atom, BodyStep):
                    self.place_body(atom.position, context)
                yield ContextStep(atom, context)

    def unroll_group(self, step: Group, context: Context) -> Iterator[ContextStep]:
        """Yield the steps of a group, with its name before them where no words come before work."""
        here = replace(context, exercise=step.group, is_within_group=True)
        context_steps = self.unroll_steps(step.steps, here)
        if _begins_with_work(step.steps):
            context_steps = chain((make_name_step(step.group, here, self.delivery),), context_steps)
        for number, one in enumerate(with_opening_name(context_steps, step.group)):
            yield replace(one, marker=step.group) if step.chapter and not number else one

    def number_loop(self) -> int:
        """Return the number of a loop that is entered."""
        self.loop_count += 1
        return self.loop_count

    def unroll_sides(self, step: Sides, context: Context) -> Iterator[ContextStep]:
        """Yield the steps of both sides, with a named change between them, or those of one."""
        loop, words = self.number_loop(), self.delivery.phrases
        first_side = step.only or step.first or self.delivery.first_side
        first, second = make_side_contexts(context, first_side)
        opening = "one_side" if step.only else "starting_side"
        sides: tuple[tuple[Context, str, int, str, str | None], ...] = (
            (first, opening, 600, "side", None),
            (second, "change_sides", step.switch, "switch", context.repeated_name),
        )
        for here, key, pause, kind, name in sides[: 1 if step.only else 2]:
            line = Say((words[key],), pause=pause, kind=kind, where=step.where)
            context_steps = chain((ContextStep(line, here),), self.unroll_steps(step.sides, here))
            yield from with_loop(context_steps, loop, name)

    def unroll_rounds(self, step: Rounds, context: Context) -> Iterator[ContextStep]:
        """Yield the steps of all rounds."""
        loop = self.number_loop()
        for number in range(1, step.rounds + 1):
            here = replace(context, round=number, rounds=step.rounds)
            context_steps = self.unroll_steps(step.steps, here)
            yield from with_loop(context_steps, loop, context.repeated_name if number > 1 else None)

    def place_body(self, position: Position | None, context: Context) -> None:
        """Take it that the body is in a position, where one is given."""
        if position is not None:
            self.position = self.choose_position(position, context)

    def choose_position(self, position: Position, context: Context) -> Position:
        """Return a position of a script with the side to lie on: that which is not worked."""
        phrases, here = self.delivery.phrases, self.position
        worked = next((key for key in ("left", "right") if context.side == phrases[key].text), "")
        if position is Position.SIDE_LYING and not worked and here in SIDE_LYING_POSITIONS:
            return here
        return choose_side_lying(position, worked)

    def unroll_move(self, goal: Position, context: Context) -> Iterator[ContextStep]:
        """Yield the moves into a position, one entry of MOVES after the other."""
        goal = self.choose_position(goal, context)
        for travel, there in make_travels(self.position, goal, self.delivery):
            self.position = there
            yield ContextStep(travel, context)
        if goal is not Position.ANY:
            self.position = goal

    def unroll_approach(self, step: Perform) -> Iterator[ContextStep]:
        """Yield the announcement of an exercise and the way into its position."""
        card = self.cards[step.exercise]
        context_steps = make_announcement(
            card, make_dose(card, step), self.delivery, is_first=self.is_first_exercise
        )
        yield from with_opening_name(context_steps, card.name)
        self.is_first_exercise = False
        if self.position is Position.ANY:
            self.position = Position.STANDING
        begin, _ = find_side_positions(card, step.side, self.delivery)
        yield from self.unroll_move(
            begin, Context(exercise=card.name, stretch_percent=card.stretch)
        )

    def unroll_work(self, step: Perform) -> Iterator[ContextStep]:
        """Yield the steps of an exercise from the moment its position is reached."""
        card = self.cards[step.exercise]
        begin, end = find_side_positions(card, step.side, self.delivery)
        turn = tuple(make_travels(begin, end, self.delivery))
        context_steps = make_exercise_steps(
            card,
            make_dose(card, step),
            self.delivery,
            side=step.side,
            turn=tuple(travel for travel, _ in turn),
        )
        ends = iter(there for _, there in turn)
        for one in with_chime_silences(context_steps):
            if isinstance(one.step, Travel):
                self.position = next(ends)
            yield one

    def finish_work(self, step: Perform) -> None:
        """Take it that an exercise is done: the body is where its last side ended."""
        card = self.cards[step.exercise]
        _, end = find_side_positions(card, step.side, self.delivery)
        if end is not Position.ANY:
            self.position = end

    def unroll_rise(self) -> Iterator[ContextStep]:
        """Yield how a listener who is on the floor or a bed at the end gets up, without hurry.

        Lying on the back there are words of its own for that, elsewhere those of the usual moves.
        """
        if self.position not in FLOOR_POSITIONS | BED_POSITIONS:
            return
        phrases, delivery = self.delivery.phrases, self.delivery
        in_bed = delivery.avoids_kneeling or self.position is Position.BED
        lines = phrases.rise_without_kneeling if in_bed else phrases.rise
        if self.position not in (Position.SUPINE, Position.BED):
            moves = make_travels(self.position, Position.STANDING, self.delivery)
            lines = tuple(line for travel, _ in moves for line in travel.lines)
        pauses = BRIEF_RISE_PAUSE if delivery.brief else RISE_PAUSE
        pause = pauses.slow if delivery.slow else pauses.usual
        self.position = Position.STANDING
        yield ContextStep(Say(lines, pause=pause, pace=Pace.HOLD, kind="rise"), Context())


def _begins_with_work(steps: tuple[Step, ...]) -> bool:
    """Return whether steps begin with work that nobody has spoken of."""
    match steps[0]:
        case Hold() | Breathe() | Reps():
            return True
        case Sides(sides=inner) | Rounds(steps=inner):
            return _begins_with_work(inner)
        case _:
            return False


def _make_excess_problem(step: FlatStep, length: int) -> Problem:
    hint = "fewer rounds within rounds"
    if length > LONGEST_SESSION:
        message = (
            f"expected a session of at most {format_duration(LONGEST_SESSION)}, found more by here"
        )
        return Problem(message, step.where, hint)
    message = f"expected at most {MOST_STEPS:,} steps, found more when written out"
    return Problem(message, step.where, hint)
