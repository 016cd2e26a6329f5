"""Arrows: along the way of a joint from the first pose to the last, or drawn beside the body."""

import itertools
from math import cos, radians, sin

from coach.figures.outlines import Area, Outline, Stroke, project
from coach.figures.skeleton import Skeleton
from coach.figures.vectors import (
    Flat,
    find_direction,
    find_shortest_turn,
    interpolate_flat,
    measure_flat,
)
from coach.script.figure_values import Arrow, Place

STEPS = 14
ROUND_STEP = 2.0
"""The length of a circle that is drawn as a straight line."""
WIDTH = 1.7
HEAD_LENGTH, HEAD_WIDTH = 5.2, 5.6
LEAST_WAY = 3.0
"""A way shorter than this has no arrow of its own."""
CHAINS = {
    "knee": ("hip", "knee"),
    "ankle": ("hip", "knee", "ankle"),
    "toe": ("hip", "knee", "ankle", "toe"),
    "elbow": ("shoulder", "elbow"),
    "wrist": ("shoulder", "elbow", "wrist"),
    "hand": ("shoulder", "elbow", "wrist", "hand"),
}


def make_arrow(arrow: Arrow, first: Skeleton, last: Skeleton, slant: Flat) -> tuple[Outline, ...]:
    """Return the line and the head of an arrow; nothing where its joint hardly moves."""
    if arrow.start is not None and arrow.end is not None:
        x, y = project(last.find(arrow.place), slant)
        start = (x + arrow.start[0], y + arrow.start[1])
        end = (x + arrow.end[0], y + arrow.end[1])
        return _make_line(_bend(start, end, arrow.curve))
    if arrow.round is not None:
        return _make_line(_go_round(project(last.find(arrow.place), slant), arrow))
    aside_x, aside_y = arrow.beside
    points = _find_way(arrow.place, first, last, slant)
    way = [(x + aside_x, y + aside_y) for x, y in points]
    length = sum(measure_flat(one, other) for one, other in itertools.pairwise(way))
    return _make_line(way) if length > LEAST_WAY else ()


def _find_way(place: Place, first: Skeleton, last: Skeleton, slant: Flat) -> list[Flat]:
    """Return the way of a joint, every bone before it turning the shorter way."""
    side, _, joint = place.joint.rpartition(".")
    names = CHAINS.get(joint)
    if not side or names is None:
        start, end = project(first.find(place), slant), project(last.find(place), slant)
        return [interpolate_flat(start, end, n / STEPS) for n in range(STEPS + 1)]
    ends = [
        [project(body.find(Place(f"{side}.{name}")), slant) for name in names]
        for body in (first, last)
    ]
    return [_find_joint(ends[0], ends[1], n / STEPS) for n in range(STEPS + 1)]


def _find_joint(first: list[Flat], last: list[Flat], part: float) -> Flat:
    """Return where the last joint of a chain is, a part of the way from one pose to another."""
    x, y = interpolate_flat(first[0], last[0], part)
    for number in range(len(first) - 1):
        start, end = (find_direction(chain[number], chain[number + 1]) for chain in (first, last))
        lengths = [measure_flat(chain[number], chain[number + 1]) for chain in (first, last)]
        angle = radians(start + find_shortest_turn(start, end) * part)
        length = lengths[0] + (lengths[1] - lengths[0]) * part
        x, y = x + length * cos(angle), y + length * sin(angle)
    return (x, y)


def _make_line(way: list[Flat]) -> tuple[Outline, ...]:
    """Return a line with a head at its end; the line stops short of the tip."""
    tip = way[-1]
    line = list(way)
    while len(line) > 1 and measure_flat(line[-1], tip) < HEAD_LENGTH * 0.8:
        line.pop()
    if (rest := measure_flat(line[-1], tip)) > HEAD_LENGTH:
        line.append(interpolate_flat(tip, line[-1], HEAD_LENGTH * 0.8 / rest))
    angle = radians(find_direction(line[-1], tip))
    base = (tip[0] - HEAD_LENGTH * cos(angle), tip[1] - HEAD_LENGTH * sin(angle))
    aside = (-sin(angle) * HEAD_WIDTH / 2, cos(angle) * HEAD_WIDTH / 2)
    head = Area(
        (
            tip,
            (base[0] + aside[0], base[1] + aside[1]),
            (base[0] - aside[0], base[1] - aside[1]),
        )
    )
    return Stroke(tuple(line), WIDTH), head


def _bend(start: Flat, end: Flat, curve: float) -> list[Flat]:
    """Return a line from one point to another, bent so far to its left in its middle."""
    if not curve:
        return [start, end]
    angle = radians(find_direction(start, end) + 90)
    middle = interpolate_flat(start, end, 0.5)
    control = (middle[0] + 2 * curve * cos(angle), middle[1] + 2 * curve * sin(angle))
    parts = [n / STEPS for n in range(STEPS + 1)]
    return [
        interpolate_flat(
            interpolate_flat(start, control, part), interpolate_flat(control, end, part), part
        )
        for part in parts
    ]


def _go_round(middle: Flat, arrow: Arrow) -> list[Flat]:
    """Return a line around a point from one direction to another, counter-clockwise if it grows."""
    assert arrow.round is not None
    radius, start, end = arrow.round
    middle = (middle[0] + arrow.beside[0], middle[1] + arrow.beside[1])
    count = max(2, round(radius * radians(abs(end - start)) / ROUND_STEP))
    turns = (radians(start + (end - start) * number / count) for number in range(count + 1))
    return [(middle[0] + radius * cos(turn), middle[1] + radius * sin(turn)) for turn in turns]
