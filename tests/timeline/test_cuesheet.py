"""What is said and sounded within a step, and when: the laws a listener relies on."""

from dataclasses import replace
from itertools import accumulate, pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coach.errors import Where
from coach.script.library import load_phrases
from coach.script.positions import MOVES, Position
from coach.script.scalars import Line
from coach.script.steps import Group, Move, Perform, Play, Rest, Say, Sides, Silence, Wait
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import (
    DEFAULT_CUE_INTERVAL,
    Breathe,
    BreathOfWayIn,
    CountAloud,
    Hold,
    Reps,
    RepsAloud,
    TimedCue,
)
from coach.timeline.bell_level import NAME_KINDS
from coach.timeline.chimes import CHIME_SILENCE
from coach.timeline.clips import CHIME_LEAD
from coach.timeline.cues import CALL_GAP, TAIL, Cue, Purpose
from coach.timeline.cuesheet import compile_cue_sheet
from coach.timeline.holds import HALFWAY_FROM
from coach.timeline.layout import find_span_starts, lay_out
from coach.timeline.source import Sound, Track, Utterance, spoken_text
from tests.listening import LENGTHS, acts_of, heard, laid, name, sheet_of
from tests.strategies import breaths, holds, plain_reps, reps, step_lists
from tests.talks import TALKS

LINES = tuple(map(Line, ("Breathe.", "Long neck.", "Soft jaw.")))


def spans_of(*steps, **more):
    """The spans of steps, without what opens and closes a session, or lies behind a chime."""
    spans = sheet_of(*steps, **more).spans[1:-1]
    return tuple(
        one for one in spans if (one.purpose, one.length) != (Purpose.QUIET, CHIME_SILENCE)
    )


def said(span, *kinds):
    """(milliseconds, what) of the cues of a span, in time."""
    cues = [cue for cue in span.cues if cue.at is not None and (not kinds or cue.kind in kinds)]
    return sorted((cue.at, name(cue)) for cue in cues)


def spoken(span, *kinds):
    return [(at, text) for at, text in said(span, *kinds) if not text.startswith("♪")]


# Holds


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


def fields(step):
    return {name: getattr(step, name) for name in step.__dataclass_fields__}


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


# Repetitions


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


# Breaths


def breath(aloud, number=0, **more):
    steps = {"inhale": 3_000, "hold": 2_000, "exhale": 4_000, "rest": 1_000} | more
    return spoken(spans_of(Breathe(5, aloud=aloud, **steps))[number])


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


# The rest


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


# Talk


def work_lengths(sheet):
    return [span.length for span in sheet.spans if span.length is not None]


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


def test_a_move_and_a_rest_are_heard_apart():
    timeline = laid(
        Hold(5_000), Move(Position.SUPINE), Rest(9_000),
        talk=TalkLevel.BELL, position=Position.STANDING,
    )  # fmt: skip
    assert heard(timeline.clips, "move")[0] == "♪move"
    assert heard(timeline.clips, "rest") == ["♪rest"]
    assert "♪rest" not in heard(timeline.clips, "move")


def test_with_bells_the_name_of_each_exercise_and_the_side_are_still_said():
    perform = Perform("hamstring")
    sheet = sheet_of(perform, talk=TalkLevel.BELL)
    cues = [cue for span in sheet.spans for cue in span.cues if cue.track is Track.VOICE]
    said = [(cue.kind, spoken_text(cue.source)) for cue in cues if cue.kind != "count"]
    assert said[0] == ("announce", "First: Hamstring stretch.")
    assert [kind for kind, _ in said][1:3] == ["side", "switch"]
    opening = next(span for span in sheet.spans if span.cues and span.cues[0].kind == "announce")
    assert len(opening.cues) == 1, "no chime in the midst of the name"
