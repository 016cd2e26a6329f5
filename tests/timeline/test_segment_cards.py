"""Which card a segment is about, for its drawing."""

import pytest

from coach.timeline.cues import CueSheet, Purpose, Span
from coach.timeline.segment_cards import list_segment_cards

PURPOSES = {str(purpose): purpose for purpose in Purpose}


def span(text: str) -> Span:
    """Make a span of its purpose, its card and, in brackets, its marker."""
    marker = text.partition("[")[2].rstrip("]")
    kind, _, card = text.partition("[")[0].strip().partition(" ")
    return Span((), PURPOSES[kind], 1000, marker=marker or None, card=card)


@pytest.mark.parametrize(
    ("spans", "cards"),
    [
        ("talk [a], work bridge, rest bridge, work plank", ("bridge",)),
        ("talk [a], talk bridge, work bridge, talk plank [b], work plank", ("bridge", "plank")),
        ("talk [a], talk [b], work plank", ("", "plank")),
        # What a talk or a rest belongs to is not yet done, or no more.
        ("talk bridge [a], rest bridge", ("",)),
        ("work [a], work plank", ("plank",)),
        # Before the first marker, and without any.
        ("talk, work bridge, talk [a], work plank, work [b]", ("bridge", "")),
        ("talk, work plank", ("plank",)),
        ("talk", ("",)),
    ],
)
def test_a_segment_is_about_its_first_work(spans, cards):
    sheet = CueSheet("", tuple(map(span, spans.split(", "))))
    assert list_segment_cards(sheet) == cards
