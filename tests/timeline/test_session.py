"""What a routine asks for, at its usual doses, between what opens and what closes it."""

from dataclasses import replace

import pytest

from coach.errors import ScriptError, Where
from coach.script.card_variants import Wording
from coach.script.doses import Doses, Range
from coach.script.exercise import Exercise, WorkKind
from coach.script.library import load_phrases
from coach.script.pace import Pace
from coach.script.positions import Position
from coach.script.routine import Routine, Section
from coach.script.scalars import Line
from coach.script.steps import Group, Perform, Rounds, Say, Sides, Silence
from coach.timeline.delivery import Delivery
from coach.timeline.dose import Dose
from coach.timeline.dose_ranges import find_dose_notes
from coach.timeline.session import (
    SAFETY_PAUSE,
    Part,
    list_named_cards,
    list_performs,
    make_dose,
    make_fixed_parts,
    make_session,
    make_usual_session,
)

HELLO, BYE, MIND = Say((Line("Hello."),)), Say((Line("Bye."),)), Line("Stop when it hurts.")
PHRASES = load_phrases("en")
MANNER = Delivery(PHRASES, slow=True)
DOSES = Doses(
    sets=Range(1, 2, 3),
    reps=Range(4, 5, 6),
    hold=Range(10_000, 20_000, 90_000),
    time=Range(60_000, 120_000, 180_000),
    pause=Range(1_000, 2_000, 3_000),
    rest=Range(20_000, 30_000, 40_000),
)
SOURCES = ("A clinic", "A book")
BRIDGE = Exercise("Bridge", Position.SUPINE, WorkKind.HOLD, DOSES, Wording(), SOURCES)
PLACE = Where("mine.yaml", 4, 7)
CARDS = {"bridge": BRIDGE}


def routine(*sections: Section, **more) -> Routine:
    return Routine("Back", sections, **more)


def refused(card=BRIDGE, **asked) -> list[str]:
    """What is wrong with a dose that is asked of a card, the bridge."""
    steps = (Perform("bridge", where=PLACE, **asked),)
    with pytest.raises(ScriptError) as caught:
        make_usual_session(routine(Section(exercises=steps)), {"bridge": card}, MANNER)
    return [str(problem) for problem in caught.value.problems]


def test_a_session_has_all_that_its_routine_says_of_it():
    made = make_usual_session(
        routine(
            Section("Strength", exercises=(Perform("bridge"),)),
            Section(steps=(Silence(1_000),)),
            lexicon={"psoas": "so as"},
            rise=False,
            bed="noise",
            description="For the back.",
            language="de",
        ),
        CARDS,
        MANNER,
    )
    assert made.parts == (
        Part("Strength", (Perform("bridge"),)),
        Part("Back", (Silence(1_000),)),
    )
    assert (made.title, made.cards, made.lexicon) == ("Back", CARDS, {"psoas": "so as"})
    assert (made.rises, made.bed) == (False, "noise")
    assert (made.description, made.language) == ("For the back.", "de")
    assert made.delivery == MANNER


def test_a_routine_may_say_the_words_of_the_coach_otherwise():
    mine = (Line("Other side now."),)
    made = make_usual_session(
        routine(Section(steps=(HELLO,)), phrases={"switch": mine}), CARDS, MANNER
    )
    assert made.delivery.phrases.words["switch"] == mine
    assert made.delivery.phrases.words["rest"] == MANNER.phrases.words["rest"]
    assert made.delivery.slow


def test_what_opens_and_closes_is_shown_by_a_title_that_nobody_hears():
    before, after = make_fixed_parts(
        routine(opening=(HELLO,), safety=(MIND,), closing=(BYE,)), MANNER
    )
    assert before == (
        Part("Welcome", (HELLO,), is_unannounced=True),
        Part(
            "Safety",
            (Say((MIND,), pause=SAFETY_PAUSE, pace=Pace.TALK, kind="safety"),),
            is_unannounced=True,
        ),
    )
    assert after == (Part("Closing", (BYE,), is_unannounced=True),)
    assert make_fixed_parts(routine(), MANNER) == ((), ())


def test_a_part_from_which_all_was_left_out_is_none():
    parts = (Part("Strength", ()), Part("Stretch", (HELLO,)))
    made = make_session(routine(opening=(HELLO,), closing=(BYE,)), parts, CARDS, MANNER)
    assert [part.title for part in made.parts] == ["Welcome", "Stretch", "Closing"]


@pytest.mark.parametrize(
    "within",
    [
        lambda step: step,
        lambda step: Sides((step,)),
        lambda step: Rounds(2, (step,)),
        lambda step: Group("a", (Rounds(2, (Sides((step,)),)),)),
    ],
)
def test_exercises_are_found_however_deep(within):
    steps = (HELLO, within(Perform("bridge")), Perform("plank"))
    assert [found.exercise for found in list_performs(steps)] == ["bridge", "plank"]


