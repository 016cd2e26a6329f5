"""An author's words in breaths and repetitions are said, or one finding tells what has no room."""

from collections import Counter

import pytest

from coach.errors import ScriptError
from coach.script.reader import read_script
from coach.script.routine import ROUTINE
from coach.script.scalars import Line
from coach.script.work_steps import Breathe, BreathOfWayIn, CountAloud, Reps, RepsAloud, TimedCue
from coach.timeline.clips import SPEECH_GAP
from coach.timeline.cues import Purpose
from coach.timeline.source import Sound, Track
from tests.commanding import run_coach
from tests.listening import heard, laid, name, sheet_of

SQUEEZE = tuple(map(Line, ("Squeeze", "Hold", "Relax")))


def words_of(*steps):
    return [name(c) for c in laid(*steps).clips if c.track is Track.VOICE]


def breath_calls(*words):
    return tuple(word and Line(word) for word in words)


# Breaths


@pytest.mark.parametrize("aloud", list(CountAloud))
def test_the_author_s_word_is_said_in_every_breath_however_it_is_counted(aloud):
    calls = breath_calls("Arms up", None, "Fold", None)
    heard_words = words_of(Breathe(5, 4_000, 0, 4_000, aloud=aloud, calls=calls))
    assert (heard_words.count("Arms up"), heard_words.count("Fold")) == (5, 5)
    assert not {"In", "Out", "Last breath."} & set(heard_words)


def test_a_call_takes_the_place_of_its_own_phase_only_and_may_have_the_number():
    calls = breath_calls("{rep} of {reps}", None, None, None)
    step = Breathe(2, 4_000, 0, 4_000, aloud=CountAloud.WORDS, calls=calls)
    assert words_of(step) == ["1 of 2", "Out", "2 of 2", "Out"]


def test_a_breath_in_of_two_sips_has_two_words_and_two_swells():
    (first, *_) = sheet_of(
        Breathe(2, 3_000, 0, 6_000, aloud=CountAloud.WORDS, sips=(2_000, 1_000))
    ).spans[1:-1]
    swells = [(c.at, c.until, c.source.name) for c in first.cues if isinstance(c.source, Sound)]
    assert swells == [
        (0, 2_000, "breathe-in"),
        (2_000, 3_000, "breathe-in"),
        (3_000, 9_000, "breathe-out"),
    ]
    spoken = [(c.at, name(c)) for c in first.cues if c.track is Track.VOICE]
    assert spoken == [(0, "In"), (2_000, "In"), (3_000, "Out")]


@pytest.mark.parametrize("aloud", list(CountAloud))
def test_a_breath_is_never_too_short_for_the_words_of_the_coach(aloud):
    words = words_of(Breathe(4, 500, 500, 500, 500, aloud=aloud))
    assert aloud is CountAloud.NONE or "In" in words


def test_above_twenty_every_fifth_second_is_counted():
    words = words_of(Breathe(1, 27_000, 0, 4_000))
    assert words == ["In", *map(str, range(2, 21)), "25", "Out", "2", "3", "4"]


def test_where_breaths_are_counted_a_long_stillness_is_told_in_each():
    words = words_of(Breathe(4, 4_000, 7_000, 8_000, aloud=CountAloud.BREATHS))
    assert words == ["In", "Pause", "Out"] * 2 + ["3", "Pause", "Last breath.", "Pause"]


def test_words_from_the_first_second_on_take_the_room_of_the_coach_s_and_none_of_the_time():
    step = Breathe(3, 4_000, 0, 4_000, say=(Line("Let it become slow and easy."),))
    timeline = laid(step)
    spoken = [name(c) for c in timeline.clips if c.track is Track.VOICE]
    assert spoken[0] == "Let it become slow and easy."
    assert (spoken.count("In"), spoken.count("Out")) == (2, 3)
    without = laid(Breathe(3, 4_000, 0, 4_000))
    assert timeline.length == without.length


def test_cues_have_a_grid_of_their_own_from_the_start_of_the_step():
    cues = (Line("Soft jaw."), Line("Low shoulders."))
    timeline = laid(Breathe(10, cues=cues, every=30_000, aloud=CountAloud.SECONDS))
    begin = next(c.start for c in timeline.clips if c.source == Sound("breathe-in"))
    at = [(c.start - begin, name(c)) for c in timeline.clips if c.kind == "cue"]
    assert [text for _, text in at] == ["Soft jaw.", "Low shoulders.", "Soft jaw."]
    for (time, _), wanted in zip(at, (30_000, 60_000, 90_000), strict=True):
        assert 0 <= time - wanted < 4_000


