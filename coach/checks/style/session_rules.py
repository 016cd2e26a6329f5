"""What a listener would stumble on in the course of a session, as it is laid out."""

from collections.abc import Iterator
from itertools import pairwise

from coach.errors import Problem
from coach.pipeline import PreparedSession
from coach.script.pace import Pace
from coach.script.steps import Hold, Rest, Say, Silence, Travel, Wait
from coach.timeline.clips import Clip, Timeline
from coach.timeline.context import ContextStep
from coach.timeline.cues import Purpose
from coach.timeline.source import Track, Utterance
from coach.units import format_clock

MOST_SPOKEN = 70
"""Percent of a hold, a rest or a silence that may be speech: the rest is for the body."""
WARNED_FROM = 8_000
"""From so long a hold on, in ms, its end must be heard coming."""
REPEATABLE_KINDS = frozenset({"count", "call", "rest", "side", "switch"})
"""Kinds of speech that say what is due, however often; as do counts and key words."""


def find_session_problems(
    prepared: PreparedSession, context_steps: tuple[ContextStep, ...]
) -> Iterator[Problem]:
    """Find everything in one session."""
    yield from find_unreleased_holds(context_steps)
    yield from find_unwarned_changes(context_steps)
    yield from find_crowded_spans(prepared)
    # On each side in turn the last one is announced, as each is counted.
    last = {line.text for line in prepared.session.delivery.phrases.words["last_one"]}
    yield from find_repeated_lines(prepared.timeline, frozenset(last))


def find_unreleased_holds(context_steps: tuple[ContextStep, ...]) -> Iterator[Problem]:
    """Find a hold after which nothing tells that it is over, or what to do then."""
    for act, after in pairwise((*context_steps, None)):
        if act is not None and isinstance(act.step, Hold) and not _has_speech(after):
            message = "expected words after this hold, found none: nobody knows that it is over"
            yield Problem(message, act.step.where, "say how to come out of it")


def find_unwarned_changes(context_steps: tuple[ContextStep, ...]) -> Iterator[Problem]:
    """Find a hold whose end comes without a count, and something else to do behind it."""
    for act, after in pairwise((*context_steps, None)):
        match act and act.step:
            case Hold(hold=length, countdown=0, where=where) if length >= WARNED_FROM:
                message = "expected a warning before the change, found no count at its end"
                yield Problem(message, where, "leave countdown out, or write countdown: 3")
            case Silence(silence=length, where=where) if length >= 20_000 and after:
                if isinstance(after.step, Travel):
                    message = "expected a warning before the move, found a silence"
                    yield Problem(message, where, "say that it goes on, two seconds before")


def find_crowded_spans(prepared: PreparedSession) -> Iterator[Problem]:
    """Find holds, rests and silences with more speech in them than the body can do with."""
    begins = prepared.span_starts
    clips = [c for c in prepared.timeline.clips if c.track is Track.VOICE and c.kind != "count"]
    for span, (begin, end) in zip(prepared.sheet.spans, pairwise(begins), strict=True):
        timed = span.length is not None and span.purpose is not Purpose.SPEECH
        said = [clip for clip in clips if begin <= clip.start < end] if timed else []
        percent = 100 * sum(clip.length for clip in said) // max(1, end - begin)
        if percent > MOST_SPOKEN and len(said) > 0 and end - begin >= WARNED_FROM:
            message = (
                f"expected at most {MOST_SPOKEN} percent of these "
                f"{(end - begin) // 1000} s to be speech, found {percent}"
            )
            longest = max(said, key=lambda clip: clip.length)
            yield Problem(message, longest.where, "say less in it, or make it longer")


def find_repeated_lines(
    timeline: Timeline, repeatable: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """Find the same words twice in a row: the second time they are heard as a mistake.

    What is `due` may come as often as it is.
    """
    spoken = [clip for clip in timeline.clips if _is_sentence(clip)]
    for before, clip in pairwise(spoken):
        if _spoken_text(before) == _spoken_text(clip) and _spoken_text(clip) not in repeatable:
            message = (
                f"expected other words than just before, found {_spoken_text(clip)!r} again, "
                f"at {format_clock(clip.start)}"
            )
            yield Problem(message, clip.where, "give it more cues, or leave one out")


def _is_sentence(clip: Clip) -> bool:
    """Tell speech from sounds, counts and key words."""
    source = clip.source
    return (
        isinstance(source, Utterance)
        and source.pace is not Pace.COUNT
        and clip.kind not in REPEATABLE_KINDS
    )


def _spoken_text(clip: Clip) -> str:
    return clip.source.text if isinstance(clip.source, Utterance) else ""


def _has_speech(act: ContextStep | None) -> bool:
    return act is not None and isinstance(act.step, Say | Rest | Travel | Wait)
