"""The layout: every clip at its time, lengths that are met, stretches, sides and pauses."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import Where
from coach.script.steps import Silence
from coach.timeline.clips import (
    SPEECH_GAP,
    Clip,
    Extent,
    Marker,
)
from coach.timeline.cues import TAIL, CueSheet, Purpose, Span
from coach.timeline.cuesheet import compile_cue_sheet
from coach.timeline.delivery import Delivery
from coach.timeline.layout import find_span_starts, lay_out, share_stretch
from coach.timeline.session import Part, Session
from coach.timeline.source import Sound, Track, Utterance
from coach.timeline.span_layout import lay_span
from coach.timeline.unroll import unroll
from tests.listening import ENGLISH, fill_blocks
from tests.strategies import step_lists
from tests.timeline.laid_out import LENGTHS, ROUND, TICK, WORD, cue, laid, times, voice


def sheet_of(*parts) -> CueSheet:
    session = Session(
        "Test", tuple(Part("Part", steps) for steps in parts), {}, Delivery(ENGLISH), {}
    )
    return fill_blocks(compile_cue_sheet("Test", unroll(session), ENGLISH))


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


def test_a_source_without_a_length_cannot_be_laid_out():
    with pytest.raises(KeyError):
        lay_out(CueSheet("T", (Span((voice("hm"),), Purpose.SPEECH),)), {Sound("a"): Extent(1)})


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
