"""What the coach says between the parts of a session: where one is, what is left, how it goes on.

All of it is spans, laid out as those of a session are, and as loud.
"""

from dataclasses import dataclass

from coach.live.resume_points import left_of
from coach.live.schedule import Plan
from coach.script.pace import Pace
from coach.script.positions import Position
from coach.script.scalars import Line
from coach.script.talk_level import Talk
from coach.timeline.context import Act, Scene, fill
from coach.timeline.cues import Cue, Purpose, Span
from coach.timeline.cuesheet import act_spans
from coach.timeline.guidance import Manner
from coach.timeline.source import Sound, Source, Track, Utterance
from coach.timeline.unroll import ways

NOWHERE = Scene()
SIGN = 350
"""How long a sign is given for itself, in ms, before anything is said."""
LEAD = 3_000
"""From the last tick but two until a hold goes on, in ms."""
SAID_FROM = 2_000
"""Less than this of a hold is not worth telling, in ms."""
IN_MINUTES = 100_000
"""From so much on, what is left of a hold is told in minutes."""
WAITING = 4 * 3_600_000
"""How long a wait is laid out, in ms: longer than anybody lies there."""

SIGNS = ("pause", "resume", "skip", "back", "more", "up", "down", "refuse")
"""The sounds that tell what was understood."""


def sign(name: str) -> Span:
    """Sound a sign."""
    return Span((Cue(Sound(name), Track.CUE, "sign", 0),), Purpose.QUIET, length=SIGN)


def lead_in() -> Span:
    """Tick three seconds away."""
    ticks = tuple(Cue(Sound("tick"), Track.CUE, "lead", at) for at in range(0, LEAD, 1_000))
    return Span(ticks, Purpose.QUIET, length=LEAD)


def quiet() -> Span:
    """Wait until told."""
    return Span((), Purpose.QUIET, length=WAITING)


@dataclass(frozen=True, slots=True)
class Wording:
    """The coach's words for what only happens live."""

    manner: Manner

    def say(self, *keys: str, pause: int = 500) -> Span:
        """Say phrases that name nothing."""
        return _said(*(self._line(key) for key in keys), pause=pause)

    def place(self, plan: Plan, at: int) -> tuple[Span, ...]:
        """Name the exercise, the side and what is left of it, as far as there is such a thing."""
        span = plan.spans[plan.index(at)]
        scene = Scene(exercise=span.exercise, side=span.side)
        lines = []
        if span.exercise:
            lines.append(self._line("here_side" if span.side else "here", scene))
        lines += self._left(plan, at)
        return (_said(*lines, pause=400),) if lines else ()

    def _left(self, plan: Plan, at: int) -> list[Utterance]:
        index = plan.index(at)
        span, left = plan.spans[index], left_of(plan, at)
        if left is not None and left >= IN_MINUTES:
            return [self._line("minutes_left", minutes=round(left / 60_000))]
        if left is not None:
            return [self._line("seconds_left", seconds=round(left / 1000))] * (left >= SAID_FROM)
        if span.whole and span.reps:
            return [self._line("reps_left", reps=span.reps - span.rep + 1)]
        return []

    def way(self, start: Position, goal: Position, talk: Talk) -> tuple[Span, ...]:
        """Lead from one position to another, with the time that takes."""
        acts = (Act(travel, NOWHERE) for travel, _ in ways(start, goal, self.manner))
        return tuple(act_spans(acts, self.manner.phrases, talk))

    def added(self, by: int, later: int | None) -> tuple[Utterance, ...]:
        """Tell that time was added, and by how much the end moves; None where nobody asked."""
        said = [self._line("more_time", seconds=round(by / 1000))]
        if later is not None and later < 1_000:
            said.append(self._line("on_time"))
        elif later is not None and later >= IN_MINUTES:
            said.append(self._line("minutes_later", minutes=round(later / 60_000)))
        elif later is not None:
            said.append(self._line("seconds_later", seconds=round(later / 1000)))
        return tuple(said)

    def foreseen(self) -> list[Source]:
        """List what may be needed at once, to be spoken before it is."""
        sounds: list[Source] = [Sound(name) for name in (*SIGNS, "tick")]
        return [*sounds, self._line("ready"), *self.added(15_000, 0), *self.added(15_000, 15_000)]

    def _phrase(self, key: str) -> Line:
        phrases = self.manner.phrases
        return phrases.live.get(key) or phrases[key]

    def _line(self, key: str, scene: Scene = NOWHERE, **values: int) -> Utterance:
        text = fill(self._phrase(key), scene, **values)
        for name, value in values.items():  # minutes are usually known later, and not filled in
            text = text.replace(f"{{{name}}}", str(value))
        return Utterance(text, Pace.INSTRUCT)


def _said(*lines: Utterance, pause: int) -> Span:
    cues = tuple(Cue(line, Track.VOICE, "said") for line in lines)
    return Span(cues, Purpose.TALK, pause=pause, gap=250)


def remark(lines: tuple[Utterance, ...]) -> Utterance:
    """Join short lines into one that is said in one breath."""
    return Utterance(" ".join(line.text for line in lines), Pace.INSTRUCT)
