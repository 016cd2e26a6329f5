"""Pauses: days on which nothing is expected, as long as somebody wants; kept in a note.

They change what is shown of the weeks, and nothing that is planned.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

PAUSES_NOTE = "pauses"
"""The name of the note."""


class PauseNotes(Protocol):
    """What notes are kept in."""

    def read(self, name: str) -> dict[str, Any] | None:
        """Read a note; None where there is none."""

    def write(self, name: str, note: Mapping[str, Any]) -> None:
        """Write a note."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause from its `start` to its `end`, both in it; without an end it goes on."""

    start: date
    end: date | None = None

    def covers(self, day: date, today: date) -> bool:
        """Return whether a day lies in it; of one that goes on, only what has gone by does."""
        return self.start <= day <= (self.end or today)

    def is_on(self, day: date) -> bool:
        """Return whether it has begun by a day and is not over."""
        return self.start <= day and (self.end is None or day <= self.end)


def begin_pause(pauses: Iterable[Pause], today: date, end: date | None) -> tuple[Pause, ...]:
    """Return pauses with one from today on; one that is on goes on until the new end instead."""
    known = tuple(pauses)
    running = next((one for one in known if one.is_on(today)), None)
    start = running.start if running else today
    return (*tuple(one for one in known if one != running), Pause(start, end))


def end_pause(pauses: Iterable[Pause], today: date) -> tuple[Pause, ...]:
    """Return pauses of which none is on any more; what was a pause before today stays one."""
    return tuple(_cut_pauses(pauses, today - timedelta(days=1)))


def _cut_pauses(pauses: Iterable[Pause], last: date) -> Iterator[Pause]:
    for one in pauses:
        if not one.is_on(last + timedelta(days=1)):
            yield one
        elif one.start <= last:
            yield Pause(one.start, last)


def read_pauses(notes: PauseNotes) -> tuple[Pause, ...]:
    """Return the pauses in a note, rising; what is damaged there counts as never written."""
    listed = (notes.read(PAUSES_NOTE) or {}).get("pauses")
    found = (_read_pause(one) for one in listed) if isinstance(listed, list) else ()
    return tuple(sorted((one for one in found if one), key=lambda one: one.start))


def write_pauses(notes: PauseNotes, pauses: Iterable[Pause]) -> None:
    """Write the note of the pauses; raises MachineError where it cannot be written."""
    listed = [
        {"from": one.start.isoformat(), "until": one.end.isoformat() if one.end else None}
        for one in sorted(pauses, key=lambda one: one.start)
    ]
    notes.write(PAUSES_NOTE, {"pauses": listed})


def _read_pause(written: Any) -> Pause | None:
    try:
        start = date.fromisoformat(written["from"])
        end = written.get("until")
        pause = Pause(start, None if end is None else date.fromisoformat(end))
    except (KeyError, TypeError, ValueError):
        return None
    return pause if pause.end is None or pause.end >= pause.start else None