def test_without_a_grid_a_cue_is_said_in_every_third_breath():
    step = Breathe(9, cues=(Line("Soft jaw."),), aloud=CountAloud.WORDS)
    assert [n for n, words in enumerate(by_span(step), 1) if "Soft jaw." in words] == [3, 6, 9]


def test_a_cue_with_a_time_is_said_once():
    cue = TimedCue(25_000, Line("Half of it."))
    timeline = laid(Breathe(5, cues=(cue,), aloud=CountAloud.WORDS))
    begin = next(c.start for c in timeline.clips if c.source == Sound("breathe-in"))
    (at,) = [c.start - begin for c in timeline.clips if name(c) == "Half of it."]
    assert 25_000 <= at < 30_000


def by_span(step):
    """The words planned in each span of work."""
    return [
        [name(c) for c in span.cues if c.track is Track.VOICE]
        for span in sheet_of(step).spans[1:-1]
        if span.purpose is Purpose.WORK
    ]


# Repetitions


def test_the_words_of_the_author_take_the_place_of_every_number():
    step = Reps(6, 1_000, 3_000, 1_000, calls=SQUEEZE, aloud=RepsAloud.WORDS)
    assert words_of(step) == ["Squeeze", "Hold", "Relax"] * 6
    assert "Last one." in words_of(Reps(6, aloud=RepsAloud.WORDS))


def test_nothing_of_the_coach_is_said_where_nothing_shall_be():
    assert words_of(Reps(4, 2_000, 9_000, 2_000, aloud=RepsAloud.NONE)) == []
    step = Reps(4, 2_000, 9_000, 2_000, calls=SQUEEZE, aloud=RepsAloud.NONE)
    assert words_of(step) == ["Squeeze", "Hold", "Relax"] * 4


@pytest.mark.parametrize("aloud", list(RepsAloud))
@pytest.mark.parametrize("hold", [800, 3_000])
def test_the_word_of_the_hold_is_said_where_sides_alternate_too(aloud, hold):
    step = Reps(2, 2_000, hold, 3_000, alternate=True, calls=SQUEEZE, aloud=aloud)
    words = words_of(step)
    assert (words.count("Hold"), words.count("Relax")) == (4, 4)


def test_numbers_are_in_calls_of_every_phase():
    calls = tuple(map(Line, ("In {rep} of {reps}", "Stay {rep}", "Back {rep}")))
    words = words_of(Reps(2, 3_000, 3_000, 3_000, calls=calls))
    assert words == ["In 1 of 2", "Stay 1", "Back 1", "In 2 of 2", "Stay 2", "Back 2"]


def test_the_word_of_the_way_back_may_run_into_the_pause_and_the_last_is_a_little_early():
    calls = (None, None, Line("Relax"))
    timeline = laid(Reps(3, 1_000, 9_000, 400, 4_000, calls=calls))
    clips = [c for c in timeline.clips if name(c) == "Relax"]
    swells = [c for c in timeline.clips if c.source == Sound("breathe-in")]
    assert [clip.beat - swell.start for clip, swell in zip(clips[:2], swells, strict=False)] == [
        0,
        0,
    ]
    assert clips[0].end > swells[0].end
    assert 0 < swells[2].start - clips[2].start <= 500


@pytest.mark.parametrize(
    ("way_in", "names"),
    [
        (BreathOfWayIn.OUT, ["breathe-out", "breathe-in"]),
        (BreathOfWayIn.IN, ["breathe-in", "breathe-out"]),
        (BreathOfWayIn.NONE, []),
    ],
)
def test_an_author_says_which_breath_goes_with_the_way_in(way_in, names):
    (span,) = sheet_of(Reps(1, breath=way_in)).spans[1:-1]
    swells = [c.source.name for c in span.cues if isinstance(c.source, Sound)]
    assert swells == names


def test_words_run_over_several_repetitions_and_the_calls_go_on_behind_them():
    calls = (Line("Point"), None, Line("Pull"))
    said = Line("Pump both of your ankles up and down.")
    step = Reps(8, 1_000, 0, 1_000, say=(said,), calls=calls, aloud=RepsAloud.WORDS)
    spoken = [c for c in laid(step).clips if c.track is Track.VOICE]
    assert name(spoken[0]) == said.text
    assert spoken[1].start - spoken[0].end >= SPEECH_GAP
    counts = Counter(map(name, spoken))
    assert 4 <= counts["Pull"] < 8


