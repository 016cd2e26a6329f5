"""Span + lengths -> SpanLayout: its clips from its own start, and what has no room.

All times are ms from the start of the span.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from coach.errors import Problem
from coach.timeline.chains import find_clear_end, find_cue_start, lay_fixed, lay_natural, make_clip
from coach.timeline.clips import CHIME_LEAD, SPEECH_GAP, Clip, Extent
from coach.timeline.cues import TAIL, Cue, Span
from coach.timeline.overlaps import find_excess, find_overruns
from coach.timeline.rooms import Rooms
from coach.timeline.source import Source, Track

MAX_EARLY = 400
"""By how many ms at most a word begins before its beat that has no room behind it."""


@dataclass(frozen=True, slots=True)
class SpanLayout:
    """A span laid out on its own: its length, its clips from its start, the cues left out.

    The length of a span depends on its own cues only, so lengths of spans add up.
    """

    length: int
    clips: tuple[Clip, ...]
    left_out: tuple[Cue, ...] = ()
    problems: tuple[Problem, ...] = ()


def lay_span(
    span: Span, lengths: Mapping[Source, Extent], running: tuple[Clip, ...] = ()
) -> SpanLayout:
    """Return a span laid out from its own start, as long as it is without being stretched.

    Speech that does not fit is among its problems. What is soft in it minds the `running` clips,
    which began before it.
    """
    hard_cues = [cue for cue in span.cues if _is_hard(cue)]
    hard = _lay_hard(hard_cues, span, lengths)
    chain = [cue for cue in span.cues if cue.at is None]
    length = span.length
    if length is None:
        ends = [find_clear_end(*each, lengths) for each in zip(hard_cues, hard, strict=True)]
        length, chained = lay_natural(span, chain, lengths, max(ends, default=0))
        latest = length
    else:
        spill = chain[0].spill if chain else None
        latest = length + (spill or 0)
        limit = length if spill is None else latest + TAIL
        chained = lay_fixed(_widen_lead(span, hard), chain, lengths, limit)
    clips = [*hard, *chained]
    problems = find_excess(span, chained, length)
    if not span.end_gap:
        ends = [length + max(0, cue.spill or 0) for cue in hard_cues] + [latest] * len(chained)
        problems = tuple(find_overruns(zip(clips, ends, strict=True)))
    clips = [
        clip
        for clip in clips
        if not (clip.yields and (clip.end > length or _is_talked_over(clip, chained)))
    ]
    soft = [cue for cue in span.cues if cue.is_soft]
    if not soft:  # as nearly always, and planning lays out thousands
        return SpanLayout(length, tuple(clips), (), problems)
    clips, left_out = _place_soft(soft, span, lengths, length, clips, running)
    return SpanLayout(length, tuple(clips), left_out, problems)


def _place_soft(
    soft: Sequence[Cue],
    span: Span,
    lengths: Mapping[Source, Extent],
    length: int,
    clips: list[Clip],
    running: tuple[Clip, ...],
) -> tuple[list[Clip], tuple[Cue, ...]]:
    """Return the clips of a span with those of soft cues where there is room, and the others."""
    left_out: list[Cue] = []
    sources = (source for cue in span.cues for source in cue.sources)
    sizes = (*(lengths[one].length for one in sources), *(one.length for one in running))
    rooms = Rooms((*running, *clips), max(sizes), length)
    for cue in soft:
        found = rooms.find_start(cue, lengths[cue.source])
        if found is None:
            left_out.append(cue)
            continue
        start, replaced = found
        clip = make_clip(cue, span, lengths, start)
        clips = [*(one for one in clips if one not in replaced), clip]
        rooms.take(clip, replaced)
    return clips, tuple(left_out)


def _is_hard(cue: Cue) -> bool:
    return cue.at is not None and not cue.is_soft


def _lay_hard(cues: list[Cue], span: Span, lengths: Mapping[Source, Extent]) -> list[Clip]:
    """Return the clips of cues at their times; a word without room behind its beat begins earlier.

    It begins no earlier than the words before it are over.
    """
    clips = [make_clip(cue, span, lengths, find_cue_start(cue, lengths)) for cue in cues]
    if span.length is None:
        return clips
    said = [one for one in clips if one.track is Track.VOICE and not one.yields]
    for index, (cue, clip) in enumerate(zip(cues, clips, strict=True)):
        if cue.spill is None:
            continue
        free = (clip.start - one.end for one in said if one.start < clip.start)
        early = min(MAX_EARLY, clip.end - span.length - cue.spill, *free)
        if early > 0:
            clips[index] = replace(clip, start=clip.start - early, beat=None)
    return clips


def _widen_lead(span: Span, hard: list[Clip]) -> Span:
    """Return a span with a lead as long as the words in it, which chained cues do not run into."""
    if not span.lead:
        return span
    said = (one for one in hard if one.track is Track.VOICE and not one.yields)
    ends = [one.end + SPEECH_GAP for one in said if one.start < span.lead]
    return replace(span, lead=max([span.lead, *ends]))


def _is_talked_over(clip: Clip, spoken: list[Clip]) -> bool:
    """Return whether a chime would be heard in the midst of words."""
    end = clip.start + CHIME_LEAD
    return clip.is_chime and any(one.start < end and clip.start < one.end for one in spoken)
