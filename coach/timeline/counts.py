"""Counts without room: which of the clips that yield are left out. Pure."""

from collections.abc import Sequence

from coach.timeline.clips import Clip


def find_counts_without_room(spoken: Sequence[Clip]) -> set[int]:
    """Return the indexes of the clips that yield and would run into others.

    `spoken` is sorted by its starts. A count yields to what comes next, so of counts that run into
    each other the last is said, and every second one before it; and to the words before it.
    """
    without: set[int] = set()
    following = None
    for index in reversed(range(len(spoken))):
        clip = spoken[index]
        if clip.yields and following is not None and clip.end > following:
            without.add(index)
        else:
            following = clip.start
    free = None
    for index, clip in enumerate(spoken):
        if index in without:
            continue
        if clip.yields and free is not None and clip.start < free:
            without.add(index)
        else:
            free = clip.end if free is None else max(free, clip.end)
    return without
