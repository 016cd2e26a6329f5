"""Prepared -> the shapes of a page: what happens when, to be pinned to a wall.

Time runs in rows. In each stand the segments by number and name, then what the time is for, then
a mark for every line that is spoken. The segments with their doses are listed below. Colours differ
in lightness first, so that a page printed in grey tells the same.
"""

from collections.abc import Iterator
from itertools import pairwise

from coach.export.metadata import About
from coach.export.picture.shapes import (
    BOLD,
    HEIGHT,
    WIDTH,
    Anchor,
    Box,
    Rule,
    Shape,
    Words,
    shortened,
    text_width,
)
from coach.pipeline import Prepared
from coach.timeline.cues import Purpose, Span
from coach.timeline.source import Sound
from coach.timeline.summary import MEANINGS, rows
from coach.units import format_clock, format_span, say_duration

INK, FAINT, PALE = "#1b1b1b", "#5c6670", "#eef1f3"
FILLS = {
    Purpose.WORK: ("#14506b", ""),
    Purpose.TALK: ("#b4d3de", ""),
    Purpose.REST: ("#f3e3b3", ""),
    Purpose.MOVE: ("#ffffff", "#7d8790"),
    Purpose.QUIET: ("#ffffff", ""),
}
"""The colour of a purpose, and of its hatch. In grey: 27, 80 and 89 percent light, slanted lines,
white."""
SIDE, TOP, BOTTOM = 48.0, 96.0, 36.0
INNER = WIDTH - 2 * SIDE
COLUMNS = 3
LINE = 19.0
MOST_LINES = 14
MINUTE = 60_000
"""Rows are a whole number of minutes long, in a short session of halves or quarters of one."""


def page(prepared: Prepared, about: About) -> tuple[Shape, ...]:
    """Place all that is on the page."""
    timeline = prepared.timeline
    listed = _listed(about)
    foot = HEIGHT - BOTTOM - 24
    list_top = foot - listed * LINE - 14
    count, length = row_lengths(timeline.length)
    height = min(190.0, (list_top - TOP - 8) / count)
    made: list[Shape] = [*_heading(prepared, about)]
    for number in range(count):
        row = _Row(prepared, about, number * length, length, TOP + number * height, height)
        made += row.shapes()
    made += _listing(prepared, about, list_top)
    made += _legend(foot + 14)
    return tuple(made)


