"""What comes next: its name, and how long it lasts, put in from the end of a session."""

from dataclasses import replace
from typing import assert_never

from coach.script.steps import FlatStep, Play, Rest, Say, Silence, Travel, Wait
from coach.script.work_steps import Breathe, Hold, Reps
from coach.timeline.context import Context, ContextStep
from coach.timeline.rest_words import join_rest_words


def look_ahead(context_steps: list[ContextStep], next_name: str = "") -> tuple[ContextStep, ...]:
    """Return steps that know the name of what comes next: what begins, or a loop that starts over.

    `next_name` is that of what comes behind them all. They also know the seconds of the next step
    that has a length of its own, and in a rest those of the work behind it.
    """
    restarting: list[tuple[int, str]] = []
    done: list[ContextStep] = []
    seconds = work_seconds = 0
    # Steps of a round share their context, and so do their copies. An id stays what it is, as
    # `context_steps` keeps each context alive.
    contexts: dict[tuple[int, str, int, int], Context] = {}
    for one in reversed(context_steps):
        nearest = (name for loop, name in reversed(restarting) if loop in one.loops)
        if not isinstance(one.step, Say | Play | Travel):
            seconds = find_least_length(one.step) // 1000
        if isinstance(one.step, Hold | Breathe | Reps):
            work_seconds = seconds
        spoken = work_seconds if isinstance(one.step, Rest) else seconds
        key = id(one.context), next(nearest, next_name), seconds, spoken
        if key not in contexts:
            contexts[key] = replace(
                one.context, next_name=key[1], seconds=seconds, spoken_length=spoken
            )
        # Not by `replace`, which takes several times as long: there are thousands of steps.
        done.append(
            ContextStep(
                one.step,
                contexts[key],
                one.marker,
                one.opening_name,
                one.loops,
                one.restarted_loops,
                one.is_in_rest,
                one.block,
            )
        )
        if one.opening_name is not None:
            next_name, restarting = one.opening_name, []
        else:
            # One entry a loop: with those of all its rounds this would take their square.
            still = set(one.loops) - {loop for loop, _ in one.restarted_loops}
            restarting = [known for known in restarting if known[0] in still]
            restarting += one.restarted_loops[::-1]
    done.reverse()
    return tuple(join_rest_words(done))


def find_least_length(step: FlatStep) -> int:
    """Return how long a step lasts at least, in ms, by its own numbers."""
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
