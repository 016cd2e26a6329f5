"""The shapes of a page that shows what happens when, to be pinned to a wall.

Time runs in rows. Each has the segments by number and name, then what the time is for, then a mark
for every line that is spoken. The segments with their doses are listed below. Colours differ in
lightness first, so that a page printed in grey shows the same.
"""

from collections.abc import Iterator
from itertools import pairwise

from coach.exports.metadata import Metadata
from coach.exports.picture.shapes import (
    BOLD_FACTOR,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Anchor,
    Box,
    Shape,
    StraightLine,
    TextLine,
    shorten_text,
    text_width,
)
from coach.exports.session_mark import make_session_mark
from coach.pipeline import PreparedSession
from coach.script.phrases import Phrases
from coach.timeline.cues import Purpose, Span
from coach.timeline.source import Sound
from coach.timeline.summary import PURPOSE_KEYS, list_chapter_rows
from coach.units import format_clock

INK, FAINT, PALE = "#1b1b1b", "#5c6670", "#eef1f3"
PURPOSE_FILLS = {
    Purpose.WORK: ("#14506b", ""),
    Purpose.SPEECH: ("#b4d3de", ""),
    Purpose.REST: ("#f3e3b3", ""),
    Purpose.MOVE: ("#ffffff", "#7d8790"),
    Purpose.QUIET: ("#ffffff", ""),
}
"""The fill of a purpose, and the colour of its hatch. Printed in grey: 27, 80 and 89 percent light,
slanted lines, white."""
SIDE_MARGIN, TOP_MARGIN, BOTTOM_MARGIN = 48.0, 96.0, 36.0
INNER_WIDTH = PAGE_WIDTH - 2 * SIDE_MARGIN
COLUMNS = 3
LINE_HEIGHT = 19.0
MAX_LIST_LINES = 14
MINUTE_MS = 60_000
"""Rows last whole minutes, in a short session halves or quarters of one."""


def make_page(prepared: PreparedSession, metadata: Metadata) -> tuple[Shape, ...]:
    """Return all that is on the page."""
    timeline = prepared.timeline
    listed = _count_list_lines(metadata)
    foot = PAGE_HEIGHT - BOTTOM_MARGIN - 24
    list_top = foot - listed * LINE_HEIGHT - 14
    count, length = choose_row_length(timeline.length)
    height = min(190.0, (list_top - TOP_MARGIN - 8) / count)
    shapes: list[Shape] = [*_heading_shapes(prepared, metadata)]
    for number in range(count):
        row = _Row(
            prepared, metadata, number * length, length, TOP_MARGIN + number * height, height
        )
        shapes += row.shapes()
    shapes += _list_shapes(prepared, metadata, list_top)
    shapes += _legend_shapes(foot + 14, prepared.session.delivery.phrases)
    return tuple(shapes)


