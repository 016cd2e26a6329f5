"""The first repetition is done with words where a card has them: work, led slowly, and counted."""

from dataclasses import replace
from itertools import pairwise

import pytest

from coach import parse
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.script.card_variants import FirstRep, Wording
from coach.script.doses import Doses, Range, Tempo
from coach.script.exercise import Exercise, SideRule, WorkKind
from coach.script.library import load_phrases
from coach.script.positions import Position
from coach.script.scalars import Line
from coach.script.steps import Perform
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import BreathOfWayIn
from coach.timeline.cues import Purpose
from coach.timeline.cuesheet import compile_cue_sheet
from coach.timeline.delivery import Delivery
from coach.timeline.layout import find_span_starts, lay_out
from coach.timeline.session import Part, Session
from coach.timeline.source import Track
from coach.timeline.unroll import unroll
from tests.listening import LENGTHS, PLAIN_ENGLISH, name

FIRST = FirstRep(
    (Line("Breathe out, and lift."),), (Line("Stay there."),), (Line("Breathe in, and lower."),)
)
CARD = Exercise(
    "Lift",
    Position.SUPINE,
    WorkKind.REPS,
    Doses(reps=Range(1, 4, 9), hold=Range(0, 5_000, 9_000)),
    Wording((Line("A slow lift."),), (Line("Lift and lower."),)),
    tempo=Tempo(2_000, 3_000),
    first=FIRST,
    breathing=Line("Breathe out on the way up."),
    calls=(Line("Lift"), Line("Hold"), Line("Lower")),
    cues=(Line("Neck long."),),
)


def laid(card, talk=TalkLevel.FULL, *, brief=False, **dose):
    """The spans of an exercise with their starts, and what is spoken in it."""
    delivery = Delivery(load_phrases("en"), talk, brief=brief)
    parts = (Part("Routine", (Perform("lift", **dose),)),)
    acts = unroll(Session("Routine", parts, {"lift": card}, delivery, {}, False))
    sheet = compile_cue_sheet("Routine", acts, PLAIN_ENGLISH, talk)
    spans = zip(sheet.spans, pairwise(find_span_starts(sheet, LENGTHS)), strict=True)
    return [*spans], lay_out(sheet, LENGTHS).clips


def work(spans):
    return [(span, begin, end) for span, (begin, end) in spans if span.purpose is Purpose.WORK]


def spoken(clips, begin=0, end=10**9):
    return [name(c) for c in clips if c.track is Track.VOICE and begin - 300 <= c.start < end - 300]


def test_the_first_repetition_is_led_with_words_and_counting_begins_at_two():
    spans, clips = laid(CARD)
    (first, begin, end), *others = work(spans)
    assert spoken(clips, begin, end) == [
        "Breathe out, and lift.",
        "Stay there.",
        "Breathe in, and lower.",
    ]
    counts = [[w for w in spoken(clips, b, e) if w not in ("Hold", "Lower")] for _, b, e in others]
    assert counts == [["2"], ["3", "Neck long."], ["Last one."]]
    assert [(s.rep, s.reps, s.is_indivisible) for s, _, _ in work(spans)] == [
        (rep, 4, True) for rep in (1, 2, 3, 4)
    ]
    assert spoken(clips, 0, begin)[-1] == "A slow lift."
    assert "Breathe out on the way up." not in spoken(clips)
    assert first.exercise == "Lift"


@pytest.mark.parametrize("hold", [0, 2_000, 5_000, 9_000])
@pytest.mark.parametrize("words", [(), (Line("Stay there."),), (Line("Stay."), Line("Breathe."))])
def test_each_phase_has_its_time_behind_its_words(hold, words):
    card = replace(CARD, first=replace(FIRST, hold=words), calls=(None, None, None))
    spans, clips = laid(card, hold=hold)
    _, begin, end = work(spans)[0]
    into, out = (
        next(c for c in clips if name(c) == line.text) for line in (*FIRST.into, *FIRST.out)
    )
    swells = [c for c in clips if c.kind == "rep" and begin <= c.start < end]
    assert [c.source.name for c in swells] == ["breathe-out", "breathe-in"]
    assert swells[0].start >= into.end
    assert swells[0].length <= card.tempo.into
    held = swells[0].start + card.tempo.into
    assert out.start - held >= hold
    for line in words:
        assert next(c for c in clips if name(c) == line.text).start >= held
    assert end - swells[1].start >= card.tempo.out


def test_the_number_of_repetitions_stays_and_one_alone_is_led():
    for reps in (1, 2, 5):
        spans, clips = laid(CARD, reps=reps)
        assert len(work(spans)) == reps
        assert spoken(clips).count("Breathe out, and lift.") == 1


