"""What a page is made of: the rows of its list, and what its script shows at each moment."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coach.exports.metadata import Metadata
from coach.exports.page.page_drawings import draw_cards
from coach.pipeline import PreparedSession
from coach.script.exercise import SideRule
from coach.script.phrases import Phrases
from coach.timeline.clips import Timeline
from coach.timeline.context import OTHER_SIDES
from coach.timeline.cues import Purpose, Span
from coach.timeline.moments import TimedSpan, list_timed_spans
from coach.timeline.segment_cards import list_segment_cards
from coach.timeline.source import Track, Utterance
from coach.timeline.summary import list_chapter_rows
from coach.training.export_mark import read_mark

_NUMBERS = re.compile(r"(?:(?<=^)|(?<=, ))\d+(?:, |$)")


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row of the list: when its segment begins, and from where on it is heard, in ms.

    `lines` are its instructions, for a listener who cannot hear them.
    """

    start: int
    entry: int
    title: str
    dose: str = ""
    drawing: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageSession:
    """A session as a page shows it; `content` is for its script, `mark` for coach itself."""

    title: str
    language: str
    length: int
    rows: tuple[PageRow, ...]
    stop_rules: tuple[str, ...]
    notes: tuple[str, ...]
    content: dict[str, Any]
    phrases: Phrases
    mark: str = ""


def make_page_session(prepared: PreparedSession, metadata: Metadata) -> PageSession:
    """Return what a page shows of a session; nothing in it is about the listener."""
    phrases, timeline = prepared.session.delivery.phrases, prepared.timeline
    spans = list_timed_spans(prepared.sheet, prepared.span_starts)
    rows = _list_rows(prepared, metadata, spans)
    mark = read_mark(metadata.mark)
    code = phrases.format_shown("enter_done", code=mark.code) if mark else ""
    notes = (phrases.format_shown("disclaimer"), code)
    return PageSession(
        metadata.title,
        metadata.language,
        timeline.length,
        rows,
        tuple(dict.fromkeys(_list_spoken(timeline, "safety"))),
        tuple(note for note in notes if note),
        _make_content(prepared, metadata, rows, spans),
        phrases,
        metadata.mark,
    )


def _list_rows(
    prepared: PreparedSession, metadata: Metadata, spans: tuple[TimedSpan, ...]
) -> tuple[PageRow, ...]:
    chapters = metadata.chapters
    markers = prepared.timeline.markers
    starts = [one.start for one in markers]
    if len(starts) != len(chapters):  # without a segment there is one chapter
        starts = [chapter.start for chapter in chapters]
    doses = {row.start: row.dose for row in list_chapter_rows(prepared.session, prepared.timeline)}
    cards = list_segment_cards(prepared.sheet)
    drawings = draw_cards(prepared.session.cards, [card for card in cards if card])
    return tuple(
        PageRow(
            start,
            # What is heard before the first segment is a breath of silence.
            chapter.start,
            chapter.title,
            doses.get(start, ""),
            drawings.get(card, ""),
            tuple(_list_instructions(metadata, spans, chapter.start, chapter.end)) if card else (),
        )
        for start, chapter, card in zip(starts, chapters, cards, strict=True)
    )


def _list_instructions(
    metadata: Metadata, spans: tuple[TimedSpan, ...], start: int, end: int
) -> Iterator[str]:
    """Yield what is said in a segment before its work begins, each line once."""
    work = (one.start for one in spans if start <= one.start and one.purpose is Purpose.WORK)
    until = min(end, next(work, end))
    lines = (line.text for line in metadata.captions if start <= line.start < until)
    yield from dict.fromkeys(lines)


def _list_spoken(timeline: Timeline, kind: str) -> Iterator[str]:
    for clip in timeline.clips:
        if clip.kind == kind and isinstance(clip.source, Utterance):
            yield clip.source.text


