"""How an exercise is led: laws that hold for every shipped card, however it is asked for."""

from dataclasses import replace
from itertools import groupby, pairwise

import pytest

from coach.script.card_variants import NO_WORDING, LimitChange, Limits, Variant, Wording
from coach.script.doses import Doses, Range, Tempo
from coach.script.exercise import Exercise, SideRule, WorkKind
from coach.script.library import find_exercises, load_phrases
from coach.script.positions import LIMB_MOVE_TIME, MOVES, Position, moves_between
from coach.script.scalars import Line
from coach.script.steps import Move, Perform, Rest, Rounds, Say
from coach.script.talk_level import TalkLevel
from coach.script.work_steps import Hold, Reps
from coach.system.paths import exercise_names
from coach.timeline.bell_level import NAME_KINDS
from coach.timeline.context import fill_variables
from coach.timeline.cues import Purpose
from coach.timeline.cuesheet import compile_spans
from coach.timeline.delivery import Delivery
from coach.timeline.dose import Dose
from coach.timeline.guidance import (
    AFTER_STEP,
    make_announcement,
    make_exercise_steps,
    make_setup_steps,
    make_side_step,
)
from coach.timeline.layout import find_span_starts
from coach.timeline.session import Part, Session, make_dose
from coach.timeline.source import Track
from coach.timeline.speech_estimates import estimate_words
from coach.timeline.unroll import unroll
from tests.listening import LENGTHS, acts_of, heard, laid, sheet_of

pytestmark = pytest.mark.content

CARDS = exercise_names()
HOLDS, EACH = (
    [name for name, card in find_exercises(dict.fromkeys(CARDS)).items() if wanted(card)]
    for wanted in (lambda c: c.work is WorkKind.HOLD, lambda c: c.sides is SideRule.EACH)
)
MANNERS = pytest.mark.parametrize(
    "manner",
    [
        {},
        {"talk": TalkLevel.SHORT},
        {"talk": TalkLevel.BELL},
        {"slow": True},
        {"easy": True, "slow": True},
    ],
    ids=["full", "short", "bell", "slow", "easy"],
)


def card_of(**fields) -> Exercise:
    usual = {
        "name": "Bridge",
        "position": Position.SUPINE,
        "work": WorkKind.HOLD,
        "doses": Doses(hold=Range(5_000, 20_000, 60_000)),
        "steps": Wording((Line("Lift slowly."), Line("Hold it.")), (Line("Lift."),)),
        "sources": (),
        "tempo": Tempo(4_000, 2_000),
    }
    return Exercise(**usual | fields)


def led(card, dose=None, **manner):
    """The steps of an exercise; speech in words."""
    dose = dose or Dose(hold=20_000)
    manner = Delivery(load_phrases("en"), **manner)
    acts = [
        *make_side_step(card, dose, manner),
        *make_setup_steps(card, dose, manner),
        *make_exercise_steps(card, dose, manner),
    ]
    return [
        [fill_variables(line, act.context) for line in act.step.say]
        if isinstance(act.step, Say)
        else act.step
        for act in acts
    ]


def words(card, dose=None, **manner):
    return [line for step in led(card, dose, **manner) if isinstance(step, list) for line in step]


# The order of a good class


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


def test_the_last_limb_is_placed_while_more_is_said_unless_one_is_slow():
    ready = Wording((Line("Feet flat."), Line("Arms long.")))
    for more in ({"cautions": (Line("Stop if it hurts."),)}, {"work": WorkKind.REPS}):
        card = card_of(setup=ready, **more)
        for slow, time in ((False, LIMB_MOVE_TIME.usual), (True, LIMB_MOVE_TIME.slow)):
            acts = make_setup_steps(card, Dose(), Delivery(load_phrases("en"), slow=slow))
            pauses = [act.step.pause for act in acts]
            assert pauses == [time, time if slow else 900]


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


# Laws over all shipped cards


