from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import ScriptError, Where
from coach.script.steps import Silence
from coach.timeline.clips import (
    CHIME_LEAD,
    SPEECH_GAP,
    Clip,
    Extent,
    Marker,
    Timeline,
    are_one_phrase,
    least_gap,
)
from coach.timeline.cues import LEAD_IN, TAIL, Cue, CueSheet, Purpose, Span
from coach.timeline.cuesheet import compile_cue_sheet
from coach.timeline.delivery import Delivery
from coach.timeline.layout import find_span_starts, lay_out, share_stretch
from coach.timeline.overlaps import find_overlaps
from coach.timeline.session import Part, Session
from coach.timeline.source import Sound, Track, Utterance
from coach.timeline.span_layout import lay_span
from coach.timeline.unroll import unroll
from tests.listening import ENGLISH, fill_blocks
from tests.strategies import MadeUp, step_lists

LENGTHS = MadeUp()


def sheet_of(*parts) -> CueSheet:
    session = Session(
        "Test", tuple(Part("Part", steps) for steps in parts), {}, Delivery(ENGLISH), {}
    )
    return fill_blocks(compile_cue_sheet("Test", unroll(session), ENGLISH))


def voice(text, at=None, **more):
    return Cue(Utterance(text), Track.VOICE, "say", at, **more)


@settings(max_examples=60, deadline=None)
@given(step_lists)
def test_no_spoken_clip_overlaps_another_or_ends_after_the_session(steps):
    timeline = lay_out(sheet_of(steps), LENGTHS)
    spoken = [clip for clip in timeline.clips if clip.track is Track.VOICE]
    assert all(a.end <= b.start for a, b in pairwise(spoken))
    assert all(clip.start >= 0 and clip.end <= timeline.length for clip in timeline.clips)
    assert timeline.length % 1000 == 0


def has_no_room(timeline, at, source, cue):
    """What is not said on its beat yields, or is early, and would have come too near to words."""
    start, end = at - LENGTHS[source].beat, at - LENGTHS[source].beat + LENGTHS[source].length
    near = [
        clip
        for clip in timeline.clips
        if clip.track is Track.VOICE
        and clip.start < end + 2 * SPEECH_GAP
        and clip.end > start - 2 * SPEECH_GAP
    ]
    counted_in_fives = source.text.isdecimal() and int(source.text) > 20
    may_be_silent = cue.yields or cue.spill is not None or cue.key.startswith("calls")
    return bool(may_be_silent and (near or counted_in_fives))


@settings(max_examples=60, deadline=None)
@given(step_lists)
def test_counts_sit_on_their_beats_exactly(steps):
    sheet = sheet_of(steps)
    timeline = lay_out(sheet, LENGTHS)
    begins = find_span_starts(sheet, LENGTHS)
    # Of a number and what is said instead of it one is heard, on the same beat; words in a hold and
    # a notice take the place of counts.
    planned = {
        (
            begin + cue.at + (end - begin - span.length if span.stretch_at is not None else 0),
            cue.source,
        ): cue
        for span, (begin, end) in zip(sheet.spans, pairwise(begins), strict=True)
        for cue in span.cues
        if cue.on_beat
    }
    beats = [(clip.beat, clip.source) for clip in timeline.clips if clip.beat is not None]
    assert set(beats) <= set(planned)
    replaced = [
        cue.instead_of for span in sheet.spans for cue in span.cues if cue.instead_of is not None
    ]
    silent = {key: cue for key, cue in planned.items() if key[0] not in {beat for beat, _ in beats}}
    assert replaced or all(has_no_room(timeline, *key, cue) for key, cue in silent.items())
    assert all(
        clip.start + LENGTHS[clip.source].beat == clip.beat
        for clip in timeline.clips
        if clip.beat is not None
    )


@settings(max_examples=60, deadline=None)
@given(step_lists, st.integers(0, 60_000))
def test_a_wanted_length_is_met_to_the_millisecond(steps, more):
    sheet = sheet_of(steps)
    natural = sum(lay_span(span, LENGTHS).length for span in sheet.spans)
    room = sum(span.stretch for span in sheet.spans)
    wanted = natural + min(more, room)
    assert lay_out(sheet, LENGTHS, wanted).length == wanted


