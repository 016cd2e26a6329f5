"""Counts without room: which of the clips that yield are left out. Pure."""

from collections.abc import Sequence

from coach.timeline.clips import Clip, least_gap


def find_counts_without_room(spoken: Sequence[Clip]) -> set[int]:
    """Return the indexes of the clips that yield and would run into others, or come too near them.

    `spoken` is sorted by its starts. A count yields to what comes next, so of counts that run into
    each other the last is said, and every second one before it; and to the words before it. What
    outranks counts yields to words only.
    """
    without: set[int] = set()
    following = None
    for index in reversed(range(len(spoken))):
        clip = spoken[index]
        if following is not None and _yields_to(clip, following) and _is_too_near(clip, following):
            without.add(index)
        else:
            following = clip
    last = None
    for index, clip in enumerate(spoken):
        if index in without:
            continue
        if last is not None and _yields_to(clip, last) and _is_too_near(last, clip):
            without.add(index)
        elif last is None or clip.end >= last.end:
            last = clip
    return without


def _yields_to(clip: Clip, other: Clip) -> bool:
    return clip.yields and not (clip.outranks_counts and _is_count(other))


def _is_count(clip: Clip) -> bool:
    return clip.yields and not clip.outranks_counts


def _is_too_near(before: Clip, clip: Clip) -> bool:
    return before.end + least_gap(before, clip) > clip.start
