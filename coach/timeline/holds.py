"""Holds: words, the half-way notice, cues and a fact where there is room, seconds counted."""

from dataclasses import replace

from coach.script.pace import Pace
from coach.script.scalars import Line
from coach.script.work_steps import CountDirection, Hold, timed_cues, untimed_cues
from coach.timeline.chimes import CHIME_SILENCE
from coach.timeline.clips import CHIME_LEAD, LINE_GAP, SPEECH_GAP, WORD_YIELDS
from coach.timeline.coach_words import CoachWords
from coach.timeline.context import Context
from coach.timeline.countdowns import (
    count_last_seconds,
    make_countdown,
    make_notices,
    make_upward_count,
)
from coach.timeline.cues import (
    CUE_ROOM,
    EARLY_COUNT,
    SECOND,
    Cue,
    Purpose,
    Span,
    make_chained_cue,
    make_fixed_span,
    make_notice_cue,
    make_soft_cue,
)
from coach.timeline.source import Sound, Track
from coach.timeline.speech_estimates import estimate_words
from coach.timeline.time_checks import TIMED_KIND

TimeRanges = tuple[tuple[int, int], ...]

HALFWAY_FROM = 30_000
"""Holds of 30 s and more get a half-way notice unless the script says otherwise."""
HALFWAY_ROOM = CHIME_LEAD + 1_500
"""What the half-way notice takes behind the middle of a hold, in ms: its chime, then its words."""
HALFWAY_CLEARANCE = 3_000
"""How far the half-way notice is from one that tells what is left, in ms; nearer it is left out."""
FIRST_CUE = 1_500
"""From when on a cue may be said in a hold, in ms: its bell is heard first."""
FACT_FROM = 4_000
"""How long a hold lasts before a fact is said in it, in ms: the movement comes first."""
FACT_QUIET = 4_000
"""Silence kept behind a fact, in ms, so that it may sink in."""


def compile_hold(step: Hold, context: Context, words: CoachWords) -> list[Span]:
    """Return the spans of a hold; behind an open one, which may be left, its bell has its own."""
    length, where = step.hold, step.where
    counts, edge = _make_counts(step)
    notices = [*make_notices(step.notice, length, context, words, where)]
    cues = [*(make_chained_cue(line, context, "say") for line in step.say), *counts, *notices]
    rooms: TimeRanges = ((FIRST_CUE, edge - SECOND),)
    if _has_halfway(step, notices, edge):
        middle = length // 2
        rooms = ((FIRST_CUE, middle - SECOND), (middle + HALFWAY_ROOM, edge - SECOND))
        notice = _make_halfway_cues(step, context, words, edge)
        cues = [*(one for one in cues if not _is_on_chime(one, notice[0])), *notice]
    begins = step.sounds and edge >= SECOND
    if begins:
        cues.append(Cue(Sound("hold-start"), Track.CUE, "hold", 0, where=where))
    if step.sounds and not step.is_open:
        cues.append(_make_end_cue(step, length))
    cues += _make_timed_cues(step, context)
    if step.fact and step.fact not in words.spoken_facts:
        fact_cues, rooms = _place_fact(step.fact, context, words, rooms)
        cues += fact_cues
    cues += _make_turn_cues(step, context, words, rooms, edge)
    span = replace(
        make_fixed_span(cues, Purpose.WORK, context, length),
        time_check=words.make_time_check(step, context),
        is_open=step.is_open,
    )
    if step.say:
        span = replace(span, lead=CHIME_LEAD if begins else 0, gap=LINE_GAP, end_gap=SPEECH_GAP)
    return [span, *_make_end_spans(step, context)]


def _make_end_cue(step: Hold, at: int) -> Cue:
    return Cue(Sound("hold-end"), Track.CUE, "hold", at, where=step.where)


def _make_end_spans(step: Hold, context: Context) -> list[Span]:
    """Return the span of the bell of an open hold: it is heard whenever that ends."""
    if not (step.is_open and step.sounds):
        return []
    return [make_fixed_span((_make_end_cue(step, 0),), Purpose.QUIET, context, CHIME_SILENCE)]


