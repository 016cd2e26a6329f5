"""The way into an exercise: from where a listener lies, and with more time where one is slow."""

from dataclasses import replace

import pytest

from coach.script.card_variants import NO_WORDING, Wording
from coach.script.doses import Doses, Range, Tempo
from coach.script.exercise import SideRule, WorkKind
from coach.script.library import load_phrases
from coach.script.positions import LIMB_MOVE_TIME, Position
from coach.script.scalars import Line
from coach.script.steps import Move, Perform, Say
from coach.script.talk_level import TalkLevel
from coach.timeline.context import fill_variables
from coach.timeline.delivery import Delivery
from coach.timeline.dose import Dose
from coach.timeline.guidance import (
    AFTER_STEP,
    make_exercise_steps,
    make_setup_steps,
)
from coach.timeline.session import Part, Session
from coach.timeline.speech_estimates import estimate_words
from coach.timeline.unroll import unroll
from tests.timeline.guided import card_of, words


def setups(*names, cards, **manner):
    """What is said to get ready for each of some exercises, one behind the other."""
    steps = tuple(Perform(name) if isinstance(name, str) else name for name in names)
    manner = Delivery(load_phrases("en"), **manner)
    acts = unroll(Session("Routine", (Part("Routine", steps),), cards, manner, {}, False))
    said = {number: [] for number, name in enumerate(names) if isinstance(name, str)}
    number = -1
    for act in acts:
        number += act.opening_name in [card.name for card in cards.values()]
        if isinstance(act.step, Say) and act.step.kind == "set-up":
            said[[*said][number]] += [fill_variables(line, act.context) for line in act.step.say]
    return [*said.values()]


LYING = Wording((Line("Lie down."), Line("Bend your knees.")), (Line("Knees bent."),), None)


@pytest.mark.parametrize("talk", [TalkLevel.FULL, TalkLevel.SHORT])
def test_who_lies_there_already_is_not_told_to_lie_down(talk):
    there = replace(LYING, there=(Line("Arms long."),))
    cards = {
        "one": card_of(name="One", setup=LYING),
        "two": card_of(name="Two", setup=there),
        "three": card_of(name="Three", setup=replace(LYING, there=())),
        "stood": card_of(name="Stood", position=Position.STANDING, setup=there),
    }
    usual = [line.text for line in (LYING.full if talk is TalkLevel.FULL else LYING.short)]
    order = "two", "one", "two", "three", "stood", "two"
    assert setups(*order, cards=cards, talk_level=talk) == [
        *(usual, usual, ["Arms long."], [], usual, usual),
    ]
    away = "one", Move(Position.STANDING), Move(Position.SUPINE), "two"
    assert setups(*away, cards=cards, talk_level=talk) == [usual, usual]


def test_what_is_done_anywhere_is_done_where_the_last_one_was():
    there = replace(LYING, there=(Line("Hand on belly."),))
    cards = {
        "lain": card_of(name="Lain", setup=replace(LYING, there=())),
        "any": card_of(name="Any", position=Position.ANY, setup=there),
    }
    usual = [line.text for line in LYING.full]
    assert setups("any", "lain", cards=cards) == [usual, usual]
    order = "lain", "any", "any", "lain"
    assert setups(*order, cards=cards) == [usual, ["Hand on belly."], ["Hand on belly."], []]
    away = "lain", Move(Position.STANDING), "any"
    assert setups(*away, cards=cards) == [usual, usual]


def test_in_few_words_there_is_no_long_pause_behind_the_way_out():
    manners = [Delivery(load_phrases("en"), brief=brief) for brief in (False, True)]
    for work, name in ((WorkKind.REPS, "reps"), (WorkKind.BREATHS, "breaths")):
        doses, out = Doses(**{name: Range(1, 2, 9)}), Wording((Line("Rest."),))
        card = card_of(work=work, doses=doses, tempo=Tempo(3_000, 6_000), release=out)
        taught, few = (
            [
                one.step.pause
                for one in make_exercise_steps(card, Dose(reps=2, breaths=2), manner)
                if isinstance(one.step, Say) and one.step.kind == "release"
            ]
            for manner in manners
        )
        assert few == [AFTER_STEP] < taught


def test_the_side_comes_before_the_set_up_that_speaks_of_it():
    setup = Wording((Line("Lift the {side} knee."),), (), (Line("Your {side} knee."),))
    card = card_of(sides=SideRule.EACH, setup=setup)
    assert words(card)[:3] == ["Right side first.", "Lift the right knee.", "Lift slowly."]
    assert setups("one", "one", cards={"one": card}) == [
        ["Lift the right knee.", "Lift the left knee."],
        ["Your right knee.", "Lift the left knee."],
    ]


def test_more_time_to_change_sides_and_to_place_a_limb_where_one_is_slow():
    card = card_of(sides=SideRule.EACH, switch=7_000, setup=Wording((Line("Feet flat."),)))
    for slow, switch, place in (
        (False, 7_000, LIMB_MOVE_TIME.usual),
        (True, 14_000, LIMB_MOVE_TIME.slow),
    ):
        how = card, Dose(hold=9_000), Delivery(load_phrases("en"), slow=slow)
        acts = [*make_setup_steps(*how), *make_exercise_steps(*how)]
        says = [act.step for act in acts if isinstance(act.step, Say)]
        assert next(step.pause for step in says if step.kind == "set-up") == place
        # One hears what to do as the time for it begins, and has all of that.
        change, ready = [step for step in says if step.kind in ("switch", "set-up")][1:]
        assert change.pause < 1_000
        assert change.pause + estimate_words("Feet flat.") + ready.pause == switch
        bare = replace(card, setup=NO_WORDING)
        says = [act.step for act in make_exercise_steps(bare, *how[1:])]
        assert [one.pause for one in says if getattr(one, "kind", "") == "switch"] == [switch]


def test_the_last_limb_is_placed_while_more_is_said_unless_one_is_slow():
    ready = Wording((Line("Feet flat."), Line("Arms long.")))
    for more in ({"cautions": (Line("Stop if it hurts."),)}, {"work": WorkKind.REPS}):
        card = card_of(setup=ready, **more)
        for slow, time in ((False, LIMB_MOVE_TIME.usual), (True, LIMB_MOVE_TIME.slow)):
            acts = make_setup_steps(card, Dose(), Delivery(load_phrases("en"), slow=slow))
            pauses = [act.step.pause for act in acts]
            assert pauses == [time, time if slow else 900]
