"""Steps compiled in tests: their spans, and what is said and when."""

from coach.script.work_steps import (
    Breathe,
)
from coach.timeline.chimes import CHIME_SILENCE
from coach.timeline.cues import Purpose
from tests.listening import name, sheet_of


def spans_of(*steps, **more):
    """The spans of steps, without what opens and closes a session, or lies behind a chime."""
    spans = sheet_of(*steps, **more).spans[1:-1]
    return tuple(
        one for one in spans if (one.purpose, one.length) != (Purpose.QUIET, CHIME_SILENCE)
    )


def said(span, *kinds):
    """(milliseconds, what) of the cues of a span, in time."""
    cues = [cue for cue in span.cues if cue.at is not None and (not kinds or cue.kind in kinds)]
    return sorted((cue.at, name(cue)) for cue in cues)


def spoken(span, *kinds):
    return [(at, text) for at, text in said(span, *kinds) if not text.startswith("♪")]


def fields(step):
    return {name: getattr(step, name) for name in step.__dataclass_fields__}


def breath(aloud, number=0, **more):
    steps = {"inhale": 3_000, "hold": 2_000, "exhale": 4_000, "rest": 1_000} | more
    return spoken(spans_of(Breathe(5, aloud=aloud, **steps))[number])
