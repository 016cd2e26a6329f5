"""Time checks: what is said about minutes, which are known only once spans are laid out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from coach.script.grammar import Grammar, list_variables
from coach.script.pace import Pace
from coach.timeline.context import TIMELINE_VARIABLES
from coach.timeline.cues import SECOND, Cue, CueSheet, Span, TimeCheck
from coach.timeline.source import Track, Utterance, spoken_text

MINUTE = 60 * SECOND
MAX_DELAY = 20 * SECOND
"""How late a time may be said, in ms: no later than it is still true."""
CLEARANCE = 6 * SECOND
"""Milliseconds around a time check in which no soft cue begins."""
LEAST_REMAINING = 45 * SECOND
"""With less to go, in ms, the time is not said any more."""
TIMED_KIND = "timed"
"""The kind of soft cues that an author has given a time: they have room before a time check."""
ASSUMED_NUMBER = 77
"""Stands for a number not known yet. Of all below a hundred none takes longer to say."""


def has_timeline_variables(sheet: CueSheet) -> bool:
    """Return whether anything is said about minutes, or how many exercises there are."""
    return any(_has_timeline_variable(cue) for span in sheet.spans for cue in span.cues)


def _has_timeline_variable(cue: Cue) -> bool:
    return any(
        name in TIMELINE_VARIABLES
        for source in cue.sources
        for name in list_variables(spoken_text(source))
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
    values = dict.fromkeys(TIMELINE_VARIABLES, ASSUMED_NUMBER)
    return _change_words(cue, lambda text: _fill_text(text, values, grammar))


def _fill_cue(cue: Cue, now: int, total: int, exercises: int, grammar: Grammar) -> Cue:
    return _change_words(cue, lambda text: fill_time_text(text, now, total, grammar, exercises))


def _change_words(cue: Cue, change: Callable[[str], str]) -> Cue:
    """Return the cue with its words, and those that may be said instead, changed."""
    source, *others = (
        replace(source, text=change(source.text)) if isinstance(source, Utterance) else source
        for source in cue.sources
    )
    return replace(cue, source=source, alternatives=tuple(others))


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


def _fill_text(text: str, values: Mapping[str, int], grammar: Grammar) -> str:
    return grammar.fill_numbers(text.replace("{done}", "{done:minute}"), values)


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
    blocks = _find_blocks(sheet, span_starts)
    last_times: dict[tuple[int, int], int] = {}
    for span, bounds in zip(sheet.spans, pairwise(span_starts), strict=True):
        checks = []
        if span.time_check:
            block = _find_block(span.time_check, bounds, blocks, span_starts[-1])
            for due, cue in _list_checks(span, bounds, block, sheet.grammar):
                if last_times.get(block, 0) < due:
                    checks.append(cue)
                    last_times[block] = due
        timed = tuple(cue for cue in span.cues if cue.kind == TIMED_KIND)
        others = tuple(cue for cue in span.cues if cue.kind != TIMED_KIND)
        spans.append(replace(span, cues=(*timed, *checks, *_drop_nearby_cues(others, checks))))
    return replace(sheet, spans=tuple(spans))


Range = tuple[int, int]


def _find_blocks(sheet: CueSheet, span_starts: list[int]) -> dict[int, Range]:
    """Return the start and the end of each block, in ms, by its number."""
    blocks: dict[int, Range] = {}
    for span, (begin, end) in zip(sheet.spans, pairwise(span_starts), strict=True):
        for number in span.blocks:
            blocks[number] = blocks.get(number, (begin, end))[0], end
    return blocks


def _find_block(check: TimeCheck, own: Range, blocks: dict[int, Range], total: int) -> Range:
    """Return the start and the end of what a time check counts."""
    return (0, total) if check.tells_session else blocks.get(check.block, own)


def _list_checks(
    span: Span, own: Range, block: Range, grammar: Grammar
) -> Iterator[tuple[int, Cue]]:
    """Yield the times that are told in a span, in ms of its block, each with its cue."""
    begin, (start, stop), check = own[0] - block[0], block, span.time_check
    assert check is not None
    for due in _list_due_times(check.every, begin, own[1] - start):
        at = max(due - begin, 3 * SECOND // 2)
        if stop - start - begin - at >= LEAST_REMAINING and _is_free(span, at):
            yield due, _make_time_check_cue(check, at, begin, stop - start, grammar)


def _list_due_times(every: int, begin: int, end: int) -> Iterable[int]:
    """Return the times to say in a span, and one just before it that is still true, in ms."""
    first = max(1, -(-(begin - MAX_DELAY) // every))
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
    until = at + MAX_DELAY
    return Cue(source, Track.VOICE, "time", at, until=until, where=time_check.where, min_gap=SECOND)


def _drop_nearby_cues(cues: tuple[Cue, ...], checks: list[Cue]) -> Iterator[Cue]:
    """Yield the cues, but for soft ones that begin near a time check."""
    times = [check.at for check in checks if check.at is not None]
    for cue in cues:
        at = cue.at if cue.is_soft else None
        if at is None or all(abs(time - at) >= CLEARANCE for time in times):
            yield cue
