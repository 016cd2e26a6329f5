"""Words without room: which of the clips that yield are left out. Pure."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from coach.timeline.clips import LINE_GAP, SPEECH_GAP, Clip, least_gap
from coach.timeline.source import spoken_text

THINNED_ABOVE = 20
"""Counts above it take longer than a second to say: where seconds are counted, not each is."""
THINNED_STEP = 5
"""Of the counts above, each fifth is said."""


def find_counts_without_room(spoken: Sequence[Clip]) -> set[int]:
    """Return the indexes of the clips that yield and would run into others, or come too near them.

    `spoken` is sorted by its starts. Calls yield to the words spoken from the first second of
    their step on, the coach's own words to these, and counts to all of them. A count yields to
    what comes next, so of counts that run into each other the last is said, and every second one
    before it; and to the words before it. Above THINNED_ABOVE only each fifth is then said.
    """
    without = set(_find_covered_calls(spoken))
    for most in sorted({clip.yields for clip in spoken if clip.yields}):
        heard = [
            (index, clip)
            for index, clip in enumerate(spoken)
            if index not in without and clip.yields <= most
        ]
        without |= _find_yielding(heard, most)
    return without | _find_thinned(spoken, without)


def _find_covered_calls(spoken: Sequence[Clip]) -> Iterator[int]:
    """Yield the indexes of calls that words from the first second of their step run over."""
    windows: list[tuple[int, int]] = []
    for clip in spoken:
        if clip.key == "say":
            start = clip.start
            if windows and start - windows[-1][1] <= LINE_GAP:
                start = windows.pop()[0]
            windows.append((start, clip.end))
    if not windows:  # as nearly always
        return
    for index, clip in enumerate(spoken):
        at = clip.start if clip.beat is None else clip.beat
        number = bisect_right(windows, at, key=lambda window: window[0]) - 1
        is_call = number >= 0 and clip.key.startswith("calls")
        if is_call and clip.start < windows[number][1] + SPEECH_GAP:
            yield index


def _find_yielding(spoken: Sequence[tuple[int, Clip]], yields: int) -> set[int]:
    """Return the indexes of those that yield so readily, and are too near to what is beside."""
    without: set[int] = set()
    following = None
    for index, clip in reversed(spoken):
        if clip.yields == yields and following is not None and _is_too_near(clip, following):
            without.add(index)
        else:
            following = clip
    last = None
    for index, clip in spoken:
        if index in without:
            continue
        if clip.yields == yields and last is not None and _is_too_near(last, clip):
            without.add(index)
        elif last is None or clip.end >= last.end:
            last = clip
    return without


def _find_thinned(spoken: Sequence[Clip], without: set[int]) -> set[int]:
    """Return the indexes of high counts to leave out, so that those that are said are even.

    What is counted up ends with its last number in any case.
    """
    thinned: set[int] = set()
    for run in _list_high_runs(spoken):
        if not any(index in without for index, _ in run):
            continue
        is_up = len(run) > 1 and run[0][1] < run[1][1]
        last = run[-1][0] if is_up else None
        thinned |= {index for index, number in run if number % THINNED_STEP and index != last}
    return thinned


def _list_high_runs(spoken: Sequence[Clip]) -> Iterator[list[tuple[int, int]]]:
    """Yield index and number of the counts above THINNED_ABOVE, each run one number at a time."""
    run: list[tuple[int, int]] = []
    for index, clip in enumerate(spoken):
        text = spoken_text(clip.source) if clip.yields else ""
        if not text or not text.isdecimal() or int(text) <= THINNED_ABOVE:
            continue
        if run and abs(int(text) - run[-1][1]) != 1:
            yield run
            run = []
        run.append((index, int(text)))
    if run:
        yield run


def _is_too_near(before: Clip, clip: Clip) -> bool:
    return before.end + least_gap(before, clip) > clip.start
