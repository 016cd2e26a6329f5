"""Dose: how much of an exercise a session asks for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of an exercise a session asks for; durations in ms, 0 where it has none."""

    sets: int = 1
    reps: int = 1
    hold: int = 0
    breaths: int = 0
    time: int = 0
    pause: int = 0
    rest: int = 0
