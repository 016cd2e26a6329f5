"""The JSON Schema of scripts: valid, as strict as the reader where it can be, and up to date."""

import json
import re
from functools import cache

import pytest
import yaml
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from coach.cli.main import app
from coach.errors import ScriptError
from coach.script.exercise import EXERCISE
from coach.script.json_schema import script_schema
from coach.script.lesson import LESSON
from coach.script.reader import read_script
from coach.script.routine import ROUTINE
from tests.paths import ROOT

SCRIPTS = ROOT / "scripts"
STARTERS = [
    ("routine", SCRIPTS / "starter.yaml"),
    ("exercise", SCRIPTS / "starter-card.yaml"),
]
LIBRARY = [
    *(("routine", path) for path in sorted((SCRIPTS / "routines").glob("*.yaml"))),
    *(("exercise", path) for path in sorted((SCRIPTS / "exercises").glob("*.yaml"))),
    *(("talk", path) for path in sorted((SCRIPTS / "talks").glob("*.yaml"))),
]
SHIPPED = [*STARTERS, *LIBRARY]
SHAPES = {"routine": ROUTINE, "exercise": EXERCISE, "talk": LESSON}
COMMENT = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


@cache
def validator(kind: str | None) -> Draft202012Validator:
    schema = json.loads(json.dumps(script_schema(kind)))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("kind", [None, "routine", "exercise", "talk"])
def test_the_command_prints_a_valid_schema(kind):
    result = CliRunner().invoke(app, ["schema", *([kind] if kind else [])])
    assert result.exit_code == 0
    schema = json.loads(result.stdout)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema == json.loads(json.dumps(script_schema(kind)))


def test_the_command_knows_three_kinds():
    assert CliRunner().invoke(app, ["schema", "phrases"]).exit_code == 2


@pytest.mark.parametrize(("kind", "path"), SHIPPED, ids=lambda p: getattr(p, "stem", p))
def test_every_shipped_script_fits_the_schema_of_its_kind_and_of_both(kind, path):
    script = yaml.safe_load(path.read_text(encoding="utf-8"))
    for validating in (validator(kind), validator(None)):
        assert [error.message for error in validating.iter_errors(script)] == []


ROUTINE_MISTAKES = {
    "no title": "steps: [a]",
    "unknown key": "{title: T, steps: [a], titel: T}",
    "unknown key of a step": "{title: T, steps: [{hold: 3s, cue: x}]}",
    "unknown kind": "{title: T, steps: [{holds: 3s}]}",
    "no duration": "{title: T, steps: [{hold: soon}]}",
    "no number": "{title: T, steps: [{reps: many}]}",
    "too many": "{title: T, steps: [{reps: 1001}]}",
    "half a flag": "{title: T, steps: [{hold: 9s, halfway: maybe}]}",
    "yes for text": "{title: yes, steps: [a]}",
    "null": "{title: T, steps: }",
    "deep inside": "{title: T, steps: [{sides: [{rounds: 2, steps: [{hold: 3s, x: 1}]}]}]}",
    "position": "{title: T, steps: [{move: sitting}]}",
    "language": "{title: T, steps: [a], language: French}",
    "no routine": "[a]",
    "a step without its colon": "{title: T, steps: [hold 30s]}",
    "a name with a dose": "{title: T, steps: [Go., Squats 3x10]}",
    "only a time": "{title: T, steps: [Go., 1m30s]}",
    "one word for steps": "{title: T, steps: [{rounds: 3, steps: plank}]}",
    "a side for steps": "{title: T, steps: [{sides: left}]}",
    "a word of others": "{title: T, steps: [{repeat: 3, steps: [Go.]}]}",
    "two kinds": "{title: T, steps: [{rounds: 3, rest: 10s, steps: [Go.]}]}",
}
CARD = {
    "name": "Bridge",
    "position": "supine",
    "work": "hold",
    "dose": {"hold": ["5s", "10s", 30]},
    "steps": ["Lift."],
    "sources": ["custom"],
}
CARD_MISTAKES = {
    "no steps": {"steps": None},
    "two doses": {"dose": {"hold": ["5s", "10s"]}},
    "unknown dose": {"dose": {"hold": 5, "rep": 3}},
    "work": {"work": "holds"},
    "goal": {"goals": ["strenght"]},
    "profile": {"limits": {"modify": {"knees": "x"}}},
    "no sources": {"sources": []},
    "unknown key": {"cue": "x"},
}


@pytest.mark.parametrize("text", ROUTINE_MISTAKES.values(), ids=ROUTINE_MISTAKES)
def test_a_mistake_in_a_routine_is_seen_by_editor_and_reader(text):
    assert not validator("routine").is_valid(yaml.safe_load(text))
    with pytest.raises(ScriptError):
        read_script(text, ROUTINE, "x.yaml")


@pytest.mark.parametrize("change", CARD_MISTAKES.values(), ids=CARD_MISTAKES)
def test_a_mistake_in_a_card_is_seen_by_editor_and_reader(change):
    assert validator("exercise").is_valid(CARD)
    read_script(yaml.safe_dump(CARD), EXERCISE, "x.yaml")
    wrong = {**CARD, **change}
    assert not validator("exercise").is_valid(wrong)
    with pytest.raises(ScriptError):
        read_script(yaml.safe_dump(wrong), EXERCISE, "x.yaml")


@pytest.mark.parametrize("text", ["1:30", "90", "1m30s", "2 min", "'1:30'", ".5", "1.5 s"])
def test_every_way_to_write_a_duration_fits(text):
    script = yaml.safe_load(f"{{title: T, steps: [{{silence: {text}}}]}}")
    assert validator("routine").is_valid(script)


def test_every_field_says_what_it_is_for():
    def fields(schema):
        if isinstance(schema, dict):
            yield from schema.get("properties", {}).items()
            for part in schema.values():
                yield from fields(part)
        elif isinstance(schema, list):
            for part in schema:
                yield from fields(part)

    modify = set(SHAPES["exercise"].fields["limits"].shape.fields["modify"].shape.keys)
    phrases = set(ROUTINE.fields["phrases"].shape.keys)
    for name, field in fields(script_schema()):
        assert "description" in field or name in modify | phrases, name


@pytest.mark.parametrize("kind", ["routine", "exercise", "talk"])
def test_the_schema_in_the_docs_is_up_to_date(kind):
    path = ROOT / "docs" / "schema" / f"{kind}.json"
    wanted = json.dumps(script_schema(kind), indent=2, ensure_ascii=False) + "\n"
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    assert written == wanted, f"run: coach schema {kind} > docs/schema/{kind}.json"


@pytest.mark.parametrize(("kind", "path"), LIBRARY, ids=lambda p: getattr(p, "stem", p))
def test_the_comment_for_editors_leads_to_the_schema_of_the_kind(kind, path):
    comment = COMMENT.match(path.read_text(encoding="utf-8"))
    assert comment, "the first line names the schema"
    assert (path.parent / comment[1]).resolve() == ROOT / "docs" / "schema" / f"{kind}.json"
    assert (path.parent / comment[1]).is_file()


@pytest.mark.parametrize(("kind", "path"), STARTERS)
def test_a_starter_tells_how_to_make_the_schema_it_names(kind, path):
    text = path.read_text(encoding="utf-8")
    comment = COMMENT.match(text)
    assert comment
    assert f"coach schema {kind} > {comment[1]}" in text
