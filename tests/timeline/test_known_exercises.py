"""How an exercise is led by how well its words are known: taught, reminded of, named."""

from dataclasses import replace
from itertools import pairwise

import pytest

from coach.script.card_variants import LimitChange, Limits, Variant, Wording
from coach.script.doses import Doses, Range, Tempo
from coach.script.exercise import Exercise, SideRule, WorkKind
from coach.script.library import load_phrases
from coach.script.positions import LIMB_MOVE_TIME, Position
from coach.script.scalars import Line
from coach.script.steps import Say, Silence
from coach.script.talk_level import TalkLevel
from coach.timeline.context import fill_variables
from coach.timeline.delivery import Delivery
from coach.timeline.dose import Dose
from coach.timeline.dose_lines import make_dose_line
from coach.timeline.familiarity import Familiarity, Stage
from coach.timeline.guidance import (
    make_announcement,
    make_exercise_steps,
    make_setup_steps,
    make_side_step,
)

PHRASES = load_phrases("en")
CARD = Exercise(
    name="Bridge",
    slug="bridge",
    position=Position.SUPINE,
    work=WorkKind.HOLD,
    doses=Doses(hold=Range(5_000, 20_000, 60_000)),
    steps=Wording((Line("Lift slowly."), Line("Hold it.")), (Line("Lift."),)),
    tempo=Tempo(4_000, 2_000),
    purpose=(Line("For the back."), Line("For the hips.")),
    setup=Wording((Line("Feet flat."), Line("Arms long.")), (Line("Feet."),)),
    breathing=Line("Keep breathing."),
    calls=(Line("Lift up"), None, None),
    cues=(Line("Relax."), Line("Long neck."), Line("Press down.")),
    cautions=(Line("Stop if it hurts."), Line("Only read.")),
    release=Wording((Line("Lower slowly."), Line("Rest.")), (Line("Lower."),)),
)
EACH = replace(CARD, sides=SideRule.EACH)
HOLD = Dose(hold=20_000)


def deliver(stage: Stage, turn: int = 0, talk: TalkLevel = TalkLevel.SHORT, **more) -> Delivery:
    known = (("bridge", Familiarity(stage, turn)),)
    return Delivery(PHRASES, talk, familiarity=known, **more)


def lead(card: Exercise, delivery: Delivery, dose: Dose = HOLD):
    led = delivery.lead(card)
    return [
        *make_announcement(card, dose, led, is_first=False),
        *make_side_step(card, dose, led),
        *make_setup_steps(card, dose, led),
        *make_exercise_steps(card, dose, led),
    ]


def words(card: Exercise, delivery: Delivery, dose: Dose = HOLD) -> list[str]:
    steps = [one for one in lead(card, delivery, dose) if isinstance(one.step, Say)]
    return [fill_variables(line, one.context) for one in steps for line in one.step.say]


FULL = [
    "Next: Bridge.", "For the back.", "Feet flat.", "Arms long.", "Stop if it hurts.",
    "Lift slowly.", "Hold it.", "Lower slowly.", "Rest.",
]  # fmt: skip


@pytest.mark.parametrize("talk", [TalkLevel.FULL, TalkLevel.SHORT])
def test_what_is_new_is_taught_whatever_is_said_around_it(talk):
    assert words(CARD, Delivery(PHRASES)) == FULL
    assert words(CARD, deliver(Stage.TAUGHT, 5, talk)) == FULL


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        (0, ["Next: Bridge.", "Feet.", "Lift.", "Keep breathing.", "Lower."]),
        (1, ["Next: Bridge.", "Feet.", "Stop if it hurts.", "Lift.", "Lower."]),
        (2, ["Next: Bridge.", "For the back.", "Feet.", "Lift.", "Lower."]),
        (3, ["Next: Bridge.", "Feet.", "Lift.", "Keep breathing.", "Lower."]),
    ],
)
def test_who_is_reminded_hears_one_detail_in_turn(turn, said):
    assert words(CARD, deliver(Stage.REMINDED, turn)) == said


def test_of_a_movement_it_is_another_cue_each_time_and_not_the_first():
    card = replace(CARD, work=WorkKind.REPS, doses=Doses(reps=Range(3, 5, 8)), calls=(None,) * 3)
    told = [words(card, deliver(Stage.REMINDED, turn), Dose(reps=5)) for turn in (0, 3, 6)]
    assert [said[-2] for said in told] == ["Press down.", "Long neck.", "Press down."]


def test_a_card_without_details_is_reminded_of_without_any():
    bare = replace(CARD, purpose=(), breathing=None, cues=(), cautions=())
    for turn in range(3):
        assert words(bare, deliver(Stage.REMINDED, turn)) == words(
            bare, Delivery(PHRASES, TalkLevel.SHORT)
        )


def test_a_short_session_tells_of_details_only_what_to_mind():
    told = [words(CARD, deliver(Stage.REMINDED, turn, brief=True)) for turn in range(3)]
    short = ["Next: Bridge.", "Feet.", "Lift.", "Lower."]
    assert told == [short, [*short[:2], "Stop if it hurts.", *short[2:]], short]