def _make_counts(step: Hold) -> tuple[list[Cue], int]:
    """Return the seconds that are counted, and from when on, in ms, they are counted down."""
    length, last = step.hold, step.countdown
    if step.count is CountDirection.UP:
        return [*make_upward_count(length, step.where)], length
    if last is None and not step.is_open:
        last = count_last_seconds(length)
    last = last or 0
    return [*make_countdown(last, length, step.where)], length - last * SECOND


def _has_halfway(step: Hold, notices: list[Cue], edge: int) -> bool:
    """Return whether it is told that half is over; counts or a notice beside it tell the same."""
    middle, wanted = step.hold // 2, step.halfway
    if wanted is None:
        uncounted = step.count is CountDirection.DOWN and middle < edge
        wanted = step.hold >= HALFWAY_FROM and uncounted and not step.is_open
    if not wanted:
        return False
    return all(abs((one.at or 0) - middle) >= HALFWAY_CLEARANCE for one in notices)


def _make_halfway_cues(step: Hold, context: Context, words: CoachWords, edge: int) -> list[Cue]:
    """Return the half-way notice: its chime, where it has time to be heard, and its words."""
    middle, cues = step.hold // 2, []
    at = middle
    if step.sounds and edge - middle >= HALFWAY_ROOM:
        chime = Cue(Sound("halfway"), Track.CUE, "half-way", middle, where=step.where)
        cues.append(replace(chime, yields=WORD_YIELDS))
        at += CHIME_LEAD
    line = words.rotation["halfway"]
    return [*cues, make_notice_cue(line, context, "half-way", at, step.where)]


def _is_on_chime(count: Cue, chime: Cue) -> bool:
    """Return whether a second counted up is said while a chime is heard."""
    if count.kind != "count-up" or chime.track is not Track.CUE:
        return False
    return 0 <= (count.at or 0) - (chime.at or 0) < CHIME_LEAD + EARLY_COUNT


def _make_timed_cues(step: Hold, context: Context) -> list[Cue]:
    """Return the cues that have a time, each said then or as soon as there is room."""
    return [
        make_soft_cue(cue.line, context, TIMED_KIND, cue.at, step.hold)
        for cue in timed_cues(step.cues)
    ]


def _make_turn_cues(
    step: Hold, context: Context, words: CoachWords, rooms: TimeRanges, edge: int
) -> list[Cue]:
    """Return the cues that take turns: on the grid of the step, or spread over its rooms."""
    lines = untimed_cues(step.cues)
    if not lines:
        return []
    if step.every is None:
        return [cue for room in rooms for cue in _spread_cues(step, lines, context, words, *room)]
    grid = (
        words.rotation.next_soft_cue(lines, context, at, min(at + step.every, step.hold))
        for at in range(step.every, edge, step.every)
    )
    return [replace(cue, kind=TIMED_KIND) for cue in grid]


def _place_fact(
    line: Line, context: Context, words: CoachWords, rooms: TimeRanges
) -> tuple[list[Cue], TimeRanges]:
    """Return a cue for a fact in the first room long enough, and the rooms that remain."""
    size = estimate_words(line.text, Pace.TALK) + SECOND
    for number, (start, end) in enumerate(rooms):
        at = max(start, FACT_FROM)
        if end - at < size:
            continue
        words.spoken_facts.add(line)
        around = ((start, at - SECOND), (at + size + FACT_QUIET, end))
        remaining = (*rooms[:number], *around, *rooms[number + 1 :])
        return [make_soft_cue(line, context, "fact", at, end, Pace.TALK)], remaining
    return [], rooms


def _spread_cues(
    step: Hold, lines: tuple[Line, ...], context: Context, words: CoachWords, start: int, end: int
) -> list[Cue]:
    """Return cues spread over a room: one, or one about every `step.cue_interval` ms of it."""
    if end - start < CUE_ROOM:
        return []
    rooms = max(1, (end - start) // step.cue_interval)
    if rooms == 1 and 2 * (end - start) >= 3 * step.cue_interval:
        rooms = 2  # the silence behind only one would be heard as forgotten
    size = (end - start) // rooms
    return [
        words.rotation.next_soft_cue(
            lines, context, start + n * size + size // 6, start + (n + 1) * size
        )
        for n in range(rooms)
    ]
