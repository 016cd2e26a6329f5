"""A question in the closing rest, said over it where there is room: the session ends as planned.

It is asked once, and where the rest is too short for the question and an answer, not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from coach.live.answering import SILENCE_MS, Answering, advance_question, apply_to_question
from coach.live.commands import Command
from coach.live.schedule import Schedule
from coach.timeline.cues import Purpose
from coach.timeline.source import Utterance

LEAD_MS = 1_000
"""Quiet between the last words and the question, in ms."""


@dataclass(slots=True)
class ClosingQuestion:
    """A line that asks for a number; `keep` is called with it, if there is one."""

    line: Utterance
    keep: Callable[[int], None]
    answering: Answering | None = field(default=None, init=False)

    @property
    def is_open(self) -> bool:
        """Whether a number answers it now."""
        return self.answering is not None and not self.answering.is_over

    def begins_at(self, schedule: Schedule, at: int) -> bool:
        """Return whether to ask at a moment, and begin to wait for the answer if so."""
        size = schedule.lengths.get(self.line)
        if self.answering is not None or size is None:
            return False
        room = find_closing_room(schedule, size.length + SILENCE_MS)
        if room is None or not room[0] <= at <= room[1]:
            return False
        self.answering = Answering()
        return True

    def take(self, command: Command, now: int) -> bool:
        """Take a command as the answer, `now` being in ms; False where nothing is asked."""
        if self.answering is None or not self.is_open:
            return False
        self.answering = apply_to_question(self.answering, command, now)
        self._keep_answer()
        return True

    def advance(self, now: int, line_ms: int) -> None:
        """Move on to a moment in ms; the line, `line_ms` long, was begun when it was asked."""
        if self.answering is None or not self.is_open:
            return
        if self.answering.asked_at is None:
            self.answering = Answering(asked_at=now + line_ms, one_at=self.answering.one_at)
        self.answering = advance_question(self.answering, now)
        self._keep_answer()

    def end(self) -> None:
        """End with the session: a one that might have become a ten is a one."""
        if self.answering is not None and self.is_open and self.answering.one_at is not None:
            self.answering = None
            self.keep(1)

    def _keep_answer(self) -> None:
        if self.answering is not None and self.answering.answer is not None:
            self.keep(self.answering.answer)


def find_closing_room(schedule: Schedule, needed: int) -> tuple[int, int] | None:
    """Return from when until when something may be said in the last rest; None where it is short.

    The last rest is the last stretch without words behind all work; `needed` is in ms.
    """
    for index in reversed(range(len(schedule.spans))):
        span = schedule.spans[index]
        if span.exercise or span.purpose is Purpose.WORK:
            return None
        quiet_from = max(
            [schedule.span_starts[index], *(clip.end for clip in schedule.voice_clips(index))]
        )
        first, last = quiet_from + LEAD_MS, schedule.span_end(index) - needed
        if first <= last:
            return first, last
    return None
