"""For how long nothing will be said from a place of the tape on: then an ear hears others. Pure."""

from bisect import bisect_right

from coach.live.tape import PendingSpeech, Place
from coach.timeline.clips import Timeline
from coach.timeline.source import Track

LONG_MS = 3_600_000
"""How long it is quiet in a pause, in ms: until the listener says something."""
CLIPS_UNDER_WAY = 8
"""How many clips before a moment may still be heard at it."""


def find_quiet(place: Place | None, *, is_paused: bool) -> int:
    """Return for how many ms nothing is said; 0 while something is, or may be at any moment.

    What comes behind the piece of the tape is not looked at: in a pause nothing does.
    """
    if place is None:
        return LONG_MS if is_paused else 0
    piece, at = place.piece, place.timeline_ms
    if isinstance(piece, PendingSpeech):
        return 0
    until = min(_next_words(piece.timeline, at, piece.since), piece.stop)
    if is_paused and until >= piece.stop:
        return LONG_MS  # a sign may sound, but no word
    return max(0, until - at)


def _next_words(timeline: Timeline, at: int, since: int) -> int:
    """Return when the next words begin: `at` itself where some are being said."""
    clips = timeline.clips
    first = bisect_right(clips, at, key=lambda clip: clip.start)
    for clip in clips[max(0, first - CLIPS_UNDER_WAY) : first]:
        if clip.track is Track.VOICE and since <= clip.start and at < clip.end:
            return at
    later = (clip.start for clip in clips[first:] if clip.track is Track.VOICE)
    return next(later, timeline.length)
