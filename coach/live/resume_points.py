"""Where in a schedule a session may go on, so that nothing is heard from its middle."""

from coach.live.schedule import Schedule
from coach.timeline.cues import Purpose, Span
from coach.timeline.moments import is_held, is_wait
from coach.timeline.source import Track

RECENT_MS = 20_000
"""How many ms back an instruction that was broken off begins anew; a longer one, which is a talk,
begins anew with its sentence."""
AFTER_SPEECH_MS = 300
"""How long after its last word an instruction still counts as broken off, in ms."""
PREVIOUS_WITHIN_MS = 3_000
"""Within so many ms of its start, `previous` means the one before, as in music players."""
NON_INSTRUCTION_KINDS = ("side", "switch", "announce", "purpose")
"""Kinds of speech that are no instruction, and not repeated on request."""
LONGEST_WORDS_MS = 20_000
"""So far back are words looked for that run on into a repetition or a breath."""


def resume_point(schedule: Schedule, at: int) -> int:
    """Return the moment to go on at after a break at a moment.

    A hold goes on where it was, an instruction, a repetition and a breath begin anew.
    """
    index = schedule.span_index(at)
    span = schedule.spans[index]
    if span.is_indivisible:
        return _find_whole_entry(schedule, index)
    if span.length is not None:
        return at
    spoken = schedule.voice_clips(index)
    if not spoken or at >= spoken[-1].end + AFTER_SPEECH_MS:
        return at
    if at - schedule.span_starts[index] <= RECENT_MS:
        return schedule.span_entry(index)
    return max(
        (clip.start for clip in spoken if clip.start <= at), default=schedule.span_entry(index)
    )


def next_segment_start(schedule: Schedule, at: int) -> int | None:
    """Return the start of the next segment; None if there is none."""
    later = (segment.start for segment in schedule.segments if segment.start > at)
    start = next(later, None)
    return None if start is None else schedule.span_entry(schedule.span_index(start))


def closing_point(schedule: Schedule, at: int) -> int:
    """Return where `next` leads from the last segment: the way up from the floor, or the last span.

    From there it leads to the very end.
    """
    ways = [
        number
        for number, span in enumerate(schedule.spans)
        if any(c.kind == "rise" for c in span.cues)
    ]
    for index in (*ways[:1], len(schedule.spans) - 1):
        if schedule.span_entry(index) > at:
            return schedule.span_entry(index)
    return schedule.length


def previous_segment_start(schedule: Schedule, at: int) -> int:
    """Return the start of this segment; soon after that, the start of the one before."""
    starts = [segment.start for segment in schedule.segments if segment.start <= at]
    if starts and at - starts[-1] > PREVIOUS_WITHIN_MS:
        return schedule.span_entry(schedule.span_index(starts[-1]))
    return schedule.span_entry(schedule.span_index(starts[-2])) if len(starts) > 1 else 0


def seek_point(schedule: Schedule, wanted: int, at: int) -> int:
    """Return the moment nearest to a wanted one where sound may begin.

    Speech begins with its start: the one before it when going back, and when going forward if
    that lies ahead of `at`, else what follows. Repetitions and breaths are whole.
    """
    wanted = min(max(0, wanted), schedule.length)
    index = schedule.span_index(wanted)
    if schedule.spans[index].is_indivisible:
        entry = _find_whole_entry(schedule, index)
        return (
            entry if wanted < at or entry > at else min(schedule.span_end(index), schedule.length)
        )
    for clip in schedule.voice_clips(index):
        if clip.start < wanted < clip.end:
            return clip.start if wanted < at or clip.start > at else clip.end
    return wanted


def _find_whole_entry(schedule: Schedule, index: int) -> int:
    """Return the entry of a repetition or breath, or of the one whose words run on into it."""
    entry = schedule.span_entry(index)
    before = index - 1
    # Words run on through work only, over its pauses.
    while before >= 0 and schedule.spans[before].length is not None:
        if any(clip.end > entry for clip in schedule.voice_clips(before)):
            index = before
        elif schedule.span_starts[before] < entry - LONGEST_WORDS_MS:
            break
        before -= 1
    return schedule.span_entry(index)


def last_instruction(schedule: Schedule, at: int) -> tuple[int, int] | None:
    """Return start and end of the last instruction before a moment; None if there is none.

    It is what leads into the present work: speech of the same segment, the nearest before.
    """
    last = schedule.span_index(at)
    while last >= 0 and not _is_instruction(schedule.spans[last]):
        if schedule.spans[last].marker is not None:
            return None
        last -= 1
    if last < 0:
        return None
    first = last
    while (
        first > 0
        and _is_instruction(schedule.spans[first - 1])
        and schedule.spans[first].marker is None
    ):
        first -= 1
    while schedule.span_starts[last + 1] - schedule.span_starts[first] > RECENT_MS and first < last:
        first += 1
    # The moves are left out: the body is there already, or came another way.
    while schedule.spans[first].purpose is Purpose.MOVE and first < last:
        first += 1
    return schedule.span_entry(first), schedule.span_end(last)


def _is_instruction(span: Span) -> bool:
    spoken = [cue for cue in span.cues if cue.track is Track.VOICE]
    return (
        span.length is None
        and span.purpose in (Purpose.SPEECH, Purpose.MOVE)
        and any(cue.kind not in NON_INSTRUCTION_KINDS for cue in spoken)
    )


def remaining_ms(schedule: Schedule, at: int) -> int | None:
    """Return what is left of the hold or rest at a moment, in ms; None in anything else.

    An open hold has no time that is left: it ends when the listener goes on.
    """
    index = schedule.span_index(at)
    span = schedule.spans[index]
    if span.purpose not in (Purpose.WORK, Purpose.REST) or not is_held(span) or span.is_open:
        return None
    return schedule.span_end(index) - at


def open_hold_ms(schedule: Schedule, at: int) -> int | None:
    """Return how long the open hold at a moment has lasted, in ms; None where there is none."""
    index = schedule.span_index(at)
    return at - schedule.span_starts[index] if schedule.spans[index].is_open else None


def wait_end(schedule: Schedule, at: int) -> int:
    """Return where a session goes on behind a wait; behind an open hold, after its bell."""
    after = schedule.span_index(at) + 1
    if is_end_bell(schedule, after):
        after += 1
    return schedule.span_entry(min(after, len(schedule.spans) - 1))


def is_end_bell(schedule: Schedule, index: int) -> bool:
    """Return True for the span of the bell that ends an open hold."""
    if not 0 < index < len(schedule.spans) or not schedule.spans[index - 1].is_open:
        return False
    span = schedule.spans[index]
    return span.purpose is Purpose.QUIET and {cue.kind for cue in span.cues} == {"hold"}


def is_waiting_at(schedule: Schedule, at: int) -> bool:
    """Return True if the coach waits for the listener at a moment."""
    return is_wait(schedule.spans[schedule.span_index(at)])
