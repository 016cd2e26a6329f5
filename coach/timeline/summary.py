"""Summaries of a session: its chapters with their doses, and what its time is spent on."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from coach.script.exercise import Exercise
from coach.script.phrases import Phrases
from coach.timeline.clips import Timeline
from coach.timeline.cues import CueSheet, Purpose
from coach.timeline.delivery import Delivery
from coach.timeline.descriptions import format_dose
from coach.timeline.session import Session, list_performs, make_dose
from coach.units import format_clock

GLYPHS = {
    Purpose.SPEECH: "▒",
    Purpose.MOVE: "▸",
    Purpose.WORK: "█",
    Purpose.REST: "░",
    Purpose.QUIET: "·",
}
PURPOSE_KEYS = {
    Purpose.SPEECH: "talking",
    Purpose.MOVE: "moving",
    Purpose.WORK: "working",
    Purpose.REST: "resting",
    Purpose.QUIET: "silent",
}
"""Keys of the words for what time is spent on."""


@dataclass(frozen=True, slots=True)
class ChapterRow:
    """One chapter: when it begins, what it is, its dose in words, how long it lasts in ms."""

    start: int
    title: str
    dose: str
    length: int


def list_chapter_rows(session: Session, timeline: Timeline) -> tuple[ChapterRow, ...]:
    """Return the chapters of a session with their doses."""
    doses: dict[str, list[str]] = {}
    for part in session.parts:
        for perform in list_performs(part.steps):
            card = session.cards[perform.exercise]
            dose = format_dose(
                card, make_dose(card, perform), session.delivery.phrases, perform.side
            )
            doses.setdefault(card.name, []).append(dose)
    ends = [*(marker.start for marker in timeline.markers[1:]), timeline.length]
    rows = []
    # A session of nothing but a move has no chapter at all.
    for marker, end in zip(timeline.markers, ends, strict=False):
        remaining = doses.get(marker.title)
        # What is done in rounds has a chapter each time, and one dose.
        dose = remaining[0] if remaining else ""
        if remaining and len(remaining) > 1:
            del remaining[0]
        rows.append(ChapterRow(marker.start, marker.title, dose, end - marker.start))
    return tuple(rows)


def time_by_purpose(sheet: CueSheet, span_starts: tuple[int, ...]) -> dict[Purpose, int]:
    """Return how many ms of a session are spent on each purpose.

    `span_starts` ends with the length of the whole.
    """
    totals = dict.fromkeys(Purpose, 0)
    for span, (begin, end) in zip(sheet.spans, pairwise(span_starts), strict=True):
        totals[span.purpose] += end - begin
    return totals


def make_time_bar(sheet: CueSheet, span_starts: tuple[int, ...], width: int) -> list[Purpose]:
    """Return what each of `width` equal parts of a session is mostly spent on."""
    length = span_starts[-1]
    purposes = []
    for column in range(width):
        start, stop = length * column // width, length * (column + 1) // width
        shares = dict.fromkeys(Purpose, 0)
        # Only the spans in this part: a session may have ten thousand.
        first, last = bisect_right(span_starts, start) - 1, bisect_left(span_starts, stop)
        inside = pairwise(span_starts[first : last + 1])
        for span, (begin, end) in zip(sheet.spans[first:last], inside, strict=True):
            shares[span.purpose] += max(0, min(end, stop) - max(begin, start))
        purposes.append(max(shares, key=lambda purpose: shares[purpose]))
    return purposes


def format_legend(totals: dict[Purpose, int], phrases: Phrases, plain: bool = False) -> list[str]:
    """Return the totals, rounded so that their seconds add up; each beside its glyph, or plain."""
    passed = shown = 0
    words = []
    for purpose, length in totals.items():
        passed += length
        seconds = round(passed / 1000) - shown
        shown += seconds
        if length:
            glyph = "" if plain else f"{GLYPHS[purpose]} "
            label = phrases.format_shown(PURPOSE_KEYS[purpose])
            words.append(f"{glyph}{label} {format_clock(seconds * 1000)}")
    return words


def list_limit_changes(session: Session) -> tuple[str, ...]:
    """Return what is done otherwise in the exercises that were chosen, and for what, each once."""
    performs = (one for part in session.parts for one in list_performs(part.steps))
    cards = (session.cards[perform.exercise] for perform in performs)
    changes = (line for card in cards for line in _list_card_changes(card, session.delivery))
    return tuple(dict.fromkeys(changes))


def _list_card_changes(card: Exercise, delivery: Delivery) -> Iterator[str]:
    """Yield the easier way of an exercise with what asks for it, and what limits have said."""
    changes = card.limits.modify
    limits = [limit for limit in delivery.limits if limit in changes]
    if card.variant:
        asking = [limit for limit in limits if changes[limit].variant] or ["an easier session"]
        yield f"{card.name}: {card.variant}, for {', '.join(asking)}"
    for limit in limits:
        if line := changes[limit].say:
            yield f"{card.name}, for {limit}: {line.text}"
