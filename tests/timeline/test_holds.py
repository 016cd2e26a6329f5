"""What may be asked for in a hold: words within it, seconds counted, what is left told once."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import ScriptError, Where
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.script.scalars import Line
from coach.script.steps import Rest
from coach.script.work_steps import CountDirection, Hold, TimedCue
from coach.timeline.clips import CHIME_LEAD, SPEECH_GAP
from coach.timeline.layout import lay_out
from coach.timeline.source import Track
from tests.listening import LENGTHS, laid, name, sheet_of

JOG = Line("Jog.", Where("mine.yaml", 4, 12))
LONG = Line("Run on the spot and lift your knees up high", Where("mine.yaml", 5, 12))


def heard(*steps, **more):
    """(milliseconds from the first bell of a hold, what), of what is spoken and rung."""
    clips = laid(*steps, **more).clips
    begin = next(clip.start for clip in clips if name(clip) == "♪hold-start")
    return [
        (clip.start - begin, name(clip))
        for clip in clips
        if clip.start >= begin and clip.kind != "sound"
    ]


def numbers(*steps, **more):
    return [text for _, text in heard(*steps, **more) if text.isdigit()]


# Words


def test_what_is_said_in_a_hold_is_said_behind_its_bell_and_takes_no_time_of_its_own():
    said = heard(Hold(60_000, (JOG,)))
    assert said[:2] == [(0, "♪hold-start"), (CHIME_LEAD, "Jog.")]
    assert said[-1] == (60_000, "♪hold-end")
    assert laid(Hold(60_000, (JOG,))).length == laid(Hold(60_000)).length


def test_several_lines_follow_each_other_and_without_a_bell_the_first_is_said_at_once():
    clips = laid(Hold(30_000, (JOG, LONG), sounds=False)).clips
    spoken = [clip for clip in clips if clip.kind == "say"]
    assert [clip.source.text for clip in spoken] == [JOG.text, LONG.text]
    assert spoken[1].start - spoken[0].end >= SPEECH_GAP


def test_words_that_are_too_long_for_their_hold_are_refused_with_what_would_fit():
    with pytest.raises(ScriptError) as caught:
        laid(Hold(4_000, (LONG,)))
    (problem,) = caught.value.problems
    assert problem.where == LONG.where
    assert "too late for its step" in problem.message
    assert problem.hint == "make this step at least 5 s long, or say about 7 words in it"
    laid(Hold(5_000, (LONG,)))
    laid(Hold(4_000, (Line("Run on the spot and lift knees"),)))


def test_counts_and_the_half_way_notice_make_room_for_words():
    long = Line(" ".join(["slowly"] * 30))
    said = heard(Hold(16_000, (long,), countdown=10, halfway=True))
    assert [text for _, text in said if text.isdigit()] == ["3", "2", "1"]
    assert not [text for _, text in said if "alf" in text]


# Cues


def test_cues_are_said_on_their_own_grid_from_the_start_of_the_hold():
    cues = (Line("Soft jaw."), Line("Long neck."))
    said = [(at, text) for at, text in heard(Hold(300_000, cues=cues, every=60_000, halfway=False))]
    assert [each for each in said if each[1] in {line.text for line in cues}] == [
        (60_000, "Soft jaw."),
        (120_000, "Long neck."),
        (180_000, "Soft jaw."),
        (240_000, "Long neck."),
    ]


@given(st.integers(40, 400))
def test_no_silence_between_cues_is_half_as_long_again_as_it_should_be(seconds):
    cues = (Line("Soft jaw."), Line("Long neck."))
    said = [at for at, _ in heard(Hold(seconds * 1_000, cues=cues, cue_interval=15_000))]
    assert max(b - a for a, b in pairwise(said)) < 22_500 + 1_000


def test_a_cue_with_a_time_waits_for_what_is_said_then():
    said = heard(Hold(60_000, (LONG,), cues=(TimedCue(1_000, Line("Now.")),)))
    (at,) = [at for at, text in said if text == "Now."]
    assert 4_000 < at < 7_000


# Seconds


@given(st.integers(21, 60), st.integers(61, 90))
def test_above_twenty_every_fifth_second_is_counted_down(last, seconds):
    wanted = [n for n in range(last, 0, -1) if n <= 20 or n % 5 == 0]
    assert numbers(Hold(seconds * 1_000, countdown=last, halfway=False)) == list(map(str, wanted))


@given(st.integers(1, 90))
def test_seconds_are_counted_up_above_twenty_in_tens(seconds):
    wanted = [n for n in range(1, seconds) if n <= 20 or n % 10 == 0]
    said = heard(Hold(seconds * 1_000, count=CountDirection.UP))
    assert [text for _, text in said if text.isdigit()] == list(map(str, wanted))
    assert [text for _, text in said if "alf" in text] == []


def test_what_is_left_is_told_once_and_counts_make_room_for_it():
    said = heard(Hold(60_000, notice=(10_000, 30_000), countdown=12, halfway=True))
    assert (30_000, "30 seconds left.") in said
    assert (50_000, "10 seconds left.") in said
    # Half is over then as well, which would say the same twice.
    assert not [text for _, text in said if "alf" in text]
    assert [text for _, text in said if text.isdigit()][:3] == ["12", "11", "8"]


def test_minutes_that_are_left_are_told_as_such():
    said = [text for _, text in heard(Hold(180_000, notice=(90_000, 60_000), halfway=False))]
    assert said[1:3] == ["1 minute 30 seconds left.", "1 minute left."]


def test_a_rest_counts_down_from_where_it_is_told_to_and_tells_what_is_left():
    clips = laid(Rest(40_000, countdown=10, notice=(20_000,))).clips
    spoken = [clip for clip in clips if clip.track is Track.VOICE]
    assert [clip.source.text for clip in spoken[1:]] == [
        "20 seconds left.",
        *map(str, range(10, 0, -1)),
    ]
    assert spoken[1].start == spoken[-1].beat + 1_000 - 20_000
    none = laid(Rest(40_000, countdown=0)).clips
    assert [clip for clip in none if clip.kind == "count"] == []


def test_a_rest_that_is_stretched_tells_what_is_left_when_it_is_left():
    rest = Rest(40_000, countdown=10, notice=(20_000,))
    for more in (0, 7_000):
        clips = lay_out(sheet_of(rest), LENGTHS, laid(rest).length + more).clips
        (notice,) = [clip.start for clip in clips if clip.kind == "notice"]
        counts = [clip.beat - notice for clip in clips if clip.kind == "count"]
        assert counts == [20_000 - n * 1_000 for n in range(10, 0, -1)]


# Open holds


def test_an_open_hold_lasts_its_time_in_a_file_and_its_bell_is_heard_behind_it():
    said = heard(Hold(45_000, is_open=True), Hold(15_000))
    assert said[:2] == [(0, "♪hold-start"), (45_000, "♪hold-end")]
    assert [text for _, text in said[2:]] == ["♪hold-start", "3", "2", "1", "♪hold-end"]


@pytest.mark.parametrize("countdown", [True, False])
def test_a_routine_may_count_no_last_seconds_but_those_a_step_asks_for(countdown, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        f"title: T\ncountdown: {str(countdown).lower()}\n"
        "steps: [{hold: 25s}, {rest: 12s}, {hold: 20s, countdown: 2}]\n",
        encoding="utf-8",
    )
    timeline = prepare_session(path, SessionRequest("tone")).timeline
    counts = [clip.source.text for clip in timeline.clips if clip.kind == "count"]
    assert counts[-2:] == ["2", "1"]
    assert (len(counts) > 2) == countdown