def test_where_sides_alternate_only_the_first_of_the_first_side_is_led():
    card = replace(CARD, sides=SideRule.ALTERNATE)
    spans, clips = laid(card, reps=3)
    told = [(span.side, span.rep, spoken(clips, b, e)) for span, b, e in work(spans)]
    assert [one[:2] for one in told] == [(s, n) for n in (1, 2, 3) for s in ("right", "left")]
    assert told[0][2][:2] == ["Right", "Breathe out, and lift."]
    assert told[1][2][0] == "Left, lift"
    assert "1" not in spoken(clips)
    assert "2" in told[2][2]


@pytest.mark.parametrize(("breath", "first"), [("out", "♪breathe-out"), ("in", "♪breathe-in")])
def test_the_breath_that_is_heard_on_the_way_in_is_that_of_the_card(breath, first):
    _, clips = laid(replace(CARD, breath=BreathOfWayIn(breath)), reps=3)
    swells = [name(clip) for clip in clips if clip.track is Track.CUE and "breathe" in name(clip)]
    assert swells[::2] == [first] * 3
    assert first not in swells[1::2]
    assert len(swells) == 6


def test_a_led_repetition_that_names_its_side_says_it_once():
    first = replace(FIRST, into=(Line("Reach your {side} arm forward."),))
    card = replace(CARD, sides=SideRule.ALTERNATE, first=first)
    spans, clips = laid(card)
    assert spoken(clips, work(spans)[0][1])[0] == "Reach your right arm forward."


def test_the_second_side_and_further_sets_count_from_one():
    card = replace(CARD, sides=SideRule.EACH)
    spans, clips = laid(card, sets=2, reps=3)
    assert spoken(clips).count("Breathe out, and lift.") == 1
    assert len(work(spans)) == 12
    later = [spoken(clips, b, e)[0] for span, b, e in work(spans)[3:] if span.rep == 1]
    assert later == ["Lift"] * 3


@pytest.mark.parametrize("talk", [TalkLevel.SHORT, TalkLevel.BELL])
def test_with_less_talk_counting_begins_at_one(talk):
    spans, clips = laid(CARD, talk)
    assert "Breathe out, and lift." not in spoken(clips)
    assert len(work(spans)) == 4


def test_where_time_is_short_the_first_repetition_is_led_and_not_told_before_as_well():
    for brief in (False, True):
        spans, clips = laid(CARD, brief=brief)
        (_, begin, end), *_ = work(spans)
        assert len(spoken(clips, begin, end)) == 3
        assert ("A slow lift." in spoken(clips)) is not brief
        assert "Lift and lower." not in spoken(clips)


@pytest.mark.parametrize(
    "more", [{"sides": SideRule.ALTERNATE}, {"variant": "Low"}], ids=["sides", "variant"]
)
def test_where_time_is_short_what_must_be_told_before_is_told_then_and_only_then(more):
    _, clips = laid(replace(CARD, **more), brief=True)
    assert "Lift and lower." in spoken(clips)
    assert "Breathe out, and lift." not in spoken(clips)
    _, clips = laid(replace(CARD, **more))
    assert "Breathe out, and lift." in spoken(clips)


def test_a_session_with_led_repetitions_lasts_exactly_as_long_as_asked_for():
    wording = {"full": ["Lie down.", "Bend your knees."], "there": ["Bend your knees."]}
    first = {"into": ["Breathe out and lift."], "out": ["Breathe in and lower."]}
    common = {"position": "supine", "setup": wording, "steps": ["Lift."], "first": first}
    cards = {
        "lift": common | {"name": "Lift", "dose": {"reps": [3, 6, 12], "hold": "3s"}},
        "roll": common | {"name": "Roll", "dose": {"reps": [1, 4, 9]}, "sides": "alternate"},
        "open": common | {"name": "Open", "dose": {"reps": [2, 4, 9]}, "sides": "each"},
    }
    routine = {
        "title": "T",
        "cards": cards,
        "sections": [{"exercises": [{"exercise": "lift", "always": True}, "roll", "open"]}],
    }
    for seconds in (181, 217, 301, 359):
        prepared = prepare_session(parse(routine), SessionRequest("tone", seconds * 1_000))
        assert prepared.length == seconds * 1_000
        is_brief = prepared.session.delivery.brief
        assert ("Breathe out and lift." in prepared.script()) is not is_brief
    assert not is_brief


def test_the_words_of_a_led_repetition_are_work_and_no_talk():
    spans, _ = laid(CARD)
    talk = [span for span, _ in spans if span.purpose is Purpose.SPEECH]
    said = [name(cue) for span in talk for cue in span.cues]
    assert "Breathe out, and lift." not in said
