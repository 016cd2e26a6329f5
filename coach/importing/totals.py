"""How long a programme is by its stated parts, and where its source says otherwise."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coach.errors import Problem, Where
from coach.importing.dose_phrases import DURATION, read_duration
from coach.importing.programme import (
    Block,
    Breathed,
    Entry,
    Pause,
    Programme,
    Repeated,
    SideUse,
    Timed,
    Work,
)
from coach.importing.programme_text import format_time
from coach.importing.speech_room import USUAL_BREATH

MIN_DIFFERENCE_MS = 30_000
"""Stated lengths are rounded to the minute."""
_STATED = re.compile(DURATION, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Total:
    """Milliseconds of all that has a time; `is_whole` is False where repetitions have none."""

    length: int
    is_whole: bool = True


def measure_total(entries: Iterable[Entry]) -> Total:
    """Return what entries last by the times in them."""
    totals = [_measure_entry(entry) for entry in entries]
    return Total(sum(each.length for each in totals), all(each.is_whole for each in totals))


def compare_stated(programme: Programme, path: str) -> Iterator[Problem]:
    """Yield where the programme and its parts last other than their source says."""
    stated = programme.stated or find_stated_length(programme.title)
    yield from _compare(programme.title, stated, measure_total(programme.entries), path)
    for part in programme.parts:
        if part.title and part.title != programme.title:
            total = measure_total(part.entries)
            yield from _compare(part.title, find_stated_length(part.title), total, path)


def find_stated_length(title: str) -> int | None:
    """Return the minutes or hours that a title names, in ms; None where it names none.

    >>> find_stated_length("Week two (25 min)"), find_stated_length("Couch to 5k")
    (1500000, None)
    """
    for found in _STATED.finditer(title):
        if re.search(r"min|hour|hr", found[0], re.IGNORECASE):
            return read_duration(found[0])
    return None


def _compare(title: str, stated: int | None, total: Total, path: str) -> Iterator[Problem]:
    if stated is None or abs(stated - total.length) < MIN_DIFFERENCE_MS:
        return
    if not total.is_whole and total.length < stated:
        return  # the repetitions may take the rest
    parts = "its parts" if total.is_whole else "its timed parts alone"
    last = f"{parts} last {format_time(total.length)}"
    what = repr(title) if title else "it"
    yield Problem(f"{what} is said to last {format_time(stated)}, {last}", Where(path, 1, 1))


def _measure_entry(entry: Entry) -> Total:
    match entry:
        case Pause(length):
            return Total(length)
        case Work():
            return _measure_work(entry)
        case Block(limit=limit) if limit is not None:
            return Total(limit)
        case Block(entries=entries, rounds=rounds, between=between, every=every):
            count = rounds if isinstance(rounds, int) else len(rounds)
            if every is not None:
                return Total(count * every)
            inner = measure_total(entries)
            rests = (count - 1) * (between or 0)
            return Total(count * inner.length + rests, inner.is_whole)
    return Total(0)


def _measure_work(work: Work) -> Total:
    sides = 2 if work.side is SideUse.EACH else 1
    rests = (work.sets - 1) * (work.rest or 0)
    match work.dose:
        case Timed(length):
            return Total(work.sets * sides * length + rests)
        case Breathed(breaths, phases):
            return Total(work.sets * breaths * sum(phases or USUAL_BREATH) + rests)
        case Repeated():
            return Total(rests, is_whole=False)
