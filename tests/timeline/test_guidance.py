"""How an exercise is led: laws that hold for every shipped card, however it is asked for."""

from itertools import groupby

import pytest

from coach.script.card_variants import LimitChange, Limits, Variant, Wording
from coach.script.doses import Doses, Range, Tempo
from coach.script.exercise import SideRule, WorkKind
from coach.script.library import load_phrases
from coach.script.scalars import Line
from coach.script.steps import Perform, Rest, Rounds, Say
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import Hold, Reps
from coach.timeline.context import fill_variables
from coach.timeline.cues import Purpose
from coach.timeline.cuesheet import compile_spans
from coach.timeline.delivery import Delivery
from coach.timeline.dose import Dose
from coach.timeline.guidance import (
    make_announcement,
    make_exercise_steps,
)
from coach.timeline.session import Part, Session
from coach.timeline.unroll import unroll
from tests.timeline.guided import card_of, led, words

pytestmark = pytest.mark.content


def test_an_exercise_is_led_in_the_order_of_a_good_class():
    card = card_of(
        purpose=(Line("For the back."),),
        setup=Wording((Line("Feet flat."),)),
        cautions=(Line("Stop if it hurts."), Line("Never read.")),
        release=Wording((Line("Lower."),)),
    )
    (hold,) = [step for step in led(card) if isinstance(step, Hold)]
    assert words(card) == ["Feet flat.", "Stop if it hurts.", "Lift slowly.", "Hold it.", "Lower."]
    assert hold.hold == 20_000
    named = [
        fill_variables(line, act.context)
        for opens in (True, False)
        for act in make_announcement(card, Dose(), Delivery(load_phrases("en")), is_first=opens)
        for line in act.step.say
    ]
    assert named == ["First: Bridge.", "For the back.", "Next: Bridge.", "For the back."]


def test_short_talk_reminds():
    card = card_of(
        setup=Wording((Line("Feet flat."), Line("Arms long.")), (Line("Feet."),)),
        cautions=(Line("Stop if it hurts."),),
        release=Wording((Line("Lower slowly."),)),
    )
    assert words(card, talk_level=TalkLevel.SHORT) == ["Feet.", "Lift.", "Lower slowly."]


def test_the_calls_of_holds_have_their_numbers():
    card = card_of(calls=(Line("Lift, {rep} of {reps}"), None, Line("Lower {rep}")))
    said = words(card, Dose(reps=3, hold=9_000))
    assert [line for line in said if line[-1].isdecimal()] == [
        *("Lower 1", "Lift, 2 of 3"),
        *("Lower 2", "Lift, 3 of 3"),
    ]


def test_the_other_side_is_reminded_not_taught_and_given_the_same_work():
    card = card_of(sides=SideRule.EACH, switch=7_000, cautions=(Line("Careful."),))
    steps = led(card)
    assert words(card) == [
        *("Right side first.", "Careful.", "Lift slowly.", "Hold it."),
        *("Change sides. Now the left side.", "Lift."),
    ]
    assert [step for step in steps if isinstance(step, Hold)] == [Hold(20_000)] * 2


def test_the_first_side_may_be_chosen():
    card = card_of(sides=SideRule.EACH)
    assert words(card, first_side="left")[0] == "Left side first."


def test_sets_are_numbered_with_a_rest_between():
    card = card_of(doses=Doses(hold=Range(5_000, 20_000, 60_000), sets=Range(1, 2, 3)))
    steps = led(card, Dose(sets=3, hold=9_000, rest=30_000))
    assert [step.rest for step in steps if isinstance(step, Rest)] == [30_000, 30_000]
    assert [line for line in words(card, Dose(sets=3, hold=9_000)) if "Set" in line] == [
        "Set 2 of 3.",
        "Set 3 of 3.",
    ]


def test_a_limit_changes_what_is_said_to_whom_it_concerns_only():
    card = card_of(limits=Limits(modify={"knee": LimitChange(Line("Only as far as is fine."))}))
    assert "Only as far as is fine." not in words(card)
    assert "Only as far as is fine." in words(card, limits=("knee",))
    assert "Only as far as is fine." not in words(card, limits=("shoulder",))


def test_what_several_limits_change_alike_is_said_once():
    change = LimitChange(Line("Only as far as is fine."))
    card = card_of(limits=Limits(modify={"knee": change, "knee-replaced": change}))
    assert words(card, limits=("knee", "knee-replaced")).count("Only as far as is fine.") == 1