def row_lengths(length: int) -> tuple[int, int]:
    """Choose how many rows there are, and how long each is in ms: two to four, as full as can be.

    >>> row_lengths(20 * 60_000), row_lengths(30 * 60_000), row_lengths(50_000)
    ((4, 300000), (3, 600000), (4, 15000))
    """
    grain = next(MINUTE // n for n, to in ((4, 4), (2, 12), (1, 10**6)) if length <= to * MINUTE)
    choices = []
    for count in (4, 3, 2):
        size = -(-length // (count * grain)) * grain
        choices.append((size * count - length, -(-length // size), size))
    _, count, size = min(choices, key=lambda choice: choice[0])
    return count, size


def _heading(prepared: Prepared, about: About) -> Iterator[Shape]:
    timeline, manner = prepared.timeline, prepared.session.manner
    yield Words(SIDE, 56, shortened(timeline.title, 34 * BOLD, INNER * 0.7), 34, INK, bold=True)
    told = f"{say_duration(timeline.length)} · {len(about.chapters)} segments"
    yield Words(WIDTH - SIDE, 56, told, 17, INK, anchor=Anchor.END)
    if words := prepared.session.description:
        yield Words(SIDE, 80, shortened(words, 13, INNER * 0.78), 13, FAINT)
    spoken = f"voice {prepared.voice}, talk {manner.talk}"
    yield Words(WIDTH - SIDE, 80, spoken, 11, FAINT, anchor=Anchor.END)


class _Row:
    """One stretch of the session on the page."""

    def __init__(
        self, prepared: Prepared, about: About, start: int, length: int, top: float, height: float
    ) -> None:
        self.prepared, self.about = prepared, about
        self.start, self.length = start, length
        self.stop = min(start + length, prepared.timeline.length)
        self.names = top + 18
        self.bar = self.names + 20
        self.bar_height = max(12.0, height - 66)
        self.speech = self.bar + self.bar_height + 3

    def shapes(self) -> Iterator[Shape]:
        """Place the row: axis, names, purposes, speech."""
        yield from self.axis()
        yield from self.segments()
        yield from self.spans()
        yield from self.words()

    def x(self, at: int) -> float:
        """Place a moment on the axis."""
        inside = min(max(at, self.start), self.stop) - self.start
        return SIDE + INNER * inside / self.length

    def axis(self) -> Iterator[Shape]:
        """Place the minutes, and lines down from them."""
        steps = (5_000, 15_000, 30_000, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE)
        step = next((step for step in steps if self.length / step <= 15), 60 * MINUTE)
        for at in range(self.start, self.stop + 1, step):
            x = self.x(at)
            yield Rule(x, self.names - 4, x, self.speech + 9, "#c3c9ce", 0.7)
            last = at and x > WIDTH - SIDE - 36
            anchor = Anchor.END if last else Anchor.START
            yield Words(
                x if last else x + 2, self.names - 5, format_clock(at), 10, FAINT, False, anchor
            )

    def segments(self) -> Iterator[Shape]:
        """Place the segments: number and name, where there is room for them."""
        for number, chapter in enumerate(self.about.chapters, 1):
            if chapter.end <= self.start or chapter.start >= self.stop:
                continue
            left, right = self.x(chapter.start), self.x(chapter.end)
            fill = PALE if number % 2 else "#d9dfe3"
            yield Box(left, self.names, right - left, 17, fill)
            begins = chapter.start >= self.start
            if begins:
                yield Rule(left, self.names, left, self.speech + 9, INK, 1.2)
            text = f"{number}  {chapter.title}" if begins else f"({number})"
            words = shortened(text, 11.5 * BOLD, right - left - 8) or str(number)
            if right - left > 4 + 7 * len(words[:2]):
                yield Words(left + 4, self.names + 12.5, words, 11.5, INK, bold=begins)

    def spans(self) -> Iterator[Shape]:
        """Place what the time is for; a hold tells how long it is, where there is room."""
        begins = self.prepared.begins
        for span, (begin, end) in zip(self.prepared.sheet.spans, pairwise(begins), strict=True):
            if end <= self.start or begin >= self.stop:
                continue
            left, right = self.x(begin), self.x(end)
            if right - left < 0.8:
                continue
            fill, hatch = FILLS[span.purpose]
            # A sliver of white parts one repetition from the next.
            gap = 0.6 if right - left > 2 else 0
            yield Box(left, self.bar, right - left - gap, self.bar_height, fill, "", hatch)
            if _is_hold(span) and right - left > 26:
                words = format_span(end - begin)
                x, y = (left + right) / 2, self.bar + self.bar_height / 2 + 4
                yield Words(x, y, words, 10.5, "#ffffff", anchor=Anchor.MIDDLE)
        edge = self.x(self.stop) - SIDE
        yield Box(SIDE, self.bar, edge, self.bar_height, "", "#7d8790")

    def words(self) -> Iterator[Shape]:
        """Place a mark for every line that is spoken."""
        for line in self.about.captions:
            if self.start <= line.start < self.stop:
                left, right = self.x(line.start), self.x(line.end)
                yield Box(left, self.speech, max(0.8, right - left - 0.5), 6, INK)


def _is_hold(span: Span) -> bool:
    return span.purpose is Purpose.WORK and any(
        cue.kind == "hold" and isinstance(cue.source, Sound) for cue in span.cues
    )


def _listing(prepared: Prepared, about: About, top: float) -> Iterator[Shape]:
    """List the segments with their doses, down the columns."""
    known = {row.start: row for row in rows(prepared.session, prepared.timeline)}
    starts = [marker.start for marker in prepared.timeline.markers]
    lines = _listed(about)
    width = INNER / COLUMNS
    for number, chapter in enumerate(about.chapters[: lines * COLUMNS]):
        x, y = SIDE + number // lines * width, top + (number % lines + 1) * LINE
        yield Words(x + 18, y, str(number + 1), 12, INK, bold=True, anchor=Anchor.END)
        yield Words(x + 60, y, format_clock(chapter.start), 12, FAINT, anchor=Anchor.END)
        row = known[starts[number]] if len(starts) == len(about.chapters) else None
        text = f"{row.title} · {row.dose}" if row and row.dose else chapter.title
        yield Words(x + 68, y, shortened(text, 12, width - 96), 12, INK)


def _listed(about: About) -> int:
    """Give how many lines the list has; of very many segments the last are not in it."""
    return min(MOST_LINES, -(-len(about.chapters) // COLUMNS))


def _legend(y: float) -> Iterator[Shape]:
    yield Rule(SIDE, y - 20, WIDTH - SIDE, y - 20, "#c3c9ce", 0.7)
    x = SIDE
    for purpose, (fill, hatch) in FILLS.items():
        yield Box(x, y - 10, 26, 13, fill, "#7d8790", hatch)
        words = MEANINGS[purpose]
        yield Words(x + 33, y + 1, words, 12, INK)
        x += 58 + text_width(words, 12.5)
    yield Box(x, y - 6, 26, 6, INK)
    yield Words(x + 33, y + 1, "words spoken", 12, INK)
    note = "General guidance, not medical advice."
    yield Words(WIDTH - SIDE, y + 1, note, 10, FAINT, anchor=Anchor.END)
