"""Bell level: what remains of a span where only sounds and counts are wanted."""

from dataclasses import replace

from coach.timeline.clips import CHIME_LEAD
from coach.timeline.cues import EARLY_COUNT, SECOND, TAIL, Cue, Purpose, Span
from coach.timeline.source import Sound, Track

TICK_EVERY = 30_000
"""How often a long hold ticks without talk, in ms, so that it does not seem forgotten."""
MOVE_TICK_INTERVAL = 20_000
"""How often a move ticks at least without talk, in ms: every 30 s where it is stretched by half."""
NAME_KINDS = ("announce", "name", "side", "switch")
"""Kinds of speech that say which exercise it is, and which side: no sound can tell that."""
BELL_SPEECH_KINDS = ("count", "count-up", "safety", "limit", "rise", *NAME_KINDS)
"""Kinds of speech that remain when only sounds, names and counts are wanted."""


def apply_bell_level(span: Span) -> tuple[Span, ...]:
    """Return what remains of a span without talk: its time, its sounds, and some speech.

    BELL_SPEECH_KINDS names that speech. Sounds take the place of words where a chapter begins, in
    a long hold and at every move. A natural span that has no speech then gets a length, and
    that of a long move becomes several, with ticks between.
    """
    span = replace(span, time_check=None)
    cues = tuple(
        cue for cue in span.cues if cue.track is not Track.VOICE or cue.kind in BELL_SPEECH_KINDS
    )
    if span.marker is not None and not any(map(_tells_beginning, cues)):
        cues = (Cue(Sound("ready"), Track.CUE, "announce", 0), *cues)
    elif span.purpose is Purpose.WORK and span.length is not None:
        ticks = range(TICK_EVERY, span.length - 6 * SECOND, TICK_EVERY)
        heard = (span.length // 2, *(cue.at for cue in cues if cue.at is not None))
        cues += tuple(
            Cue(Sound("tick"), Track.CUE, "hold", at)
            for at in ticks
            if all(abs(at - other) > SECOND for other in heard)
        )
    elif span.purpose is Purpose.MOVE:
        # A move of several changes takes a minute: each is heard, so that none seems forgotten.
        cues = (Cue(Sound("move"), Track.CUE, "move", 0), *cues)
    if span.length is not None or any(cue.at is None for cue in cues):
        return (replace(span, cues=cues),)
    least = CHIME_LEAD + EARLY_COUNT if cues else TAIL
    span = replace(span, cues=cues, length=max(span.pause, span.settle_time, least))
    return _split_with_ticks(span) if span.purpose is Purpose.MOVE else (span,)


def _tells_beginning(cue: Cue) -> bool:
    """Return whether a cue tells that something begins, so that no other sound has to."""
    if cue.track is not Track.VOICE:
        return cue.source == Sound("hold-start")
    return cue.kind in ("safety", *NAME_KINDS) or cue.at == 0


def _split_with_ticks(span: Span) -> tuple[Span, ...]:
    """Return a silent move cut into equal pieces, as many as it needs, with ticks between them."""
    length = span.length or 0
    pieces = max(1, -(-length // MOVE_TICK_INTERVAL))
    tick = (Cue(Sound("tick"), Track.CUE, "move", 0),)
    lengths, stretches = (
        [total * (n + 1) // pieces - total * n // pieces for n in range(pieces)]
        for total in (length, span.stretch)
    )
    first, *others = zip(lengths, stretches, strict=True)
    opening = replace(span, length=first[0], stretch=first[1])
    following = replace(span, cues=tick, marker=None)
    return opening, *(replace(following, length=long, stretch=more) for long, more in others)
