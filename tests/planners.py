"""Planners of the shipped routines, made once a run for all tests; and what holds for a session.

To measure a routine takes longer than all that a test then asks of it.
"""

from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from coach.pipeline import load_routine_with_cards, make_planner
from coach.plan.request import SessionRequest
from coach.script.talk_level import TalkLevel
from coach.speech.studio import open_studio
from coach.timeline.clips import CHIME_LEAD, least_gap
from coach.timeline.cues import CALL_GAP, Purpose
from coach.timeline.session import list_performs, make_dose
from coach.timeline.source import Track

SWELLS = ("breathe-in", "breathe-out")
"""Sounds that lie under the words of a breath."""
LED = None
"""Stands for the length of a repetition that has words of its own."""
LONGEST_SILENCE = 60_000
"""No dead minute between two sounds of the coach, but for a quiet the script asks for."""


def planner_for(name, voice="tone", talk=TalkLevel.FULL, **more):
    """Return the planner of a shipped routine and its studio; `more` goes to SessionRequest.

    Only for the built-in voices: they go on speaking when their studio is closed.
    """
    return _planner_for(name, SessionRequest(voice, talk=talk, **more))


@lru_cache(maxsize=160)
def _planner_for(name, request):
    routine, cards = load_routine_with_cards(name)
    with open_studio(request.voice) as studio:
        return make_planner(routine, cards, request, studio), studio


def chosen(prepared):
    """Return the card and the dose of every exercise of a session."""
    found = {}
    for part in prepared.session.parts:
        for perform in list_performs(part.steps):
            card = prepared.session.cards[perform.exercise]
            found[perform.exercise] = card, make_dose(card, perform)
    return found


def silences(prepared):
    """Yield the milliseconds that lie between the coach's sounds."""
    ends = 0
    allowed = [
        (begin, end)
        for span, (begin, end) in zip(
            prepared.sheet.spans, pairwise(prepared.span_starts), strict=True
        )
        if span.purpose is Purpose.QUIET
    ]
    for clip in prepared.timeline.clips:
        quiet = sum(max(0, min(b, clip.start) - max(a, ends)) for a, b in allowed)
        yield clip.start - ends - quiet
        ends = max(ends, clip.end)


def find_crowded(timeline):
    """Return each two spoken clips too near to each other, and each chime with a word on it."""
    spoken = [clip for clip in timeline.clips if clip.track is Track.VOICE]
    chimes = [c for c in timeline.clips if c.track is Track.CUE and c.source.name not in SWELLS]
    near = [(a, b) for a, b in pairwise(spoken) if b.start - a.end < least_gap(a, b)]
    ends = [clip.end for clip in spoken]
    covered = []
    for chime in chimes:
        # Spoken clips never overlap, so their ends are sorted as well.
        following = spoken[bisect_right(ends, chime.start) :][:1]
        covered += [(chime, c) for c in following if c.start < chime.start + CHIME_LEAD]
    return near + covered


def assert_sound(prepared, wanted):
    """Assert everything that holds for any session of `wanted` ms."""
    assert prepared.timeline.length == wanted
    spoken = [clip for clip in prepared.timeline.clips if clip.track is Track.VOICE]
    assert all(a.end <= b.start for a, b in pairwise(spoken))
    assert find_crowded(prepared.timeline) == []
    # A cue is no order: it waits until the one before it was followed.
    orders = [(a, b) for a, b in pairwise(spoken) if b.kind == "cue" and b.beat is None]
    assert [pair for pair in orders if pair[1].start - pair[0].end < CALL_GAP] == []
    for card, dose in chosen(prepared).values():
        for name in ("sets", "reps", "hold", "breaths", "time"):
            known = getattr(card.doses, name)
            if known:
                assert known.least <= getattr(dose, name) <= known.most, (card.name, name)
    work = {"left": [], "right": []}
    for span, (begin, end) in zip(
        prepared.sheet.spans, pairwise(prepared.span_starts), strict=True
    ):
        if span.side and span.purpose is Purpose.WORK:
            # A first repetition that is led is as long as its words, and on one side only.
            work[span.side].append(end - begin if span.length is not None else LED)
    assert len(work["left"]) == len(work["right"])
    for side, other in (("left", "right"), ("right", "left")):
        alone = Counter(work[side]) - Counter(work[other])
        assert alone.total() - alone[LED] <= work[other].count(LED)
    assert max(silences(prepared), default=0) <= LONGEST_SILENCE
