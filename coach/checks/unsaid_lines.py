"""Unsaid lines: what an author wrote and a session has no room for, so that nobody hears it."""

from collections.abc import Iterator

from coach.errors import Problem
from coach.pipeline import PreparedSession
from coach.timeline.breaths import CUES_KEY
from coach.timeline.clips import Clip
from coach.timeline.cues import Cue
from coach.timeline.source import Track, spoken_text

WRITTEN_KINDS = frozenset({"cue", "timed", "notice", "call"})
"""Kinds of what may be left out that an author wrote; praise and facts are the coach's own."""


def find_unsaid_lines(prepared: PreparedSession) -> Iterator[Problem]:
    """Yield each cue and call that found no room and is not said at another place, once."""
    words = prepared.session.delivery.phrases.words
    # The number of the last repetition is told in its place.
    own = {line.text for key in ("last_one", "last_each_side") for line in words.get(key, ())}
    said = {_identify(clip) for clip in prepared.timeline.clips if clip.track is Track.VOICE}
    unsaid: dict[tuple[object, str], Problem] = {}
    for cue, exercise in _list_written(prepared):
        text, known = spoken_text(cue.source), _identify(cue)
        if text not in own and known not in said:
            unsaid.setdefault(known, _make_problem(cue, text, exercise))
    yield from unsaid.values()


def _list_written(prepared: PreparedSession) -> Iterator[tuple[Cue, str]]:
    """Yield what an author wrote of work, with the exercise that it is of."""
    for span in prepared.sheet.spans:
        for cue in span.cues:
            if cue.track is Track.VOICE and (cue.key or cue.kind in WRITTEN_KINDS):
                yield cue, span.exercise


def _identify(spoken: Cue | Clip) -> tuple[object, str]:
    """Return the place and words of a line; a call has other numbers in each repetition."""
    is_call = spoken.key.startswith("calls") and spoken.where is not None
    return spoken.where, "" if is_call else spoken_text(spoken.source)


def _make_problem(cue: Cue, text: str, exercise: str) -> Problem:
    place = f" of {exercise}" if exercise else ""
    place += f" ({cue.key})" if cue.key else ""
    message = f"expected room for {text!r}, "
    message += f"found none in any repetition, breath or hold{place}"
    hint = "use fewer words, or make its phases longer"
    if cue.kind == "breathe" or cue.key == CUES_KEY:
        hint = "use fewer words"
    elif cue.key == "calls: into":
        hint += "; aloud: words says it in every repetition"
    return Problem(message, cue.where, hint)