@settings(max_examples=30, deadline=None)  # of two lists each
@given(step_lists, step_lists)
def test_lengths_of_parts_add_up_whatever_stands_beside_them(left, right):
    def natural(*parts):
        return sum(lay_span(span, LENGTHS).length for span in sheet_of(*parts).spans)

    frame = (Silence(0),)
    assert natural(left, right) == natural(left) + natural(right) - natural(frame)


@given(st.lists(st.integers(0, 5_000), min_size=1), st.data())
def test_stretching_loses_no_millisecond_and_passes_no_bound(rooms, data):
    spans = tuple(Span((), Purpose.REST, 0, stretch=room) for room in rooms)
    extra = data.draw(st.integers(0, sum(rooms)))
    shares = share_stretch(spans, extra)
    assert sum(shares) == extra
    assert all(0 <= share <= room for share, room in zip(shares, rooms, strict=True))


def test_more_than_may_stretch_is_refused():
    with pytest.raises(ValueError, match="from 0 to 5 ms"):
        share_stretch((Span((), Purpose.REST, 0, stretch=5),), 6)


@settings(max_examples=60, deadline=None)
@given(step_lists)
def test_both_sides_have_exactly_the_same_work(steps):
    sheet = sheet_of(steps)
    begins = find_span_starts(sheet, LENGTHS)
    work = {"left": [], "right": []}
    for span, (begin, end) in zip(sheet.spans, pairwise(begins), strict=True):
        if span.side and span.purpose is Purpose.WORK:
            work[span.side].append(end - begin)
    assert sorted(work["left"]) == sorted(work["right"])


def test_a_soft_cue_moves_behind_a_count_or_is_left_out():
    count = voice("1", 2_000, on_beat=True)
    soft = voice("slowly and softly", 1_800, until=9_000)
    laid = lay_span(Span((count, soft), Purpose.WORK, 10_000), LENGTHS)
    counted, said = laid.clips
    assert said.start == counted.end + SPEECH_GAP
    tight = lay_span(Span((count, soft), Purpose.WORK, 3_000), LENGTHS)
    assert [cue.source.text for cue in tight.left_out] == ["slowly and softly"]


def test_speech_that_outruns_its_step_is_an_error_that_names_the_step():
    where = Where("mine.yaml", 7, 3)
    cue = voice("one two three four five six seven", 0, where=where)
    with pytest.raises(ScriptError) as caught:
        lay_out(CueSheet("T", (Span((cue,), Purpose.WORK, 1_000, stretch=1_000),)), LENGTHS)
    (problem,) = caught.value.problems
    assert problem.where == where
    assert "'one two three four five six seven' lasts 0:02.6" in problem.message
    assert "at least 3 s" in problem.hint


def test_two_counts_too_close_are_an_error_that_names_the_step():
    where = Where("mine.yaml", 9, 5)
    cues = (voice("1", 1_000, on_beat=True), voice("2", 1_200, on_beat=True, where=where))
    with pytest.raises(ScriptError, match=r"mine.yaml:9:5: '2' would begin \d+ ms before '1'"):
        lay_out(CueSheet("T", (Span(cues, Purpose.WORK, 5_000, stretch=1_000),)), LENGTHS)


def test_the_time_to_settle_runs_from_the_end_of_the_first_sentence_and_is_shared():
    cues = (voice("go to the floor"), voice("slowly"), voice("then rest"))
    span = Span(cues, Purpose.MOVE, gap=600, pause=600, settle_time=20_000)
    laid = lay_span(span, LENGTHS)
    first = LENGTHS[cues[0].source].length
    assert laid.length == first + 20_000
    gaps = [b.start - a.end for a, b in pairwise(laid.clips)]
    assert max(gaps) - min(gaps) <= 1
    assert min(gaps) > 3_000


def test_natural_speech_keeps_a_tail_for_the_count_that_follows():
    span = Span((voice("slowly"),), Purpose.SPEECH, pause=0)
    assert lay_span(span, LENGTHS).length == LENGTHS[Utterance("slowly")].length + TAIL


