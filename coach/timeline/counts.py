"""Counts without room: which of the clips that yield are left out. Pure."""

from collections.abc import Sequence

from coach.timeline.clips import Clip, least_gap


def find_counts_without_room(spoken: Sequence[Clip]) -> set[int]:
    """Return the indexes of the clips that yield and would run into others, or come too near them.

    `spoken` is sorted by its starts. A count yields to what comes next, so of counts that run into
    each other the last is said, and every second one before it; and to the words before it.
    """
    without: set[int] = set()
    following = None
    for index in reversed(range(len(spoken))):
        clip = spoken[index]
        if clip.yields and following is not None and _is_too_near(clip, following):
            without.add(index)
        else:
            following = clip
    last = None
    for index, clip in enumerate(spoken):
        if index in without:
            continue
        if clip.yields and last is not None and _is_too_near(last, clip):
            without.add(index)
        elif last is None or clip.end >= last.end:
            last = clip
    return without


def _is_too_near(before: Clip, clip: Clip) -> bool:
    return before.end + least_gap(before, clip) > clip.start
