"""A session with bells only, and the sounds that frame any session."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings

from coach.script.library import load_phrases
from coach.script.positions import MOVES
from coach.script.scalars import Line
from coach.script.steps import Group, Move, Perform, Play, Say, Sides
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import (
    Hold,
)
from coach.timeline.bell_level import NAME_KINDS
from coach.timeline.cues import Cue, Purpose
from coach.timeline.cuesheet import compile_cue_sheet
from coach.timeline.layout import find_span_starts, lay_out
from coach.timeline.source import Sound, Track, Utterance, spoken_text
from tests.listening import LENGTHS, acts_of, heard, laid, name, sheet_of
from tests.strategies import step_lists
from tests.talks import TALKS


@settings(max_examples=60, deadline=None)
@given(step_lists)
def test_less_talk_never_shortens_the_work(steps):
    full, short, bell = (sheet_of(*steps, talk=talk) for talk in TALKS)
    known = [span.length for span in full.spans if span.purpose is Purpose.WORK]
    for sheet in (short, bell):
        assert [s.length for s in sheet.spans if s.purpose is Purpose.WORK] == known
    assert lay_out(bell, LENGTHS).length <= lay_out(full, LENGTHS).length


@settings(max_examples=60, deadline=None)
@given(step_lists)
def test_with_bells_only_names_counts_and_safety_are_spoken(steps):
    steps = (*steps, Say((Line("Stop if it hurts."),), kind="safety"))
    spoken = [c for c in laid(*steps, talk=TalkLevel.BELL).clips if c.track is Track.VOICE]
    assert {clip.kind for clip in spoken} <= {"count", "count-up", "safety", *NAME_KINDS}
    assert [clip.source.text for clip in spoken if clip.kind == "safety"] == ["Stop if it hurts."]


def test_with_bells_a_chapter_is_heard_as_a_sound():
    steps = (Group("Bridge", (Say((Line("Lie down."),)), Hold(5_000)), chapter=True),)
    assert heard(laid(*steps, talk=TalkLevel.BELL).clips, "announce") == ["♪ready"]


def test_with_bells_the_time_to_change_sides_and_to_move_stays():
    steps = (Sides((Hold(5_000),), switch=9_000),)
    sheet = sheet_of(*steps, talk=TalkLevel.BELL)
    begins = find_span_starts(sheet, LENGTHS)
    first, second = (
        begin
        for span, begin in zip(sheet.spans, begins[:-1], strict=True)
        if span.purpose is Purpose.WORK
    )
    assert second - (first + 5_000) >= 9_000


@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize("pair", MOVES, ids=lambda pair: f"{pair[0]}-{pair[1]}")
def test_with_bells_a_long_move_is_never_silent_for_more_than_half_a_minute(pair, slow):
    start, end = pair
    steps = (Move(end), Hold(5_000))
    sheet = sheet_of(*steps, talk=TalkLevel.BELL, position=start, slow=slow)
    told = sheet_of(*steps, position=start, slow=slow)
    moves, whole = ([s for s in one.spans if s.purpose is Purpose.MOVE] for one in (sheet, told))
    assert sum(span.length for span in moves) == sum(span.settle_time for span in whole)
    # Of a way that is known only the first line is said: it stretches by half as much.
    is_known = not slow and len(load_phrases("en").moves[pair]) > 1
    share = 2 if is_known else 1
    assert sum(span.stretch for span in moves) == sum(span.stretch // share for span in whole)
    most = lay_out(sheet, LENGTHS).length - 1_000 + sum(span.stretch for span in sheet.spans)
    for length in (None, most // 1_000 * 1_000):
        clips = lay_out(sheet, LENGTHS, length).clips
        begins = [clip.start for clip in clips if clip.kind in ("announce", "move", "hold")]
        assert max(b - a for a, b in pairwise(begins)) <= 30_000


def test_a_session_is_framed_by_its_sounds():
    timeline = laid(Hold(5_000))
    assert (heard(timeline.clips)[0], heard(timeline.clips)[-1]) == ("♪start", "♪session-end")
    assert timeline.clips[-1].end <= timeline.length
    assert all(isinstance(c.source, Utterance | Sound) for c in timeline.clips)
    assert isinstance(sheet_of(Hold(5_000)).spans[0].cues[0], Cue)


def test_the_last_bowl_rings_out_and_a_sound_that_is_asked_for_as_well():
    sheet = sheet_of(Play("rest"), Hold(5_000))
    sources = {cue.source for span in sheet.spans for cue in span.cues}
    ringing = {one: replace(LENGTHS[one], ring=LENGTHS[one].length // 2) for one in sources}
    timeline = lay_out(sheet, ringing)
    played, last = (
        next(c for c in timeline.clips if name(c) == one) for one in ("♪rest", "♪session-end")
    )
    assert next(c for c in timeline.clips if name(c) == "♪hold-start").start == played.end
    assert timeline.length >= last.end


def test_a_session_without_an_end_sound_ends_in_silence():
    steps = acts_of(Hold(5_000))
    phrases = load_phrases("en")
    timeline = lay_out(compile_cue_sheet("T", steps, phrases, end_sound=False), LENGTHS)
    assert "♪session-end" not in heard(timeline.clips)
    # What still rings has its time to fade.
    assert timeline.length - timeline.clips[-1].start >= 4_000


def test_with_bells_the_name_of_each_exercise_and_the_side_are_still_said():
    perform = Perform("hamstring")
    sheet = sheet_of(perform, talk=TalkLevel.BELL)
    cues = [cue for span in sheet.spans for cue in span.cues if cue.track is Track.VOICE]
    said = [(cue.kind, spoken_text(cue.source)) for cue in cues if cue.kind != "count"]
    assert said[0] == ("announce", "First: Hamstring stretch.")
    assert [kind for kind, _ in said][1:3] == ["side", "switch"]
    opening = next(span for span in sheet.spans if span.cues and span.cues[0].kind == "announce")
    assert len(opening.cues) == 1, "no chime in the midst of the name"
