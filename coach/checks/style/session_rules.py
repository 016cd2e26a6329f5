"""Session rules: what a listener would stumble on in the course of a session."""

from collections.abc import Iterator
from itertools import pairwise

from coach.checks.unnamed_work import find_work_notes, says_itself
from coach.checks.unsaid_lines import find_unsaid_lines
from coach.errors import Problem
from coach.pipeline import PreparedSession
from coach.script.pace import Pace
from coach.script.steps import Rest, Say, Silence, Travel, Wait
from coach.script.work_steps import Breathe, Hold, LedRep, Reps
from coach.timeline.chimes import without_chime_silences
from coach.timeline.clips import Clip, Timeline
from coach.timeline.context import ContextStep
from coach.timeline.cues import Purpose
from coach.timeline.source import Track, Utterance, spoken_text
from coach.units import format_clock

MAX_SPOKEN = 70
"""Percent of a hold, a rest or a silence that may be speech: the rest is for the body."""
WARNED_FROM = 8_000
"""From so long a hold on, in ms, its end must be heard coming."""
COUNT_KINDS = frozenset({"count", "count-up"})
REPEATABLE_KINDS = frozenset({"count", "call", "rest", "side", "switch"})
"""Kinds of speech that may be the same again, as counts and the words on beats may."""


def find_session_problems(
    prepared: PreparedSession, context_steps: tuple[ContextStep, ...]
) -> Iterator[Problem]:
    """Yield every problem of one session."""
    written = tuple(without_chime_silences(context_steps))
    yield from find_unreleased_holds(written)
    yield from find_unwarned_changes(written, counted=prepared.session.countdown)
    yield from find_crowded_spans(prepared)
    yield from find_repeated_lines(prepared.timeline)
    yield from find_unsaid_lines(prepared)
    yield from find_work_notes(prepared.session)


def find_unreleased_holds(context_steps: tuple[ContextStep, ...]) -> Iterator[Problem]:
    """Yield holds after which no words say that they are over, or what to do then."""
    for one, after in pairwise((*context_steps, None)):
        if one is not None and isinstance(one.step, Hold) and not _has_speech(after):
            message = "expected words after this hold, found none: nobody knows that it is over"
            yield Problem(message, one.step.where, "say how to come out of it")


def find_unwarned_changes(
    context_steps: tuple[ContextStep, ...], *, counted: bool = True
) -> Iterator[Problem]:
    """Yield long holds that end without a count, and long silences before a move.

    In a routine that is not `counted` the chime behind a hold has to do.
    """
    for one, after in pairwise((*context_steps, None)):
        match one and one.step:
            case Hold(hold=length, countdown=0, notice=(), where=where) if (
                counted and length >= WARNED_FROM
            ):
                message = "expected a warning before the change, found no count at its end"
                yield Problem(message, where, "leave countdown out, or write countdown: 3")
            case Silence(silence=length, where=where) if length >= 20_000 and after:
                if isinstance(after.step, Travel):
                    message = "expected a warning before the move, found a silence"
                    yield Problem(message, where, "say that it goes on, two seconds before")


def find_crowded_spans(prepared: PreparedSession) -> Iterator[Problem]:
    """Yield spans of a given length of which more than MAX_SPOKEN percent is speech."""
    span_starts = prepared.span_starts
    clips = [
        c for c in prepared.timeline.clips if c.track is Track.VOICE and c.kind not in COUNT_KINDS
    ]
    for span, (begin, end) in zip(prepared.sheet.spans, pairwise(span_starts), strict=True):
        timed = span.length is not None and span.purpose is not Purpose.SPEECH
        spoken = [clip for clip in clips if begin <= clip.start < end] if timed else []
        percent = 100 * sum(clip.length for clip in spoken) // max(1, end - begin)
        if percent > MAX_SPOKEN and len(spoken) > 0 and end - begin >= WARNED_FROM:
            message = (
                f"expected at most {MAX_SPOKEN} percent of these "
                f"{(end - begin) // 1000} s to be speech, found {percent}"
            )
            longest = max(spoken, key=lambda clip: clip.length)
            yield Problem(message, longest.where, "say less in it, or make it longer")


def find_repeated_lines(timeline: Timeline) -> Iterator[Problem]:
    """Yield the same words twice in a row: the second time they are heard as a mistake."""
    sentences = [clip for clip in timeline.clips if _is_sentence(clip)]
    for before, clip in pairwise(sentences):
        text = spoken_text(clip.source)
        if text == spoken_text(before.source) and not _is_next_round(before, clip):
            message = (
                f"expected other words than just before, found {text!r} again, "
                f"at {format_clock(clip.start)}"
            )
            yield Problem(message, clip.where, "give it more cues, or leave one out")


def _is_next_round(before: Clip, clip: Clip) -> bool:
    """Return whether a step of speech is done again, as the command word of each round is."""
    return clip.kind == before.kind == "say" and clip.where == before.where is not None


def _is_sentence(clip: Clip) -> bool:
    """Return whether a clip is speech, other than counts, words on beats and REPEATABLE_KINDS."""
    source = clip.source
    return (
        isinstance(source, Utterance)
        and source.pace is not Pace.COUNT
        and clip.kind not in REPEATABLE_KINDS
    )


def _has_speech(context_step: ContextStep | None) -> bool:
    step = context_step and context_step.step
    if isinstance(step, Hold | Breathe | Reps):
        return says_itself(step)
    return isinstance(step, Say | Rest | Travel | Wait | LedRep)
