"""What an author wrote and nobody hears is named, with its place; the script is good anyway."""

import json

import pytest

from tests.commanding import run_coach

STEPS = "title: T\nsteps:\n  - Begin.\n  - {}\n  - Stop.\n"


def write(tmp_path, step: str):
    path = tmp_path / "mine.yaml"
    path.write_text(STEPS.format(step), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("step", "line"),
    [
        ("{reps: 4, into: 1s, out: 1s, cues: [Stay tall and easy.]}", "Stay tall and easy."),
        ("{reps: 4, into: 1s, out: 1s, calls: {into: Lift both arms}}", "Lift both arms"),
    ],
)
def test_a_line_without_room_is_named_with_its_place(tmp_path, step, line):
    path = write(tmp_path, step)
    ran = run_coach("check", "--voice", "tone", str(path))
    assert (ran.code, ran.out) == (0, f"{path}: a good routine\n")
    assert f"note: {path}:4:" in ran.err
    assert f"expected room for '{line}', found none" in ran.err
    assert "hint: use fewer words" in ran.err
    (file,) = json.loads(run_coach("check", "--voice", "tone", "--json", str(path)).out)["files"]
    assert (file["good"], len(file["notes"])) == (True, 1)
    assert run_coach("check", "--style", "--voice", "tone", str(path)).code == 1


@pytest.mark.parametrize(
    ("step", "line"),
    [
        ("{hold: 5s, cues: [Stay tall and easy.]}", "Stay tall and easy."),
        ("{hold: 20s, every: 30s, cues: [Stay tall.]}", "Stay tall."),
        ("{hold: 15s, cues: [{at: 13s, say: Stay tall.}]}", "Stay tall."),
        # On one of the days it has its turn, and no room.
        (f"{{hold: 14s, cues: [Tall., Let{' it go and let' * 9} be.]}}", "Let it"),
        ("{hold: 12s, say: Stay tall and easy here., notice: 11s}", "11 seconds left."),
    ],
)
def test_a_cue_that_finds_no_room_on_any_day_is_named(tmp_path, step, line):
    ran = run_coach("check", "--voice", "tone", str(write(tmp_path, step)))
    assert ran.code == 0
    assert f"expected room for '{line}" in ran.err
    assert ran.err.count("expected room") == 1


@pytest.mark.parametrize(
    "step",
    [
        # Four take turns in two rooms: each has its turn on some day.
        "{hold: 40s, cues: [Stay tall., Breathe., Soft jaw., Long neck.]}",
        "{reps: 4, into: 3s, out: 3s, cues: [Stay tall.], calls: {into: Lift, out: Lower}}",
        "{hold: 40s, cues: [Stay tall., Breathe.]}",
        # The number is said where there is no room to tell of the last one.
        "{reps: 4, into: 500ms, out: 500ms}",
    ],
)
def test_nothing_is_named_where_all_is_heard(tmp_path, step):
    ran = run_coach("check", "--voice", "tone", str(write(tmp_path, step)))
    assert "expected room" not in ran.err