def test_every_card_is_named_once_at_the_place_that_names_it_first():
    def named(name: str, line: int) -> Perform:
        return Perform(name, where=Where("mine.yaml", line, 1))

    found = list_named_cards(
        routine(
            Section(exercises=(named("bridge", 5), named("plank", 6))),
            Section(steps=(named("walk", 8), named("plank", 9))),
            opening=(named("plank", 2),),
            closing=(named("breathing", 12),),
        )
    )
    lines = {name: where and where.line for name, where in found.items()}
    assert lines == {"plank": 2, "breathing": 12, "bridge": 5, "walk": 8}


def test_the_usual_dose_is_that_of_the_card():
    usual = Dose(sets=2, reps=5, hold=20_000, breaths=0, time=120_000, pause=2_000, rest=30_000)
    assert make_dose(BRIDGE, Perform("bridge")) == usual
    breathing = replace(BRIDGE, work=WorkKind.BREATHS, doses=Doses(breaths=Range(4, 6, 9)))
    assert make_dose(breathing, Perform("breathing")) == Dose(breaths=6, rest=30_000)


def test_what_was_asked_for_stands_instead_of_the_usual():
    asked = Perform("bridge", sets=3, reps=4, hold=10_000, breaths=7, time=60_000)
    wanted = Dose(sets=3, reps=4, hold=10_000, breaths=7, time=60_000, pause=2_000, rest=30_000)
    assert make_dose(BRIDGE, asked) == wanted


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"sets": 4}, "expected sets of Bridge from 1 to 3, found 4"),
        ({"reps": 3}, "expected reps of Bridge from 4 to 6, found 3"),
        ({"hold": 91_000}, "expected hold of Bridge from 10 s to 1 m 30 s, found 1 m 31 s"),
    ],
)
def test_a_dose_beyond_the_bounds_of_its_card_is_done_and_noted_with_its_place(asked, wanted):
    perform = Perform("bridge", where=PLACE, **asked)
    made = make_usual_session(routine(Section(exercises=(perform,))), CARDS, MANNER)
    assert made.parts[0].steps == (perform,)
    hint = "\n  hint: it is done as written; the card's range is from: A clinic; A book"
    assert [str(note) for note in find_dose_notes(perform, BRIDGE)] == [
        f"mine.yaml:4:7: {wanted}{hint}"
    ]


def test_a_card_without_sources_is_named_as_what_sets_the_range():
    note = next(find_dose_notes(Perform("bridge", reps=9), replace(BRIDGE, sources=())))
    assert note.hint == "it is done as written; the range is that of the card"


def test_a_dose_of_one_value_is_no_range():
    card = replace(BRIDGE, doses=Doses(hold=Range(20_000, 20_000, 20_000)))
    note = next(find_dose_notes(Perform("bridge", sets=3), card))
    assert note.message == "expected sets of Bridge to be 1, found 3"


@pytest.mark.parametrize(
    ("work", "asked", "wanted"),
    [
        ("hold", {"breaths": 5}, "Bridge has no dose of breaths, found 5"),
        ("hold", {"time": 59_000}, "Bridge has no dose of time, found 59 s"),
        ("time", {"reps": 3}, "Bridge has no dose of reps, found 3"),
        ("time", {"hold": 5_000}, "Bridge has no dose of hold, found 5 s"),
        ("breaths", {"reps": 2}, "Bridge has no dose of reps, found 2"),
    ],
)
def test_a_dose_that_a_card_does_not_have_is_refused_with_its_place(work, asked, wanted):
    has = {"hold": "sets, reps, hold", "time": "sets, time", "breaths": "sets, breaths"}[work]
    doses = replace(DOSES, breaths=None if work == "hold" else Range(4, 6, 9))
    doses = replace(doses, hold=None) if work == "breaths" else doses
    card = replace(BRIDGE, work=WorkKind(work), doses=doses)
    assert refused(card, **asked) == [f"mine.yaml:4:7: {wanted}\n  hint: it has doses of {has}"]


def test_reps_without_a_hold_cannot_be_held():
    card = replace(BRIDGE, work=WorkKind.REPS, doses=Doses(reps=Range(4, 5, 6)))
    assert refused(card, hold=5_000) == [
        "mine.yaml:4:7: Bridge has no dose of hold, found 5 s\n  hint: it has doses of sets, reps"
    ]


def test_all_that_is_wrong_with_the_doses_is_told_at_once():
    assert len(refused(breaths=5, sets=9, time=1_000)) == 2


@pytest.mark.parametrize("asked", [{"sets": 1}, {"sets": 3}, {"reps": 4}, {"reps": 6}])
def test_the_bounds_of_a_card_are_taken(asked):
    steps = (Perform("bridge", **asked),)
    made = make_usual_session(routine(Section(exercises=steps)), CARDS, MANNER)
    assert made.parts[0].steps == steps
