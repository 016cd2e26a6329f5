"""The spans that open and close every session, with a bowl each."""

from coach.timeline.cues import LEAD_IN, SECOND, Cue, Purpose, Span
from coach.timeline.source import Sound, Track

BEFORE_END_SOUND = 2_500
"""Silence before the last bowl, in ms."""
QUIET_END = 4_000
"""Silence at the end of a session without a last bowl, in ms: what still rings fades in it."""

OPENING_SPAN = Span(
    (Cue(Sound("start"), Track.CUE, "sound", at=LEAD_IN),), Purpose.QUIET, pause=700
)
CLOSING_SPAN = Span(
    (Cue(Sound("session-end"), Track.CUE, "sound", at=BEFORE_END_SOUND, rings_out=True),),
    Purpose.QUIET,
    pause=200,
    stretch=SECOND,
)
QUIET_CLOSING_SPAN = Span((), Purpose.QUIET, pause=QUIET_END, stretch=SECOND)


def frame_spans(*, end_sound: bool = True) -> tuple[Span, Span]:
    """Return the span that opens a session and the one that closes it."""
    return OPENING_SPAN, CLOSING_SPAN if end_sound else QUIET_CLOSING_SPAN
