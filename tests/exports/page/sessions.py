"""Sessions that pages are made of: of each kind of work, of a side each, with rests and breaths."""

from functools import lru_cache

from coach.exports.session_metadata import session_metadata
from coach.pipeline import PreparedSession, prepare_session
from coach.plan.request import SessionRequest
from coach.timeline.moments import list_timed_spans

SESSIONS = {
    "lower-back": 10,
    "lower-back-stretch": 5,
    "box-breathing": 3,
    "tabata": 8,
}
"""Routines, and how many minutes of each."""


@lru_cache(maxsize=8)
def session(name: str) -> PreparedSession:
    """Return a session as tones: what is said is the same, and nothing has to be spoken."""
    return prepare_session(name, SessionRequest(voice="tone", length=SESSIONS[name] * 60_000))


def spans_of(name: str):
    made = session(name)
    return list_timed_spans(made.sheet, made.span_starts)


def about(name: str):
    return session_metadata(session(name), 2026)
