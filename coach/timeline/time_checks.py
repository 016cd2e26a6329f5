"""What is said about time: minutes that are known only once the timeline is laid out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from coach.script.pace import Pace
from coach.timeline.context import LATE
from coach.timeline.cues import SECOND, Cue, CueSheet, Span, Tell
from coach.timeline.source import Track, Utterance
from coach.units import count

MINUTE = 60 * SECOND
BEHIND = 20 * SECOND
"""How late a time may be told, in ms: no later than it is still true."""
CLEAR = 6 * SECOND
"""Milliseconds around a time check in which nothing else is said that may be left out."""
LAST = 45 * SECOND
"""With less to go, in ms, the time is not told any more."""


def is_late(sheet: CueSheet) -> bool:
    """Tell whether anything is said about minutes."""
    return any(_late(cue) for span in sheet.spans for cue in span.cues)


def _late(cue: Cue) -> bool:
    source = cue.source
    return isinstance(source, Utterance) and any(f"{{{name}}}" in source.text for name in LATE)


def tell_time(sheet: CueSheet, begins: list[int], total: int, exercises: int) -> CueSheet:
    """Put the minutes into what is said about them, by the time each span begins."""
    spans = []
    for span, start in zip(sheet.spans, begins, strict=True):
        cues = tuple(
            _told(cue, start, total, exercises) if _late(cue) else cue for cue in span.cues
        )
        spans.append(replace(span, cues=cues))
    return replace(sheet, spans=tuple(spans))


def _told(cue: Cue, now: int, total: int, exercises: int) -> Cue:
    assert isinstance(cue.source, Utterance)
    text = worded(cue.source.text, now, total, exercises)
    return replace(cue, source=replace(cue.source, text=text))


def worded(text: str, now: int, total: int, exercises: int = 0) -> str:
    """Put minutes, and how many exercises there are, into a text.

    >>> worded("{done} done, {minutes} to go. {minutes} minutes.", 60_000, 120_000)
    '1 minute done, 1 to go. 1 minute.'
    """
    values = {
        "done": count(_minutes(now), "minute"),
        "minutes": str(_minutes(total - now)),
        "total": str(_minutes(total)),
        "exercises": str(exercises),
    }
    told = re.sub(r"\{(\w+)\}", lambda found: values[found[1]], text)
    return re.sub(r"\b1 (minute|exercise)s\b", r"1 \1", told)


def _minutes(length: int) -> int:
    return max(1, round(length / MINUTE))


def checks_time(sheet: CueSheet) -> bool:
    """Tell whether there are spans that ask for time checks."""
    return any(span.tell for span in sheet.spans)


def check_time(sheet: CueSheet, begins: list[int]) -> CueSheet:
    """Put time checks into the spans that ask for them; `begins` ends with the whole length.

    They are said where there is room, so no span becomes longer by them.
    """
    spans = []
    told = 0
    for span, (begin, end) in zip(sheet.spans, pairwise(begins), strict=True):
        checks = []
        if span.tell:
            for due in _dues(span.tell.every, begin, end):
                at = max(due - begin, 3 * SECOND // 2)
                if told < due and begins[-1] - begin - at >= LAST and _is_free(span, at):
                    checks.append(_check(span.tell, at, begin, begins[-1]))
                    told = due
        spans.append(replace(span, cues=(*checks, *_apart(span.cues, checks))))
    return replace(sheet, spans=tuple(spans))


def _dues(every: int, begin: int, end: int) -> Iterable[int]:
    """Give the times to tell within a span: the one just over as well, if it is not long ago."""
    first = max(1, -(-(begin - BEHIND) // every))
    return range(first * every, end, every)


def _is_free(span: Span, at: int) -> bool:
    """Tell whether nothing that never moves is said near a time."""
    spoken = (cue for cue in span.cues if cue.track is Track.VOICE and cue.until is None)
    return not any(cue.at is not None and at - CLEAR < cue.at < at + CLEAR for cue in spoken)


def _check(tell: Tell, at: int, begin: int, total: int) -> Cue:
    text = worded(tell.text, begin + at, total)
    source = Utterance(text, Pace.HOLD)
    until = at + BEHIND
    return Cue(source, Track.VOICE, "time", at, until=until, where=tell.where, apart=SECOND)


def _apart(cues: tuple[Cue, ...], checks: list[Cue]) -> Iterator[Cue]:
    """Give the cues without those that may be left out and begin near a check."""
    times = [check.at for check in checks if check.at is not None]
    for cue in cues:
        near = cue.until is not None and cue.track is Track.VOICE and cue.at is not None
        if not (near and any(abs(time - (cue.at or 0)) < CLEAR for time in times)):
            yield cue