def test_the_first_side_is_told_before_words_from_the_first_second_on():
    step = Reps(3, 3_000, 0, 3_000, alternate=True, say=(Line("Long and low."),))
    assert words_of(step)[:2] == ["Right", "Long and low."]


@pytest.mark.parametrize("voice", ["tone", "espeak"])
def test_a_word_that_begins_early_does_not_run_into_the_one_before(tmp_path, voice):
    calls = "{into: Squeeze, hold: Hold, out: Relax}"
    step = f"{{reps: 3, into: 1s, hold: 1s, out: 500ms, pause: 3s, calls: {calls}}}"
    path = tmp_path / "mine.yaml"
    path.write_text(f"title: T\nsteps:\n  - {step}\n  - Stop.\n", encoding="utf-8")
    assert run_coach("check", "--voice", voice, str(path)).code == 0


# What cannot be said


def check(tmp_path, step):
    path = tmp_path / "mine.yaml"
    path.write_text(f"title: T\nsteps:\n  - {step}\n  - Stop.\n", encoding="utf-8")
    return run_coach("check", "--voice", "tone", str(path))


@pytest.mark.parametrize(
    ("step", "key", "text"),
    [
        (
            "{reps: 9, hold: 500ms, calls: {hold: Squeeze it as hard as you can, out: Relax}}",
            "calls: hold",
            "Squeeze it as hard as you can",
        ),
        (
            "{reps: 9, into: 1s, out: 500ms, calls: {out: Now let go of all of it}}",
            "calls: out",
            "Now let go of all of it",
        ),
        (
            "{breathe: 9, inhale: 1s, exhale: 1s, calls: {exhale: Now let go of all of it}}",
            "calls: exhale",
            "Now let go of all of it",
        ),
    ],
)
def test_a_word_without_room_is_one_finding_with_its_key(tmp_path, step, key, text):
    ran = check(tmp_path, step)
    assert ran.code == 1
    assert ran.err.count("error:") == 1
    assert f"({key})" in ran.err
    assert repr(text) in ran.err
    assert "times)" in ran.err
    if "breathe" in step:
        assert "long" not in ran.err


def test_words_that_are_too_long_for_their_step_are_refused(tmp_path):
    words = "one two three four five six seven eight nine ten eleven twelve thirteen"
    for step in (
        f"{{breathe: 1, inhale: 2s, exhale: 2s, say: {words}}}",
        f"{{reps: 2, into: 1s, out: 1s, say: {words}}}",
    ):
        ran = check(tmp_path, step)
        assert (ran.code, ran.err.count("error:")) == (1, 1)
        assert "(say)" in ran.err


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("{reps: 3, calls: {hold: Hold}}", "expected a phase hold for the word 'Hold', found none"),
        ("{breathe: 3, calls: {rest: Wait}}", "expected a phase rest for the word 'Wait'"),
        ("{breathe: 3, inhale: [40s, 30s]}", "expected at most 1 m for the whole breath in"),
        ("{breathe: 3, inhale: 70s}", "expected a duration from 500 ms to 1 m, found '70s'"),
    ],
)
def test_what_cannot_be_is_refused_as_it_is_read(step, message):
    with pytest.raises(ScriptError) as caught:
        read_script(f"title: T\nsteps: [{step}]\n", ROUTINE, "mine.yaml")
    assert message in str(caught.value)


def test_a_cue_without_room_in_breaths_asks_for_no_longer_ones(tmp_path):
    step = "{breathe: 4, inhale: 2s, exhale: 2s, aloud: words, cues: [Let both shoulders hang.]}"
    ran = check(tmp_path, step)
    assert ran.code == 0
    assert "expected room for 'Let both shoulders hang.', found none" in ran.err
    assert "longer" not in ran.err


def test_a_call_that_words_leave_no_repetition_for_is_named(tmp_path):
    step = "{reps: 2, into: 1s, out: 1s, say: Pump your ankles up and down., calls: {out: Pull}}"
    ran = check(tmp_path, step)
    assert ran.code == 0
    assert "expected room for 'Pull', found none" in ran.err
    assert heard(laid(Reps(1)).clips)