def test_an_easier_way_is_told_even_where_only_sounds_are_heard():
    limits = Limits(modify={"knee": LimitChange(variant="Small")})
    steps = Wording((Line("Only a little."), Line("Slowly.")), (Line("Only a little."),))
    small = Variant("Small", steps.full, steps.short)
    card = card_of(limits=limits, steps=steps, easier=(small,), variant="Small")
    for level, told in ((TalkLevel.BELL, 1), (TalkLevel.FULL, 0)):
        manner = Delivery(load_phrases("en"), level, limits=("knee",))
        steps_made = (act.step for act in make_exercise_steps(card, Dose(hold=9_000), manner))
        says = [step for step in steps_made if isinstance(step, Say) and step.kind == "limit"]
        assert [say.say[0].text for say in says] == ["Only a little."] * told


def test_in_a_further_round_an_exercise_is_reminded_of_and_not_taught_again():
    card = card_of(
        purpose=(Line("For the back."),),
        setup=Wording((Line("Lie down."),), (Line("Knees bent."),)),
        cautions=(Line("Stop if it hurts."),),
    )
    parts = (Part("Routine", (Rounds(2, (Perform("one"),)),)),)
    manner = Delivery(load_phrases("en"))
    acts = unroll(Session("Routine", parts, {"one": card}, manner, {}, False))
    said = [line.text for act in acts if isinstance(act.step, Say) for line in act.step.say[-2:]]
    again = said.index("Next: {exercise}.")
    assert said[1:again] == [
        *("For the back.", "Lie down.", "Stop if it hurts.", "Lift slowly.", "Hold it."),
    ]
    assert said[again + 1 :] == ["Knees bent.", "Lift."]


def test_between_sets_one_call_is_enough():
    lines = Wording((Line("Long words."),), (Line("Breathe out and lift."), Line("Lower.")))
    sets = {"hold": 9_000, "sets": 2}
    for card, again in (
        (card_of(steps=lines, calls=(Line("Lift {rep}"), None, None)), ["Lift 1"]),
        (card_of(steps=lines), ["Lower."]),
        (card_of(steps=lines, work=WorkKind.REPS), ["Lower."]),
        (card_of(steps=lines, work=WorkKind.REPS, calls=(Line("Lift"), None, None)), []),
    ):
        assert words(card, Dose(**sets)) == ["Long words.", "Set 2 of 2.", *again]


def test_sides_that_alternate_do_so_within_the_repetitions():
    card = card_of(
        work=WorkKind.REPS,
        doses=Doses(reps=Range(4, 6, 8)),
        sides=SideRule.ALTERNATE,
        tempo=Tempo(),
    )
    (reps,) = [step for step in led(card, Dose(reps=6)) if isinstance(step, Reps)]
    assert (reps.reps, reps.alternate) == (6, True)


def numbers(card, dose):
    """What the spans of the work tell of its sets and repetitions, without what is told twice."""
    acts = make_exercise_steps(card, dose, Delivery(load_phrases("en")))
    spans = [
        span for span in compile_spans(acts, load_phrases("en")) if span.purpose is Purpose.WORK
    ]
    told = [(span.set, span.sets, span.rep, span.reps) for span in spans]
    return [one for one, _ in groupby(told)]


def test_spans_know_their_set_and_repetition():
    holds = card_of(doses=Doses(hold=Range(5_000, 9_000, 60_000)))
    assert numbers(holds, Dose(2, 2, hold=9_000)) == [
        (1, 2, 1, 2),
        (1, 2, 2, 2),
        (2, 2, 1, 2),
        (2, 2, 2, 2),
    ]
    reps = card_of(work=WorkKind.REPS, sides=SideRule.ALTERNATE)
    assert numbers(reps, Dose(reps=3)) == [(1, 1, 1, 3), (1, 1, 2, 3), (1, 1, 3, 3)]
    breaths = card_of(work=WorkKind.BREATHS, doses=Doses(breaths=Range(2, 2, 2)))
    assert numbers(breaths, Dose(breaths=2)) == [(1, 1, 1, 2), (1, 1, 2, 2)]
    time = card_of(work=WorkKind.TIME, doses=Doses(time=Range(9_000, 9_000, 9_000)))
    assert numbers(time, Dose(sets=2, time=9_000)) == [(1, 2, 0, 0), (2, 2, 0, 0)]


def test_a_further_hold_knows_its_number_from_the_way_in():
    acts = make_exercise_steps(
        card_of(calls=(Line("Lift"), None, Line("Lower"))),
        Dose(reps=2, hold=9_000),
        Delivery(load_phrases("en")),
    )
    told = [(act.step, act.context.rep) for act in acts]
    assert [rep for step, rep in told if getattr(step, "kind", "") == "call"] == [2, 2]
