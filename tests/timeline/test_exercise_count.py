"""How many exercises there are: what a listener would count."""

import pytest

from coach import ScriptError, parse, prepare
from coach.checks.script_check import check_file
from coach.errors import CoachError
from coach.script.library import find_exercises
from coach.system.paths import exercise_names

pytestmark = pytest.mark.content

SAID = "{exercises} exercises in all."
HOLD = {"hold": "8s"}


def group(name, *steps, **more):
    return {"group": name, "steps": [*steps] or [HOLD], **more}


def spoken(steps, title="T", **more):
    """Return what is said of the number, in a session of steps or of sections."""
    made = prepare(parse({"title": title, **steps, "closing": [SAID], **more}), voice="tone")
    return (
        next(line for line in made.script().splitlines() if "in all." in line)
        .split("  ")[-1]
        .strip()
    )


@pytest.mark.parametrize(
    ("steps", "count"),
    [
        ([{"exercise": "bridge"}, {"exercise": "plank"}, {"exercise": "bridge"}], 2),
        ([group("Plank"), group("Squats"), group("plank")], 2),
        ([{"rounds": 3, "steps": [group("Plank"), group("Squats", {"reps": 3})]}], 2),
        ([{"sides": [group("Pigeon"), group("Lizard", {"breathe": 2})]}], 2),
        ([group("Legs", group("Squats"), group("Lunges"), chapter=True)], 2),
        ([group("Legs", {"exercise": "wall-sit"}, group("Lunges"))], 2),
        ([group("Arriving", "Lie down."), group("Plank", chapter=True)], 1),
        ([group("Pause", {"rest": "8s"}), {"exercise": "plank"}], 1),
        ([HOLD, group("Plank")], 1),
        ([{"work": "Plank", "hold": "8s", "sets": 2}, {"work": ["Jacks", "plank"], "reps": 3}], 2),
        ([group("Legs", {"work": "Squats", "reps": 3}, {"work": "bridge"}, chapter=True)], 2),
    ],
)
def test_what_is_worked_under_a_name_is_counted_once(steps, count):
    wanted = "1 exercise in all." if count == 1 else f"{count} exercises in all."
    assert spoken({"steps": steps}) == wanted


def test_sections_of_steps_are_counted_by_their_titles():
    sections = [
        {"title": "Neck", "steps": [HOLD]},
        {"title": "Back", "exercises": ["bridge"]},
        {"title": "Talk", "steps": ["Well done."]},
        {"steps": [HOLD]},
    ]
    assert spoken({"sections": sections}) == "2 exercises in all."


def test_what_opens_and_closes_is_no_exercise():
    assert spoken({"steps": [group("Plank")]}, opening=[{"breathe": 2}]) == "1 exercise in all."


def test_the_number_is_that_of_the_session_that_is_made():
    sections = [{"exercises": ["bridge", "bird-dog", "cat-camel", "knee-to-chest"]}]
    routine = parse({"title": "T", "sections": sections, "closing": [SAID]})
    made = prepare(routine, voice="tone", minutes=8)
    titles = {one.title for one in made.timeline.markers} - {"Closing"}
    assert len(titles) > 1
    assert f"{len(titles)} exercises in all." in made.script()
    assert len(titles) < 4


@pytest.mark.parametrize("steps", [[HOLD], ["Lie down.", {"rest": "8s"}]])
def test_where_there_is_nothing_to_count_the_number_is_refused(steps, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(f"title: T\nsteps: {steps}\nclosing:\n  - '{SAID}'\n", encoding="utf-8")
    problem = (
        f"{path}:4:5: {{exercises}} has nothing to count\n"
        "  hint: it counts cards, named work, and groups and sections with work in them"
    )
    for action in (prepare, check_file):
        with pytest.raises(ScriptError) as caught:
            action(path, **({"voice": "tone"} if action is prepare else {}))
        assert str(caught.value) == problem


def test_words_of_another_day_are_refused_as_well(tmp_path):
    path = tmp_path / "mine.yaml"
    lines = f"[Well done., '{SAID}']"
    path.write_text(f"title: T\nsteps: [hold: 8s, {{say: {lines}, pick: 1}}]\n", encoding="utf-8")
    with pytest.raises(CoachError, match="has nothing to count"):
        check_file(path)


def test_every_shipped_card_has_a_name_of_its_own():
    names = [card.name for card in find_exercises(dict.fromkeys(exercise_names())).values()]
    assert len(set(names)) == len(names)
