"""The coach's own words as a session goes on: whose turn it is, and what was said before."""

from dataclasses import dataclass, field

from coach.script.scalars import Line
from coach.script.steps import Rest, Say
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import Hold
from coach.timeline.context import Context, fill_variables
from coach.timeline.cues import Cue, TimeCheck, make_soft_cue
from coach.timeline.rotation import LineRotation

PRAISE_APART = 600
"""Silence between what is said and the encouragement behind it, in ms."""
PRAISE_EVERY = 4
"""Of so many times that work is done one is praised: more often is heard as a habit."""
LATEST = 60_000
"""Later than any pause ends, in ms."""


@dataclass(slots=True)
class CoachWords:
    """Whose turn it is of cues and phrases, over the whole of a session, and what came before.

    Each fact is said once. `work_count` is how often there was work to praise.
    """

    rotation: LineRotation
    talk_level: TalkLevel = TalkLevel.FULL
    spoken_facts: set[Line] = field(default_factory=set)
    work_count: int = 0

    def make_praise_cues(self, step: Say | Rest, context: Context) -> tuple[Cue, ...]:
        """Return praise for the first of every few times of work, none where talk is short."""
        if self.talk_level is not TalkLevel.FULL or "well_done" not in self.rotation.phrases.words:
            return ()
        self.work_count += 1
        if self.work_count % PRAISE_EVERY != 1:
            return ()
        cue = make_soft_cue(
            self.rotation["well_done"], context, "praise", 0, LATEST, min_gap=PRAISE_APART
        )
        return (cue.with_where(step.where),)

    def make_time_check(self, step: Hold | Rest, context: Context) -> TimeCheck | None:
        """Return a step's request for time checks, if it has one and phrases have words for it.

        The time told is that of the innermost block, of the step itself where it is in none, or of
        the session.
        """
        if step.time_check is None or "time" not in self.rotation.phrases.words:
            return None
        line, block = self.rotation["time"], context.blocks[-1] if context.blocks else 0
        text = fill_variables(line, context)
        return TimeCheck(step.time_check, text, line.where, block, step.tells_session)
