"""Holds: the half-way notice, cues and a fact where there is room, the last seconds."""

from dataclasses import replace

from coach.script.pace import WORDS_PER_MINUTE, Pace
from coach.script.scalars import Line
from coach.script.work_steps import Hold, timed_cues, untimed_cues
from coach.timeline.clips import CHIME_LEAD
from coach.timeline.coach_words import CoachWords
from coach.timeline.context import Context
from coach.timeline.cues import (
    SECOND,
    Cue,
    Purpose,
    Span,
    make_count_cue,
    make_fixed_span,
    make_soft_cue,
    make_word_cue,
)
from coach.timeline.source import Sound, Track

TimeRanges = tuple[tuple[int, int], ...]

HALFWAY_FROM = 30_000
"""Holds of 30 s and more get a half-way notice unless the script says otherwise."""
HALFWAY_ROOM = CHIME_LEAD + 1_500
"""What the half-way notice takes behind the middle of a hold, in ms: its chime, then its words."""
COUNTDOWNS = ((15_000, 5), (8_000, 3))
"""Seconds counted down at the end of a hold of at least so many ms."""
CUE_ROOM = 3_000
"""The least room for a cue, in ms: in less most cues find none and lose their turn."""
FIRST_CUE = 1_500
"""From when on a cue may be said in a hold, in ms: its bell is heard first."""
FACT_FROM = 4_000
"""How long a hold lasts before a fact is said in it, in ms: the movement comes first."""
FACT_QUIET = 4_000
"""Silence kept behind a fact, in ms, so that it may sink in."""


def compile_hold(step: Hold, context: Context, words: CoachWords) -> Span:
    """Return the span of a hold: half-way notice, cues, the last seconds counted down."""
    length, where = step.hold, step.where
    last = step.countdown
    if last is None:
        last = next((n for least, n in COUNTDOWNS if length >= least), 0)
    edge = length - last * SECOND
    cues = [make_count_cue(n, length - n * SECOND, where) for n in range(last, 0, -1)]
    rooms: TimeRanges = ((FIRST_CUE, edge - SECOND),)
    if length >= HALFWAY_FROM if step.halfway is None else step.halfway:
        middle = length // 2
        rooms = ((FIRST_CUE, middle - SECOND), (middle + HALFWAY_ROOM, edge - SECOND))
        cues += _make_halfway_cues(step, context, words, edge)
    if step.sounds and edge >= SECOND:
        cues.append(Cue(Sound("hold-start"), Track.CUE, "hold", 0, where=where))
    if step.sounds:
        cues.append(Cue(Sound("hold-end"), Track.CUE, "hold", length, where=where))
    if step.fact and step.fact not in words.spoken_facts:
        fact_cues, rooms = _place_fact(step.fact, context, words, rooms)
        cues += fact_cues
    cues += (
        make_soft_cue(cue.line, context, "cue", cue.at, length) for cue in timed_cues(step.cues)
    )
    for start, end in rooms:
        cues += _spread_cues(step, context, words, start, end)
    return replace(
        make_fixed_span(cues, Purpose.WORK, context, length),
        time_check=words.make_time_check(step, context),
    )


def _make_halfway_cues(step: Hold, context: Context, words: CoachWords, edge: int) -> list[Cue]:
    """Return the half-way notice: its chime, where it has time to be heard, and its words."""
    middle, cues = step.hold // 2, []
    at = middle
    if step.sounds and edge - middle >= HALFWAY_ROOM:
        cues.append(Cue(Sound("halfway"), Track.CUE, "half-way", middle, where=step.where))
        at += CHIME_LEAD
    line = words.rotation["halfway"]
    return [*cues, make_word_cue(line, context, "half-way", at, step.where)]


def _place_fact(
    line: Line, context: Context, words: CoachWords, rooms: TimeRanges
) -> tuple[list[Cue], TimeRanges]:
    """Return a cue for a fact in the first room long enough, and the rooms that remain."""
    size = len(line.text.split()) * 60 * SECOND // WORDS_PER_MINUTE[Pace.TALK] + SECOND
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
    step: Hold, context: Context, words: CoachWords, start: int, end: int
) -> list[Cue]:
    """Return cues spread over a room: one, or one every `step.every` ms of it."""
    lines = untimed_cues(step.cues)
    if not lines or end - start < CUE_ROOM:
        return []
    rooms = max(1, (end - start) // step.every)
    size = (end - start) // rooms
    return [
        words.rotation.next_soft_cue(
            lines, context, start + n * size + size // 6, start + (n + 1) * size
        )
        for n in range(rooms)
    ]
