"""Bounds: how many steps a session may have, and how long it, or a round of it, may last."""

from coach.errors import Problem
from coach.script.steps import FlatStep
from coach.timeline.context import TimeBlock
from coach.units import format_duration

MAX_STEPS = 12_000
"""The most steps of a session: one a second for three hours. They compile in a few seconds."""
LONGEST_SESSION = 12 * 3_600_000
"""The longest session, in ms: what a WAV file can hold."""


def make_excess_problem(step: FlatStep, length: int) -> Problem:
    """Return the problem that a session has too many steps, or by its `length` in ms is too long.

    It is found at a step.
    """
    hint = "fewer rounds within rounds"
    if length > LONGEST_SESSION:
        message = (
            f"expected a session of at most {format_duration(LONGEST_SESSION)}, found more by here"
        )
        return Problem(message, step.where, hint)
    message = f"expected at most {MAX_STEPS:,} steps, found more when written out"
    return Problem(message, step.where, hint)


def make_long_round_problem(length: int, block: TimeBlock) -> Problem:
    """Return the problem that a round of so many ms lasts longer than its block."""
    message = (
        f"expected a round of at most {format_duration(block.length)}, "
        f"found {format_duration(-(-length // 1000) * 1000)}"
    )
    return Problem(message, block.where, "do or say less in it, or give it more time")
