"""The timed script of a routine with every kind of step and two cards, line by line.

It is what `coach plan` prints with the tone voice, whose lengths are the same on every machine.
COACH_GOLDEN=write writes it anew; then read the difference before you commit it.
"""

import json
import os

import pytest
from typer.testing import CliRunner

from coach.cli.main import app
from coach.script.document import read_yaml
from coach.script.step_schema import STEP
from tests.paths import ROOT

HERE = ROOT / "tests" / "golden"
ROUTINE = "every-step.yaml"
CASES = {
    "every-step": [],
    "every-step-short-slow": ["--talk", "short", "--slow"],
    "every-step-bell": ["--talk", "bell"],
}


@pytest.fixture(autouse=True)
def golden_folder(monkeypatch):
    """Its cards are its own: wording may be improved without touching this."""
    monkeypatch.setenv("COACH_HOME", str(HERE))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(HERE)


# It names the day and the seed that it was made from.
SAME_EACH_DAY = ("--voice", "tone", "--seed", "0", "--as-of", "2026-11-29")


def plan(*options: str) -> str:
    ran = CliRunner().invoke(app, ["plan", ROUTINE, *SAME_EACH_DAY, *options])
    assert ran.exit_code == 0, ran.output
    return ran.stdout


@pytest.mark.parametrize("name", CASES)
def test_the_timed_script_is_as_it_was(name):
    path = HERE / f"{name}.txt"
    made = "".join(f"{line.rstrip()}\n" for line in plan(*CASES[name]).splitlines())
    if os.environ.get("COACH_GOLDEN") == "write":
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8"), (
        "the plan changed; if it is meant to: COACH_GOLDEN=write pytest tests/test_golden.py"
    )


def test_every_kind_of_step_is_in_it():
    text = (HERE / ROUTINE).read_text(encoding="utf-8")
    found = {
        key.value for mapping in mappings(read_yaml(text, ROUTINE)) for key, _ in mapping.value
    }
    # `exercise` stands as a list of its names.
    assert set(STEP.kinds()) - {"exercise"} <= found


def mappings(node):
    if hasattr(node, "value") and isinstance(node.value, list):
        if node.id == "mapping":
            yield node
        for child in node.value:
            for part in child if isinstance(child, tuple) else (child,):
                yield from mappings(part)


CLIP = {
    "start_ms": int,
    "length_ms": int,
    "track": str,
    "kind": str,
    "text": str,
    "beat_ms": int | None,
    "exercise": str | None,
    "side": str | None,
    "where": str | None,
}


def test_the_json_of_a_plan_keeps_its_shape():
    made = json.loads(plan("--json"))
    assert list(made)[:4] == ["title", "length_ms", "clips", "markers"]
    assert (made["title"], type(made["length_ms"])) == ("Every step", int)
    for clip in made["clips"]:
        assert list(clip) == list(CLIP)
        assert all(isinstance(clip[key], kind) for key, kind in CLIP.items())
        assert "" not in clip.values()
        assert clip["track"] in ("voice", "cue")
        assert clip["side"] in (None, "right", "left")
        assert clip["start_ms"] + clip["length_ms"] <= made["length_ms"]
    for marker in made["markers"]:
        assert {key: type(value) for key, value in marker.items()} == {
            "start_ms": int,
            "title": str,
        }
    places = {
        clip["where"].rpartition("/")[2].split(":")[0] for clip in made["clips"] if clip["where"]
    }
    assert places == {"every-step.yaml", "lift.yaml", "hug.yaml", "en.yaml"}


def test_the_json_and_the_timed_script_tell_the_same():
    made, text = json.loads(plan("--json")), plan()
    spoken = [clip["text"] for clip in made["clips"] if clip["track"] == "voice"]
    assert len(spoken) > 100
    assert all(words in text for words in spoken)
    assert [m["title"] for m in made["markers"]] == [
        line.split("== ")[1].removesuffix(" ==") for line in text.splitlines() if " == " in line
    ]


def test_a_plan_is_the_same_again_from_takes_kept_and_made():
    assert plan("--json") == plan("--json")
