"""Landings: where in a plan one may go on, so that nobody hears the second half of anything."""

from coach.live.schedule import Plan, is_held, is_wait
from coach.timeline.cues import Purpose, Span
from coach.timeline.source import Track

RECENT = 20_000
"""How far back, in ms, an instruction that was broken off begins anew; a longer one, which is a
talk, begins anew with its sentence."""
AFTERWARDS = 300
"""How long after its last word an instruction still counts as broken off, in ms."""
AGAIN = 3_000
"""Within so many ms of its start, `previous` means the one before, as in music players."""
FULL_TALK = ("side", "switch", "announce", "purpose")
"""Kinds of speech that are no instruction: not said again when that is asked for."""


def resting(plan: Plan, at: int) -> int:
    """Tell where to go on after a break at a moment.

    A hold goes on where it was, an instruction, a repetition and a breath begin anew.
    """
    index = plan.index(at)
    span = plan.spans[index]
    if span.whole:
        return plan.entry(index)
    if span.length is not None:
        return at
    spoken = plan.voice(index)
    if not spoken or at >= spoken[-1].end + AFTERWARDS:
        return at
    if at - plan.begins[index] <= RECENT:
        return plan.entry(index)
    return max((clip.start for clip in spoken if clip.start <= at), default=plan.entry(index))


def following(plan: Plan, at: int) -> int | None:
    """Tell where the next segment begins; None where there is none."""
    later = (segment.start for segment in plan.segments if segment.start > at)
    start = next(later, None)
    return None if start is None else plan.entry(plan.index(start))


def parting(plan: Plan, at: int) -> int:
    """Tell where `next` leads from the last segment: to the way up from the floor, or to the end.

    Whoever is there already comes to the very end.
    """
    ways = [
        number for number, span in enumerate(plan.spans) if any(c.kind == "rise" for c in span.cues)
    ]
    for index in (*ways[:1], len(plan.spans) - 1):
        if plan.entry(index) > at:
            return plan.entry(index)
    return plan.length


def preceding(plan: Plan, at: int) -> int:
    """Tell where `previous` leads: the start of this segment, or soon after it that of the last."""
    starts = [segment.start for segment in plan.segments if segment.start <= at]
    if starts and at - starts[-1] > AGAIN:
        return plan.entry(plan.index(starts[-1]))
    return plan.entry(plan.index(starts[-2])) if len(starts) > 1 else 0


def sought(plan: Plan, wanted: int, at: int) -> int:
    """Give the moment nearest to a wanted one where sound may begin.

    Speech begins with its start: the one before it when going back, and when going forward if
    that lies ahead of `at`, else what follows. Repetitions and breaths are whole.
    """
    wanted = min(max(0, wanted), plan.length)
    index = plan.index(wanted)
    if plan.spans[index].whole:
        entry = plan.entry(index)
        return entry if wanted < at or entry > at else min(plan.end(index), plan.length)
    for clip in plan.voice(index):
        if clip.start < wanted < clip.end:
            return clip.start if wanted < at or clip.start > at else clip.end
    return wanted


def instruction(plan: Plan, at: int) -> tuple[int, int] | None:
    """Give where the last instruction before a moment begins and ends; None where there is none.

    It is what leads into the work one is in: speech of the same segment, the nearest before.
    """
    last = plan.index(at)
    while last >= 0 and not _instructs(plan.spans[last]):
        if plan.spans[last].marker is not None:
            return None
        last -= 1
    if last < 0:
        return None
    first = last
    while first > 0 and _instructs(plan.spans[first - 1]) and plan.spans[first].marker is None:
        first -= 1
    while plan.begins[last + 1] - plan.begins[first] > RECENT and first < last:
        first += 1
    # Nobody is led again to where the body is, nor by a way that was not taken.
    while plan.spans[first].purpose is Purpose.MOVE and first < last:
        first += 1
    return plan.entry(first), plan.end(last)


def _instructs(span: Span) -> bool:
    spoken = [cue for cue in span.cues if cue.track is Track.VOICE]
    return (
        span.length is None
        and span.purpose in (Purpose.TALK, Purpose.MOVE)
        and any(cue.kind not in FULL_TALK for cue in spoken)
    )


def left_of(plan: Plan, at: int) -> int | None:
    """Give what is left of the hold or rest at a moment, in ms; None in anything else."""
    index = plan.index(at)
    span = plan.spans[index]
    if span.purpose not in (Purpose.WORK, Purpose.REST) or not is_held(span):
        return None
    return plan.end(index) - at


def waits_at(plan: Plan, at: int) -> bool:
    """Tell whether the coach waits for the listener at a moment."""
    return is_wait(plan.spans[plan.index(at)])
