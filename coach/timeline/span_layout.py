"""Span + lengths -> SpanLayout: its clips from its own start, and what has no room.

All times are ms from the start of the span.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from coach.errors import Problem
from coach.timeline.clips import Clip, Extent
from coach.timeline.cues import TAIL, Cue, Span
from coach.timeline.overlaps import find_overruns
from coach.timeline.rooms import Rooms
from coach.timeline.source import Source, Track

MOST_EARLY = 400
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
    hard = [_make_hard_clip(cue, span, lengths) for cue in hard_cues]
    chain = [cue for cue in span.cues if cue.at is None]
    length = span.length
    if length is None:
        ends = [_find_clear_end(*each, lengths) for each in zip(hard_cues, hard, strict=True)]
        length, chained = _lay_natural(span, chain, lengths, max(ends, default=0))
    else:
        spill = chain[0].spill if chain else None
        limit = length if spill is None else length + spill + TAIL
        chained = _lay_fixed(span, chain, lengths, limit)
    cues, clips = [*hard_cues, *chain], [*hard, *chained]
    ends = [length + _get_overtime(cue) for cue in cues]
    problems = tuple(
        find_overruns((clip, end) for clip, end in zip(clips, ends, strict=True) if not clip.yields)
    )
    clips = [clip for clip in clips if not (clip.yields and clip.end > length)]
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
    sizes = (*(lengths[cue.source].length for cue in span.cues), *(one.length for one in running))
    rooms = Rooms((*running, *clips), max(sizes), length)
    for cue in soft:
        found = rooms.find_start(cue, lengths[cue.source])
        if found is None:
            left_out.append(cue)
            continue
        start, replaced = found
        clip = _make_clip(cue, span, lengths, start)
        clips = [*(one for one in clips if one not in replaced), clip]
        rooms.take(clip, replaced)
    return clips, tuple(left_out)


def _lay_natural(
    span: Span, chain: list[Cue], lengths: Mapping[Source, Extent], hard_end: int
) -> tuple[int, list[Clip]]:
    """Return a natural span's length and chained clips; time left to settle goes into the gaps."""
    spoken = [lengths[cue.source].length for cue in chain]
    pause = max(span.pause, TAIL) if chain else span.pause
    end = sum(spoken) + span.gap * (len(chain) - 1) + span.lead if chain else 0
    end = max(end, hard_end) + pause
    spare = span.lead + spoken[0] + span.settle_time - end if chain and span.settle_time else 0
    gaps = [span.gap] * len(chain)
    if spare > 0:
        share = spare // len(chain)
        gaps = [gap + share for gap in gaps]
        end += spare
    return end, _lay_chain(span, chain, lengths, gaps, span.lead)


def _lay_fixed(
    span: Span, chain: list[Cue], lengths: Mapping[Source, Extent], length: int
) -> list[Clip]:
    """Return the chained clips of a fixed span, nearer to each other where it is short for them."""
    silence = span.lead + span.gap * max(0, len(chain) - 1)
    room = max(0, length - TAIL - sum(lengths[cue.source].length for cue in chain))
    if room >= silence:
        return _lay_chain(span, chain, lengths, [span.gap] * len(chain), span.lead)
    gap, lead = span.gap * room // silence, span.lead * room // silence
    return _lay_chain(span, chain, lengths, [gap] * len(chain), lead)


def _find_clear_end(cue: Cue, clip: Clip, lengths: Mapping[Source, Extent]) -> int:
    """Return from when on words are clear; a sound that must ring out is over by then."""
    heard = lengths[cue.source].length - lengths[cue.source].ring
    return clip.end if cue.rings_out else min(clip.end, clip.start + heard)


def _lay_chain(
    span: Span, chain: list[Cue], lengths: Mapping[Source, Extent], gaps: list[int], cursor: int
) -> list[Clip]:
    """Return the clips of chained cues from a time on, each with a gap behind it."""
    clips = []
    for cue, gap in zip(chain, gaps, strict=True):
        clips.append(_make_clip(cue, span, lengths, cursor))
        cursor += lengths[cue.source].length + gap
    return clips


def _is_hard(cue: Cue) -> bool:
    return cue.at is not None and not cue.is_soft


def _cue_start(cue: Cue, lengths: Mapping[Source, Extent]) -> int:
    assert cue.at is not None
    return cue.at - lengths[cue.source].beat if cue.on_beat else cue.at


def _get_overtime(cue: Cue) -> int:
    """Return how many ms behind its span a cue may end; what is chained has a silence behind it."""
    spill = cue.spill or 0
    return spill if cue.at is None else max(0, spill)


def _make_hard_clip(cue: Cue, span: Span, lengths: Mapping[Source, Extent]) -> Clip:
    """Return the clip of a cue at its time; a word without room behind its beat begins earlier."""
    start = _cue_start(cue, lengths)
    clip = _make_clip(cue, span, lengths, start)
    if cue.spill is None or span.length is None:
        return clip
    early = min(MOST_EARLY, clip.end - span.length - cue.spill)
    return clip if early <= 0 else replace(clip, start=start - early, beat=None)


def _make_clip(cue: Cue, span: Span, lengths: Mapping[Source, Extent], start: int) -> Clip:
    length = lengths[cue.source].length
    if cue.track is not Track.VOICE and cue.until is not None:
        length = min(length, cue.until - start)
    return Clip(
        start,
        length,
        cue.source,
        cue.track,
        cue.kind,
        cue.at if cue.on_beat else None,
        span.exercise,
        span.side,
        cue.where,
        cue.yields,
        cue.is_swell,
        cue.key,
    )
