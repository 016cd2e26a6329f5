"""The same place in another schedule of a session: at another talk level, slower, or easier. Pure.

A change of the words takes over with the next exercise. Any other does with the next span behind
which nothing is heard that began before: nobody is to hear half of a word, or of a count.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import replace

from coach.live.edits import stretch_to_length
from coach.live.repositioning import audible_span_index
from coach.live.schedule import Schedule
from coach.timeline.cues import Purpose, Span
from coach.timeline.source import Track

LONGEST_SOUND_MS = 20_000
"""So far back is looked for what is still heard: words run on through repetitions."""
Name = tuple[int, Purpose, str, str, int, int, str, int]
"""What a span is, in whichever schedule: the number of its chapter, what it is for, exercise, side,
set, repetition, what is said in it, and a number for what differs in nothing else."""


def find_joint(
    schedule: Schedule, then: Schedule, at: int, *, is_near: bool
) -> tuple[int, int] | None:
    """Return where another schedule takes over behind a moment, in ms of both; None if nowhere."""
    found = find_joint_spans(schedule, then, at, is_near=is_near)
    return found and (schedule.span_entry(found[0]), then.span_entry(found[1]))


def find_joint_spans(
    schedule: Schedule, then: Schedule, at: int, *, is_near: bool
) -> tuple[int, int] | None:
    """Return the span with which another schedule takes over, in both; None if there is none."""
    pairs = _list_same_spans(schedule, then, at) if is_near else _list_exercises(schedule, then)
    return next((pair for pair in pairs if schedule.span_entry(pair[0]) > at), None)


def _list_exercises(schedule: Schedule, then: Schedule) -> Iterator[tuple[int, int]]:
    yield from zip(schedule.exercise_span_indexes(), then.exercise_span_indexes(), strict=False)


def _list_same_spans(schedule: Schedule, then: Schedule, at: int) -> Iterator[tuple[int, int]]:
    names, places = list_names(schedule.spans), find_places(then)
    for index in range(audible_span_index(schedule, at) + 1, len(names)):
        if names[index] in places and not _is_sound_over(schedule, index):
            yield index, places[names[index]]


def _is_sound_over(schedule: Schedule, index: int) -> bool:
    """Return whether something that began in an earlier span is heard as one begins."""
    entry = schedule.span_entry(index)
    first = max(0, bisect_left(schedule.span_starts, entry - LONGEST_SOUND_MS) - 1)
    return any(
        clip.start + schedule.span_starts[number] < entry < clip.end + schedule.span_starts[number]
        for number in range(first, index)
        for clip in schedule.layouts[number].clips
        if clip.track is not Track.BED
    )


def find_places(schedule: Schedule) -> Mapping[Name, int]:
    """Return the number of each span by its name."""
    return {name: number for number, name in enumerate(list_names(schedule.spans))}


def list_names(spans: tuple[Span, ...]) -> list[Name]:
    """Return the name of each span."""
    turns: dict[tuple[object, ...], int] = {}
    names = []
    chapter = 0
    for span in spans:
        chapter += span.marker is not None
        is_work = span.purpose is Purpose.WORK
        kind = "" if is_work or not span.cues else span.cues[0].kind
        name = chapter, span.purpose, span.exercise, span.side, span.set, span.rep, kind
        turns[name] = turns.get(name, 0) + 1
        names.append((*name, turns[name]))
    return names


def find_same_work(schedule: Schedule, then: Schedule, at: int) -> int | None:
    """Return where the work that is begun at a moment begins in another schedule, in ms.

    Where that has fewer sets or repetitions it is the last of the same side; None without any. Of
    what has begun there is no more left than before.
    """
    index = audible_span_index(schedule, at)
    name, places = list_names(schedule.spans)[index], find_places(then)
    other = places.get(name)
    if other is None:
        others = (number for known, number in places.items() if known[:4] == name[:4])
        other = max(others, default=None)
    if other is None:
        return None
    if at <= schedule.span_starts[index]:
        return then.span_entry(other)
    return max(then.span_starts[other], then.span_end(other) - (schedule.span_end(index) - at))


def fit_schedule(
    schedule: Schedule, then: Schedule, at: int, *, is_near: bool, keeps_end: bool
) -> Schedule:
    """Return a schedule that takes over, with what may be stretched as it is to be.

    Where it `keeps_end` that makes up for what has become longer or shorter. Else silence is as
    long as it would have been, where both have the same spans.
    """
    if is_near and not keeps_end and len(then.extras) == len(schedule.extras):
        return replace(then, extras=schedule.extras)
    found = find_joint_spans(schedule, then, at, is_near=is_near) if keeps_end else None
    if found is None:
        return then
    remaining = schedule.length - schedule.span_starts[found[0]]
    return stretch_to_length(then, found[1], remaining)
