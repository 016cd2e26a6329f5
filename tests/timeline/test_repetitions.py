"""Repetitions and breaths: their phases, their numbers and their calls."""

from itertools import accumulate, pairwise

import pytest
from hypothesis import given

from coach.script.scalars import Line
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import (
    BreathOfWayIn,
    CountAloud,
    Reps,
    RepsAloud,
)
from coach.timeline.cues import CALL_GAP, Purpose
from coach.timeline.source import Sound, Track
from tests.listening import heard, laid, name
from tests.strategies import breaths, plain_reps, reps
from tests.timeline.compiled import breath, fields, spans_of, spoken


@given(reps)
def test_repetitions_last_the_sum_of_their_phases(step):
    spans = spans_of(step)
    assert sum(span.length for span in spans) == step.length
    work = [span for span in spans if span.purpose is Purpose.WORK]
    assert {span.length for span in work} == {step.into + step.hold + step.out}
    assert len(work) == step.reps * (2 if step.alternate else 1)


@given(plain_reps)
def test_every_repetition_has_its_number_or_its_side_on_its_first_beat(step):
    work = [span for span in spans_of(step) if span.purpose is Purpose.WORK]
    first = [next(name(cue) for cue in span.cues if cue.at == 0 and cue.on_beat) for span in work]
    if step.alternate:
        assert first == ["Right", "Left"] * step.reps
    else:
        assert first == [str(n) for n in range(1, step.reps + 1)]


def test_calls_are_said_as_their_phases_begin():
    calls = tuple(map(Line, ("Lift", "Hold", "Lower")))
    (span,) = spans_of(Reps(1, 2_000, 3_000, 4_000, calls=calls))
    assert spoken(span) == [(0, "1"), (0, "Lift"), (2_000, "Hold"), (5_000, "Lower")]
    assert all(cue.on_beat for cue in span.cues if cue.track is Track.VOICE)
    assert words_of(Reps(1, 2_000, 3_000, 4_000, calls=calls)) == ["Lift", "Hold", "Lower"]


def words_of(*steps, **more):
    """What is heard of steps on the voice, in order."""
    return [name(c) for c in laid(*steps, **more).clips if c.track is Track.VOICE]


def test_a_repetition_has_its_call_or_its_number_and_never_both():
    calls = tuple(map(Line, ("Lift", "Hold", "Lower")))
    step = Reps(5, 2_000, 3_000, 3_000, calls=calls)
    called = ["Lift", "Hold", "Lower"]
    assert words_of(step) == [*called, *called, "3", "Lower", "4", "Lower", "Last one.", "Lower"]
    bell = Reps(3, 2_000, 3_000, 3_000, calls=calls)
    assert words_of(bell, talk=TalkLevel.BELL) == ["1", "2", "3"]


def test_a_call_without_room_leaves_the_number():
    long = Line("Breathing out, lift your hips until shoulders and knees make one line")
    assert words_of(Reps(1, 2_000, 2_000, 2_000, calls=(long, None, None))) == ["1"]


@pytest.mark.parametrize(("hold", "into"), [(0, 4_000), (5_000, 3_000)])
def test_where_sides_alternate_the_call_comes_first_and_the_number_behind_it(hold, into):
    calls = (Line("Reach"), None, Line("Return"))
    clips = laid(Reps(4, into, hold, 4_000, alternate=True, calls=calls)).clips
    spoken = [clip for clip in clips if clip.track is Track.VOICE]
    assert heard(spoken)[:6] == ["Right, reach", "1", "Return", "Left, reach", "1", "Return"]
    assert heard(spoken)[12:16] == ["Right", "3", *(["Return"] if hold else []), "Left", "3"][:4]
    sides = [n for n, clip in enumerate(spoken) if clip.source.text.startswith(("Right", "Left"))]
    assert all(spoken[n + 1].start - spoken[n].end >= 600 for n in sides)


@given(reps)
def test_a_cue_comes_well_behind_a_call_or_a_count(step):
    cues = tuple(map(Line, ("Soft jaw.", "Long and low.", "Easy.")))
    clips = laid(type(step)(**fields(step) | {"cues": cues})).clips
    spoken = [clip for clip in clips if clip.track is Track.VOICE]
    for before, clip in pairwise(spoken):
        if clip.source.text in {line.text for line in cues}:
            assert clip.start - before.end >= CALL_GAP


