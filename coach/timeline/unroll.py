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
from coach.script.positions import FLOOR, MOVES, Needed, Position, way, without_kneeling
from coach.script.steps import (
    Atom,
    Breathe,
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
from coach.timeline.context import Act, Scene
from coach.timeline.guidance import Manner, announce, perform, sides_of
from coach.timeline.session import Part, Session, dose_of
from coach.units import format_span

MOST_ACTS = 12_000
"""More than one a second in three hours; so many are compiled in a few seconds."""
LONGEST = 12 * 3_600_000
"""The longest session, in ms: what a WAV file can hold."""
RISE_PAUSE = Needed(3_000, 6_000)
BRIEF_RISE_PAUSE = Needed(2_000, 6_000)


def unroll(session: Session) -> tuple[Act, ...]:
    """Write a session out; raises ScriptError where rounds within rounds never end."""
    walk = Walk(session.manner, session.cards)
    acts: list[Act] = []
    length = 0
    for part in session.parts:
        # A section without a title goes by that of the routine.
        named = not part.unnamed and part.title != session.title
        for act in walk.part(part, named=named):
            acts.append(_placed(act, walk.position))
            length += _length(act.step)
            if len(acts) > MOST_ACTS or length > LONGEST:
                raise ScriptError(_too_much(act.step, length))
    if session.rises:
        acts += (_placed(act, walk.position) for act in walk.rise())
    return look_ahead(acts)


@dataclass(slots=True)
class Walk:
    """The walk through a session: where the body is, and whether no exercise came yet.

    `loops` counts the rounds and sides gone into.
    """

    manner: Manner
    cards: Mapping[str, Exercise]
    position: Position = Position.ANY
    opens: bool = True
    loops: int = 0

    def part(self, part: Part, *, named: bool = True) -> Iterator[Act]:
        """Write out a part; its title marks its first act, unless an exercise's name does."""
        if isinstance(part.steps[0], Perform):
            yield from self.steps(part.steps, Scene())
            return
        acts = self.steps(part.steps, Scene(exercise=part.title))
        for number, act in enumerate(_opening(acts, part.title if named else None)):
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
                yield from self.rounds(step, scene)
            case Group():
                here = replace(scene, exercise=step.group)
                acts = _opening(self.steps(step.steps, here), step.group)
                for number, act in enumerate(acts):
                    marks = step.chapter and not number
                    yield replace(act, marker=step.group) if marks else act
            case Move():
                yield from self.move(step.move, scene)
            case Perform():
                yield from self.approach(step)
                yield from self.work(step)
            case Say(detail=True) if not self.manner.explains:
                return
            case _:
                atom: Atom = step
                yield Act(atom, scene)

    def sides(self, step: Sides, scene: Scene) -> Iterator[Act]:
        """Write out both sides, with a named change between them."""
        self.loops += 1
        loop, words = self.loops, self.manner.phrases
        first, second = sides_of(step.first or self.manner.first_side)
        for side, other in ((first, second), (second, first)):
            here = replace(scene, side=words[side].text, other=words[other].text)
            key, pause, kind = "starting_side", 600, "side"
            if side == second:
                key, pause, kind = "change_sides", step.switch, "switch"
            said = Act(Say((words[key],), pause=pause, kind=kind, where=step.where), here)
            acts = chain((said,), self.steps(step.sides, here))
            yield from _inside(acts, loop, scene.exercise if side == second else None)

    def rounds(self, step: Rounds, scene: Scene) -> Iterator[Act]:
        """Write out all rounds."""
        self.loops += 1
        loop = self.loops
        for number in range(1, step.rounds + 1):
            here = replace(scene, round=number, rounds=step.rounds)
            acts = self.steps(step.steps, here)
            yield from _inside(acts, loop, scene.exercise if number > 1 else None)

    def move(self, goal: Position, scene: Scene) -> Iterator[Act]:
        """Lead into a position, one table entry after the other."""
        for travel, there in ways(self.position, goal, self.manner):
            self.position = there
            yield Act(travel, scene)
        if goal is not Position.ANY:
            self.position = goal

    def approach(self, step: Perform) -> Iterator[Act]:
        """Announce an exercise and lead into its position."""
        card = self.cards[step.exercise]
        acts = announce(card, dose_of(card, step), self.manner, opens=self.opens)
        yield from _opening(acts, card.name)
        self.opens = False
        if self.position is Position.ANY:
            self.position = Position.STANDING
        yield from self.move(card.position, Scene(exercise=card.name, stretch=card.stretch))

    def work(self, step: Perform) -> Iterator[Act]:
        """Write out an exercise from the moment its position is reached."""
        card = self.cards[step.exercise]
        return perform(card, dose_of(card, step), self.manner)

    def rise(self) -> Iterator[Act]:
        """Tell someone on the floor at the end how to get up, in their own time.

        Who lies on the back hears words of its own for that, anyone else those of the usual moves.
        """
        if self.position in FLOOR:
            phrases, manner = self.manner.phrases, self.manner
            lines = phrases.rise_without_kneeling if manner.kneels_not else phrases.rise
            if self.position is not Position.SUPINE:
                moves = ways(self.position, Position.STANDING, self.manner)
                lines = tuple(line for travel, _ in moves for line in travel.lines)
            pauses = BRIEF_RISE_PAUSE if manner.brief else RISE_PAUSE
            pause = pauses.slow if manner.slow else pauses.usual
            self.position = Position.STANDING
            yield Act(Say(lines, pause=pause, pace=Pace.HOLD, kind="rise"), Scene())


def ways(start: Position, goal: Position, manner: Manner) -> Iterator[tuple[Travel, Position]]:
    """Give each move on the way from one position to another, and where it ends."""
    phrases = manner.phrases
    pairs = way(start, goal)
    known = phrases.moves_without_kneeling if manner.kneels_not else {}
    for leg in without_kneeling(pairs) if manner.kneels_not else [(pair,) for pair in pairs]:
        usual = tuple(line for pair in leg for line in phrases.moves[pair])
        needed = (MOVES[pair].slow if manner.slow else MOVES[pair].usual for pair in leg)
        lines = known.get((leg[0][0], leg[-1][1])) or usual
        yield Travel(lines, sum(needed)), leg[-1][1]


def _placed(act: Act, position: Position) -> Act:
    """Tell of an act where the body is at its end."""
    if act.scene.position is position:
        return act
    return replace(act, scene=replace(act.scene, position=position))


def _opening(acts: Iterable[Act], name: str | None) -> Iterator[Act]:
    """Name what begins with the first act, unless something within does at the same time."""
    for number, act in enumerate(acts):
        yield act if number or act.opens is not None else replace(act, opens=name)


def _inside(acts: Iterable[Act], loop: int, name: str | None) -> Iterator[Act]:
    """Tell of acts that they lie in a loop, and of the first what begins anew with it, if so."""
    for number, act in enumerate(acts):
        again = act.again if number or name is None else (*act.again, (loop, name))
        # By hand, as it is done at every depth to every act: `replace` takes three times as long.
        yield Act(act.step, act.scene, act.marker, act.opens, (loop, *act.loops), again)


def look_ahead(acts: list[Act]) -> tuple[Act, ...]:
    """Give every act the name of what begins next, or begins anew while it is within it."""
    following = ""
    anew: list[tuple[int, str]] = []
    done: list[Act] = []
    seconds = 0
    # Acts of a round share their scene, and so do the copies: `acts` holds each, and so its id.
    told: dict[tuple[int, str, int], Scene] = {}
    for act in reversed(acts):
        nearest = (name for loop, name in reversed(anew) if loop in act.loops)
        if not isinstance(act.step, Say | Play | Travel):
            seconds = _length(act.step) // 1000
        key = id(act.scene), next(nearest, following), seconds
        if key not in told:
            told[key] = replace(act.scene, next=key[1], seconds=seconds)
        # By hand: `replace` takes several times as long, and there are thousands of acts.
        done.append(Act(act.step, told[key], act.marker, act.opens, act.loops, act.again))
        if act.opens is not None:
            following, anew = act.opens, []
        else:
            anew = [known for known in anew if known[0] in act.loops]
            anew += act.again[::-1]
    done.reverse()
    return tuple(done)


def _length(step: Atom) -> int:
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
            return step.needed
        case Say():
            return step.pause
        case Play():
            return 0
        case _:
            assert_never(step)


def _too_much(step: Atom, length: int) -> Problem:
    hint = "fewer rounds within rounds"
    if length > LONGEST:
        message = f"expected a session of at most {format_span(LONGEST)}, found more by here"
        return Problem(message, step.where, hint)
    message = f"expected at most {MOST_ACTS:,} steps, found more when written out"
    return Problem(message, step.where, hint)
