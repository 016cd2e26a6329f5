"""Soft cues: said at their time where nothing is in the way, moved, or left out."""

from coach.timeline.clips import (
    CHIME_LEAD,
    SPEECH_GAP,
)
from coach.timeline.cues import TAIL, Purpose, Span
from coach.timeline.source import Track
from coach.timeline.span_layout import lay_span
from tests.timeline.laid_out import LENGTHS, TICK, cue, laid, soft, times, voice


def test_a_soft_cue_moves_behind_a_count_or_is_left_out():
    count = voice("1", 2_000, on_beat=True)
    soft = voice("slowly and softly", 1_800, until=9_000)
    laid = lay_span(Span((count, soft), Purpose.WORK, 10_000), LENGTHS)
    counted, said = laid.clips
    assert said.start == counted.end + SPEECH_GAP
    tight = lay_span(Span((count, soft), Purpose.WORK, 3_000), LENGTHS)
    assert [cue.source.text for cue in tight.left_out] == ["slowly and softly"]


def said(*cues, length=9_000):
    """When the soft cue, the last of them, is said; None where it is left out."""
    one = laid(*cues, length=length)
    if one.left_out:
        assert one.left_out == (cues[-1],)
        return None
    return one.clips[-1].start


def test_a_soft_cue_is_said_at_its_time_where_nothing_is_in_its_way():
    assert said(soft(1_000, 5_000)) == 1_000
    swell = cue(TICK, 1_000, Track.CUE, until=1_200)
    assert said(swell, soft(1_000, 5_000)) == 1_000


def test_a_soft_cue_keeps_clear_of_a_chime():
    chime = cue(TICK, 1_000, Track.CUE)
    assert said(chime, soft(1_000, 5_000)) == 1_000 + CHIME_LEAD
    assert said(chime, soft(600 - SPEECH_GAP, 5_000)) == 600 - SPEECH_GAP
    assert said(chime, soft(601 - SPEECH_GAP, 5_000)) == 1_000 + CHIME_LEAD


def test_a_soft_cue_may_be_said_instead_of_the_word_on_a_beat():
    number, call = cue(at=2_000, on_beat=True), soft(0, 2_300, instead_of=2_000)
    assert times(laid(number, call, length=9_000)) == [(1_900, 2_300), (0, 400)]
    late = soft(1_800, 2_300, instead_of=2_000)
    assert times(laid(number, late, length=9_000)) == [(1_800, 2_200)]
    assert said(number, soft(1_800, 2_199, instead_of=2_000)) is None


def test_one_that_is_said_on_a_beat_has_no_other_moment():
    number, call = cue(at=0, on_beat=True), soft(0, 9_000, on_beat=True, instead_of=0)
    assert times(laid(number, call, length=9_000)) == [(-100, 300)]
    assert said(number, cue(at=300 + SPEECH_GAP), call) == -100
    assert said(number, cue(at=299 + SPEECH_GAP), call) is None


def test_what_follows_on_waits_for_its_lead_and_less_where_a_step_is_short():
    assert times(laid(cue(), cue(), gap=300, lead=700, pause=900)) == [(700, 1_100), (1_400, 1_800)]
    assert laid(cue(), cue(), gap=300, lead=700, pause=900).length == 1_800 + 900
    fixed = laid(cue(), cue(), gap=300, lead=700, length=1_800 + TAIL)
    assert times(fixed) == [(700, 1_100), (1_400, 1_800)]
    short = laid(cue(), cue(), gap=300, lead=700, length=1_300 + TAIL)
    assert times(short) == [(350, 750), (900, 1_300)]
    assert times(laid(cue(), cue(), gap=300, lead=700, length=900)) == [(0, 400), (400, 800)]


def test_a_soft_cue_leaves_a_gap_before_and_behind():
    assert said(cue(at=1_000 + 400 + SPEECH_GAP), soft(1_000, 9_000)) == 1_000
    assert (
        said(cue(at=999 + 400 + SPEECH_GAP), soft(1_000, 9_000))
        == 999 + 400 + SPEECH_GAP + 400 + SPEECH_GAP
    )
    assert said(cue(at=600 - SPEECH_GAP), soft(1_000, 9_000)) == 1_000
    assert said(cue(at=601 - SPEECH_GAP), soft(1_000, 9_000)) == 1_001


def test_a_soft_cue_keeps_as_far_from_what_is_before_it_as_it_asks():
    assert said(cue(at=0), soft(0, 9_000, min_gap=700)) == 1_100
    assert said(cue(at=0), soft(0, 9_000, min_gap=SPEECH_GAP - 1)) == 400 + SPEECH_GAP


def test_a_soft_cue_finds_room_between_others_in_whatever_order_they_come():
    counts = (cue(at=3_500), cue(at=1_000), cue(at=1_700))
    assert said(*counts, soft(900, 9_000)) == 2_100 + SPEECH_GAP


def test_a_soft_cue_ends_by_its_time_and_a_tail_before_the_end_or_is_left_out():
    assert said(soft(1_000, 1_400)) == 1_000
    assert said(soft(1_000, 1_399)) is None
    assert said(soft(1_000, 9_999), length=1_400 + TAIL) == 1_000
    assert said(soft(1_000, 9_999), length=1_399 + TAIL) is None


def test_soft_cues_keep_clear_of_each_other():
    one = laid(soft(0, 9_000), soft(0, 9_000), length=9_000)
    assert times(one) == [(0, 400), (400 + SPEECH_GAP, 800 + SPEECH_GAP)]
    assert one.left_out == ()
