"""The time that is told in long work: true, in time, and without changing any length."""

import re
from dataclasses import replace
from itertools import accumulate

import pytest

import coach
from coach.errors import ScriptError
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.script.library import load_phrases
from coach.script.reader import read_script
from coach.script.routine import ROUTINE
from coach.script.scalars import Line
from coach.script.steps import Rest, Rounds, Say
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import Hold
from coach.timeline.context import Context, ContextStep
from coach.timeline.cues import (
    CueSheet,
    Purpose,
    Span,
    TimeCheck,
    make_fixed_span,
    make_soft_cue,
    make_word_cue,
)
from coach.timeline.cuesheet import compile_cue_sheet
from coach.timeline.source import Track
from coach.timeline.time_checks import CLEARANCE, MAX_DELAY, fill_time_text, insert_time_checks
from tests.listening import acts_of

FIVE = TimeCheck(300_000, "{done} done, {minutes} to go.", tells_session=True)
MINUTE = 60_000
ENGLISH = load_phrases("en").grammar


def told(*spans: Span) -> list[tuple[int, str]]:
    """When, by the whole session, what is told of spans of fixed length."""
    begins = list(accumulate((span.length for span in spans), initial=0))
    sheet = insert_time_checks(CueSheet("T", spans, grammar=ENGLISH), begins)
    assert [span.length for span in sheet.spans] == [span.length for span in spans]
    return [
        (begin + cue.at, cue.source.text)
        for begin, span in zip(begins, sheet.spans, strict=False)
        for cue in span.cues
        if cue.kind == "time"
    ]


def span(length: int, *cues, tell: TimeCheck | None = FIVE) -> Span:
    return replace(make_fixed_span(cues, Purpose.WORK, Context(), length), time_check=tell)


def test_the_time_is_told_whenever_so_much_of_the_session_is_done():
    assert told(span(2 * MINUTE, tell=None), span(16 * MINUTE)) == [
        (5 * MINUTE, "5 minutes done, 13 to go."),
        (10 * MINUTE, "10 minutes done, 8 to go."),
        (15 * MINUTE, "15 minutes done, 3 to go."),
    ]


def test_a_hold_tells_its_own_time_and_in_rounds_that_of_all_of_them():
    own, block = replace(FIVE, tells_session=False), replace(FIVE, tells_session=False, block=3)
    assert told(span(2 * MINUTE, tell=None), span(12 * MINUTE, tell=own)) == [
        (7 * MINUTE, "5 minutes done, 7 to go."),
        (12 * MINUTE, "10 minutes done, 2 to go."),
    ]
    before = span(2 * MINUTE, tell=None)
    rounds = [replace(span(4 * MINUTE, tell=block), blocks=(2, 3)) for _ in range(3)]
    assert told(before, *rounds) == [
        (7 * MINUTE, "5 minutes done, 7 to go."),
        (12 * MINUTE, "10 minutes done, 2 to go."),
    ]


def test_the_rounds_that_a_hold_stands_in_are_known_where_it_is_written():
    steps = acts_of(
        Say((Line("Go."),)),
        Rounds(2, (Hold(240_000, time_check=MINUTE), Rest(60_000))),
        Hold(9_000),
    )
    spans = compile_cue_sheet("T", steps, load_phrases("en")).spans
    (first, second) = [one for one in spans if one.time_check]
    assert first.time_check.block == second.time_check.block == first.blocks[-1] != 0
    lasting = [one.purpose for one in spans if one.blocks]
    assert lasting == [Purpose.WORK, Purpose.REST] * 2


def test_what_is_left_over_of_a_block_of_a_fixed_time_is_counted_in_it():
    steps = [
        "Get ready.",
        {"for": "10m", "steps": [{"work": "Row", "hold": "3m", "tell": "1m"}, {"rest": "30s"}]},
    ]
    prepared = prepare_session(coach.parse({"title": "T", "steps": steps}), SessionRequest("tone"))
    clips = prepared.timeline.clips
    begin = next(c.start for c in clips if getattr(c.source, "name", "") == "hold-start")
    checks = [(round((c.start - begin) / MINUTE), c.source.text) for c in clips if c.kind == "time"]
    assert checks == [
        (1, "1 minute done, 9 to go."),
        (2, "2 minutes done, 8 to go."),
        (4, "4 minutes done, 6 to go."),
        (6, "6 minutes done, 4 to go."),
    ]


def test_what_an_author_gave_a_time_is_said_beside_a_time_check():
    cue = make_soft_cue(Line("Quicker."), Context(), "timed", 5 * MINUTE, 9 * MINUTE)
    sheet = insert_time_checks(
        CueSheet("T", (span(9 * MINUTE, cue),), grammar=ENGLISH), [0, 9 * MINUTE]
    )
    assert [one.kind for one in sheet.spans[0].cues] == ["timed", "time"]


