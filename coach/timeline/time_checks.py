"""Time checks: what is said about minutes, which are known only once spans are laid out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from coach.script.grammar import VARIABLE, Grammar, capitalize, starts_sentence
from coach.script.pace import Pace
from coach.timeline.context import TIMELINE_VARIABLES
from coach.timeline.cues import SECOND, Cue, CueSheet, Span, TimeCheck
from coach.timeline.source import Track, Utterance

MINUTE = 60 * SECOND
MOST_DELAY = 20 * SECOND
"""How late a time may be said, in ms: no later than it is still true."""
CLEARANCE = 6 * SECOND
"""Milliseconds around a time check in which no soft cue begins."""
LEAST_REMAINING = 45 * SECOND
"""With less to go, in ms, the time is not said any more."""
ASSUMED_NUMBER = 77
"""Stands for a number not known yet. Of all below a hundred none takes longer to say."""


def has_timeline_variables(sheet: CueSheet) -> bool:
    """Return whether anything is said about minutes, or how many exercises there are."""
    return any(_has_timeline_variable(cue) for span in sheet.spans for cue in span.cues)


def _has_timeline_variable(cue: Cue) -> bool:
    source = cue.source
    return isinstance(source, Utterance) and any(
        found[1] in TIMELINE_VARIABLES for found in VARIABLE.finditer(source.text)
    )


def fill_timeline_variables(
    sheet: CueSheet, span_starts: list[int], total: int, exercises: int
) -> CueSheet:
    """Return the sheet with TIMELINE_VARIABLES replaced, by the time each span begins.

    `total` is the length of the session in ms, and `span_starts` has no entry behind the last.
    """
    spans = []
    for span, start in zip(sheet.spans, span_starts, strict=True):
        cues = tuple(
            _fill_cue(cue, start, total, exercises, sheet.grammar)
            if _has_timeline_variable(cue)
            else cue
            for cue in span.cues
        )
        spans.append(replace(span, cues=cues))
    return replace(sheet, spans=tuple(spans))


def fill_assumed_times(span: Span, grammar: Grammar) -> Span:
    """Return a span with ASSUMED_NUMBER for what is not known before the timeline is laid out."""
    if not any(map(_has_timeline_variable, span.cues)):
        return span
    return replace(span, cues=tuple(_fill_assumed_time(cue, grammar) for cue in span.cues))


def _fill_assumed_time(cue: Cue, grammar: Grammar) -> Cue:
    if not _has_timeline_variable(cue):
        return cue
    assert isinstance(cue.source, Utterance)
    values = dict.fromkeys(TIMELINE_VARIABLES, ASSUMED_NUMBER)
    text = _fill_text(cue.source.text, values, grammar)
    return replace(cue, source=replace(cue.source, text=text))


def _fill_cue(cue: Cue, now: int, total: int, exercises: int, grammar: Grammar) -> Cue:
    assert isinstance(cue.source, Utterance)
    text = fill_time_text(cue.source.text, now, total, grammar, exercises)
    return replace(cue, source=replace(cue.source, text=text))


def fill_time_text(text: str, now: int, total: int, grammar: Grammar, exercises: int = 0) -> str:
    """Return a text with minutes and how many exercises there are; `now` and `total` in ms.

    >>> from coach.script.grammar import Forms
    >>> grammar = Grammar(Forms(counts={"minute": ("{n} minute", "{n} minutes")}))
    >>> fill_time_text("{done} done, {minutes} to go of {total:minute}.", 60_000, 120_000, grammar)
    '1 minute done, 1 to go of 2 minutes.'
    """
    values = {
        "done": _minutes(now),
        "minutes": _minutes(total - now),
        "total": _minutes(total),
        "exercises": exercises,
    }
    return _fill_text(text, values, grammar)


def _fill_text(written: str, values: Mapping[str, int], grammar: Grammar) -> str:
    text = grammar.mark_nouns(written)

    def replace_variable(found: re.Match[str]) -> str:
        name, form = found[1], found[2] or ("minute" if found[1] == "done" else "")
        words = grammar.format_value(name, form, values[name])
        return capitalize(words) if starts_sentence(text[: found.start()]) else words

    return VARIABLE.sub(replace_variable, text)


def _minutes(length: int) -> int:
    return max(1, round(length / MINUTE))


def has_time_checks(sheet: CueSheet) -> bool:
    """Return whether there are spans that ask for time checks."""
    return any(span.time_check for span in sheet.spans)


def insert_time_checks(sheet: CueSheet, span_starts: list[int]) -> CueSheet:
    """Return the sheet with time checks in the spans that ask for them.

    `span_starts` ends with the length of the whole. A time check is said where there is room,
    so no span becomes longer by it.
    """
    spans = []
    last_time, total = 0, span_starts[-1]
    for span, (begin, end) in zip(sheet.spans, pairwise(span_starts), strict=True):
        checks = []
        if span.time_check:
            for due in _list_due_times(span.time_check.every, begin, end):
                at = max(due - begin, 3 * SECOND // 2)
                if last_time < due and total - begin - at >= LEAST_REMAINING and _is_free(span, at):
                    checks.append(
                        _make_time_check_cue(span.time_check, at, begin, total, sheet.grammar)
                    )
                    last_time = due
        spans.append(replace(span, cues=(*checks, *_drop_nearby_cues(span.cues, checks))))
    return replace(sheet, spans=tuple(spans))


def _list_due_times(every: int, begin: int, end: int) -> Iterable[int]:
    """Return the times to say in a span, and one just before it that is still true, in ms."""
    first = max(1, -(-(begin - MOST_DELAY) // every))
    return range(first * every, end, every)


def _is_free(span: Span, at: int) -> bool:
    """Return whether nothing that never moves is said near a time."""
    spoken = (cue for cue in span.cues if cue.track is Track.VOICE and not cue.is_soft)
    return not any(
        cue.at is not None and at - CLEARANCE < cue.at < at + CLEARANCE for cue in spoken
    )


def _make_time_check_cue(
    time_check: TimeCheck, at: int, begin: int, total: int, grammar: Grammar
) -> Cue:
    text = fill_time_text(time_check.text, begin + at, total, grammar)
    source = Utterance(text, Pace.HOLD)
    until = at + MOST_DELAY
    return Cue(source, Track.VOICE, "time", at, until=until, where=time_check.where, min_gap=SECOND)


def _drop_nearby_cues(cues: tuple[Cue, ...], checks: list[Cue]) -> Iterator[Cue]:
    """Yield the cues, but for soft ones that begin near a time check."""
    times = [check.at for check in checks if check.at is not None]
    for cue in cues:
        at = cue.at if cue.is_soft else None
        if at is None or all(abs(time - at) >= CLEARANCE for time in times):
            yield cue
