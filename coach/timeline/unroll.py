"""Session -> acts: sides, sets, rounds and exercises written out, one atomic step each.

What comes next is known only from behind, so names of the next part are put in by a second
pass. The body's position is followed, so that every change of it is led and given its time.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import assert_never

from coach.errors import Problem, ScriptError
from coach.script.exercise import Exercise
from coach.script.pace import Pace
from coach.script.positions import (
    FLOOR_POSITIONS,
    MOVES,
    MoveTime,
    Position,
    join_kneeling_moves,
    moves_between,
)
from coach.script.steps import (
    Breathe,
    FlatStep,
    Group,
    Hold,
    Move,
    Perform,
    Play,
    Reps,
    Rest,
    Rounds,
    Say,
    Sides,
    Silence,
    Step,
    Travel,
    Wait,
)
from coach.timeline.context import Context, ContextStep
from coach.timeline.guidance import Delivery, make_announcement, make_exercise_steps, order_sides
from coach.timeline.session import Part, Session, make_dose
from coach.units import format_duration

MOST_STEPS = 12_000
"""More than one a second in three hours; so many are compiled in a few seconds."""
LONGEST_SESSION = 12 * 3_600_000
"""The longest session, in ms: what a WAV file can hold."""
RISE_PAUSE = MoveTime(3_000, 6_000)
BRIEF_RISE_PAUSE = MoveTime(2_000, 6_000)


def unroll(session: Session) -> tuple[ContextStep, ...]:
    """Write a session out; raises ScriptError where rounds within rounds never end."""
    walk = Unroller(session.delivery, session.cards)
    acts: list[ContextStep] = []
    length = 0
    for part in session.parts:
        # A section without a title goes by that of the routine.
        named = not part.is_unannounced and part.title != session.title
        for act in walk.unroll_part(part, named=named):
            acts.append(_with_position(act, walk.position))
            length += _length(act.step)
            if len(acts) > MOST_STEPS or length > LONGEST_SESSION:
                raise ScriptError(_make_excess_problem(act.step, length))
    if session.rises:
        acts += (_with_position(act, walk.position) for act in walk.unroll_rise())
    return look_ahead(acts)


@dataclass(slots=True)
class Unroller:
    """The walk through a session: where the body is, and whether no exercise came yet.

    `loops` counts the rounds and sides gone into.
    """

    delivery: Delivery
    cards: Mapping[str, Exercise]
    position: Position = Position.ANY
    is_first_exercise: bool = True
    loop_count: int = 0

    def unroll_part(self, part: Part, *, named: bool = True) -> Iterator[ContextStep]:
        """Write out a part; its title marks its first act, unless an exercise's name does."""
        if isinstance(part.steps[0], Perform):
            yield from self.unroll_steps(part.steps, Context())
            return
        acts = self.unroll_steps(part.steps, Context(exercise=part.title))
        for number, act in enumerate(_with_opening_name(acts, part.title if named else None)):
            yield act if number or act.marker else replace(act, marker=part.title)

    def unroll_steps(self, steps: tuple[Step, ...], context: Context) -> Iterator[ContextStep]:
        """Write out steps one after the other."""
        for step in steps:
            yield from self.unroll_step(step, context)

    def unroll_step(self, step: Step, context: Context) -> Iterator[ContextStep]:
        """Write out one step."""
        match step:
            case Sides():
                yield from self.unroll_sides(step, context)
            case Rounds():
                yield from self.unroll_rounds(step, context)
            case Group():
                here = replace(context, exercise=step.group)
                acts = _with_opening_name(self.unroll_steps(step.steps, here), step.group)
                for number, act in enumerate(acts):
                    marks = step.chapter and not number
                    yield replace(act, marker=step.group) if marks else act
            case Move():
                yield from self.unroll_move(step.move, context)
            case Perform():
                yield from self.unroll_approach(step)
                yield from self.unroll_work(step)
            case Say(detail=True) if not self.delivery.has_explanations:
                return
            case _:
                atom: FlatStep = step
                yield ContextStep(atom, context)

    def unroll_sides(self, step: Sides, context: Context) -> Iterator[ContextStep]:
        """Write out both sides, with a named change between them."""
        self.loop_count += 1
        loop, words = self.loop_count, self.delivery.phrases
        first, second = order_sides(step.first or self.delivery.first_side)
        for side, other in ((first, second), (second, first)):
            here = replace(context, side=words[side].text, other_side=words[other].text)
            key, pause, kind = "starting_side", 600, "side"
            if side == second:
                key, pause, kind = "change_sides", step.switch, "switch"
            said = ContextStep(Say((words[key],), pause=pause, kind=kind, where=step.where), here)
            acts = chain((said,), self.unroll_steps(step.sides, here))
            yield from _with_loop(acts, loop, context.exercise if side == second else None)

    def unroll_rounds(self, step: Rounds, context: Context) -> Iterator[ContextStep]:
        """Write out all rounds."""
        self.loop_count += 1
        loop = self.loop_count
        for number in range(1, step.rounds + 1):
            here = replace(context, round=number, rounds=step.rounds)
            acts = self.unroll_steps(step.steps, here)
            yield from _with_loop(acts, loop, context.exercise if number > 1 else None)

    def unroll_move(self, goal: Position, context: Context) -> Iterator[ContextStep]:
        """Lead into a position, one table entry after the other."""
        for travel, there in make_travels(self.position, goal, self.delivery):
            self.position = there
            yield ContextStep(travel, context)
        if goal is not Position.ANY:
            self.position = goal

    def unroll_approach(self, step: Perform) -> Iterator[ContextStep]:
        """Announce an exercise and lead into its position."""
        card = self.cards[step.exercise]
        acts = make_announcement(
            card, make_dose(card, step), self.delivery, is_first=self.is_first_exercise
        )
        yield from _with_opening_name(acts, card.name)
        self.is_first_exercise = False
        if self.position is Position.ANY:
            self.position = Position.STANDING
        yield from self.unroll_move(
            card.position, Context(exercise=card.name, stretch_percent=card.stretch)
        )

    def unroll_work(self, step: Perform) -> Iterator[ContextStep]:
        """Write out an exercise from the moment its position is reached."""
        card = self.cards[step.exercise]
        return make_exercise_steps(card, make_dose(card, step), self.delivery)

    def unroll_rise(self) -> Iterator[ContextStep]:
        """Tell someone on the floor at the end how to get up, in their own time.

        Who lies on the back hears words of its own for that, anyone else those of the usual moves.
        """
        if self.position in FLOOR_POSITIONS:
            phrases, manner = self.delivery.phrases, self.delivery
            lines = phrases.rise_without_kneeling if manner.avoids_kneeling else phrases.rise
            if self.position is not Position.SUPINE:
                moves = make_travels(self.position, Position.STANDING, self.delivery)
                lines = tuple(line for travel, _ in moves for line in travel.lines)
            pauses = BRIEF_RISE_PAUSE if manner.brief else RISE_PAUSE
            pause = pauses.slow if manner.slow else pauses.usual
            self.position = Position.STANDING
            yield ContextStep(Say(lines, pause=pause, pace=Pace.HOLD, kind="rise"), Context())


