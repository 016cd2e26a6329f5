"""CueSheet + lengths -> Timeline: when each clip starts and how long it is. Knows no audio.

Times are absolute milliseconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, cycle, pairwise

from coach.errors import ScriptError, merge_alike
from coach.timeline.clips import Clip, Extent, Marker, Timeline
from coach.timeline.counts import find_counts_without_room
from coach.timeline.cues import LEAD_IN, CueSheet, Span
from coach.timeline.overlaps import find_overlaps
from coach.timeline.source import Sound, Source, Track
from coach.timeline.span_layout import SpanLayout, lay_span


def lay_out(
    sheet: CueSheet, lengths: Mapping[Source, Extent], length: int | None = None
) -> Timeline:
    """Return the timeline of a sheet, stretched to `length` ms, or else to whole seconds.

    Raises ScriptError, with the place of every step, where speech does not fit or two spoken
    clips would overlap, and ValueError for a length that stretching cannot meet.
    """
    layouts = lay_spans(sheet.spans, lengths)
    timeline = make_timeline(sheet, layouts, _add_up_starts(sheet, layouts, length), lengths)
    problems = [problem for one in layouts for problem in one.problems]
    if problems := problems or find_overlaps(timeline):
        raise ScriptError(merge_alike(problems))
    return timeline


def make_timeline(
    sheet: CueSheet,
    layouts: Sequence[SpanLayout],
    span_starts: Sequence[int],
    lengths: Mapping[Source, Extent],
) -> Timeline:
    """Return the timeline of spans that were laid out, each from its start to that of the next.

    `span_starts` ends with the length of the whole. By how much a span is longer than its layout,
    what lies behind its `stretch_at` comes later.
    """
    clips: list[Clip] = []
    markers = []
    for span, one, (begin, end) in zip(sheet.spans, layouts, pairwise(span_starts), strict=True):
        if span.marker is not None:
            markers.append(Marker(begin, span.marker))
        extra, stretch_at = end - begin - one.length, span.stretch_at
        for clip in one.clips:
            later = extra if stretch_at is not None and clip.start >= stretch_at else 0
            clips.append(clip.shift_by(begin + later))
    clips += _make_bed_clips(sheet.bed, lengths, span_starts[-1])
    clips.sort(key=lambda clip: (clip.start, clip.track))
    return Timeline(sheet.title, span_starts[-1], tuple(clips), tuple(markers))


def _make_bed_clips(
    pieces: tuple[Sound, ...], lengths: Mapping[Source, Extent], length: int
) -> Iterator[Clip]:
    """Yield pieces of a bed end to end under a whole session, from LEAD_IN on."""
    start = LEAD_IN
    for piece in cycle(pieces):
        if start >= length:
            return
        size = min(lengths[piece].length, length - start)
        yield Clip(start, size, piece, Track.BED, "bed")
        start += size


def find_span_starts(
    sheet: CueSheet, lengths: Mapping[Source, Extent], length: int | None = None
) -> list[int]:
    """Return the start of every span, and behind the last one the length of the whole, in ms.

    Raises ValueError for a length that stretching cannot meet.
    """
    return _add_up_starts(sheet, [lay_span(span, lengths) for span in sheet.spans], length)


def _add_up_starts(sheet: CueSheet, layouts: list[SpanLayout], length: int | None) -> list[int]:
    natural = sum(one.length for one in layouts)
    wanted = length if length is not None else -(-natural // 1000) * 1000
    extra = share_stretch(sheet.spans, wanted - natural)
    return list(accumulate((a.length + b for a, b in zip(layouts, extra, strict=True)), initial=0))


def share_stretch(spans: tuple[Span, ...], extra: int) -> list[int]:
    """Return the share of each span of `extra` ms, by how far it may stretch; whole ms, none lost.

    Raises ValueError for more than all of them may stretch together, and for less than none.

    >>> from coach.timeline.cues import Purpose
    >>> spans = (Span((), Purpose.REST, stretch=10), Span((), Purpose.REST, stretch=20))
    >>> share_stretch(spans, 7)
    [2, 5]
    """
    room = sum(span.stretch for span in spans)
    if not 0 <= extra <= room:
        raise ValueError(f"cannot add {extra} ms: from 0 to {room} ms can be")
    shares = []
    passed = given = 0
    for span in spans:
        passed += span.stretch
        share = (extra * passed // room if room else 0) - given
        given += share
        shares.append(share)
    return shares


def lay_spans(spans: Sequence[Span], lengths: Mapping[Source, Extent]) -> list[SpanLayout]:
    """Return spans that follow one another laid out, without the counts that have no room.

    What runs on behind its span is minded by those behind it.
    """
    layouts: list[SpanLayout] = []
    running: tuple[Clip, ...] = ()
    for span in spans:
        one = lay_span(span, lengths, running)
        layouts.append(one)
        running = tuple(
            clip.shift_by(-one.length)
            for clip in (*running, *one.clips)
            if clip.track is Track.VOICE and clip.end > one.length
        )
    return leave_out_counts(layouts)


def leave_out_counts(layouts: Sequence[SpanLayout]) -> list[SpanLayout]:
    """Return spans that follow one another without the counts that have no room in them."""
    placed: list[tuple[Clip, int, Clip]] = []
    starts = accumulate((one.length for one in layouts), initial=0)
    for number, (begin, one) in enumerate(zip(starts, layouts, strict=False)):
        spoken = (clip for clip in one.clips if clip.track is Track.VOICE)
        placed += [(clip.shift_by(begin), number, clip) for clip in spoken]
    placed.sort(key=lambda each: _clip_start(each[0]))
    without: dict[int, list[Clip]] = {}
    for index in find_counts_without_room([absolute for absolute, _, _ in placed]):
        without.setdefault(placed[index][1], []).append(placed[index][2])
    kept = list(layouts)
    for number, counts in without.items():
        clips = tuple(clip for clip in layouts[number].clips if clip not in counts)
        kept[number] = replace(layouts[number], clips=clips)
    return kept


def _clip_start(clip: Clip) -> int:
    return clip.start
