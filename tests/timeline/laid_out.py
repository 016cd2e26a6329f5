"""Spans of words and sounds that are laid out in tests, with the lengths of their sources."""

from coach.timeline.clips import (
    Extent,
)
from coach.timeline.cues import Cue, Purpose, Span
from coach.timeline.source import Sound, Track, Utterance
from coach.timeline.span_layout import lay_span
from tests.strategies import MadeUp

LENGTHS = MadeUp()


def voice(text, at=None, **more):
    return Cue(Utterance(text), Track.VOICE, "say", at, **more)


WORD, TICK, SEA, WIND = Utterance("word"), Sound("tick"), Sound("sea"), Sound("wind")
ROUND = {WORD: Extent(400, 100), TICK: Extent(300), SEA: Extent(1_000), WIND: Extent(700)}


def cue(source=WORD, at=None, track=Track.VOICE, **more):
    return Cue(source, track, "say", at, **more)


def laid(*cues, **more):
    return lay_span(Span(cues, Purpose.WORK, **more), ROUND)


def times(one) -> list[tuple[int, int]]:
    return [(clip.start, clip.end) for clip in one.clips]


def soft(at, until, source=WORD, **more):
    return cue(source, at, until=until, **more)
