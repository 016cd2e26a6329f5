"""Captions: every spoken line of a timeline at its time, to be read as well as heard.

A sentence is a caption of its own. Counted seconds are not: a caption for each would flicker. What
is counted in one go, `5, 4, 3, 2, 1` or `In, 2, 3, 4`, is one caption from its first word to its
last, and so is the number of a repetition with the word that goes with it: `1, Lift`.
"""

from collections.abc import Iterable
from itertools import pairwise

from coach.exports.formatting import join_lines
from coach.exports.metadata import Caption
from coach.script.pace import Pace
from coach.timeline.clips import Clip, Timeline
from coach.timeline.source import Track, Utterance

MIN_CAPTION_MS = 1_000
"""The shortest time a caption stays, in ms, unless the next follows sooner: enough for a word."""
MAX_COUNT_GAP_MS = 900
"""The longest silence within one count, in ms: its words start a second apart."""


def make_captions(timeline: Timeline) -> tuple[Caption, ...]:
    """Return a caption for all that is spoken, in order; no two overlap."""
    spoken = [clip for clip in timeline.clips if clip.track is Track.VOICE]
    runs = [_make_caption(run) for run in _group_counts(spoken)]
    last = Caption(timeline.length, timeline.length, "")
    return tuple(
        Caption(here.start, min(max(here.end, here.start + MIN_CAPTION_MS), after.start), here.text)
        for here, after in pairwise([*runs, last])
        if after.start > here.start
    )


def _group_counts(clips: Iterable[Clip]) -> list[list[Clip]]:
    """Return the clips in runs: what is counted in one go is one run."""
    runs: list[list[Clip]] = []
    for clip in clips:
        if runs and _is_continuation(runs[-1], clip):
            runs[-1].append(clip)
        else:
            runs.append([clip])
    return runs


def _is_continuation(run: list[Clip], clip: Clip) -> bool:
    """Return whether a clip goes on with the count of a run."""
    last = run[-1]
    if not (_is_short(last) and _is_short(clip)) or clip.start - last.end > MAX_COUNT_GAP_MS:
        return False
    number, before = _spoken_number(clip), _spoken_number(last)
    if number is None:
        # The number of a repetition, or its side, and the word that says what to do.
        return len(run) == 1 and last.kind == "count" and clip.kind == "call"
    if before is None:
        # A breath counted in seconds: its word stands for the one.
        return len(run) == 1 and number == 2
    if len(run) == 1:
        return abs(number - before) == 1
    down = _spoken_number(run[-2]) == before + 1
    return number == (before - 1 if down else before + 1)


def _is_short(clip: Clip) -> bool:
    source = clip.source
    return isinstance(source, Utterance) and (source.pace is Pace.COUNT or clip.kind == "call")


def _spoken_number(clip: Clip) -> int | None:
    text = _source_text(clip)
    return int(text) if text.isdecimal() else None


def _source_text(clip: Clip) -> str:
    return clip.source.text if isinstance(clip.source, Utterance) else clip.source.name


def _make_caption(run: list[Clip]) -> Caption:
    words = (
        ", ".join(_source_text(clip).rstrip(".") for clip in run)
        if len(run) > 1
        else _source_text(run[0])
    )
    return Caption(run[0].start, run[-1].end, join_lines(words))
