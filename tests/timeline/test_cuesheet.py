"""The cue sheet: holds, cues, rests, silences and sounds, and what is said in them."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coach.errors import Where
from coach.script.positions import Position
from coach.script.scalars import Line
from coach.script.steps import Group, Move, Play, Rest, Say, Sides, Silence, Wait
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import (
    DEFAULT_CUE_INTERVAL,
    Breathe,
    Hold,
    Reps,
    TimedCue,
)
from coach.timeline.clips import CHIME_LEAD
from coach.timeline.cues import TAIL
from coach.timeline.holds import HALFWAY_FROM
from coach.timeline.layout import lay_out
from coach.timeline.source import Sound, Track
from tests.listening import LENGTHS, heard, laid, name, sheet_of
from tests.strategies import holds, reps
from tests.timeline.compiled import fields, said, spans_of, spoken

LINES = tuple(map(Line, ("Breathe.", "Long neck.", "Soft jaw.")))


@given(holds)
def test_a_hold_is_as_long_as_it_says_and_its_last_seconds_are_counted_down_to_one(hold):
    (span,) = spans_of(hold)
    assert span.length == hold.hold
    last = 5 if hold.hold >= 25_000 else 3 if hold.hold >= 15_000 else 0
    assert last * 1_000 * 5 <= hold.hold
    counts = spoken(span, "count")
    assert counts == [(hold.hold - n * 1_000, str(n)) for n in range(last, 0, -1)]
    assert all(cue.on_beat for cue in span.cues if cue.kind == "count")


@given(st.integers(10, 300), st.data())
def test_an_author_chooses_how_many_seconds_are_counted(seconds, data):
    wanted = data.draw(st.integers(0, min(60, seconds)))
    (span,) = spans_of(Hold(seconds * 1_000, countdown=wanted))
    assert [text for _, text in spoken(span, "count")] == [
        str(n) for n in range(wanted, 0, -1) if n <= 20 or n % 5 == 0
    ]


@given(holds)
def test_half_way_is_told_in_the_middle_of_long_holds_only(hold):
    (span,) = spans_of(hold)
    told = [at for at, _ in spoken(span, "half-way")]
    half = hold.hold // 2
    # Its chime is in the middle, and the words behind it.
    middle = half + CHIME_LEAD if hold.sounds else half
    assert told == ([middle] if hold.hold >= HALFWAY_FROM else [])
    chimes = [at for at, text in said(span, "half-way") if text.startswith("♪")]
    assert chimes == ([half] if hold.sounds and told else [])


def test_half_way_is_not_told_in_holds_below_half_a_minute():
    for seconds, times in ((29, 0), (30, 1)):
        (span,) = spans_of(Hold(seconds * 1_000))
        assert len(spoken(span, "half-way")) == times


@pytest.mark.parametrize("seconds", [3, 5])
def test_a_count_on_the_first_second_of_a_hold_has_no_chime_on_it(seconds):
    clips = laid(Hold(seconds * 1_000, countdown=seconds)).clips
    assert heard(clips, "count") == [str(n) for n in range(seconds, 0, -1)]
    assert heard(clips, "hold") == ["♪hold-end"]


@pytest.mark.parametrize(("wanted", "told"), [(True, ["Halfway."]), (False, [])])
def test_an_author_chooses_whether_half_way_is_told(wanted, told):
    for seconds in (12, 40):
        (span,) = spans_of(Hold(seconds * 1_000, halfway=wanted))
        assert [text for _, text in spoken(span, "half-way")] == told


def test_a_hold_begins_and_ends_with_a_sound_unless_it_shall_not():
    (span,) = spans_of(Hold(30_000))
    assert [item for item in said(span) if item[1].startswith("♪")] == [
        (0, "♪hold-start"),
        (15_000, "♪halfway"),
        (30_000, "♪hold-end"),
    ]
    (span,) = spans_of(Hold(30_000, sounds=False))
    assert all(cue.track is Track.VOICE for cue in span.cues)


@given(st.integers(1, 120))
def test_a_hold_begins_only_after_the_words_before_it_and_their_pause(pause):
    said = Say((Line("Draw one knee toward you"),), pause=pause * 100)
    clips = laid(said, Hold(10_000)).clips
    words = next(clip for clip in clips if clip.kind == "say")
    begin = next(clip for clip in clips if clip.kind == "hold")
    # A session is rounded up to whole seconds: its pauses take what is missing.
    assert 0 <= begin.start - words.end - max(pause * 100, TAIL) < 1_000


def cues_of(*steps):
    return [
        name(cue)
        for span in spans_of(*steps)
        for cue in sorted(span.cues, key=lambda cue: cue.at or 0)
        if cue.kind == "cue"
    ]


def test_cues_take_turns_over_a_whole_exercise():
    hold = Hold(45_000, cues=LINES)
    turns = cues_of(hold, hold, hold)
    assert len(turns) >= 6
    assert turns == [LINES[n % 3].text for n in range(len(turns))]


@given(st.lists(holds | reps, min_size=1, max_size=4), st.integers(2, 3))
def test_no_cue_is_planned_twice_in_a_row_where_there_are_others(steps, many):
    steps = [type(step)(**fields(step) | {"cues": LINES[:many]}) for step in steps]
    assume(all(not isinstance(step, Reps) or step.reps <= 2 for step in steps))
    assert all(a != b for a, b in pairwise(cues_of(*steps)))


def test_a_cue_with_a_time_is_said_then_and_takes_no_turn():
    cues = (*LINES[:2], TimedCue(40_000, Line("Quicker now.")))
    (span,) = spans_of(Hold(90_000, cues=cues))
    assert (40_000, "Quicker now.") in spoken(span, "timed")
    assert [text for _, text in spoken(span, "cue", "timed")].count("Quicker now.") == 1
    timeline = laid(Hold(90_000, cues=cues))
    begin = next(clip.start for clip in timeline.clips if clip.source == Sound("hold-start"))
    assert begin + 40_000 in [clip.start for clip in timeline.clips if clip.kind == "timed"]


@given(st.integers(8, 240))
def test_cues_leave_silence_around_them(seconds):
    (span,) = spans_of(Hold(seconds * 1_000, cues=LINES))
    times = [cue.at for cue in span.cues if cue.kind == "cue"]
    assert len(times) <= 1 + seconds * 1_000 // DEFAULT_CUE_INTERVAL
    assert all(cue.until <= seconds * 1_000 for cue in span.cues if cue.kind == "cue")


def test_a_rest_says_what_it_is_and_what_is_next_and_counts_its_last_seconds():
    clips = laid(Rest(15_000), Group("Bridge", (Hold(5_000),))).clips
    rest = [clip for clip in clips if clip.kind == "rest"]
    assert heard(rest) == ["♪rest", "Rest.", "Next: Bridge."]
    counts = [clip for clip in clips if clip.kind == "count"]
    assert heard(counts) == ["3", "2", "1"]
    end = next(clip for clip in clips if clip.kind == "hold").start
    assert 15_000 <= end - rest[0].start < 16_000
    assert [end - clip.beat for clip in counts] == [3_000, 2_000, 1_000]


def test_a_rest_that_is_stretched_still_counts_its_last_seconds():
    sheet = sheet_of(Rest(20_000), Hold(5_000))
    natural = lay_out(sheet, LENGTHS).length
    clips = lay_out(sheet, LENGTHS, natural + 9_000).clips
    end = next(clip for clip in clips if clip.kind == "hold").start
    counts = [end - clip.beat for clip in clips if clip.kind == "count"]
    assert end - next(clip for clip in clips if clip.kind == "rest").start > 27_000
    assert counts == [3_000, 2_000, 1_000]


def test_a_short_rest_is_not_counted_and_may_be_worded():
    (span,) = spans_of(Rest(5_000, say=Line("Shake out your legs.")))
    assert [name(cue) for cue in span.cues] == ["♪rest", "Shake out your legs."]


def test_a_rest_may_become_half_as_long_again_and_work_never_longer():
    rest, hold, breath, rep = spans_of(Rest(20_000), Hold(9_000), Breathe(1), Reps(1))
    assert rest.stretch == 10_000
    assert {span.stretch for span in (hold, breath, rep)} == {0}


@pytest.mark.parametrize("stretch", [0, 3_000])
def test_a_rest_that_says_how_far_becomes_no_longer(stretch):
    (span,) = spans_of(Rest(20_000, stretch=stretch))
    assert span.stretch == stretch


def test_silence_is_silent_and_stretches_as_far_as_it_may():
    (span,) = spans_of(Silence(7_000, stretch=3_000))
    assert (span.cues, span.length, span.stretch) == ((), 7_000, 3_000)


def test_a_sound_is_waited_for():
    clips = laid(Play("tick"), Say((Line("x"),))).clips
    tick, after = clips[1:3]
    assert heard([tick]) == ["♪tick"]
    assert after.start >= tick.end


def test_a_wait_says_what_for_and_ends_with_a_sound():
    said_first, wait = spans_of(Wait(30_000, say=Line("Fetch a towel.")))
    assert [name(cue) for cue in said_first.cues] == ["Fetch a towel."]
    assert (wait.length, said(wait)) == (30_000, [(30_000, "♪ready")])


def test_a_change_of_sides_is_heard_as_well_as_said():
    clips = laid(Sides((Hold(5_000),))).clips
    assert heard(clips, "switch") == ["♪change-side", "Change sides. Now the left side."]


def test_what_is_said_has_the_place_of_its_step():
    where = Where("mine.yaml", 3, 5)
    steps = (Hold(30_000, where=where), Rest(12_000, where=where), Breathe(2, where=where))
    for span in spans_of(*steps, Reps(2, where=where)):
        assert {cue.where for cue in span.cues if cue.kind != "breathe"} <= {where}


def work_lengths(sheet):
    return [span.length for span in sheet.spans if span.length is not None]


def test_a_move_and_a_rest_are_heard_apart():
    timeline = laid(
        Hold(5_000), Move(Position.SUPINE), Rest(9_000),
        talk=TalkLevel.BELL, position=Position.STANDING,
    )  # fmt: skip
    assert heard(timeline.clips, "move")[0] == "♪move"
    assert heard(timeline.clips, "rest") == ["♪rest"]
    assert "♪rest" not in heard(timeline.clips, "move")
