"""CueSheet + lengths -> Timeline: when each clip starts and how long it is. Knows no audio.

Times are absolute milliseconds but in a span that is laid out on its own: there they count from
its start.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, cycle, pairwise

from coach.errors import Problem, ScriptError, merge_alike
from coach.timeline.chains import find_clear_end, find_cue_start, lay_fixed, lay_natural, make_clip
from coach.timeline.clips import CHIME_LEAD, SPEECH_GAP, Clip, Extent, Marker, Timeline
from coach.timeline.counts import find_counts_without_room
from coach.timeline.cues import LEAD_IN, Cue, CueSheet, Span
from coach.timeline.rooms import Rooms
from coach.timeline.source import Sound, Source, Track, spoken_text
from coach.units import format_clock_tenths, format_count

BREATH_HINT = "say less in it: aloud: words tells no seconds, aloud: none says nothing"
"""A breath is as long as it does good: the words have to fit."""


@dataclass(frozen=True, slots=True)
class SpanLayout:
    """A span laid out on its own: its length, its clips from its start, the cues left out.

    The length of a span depends on its own cues only, so lengths of spans add up.
    """

    length: int
    clips: tuple[Clip, ...]
    left_out: tuple[Cue, ...] = ()
    problems: tuple[Problem, ...] = ()


def lay_out(
    sheet: CueSheet, lengths: Mapping[Source, Extent], length: int | None = None
) -> Timeline:
    """Return the timeline of a sheet, stretched to `length` ms, or else to whole seconds.

    Raises ScriptError, with the place of every step, where speech does not fit or two spoken
    clips would overlap, and ValueError for a length that stretching cannot meet.
    """
    layouts = leave_out_counts([lay_span(span, lengths) for span in sheet.spans])
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


def lay_span(span: Span, lengths: Mapping[Source, Extent]) -> SpanLayout:
    """Return a span laid out from its own start, as long as it is without being stretched.

    Speech that does not fit is among its problems.
    """
    hard_cues = [cue for cue in span.cues if _is_hard(cue)]
    hard = [make_clip(cue, span, lengths, find_cue_start(cue, lengths)) for cue in hard_cues]
    chain = [cue for cue in span.cues if cue.at is None]
    length = span.length
    if length is None:
        ends = [find_clear_end(*each, lengths) for each in zip(hard_cues, hard, strict=True)]
        length, chained = lay_natural(span, chain, lengths, max(ends, default=0))
    else:
        chained = lay_fixed(span, chain, lengths, length)
    clips = [
        clip
        for clip in hard + chained
        if not (clip.yields and (clip.end > length or _is_talked_over(clip, chained)))
    ]
    problems = [
        _make_overrun_problem(clip, length)
        for clip in clips
        if clip.track is Track.VOICE and clip.end > length and not span.end_gap
    ]
    if span.end_gap and chained[-1:] and chained[-1].end > length - span.end_gap:
        problems.append(_make_excess_problem(span, chained, length))
    left_out: list[Cue] = []
    soft = [cue for cue in span.cues if cue.is_soft]
    if not soft:  # as nearly always, and planning lays out thousands
        return SpanLayout(length, tuple(clips), (), tuple(problems))
    rooms = Rooms(
        clips, max(lengths[one].length for cue in span.cues for one in cue.sources), length
    )
    for cue in soft:
        found = rooms.find_start(cue, lengths[cue.source])
        if found is None:
            left_out.append(cue)
            continue
        start, replaced = found
        clip = make_clip(cue, span, lengths, start)
        clips = [*(one for one in clips if one not in replaced), clip]
        rooms.take(clip, replaced)
    return SpanLayout(length, tuple(clips), tuple(left_out), tuple(problems))


def _is_talked_over(clip: Clip, spoken: list[Clip]) -> bool:
    """Return whether a chime would be heard in the midst of words."""
    end = clip.start + CHIME_LEAD
    return clip.is_chime and any(one.start < end and clip.start < one.end for one in spoken)


def leave_out_counts(layouts: Sequence[SpanLayout]) -> list[SpanLayout]:
    """Return spans that follow one another without the counts that have no room in them."""
    placed: list[tuple[Clip, int, Clip]] = []
    starts = accumulate((one.length for one in layouts), initial=0)
    for number, (begin, one) in enumerate(zip(starts, layouts, strict=False)):
        spoken = (clip for clip in one.clips if clip.track is Track.VOICE)
        placed += [(replace(clip, start=clip.start + begin), number, clip) for clip in spoken]
    placed.sort(key=lambda each: _clip_start(each[0]))
    without: dict[int, list[Clip]] = {}
    for index in find_counts_without_room([absolute for absolute, _, _ in placed]):
        without.setdefault(placed[index][1], []).append(placed[index][2])
    kept = list(layouts)
    for number, counts in without.items():
        clips = tuple(clip for clip in layouts[number].clips if clip not in counts)
        kept[number] = replace(layouts[number], clips=clips)
    return kept


def find_overlaps(timeline: Timeline) -> list[Problem]:
    """Return a problem for each two spoken clips that overlap; none may."""
    spoken = [clip for clip in timeline.clips if clip.track is Track.VOICE]
    return [
        Problem(
            f"{_format_clip_name(clip)} would begin {before.end - clip.start} ms "
            f"before {_format_clip_name(before)} is over, at {format_clock_tenths(clip.start)}",
            clip.where or before.where,
            BREATH_HINT
            if "breathe" in (clip.kind, before.kind)
            else "make this step longer, or say less in it",
        )
        for before, clip in pairwise(spoken)
        if clip.start < before.end
    ]


def _clip_start(clip: Clip) -> int:
    return clip.start


def _is_hard(cue: Cue) -> bool:
    return cue.at is not None and not cue.is_soft


def _make_overrun_problem(clip: Clip, length: int) -> Problem:
    longer = f"make this step at least {-(-clip.end // 1000)} s long, or say less in it"
    return Problem(
        f"{_format_clip_name(clip)} lasts {format_clock_tenths(clip.length)} "
        f"and ends {clip.end - length} ms after its step",
        clip.where,
        BREATH_HINT if clip.kind == "breathe" else longer,
    )


def _make_excess_problem(span: Span, chained: list[Clip], length: int) -> Problem:
    """Return the problem of words that are not over in their step, with how many would be."""
    latest = length - span.end_gap
    first = next(clip for clip in chained if clip.end > latest)
    spoken = sum(clip.length for clip in chained)
    words = sum(len(spoken_text(clip.source).split()) for clip in chained)
    free = latest - chained[0].start - SPEECH_GAP * (len(chained) - 1)
    fitting = max(0, words * free // spoken)
    hint = f"make this step at least {-(-(chained[-1].end + span.end_gap) // 1000)} s long"
    return Problem(
        f"{_format_clip_name(first)} lasts {format_clock_tenths(first.length)} "
        f"and ends {first.end - latest} ms too late for its step",
        first.where,
        f"{hint}, or say about {format_count(fitting, 'word')} in it" if fitting else hint,
    )


def _format_clip_name(clip: Clip) -> str:
    text = spoken_text(clip.source)
    return repr(text) if text else "a sound"
