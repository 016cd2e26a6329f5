"""The schedule: a session laid out span by span, so that it can be changed while it is heard."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate, cycle, pairwise

from coach.live.status import Segment
from coach.script.talk_level import TalkLevel
from coach.timeline.clips import Clip, Extent, Marker, Timeline
from coach.timeline.cues import LEAD_IN, CueSheet, Span
from coach.timeline.layout import lay_spans
from coach.timeline.source import Source, Track, Utterance
from coach.timeline.span_layout import SpanLayout


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """A session and how each span of it was laid out; times in milliseconds.

    `layouts` holds the spans unstretched, each from 0, and `extras` by how much each was stretched.
    `lengths` is a live view of what has been spoken. `span_starts` holds the start of every span,
    and the length of the whole.
    """

    sheet: CueSheet
    layouts: tuple[SpanLayout, ...]
    extras: tuple[int, ...]
    lengths: Mapping[Source, Extent] = field(repr=False)
    talk: TalkLevel = TalkLevel.FULL
    span_starts: tuple[int, ...] = field(init=False)
    timeline: Timeline = field(init=False, repr=False)
    segments: tuple[Segment, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        sizes = (one.length + extra for one, extra in zip(self.layouts, self.extras, strict=True))
        object.__setattr__(self, "span_starts", tuple(accumulate(sizes, initial=0)))
        object.__setattr__(self, "timeline", _build_timeline(self))
        object.__setattr__(self, "segments", _make_segments(self.timeline))

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans in order."""
        return self.sheet.spans

    @property
    def length(self) -> int:
        """The length of the whole."""
        return self.span_starts[-1]

    def span_index(self, at: int) -> int:
        """Return the index of the span a moment lies in; the last one for what lies behind."""
        return min(max(0, bisect_right(self.span_starts, at) - 1), len(self.spans) - 1)

    def span_entry(self, index: int) -> int:
        """Return the moment all of a span is heard from: a count on its first beat is early."""
        early = min((clip.start for clip in self.layouts[index].clips), default=0)
        return max(0, self.span_starts[index] + min(0, early))

    def span_end(self, index: int) -> int:
        """Return the end of a span."""
        return self.span_starts[index + 1]

    def voice_clips(self, index: int) -> list[Clip]:
        """Return what is spoken in a span, in order, at absolute times."""
        begin, one = self.span_starts[index], self.layouts[index]
        spoken = (clip for clip in one.clips if clip.track is Track.VOICE)
        hinge, extra = self.spans[index].stretch_at, self.extras[index]
        moved = (
            clip.shift_by(begin + (extra if hinge is not None and clip.start >= hinge else 0))
            for clip in spoken
        )
        return sorted(moved, key=lambda clip: clip.start)

    def segment_index(self, at: int) -> int:
        """Return the index of the segment a moment lies in; -1 before the first."""
        return bisect_right(self.segments, at, key=lambda segment: segment.start) - 1

    def exercise_span_indexes(self) -> tuple[int, ...]:
        """Return the indexes of the spans with which an exercise begins."""
        return tuple(
            number
            for number, span in enumerate(self.spans)
            if span.marker is not None and any(cue.kind == "announce" for cue in span.cues)
        )


def make_schedule(
    sheet: CueSheet,
    lengths: Mapping[Source, Extent],
    span_starts: tuple[int, ...] | None = None,
    talk: TalkLevel = TalkLevel.FULL,
) -> Schedule:
    """Lay a sheet out, with its spans at their natural lengths or at given starts."""
    laid = tuple(lay_spans(sheet.spans, lengths))
    extras = (0,) * len(laid)
    if span_starts is not None:
        sizes = (end - begin for begin, end in pairwise(span_starts))
        extras = tuple(size - one.length for size, one in zip(sizes, laid, strict=True))
    return Schedule(sheet, laid, extras, lengths, talk)


def _build_timeline(schedule: Schedule) -> Timeline:
    clips: list[Clip] = []
    markers = []
    for number, (span, one) in enumerate(zip(schedule.spans, schedule.layouts, strict=True)):
        begin, extra = schedule.span_starts[number], schedule.extras[number]
        if span.marker is not None:
            markers.append(Marker(begin, span.marker))
        for clip in one.clips:
            later = extra if span.stretch_at is not None and clip.start >= span.stretch_at else 0
            clips.append(clip.shift_by(begin + later))
    clips += _bed_clips(schedule)
    clips.sort(key=lambda clip: (clip.start, clip.track))
    return Timeline(schedule.sheet.title, schedule.span_starts[-1], tuple(clips), tuple(markers))


def _bed_clips(schedule: Schedule) -> Iterator[Clip]:
    start, length = LEAD_IN, schedule.span_starts[-1]
    for piece in cycle(schedule.sheet.bed):
        if start >= length:
            return
        size = min(schedule.lengths[piece].length, length - start)
        yield Clip(start, size, piece, Track.BED, "bed")
        start += size


def _make_segments(timeline: Timeline) -> tuple[Segment, ...]:
    markers = timeline.markers
    ends = [*(marker.start for marker in markers), timeline.length][1:]
    return tuple(
        Segment(marker.title, marker.start, end) for marker, end in zip(markers, ends, strict=True)
    )


def spoken_text_at(timeline: Timeline, at: int, since: int = 0) -> str:
    """Return the words spoken at a moment; "" if none, or if they began before `since`."""
    clips = timeline.clips
    last = bisect_right(clips, at, key=lambda clip: clip.start)
    for clip in reversed(clips[max(0, last - 8) : last]):
        if clip.track is Track.VOICE and since <= clip.start <= at < clip.end:
            return clip.source.text if isinstance(clip.source, Utterance) else ""
    return ""


def drop_started_clips(timeline: Timeline, since: int) -> Timeline:
    """Return a timeline without the clips that began before a moment, but for the bed."""
    kept = (clip for clip in timeline.clips if clip.start >= since or clip.track is Track.BED)
    return replace(timeline, clips=tuple(kept))
