"""Another pace: what is counted takes longer, and nothing else becomes another thing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.script.library import find_exercises
from coach.script.scalars import Line
from coach.script.steps import Perform, Rest, Rounds, Silence
from coach.script.work_steps import Breathe, CountAloud, Hold, Reps, TimedCue
from coach.timeline.context import Context, ContextStep
from coach.timeline.cues import CueSheet, Purpose
from coach.timeline.cuesheet import compile_cue_sheet
from coach.timeline.delivery import Delivery
from coach.timeline.layout import find_span_starts, lay_out
from coach.timeline.session import Part, Session, make_dose
from coach.timeline.set_steps import make_set_steps
from coach.timeline.slow_pace import MAX_ADDED_SILENCE, PACES, slow_down
from coach.timeline.unroll import unroll
from tests.listening import ENGLISH, LENGTHS, fill_blocks
from tests.strategies import step_lists

CARDS = find_exercises(
    dict.fromkeys(("bridge", "bird-dog", "breathing", "box-breath", "cat-camel", "plank"))
)
EXERCISES = tuple(Perform(name) for name in CARDS)
SLOWER = PACES[1:]


def sheet_at(percent: int, *steps) -> CueSheet:
    delivery = Delivery(ENGLISH, pace_percent=percent)
    session = Session("Test", (Part("Part", steps),), CARDS, delivery, {})
    return fill_blocks(compile_cue_sheet("Test", unroll(session), ENGLISH))


def counts(span) -> list[str]:
    return [cue.source.text for cue in span.cues if cue.kind == "count"]


def assert_slower(usual: CueSheet, slow: CueSheet) -> None:
    for before, after in zip(usual.spans, slow.spans, strict=True):
        same = (before.purpose, before.exercise, before.side, before.set, before.rep)
        assert (after.purpose, after.exercise, after.side, after.set, after.rep) == same
        assert after.marker == before.marker
        if before.block is None:
            assert (after.length or 0) >= (before.length or 0)
            assert after.pause >= before.pause
        is_held = before.purpose is Purpose.WORK and not before.is_indivisible
        if before.purpose is Purpose.REST or is_held:
            assert after.length == before.length
    lay_out(slow, LENGTHS)  # raises an error where two clips overlap


@given(step_lists, st.sampled_from(SLOWER))
@settings(max_examples=20, deadline=None)
def test_nothing_is_quicker_and_the_order_stays(steps, percent):
    assert_slower(sheet_at(100, *steps), sheet_at(percent, *steps))


@pytest.mark.parametrize("percent", SLOWER)
def test_exercises_are_slower_with_the_same_counts(percent):
    usual, slow = sheet_at(100, *EXERCISES), sheet_at(percent, *EXERCISES)
    assert_slower(usual, slow)
    assert [counts(span) for span in slow.spans] == [counts(span) for span in usual.spans]
    longer = find_span_starts(slow, LENGTHS)[-1] / find_span_starts(usual, LENGTHS)[-1]
    assert 1.02 < longer < percent / 100


@pytest.mark.parametrize("percent", SLOWER)
@pytest.mark.parametrize("name", CARDS)
def test_doses_are_kept_and_no_pause_is_longer_than_its_card_allows(name, percent):
    card = CARDS[name]
    dose = make_dose(card, Perform(name))
    for _, step in make_set_steps(card, dose, "right", one_side=False, is_led=True):
        slow = slow_down(ContextStep(step, Context(card=name)), percent, card).step
        for kept in ("reps", "hold", "breathe", "rest" if isinstance(step, Rest) else "hold"):
            assert getattr(slow, kept, None) == getattr(step, kept, None)
        pause = getattr(slow, "pause", 0)
        assert getattr(step, "pause", 0) <= pause <= max(card.doses.pause.most, card.tempo.out * 2)
        if isinstance(step, Reps):
            assert pause <= card.doses.pause.most
            assert slow.into == step.into * percent // 100


def slowed(step, percent=125, card=None):
    return slow_down(ContextStep(step, Context()), percent, card).step


def test_breaths_last_whole_seconds_and_are_held_as_long_as_before():
    slow = slowed(Breathe(4, 4_000, 4_000, 6_000, 2_000, aloud=CountAloud.SECONDS))
    assert (slow.inhale, slow.hold, slow.exhale, slow.rest) == (5_000, 4_000, 8_000, 3_000)
    assert slowed(Breathe(2, 4_000, sips=(2_000, 2_000))).inhale == 6_000


def test_a_cue_with_a_time_stays_where_it_is_in_what_is_done():
    step = Reps(4, 2_000, 0, 2_000, cues=(TimedCue(8_000, Line("Easy.")),))
    assert slowed(step, 150).cues == (TimedCue(12_000, Line("Easy.")),)


def test_a_long_silence_does_not_become_much_longer():
    assert slowed(Silence(2_000)) == Silence(2_500)
    assert slowed(Silence(120_000)) == Silence(120_000 + MAX_ADDED_SILENCE)


def test_what_has_a_time_of_its_own_keeps_it():
    for step in (Hold(20_000), Rest(30_000)):
        assert slowed(step, 150) == step
    usual, slow = (
        find_span_starts(sheet_at(percent, Rounds(2, (Reps(5),), every=60_000)), LENGTHS)
        for percent in (100, 150)
    )
    assert slow == usual
    step = ContextStep(Silence(5_000), Context())
    assert slow_down(step, 100, None) is step
