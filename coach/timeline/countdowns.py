"""Seconds told in a hold or a rest: counted down, counted up, or told once before the end."""

from collections.abc import Iterator

from coach.errors import Where
from coach.timeline.clips import WORD_YIELDS
from coach.timeline.coach_words import CoachWords
from coach.timeline.context import Context
from coach.timeline.counts import THINNED_ABOVE, THINNED_STEP
from coach.timeline.cues import SECOND, Cue, make_beat_cue, make_count_cue, make_notice_cue

COUNTDOWNS = ((25_000, 5), (15_000, 3))
"""Seconds counted down at the end of a hold of at least so many ms: a fifth of it at the most, so
that most of it is stillness. One of ten seconds is over before it is worth counting."""
UP_STEP = 10
"""Of the seconds that are counted up, each tenth is above THINNED_ABOVE."""


def count_last_seconds(length: int) -> int:
    """Return how many seconds are counted at the end of a hold of `length` ms that says nothing."""
    return next((number for least, number in COUNTDOWNS if length >= least), 0)


def make_countdown(last: int, length: int, where: Where | None) -> Iterator[Cue]:
    """Yield the counts of the last so many seconds before `length` ms."""
    for number in range(last, 0, -1):
        if number <= THINNED_ABOVE or number % THINNED_STEP == 0:
            yield make_count_cue(number, length - number * SECOND, where)


def make_upward_count(length: int, where: Where | None) -> Iterator[Cue]:
    """Yield the counts of the seconds that have passed, up to `length` ms, but for the last."""
    for number in range(1, -(-length // SECOND)):
        if number <= THINNED_ABOVE or number % UP_STEP == 0:
            yield make_beat_cue(str(number), number * SECOND, where, "count-up", yields=WORD_YIELDS)


def make_notices(
    notice: tuple[int, ...], length: int, context: Context, words: CoachWords, where: Where | None
) -> Iterator[Cue]:
    """Yield what tells how much time is left, at each `notice`, in ms before `length`."""
    if "notice" not in words.rotation.phrases.words:
        return
    for before in sorted(set(notice), reverse=True):
        line, spoken = words.rotation["notice"], before // SECOND
        yield make_notice_cue(line, context, "notice", length - before, where, length=spoken)
