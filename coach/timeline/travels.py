"""Ways from one position of the body to another, as a listener is led them."""

from collections.abc import Iterator
from dataclasses import replace

from coach.script.exercise import Exercise, SideRule
from coach.script.grammar import SIDE_VARIABLES, list_variables
from coach.script.pace import Pace
from coach.script.positions import (
    BED_POSITIONS,
    FLOOR_POSITIONS,
    KNEELING_POSITIONS,
    LINE_MOVE_TIME,
    MOVES,
    MOVES_WITHOUT_KNEELING,
    SIDE_LYING_POSITIONS,
    MoveTime,
    Position,
    choose_side_lying,
    moves_between,
)
from coach.script.scalars import Line
from coach.script.steps import Say, Travel
from coach.script.talk_level import TalkLevel
from coach.timeline.context import Context, fill_variables, make_side_contexts
from coach.timeline.delivery import Delivery
from coach.timeline.known_ways import shorten_rise, shorten_way

RISE_PAUSE = MoveTime(4_000, 10_000)
BRIEF_RISE_PAUSE = MoveTime(2_500, 10_000)
"""Pauses between the lines that lead up from the floor at the end."""
LATER_PAUSE = 500
"""The pause behind what is said of getting up later: nothing has to be done at once."""


def make_travels(
    start: Position, goal: Position, delivery: Delivery, side: str = ""
) -> Iterator[tuple[Travel, Position]]:
    """Yield each move on the way from one position to another, and the position it ends in.

    `side` is the one that is worked there, by default that with which the session begins.
    """
    kneels, phrases = not delivery.avoids_kneeling, delivery.phrases
    moves = MOVES if kneels else MOVES_WITHOUT_KNEELING
    own = {} if kneels else phrases.moves_without_kneeling
    quiet = choose_time(LINE_MOVE_TIME, delivery)
    for pair in moves_between(start, goal, kneeling=kneels):
        every = own.get(pair) or phrases.moves[pair]
        lines = shorten_way(every, delivery)
        named = tuple(_name_side(line, side or delivery.first_side, delivery) for line in lines)
        time, is_known = choose_time(moves[pair], delivery), len(lines) < len(every)
        yield Travel(named, time, quiet, is_known), pair[1]


def count_sideless_moves(start: Position, goal: Position, delivery: Delivery) -> int:
    """Return how many moves of a way come before one that tells apart the side that is worked."""
    kneels, phrases = not delivery.avoids_kneeling, delivery.phrases
    own = {} if kneels else phrases.moves_without_kneeling
    pairs = moves_between(start, goal, kneeling=kneels)
    for number, pair in enumerate(pairs):
        lines = own.get(pair) or phrases.moves[pair]
        if any(not SIDE_VARIABLES.isdisjoint(list_variables(line.text)) for line in lines):
            return number
    return len(pairs)


def choose_time(needed: MoveTime, delivery: Delivery) -> int:
    """Return the ms that a move takes in a delivery."""
    return needed.slow if delivery.slow else needed.usual


def _name_side(line: Line, side: str, delivery: Delivery) -> Line:
    """Return a line of a move with the side that will be worked, and the other one, named in it."""
    if SIDE_VARIABLES.isdisjoint(list_variables(line.text)):
        return line
    first, _ = make_side_contexts(Context(grammar=delivery.phrases.grammar), side)
    return replace(line, text=fill_variables(line, first))


def choose_position(position: Position, here: Position, context: Context) -> Position:
    """Return a position of a script with the side to lie on: that which is not worked.

    Where none is worked, who lies on a side `here` stays there.
    """
    if position is Position.SIDE_LYING and not context.side and here in SIDE_LYING_POSITIONS:
        return here
    return choose_side_lying(position, context.side)


def believe_position(
    position: Position, here: Position, context: Context, delivery: Delivery
) -> Position:
    """Return where the body is that a script says to be in a position.

    Who must not kneel is not believed to do so: they stand.
    """
    if position in KNEELING_POSITIONS and delivery.avoids_kneeling:
        return Position.STANDING
    return choose_position(position, here, context)


def find_side_positions(
    card: Exercise, side: str | None, delivery: Delivery
) -> tuple[Position, Position]:
    """Return the positions in which an exercise begins and ends.

    They differ where one lies on the side that is not worked, and both are worked in turn. With a
    `side` only that one is.
    """
    if card.position is not Position.SIDE_LYING or card.sides is SideRule.NONE:
        return card.position, card.position
    first = side or delivery.first_side
    begin = choose_side_lying(card.position, first)
    if side or card.sides is not SideRule.EACH:
        return begin, begin
    return begin, choose_side_lying(card.position, "right" if first == "left" else "left")


def make_rise(position: Position, delivery: Delivery) -> Say | None:
    """Return how a listener who is on the floor or a bed at the end gets up; None elsewhere.

    Lying on the back there are words of its own for that, elsewhere those of the usual moves.
    """
    if position not in FLOOR_POSITIONS | BED_POSITIONS:
        return None
    phrases = delivery.phrases
    in_bed = delivery.avoids_kneeling or position is Position.BED
    lines = phrases.rise_without_kneeling if in_bed else phrases.rise
    if position not in (Position.SUPINE, Position.BED):
        in_full = replace(delivery, talk_level=TalkLevel.FULL, brief=False)
        moves = make_travels(position, Position.STANDING, in_full)
        lines = tuple(line for travel, _ in moves for line in travel.lines)
    said = shorten_rise(lines, position, delivery)
    pause = choose_time(BRIEF_RISE_PAUSE if delivery.brief else RISE_PAUSE, delivery)
    if said != lines:
        pause = LATER_PAUSE
    return Say(said, pause=pause, pace=Pace.HOLD, kind="rise")