def make_travels(
    start: Position, goal: Position, delivery: Delivery
) -> Iterator[tuple[Travel, Position]]:
    """Give each move on the way from one position to another, and where it ends."""
    phrases = delivery.phrases
    pairs = moves_between(start, goal)
    known = phrases.moves_without_kneeling if delivery.avoids_kneeling else {}
    for leg in (
        join_kneeling_moves(pairs) if delivery.avoids_kneeling else [(pair,) for pair in pairs]
    ):
        usual = tuple(line for pair in leg for line in phrases.moves[pair])
        needed = (MOVES[pair].slow if delivery.slow else MOVES[pair].usual for pair in leg)
        lines = known.get((leg[0][0], leg[-1][1])) or usual
        yield Travel(lines, sum(needed)), leg[-1][1]


def _with_position(act: ContextStep, position: Position) -> ContextStep:
    """Tell of an act where the body is at its end."""
    if act.context.position is position:
        return act
    return replace(act, context=replace(act.context, position=position))


def _with_opening_name(acts: Iterable[ContextStep], name: str | None) -> Iterator[ContextStep]:
    """Name what begins with the first act, unless something within does at the same time."""
    for number, act in enumerate(acts):
        yield act if number or act.opening_name is not None else replace(act, opening_name=name)


def _with_loop(acts: Iterable[ContextStep], loop: int, name: str | None) -> Iterator[ContextStep]:
    """Tell of acts that they lie in a loop, and of the first what begins anew with it, if so."""
    for number, act in enumerate(acts):
        again = (
            act.restarted_loops if number or name is None else (*act.restarted_loops, (loop, name))
        )
        # By hand, as it is done at every depth to every act: `replace` takes three times as long.
        yield ContextStep(
            act.step, act.context, act.marker, act.opening_name, (loop, *act.loops), again
        )


def look_ahead(context_steps: list[ContextStep]) -> tuple[ContextStep, ...]:
    """Give every act the name of what begins next, or begins anew while it is within it."""
    following = ""
    anew: list[tuple[int, str]] = []
    done: list[ContextStep] = []
    seconds = 0
    # Acts of a round share their scene, and so do the copies: `acts` holds each, and so its id.
    told: dict[tuple[int, str, int], Context] = {}
    for act in reversed(context_steps):
        nearest = (name for loop, name in reversed(anew) if loop in act.loops)
        if not isinstance(act.step, Say | Play | Travel):
            seconds = _length(act.step) // 1000
        key = id(act.context), next(nearest, following), seconds
        if key not in told:
            told[key] = replace(act.context, next_name=key[1], seconds=seconds)
        # By hand: `replace` takes several times as long, and there are thousands of acts.
        done.append(
            ContextStep(
                act.step, told[key], act.marker, act.opening_name, act.loops, act.restarted_loops
            )
        )
        if act.opening_name is not None:
            following, anew = act.opening_name, []
        else:
            anew = [known for known in anew if known[0] in act.loops]
            anew += act.restarted_loops[::-1]
    done.reverse()
    return tuple(done)


def _length(step: FlatStep) -> int:
    """Give what a step lasts at least, in ms, by its own numbers."""
    match step:
        case Hold() | Breathe() | Reps():
            return step.length
        case Rest():
            return step.rest
        case Silence():
            return step.silence
        case Wait():
            return step.wait
        case Travel():
            return step.move_time
        case Say():
            return step.pause
        case Play():
            return 0
        case _:
            assert_never(step)


def _make_excess_problem(step: FlatStep, length: int) -> Problem:
    hint = "fewer rounds within rounds"
    if length > LONGEST_SESSION:
        message = (
            f"expected a session of at most {format_duration(LONGEST_SESSION)}, found more by here"
        )
        return Problem(message, step.where, hint)
    message = f"expected at most {MOST_STEPS:,} steps, found more when written out"
    return Problem(message, step.where, hint)
