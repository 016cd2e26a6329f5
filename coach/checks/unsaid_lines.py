"""Unsaid lines: what an author wrote and a session has no room for, so that nobody hears it."""

from collections.abc import Iterator

from coach.errors import Problem
from coach.pipeline import PreparedSession
from coach.timeline.cues import Cue
from coach.timeline.source import spoken_text

WRITTEN_KINDS = frozenset({"cue", "timed", "notice", "call"})
"""Kinds of what may be left out that an author wrote; praise and facts are the coach's own."""


def find_unsaid_lines(prepared: PreparedSession) -> Iterator[Problem]:
    """Yield each cue and call that found no room and is not said at another place, once."""
    words = prepared.session.delivery.phrases.words
    # The number of the last repetition is told in its place.
    own = {line.text for key in ("last_one", "last_each_side") for line in words.get(key, ())}
    said = {(clip.where, spoken_text(clip.source)) for clip in prepared.timeline.clips}
    unsaid: dict[tuple[object, str], Problem] = {}
    for cue, exercise in _list_written(prepared):
        text = spoken_text(cue.source)
        if text not in own and (cue.where, text) not in said:
            place = f" of {exercise}" if exercise else ""
            message = f"expected room for {text!r}, found none in any repetition or hold{place}"
            hint = "use fewer words, or make its phases longer"
            unsaid.setdefault((cue.where, text), Problem(message, cue.where, hint))
    yield from unsaid.values()


def _list_written(prepared: PreparedSession) -> Iterator[tuple[Cue, str]]:
    """Yield what an author wrote of work, with the exercise that it is of."""
    for span in prepared.sheet.spans:
        for cue in span.cues:
            if cue.kind in WRITTEN_KINDS:
                yield cue, span.exercise
