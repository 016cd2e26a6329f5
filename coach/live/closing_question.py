"""A question in the closing rest, said over it where there is room: the session ends as planned.

It is asked once; where no rest behind all work holds it, it is not asked.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from coach.live.answering import Answering, advance_question, apply_to_question
from coach.live.commands import Command
from coach.live.schedule import Schedule
from coach.timeline.cues import TAIL, Purpose
from coach.timeline.source import Utterance

LEAD_MS = 1_000
"""Quiet between the last words and the question, in ms."""
SPARE_MS = 1_000
"""What is played already is not changed any more: so much later the line may begin, in ms."""


@dataclass(slots=True)
class ClosingQuestion:
    """A line that asks for a number; `keep` is called with the answer, if there is one.

    Moments `now` are in ms, by any clock.
    """

    line: Utterance
    keep: Callable[[int], None]
    _answering: Answering | None = field(default=None, init=False)

    @property
    def spoken(self) -> int | None:
        """A number that was spoken, and can be taken back still."""
        return self._answering.spoken if self._answering is not None and self.is_open else None

    @property
    def is_open(self) -> bool:
        """Whether a number answers it now."""
        return self._answering is not None and not self._answering.is_over

    def begin(self, schedule: Schedule, at: int, now: int) -> bool:
        """Open the question where `at` is its moment of the session; True if it is to be said."""
        size = schedule.lengths.get(self.line)
        if self._answering is not None or size is None:
            return False
        room = find_closing_room(schedule, LEAD_MS + size.length + TAIL + SPARE_MS)
        if room is None or not room[0] + LEAD_MS <= at <= room[1] + LEAD_MS:
            return False
        self._answering = Answering(asked_at=now + size.length)
        return True

    def take(self, command: Command, now: int) -> bool:
        """Take a command for an answer; False where nothing is asked."""
        if self._answering is None or not self.is_open:
            return False
        self._change(apply_to_question(self._answering, command, now))
        return True

    def advance(self, now: int) -> None:
        """Move on to a moment: silence ends the question."""
        if self._answering is not None and self.is_open:
            self._change(advance_question(self._answering, now))

    def end(self) -> None:
        """End with the session: a one that might have become a ten is a one, and "no" is late."""
        answering, self._answering = self._answering, None
        if answering is None or answering.is_over:
            return
        if answering.spoken is not None:
            self.keep(answering.spoken)
        elif answering.one_at is not None:
            self.keep(1)

    def _change(self, answering: Answering) -> None:
        self._answering = answering
        if answering.answer is not None:
            self.keep(answering.answer)


def has_spoken(question: ClosingQuestion | None) -> bool:
    """Return whether a question was answered by voice, and that can be taken back still."""
    return question is not None and question.spoken is not None


def find_closing_room(schedule: Schedule, needed: int) -> tuple[int, int] | None:
    """Return from when until when `needed` ms may begin in the last quiet behind all work.

    What the session itself ends with does not count. None where no quiet is so long.
    """
    for index in reversed(range(len(schedule.spans) - 1)):
        span = schedule.spans[index]
        if span.purpose is Purpose.WORK:
            return None
        start, end = schedule.span_starts[index], schedule.span_end(index)
        is_quiet = span.purpose in (Purpose.QUIET, Purpose.REST)
        if is_quiet and not schedule.voice_clips(index) and start + needed <= end:
            return start, end - needed
    return None
