"""Exercises that a routine describes itself, from the command line and in what is exported."""

from dataclasses import replace
from pathlib import Path

import pytest

from coach.catalog import list_catalog
from coach.exports.batch.jobs import collect_shared_inputs, load_routine_inputs
from coach.plan.request import SessionRequest
from coach.speech.studio import ignore_progress
from coach.system.paths import user_folder
from tests.commanding import run_coach

OWN = """\
title: Hip
description: One exercise of its own.
safety: [Stop if it hurts.]
cards:
  hip-circle:
    name: Hip circle
    position: supine
    steps: [Bend your knees., Open one knee., Close it again.]
    dose: {reps: 12, sets: 3}
steps: [exercise: hip-circle]
"""
REQUEST = SessionRequest("tone")


@pytest.fixture
def routine() -> Path:
    path = user_folder() / "routines" / "hip.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.mark.usefixtures("routine")
def test_show_tells_which_exercises_a_routine_describes_itself():
    shown = run_coach("show", "hip", "-v", "tone").out
    assert "\nExercises of its own:\n  Hip circle: 3 sets of 12\n\n" in shown
    assert "Hip circle  3 sets of 12" in shown.split("\n\n")[1]
    assert "of its own" not in run_coach("show", "box-breathing", "-v", "tone").out


def test_it_is_exported_with_its_chapter(tmp_path, routine):
    sound = tmp_path / "hip.wav"
    ran = run_coach("export", str(routine), "-v", "tone", "--chapters", "-o", str(sound))
    assert (ran.code, sound.is_file()) == (0, True)
    assert "Hip circle" in (tmp_path / "hip.chapters.txt").read_text(encoding="utf-8")
    picture = tmp_path / "hip.svg"
    assert run_coach("export", "hip", "-v", "tone", "-o", str(picture)).code == 0
    assert "Hip circle" in picture.read_text(encoding="utf-8")


@pytest.mark.parametrize("replaced", ["hip-circle", "bridge"])
def test_what_is_exported_hangs_on_the_own_cards(tmp_path, routine, replaced):
    routine.write_text(OWN.replace("hip-circle", replaced), encoding="utf-8")
    shared = collect_shared_inputs(tmp_path, REQUEST, (".wav",), ())
    before = load_routine_inputs(shared, "hip").make_job(None)
    assert load_routine_inputs(shared, "hip").make_job(None) == before
    routine.write_text(OWN.replace("hip-circle", replaced).replace("12", "10"), encoding="utf-8")
    after = load_routine_inputs(shared, "hip").make_job(None)
    assert {**before.keys}.keys() == {**after.keys}.keys()
    assert not set(before.keys.values()) & set(after.keys.values())


def test_the_list_has_the_length_of_its_cards(routine, monkeypatch):
    monkeypatch.setattr("coach.catalog.routine_names", lambda: ("hip",))
    [short] = list_catalog(REQUEST, ignore_progress)
    routine.write_text(OWN.replace("12", "120"), encoding="utf-8")
    [long] = list_catalog(REQUEST, ignore_progress)
    assert short.problem == long.problem == ""
    assert short.shortest <= short.usual <= short.longest
    assert long.usual > short.usual
    assert replace(long, shortest=0, usual=0, longest=0) == replace(
        short, shortest=0, usual=0, longest=0
    )


@pytest.mark.usefixtures("routine")
def test_it_is_not_known_outside_of_its_routine():
    ran = run_coach("exercises", "hip-circle")
    assert (ran.code, ran.err.split("\n")[0]) == (
        2,
        "error: no exercise card is called 'hip-circle'",
    )
