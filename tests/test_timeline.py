from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.cues import TAIL, Cue, CueSheet, Purpose, Span
from coach.cuesheet import compile_acts
from coach.drill import Manner
from coach.errors import ScriptError, Where
from coach.library import load_phrases
from coach.session import Part, Session
from coach.source import Sound, Track, Utterance
from coach.steps import Silence
from coach.timeline import GAP, Extent, clashes, lay_out, lay_span, starts, stretched
from coach.unroll import unroll
from tests.strategies import MadeUp, step_lists

LENGTHS = MadeUp()


def sheet_of(steps) -> CueSheet:
    phrases = load_phrases("en")
    session = Session("Test", (Part("Part", steps),), {}, Manner(phrases), {})
    return compile_acts("Test", unroll(session), phrases)


def voice(text, at=None, **more):
    return Cue(Utterance(text), Track.VOICE, "say", at, **more)


@settings(max_examples=100, deadline=None)
@given(step_lists)
def test_no_spoken_clip_overlaps_another_or_ends_after_the_session(steps):
    timeline = lay_out(sheet_of(steps), LENGTHS)
    spoken = [clip for clip in timeline.clips if clip.track is Track.VOICE]
    assert all(a.end <= b.start for a, b in pairwise(spoken))
    assert all(clip.start >= 0 and clip.end <= timeline.length for clip in timeline.clips)
    assert timeline.length % 1000 == 0


@settings(max_examples=60, deadline=None)
@given(step_lists)
def test_counts_sit_on_their_beats_exactly(steps):
    sheet = sheet_of(steps)
    timeline = lay_out(sheet, LENGTHS)
    begins = starts(sheet, LENGTHS)
    planned = sorted(
        begin + cue.at + (end - begin - span.length if span.hinge is not None else 0)
        for span, (begin, end) in zip(sheet.spans, pairwise(begins), strict=True)
        for cue in span.cues
        if cue.beat
    )
    beats = sorted(clip.beat for clip in timeline.clips if clip.beat is not None)
    assert beats == planned
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


@settings(max_examples=60, deadline=None)
@given(step_lists, step_lists)
def test_lengths_add_up_whatever_stands_beside_them(left, right):
    def natural(steps):
        return sum(lay_span(span, LENGTHS).length for span in sheet_of(steps).spans)

    frame = (Silence(0),)
    assert natural((*left, *right)) == natural(left) + natural(right) - natural(frame)


@given(st.lists(st.integers(0, 5_000), min_size=1), st.data())
def test_stretching_loses_no_millisecond_and_passes_no_bound(rooms, data):
    spans = tuple(Span((), Purpose.REST, 0, stretch=room) for room in rooms)
    extra = data.draw(st.integers(0, sum(rooms)))
    shares = stretched(spans, extra)
    assert sum(shares) == extra
    assert all(0 <= share <= room for share, room in zip(shares, rooms, strict=True))


def test_more_than_may_stretch_is_refused():
    with pytest.raises(ValueError, match="from 0 to 5 ms"):
        stretched((Span((), Purpose.REST, 0, stretch=5),), 6)


@settings(max_examples=60, deadline=None)
@given(step_lists)
def test_both_sides_have_exactly_the_same_work(steps):
    sheet = sheet_of(steps)
    begins = starts(sheet, LENGTHS)
    work = {"left": [], "right": []}
    for span, (begin, end) in zip(sheet.spans, pairwise(begins), strict=True):
        if span.side and span.purpose is Purpose.WORK:
            work[span.side].append(end - begin)
    assert sorted(work["left"]) == sorted(work["right"])


def test_a_soft_cue_moves_behind_a_count_or_is_left_out():
    count = voice("1", 2_000, beat=True)
    soft = voice("slowly and softly", 1_800, until=9_000)
    laid = lay_span(Span((count, soft), Purpose.WORK, 10_000), LENGTHS)
    counted, said = laid.clips
    assert said.start == counted.end + GAP
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
    cues = (voice("1", 1_000, beat=True), voice("2", 1_200, beat=True, where=where))
    with pytest.raises(ScriptError, match=r"mine.yaml:9:5: '2' would begin \d+ ms before '1'"):
        lay_out(CueSheet("T", (Span(cues, Purpose.WORK, 5_000, stretch=1_000),)), LENGTHS)


def test_the_time_to_settle_runs_from_the_end_of_the_first_sentence_and_is_shared():
    cues = (voice("go to the floor"), voice("slowly"), voice("then rest"))
    span = Span(cues, Purpose.MOVE, gap=600, pause=600, settle=20_000)
    laid = lay_span(span, LENGTHS)
    first = LENGTHS[cues[0].source].length
    assert laid.length == first + 20_000
    gaps = [b.start - a.end for a, b in pairwise(laid.clips)]
    assert max(gaps) - min(gaps) <= 1
    assert min(gaps) > 3_000


def test_natural_speech_keeps_a_tail_for_the_count_that_follows():
    span = Span((voice("slowly"),), Purpose.TALK, pause=0)
    assert lay_span(span, LENGTHS).length == LENGTHS[Utterance("slowly")].length + TAIL


def test_a_sound_is_cut_to_its_slot_and_lies_under_speech_without_clash():
    swell = Cue(Sound("breathe-in"), Track.CUE, "breathe", 0, until=700)
    sheet = CueSheet("T", (Span((swell, voice("in", 0)), Purpose.WORK, 4_000),))
    timeline = lay_out(sheet, LENGTHS)
    assert [c.length for c in timeline.clips if c.track is Track.CUE] == [700]
    assert clashes(timeline) == []


def test_a_source_without_a_length_cannot_be_laid_out():
    with pytest.raises(KeyError):
        lay_out(CueSheet("T", (Span((voice("hm"),), Purpose.TALK),)), {Sound("a"): Extent(1)})
