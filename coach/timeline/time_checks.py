"""What is said about time: minutes that are known only once the timeline is laid out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from coach.script.pace import Pace
from coach.timeline.context import TIMELINE_VARIABLES
from coach.timeline.cues import SECOND, Cue, CueSheet, Span, TimeCheck
from coach.timeline.source import Track, Utterance
from coach.units import format_count

MINUTE = 60 * SECOND
MOST_DELAY = 20 * SECOND
"""How late a time may be told, in ms: no later than it is still true."""
CLEARANCE = 6 * SECOND
"""Milliseconds around a time check in which nothing else is said that may be left out."""
LEAST_REMAINING = 45 * SECOND
"""With less to go, in ms, the time is not told any more."""


def has_timeline_variables(sheet: CueSheet) -> bool:
    """Tell whether anything is said about minutes."""
    return any(_has_timeline_variable(cue) for span in sheet.spans for cue in span.cues)


def _has_timeline_variable(cue: Cue) -> bool:
    source = cue.source
    return isinstance(source, Utterance) and any(
        f"{{{name}}}" in source.text for name in TIMELINE_VARIABLES
    )


def fill_timeline_variables(
    sheet: CueSheet, begins: list[int], total: int, exercises: int
) -> CueSheet:
    """Put the minutes into what is said about them, by the time each span begins."""
    spans = []
    for span, start in zip(sheet.spans, begins, strict=True):
        cues = tuple(
            _fill_cue(cue, start, total, exercises) if _has_timeline_variable(cue) else cue
            for cue in span.cues
        )
        spans.append(replace(span, cues=cues))
    return replace(sheet, spans=tuple(spans))


def _fill_cue(cue: Cue, now: int, total: int, exercises: int) -> Cue:
    assert isinstance(cue.source, Utterance)
    text = fill_time_text(cue.source.text, now, total, exercises)
    return replace(cue, source=replace(cue.source, text=text))


def fill_time_text(text: str, now: int, total: int, exercises: int = 0) -> str:
    """Put minutes, and how many exercises there are, into a text.

    >>> worded("{done} done, {minutes} to go. {minutes} minutes.", 60_000, 120_000)
    '1 minute done, 1 to go. 1 minute.'
    """
    values = {
        "done": format_count(_minutes(now), "minute"),
        "minutes": str(_minutes(total - now)),
        "total": str(_minutes(total)),
        "exercises": str(exercises),
    }
    told = re.sub(r"\{(\w+)\}", lambda found: values[found[1]], text)
    return re.sub(r"\b1 (minute|exercise)s\b", r"1 \1", told)


def _minutes(length: int) -> int:
    return max(1, round(length / MINUTE))


def has_time_checks(sheet: CueSheet) -> bool:
    """Tell whether there are spans that ask for time checks."""
    return any(span.time_check for span in sheet.spans)


def insert_time_checks(sheet: CueSheet, begins: list[int]) -> CueSheet:
    """Put time checks into the spans that ask for them; `begins` ends with the whole length.

    They are said where there is room, so no span becomes longer by them.
    """
    spans = []
    told = 0
    for span, (begin, end) in zip(sheet.spans, pairwise(begins), strict=True):
        checks = []
        if span.time_check:
            for due in _list_due_times(span.time_check.every, begin, end):
                at = max(due - begin, 3 * SECOND // 2)
                if told < due and begins[-1] - begin - at >= LEAST_REMAINING and _is_free(span, at):
                    checks.append(_make_time_check_cue(span.time_check, at, begin, begins[-1]))
                    told = due
        spans.append(replace(span, cues=(*checks, *_drop_nearby_cues(span.cues, checks))))
    return replace(sheet, spans=tuple(spans))


def _list_due_times(every: int, begin: int, end: int) -> Iterable[int]:
    """Give the times to tell within a span: the one just over as well, if it is not long ago."""
    first = max(1, -(-(begin - MOST_DELAY) // every))
    return range(first * every, end, every)


def _is_free(span: Span, at: int) -> bool:
    """Tell whether nothing that never moves is said near a time."""
    spoken = (cue for cue in span.cues if cue.track is Track.VOICE and cue.until is None)
    return not any(
        cue.at is not None and at - CLEARANCE < cue.at < at + CLEARANCE for cue in spoken
    )


def _make_time_check_cue(tell: TimeCheck, at: int, begin: int, total: int) -> Cue:
    text = fill_time_text(tell.text, begin + at, total)
    source = Utterance(text, Pace.HOLD)
    until = at + MOST_DELAY
    return Cue(source, Track.VOICE, "time", at, until=until, where=tell.where, min_gap=SECOND)


def _drop_nearby_cues(cues: tuple[Cue, ...], checks: list[Cue]) -> Iterator[Cue]:
    """Give the cues without those that may be left out and begin near a check."""
    times = [check.at for check in checks if check.at is not None]
    for cue in cues:
        near = cue.until is not None and cue.track is Track.VOICE and cue.at is not None
        if not (near and any(abs(time - (cue.at or 0)) < CLEARANCE for time in times)):
            yield cue
