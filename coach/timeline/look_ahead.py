"""What comes next: its name, and how long it lasts, put in from the end of a session."""

from dataclasses import dataclass, field, replace
from typing import assert_never

from coach.script.steps import FlatStep, Play, Rest, Say, Silence, Travel, Wait
from coach.script.work_steps import Breathe, Hold, LedRep, Reps
from coach.timeline.context import Context, ContextStep
from coach.timeline.rest_words import join_rest_words


def look_ahead(context_steps: list[ContextStep], next_name: str = "") -> tuple[ContextStep, ...]:
    """Return steps that know the name of what comes next: what begins, or a loop that starts over.

    `next_name` is that of what comes behind them all. They also know the seconds of the next step
    that has a length of its own, and in a rest those of the work behind it.
    """
    following = _Following(next_name)
    done = [following.take(one) for one in reversed(context_steps)]
    done.reverse()
    return tuple(join_rest_words(done))


@dataclass(slots=True)
class _Following:
    """What follows a step, as a session is read from its end on.

    `restarting` are the loops that start over, each with a name, the nearest last. Steps of a round
    share their context, and so do their copies in `contexts`: an id stays what it is, as the steps
    keep each context alive.
    """

    next_name: str
    restarting: list[tuple[int, str]] = field(default_factory=list)
    seconds: int = 0
    work_seconds: int = 0
    contexts: dict[tuple[int, str, int, int], Context] = field(default_factory=dict)

    def take(self, one: ContextStep) -> ContextStep:
        """Return a step that knows what follows; it is then what follows the one before."""
        context = self._make_context(one)
        if one.opening_name is not None:
            self.next_name, self.restarting = one.opening_name, []
        else:
            # One entry a loop: with those of all its rounds this would take their square.
            still = set(one.loops) - {loop for loop, _ in one.restarted_loops}
            self.restarting = [known for known in self.restarting if known[0] in still]
            self.restarting += one.restarted_loops[::-1]
        # Not by `replace`, which takes several times as long: there are thousands of steps.
        return ContextStep(
            one.step,
            context,
            one.marker,
            one.opening_name,
            one.loops,
            one.restarted_loops,
            one.is_in_rest,
            one.block,
        )

    def _make_context(self, one: ContextStep) -> Context:
        """Return the context of a step with the name and the lengths of what follows."""
        if not isinstance(one.step, Say | Play | Travel | LedRep):
            self.seconds = find_least_length(one.step) // 1000
        if isinstance(one.step, Hold | Breathe | Reps):
            self.work_seconds = self.seconds
        spoken = self.work_seconds if isinstance(one.step, Rest) else self.seconds
        nearest = (name for loop, name in reversed(self.restarting) if loop in one.loops)
        key = id(one.context), next(nearest, self.next_name), self.seconds, spoken
        if key not in self.contexts:
            self.contexts[key] = replace(
                one.context, next_name=key[1], seconds=self.seconds, spoken_length=spoken
            )
        return self.contexts[key]


def find_least_length(step: FlatStep) -> int:
    """Return how long a step lasts at least, in ms, by its own numbers."""
    match step:
        case Hold() | Breathe() | Reps() | LedRep():
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
