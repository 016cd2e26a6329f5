"""Body: where the listener is as a session is written out, and the steps that lead there.

It is followed so that each change of position is led and given its time, and so that nobody is
told to get where they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from coach.script.exercise import Exercise
from coach.script.positions import BED_POSITIONS, KNEELING_POSITIONS, Position
from coach.script.steps import Perform, Travel
from coach.script.talk_level import TalkLevel
from coach.timeline.chimes import with_chime_silences
from coach.timeline.context import Context, ContextStep, with_opening_name
from coach.timeline.delivery import Delivery
from coach.timeline.guidance import (
    make_announcement,
    make_exercise_steps,
    make_setup_steps,
    make_side_step,
)
from coach.timeline.session import make_dose
from coach.timeline.travels import (
    believe_position,
    choose_position,
    count_sideless_moves,
    find_side_positions,
    make_rise,
    make_travels,
)

UNRESTFUL = KNEELING_POSITIONS - {Position.KNEELING_REST}
"""Where nobody rests: someone who may breathe quietly wherever they are lies down from there."""


@dataclass(slots=True)
class Body:
    """Where the body is, and whether an exercise came yet.

    `last_position` is that of the exercise before, if the body is still there.
    """

    delivery: Delivery
    cards: Mapping[str, Exercise]
    position: Position = Position.ANY
    is_first_exercise: bool = True
    last_position: Position | None = None

    def place_body(self, position: Position | None, context: Context) -> None:
        """Take it that the body is in a position, where one is given."""
        if position is not None:
            before = self.position
            self.position = believe_position(position, before, context, self.delivery)
            self.last_position = self.last_position if self.position is before else None

    def unroll_move(
        self, goal: Position, context: Context, side: str = "", *, is_new: bool = False
    ) -> Iterator[ContextStep]:
        """Yield the moves into a position, one entry of MOVES after the other.

        `side` is worked there, if that is known. What `is_new` is led into with every line. From
        where nobody knows none is led, but for who must not kneel, and has another place.
        """
        goal = choose_position(goal, self.position, context)
        if goal in KNEELING_POSITIONS and self.delivery.avoids_kneeling:
            self.assume_standing()
        delivery = replace(self.delivery, talk_level=TalkLevel.FULL) if is_new else self.delivery
        for travel, there in make_travels(self.position, goal, delivery, side or context.side):
            self.position, self.last_position = there, None
            yield ContextStep(travel, context)
        if goal is not Position.ANY:
            self.position = goal

    def assume_standing(self) -> None:
        """Take it that the body stands, where nothing is known of it."""
        if self.position is Position.ANY:
            self.position = Position.STANDING

    def unroll_approach(self, step: Perform) -> Iterator[ContextStep]:
        """Yield the announcement of an exercise, the way into its position and the set-up there.

        What is done lying on the back is done on the bed by someone who is on one.
        """
        card, delivery = self._lead(step)
        dose, is_first = make_dose(card, step), self.is_first_exercise
        context_steps = make_announcement(card, dose, delivery, is_first=is_first)
        yield from with_opening_name(context_steps, card.name)
        self.is_first_exercise = False
        self.assume_standing()
        begin = self.choose_beginning(card, step.side, delivery)
        context = Context(exercise=card.name, card=card.slug, stretch_percent=card.stretch)
        side = step.side or delivery.first_side
        moves = self.unroll_move(begin, context, side, is_new=delivery.talk_level is TalkLevel.FULL)
        # Where the way in moves one leg, its side is named before that.
        yield from islice(moves, count_sideless_moves(self.position, begin, delivery))
        yield from make_side_step(card, dose, delivery, side=step.side)
        yield from moves
        is_there, self.last_position = self.last_position is begin, begin
        yield from make_setup_steps(card, dose, delivery, side=step.side, is_there=is_there)

    def _lead(self, step: Perform) -> tuple[Exercise, Delivery]:
        """Return the card of an exercise, and how it is led."""
        card = self.cards[step.exercise]
        return card, self.delivery.begin_with(step.first).lead(card)

    def choose_beginning(self, card: Exercise, side: str | None, delivery: Delivery) -> Position:
        """Return the position in which an exercise begins, for a body that is where it is.

        What can be done anywhere is done there, but rest is not found on hands and knees.
        """
        begin, _ = find_side_positions(card, side, delivery)
        if begin is Position.ANY:
            return Position.SIDE_LYING_LEFT if self.position in UNRESTFUL else self.position
        if begin is Position.SUPINE and self.position in BED_POSITIONS:
            return Position.BED
        return begin

    def unroll_work(self, step: Perform) -> Iterator[ContextStep]:
        """Yield the steps of an exercise for which all is set up."""
        card, delivery = self._lead(step)
        begin, end = find_side_positions(card, step.side, delivery)
        turn = tuple(make_travels(begin, end, delivery))
        dose, travels = make_dose(card, step), tuple(travel for travel, _ in turn)
        context_steps = make_exercise_steps(card, dose, delivery, side=step.side, turn=travels)
        ends = iter(there for _, there in turn)
        for one in with_chime_silences(context_steps):
            if isinstance(one.step, Travel):
                self.position = self.last_position = next(ends)
            yield one

    def finish_work(self, step: Perform) -> None:
        """Take it that an exercise is done: the body is where its last side ended."""
        card, delivery = self.cards[step.exercise], self.delivery.begin_with(step.first)
        begin, end = find_side_positions(card, step.side, delivery)
        if end is not begin:
            self.position = self.last_position = end

    def unroll_rise(self) -> Iterator[ContextStep]:
        """Yield how a listener who is on the floor or a bed at the end gets up, without hurry."""
        if rise := make_rise(self.position, self.delivery):
            self.position = Position.STANDING
            yield ContextStep(rise, Context())
