"""A step as it is done more slowly: what is counted takes longer, and so does silence.

Holds, rests and waits last as long as ever: their doses are not changed. Nor is what stands in a
block of a fixed time, as a minute stays a minute.
"""

from dataclasses import replace
from typing import assert_never

from coach.script.doses import Doses
from coach.script.exercise import Exercise
from coach.script.steps import FlatStep, Play, Rest, Say, Silence, Travel, Wait
from coach.script.work_steps import Breathe, Hold, LedRep, Reps, TimedCue, WrittenCue
from coach.timeline.context import ContextStep

USUAL_PERCENT = 100
PACES = (USUAL_PERCENT, 125, 150)
"""In how many percent of its usual time what is counted may be done, step by step."""
MAX_ADDED_SILENCE = 5_000
"""By how many ms at most a silence becomes longer, before it seems forgotten."""
SECOND = 1_000


def slow_down(one: ContextStep, percent: int, card: Exercise | None) -> ContextStep:
    """Return a step, of a card if there is one, that takes `percent` of its usual time."""
    if percent == USUAL_PERCENT or one.block is not None:
        return one
    step = _Slowing(percent, card).slow_step(one.step)
    return one if step is one.step else replace(one, step=step)


class _Slowing:
    """How much longer a step takes; no pause becomes longer than the largest dose of its card."""

    def __init__(self, percent: int, card: Exercise | None) -> None:
        self._percent = percent
        self._doses: Doses | None = card.doses if card else None
        self._way_out = card.tempo.out if card else None

    def slow_step(self, step: FlatStep) -> FlatStep:
        """Return the step as it is done more slowly."""
        match step:
            case Reps():
                return self._slow_reps(step)
            case LedRep(into=into, out=out, pause=pause):
                return replace(
                    step, into=self._scale(into), out=self._scale(out), pause=self._pause(pause)
                )
            case Breathe():
                return self._slow_breaths(step)
            case Say(pause=pause):
                return replace(step, pause=self._silence(pause))
            case Travel(move_time=time, quiet=quiet):
                return replace(step, move_time=self._scale(time), quiet=self._silence(quiet))
            case Silence(silence=silence):
                is_way = self._way_out is None or silence == self._way_out
                longer = self._silence(silence) if is_way else self._pause(silence)
                return replace(step, silence=longer)
            case Hold() | Rest() | Wait() | Play():
                return step
            case _:
                assert_never(step)

    def _slow_reps(self, step: Reps) -> Reps:
        into, out, pause = self._scale(step.into), self._scale(step.out), self._pause(step.pause)
        slow = replace(step, into=into, out=out, pause=pause)
        return replace(slow, cues=_move_cues(step.cues, step.length, slow.length))

    def _slow_breaths(self, step: Breathe) -> Breathe:
        """Return breaths of whole seconds where they are, as these are counted aloud."""
        sips = tuple(self._seconds(sip) for sip in step.sips)
        slow = replace(
            step,
            inhale=sum(sips) if sips else self._seconds(step.inhale),
            exhale=self._seconds(step.exhale),
            rest=self._pause(step.rest, self._seconds(step.rest)),
            sips=sips,
        )
        return replace(slow, cues=_move_cues(step.cues, step.length, slow.length))

    def _scale(self, length: int) -> int:
        return length * self._percent // USUAL_PERCENT

    def _seconds(self, length: int) -> int:
        scaled = self._scale(length)
        return scaled if length % SECOND else -(-scaled // SECOND) * SECOND

    def _silence(self, length: int) -> int:
        return min(self._scale(length), length + MAX_ADDED_SILENCE)

    def _pause(self, length: int, scaled: int | None = None) -> int:
        """Return a longer pause between repetitions, within the doses of the card."""
        longer = self._silence(length) if scaled is None else scaled
        return longer if self._doses is None else max(length, min(longer, self._doses.pause.most))


def _move_cues(cues: tuple[WrittenCue, ...], length: int, longer: int) -> tuple[WrittenCue, ...]:
    """Return cues, those that have a time at the same share of a step that has become longer."""
    if not length:
        return cues
    return tuple(
        replace(cue, at=cue.at * longer // length) if isinstance(cue, TimedCue) else cue
        for cue in cues
    )
