"""Which exercises of a list are done from their cards: by every name, with the dose of the list."""

from dataclasses import replace

import pytest

from coach.checks.script_check import check_file
from coach.importing.card_matching import index_cards, match_cards, simplify_name
from coach.importing.routine_yaml import format_routine
from coach.importing.source_format import read_source
from coach.script.library import find_exercises
from coach.system.paths import exercise_names

DOSES = {"hold": "20s", "reps": "10 times", "breaths": "5 breaths", "time": "60s"}
BACK = """\
Bridge 3x10
glute bridges 10 reps hold 5s
Plank 3 x 30s
Bird dog 5x left
Hamstring stretch w/ strap 20s each side, keep the knee soft
Hip flexor stretch 3 x 30s each side
Knee to chest 2 sets of 3, hold 20s
Child's pose 5 breaths
Marching 90s
Squats 3x10
"""
STEPS = """\
title: Back
steps:
  - {exercise: bridge, reps: 10, sets: 3}
  - {exercise: bridge, reps: 10, hold: 5s}
  - {exercise: plank, hold: 30s, sets: 3, reps: 1}
  - {exercise: bird-dog, reps: 5, side: left}
  - Keep the knee soft.
  - {exercise: hamstring, hold: 20s, reps: 1}
  - {exercise: hip-flexor, hold: 30s, reps: 3}
  - {exercise: knee-to-chest, reps: 3, hold: 20s, sets: 2}
  - {exercise: childs-pose, breaths: 5}
  - {exercise: march, time: 90s}
  - rest: 20s
  - {work: Squats, reps: 10, sets: 3}
"""


@pytest.fixture(scope="module")
def cards():
    """All shipped cards."""
    return find_exercises(dict.fromkeys(exercise_names()))


def match(text, cards):
    """Return the routine that is written of a list, and the notes."""
    programme, notes = match_cards(read_source(text, "back.txt", "Back").programme, cards)
    return format_routine(programme), [str(note) for note in notes]


def other_number(name):
    """Return the plural of a name, or the singular of a plural, in lower case."""
    name = name.lower()
    if name.endswith("s") and not name.endswith("ss"):
        return name[:-1]
    return f"{name}es" if name.endswith(("ch", "sh", "ss")) else f"{name}s"


def test_each_card_is_found_by_all_its_names_one_or_many_in_any_case(cards):
    for card in cards.values():
        for name in (card.name, card.slug, *card.aliases):
            for written in (name, name.upper(), name.replace("-", " "), other_number(name)):
                text = f"{written}, {DOSES[card.work]}"
                routine, notes = match(text, cards)
                assert f"exercise: {card.slug}," in routine, (text, notes)


def test_no_name_means_two_cards(cards):
    known = index_cards(cards)
    for card in cards.values():
        names = (card.name, card.slug, *card.aliases)
        assert [known[simplify_name(name)].slug for name in names] == [card.slug] * len(names)
        simple = [simplify_name(name) for name in (card.name, *card.aliases)]
        assert len(set(simple)) == len(simple), card.slug  # none is there for nothing


def test_names_in_other_scripts_are_compared_by_their_letters(cards):
    known = index_cards({"мост": replace(cards["bridge"], name="Мост", slug="мост", aliases=())})
    assert simplify_name("мост") in known
    assert simplify_name("Планка") not in known
    assert simplify_name("E\u0301lan") == simplify_name("élan")


def test_a_list_is_done_from_its_cards_with_its_own_doses(cards, tmp_path):
    routine, notes = match(BACK, cards)
    assert (routine, notes) == (STEPS, [])
    path = tmp_path / "back.yaml"
    path.write_text(routine, encoding="utf-8")
    check_file(path)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Bridge 30s", "it is done by repetitions\n  hint: write Bridge 10 times to hear it"),
        ("Child's pose 30s", "it is done by breaths\n  hint: write Child's pose 5 breaths to hear"),
        ("Bridge 12 reps tempo 3-1-3", "it has a tempo of its own"),
        ("Slow breathing, in 4s, out 8s, 5 breaths", "it has a breath of its own"),
        ("Bridge 3x10 rest 45s", "it has rests of its own, not 45 s"),
        ("Bridge 10 times each side", "it has no sides"),
        ("Clamshell 10 times alternating", "its sides do not take turns"),
        ("Cat-camel 10 times hold 5s", "it holds nothing"),
        ("Bridge 200 times", "it cannot be asked for reps as here"),
        ("March 90s\n  at 10s: Tall.", "it says nothing at a time"),
    ],
)
def test_what_no_card_can_be_asked_keeps_its_name_and_is_told(cards, line, why):
    routine, notes = match(line, cards)
    assert "exercise:" not in routine
    assert len(notes) == 1
    assert f"only its name is said; there is a card, but {why}" in notes[0]


@pytest.mark.parametrize(
    "text",
    [
        "8x\nPlank 20s\nrest 10s\n",
        "Plank 30s\nrest 10s\nSide plank 30s\n",
        "Single leg bridge 10x\nWeighted superman 10x\n",
    ],
)
def test_rounds_intervals_and_other_exercises_keep_to_their_names(cards, text):
    routine, notes = match(text, cards)
    assert "exercise:" not in routine
    assert notes == []