def _make_content(
    prepared: PreparedSession,
    metadata: Metadata,
    rows: tuple[PageRow, ...],
    spans: tuple[TimedSpan, ...],
) -> dict[str, Any]:
    """Return what the script of a page works with; rows are lists, as there are many of them."""
    phrases, timeline = prepared.session.delivery.phrases, prepared.timeline
    texts: dict[str, int] = {"": 0}
    table = [
        _make_span_row(one, span, texts, entry, after)
        for one, span, entry, after in zip(
            spans,
            prepared.sheet.spans,
            _list_entries(timeline, spans),
            _list_next(prepared, rows, spans),
            strict=True,
        )
    ]
    return {
        "title": metadata.title,
        "album": metadata.album,
        "length": timeline.length,
        "parts": [[row.start, row.entry, row.title] for row in rows],
        "spans": table,
        "texts": list(texts),
        "lines": [[one.start, one.end, _drop_numbers(one.text)] for one in metadata.captions],
        "breaths": list(_list_breaths(timeline, phrases)),
    }


def _make_span_row(
    one: TimedSpan, span: Span, texts: dict[str, int], entry: int, after: str
) -> list[Any]:
    row = [
        one.start,
        one.end,
        str(one.purpose),
        texts.setdefault(one.exercise, len(texts)),
        one.side,
        one.set,
        one.sets,
        one.rep,
        one.reps,
        int(one.whole),
        int(one.held),
        int(span.is_open),
        texts.setdefault(after, len(texts)),
    ]
    return [*row, entry] if entry != one.start else row


def _list_entries(timeline: Timeline, spans: tuple[TimedSpan, ...]) -> Iterator[int]:
    """Yield where to start to hear all of each span: a count on its first beat is early."""
    voices = [clip for clip in timeline.clips if clip.track is Track.VOICE]
    starts = [clip.start for clip in voices]
    for span in spans:
        before = voices[max(0, bisect_right(starts, span.start) - 1) :][:1]
        crossing = [one.start for one in before if one.start < span.start < one.end]
        yield crossing[0] if crossing and span.whole else span.start


def _list_next(
    prepared: PreparedSession, rows: tuple[PageRow, ...], spans: tuple[TimedSpan, ...]
) -> list[str]:
    """Return what comes after each span: the other side of the exercise, or the next segment."""
    phrases, cards = prepared.session.delivery.phrases, prepared.session.cards
    opening = {phrases.format_shown(key) for key in ("welcome", "safety")}
    starts = [row.start for row in rows]
    found: list[str] = []
    others: dict[tuple[int, str], None] = {}
    for one, span in zip(reversed(spans), reversed(prepared.sheet.spans), strict=True):
        part = max(0, bisect_right(starts, one.start) - 1)
        card = cards.get(span.card)
        if one.side and one.purpose is Purpose.WORK:
            others[part, one.side] = None
        other = OTHER_SIDES.get(one.side, "")
        later = next((row.title for row in rows[part + 1 :] if row.title not in opening), "")
        if card and card.sides is SideRule.EACH and (part, other) in others:
            found.append(phrases.format_shown("page_then_side", side=other))
        else:
            found.append(phrases.format_shown("page_then", title=later) if later else "")
    return found[::-1]


def _list_breaths(timeline: Timeline, phrases: Phrases) -> Iterator[list[Any]]:
    """Yield the start, the end and the word of each phase of a breath that is heard as a swell."""
    words = {"breathe-in": phrases["inhale"].text, "breathe-out": phrases["exhale"].text}
    for clip in timeline.clips:
        if clip.is_swell and not isinstance(clip.source, Utterance) and clip.source.name in words:
            yield [clip.start, clip.end, words[clip.source.name]]


def _drop_numbers(text: str) -> str:
    """Return a caption without what is only counted, which the page shows as a number.

    >>> [_drop_numbers(text) for text in ("5, 4, 3", "1, Lift", "In, 2, 3, 4", "Hold 5 seconds.")]
    ['', 'Lift', 'In', 'Hold 5 seconds.']
    """
    return _NUMBERS.sub("", text).rstrip(", ") if _NUMBERS.search(text) else text