def test_it_is_told_a_little_later_where_it_falls_into_something_else():
    silent = span(5 * MINUTE + 10_000, tell=None)
    assert told(silent, span(4 * MINUTE)) == [(silent.length + 1_500, "5 minutes done, 4 to go.")]
    assert told(span(5 * MINUTE + MAX_DELAY + 1_000, tell=None), span(4 * MINUTE)) == []


def test_it_is_left_out_beside_what_never_moves_and_when_it_is_over_soon():
    half = make_word_cue(Line("Halfway."), Context(), "half-way", 5 * MINUTE, None)
    for shift in (1 - CLEARANCE, 0, CLEARANCE - 1):
        assert told(span(10 * MINUTE, replace(half, at=half.at + shift))) == []
    assert len(told(span(10 * MINUTE, replace(half, at=half.at + CLEARANCE)))) == 1
    assert told(span(5 * MINUTE + 40_000)) == []


def test_what_may_be_left_out_makes_room_for_it():
    cues = [
        make_soft_cue(Line("Tall."), Context(), "cue", at, at + 9_000) for at in (298_000, 320_000)
    ]
    sheet = insert_time_checks(
        CueSheet("T", (span(9 * MINUTE, *cues),), grammar=ENGLISH), [0, 9 * MINUTE]
    )
    assert [cue.at for cue in sheet.spans[0].cues] == [300_000, 320_000]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (MINUTE, "1 minute done, 19 to go, 19 minutes left."),
        (19 * MINUTE, "19 minutes done, 1 to go, 1 minute left."),
        (11 * MINUTE, "11 minutes done, 9 to go, 9 minutes left."),
    ],
)
def test_one_minute_is_not_one_minutes(now, said):
    text = "{done} done, {minutes} to go, {minutes} minutes left."
    assert fill_time_text(text, now, 20 * MINUTE, ENGLISH) == said


@pytest.mark.parametrize("length", [25 * MINUTE, 33 * MINUTE + 20_000])
def test_in_a_walk_it_is_true_to_the_moment_it_is_heard(length):
    prepared = prepare_session("walk", SessionRequest("tone", length))
    clips = [clip for clip in prepared.timeline.clips if clip.kind == "time"]
    assert len(clips) >= 2
    for clip in clips:
        done, left = map(int, re.findall(r"\d+", clip.source.text))
        assert done % 5 == 0
        assert 0 <= clip.start - done * MINUTE <= 2 * MAX_DELAY
        assert abs(length - clip.start - left * MINUTE) <= MINUTE // 2
    assert prepared.timeline.length == length


def test_behind_what_was_stretched_the_time_is_as_late_as_it_is_heard():
    steps = [{"silence": "30s", "stretch": 200}, "That was {done}."]
    routine = coach.parse({"title": "T", "steps": steps})
    prepared = prepare_session(routine, SessionRequest("tone", 2 * MINUTE))
    assert "That was 2 minutes." in prepared.script()


def test_it_is_told_in_holds_and_rests_of_a_routine_and_not_with_bells_only():
    act = ContextStep(Hold(600_000, time_check=300_000), Context())
    phrases = load_phrases("en")
    (_, asked, _) = compile_cue_sheet("T", (act,), phrases).spans
    assert asked.time_check.every == 300_000
    (_, asked, _) = compile_cue_sheet("T", (act,), phrases, TalkLevel.BELL).spans
    assert asked.time_check is None
    unworded = replace(phrases, words={k: v for k, v in phrases.words.items() if k != "time"})
    (_, asked, _) = compile_cue_sheet("T", (act,), unworded).spans
    assert asked.time_check is None


def test_only_whole_minutes_are_told():
    with pytest.raises(ScriptError, match=r"x\.yaml:1:\d+: expected whole minutes"):
        read_script("{title: T, steps: [{hold: 9m, tell: 90s}]}", ROUTINE, "x.yaml")


def test_rests_between_sets_have_their_own_words_and_are_counted_out():
    prepared = prepare_session("walk", SessionRequest("tone", 30 * MINUTE))
    rests = [one for one in prepared.sheet.spans if one.purpose is Purpose.REST]
    assert rests
    for rest in rests:
        said = [cue.source.text for cue in rest.cues if cue.track is Track.VOICE]
        told = [text for text in said if " to go." not in text]
        assert told[0].startswith("Walk easily now.")
        assert {"3", "2", "1"} <= set(said)


@pytest.mark.parametrize("length", [15 * MINUTE, 30 * MINUTE])
def test_in_the_end_it_is_told_how_long_it_was_and_how_many_exercises(length):
    prepared = prepare_session("lower-back", SessionRequest("tone", length))
    parts = {marker.title for marker in prepared.timeline.markers}
    named = parts - {"Welcome", "Safety", "Closing"}
    assert len(named) == len(parts) - 3
    texts = [getattr(clip.source, "text", "") for clip in prepared.timeline.clips]
    assert f"{length // MINUTE} minutes, {len(named)} exercises. Well done." in texts
    assert (
        fill_time_text("{total} minutes, {exercises} exercises.", 0, MINUTE, ENGLISH, 1)
        == "1 minute, 1 exercise."
    )