def test_a_cue_without_room_beside_the_call_of_the_way_back_takes_its_place():
    def words(into, out):
        calls = (None, None, Line("Lower"))
        return words_of(Reps(4, into, 0, out, calls=calls, cues=(Line("Wide and easy."),)))[4:6]

    assert words(2_000, 2_500) == ["3", "Wide and easy."]
    assert words(6_000, 6_000) == ["3", "Wide and easy."]
    assert (
        "Lower"
        in words_of(
            Reps(4, 6_000, 0, 6_000, calls=(None, None, Line("Lower")), cues=(Line("Easy."),))
        )[6:7]
    )
    assert words(1_000, 1_000) == ["3", "Lower"]


def test_one_breathes_out_into_the_effort_and_in_on_the_way_back():
    (span,) = spans_of(Reps(1, 2_000, 3_000, 4_000))
    swells = [(c.at, c.until, name(c)) for c in span.cues if c.track is Track.CUE]
    assert swells == [(0, 2_000, "♪breathe-out"), (5_000, 9_000, "♪breathe-in")]


def test_a_long_hold_within_a_repetition_is_counted_down():
    (span,) = spans_of(Reps(1, 2_000, 15_000, 2_000))
    assert spoken(span, "count")[1:] == [(14_000, "3"), (15_000, "2"), (16_000, "1")]
    (span,) = spans_of(Reps(1, 2_000, 10_000, 2_000))
    assert spoken(span, "count") == [(0, "1")]


def test_in_a_flow_both_calls_give_way_to_the_numbers_or_neither():
    calls = (Line("Round up"), None, Line("Sink"))
    step = Reps(5, 4_000, 0, 4_000, calls=calls)
    assert words_of(step) == ["Round up", "Sink"] * 2 + ["3", "4", "Last one."]
    every = Reps(4, 4_000, 0, 4_000, calls=calls, aloud=RepsAloud.WORDS)
    assert words_of(every) == ["Round up", "Sink"] * 4
    for more in ({"sounds": False}, {"breath": BreathOfWayIn.NONE}):
        assert words_of(Reps(4, 4_000, 0, 4_000, calls=calls, **more)).count("Sink") == 4


def test_the_last_repetition_is_announced_once():
    for side, line in ((False, "Last one."), (True, "Last one, each side.")):
        texts = words_of(Reps(4, alternate=side, into=4_000))
        assert [text for text in texts if "ast one" in text] == [line]


def test_the_seconds_of_each_phase_are_counted_behind_its_word():
    assert breath(CountAloud.SECONDS) == [
        *((0, "In"), (1_000, "2"), (2_000, "3")),
        *((3_000, "Pause"), (4_000, "2")),
        *((5_000, "Out"), (6_000, "2"), (7_000, "3"), (8_000, "4")),
        (9_000, "Pause"),
    ]


def test_the_words_of_the_phases_alone_are_said_on_their_beats():
    assert breath(CountAloud.WORDS) == [
        *((0, "In"), (3_000, "Pause")),
        *((5_000, "Out"), (9_000, "Pause")),
    ]


def test_breaths_are_taught_twice_then_counted_every_other_one_and_the_last_is_told():
    breaths = [
        [text for _, text in breath(CountAloud.BREATHS, n, hold=0, rest=0)] for n in range(5)
    ]
    assert breaths == [["In", "Out"], ["In", "Out"], ["3"], [], ["Last breath."]]


def test_nothing_is_said_where_nothing_shall_be():
    assert breath(CountAloud.NONE) == []


@given(breaths)
def test_each_breath_lasts_the_sum_of_its_phases_with_a_swell_each_way(step):
    spans = spans_of(step)
    assert [span.length for span in spans] == [step.length // step.breathe] * step.breathe
    for span in spans:
        swells = [(c.at, c.until, c.source.name) for c in span.cues if isinstance(c.source, Sound)]
        out = step.inhale + step.hold
        ends = list(accumulate(step.sips or (step.inhale,)))
        breaths_in = [(a, b, "breathe-in") for a, b in pairwise([0, *ends])]
        assert swells == [*breaths_in, (out, out + step.exhale, "breathe-out")]
