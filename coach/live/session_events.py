"""What happens in a session, found by comparing each status with the one before. Pure.

Other programs follow it: what they are told is a name for what has happened, and the status then.
Nothing is told while what is heard was queued before a command: it is told once that is heard.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from coach.live.commands import Verb
from coach.live.status import Phase, Status
from coach.timeline.cues import EARLY_COUNT

JITTER_MS = 400
"""By how many ms at most what a device reports as heard may go back without a reason."""
SKIPS = (Verb.NEXT, Verb.PREVIOUS, Verb.NEVER)
"""Commands that go by exercises."""


class EventKind(StrEnum):
    """What can happen; `STATUS` says only how things stand, to who begins to follow."""

    STATUS = "status"
    STARTED = "started"
    FOUND = "found"
    RESUMED = "resumed"
    SKIPPED = "skipped"
    SEEKED = "seeked"
    LENGTH = "length"
    PART = "part"
    REPETITION = "repetition"
    HOLD = "hold"
    REST = "rest"
    ASKED = "asked"
    QUESTION_OVER = "question-over"
    VOLUME = "volume"
    TALK = "talk"
    PACE = "pace"
    PAUSED = "paused"
    WAITING = "waiting"
    LOST = "lost"
    ENDED = "ended"


class Ending(StrEnum):
    """How a session ended: it was done, it was stopped, or it is gone without a word."""

    DONE = "done"
    STOPPED = "stopped"
    LOST = "lost"


STOPS = {
    Phase.PAUSED: EventKind.PAUSED,
    Phase.WAITING: EventKind.WAITING,
    Phase.LOST: EventKind.LOST,
}


@dataclass(frozen=True, slots=True)
class SessionEvent:
    """One thing that has happened, and how the session stands then.

    Of a move, `moved_from` is the place before, in ms, and `command` the verb that asked for it, ""
    where none did. `ending` is that of an end.
    """

    kind: EventKind
    status: Status
    moved_from: int | None = None
    command: str = ""
    ending: Ending | None = None


class EventFinder:
    """Finds what has happened from one status to the next."""

    def __init__(self) -> None:
        self._last: Status | None = None
        self._last_stretch: tuple[EventKind | None, int, int] | None = None
        self._settled_at = 0

    @property
    def has_ended(self) -> bool:
        """Whether the end was found."""
        return self._last is not None and self._last.phase is Phase.ENDED

    def find(self, status: Status) -> tuple[SessionEvent, ...]:
        """Return what has happened up to a status, in order."""
        if status.is_behind:
            return ()
        before = self._last
        self._last = status = _smooth_place(before, status)
        moves = tuple(_find_moves(before, status))
        if moves:
            # It goes on with the count of what it goes on with, which is early.
            self._settled_at = status.elapsed + EARLY_COUNT
            if _has_moved(before, status):
                self._last_stretch = None  # what begins anew is told anew
        found = [*_find_start(before, status), *moves, *_find_part(before, status)]
        if _is_moving(before, status) and status.elapsed >= self._settled_at:
            found += self._find_stretch(status)
        return (*found, *_find_changes(before, status), *_find_stop(before, status))

    def end(self) -> tuple[SessionEvent, ...]:
        """Return the end of a session that was broken off; nothing for one that has ended."""
        last = self._last
        if last is None or not last.length or self.has_ended:
            return ()
        self._last = replace(last, phase=Phase.ENDED)
        return (SessionEvent(EventKind.ENDED, self._last, ending=Ending.STOPPED),)

    def _find_stretch(self, status: Status) -> Iterator[SessionEvent]:
        """Yield the repetition, hold or rest that has begun: while a way is led, none has."""
        kind = _find_stretch_kind(status)
        stretch = (kind, status.span, status.rep)
        if stretch == self._last_stretch:
            return
        self._last_stretch = stretch
        if kind is not None:
            yield SessionEvent(kind, status)


def _find_stretch_kind(status: Status) -> EventKind | None:
    """Return what a status is within: a repetition, a hold or a rest; None for none of them."""
    if status.resting:
        return EventKind.REST
    if status.count is None:
        return None
    return EventKind.HOLD if status.counts_seconds else EventKind.REPETITION


def _smooth_place(before: Status | None, status: Status) -> Status:
    """Return a status at the last place where it lies before it by a mere correction."""
    if before is None or status.moves != before.moves or status.length != before.length:
        return status
    stays = status.phase is before.phase is Phase.PLAYING
    if stays and 0 < before.elapsed - status.elapsed <= JITTER_MS:
        return replace(status, elapsed=before.elapsed)
    return status


def _is_moving(before: Status | None, status: Status) -> bool:
    """Return True if the session itself is heard, and nothing that is said in between."""
    return before is not None and status.elapsed > before.elapsed and status.moves == before.moves


def _has_moved(before: Status | None, status: Status) -> bool:
    """Return True if the session goes on at another place than it was at."""
    if before is None:
        return False
    return status.moves != before.moves or status.elapsed < before.elapsed


def _find_start(before: Status | None, status: Status) -> Iterator[SessionEvent]:
    if status.length and not (before and before.length):
        yield SessionEvent(EventKind.STARTED, status)


def _find_moves(before: Status | None, status: Status) -> Iterator[SessionEvent]:
    """Yield that the session goes on, and that it does so elsewhere."""
    if before is None or not before.length:
        return
    goes_on = status.phase is Phase.PLAYING
    if before.phase is Phase.LOST and status.phase not in (Phase.LOST, Phase.ENDED):
        yield SessionEvent(EventKind.FOUND, status)
    elif goes_on and before.phase in (Phase.PAUSED, Phase.WAITING):
        yield SessionEvent(EventKind.RESUMED, status)
    if status.moves != before.moves:
        kind = EventKind.SKIPPED if status.moved_by in SKIPS else EventKind.SEEKED
        yield SessionEvent(kind, status, before.elapsed, status.moved_by)
    elif status.length != before.length:
        yield SessionEvent(EventKind.LENGTH, status)
    elif status.elapsed < before.elapsed and before.phase is Phase.PLAYING:
        yield SessionEvent(EventKind.SEEKED, status, before.elapsed)


def _find_part(before: Status | None, status: Status) -> Iterator[SessionEvent]:
    if before is not None and _identify_part(status) == _identify_part(before):
        return
    if status.exercise or status.segment != (before.segment if before else -1):
        yield SessionEvent(EventKind.PART, status)


def _identify_part(status: Status) -> tuple[int, str, str, str, int]:
    return status.segment, status.card, status.exercise, status.side, status.set


def _find_changes(before: Status | None, status: Status) -> Iterator[SessionEvent]:
    """Yield that a question is asked, or is over, and that a setting has changed."""
    if status.asks != (before is not None and before.asks):
        yield SessionEvent(EventKind.ASKED if status.asks else EventKind.QUESTION_OVER, status)
    if before is None:
        return
    if status.volume != before.volume:
        yield SessionEvent(EventKind.VOLUME, status)
    if status.talk != before.talk:
        yield SessionEvent(EventKind.TALK, status)
    if status.pace != before.pace:
        yield SessionEvent(EventKind.PACE, status)


def _find_stop(before: Status | None, status: Status) -> Iterator[SessionEvent]:
    """Yield that the session stands still, or has ended."""
    if before is not None and status.phase is before.phase:
        return
    if kind := STOPS.get(status.phase):
        yield SessionEvent(kind, status)
    elif status.phase is Phase.ENDED:
        ending = Ending.DONE if status.elapsed >= status.length else Ending.STOPPED
        yield SessionEvent(EventKind.ENDED, status, ending=ending)