@MANNERS
@pytest.mark.parametrize("name", HOLDS)
def test_the_clock_of_a_hold_starts_only_after_the_instruction_and_time_to_get_there(name, manner):
    card = find_exercises({name: None})[name]
    timeline = laid(Perform(name, reps=card.doses.reps.most), **manner)
    begins = [clip.start for clip in timeline.clips if heard([clip], "hold") == ["♪hold-start"]]
    assert len(begins) >= card.doses.reps.most
    if manner.get("talk") is TalkLevel.BELL:
        return
    for begin in begins:
        before = [c for c in timeline.clips if c.track is Track.VOICE and c.start < begin]
        assert before[-1].kind in ("step", "call")
        assert begin - before[-1].end >= card.tempo.into


@MANNERS
@pytest.mark.parametrize("name", EACH)
def test_both_sides_get_the_same_work_and_the_same_seconds_of_it(name, manner):
    sheet = sheet_of(Perform(name), **manner)
    begins = find_span_starts(sheet, LENGTHS)
    work = {"right": [], "left": []}
    for span, (begin, end) in zip(sheet.spans, pairwise(begins), strict=True):
        if span.purpose is Purpose.WORK:
            work[span.side].append((end - begin, [cue.kind for cue in span.cues if cue.on_beat]))
    assert work["right"]
    if find_exercises({name: None})[name].first:  # of which one side's first is led, with words
        work = {side: [length for length, _ in spans[1:]] for side, spans in work.items()}
    assert work["right"] == work["left"]


@pytest.mark.parametrize("name", EACH)
def test_both_sides_are_named(name):
    clips = laid(Perform(name)).clips
    first, change = "Right side first.", "Change sides. Now the left side."
    if find_exercises({name: None})[name].position is Position.SIDE_LYING:  # on the other one
        first = "Your right side's on top, so it goes first."
        change = "Change sides, so that your left side's on top."
    assert heard(clips, "side") == [first]
    assert heard(clips, "switch") == ["♪change-side", change]


@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize("name", CARDS)
def test_the_way_into_position_is_given_its_time(name, slow):
    card = find_exercises({name: None})[name]
    timeline = laid(Perform(name), slow=slow)
    moves = [clip for clip in timeline.clips if clip.kind == "move"]
    steps = moves_between(Position.STANDING, card.position)
    needed = sum(MOVES[pair].slow if slow else MOVES[pair].usual for pair in steps)
    if not steps:
        assert not moves
        return
    after = next(
        clip for clip in timeline.clips if clip.start >= moves[-1].end and clip.track is Track.VOICE
    )
    assert after.start - moves[0].end >= needed


@pytest.mark.parametrize("name", CARDS)
def test_what_remains_without_words_is_as_long_in_work(name):
    full, bell = (sheet_of(Perform(name), talk=talk) for talk in (TalkLevel.FULL, TalkLevel.BELL))
    work = [[s.length for s in sheet.spans if s.purpose is Purpose.WORK] for sheet in (full, bell)]
    # A first repetition that is led lasts as long as its words.
    timed = [[a for a, b in zip(one, work[0], strict=True) if b is not None] for one in work]
    assert timed[0] == timed[1]
    assert work[1]
    spoken = list(laid(Perform(name), talk=TalkLevel.BELL).clips)
    said = {clip.kind for clip in spoken if clip.track is Track.VOICE}
    assert "announce" in said
    assert said <= {"count", *NAME_KINDS}


@pytest.mark.parametrize("name", CARDS)
def test_a_chapter_begins_with_the_name_of_the_exercise(name):
    card = find_exercises({name: None})[name]
    timeline = laid(Perform(name))
    assert [marker.title for marker in timeline.markers] == [card.name]
    assert heard(timeline.clips, "announce")[0] == f"First: {card.name}."


@pytest.mark.parametrize("name", CARDS)
def test_the_usual_dose_is_done_in_full(name):
    card = find_exercises({name: None})[name]
    dose = make_dose(card, Perform(name))
    times = dose.sets * (2 if card.sides is not SideRule.NONE else 1)
    work = [s for s in sheet_of(Perform(name)).spans if s.purpose is Purpose.WORK]
    spans = {
        WorkKind.REPS: dose.reps,
        WorkKind.HOLD: dose.reps,
        WorkKind.BREATHS: dose.breaths,
        WorkKind.TIME: 1,
    }
    assert len(work) == times * spans[card.work]
    if card.work is WorkKind.HOLD:
        assert {span.length for span in work} == {dose.hold}
    assert len(acts_of(Perform(name))) >= 3


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
