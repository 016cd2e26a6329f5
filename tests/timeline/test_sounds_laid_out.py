"""Sounds and beds in a layout: waited for, cut, rung out."""

from coach.timeline.clips import (
    Clip,
    Extent,
)
from coach.timeline.cues import LEAD_IN, Cue, CueSheet, Purpose, Span
from coach.timeline.layout import lay_out
from coach.timeline.overlaps import find_overlaps
from coach.timeline.source import Sound, Track
from coach.timeline.span_layout import lay_span
from tests.timeline.laid_out import LENGTHS, ROUND, SEA, TICK, WIND, cue, laid, times, voice


def test_a_sound_is_cut_to_its_slot_and_lies_under_speech_without_clash():
    swell = Cue(Sound("breathe-in"), Track.CUE, "breathe", 0, until=700)
    sheet = CueSheet("T", (Span((swell, voice("in", 0)), Purpose.WORK, 4_000),))
    timeline = lay_out(sheet, LENGTHS)
    assert [c.length for c in timeline.clips if c.track is Track.CUE] == [700]
    assert find_overlaps(timeline) == []


BOWL = Sound("bowl")
RINGING = ROUND | {BOWL: Extent(8_000, ring=6_500)}


def test_words_wait_for_the_stroke_of_a_bowl_and_not_for_its_ring():
    strike = Cue(BOWL, Track.CUE, "say", 500)
    span = Span((strike,), Purpose.QUIET, pause=700)
    after = Span((cue(),), Purpose.SPEECH)
    sheet = CueSheet("T", (span, after, Span((), Purpose.REST, 9_000, stretch=999)))
    timeline = lay_out(sheet, RINGING)
    bowl, word = timeline.clips
    assert (bowl.start, bowl.length) == (500, 8_000)
    assert word.start == 500 + 1_500 + 700
    # In a span that is cut short, or of a fixed length, a ring reserves nothing either.
    brief = Cue(BOWL, Track.CUE, "say", 0, until=1_000)
    assert lay_span(Span((brief,), Purpose.QUIET), RINGING).length == 1_000
    assert lay_span(Span((strike,), Purpose.QUIET, 600), RINGING).length == 600


def test_a_sound_that_rings_out_is_waited_for_to_its_end():
    last = Cue(BOWL, Track.CUE, "say", 500, rings_out=True)
    assert lay_span(Span((last,), Purpose.QUIET, pause=200), RINGING).length == 8_700


def test_a_bed_lies_end_to_end_from_the_lead_in_to_the_end_and_is_cut_there():
    spans = (Span((), Purpose.REST, LEAD_IN), Span((), Purpose.WORK, 3_300))
    sheet = CueSheet("T", spans, bed=(SEA, WIND))
    clips = lay_out(sheet, ROUND, LEAD_IN + 3_300).clips
    assert clips == (
        Clip(LEAD_IN, 1_000, SEA, Track.BED, "bed"),
        Clip(LEAD_IN + 1_000, 700, WIND, Track.BED, "bed"),
        Clip(LEAD_IN + 1_700, 1_000, SEA, Track.BED, "bed"),
        Clip(LEAD_IN + 2_700, 600, WIND, Track.BED, "bed"),
    )


def test_a_bed_ends_with_a_session_that_ends_with_one_of_its_pieces():
    spans = (Span((), Purpose.REST, LEAD_IN + 1_000),)
    (only,) = lay_out(CueSheet("T", spans, bed=(SEA,)), ROUND, LEAD_IN + 1_000).clips
    assert only.end == LEAD_IN + 1_000


def test_a_natural_span_lasts_until_its_last_sound_is_over():
    assert laid(cue(), cue(TICK, 2_000, Track.CUE), pause=600).length == 2_300 + 600
    assert laid(cue(), cue(TICK, 0, Track.CUE), pause=600).length == 400 + 600


def test_a_sound_may_ring_on_into_the_next_step():
    one = laid(cue(TICK, 900, Track.CUE), length=1_000)
    assert (times(one), one.problems) == ([(900, 1_200)], ())


def test_a_sound_shorter_than_its_slot_is_left_whole():
    assert times(laid(cue(TICK, 100, Track.CUE, until=9_000), length=9_000)) == [(100, 400)]
    assert times(laid(cue(TICK, 100, Track.CUE, until=250), length=9_000)) == [(100, 250)]
