"""Session -> acts: sides, sets, rounds and exercises written out, one atomic step each.

What comes next is known only from behind, so names of the next part are put in by a second
pass. The body's position is followed, so that every change of it is led and given its time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from coach.drill import Manner, announce, perform, sides_of
from coach.errors import Problem, ScriptError
from coach.exercise import Exercise
from coach.positions import FLOOR, MOVES, Position, way
from coach.scene import Act, Scene
from coach.session import Part, Session, dose_of
from coach.source import Pace
from coach.steps import (
    Atom,
    Group,
    Move,
    Perform,
    Rounds,
    Say,
    Sides,
    Step,
    Travel,
)
from coach.talk import Talk

MOST_ACTS = 50_000
RISE_PAUSE = 1_500


def unroll(session: Session) -> tuple[Act, ...]:
    """Write a session out; raises ScriptError where rounds within rounds never end."""
    walk = Walk(session.manner, session.cards)
    acts: list[Act] = []
    for part in session.parts:
        for act in walk.part(part):
            acts.append(act)
            if len(acts) > MOST_ACTS:
                where = act.step.where
                message = f"expected at most {MOST_ACTS:,} steps, found more when written out"
                raise ScriptError(Problem(message, where, "fewer rounds within rounds"))
    if session.rises:
        acts += walk.rise()
    return _look_ahead(acts)


@dataclass(slots=True)
class Walk:
    """The walk through a session: where the body is, and whether no exercise came yet."""

    manner: Manner
    cards: Mapping[str, Exercise]
    position: Position = Position.ANY
    opens: bool = True

    def part(self, part: Part) -> Iterator[Act]:
        """Write out a part; its title marks its first act, unless an exercise's name does."""
        if isinstance(part.steps[0], Perform):
            yield from self.steps(part.steps, Scene())
            return
        for number, act in enumerate(self.steps(part.steps, Scene(exercise=part.title))):
            yield act if number or act.marker else replace(act, marker=part.title)

    def steps(self, steps: tuple[Step, ...], scene: Scene) -> Iterator[Act]:
        """Write out steps one after the other."""
        for step in steps:
            yield from self.step(step, scene)

    def step(self, step: Step, scene: Scene) -> Iterator[Act]:
        """Write out one step."""
        match step:
            case Sides():
                yield from self.sides(step, scene)
            case Rounds():
                for number in range(1, step.rounds + 1):
                    here = replace(scene, round=number, rounds=step.rounds)
                    yield from self.steps(step.steps, here)
            case Group():
                here = replace(scene, exercise=step.group)
                for number, act in enumerate(self.steps(step.steps, here)):
                    marks = step.chapter and not number
                    yield replace(act, marker=step.group) if marks else act
            case Move():
                yield from self.move(step.move, scene)
            case Perform():
                yield from self.approach(step)
                yield from self.work(step)
            case Say(detail=True) if self.manner.talk is not Talk.FULL:
                return
            case _:
                atom: Atom = step
                yield Act(atom, scene)

    def sides(self, step: Sides, scene: Scene) -> Iterator[Act]:
        """Write out both sides, with a named change between them."""
        words = self.manner.phrases
        first, second = sides_of(step.first)
        for side, other in ((first, second), (second, first)):
            here = replace(scene, side=words[side].text, other=words[other].text)
            key, pause, kind = "starting_side", 600, "side"
            if side == second:
                key, pause, kind = "change_sides", step.switch, "switch"
            yield Act(Say((words[key],), pause=pause, kind=kind, where=step.where), here)
            yield from self.steps(step.sides, here)

    def move(self, goal: Position, scene: Scene) -> Iterator[Act]:
        """Lead into a position, one table entry after the other."""
        for pair in way(self.position, goal):
            needed = MOVES[pair].slow if self.manner.slow else MOVES[pair].usual
            yield Act(Travel(self.manner.phrases.moves[pair], needed), scene)
        if goal is not Position.ANY:
            self.position = goal

    def approach(self, step: Perform) -> Iterator[Act]:
        """Announce an exercise and lead into its position."""
        card = self.cards[step.exercise]
        yield from announce(card, dose_of(card, step), self.manner, opens=self.opens)
        self.opens = False
        if self.position is Position.ANY:
            self.position = Position.STANDING
        yield from self.move(card.position, Scene(exercise=card.name))

    def work(self, step: Perform) -> Iterator[Act]:
        """Write out an exercise from the moment its position is reached."""
        card = self.cards[step.exercise]
        return perform(card, dose_of(card, step), self.manner)

    def rise(self) -> Iterator[Act]:
        """Tell someone who lies at the end how to get up, in their own time."""
        if self.position in FLOOR:
            lines = self.manner.phrases.rise
            yield Act(Say(lines, pause=RISE_PAUSE, pace=Pace.HOLD, kind="rise"), Scene())


def _look_ahead(acts: list[Act]) -> tuple[Act, ...]:
    """Give every act the name of what comes after its own exercise."""
    following = ""
    done: list[Act] = []
    for number in range(len(acts) - 1, -1, -1):
        act = acts[number]
        later = acts[number + 1].scene if number + 1 < len(acts) else None
        if later and later.exercise != act.scene.exercise:
            following = later.exercise
        done.append(replace(act, scene=replace(act.scene, next=following)))
    done.reverse()
    return tuple(done)
