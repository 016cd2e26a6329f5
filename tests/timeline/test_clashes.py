"""Speech that outruns its step, clips that clash, and what is one phrase."""

from dataclasses import replace

import pytest

from coach.errors import ScriptError, Where
from coach.timeline.clips import (
    SPEECH_GAP,
    Clip,
    Timeline,
    are_one_phrase,
    least_gap,
)
from coach.timeline.cues import CueSheet, Purpose, Span
from coach.timeline.layout import lay_out
from coach.timeline.overlaps import find_overlaps
from coach.timeline.source import Track, Utterance
from tests.timeline.laid_out import (
    LENGTHS,
    ROUND,
    TICK,
    WORD,
    cue,
    laid,
    soft,
    voice,
)


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


def test_speech_may_last_to_the_end_of_its_step_and_no_longer():
    fits = laid(cue(at=600), length=1_000)
    assert (fits.left_out, fits.problems) == ((), ())
    (problem,) = laid(cue(at=601), length=1_000).problems
    assert problem.message == "'word' lasts 0:00.4 and ends 1 ms after its step"
    assert problem.hint == "make this step at least 2 s long, or say less in it"
    assert laid(cue(at=601), soft(0, 9_000), length=1_000).problems == (problem,)
    (problem,) = laid(cue(at=1_600), length=1_000).problems
    assert problem.hint == "make this step at least 2 s long, or say less in it"


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