def test_who_knows_it_hears_its_name_its_dose_and_the_way_out():
    assert words(CARD, deliver(Stage.NAMED)) == ["Next: Bridge.", "Hold for 20 seconds.", "Lower."]


def test_of_two_sides_each_is_named_and_the_second_begins_with_a_call():
    assert words(EACH, deliver(Stage.NAMED)) == [
        "Next: Bridge.", "Right side first.", "Hold for 20 seconds.", "Lower.",
        "Change sides. Now the left side.", "Lift up", "Lower.",
    ]  # fmt: skip


@pytest.mark.parametrize("slow", [False, True])
def test_there_is_time_to_get_ready_without_a_word(slow):
    steps = [one.step for one in lead(EACH, deliver(Stage.NAMED, slow=slow))]
    place = LIMB_MOVE_TIME.slow if slow else LIMB_MOVE_TIME.usual
    side = next(n for n, one in enumerate(steps) if isinstance(one, Say) and one.kind == "side")
    assert steps[side + 1] == Silence(place)
    switch = next(n for n, one in enumerate(steps) if isinstance(one, Say) and one.kind == "switch")
    ready = steps[switch].pause + steps[switch + 1].silence
    assert ready >= EACH.switch * (2 if slow else 1)
    into = [one for one, work in pairwise(steps) if hasattr(work, "hold")]
    assert [one.pause for one in into if isinstance(one, Say)] == [4_000, 4_000]


def test_without_words_for_doses_the_shortest_step_is_said():
    words_ = {key: lines for key, lines in PHRASES.words.items() if not key.startswith("dose_")}
    delivery = replace(deliver(Stage.NAMED), phrases=replace(PHRASES, words=words_))
    assert words(CARD, delivery) == ["Next: Bridge.", "Lift.", "Lower."]


@pytest.mark.parametrize("stage", list(Stage))
def test_what_a_limit_changes_is_told_at_every_stage(stage):
    limits = Limits(modify={"knee": LimitChange(Line("Mind your knee."), "Low")})
    easier = (Variant("Low", (Line("Lift low."),)),)
    card = replace(
        CARD, limits=limits, easier=easier, variant="Low", steps=Wording((Line("Low."),))
    )
    said = words(card, deliver(stage, limits=("knee",)))
    assert "Mind your knee." in said
    assert "Low." in said, "the easier way is told, too"
    assert said.count("Low.") == 1


def test_a_further_round_is_never_taught_again():
    short = Delivery(PHRASES, TalkLevel.SHORT)
    for stage in (Stage.TAUGHT, Stage.REMINDED):
        assert words(CARD, deliver(stage).remind(True)) == words(CARD, short)
    named = deliver(Stage.NAMED)
    assert words(CARD, named.remind(True)) == words(CARD, named)
    assert deliver(Stage.TAUGHT).remind(False) == deliver(Stage.TAUGHT)


def test_bells_stay_bells():
    bell = deliver(Stage.NAMED, talk=TalkLevel.BELL)
    assert bell.lead(CARD) == bell
    assert bell.remind(True) == bell


@pytest.mark.parametrize(
    ("changes", "dose", "said"),
    [
        ({}, Dose(reps=3, hold=10_000), "Hold for 10 seconds, 3 times."),
        ({}, Dose(hold=60_000), "Hold for 1 minute."),
        ({"work": WorkKind.REPS}, Dose(reps=8), "8 times, slowly."),
        ({"work": WorkKind.REPS}, Dose(sets=2, reps=8), "2 sets of 8."),
        (
            {"work": WorkKind.REPS, "sides": SideRule.ALTERNATE},
            Dose(reps=5),
            "5 times on each side.",
        ),
        (
            {"work": WorkKind.REPS, "sides": SideRule.ALTERNATE},
            Dose(sets=2, reps=5),
            "2 sets of 5, on each side.",
        ),
        ({"work": WorkKind.BREATHS}, Dose(breaths=6), "6 breaths."),
        ({"work": WorkKind.BREATHS}, Dose(breaths=1), "1 breath."),
        ({"work": WorkKind.TIME}, Dose(time=150_000), "For 2 minutes 30 seconds."),
    ],
)
def test_the_dose_is_one_short_line(changes, dose, said):
    card = CARD if not changes else _with(changes)
    line = make_dose_line(card, dose, PHRASES)
    assert line is not None
    assert line.text == said


def _with(changes) -> Exercise:
    doses = Doses(reps=Range(1, 5, 9), breaths=Range(1, 5, 9), time=Range(9_000, 9_000, 9_000))
    return replace(CARD, **{"doses": doses, **changes})


def test_with_one_side_only_its_own_number_is_told():
    card = _with({"work": WorkKind.REPS, "sides": SideRule.ALTERNATE})
    assert make_dose_line(card, Dose(reps=5), PHRASES, one_side=True) == Line("5 times, slowly.")