def choose_row_length(length: int) -> tuple[int, int]:
    """Return how many rows there are, and how long each is in ms: two to four, as full as possible.

    >>> [choose_row_length(minutes * 60_000) for minutes in (20, 30, 1)]
    [(4, 300000), (3, 600000), (4, 15000)]
    """
    grain = next(
        MINUTE_MS // n for n, to in ((4, 4), (2, 12), (1, 10**6)) if length <= to * MINUTE_MS
    )
    choices = []
    for count in (4, 3, 2):
        size = -(-length // (count * grain)) * grain
        choices.append((size * count - length, -(-length // size), size))
    _, count, size = min(choices, key=lambda choice: choice[0])
    return count, size


def _heading_shapes(prepared: PreparedSession, metadata: Metadata) -> Iterator[Shape]:
    timeline, delivery = prepared.timeline, prepared.session.delivery
    yield TextLine(
        SIDE_MARGIN,
        56,
        shorten_text(timeline.title, 34 * BOLD_FACTOR, INNER_WIDTH * 0.7),
        34,
        INK,
        bold=True,
    )
    phrases = delivery.phrases
    length = phrases.grammar.format_length((timeline.length + 500) // 1000)
    count = phrases.grammar.format_count(len(metadata.chapters), "segment")
    summary = f"{length} · {count}"
    yield TextLine(PAGE_WIDTH - SIDE_MARGIN, 56, summary, 17, INK, anchor=Anchor.END)
    talk = str(delivery.shown_talk)
    manner = phrases.format_shown("manner", voice=prepared.voice_name, talk=talk)
    if mark := make_session_mark(prepared):
        manner = phrases.format_shown("done_code", code=mark.code) + " · " + manner
    manner = shorten_text(manner, 11, INNER_WIDTH * 0.5)
    yield TextLine(PAGE_WIDTH - SIDE_MARGIN, 80, manner, 11, FAINT, anchor=Anchor.END)
    if text := prepared.session.description:
        room = INNER_WIDTH - text_width(manner, 11) - 24
        yield TextLine(SIDE_MARGIN, 80, shorten_text(text, 13, room), 13, FAINT)


class _Row:
    """One stretch of the session on the page."""

    def __init__(
        self,
        prepared: PreparedSession,
        metadata: Metadata,
        start: int,
        length: int,
        top: float,
        height: float,
    ) -> None:
        self.prepared, self.metadata = prepared, metadata
        self.start, self.length = start, length
        self.stop = min(start + length, prepared.timeline.length)
        self.names_y = top + 18
        self.bar_y = self.names_y + 20
        self.bar_height = max(12.0, height - 66)
        self.speech_y = self.bar_y + self.bar_height + 3

    def shapes(self) -> Iterator[Shape]:
        """Yield all of the row: axis, names, purposes, speech."""
        yield from self.axis()
        yield from self.segments()
        yield from self.spans()
        yield from self.caption_marks()

    def x_at(self, at: int) -> float:
        """Return where a moment lies across the page; one outside the row lies at its edge."""
        inside = min(max(at, self.start), self.stop) - self.start
        return SIDE_MARGIN + INNER_WIDTH * inside / self.length

    def axis(self) -> Iterator[Shape]:
        """Yield the minutes, and lines down from them."""
        steps = (
            5_000,
            15_000,
            30_000,
            MINUTE_MS,
            2 * MINUTE_MS,
            5 * MINUTE_MS,
            10 * MINUTE_MS,
            30 * MINUTE_MS,
        )
        step = next((step for step in steps if self.length / step <= 15), 60 * MINUTE_MS)
        for at in range(self.start, self.stop + 1, step):
            x = self.x_at(at)
            yield StraightLine(x, self.names_y - 4, x, self.speech_y + 9, "#c3c9ce", 0.7)
            last = at and x > PAGE_WIDTH - SIDE_MARGIN - 36
            anchor = Anchor.END if last else Anchor.START
            yield TextLine(
                x if last else x + 2, self.names_y - 5, format_clock(at), 10, FAINT, False, anchor
            )

    def segments(self) -> Iterator[Shape]:
        """Yield the segments: number and name, where there is room for them."""
        for number, chapter in enumerate(self.metadata.chapters, 1):
            if chapter.end <= self.start or chapter.start >= self.stop:
                continue
            left, right = self.x_at(chapter.start), self.x_at(chapter.end)
            fill = PALE if number % 2 else "#d9dfe3"
            yield Box(left, self.names_y, right - left, 17, fill)
            begins = chapter.start >= self.start
            if begins:
                yield StraightLine(left, self.names_y, left, self.speech_y + 9, INK, 1.2)
            text = f"{number}  {chapter.title}" if begins else f"({number})"
            words = shorten_text(text, 11.5 * BOLD_FACTOR, right - left - 8) or str(number)
            if right - left > 4 + 7 * len(words[:2]):
                yield TextLine(left + 4, self.names_y + 12.5, words, 11.5, INK, bold=begins)

    def spans(self) -> Iterator[Shape]:
        """Yield what the time is for; a hold with its length, where there is room."""
        begins = self.prepared.span_starts
        for span, (begin, end) in zip(self.prepared.sheet.spans, pairwise(begins), strict=True):
            if end <= self.start or begin >= self.stop:
                continue
            left, right = self.x_at(begin), self.x_at(end)
            if right - left < 0.8:
                continue
            fill, hatch = PURPOSE_FILLS[span.purpose]
            # A sliver of white parts one repetition from the next.
            gap = 0.6 if right - left > 2 else 0
            yield Box(left, self.bar_y, right - left - gap, self.bar_height, fill, "", hatch)
            if _is_hold(span) and right - left > 26:
                words = self.prepared.session.delivery.phrases.format_short_length(end - begin)
                x, y = (left + right) / 2, self.bar_y + self.bar_height / 2 + 4
                yield TextLine(x, y, words, 10.5, "#ffffff", anchor=Anchor.MIDDLE)
        edge = self.x_at(self.stop) - SIDE_MARGIN
        yield Box(SIDE_MARGIN, self.bar_y, edge, self.bar_height, "", "#7d8790")

    def caption_marks(self) -> Iterator[Shape]:
        """Yield a mark for every line that is spoken."""
        for line in self.metadata.captions:
            if self.start <= line.start < self.stop:
                left, right = self.x_at(line.start), self.x_at(line.end)
                yield Box(left, self.speech_y, max(0.8, right - left - 0.5), 6, INK)


def _is_hold(span: Span) -> bool:
    return span.purpose is Purpose.WORK and any(
        cue.kind == "hold" and isinstance(cue.source, Sound) for cue in span.cues
    )


def _list_shapes(prepared: PreparedSession, metadata: Metadata, top: float) -> Iterator[Shape]:
    """Yield the list of segments with their doses, down the columns."""
    rows = {row.start: row for row in list_chapter_rows(prepared.session, prepared.timeline)}
    starts = [marker.start for marker in prepared.timeline.markers]
    lines = _count_list_lines(metadata)
    width = INNER_WIDTH / COLUMNS
    for number, chapter in enumerate(metadata.chapters[: lines * COLUMNS]):
        x, y = SIDE_MARGIN + number // lines * width, top + (number % lines + 1) * LINE_HEIGHT
        yield TextLine(x + 18, y, str(number + 1), 12, INK, bold=True, anchor=Anchor.END)
        yield TextLine(x + 60, y, format_clock(chapter.start), 12, FAINT, anchor=Anchor.END)
        row = rows[starts[number]] if len(starts) == len(metadata.chapters) else None
        text = f"{row.title} · {row.dose}" if row and row.dose else chapter.title
        yield TextLine(x + 68, y, shorten_text(text, 12, width - 96), 12, INK)


def _count_list_lines(metadata: Metadata) -> int:
    """Return how many lines the list has; of very many segments the last are not in it."""
    return min(MAX_LIST_LINES, -(-len(metadata.chapters) // COLUMNS))


def _legend_shapes(y: float, phrases: Phrases) -> Iterator[Shape]:
    yield StraightLine(SIDE_MARGIN, y - 20, PAGE_WIDTH - SIDE_MARGIN, y - 20, "#c3c9ce", 0.7)
    x = SIDE_MARGIN
    for purpose, (fill, hatch) in PURPOSE_FILLS.items():
        yield Box(x, y - 10, 26, 13, fill, "#7d8790", hatch)
        words = phrases.format_shown(PURPOSE_KEYS[purpose])
        yield TextLine(x + 33, y + 1, words, 12, INK)
        x += 58 + text_width(words, 12.5)
    yield Box(x, y - 6, 26, 6, INK)
    yield TextLine(x + 33, y + 1, phrases.format_shown("spoken"), 12, INK)
    note = phrases.format_shown("note")
    yield TextLine(PAGE_WIDTH - SIDE_MARGIN, y + 1, note, 10, FAINT, anchor=Anchor.END)
