"""A session as plain lines, one a step: for screen readers, logs and terminals that only print."""

import sys
from dataclasses import dataclass
from typing import TextIO

from coach.live.controls import Send
from coach.live.controls.now_playing import format_count, format_headline, format_way
from coach.live.status import Phase, Status
from coach.units import format_clock

PHASE_WORDS = {
    Phase.PAUSED: "paused",
    Phase.PLAYING: "going on",
    Phase.WAITING: "waiting; any key goes on",
    Phase.LOST: "the sound is lost",
    Phase.ENDED: "ended",
}


@dataclass(frozen=True, slots=True)
class StepKey:
    """What is compared to find out whether a new step has begun."""

    exercise: str = ""
    side: str = ""
    set: int = 1
    saying: str = ""


class PlainView:
    """Prints a line when the exercise, the side, the set, the spoken line or the phase changes.

    Counts are not printed: they are heard, and would only be noise here.
    """

    def __init__(self, file: TextIO | None = None) -> None:
        self._file = file or sys.stdout
        self._last = Status(Phase.IDLE, "")
        self._step = StepKey()
        self._broken = self._file is None  # as a closed standard output is

    def start(self, send: Send) -> None:
        """Do nothing: there is nothing to print yet."""

    def show(self, status: Status) -> None:
        """Print what has changed since the last status."""
        for line in self._new_lines(status):
            self._print(f"{format_clock(status.elapsed):>5}  {line}")
        self._last = status

    def stop(self) -> None:
        """Do nothing: what is printed stays."""

    def _new_lines(self, status: Status) -> list[str]:
        last, lines = self._last, []
        begins = last.phase is Phase.IDLE and status.phase is Phase.PLAYING
        if begins:
            lines.append(f"{status.title}, {format_clock(status.length)}")
        elif status.phase is not last.phase and status.phase in PHASE_WORDS:
            word = PHASE_WORDS[status.phase]
            # "paused: the machine was asleep" says both.
            lines += [] if status.message.startswith(f"{word}:") else [word]
        if status.phase is Phase.LOST and status.stays_paused is not last.stays_paused:
            goes = "stays paused" if status.stays_paused else "goes on"
            lines.append(f"{goes} when the sound is back")
        if status.message and status.message != last.message:
            lines.append(status.message)
        if status.volume != last.volume and not begins:
            lines.append(f"volume {status.volume} %")
        if status.talk is not last.talk and not begins:
            lines.append(f"talk: {status.talk}")
        if status.pace != last.pace and not begins:
            lines.append(f"pace: {status.pace} %")
        return lines + self._way_lines(status) + self._step_lines(status)

    def _way_lines(self, status: Status) -> list[str]:
        """Return a line for a way that begins, once it is known how long it takes."""
        last = self._last
        known = bool(last.way_left) and last.way_to == status.way_to
        if not status.way_left or known:
            return []
        return [f"{format_way(status)}; {format_clock(status.remaining)} left in all"]

    def _step_lines(self, status: Status) -> list[str]:
        step = StepKey(status.exercise, status.side, status.set, _drop_counts(status.saying))
        before, self._step, lines = self._step, step, []
        if status.exercise and (step.exercise, step.side, step.set) != (
            before.exercise,
            before.side,
            before.set,
        ):
            lines.append(" · ".join(filter(None, (format_headline(status), _format_set(status)))))
        if step.saying and step.saying != before.saying:
            lines.append(f'"{step.saying}"')
        return lines

    def _print(self, line: str) -> None:
        if self._broken:
            return
        try:
            self._file.write(line + "\n")
            self._file.flush()
        except (OSError, ValueError):
            self._broken = True  # The reader has gone; the session goes on.


def _drop_counts(saying: str) -> str:
    """Return a spoken line, or nothing for a single word: those only count."""
    return saying if len(saying.split()) > 1 else ""


def _format_set(status: Status) -> str:
    return format_count(Status(status.phase, "", set=status.set, sets=status.sets))