def test_a_sound_is_cut_to_its_slot_and_lies_under_speech_without_clash():
    swell = Cue(Sound("breathe-in"), Track.CUE, "breathe", 0, until=700)
    sheet = CueSheet("T", (Span((swell, voice("in", 0)), Purpose.WORK, 4_000),))
    timeline = lay_out(sheet, LENGTHS)
    assert [c.length for c in timeline.clips if c.track is Track.CUE] == [700]
    assert find_overlaps(timeline) == []


def test_a_source_without_a_length_cannot_be_laid_out():
    with pytest.raises(KeyError):
        lay_out(CueSheet("T", (Span((voice("hm"),), Purpose.SPEECH),)), {Sound("a"): Extent(1)})


# Exactly, with takes of round lengths

WORD, TICK, SEA, WIND = Utterance("word"), Sound("tick"), Sound("sea"), Sound("wind")
ROUND = {WORD: Extent(400, 100), TICK: Extent(300), SEA: Extent(1_000), WIND: Extent(700)}


def cue(source=WORD, at=None, track=Track.VOICE, **more):
    return Cue(source, track, "say", at, **more)


def laid(*cues, **more):
    return lay_span(Span(cues, Purpose.WORK, **more), ROUND)


def times(one) -> list[tuple[int, int]]:
    return [(clip.start, clip.end) for clip in one.clips]


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


def test_a_clip_knows_all_of_its_cue_and_where_its_span_is():
    where = Where("mine.yaml", 2, 3)
    span = Span(
        (cue(at=1_000, on_beat=True, where=where), cue(TICK, 0, Track.CUE)),
        Purpose.WORK,
        2_000,
        exercise="bridge",
        side="left",
    )
    timeline = lay_out(CueSheet("T", (Span((), Purpose.REST, 5_000), span)), ROUND)
    tick, word = timeline.clips
    assert tick == Clip(5_000, 300, TICK, Track.CUE, "say", None, "bridge", "left")
    assert word == Clip(5_900, 400, WORD, Track.VOICE, "say", 6_000, "bridge", "left", where)


def test_a_take_without_a_beat_begins_where_it_should_be_heard():
    assert times(laid(cue(TICK, 500, Track.CUE, on_beat=True), length=2_000)) == [(500, 800)]


def test_markers_stand_where_their_spans_begin():
    spans = (
        Span((), Purpose.REST, 1_500),
        Span((), Purpose.WORK, 1_000, marker="Bridge"),
        Span((), Purpose.WORK, 2_000),
        Span((), Purpose.WORK, 500, marker="Plank"),
    )
    timeline = lay_out(CueSheet("T", spans), ROUND)
    assert timeline.title == "T"
    assert timeline.markers == (Marker(1_500, "Bridge"), Marker(4_500, "Plank"))
    assert find_span_starts(CueSheet("T", spans), ROUND) == [0, 1_500, 2_500, 4_500, 5_000]


def test_a_session_becomes_a_whole_number_of_seconds_by_its_last_stretch():
    for natural, whole in ((2_001, 3_000), (2_999, 3_000), (3_000, 3_000)):
        spans = (Span((), Purpose.REST, natural - 500, stretch=999), Span((), Purpose.WORK, 500))
        assert find_span_starts(CueSheet("T", spans), ROUND) == [0, whole - 500, whole]
        assert lay_out(CueSheet("T", spans), ROUND).length == whole


def test_the_start_of_a_span_is_known_for_a_wanted_length_too():
    spans = (Span((cue(),), Purpose.SPEECH, pause=600, stretch=2_000), Span((), Purpose.REST, 500))
    sheet = CueSheet("T", spans)
    assert find_span_starts(sheet, ROUND, 3_000) == [0, 2_500, 3_000]
    assert lay_out(sheet, ROUND, 3_000).length == 3_000


