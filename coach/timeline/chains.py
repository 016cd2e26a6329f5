"""Chains: speech laid out line behind line, in a span as long as it or in one of fixed length.

Times are milliseconds from the start of the span.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

from coach.timeline.clips import SPEECH_GAP, Clip, Extent
from coach.timeline.cues import TAIL, Cue, Span
from coach.timeline.source import Source, Track


def lay_natural(
    span: Span, chain: list[Cue], lengths: Mapping[Source, Extent], hard_end: int
) -> tuple[int, list[Clip]]:
    """Return a natural span's length and chained clips; time left to settle goes into the gaps."""
    turns = [_find_turn(cue, lengths) for cue in chain]
    gaps = [span.gap if cue.track is Track.VOICE else 0 for cue in chain]
    pause = max(span.pause, TAIL) if chain else span.pause
    announces = span.first_gap is not None and len(chain) > 1
    if announces:
        gaps[0] = span.first_gap or 0
    end = sum(turns) + sum(gaps[:-1]) + span.lead if chain else 0
    end = max(end, hard_end) + pause
    spare = span.lead + turns[0] + span.settle_time - end if chain and span.settle_time else 0
    if spare > 0:
        share = spare // (len(chain) - announces)
        gaps = [gap + share * (number >= announces) for number, gap in enumerate(gaps)]
        end += spare
    return end, _lay_chain(span, chain, lengths, gaps, span.lead)


def lay_fixed(
    span: Span, chain: list[Cue], lengths: Mapping[Source, Extent], length: int
) -> list[Clip]:
    """Return the chained clips of a fixed span, nearer to each other where it is short for them."""
    chain = _find_fitting_words(span, chain, lengths, length)
    joints = max(0, len(chain) - 1)
    tail = span.end_gap or TAIL
    room = max(0, length - tail - sum(lengths[cue.source].length for cue in chain))
    lead, gap = span.lead, span.gap
    if room < lead + gap * joints:
        if span.end_gap or lead + SPEECH_GAP * joints <= room:
            gap = max(SPEECH_GAP, (room - lead) // joints) if joints else gap
        else:
            silence = lead + gap * joints
            lead, gap = lead * room // silence, gap * room // silence
    return _lay_chain(span, chain, lengths, [gap] * len(chain), lead)


def _find_turn(cue: Cue, lengths: Mapping[Source, Extent]) -> int:
    """Return how long a chained cue keeps the next one waiting, without the gap between them."""
    return cue.turn if cue.is_swell else max(cue.turn, lengths[cue.source].length)


def find_clear_end(cue: Cue, clip: Clip, lengths: Mapping[Source, Extent]) -> int:
    """Return from when on words are clear; a sound that must ring out is over by then."""
    heard = lengths[cue.source].length - lengths[cue.source].ring
    return clip.end if cue.rings_out else min(clip.end, clip.start + heard)


def _lay_chain(
    span: Span, chain: list[Cue], lengths: Mapping[Source, Extent], gaps: list[int], cursor: int
) -> list[Clip]:
    """Return the clips of chained cues from a time on, each with a gap behind it."""
    clips = []
    for cue, gap in zip(chain, gaps, strict=True):
        clips.append(make_clip(cue, span, lengths, cursor))
        cursor += _find_turn(cue, lengths) + gap
    return clips


def _find_fitting_words(
    span: Span, chain: list[Cue], lengths: Mapping[Source, Extent], length: int
) -> list[Cue]:
    """Return chained cues as a fixed span has time for them: others of their words, or fewer.

    Those that may be dropped are over before seconds are told. What has the lowest rank goes first:
    that this is a rest is heard, too, what comes next is not. The highest alone, in its fewest
    words, may go on while seconds are told.
    """
    ranks = sorted({cue.drop_rank for cue in chain if cue.drop_rank})
    if not ranks:
        return chain
    told_from = length if span.talk_until is None else span.talk_until
    choices = [(range(rank, ranks[-1] + 1), told_from) for rank in ranks]
    choices += [(range(ranks[-1], ranks[-1] + 1), length), (range(1, ranks[0] + 1), told_from)]
    for kept, limit in choices:
        cues = [cue for cue in chain if not cue.drop_rank or cue.drop_rank in kept]
        is_late = limit > told_from
        if fitting := _find_fitting_sources(span, cues, lengths, limit, fewest=is_late):
            return fitting
    return [cue for cue in chain if not cue.drop_rank]


def _find_fitting_sources(
    span: Span, chain: list[Cue], lengths: Mapping[Source, Extent], limit: int, *, fewest: bool
) -> list[Cue]:
    """Return cues with the first, or the fewest, of their words that are over in time, if any."""
    room = limit - TAIL - span.lead - SPEECH_GAP * (len(chain) - 1)
    choices = list(product(*(cue.sources for cue in chain)))
    if fewest:
        choices.sort(key=lambda sources: sum(lengths[source].length for source in sources))
    for sources in choices:
        if sum(lengths[source].length for source in sources) <= room:
            return [replace(cue, source=source) for cue, source in zip(chain, sources, strict=True)]
    return []


def find_cue_start(cue: Cue, lengths: Mapping[Source, Extent]) -> int:
    """Return when the clip of a cue begins that has a time."""
    assert cue.at is not None
    return cue.at - lengths[cue.source].beat if cue.on_beat else cue.at


def make_clip(cue: Cue, span: Span, lengths: Mapping[Source, Extent], start: int) -> Clip:
    """Return the clip of a cue, as long as its take or as its slot."""
    length = lengths[cue.source].length
    if cue.track is not Track.VOICE and cue.until is not None:
        length = min(length, cue.until if cue.at is None else cue.until - start)
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
