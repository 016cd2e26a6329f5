"""Plan: a session as laid out, span by span, kept so that it can be changed while it is heard."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate, cycle, pairwise

from coach.live.status import Segment
from coach.script.talk_level import Talk
from coach.timeline.cues import LEAD_IN, CueSheet, Purpose, Span
from coach.timeline.layout import Clip, Extent, Laid, Marker, Timeline, lay_span
from coach.timeline.source import Source, Track, Utterance


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A session and how each span of it was laid out; times in milliseconds.

    `extras` is by how much each span was stretched. `begins` holds the start of every span, and
    the length of the whole; `timeline` all clips.
    """

    sheet: CueSheet
    laid: tuple[Laid, ...]
    extras: tuple[int, ...]
    lengths: Mapping[Source, Extent] = field(repr=False)
    talk: Talk = Talk.FULL
    begins: tuple[int, ...] = field(init=False)
    timeline: Timeline = field(init=False, repr=False)
    segments: tuple[Segment, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        sizes = (one.length + extra for one, extra in zip(self.laid, self.extras, strict=True))
        object.__setattr__(self, "begins", tuple(accumulate(sizes, initial=0)))
        object.__setattr__(self, "timeline", _timeline(self))
        object.__setattr__(self, "segments", _segments(self.timeline))

    @property
    def spans(self) -> tuple[Span, ...]:
        """Give the spans in order."""
        return self.sheet.spans

    @property
    def length(self) -> int:
        """Give the length of the whole."""
        return self.begins[-1]

    def index(self, at: int) -> int:
        """Tell which span a moment lies in; the last one for what lies behind."""
        return min(max(0, bisect_right(self.begins, at) - 1), len(self.spans) - 1)

    def entry(self, index: int) -> int:
        """Give the moment from which all of a span is heard: a count on its first beat is early."""
        early = min((clip.start for clip in self.laid[index].clips), default=0)
        return max(0, self.begins[index] + min(0, early))

    def end(self, index: int) -> int:
        """Give the end of a span."""
        return self.begins[index + 1]

    def voice(self, index: int) -> list[Clip]:
        """List what is spoken in a span, in order, at absolute times."""
        begin, one = self.begins[index], self.laid[index]
        spoken = (clip for clip in one.clips if clip.track is Track.VOICE)
        hinge, extra = self.spans[index].hinge, self.extras[index]
        moved = (
            clip.moved(begin + (extra if hinge is not None and clip.start >= hinge else 0))
            for clip in spoken
        )
        return sorted(moved, key=lambda clip: clip.start)

    def segment(self, at: int) -> int:
        """Tell which segment a moment lies in; -1 before the first."""
        return bisect_right(self.segments, at, key=lambda segment: segment.start) - 1

    def exercises(self) -> tuple[int, ...]:
        """List the spans with which an exercise begins."""
        return tuple(
            number
            for number, span in enumerate(self.spans)
            if span.marker is not None and any(cue.kind == "announce" for cue in span.cues)
        )


def sources_of(sheet: CueSheet) -> Iterator[Source]:
    """Give all that is heard in a sheet, in order."""
    yield from sheet.bed
    yield from (cue.source for span in sheet.spans for cue in span.cues)


def make_plan(
    sheet: CueSheet,
    lengths: Mapping[Source, Extent],
    begins: tuple[int, ...] | None = None,
    talk: Talk = Talk.FULL,
) -> Plan:
    """Lay a sheet out, as long as it is by nature, or with spans beginning where they should."""
    laid = tuple(lay_span(span, lengths) for span in sheet.spans)
    extras = (0,) * len(laid)
    if begins is not None:
        sizes = (end - begin for begin, end in pairwise(begins))
        extras = tuple(size - one.length for size, one in zip(sizes, laid, strict=True))
    return Plan(sheet, laid, extras, lengths, talk)


def is_wait(span: Span) -> bool:
    """Tell a span in which the coach waits for the listener."""
    kinds = {cue.kind for cue in span.cues}
    return span.length is not None and kinds == {"wait"} and span.purpose is Purpose.REST


def is_held(span: Span) -> bool:
    """Tell a stretch of time that can be entered in its middle, and may last longer: a hold."""
    return span.length is not None and not span.whole and not is_wait(span)


def _timeline(plan: Plan) -> Timeline:
    clips: list[Clip] = []
    markers = []
    for number, (span, one) in enumerate(zip(plan.spans, plan.laid, strict=True)):
        begin, extra = plan.begins[number], plan.extras[number]
        if span.marker is not None:
            markers.append(Marker(begin, span.marker))
        for clip in one.clips:
            later = extra if span.hinge is not None and clip.start >= span.hinge else 0
            clips.append(clip.moved(begin + later))
    clips += _bed(plan)
    clips.sort(key=lambda clip: (clip.start, clip.track))
    return Timeline(plan.sheet.title, plan.begins[-1], tuple(clips), tuple(markers))


def _bed(plan: Plan) -> Iterator[Clip]:
    start, length = LEAD_IN, plan.begins[-1]
    for piece in cycle(plan.sheet.bed):
        if start >= length:
            return
        size = min(plan.lengths[piece].length, length - start)
        yield Clip(start, size, piece, Track.BED, "bed")
        start += size


def _segments(timeline: Timeline) -> tuple[Segment, ...]:
    markers = timeline.markers
    ends = [*(marker.start for marker in markers), timeline.length][1:]
    return tuple(
        Segment(marker.title, marker.start, end) for marker, end in zip(markers, ends, strict=True)
    )


def saying(timeline: Timeline, at: int, since: int = 0) -> str:
    """Give the words that are spoken at a moment, or nothing; what began before `since` is not."""
    clips = timeline.clips
    last = bisect_right(clips, at, key=lambda clip: clip.start)
    for clip in reversed(clips[max(0, last - 8) : last]):
        if clip.track is Track.VOICE and since <= clip.start <= at < clip.end:
            return clip.source.text if isinstance(clip.source, Utterance) else ""
    return ""


def fresh(timeline: Timeline, since: int) -> Timeline:
    """Leave out what began before a moment: nobody wants to hear the second half of a word."""
    kept = (clip for clip in timeline.clips if clip.start >= since or clip.track is Track.BED)
    return replace(timeline, clips=tuple(kept))