def test_what_may_not_stretch_takes_no_time_and_the_last_bit_of_room_is_used():
    spans = tuple(Span((), Purpose.REST, 0, stretch=room) for room in (0, 3, 0, 1))
    assert share_stretch(spans, 4) == [0, 3, 0, 1]
    assert share_stretch(spans, 0) == [0, 0, 0, 0]
    uneven = tuple(Span((), Purpose.REST, 0, stretch=room) for room in (10, 20))
    assert share_stretch(uneven, 7) == [2, 5]
    assert share_stretch((), 0) == []
    with pytest.raises(ValueError, match="cannot add -1 ms: from 0 to 4 ms can be"):
        share_stretch(spans, -1)


def test_what_comes_at_the_hinge_or_later_moves_with_the_end_and_nothing_before():
    cues = (cue(at=0), cue(at=2_000), cue(at=4_000))
    span = Span(cues, Purpose.REST, 5_000, stretch=3_000, stretch_at=2_000)
    plain = Span(cues, Purpose.REST, 5_000, stretch=3_000)
    before = Span((), Purpose.WORK, 1_000)
    for one, moved in ((span, 3_000), (plain, 0)):
        clips = lay_out(CueSheet("T", (before, one)), ROUND, 9_000).clips
        assert [clip.start for clip in clips] == [1_000, 3_000 + moved, 5_000 + moved]


def test_clips_that_begin_together_lie_in_the_order_of_their_tracks():
    span = Span((cue(at=0), cue(TICK, 0, Track.CUE)), Purpose.WORK, 3_000)
    late = Span((cue(TICK, 200, Track.CUE), cue(at=100)), Purpose.WORK, 1_000)
    clips = lay_out(CueSheet("T", (span, late)), ROUND).clips
    assert [clip.track for clip in clips] == [Track.CUE, Track.VOICE, Track.VOICE, Track.CUE]


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


def test_chained_speech_is_parted_by_the_gap_and_followed_by_the_pause():
    one = laid(cue(), cue(), cue(), gap=250, pause=900)
    assert times(one) == [(0, 400), (650, 1_050), (1_300, 1_700)]
    assert one.length == 1_700 + 900
    assert laid(cue(), gap=250, pause=900).length == 400 + 900
    fixed = laid(cue(), cue(), gap=250, pause=900, length=9_000)
    assert (times(fixed), fixed.length) == ([(0, 400), (650, 1_050)], 9_000)


def test_a_pause_shorter_than_the_tail_is_as_long_as_it_behind_speech_only():
    assert laid(cue(), pause=TAIL - 1).length == 400 + TAIL
    assert laid(cue(), pause=TAIL + 1).length == 400 + TAIL + 1
    assert laid(cue(TICK, 0, Track.CUE), pause=100).length == 300 + 100
    assert laid(pause=100).length == 100


def test_a_natural_span_lasts_until_its_last_sound_is_over():
    assert laid(cue(), cue(TICK, 2_000, Track.CUE), pause=600).length == 2_300 + 600
    assert laid(cue(), cue(TICK, 0, Track.CUE), pause=600).length == 400 + 600


def test_time_to_settle_that_is_there_already_adds_nothing():
    assert laid(cue(), cue(), gap=100, pause=600, settle_time=1_000).length == 900 + 600
    exact = laid(cue(), cue(), gap=100, pause=600, settle_time=1_100)
    assert (times(exact), exact.length) == ([(0, 400), (500, 900)], 1_500)
    more = laid(cue(), cue(), gap=100, pause=600, settle_time=1_300)
    assert (times(more), more.length) == ([(0, 400), (600, 1_000)], 1_700)
    by_one = laid(cue(), pause=600, settle_time=601)
    assert by_one.length == 1_001
    # Whole milliseconds each; what is left over goes to the end.
    three = laid(cue(), cue(), cue(), pause=600, settle_time=1_500)
    assert (times(three), three.length) == ([(0, 400), (433, 833), (866, 1_266)], 1_900)
    assert all(isinstance(clip.start, int) for clip in three.clips)


def test_without_speech_there_is_nothing_to_settle_after():
    assert laid(cue(TICK, 0, Track.CUE), pause=500, settle_time=9_000).length == 800


