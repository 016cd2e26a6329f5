"""What an editor shows of a script: mistakes in our words, and completion a kind at a time."""

from pathlib import Path

import pytest

from coach.script.json_schema import script_schema
from coach.script.snippets import fill_places
from coach.script.step_schema import STEP
from coach.system.paths import exercise_names, lesson_names, sound_names
from tests.commanding import run_coach
from tests.language_server import LanguageServer
from tests.script.test_json_schema import validator

HEAD = "# yaml-language-server: $schema=.coach/routine.json\ntitle: T\nsteps:\n"
STEP_SCHEMA = script_schema("routine")["$defs"]["step"]


@pytest.fixture(scope="module")
def server():
    server = LanguageServer()
    yield server
    server.close()


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Return a folder in which `coach new` wrote a file, with the schema that it names."""
    monkeypatch.chdir(tmp_path)
    assert run_coach("new", "first.yaml").code == 0
    return tmp_path


def test_there_is_a_snippet_for_each_kind_of_step_and_it_is_a_good_one():
    snippets = STEP_SCHEMA["else"]["defaultSnippets"]
    assert [one["label"] for one in snippets] == list(STEP.kinds())
    for one in snippets:
        script = {"title": "T", "steps": [fill_places(one["body"])]}
        assert [error.message for error in validator("routine").iter_errors(script)] == []
        assert one["description"] in one["markdownDescription"]


@pytest.mark.editor
@pytest.mark.parametrize("option", [(), ("--card",), ("--from", "desk-break"), ("--from", "plank")])
def test_a_new_file_is_checked_without_the_network_and_good(server, folder, option):
    assert run_coach("new", "new.yaml", *option).code == 0
    text = (folder / "new.yaml").read_text(encoding="utf-8")
    assert server.open(folder, text) == []


MISTAKES = {
    "hold: thirty": "expected a duration: write 30s, 1m30s or 1:30",
    "hold 30s": "expected a step or a sentence: a step has a colon, as in 'hold: 30s' or",
    "plank 30s": "expected a step or a sentence: a step has a colon, as in 'hold: 30s' or",
    "30s": "expected a step or a sentence: a step has a colon, as in 'hold: 30s' or",
    "plank: 30s": "expected a kind of step: say, hold, ",
    "sides: left": "expected steps: each stands in a line below, behind a dash",
    "{rounds: 3, steps: plank}": "expected steps: each stands in a line below, behind a dash",
    "{repeat: 3, steps: [Go.]}": "did you mean 'rounds'? {rounds: 3, steps: [...]}",
    "{hold: 9s, halfway: maybe}": "expected true or false, without quotes",
    "reps: 3x10": "expected a whole number from 1 to 1000",
    "{hold: 9s, colour: red}": "Property colour is not allowed.",
}


@pytest.mark.editor
def test_each_mistake_is_told_once_at_its_place_in_our_words(server, folder):
    text = HEAD + "".join(f"  - {step}\n" for step in MISTAKES)
    found = server.open(folder, text)
    assert [line for line, _ in found] == list(range(4, 4 + len(MISTAKES)))
    for (_, message), wanted in zip(found, MISTAKES.values(), strict=True):
        assert message.startswith(wanted)


@pytest.mark.editor
def test_after_a_dash_each_kind_of_step_is_offered_once_and_no_key_of_others(server, folder):
    for start in ("  - ", "  - Go.\n  - ", "  - rounds: 3\n    steps:\n      - "):
        offered = server.complete(folder, HEAD + start)
        assert list(offered) == list(STEP.kinds())
        assert offered["hold"] == "hold: ${1:30s}"
        assert offered["work"] == "work: ${1:Plank}\n  hold: ${2:30s}\n  rest: ${3:30s}"


@pytest.mark.editor
def test_beside_a_kind_its_own_keys_are_offered(server, folder):
    offered = server.complete(folder, HEAD + "  - silence: 30s\n    ")
    assert list(offered) == ["stretch"]
    assert {"cues", "every", "countdown"} <= set(
        server.complete(folder, HEAD + "  - hold: 30s\n    ")
    )
    beside_work = server.complete(folder, HEAD + "  - work: Plank\n    hold: 30s\n    ")
    assert {"sets", "rest", "sides", "cues"} <= set(beside_work)


@pytest.mark.editor
def test_names_are_offered_after_their_keys_and_names_of_ones_own_are_good(server, folder):
    for start, names in (
        ("  - exercise: ", exercise_names()),
        ("  - work: ", exercise_names()),
        ("  - sound: ", sound_names()),
    ):
        assert set(names) <= set(server.complete(folder, HEAD + start))
    facts = HEAD.replace("steps:", "facts:")
    assert set(lesson_names()) <= set(server.complete(folder, facts + "  - "))
    own = HEAD + "  - exercise: my-own\n  - sound: my-bell\n  - work: My own\n    hold: 9s\n"
    assert server.open(folder, own) == []


@pytest.mark.editor
def test_what_a_key_means_is_told(server, folder):
    server.open(folder, HEAD + "  - hold: 30s\n")
    assert "how long to stay still" in server.hover(4, 6)
