"""A dose that a routine writes, beyond what its card has: it is done exactly, at every length."""

import pytest

from coach.checks.script_check import check_file
from coach.errors import ScriptError
from coach.pipeline import load_routine_with_cards, prepare_session
from coach.plan.dose_ladder import make_dose_ladder
from coach.plan.eligibility import apply_filters
from coach.plan.request import Filters, SessionRequest
from coach.script.exercise import WorkKind
from coach.script.library import find_exercise
from coach.script.steps import Perform
from tests.planners import chosen

PRESCRIBED = """
title: Prescribed
sections:
  - title: Work
    exercises:
      - {exercise: plank, sets: 3, hold: 45s, always: true}
      - {exercise: bridge, reps: 3}
      - pelvic-tilt
  - title: End
    steps: [{exercise: hamstring, hold: 90s}]
"""


@pytest.fixture
def prescribed(tmp_path):
    path = tmp_path / "prescribed.yaml"
    path.write_text(PRESCRIBED, encoding="utf-8")
    return path


@pytest.mark.parametrize("minutes", [None, 19, 20])
@pytest.mark.parametrize("easy", [False, True])
def test_what_is_written_is_done_exactly_at_every_length(prescribed, minutes, easy):
    length = minutes and minutes * 60_000
    prepared = prepare_session(prescribed, SessionRequest("tone", length=length, easy=easy))
    assert length in (None, prepared.length)
    doses = {name: dose for name, (_, dose) in chosen(prepared).items()}
    assert (doses["plank"].sets, doses["plank"].hold) == (3, 45_000)
    assert doses["hamstring"].hold == 90_000
    assert "bridge" not in doses or doses["bridge"].reps == 3


def test_a_routine_with_such_a_dose_is_a_good_one(prescribed):
    assert check_file(prescribed).kind == "routine"


def test_a_dose_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("title: T\nsteps: [{exercise: plank, time: 5m}]\n")
    with pytest.raises(ScriptError) as caught:
        prepare_session(path, SessionRequest("tone"))
    assert str(caught.value) == (
        f"{path}:2:9: Plank has no dose of time, found 5 m\n"
        "  hint: it has doses of sets, reps, hold"
    )


def test_a_long_hold_that_is_written_is_left_out_of_a_session_with_pressure(prescribed):
    routine, cards = load_routine_with_cards(prescribed)
    _, left_out = apply_filters(routine, cards, Filters(limits=("pressure",)))
    reasons = {one.name: one.reason for one in left_out}
    assert reasons["Plank"].startswith("not with pressure: its holds are long")


@pytest.mark.parametrize("reps", [1, 3, 40])
def test_all_rungs_have_what_is_written(reps):
    card = find_exercise("bridge")
    for easy in (False, True):
        ladder = make_dose_ladder(card, Perform("bridge", reps=reps), easy=easy)
        assert {perform.reps for perform, _ in ladder} == {reps}
        worths = [worth for _, worth in ladder]
        assert worths == sorted(worths)


@pytest.mark.parametrize("name", ["bridge", "bird-dog", "hip-flexor", "hamstring", "plank"])
def test_beyond_the_usual_dose_are_sets_and_one_more_hold_but_no_longest_holds(name):
    card = find_exercise(name)
    usual = card.doses
    *_, (most, _) = make_dose_ladder(card, Perform(name))
    assert most.hold == usual.hold.usual
    assert most.sets == usual.sets.most
    once_more = usual.reps.usual + (card.work is WorkKind.HOLD)
    assert most.reps == min(once_more, usual.reps.most)
    *_, (worked_up, _) = make_dose_ladder(card, Perform(name), worked_up=True)
    assert (worked_up.hold, worked_up.reps) == (usual.hold.most, usual.reps.most)


def test_a_warm_up_and_breathing_go_on_for_longer_in_a_long_session():
    *_, (march, _) = make_dose_ladder(find_exercise("march"), Perform("march"))
    *_, (breathing, _) = make_dose_ladder(find_exercise("breathing"), Perform("breathing"))
    assert march.time == find_exercise("march").doses.time.most
    assert breathing.breaths == find_exercise("breathing").doses.breaths.most


def test_a_longest_hold_that_is_written_is_done():
    for perform, _ in make_dose_ladder(find_exercise("hip-flexor"), Perform("x", hold=60_000)):
        assert perform.hold == 60_000


def test_a_long_session_has_no_longer_holds_than_usual():
    prepared = prepare_session("lower-back", SessionRequest("tone", 2_700_000))
    doses = chosen(prepared)
    assert all(dose.hold <= card.doses.hold.usual for card, dose in doses.values() if dose.hold)
    assert doses["march"][1].time >= 120_000