def test_speech_may_last_to_the_end_of_its_step_and_no_longer():
    fits = laid(cue(at=600), length=1_000)
    assert (fits.left_out, fits.problems) == ((), ())
    (problem,) = laid(cue(at=601), length=1_000).problems
    assert problem.message == "'word' lasts 0:00.4 and ends 1 ms after its step"
    assert problem.hint == "make this step at least 2 s long, or say less in it"
    assert laid(cue(at=601), soft(0, 9_000), length=1_000).problems == (problem,)
    (problem,) = laid(cue(at=1_600), length=1_000).problems
    assert problem.hint == "make this step at least 2 s long, or say less in it"


def test_a_sound_may_ring_on_into_the_next_step():
    one = laid(cue(TICK, 900, Track.CUE), length=1_000)
    assert (times(one), one.problems) == ([(900, 1_200)], ())


def test_a_sound_shorter_than_its_slot_is_left_whole():
    assert times(laid(cue(TICK, 100, Track.CUE, until=9_000), length=9_000)) == [(100, 400)]
    assert times(laid(cue(TICK, 100, Track.CUE, until=250), length=9_000)) == [(100, 250)]


def test_all_speech_that_outruns_its_step_is_told_at_once():
    spans = (Span((cue(at=900),), Purpose.WORK, 1_000), Span((cue(at=800),), Purpose.WORK, 1_000))
    with pytest.raises(ScriptError) as caught:
        lay_out(CueSheet("T", spans), ROUND)
    assert [p.message.split(" and ")[1] for p in caught.value.problems] == [
        "ends 300 ms after its step",
        "ends 200 ms after its step",
    ]


def clash(*starts_: int, where: Where | None = None, source=WORD) -> list:
    clips = tuple(Clip(start, 400, source, Track.VOICE, "say", where=where) for start in starts_)
    sounds = (Clip(0, 9_000, TICK, Track.CUE, "tick"),)
    return find_overlaps(Timeline("T", 10_000, (*sounds, *clips), ()))


def test_speech_may_begin_where_other_speech_ends_and_no_earlier():
    assert clash(0, 400) == []
    (problem,) = clash(0, 399)
    assert problem.message == "'word' would begin 1 ms before 'word' is over, at 0:00.3"
    assert problem.hint == "make this step longer, or say less in it"


def test_a_clash_is_placed_by_the_later_clip_or_else_by_the_earlier():
    here, there = Where("a.yaml", 1, 1), Where("a.yaml", 2, 2)
    for first, second, found in ((here, there, there), (here, None, here), (None, None, None)):
        clips = (
            Clip(0, 400, WORD, Track.VOICE, "say", where=first),
            Clip(100, 400, WORD, Track.VOICE, "say", where=second),
        )
        (problem,) = find_overlaps(Timeline("T", 1_000, clips, ()))
        assert problem.where == found


def test_a_sound_on_the_voice_has_no_words_to_be_named_by():
    (problem,) = clash(0, 300, source=TICK)
    assert problem.message.startswith("a sound would begin 100 ms before a sound is over")


# Soft cues: where there is room


def soft(at, until, source=WORD, **more):
    return cue(source, at, until=until, **more)


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


def make_clip(start: int, beat: int | None) -> Clip:
    return Clip(start, 400, Utterance("word"), Track.VOICE, "say", beat)


def test_one_phrase_is_what_sits_on_beats_a_second_apart():
    assert are_one_phrase(make_clip(0, 100), make_clip(900, 1_100))
    assert not are_one_phrase(make_clip(0, 100), make_clip(900, 1_101))
    assert not are_one_phrase(make_clip(0, None), make_clip(900, 1_000))
    assert not are_one_phrase(make_clip(0, 100), make_clip(900, None))
    assert least_gap(make_clip(0, 100), make_clip(900, 1_100)) == 0
    assert least_gap(make_clip(0, 100), make_clip(900, None)) == SPEECH_GAP


def test_a_word_that_begins_before_its_beat_is_a_phrase_with_the_count_that_leads_to_it():
    count = Clip(4_900, 300, WORD, Track.VOICE, "count", 5_000)
    early = Clip(5_800, 400, WORD, Track.VOICE, "release", key="calls: out")
    assert are_one_phrase(count, early)
    assert not are_one_phrase(count, replace(early, key="calls: into"))
    assert not are_one_phrase(count, early.shift_by(1_000))
