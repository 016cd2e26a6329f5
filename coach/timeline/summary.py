"""Where the seconds of a session go, and what it is made of, for a person to take in."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

from coach.timeline.clips import Timeline
from coach.timeline.cues import CueSheet, Purpose
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
PURPOSE_LABELS = {
    Purpose.SPEECH: "speech",
    Purpose.MOVE: "moving",
    Purpose.WORK: "holds, breaths and repetitions",
    Purpose.REST: "rest",
    Purpose.QUIET: "quiet",
}


@dataclass(frozen=True, slots=True)
class ChapterRow:
    """One chapter: when it begins, what it is, its dose in words, how long it lasts in ms."""

    start: int
    title: str
    dose: str
    length: int


def list_chapter_rows(session: Session, timeline: Timeline) -> tuple[ChapterRow, ...]:
    """List the chapters of a session with their doses."""
    doses: dict[str, list[str]] = {}
    for part in session.parts:
        for perform in list_performs(part.steps):
            card = session.cards[perform.exercise]
            doses.setdefault(card.name, []).append(format_dose(card, make_dose(card, perform)))
    ends = [*(marker.start for marker in timeline.markers[1:]), timeline.length]
    made = []
    # A session of nothing but a move has no chapter at all.
    for marker, end in zip(timeline.markers, ends, strict=False):
        known = doses.get(marker.title)
        dose = known.pop(0) if known else ""
        made.append(ChapterRow(marker.start, marker.title, dose, end - marker.start))
    return tuple(made)


def time_by_purpose(sheet: CueSheet, begins: tuple[int, ...]) -> dict[Purpose, int]:
    """Add up, in ms, what the time is spent on; `begins` are the starts of the spans."""
    seconds = dict.fromkeys(Purpose, 0)
    for span, (begin, end) in zip(sheet.spans, pairwise(begins), strict=True):
        seconds[span.purpose] += end - begin
    return seconds


def make_time_bar(sheet: CueSheet, begins: tuple[int, ...], width: int) -> list[Purpose]:
    """Give what each of `width` equal parts of the session is mostly spent on."""
    whole = begins[-1]
    made = []
    for column in range(width):
        left, right = whole * column // width, whole * (column + 1) // width
        shares = dict.fromkeys(Purpose, 0)
        # Only the spans that lie in it: a session may have ten thousand.
        first, last = bisect_right(begins, left) - 1, bisect_left(begins, right)
        inside = pairwise(begins[first : last + 1])
        for span, (begin, end) in zip(sheet.spans[first:last], inside, strict=True):
            shares[span.purpose] += max(0, min(end, right) - max(begin, left))
        made.append(max(shares, key=lambda purpose: shares[purpose]))
    return made


def format_legend(totals: dict[Purpose, int]) -> list[str]:
    """Tell the totals, each beside its sign; whole seconds that add up to the whole."""
    passed = shown = 0
    words = []
    for purpose, length in totals.items():
        passed += length
        seconds = round(passed / 1000) - shown
        shown += seconds
        if length:
            words.append(
                f"{GLYPHS[purpose]} {PURPOSE_LABELS[purpose]} {format_clock(seconds * 1000)}"
            )
    return words


def list_limit_changes(session: Session) -> tuple[str, ...]:
    """Tell what the listener's limits change in the exercises that were chosen."""
    found: dict[str, None] = {}
    for part in session.parts:
        for perform in list_performs(part.steps):
            card = session.cards[perform.exercise]
            for limit in session.delivery.limits:
                if limit in card.limits.modify:
                    found[f"{card.name}, for {limit}: {card.limits.modify[limit].text}"] = None
    return tuple(found)
