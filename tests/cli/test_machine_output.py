"""What other programs read: the JSON of every command has the keys that the documents name."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import Mock

import pytest

from coach.checks import machine_check
from coach.checks.finding import CheckOutcome, Finding
from coach.cli.config_values import change_config
from coach.cli.groups import COMMAND_MODULES
from coach.cli.listener_notes import open_notes
from coach.errors import MachineError, Problem, ScriptError, UsageError
from coach.listener.likes import Likes, write_likes
from coach.speech.voices import BUILTINS
from coach.system.paths import state_folder, user_folder
from coach.timeline.dose import Dose
from coach.training.log_file import append_records
from coach.training.log_records import End, ExerciseRecord, Outcome
from coach.training.session_day import find_day
from tests.cli.test_card_pages import CARD
from tests.commanding import run_coach
from tests.paths import ROOT
from tests.training.test_weeks import session

PAGE = (ROOT / "docs" / "machine-output.md").read_text("utf-8")
ROUTINE = """\
title: Mine
description: What it is for.
length: 2h
safety: Stop if it hurts.
cards:
  nod: {name: Nod, position: seated, goals: mobility, steps: Nod slowly., dose: {reps: 8}}
sections:
  - {title: Work, exercises: [{exercise: side-stretch, side: left}, bridge, superman, cat-camel]}
"""
WISHES = ("--limits", "knee", "--without", "bridge", "--with", "superman")
PLAN = ("mine", "-v", "tone", *WISHES, "--only", "stretch,strength,mobility")

REASONS = "exercises[].reasons[]"
"""Where something was done before there are some."""


def documented(title: str) -> set[str]:
    """The keys in the table below a heading."""
    (section,) = re.findall(rf"^## {title}\n(.*?)(?=^## )", PAGE, re.MULTILINE | re.DOTALL)
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    keys = [key for row in rows for key in re.findall(r"`([^`]+)`", row)]
    assert len(keys) == len(set(keys))
    return set(keys)


def keys(value: Any, path: str = "") -> Iterator[str]:
    """The keys of all values but null and empty lists."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from keys(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner, f"{path}[]")
    elif value is not None:
        yield path


def told(*options: str, code: int = 0) -> Any:
    ran = run_coach(*options, "--json")
    assert ran.code == code, ran.err
    assert ran.err == ""
    return json.loads(ran.out)


def write(kind: str, name: str, text: str) -> str:
    path = user_folder() / kind / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_list(monkeypatch):
    write("routines", "wrong", "titel: x\n")
    monkeypatch.setattr("coach.catalog.routine_names", lambda: ("breathing", "wrong"))
    facts = told("list", "-v", "tone")
    assert set(keys(facts)) == documented("list")
    good, wrong = facts["routines"]
    assert good["shortest_ms"] < good["usual_ms"] < good["longest_ms"]
    assert good["problem"] is None
    assert "unknown key 'titel'" in wrong["problem"]
    assert wrong["shortest_ms"] is None


@pytest.fixture
def routine():
    card = CARD.replace("modify: {", "modify: {knee: {variant: Hand on hip}, ")
    write("exercises", "side-stretch", card)
    write("routines", "mine", ROUTINE)


@pytest.mark.usefixtures("routine")
def test_a_plan():
    usual = told("plan", *PLAN)
    assert usual["asked_ms"] is None
    assert "at most" in usual["notes"][0]
    facts = told("plan", *PLAN, "--length", "5:00", "--seed", "7")
    assert {*keys(facts), *keys(usual), REASONS} == documented("plan")
    assert list(facts)[:4] == ["title", "length_ms", "clips", "markers"]
    assert sum(span["length_ms"] for span in facts["spans"]) == facts["length_ms"]
    assert (facts["length_ms"], facts["asked_ms"], facts["seed"]) == (300_000, 300_000, 7)
    assert facts["limits"] == ["knee"]
    assert "Side stretch: Hand on hip, for knee" in usual["changed"]
    assert facts["with"] == ["superman"]
    assert sum(facts["spent"].values()) == facts["length_ms"]
    assert facts["shortest_ms"] <= facts["length_ms"] <= facts["longest_ms"]
    chosen, left_out = facts["exercises"], {one["title"] for one in facts["left_out"]}
    assert chosen
    assert not left_out & {one["title"] for one in chosen}
    for one in chosen:
        assert any(row["dose"] == one["dose"] for row in facts["chapters"])


@pytest.mark.usefixtures("routine")
def test_what_is_shown():
    facts = told("show", *PLAN)
    plan = {key for key in documented("plan") if not key.startswith(("clips", "markers", "spans"))}
    assert {*keys(facts), "asked_ms", REASONS} == documented("show") | plan
    assert facts["cards"] == [
        {
            "name": "nod",
            "title": "Nod",
            "position": "seated",
            "goals": ["mobility"],
            "usual_dose": "8 times",
        }
    ]


def test_the_exercises():
    write("exercises", "wrong", "name: x\n")
    facts = told("exercises")
    assert set(keys(facts)) == documented("exercises")
    (wrong,) = (one for one in facts["exercises"] if one["name"] == "wrong")
    assert "is missing" in wrong["problem"]


def test_an_exercise():
    every = CARD.replace("goals:", "instead: [bridge]\ngoals:")
    every = every.replace("dose: {", "dose: {breaths: 3, time: 9s, ")
    every = every.replace("down.}}", "down., knee: {variant: Hand on hip}}}")
    facts = told("exercises", write("exercises", "side-stretch", every))
    assert set(keys(facts)) == documented("exercises NAME")
    assert facts["hold_ms"] == {"least": 10_000, "usual": 20_000, "most": 30_000}


def test_the_talks():
    write("talks", "wrong", "title: x\n")
    facts = told("learn")
    assert set(keys(facts)) == documented("learn")


def test_a_talk():
    facts = told("learn", "sleep")
    assert set(keys(facts)) == documented("learn NAME")
    assert sum(len(text.split()) for text in facts["paragraphs"]) == facts["words"]


def test_the_voices(monkeypatch):
    def fails(_cls: object) -> None:
        raise MachineError(Problem("espeak-ng is missing"))

    monkeypatch.setattr("coach.speech.voices.espeak.EspeakVoice.catalog", classmethod(fails))
    monkeypatch.setitem(BUILTINS, "natural", "tests.cli.test_voices:NaturalVoice")
    facts = told("voices")
    assert set(keys(facts)) == documented("voices")
    problems = {one["name"]: one["problem"] for one in facts["engines"]}
    assert problems["espeak"] == "espeak-ng is missing"
    assert problems["tone"] is None


def test_the_doctor(monkeypatch):
    broken = Finding("voice", CheckOutcome.BROKEN, "none", "install one")
    monkeypatch.setattr(machine_check, "run_checks", lambda: iter([broken]))
    facts = told("doctor", code=3)
    assert set(keys(facts)) == documented("doctor")
    assert facts["findings"][0]["outcome"] == "broken"


def test_a_check():
    wrong = write("routines", "wrong", "title: x\nsteps: [{hold: thirty}]\n")
    guessed = write("routines", "good", "title: x\nsteps: [Each 2m turn.]\n")
    facts = told("check", guessed, wrong, code=1)
    assert set(keys(facts)) == documented("check")
    good, wrong_one = facts["files"]
    assert (good["good"], good["problems"]) == (True, [])
    assert [note["message"] for note in good["notes"]] == ["'2m' is read as '2 metres'"]
    assert [(one["line"], one["column"]) for one in wrong_one["problems"]] == [(2, 16)]


def test_the_config(own_folders):
    path = own_folders / "config" / "config.yaml"
    path.parent.mkdir()
    path.write_text(
        "voice: tone\nplayer: recorder\nlength: 15m\nlead_in: 0.3s\n"
        "limits: knee\nwithout: plank\nwith: superman\nbed: none\nrises: 6:30\n"
        "microphone: USB\n"
    )
    write_likes(open_notes(), Likes(("plank",), ("bridge",), ("wall-sit",)))
    facts = told("config")
    assert set(keys(facts)) == documented("config")
    assert facts["settings"]["length_ms"] == 900_000
    assert facts["settings"]["lead_in_ms"] == 300


def test_one_default():
    assert told("config", "length", "15m")["settings"] == {"length_ms": 900_000}
    assert told("config", "talk")["settings"] == {"talk": "auto"}


def test_today():
    found = told("today")
    assert set(keys(found)) | {"others[]"} == documented("today")


def test_the_history():
    day = find_day(datetime.now())
    # What grew is what came to a higher level.
    hold = [
        ExerciseRecord("plank", Outcome.DONE, Dose(hold=ms), level=level)
        for level, ms in enumerate((15_000, 25_000))
    ]
    part = ExerciseRecord("bridge", Outcome.PART, Dose())
    last = replace(session(day, hold[1], part), end=End.STOPPED)
    records = [session(day - timedelta(days=21), hold[0]), last]
    records += [session(day - timedelta(days=number)) for number in (7, 14)]
    append_records(state_folder(), records)
    change_config("weekly_goal", "1")
    assert set(keys(told("history"))) == documented("history")


def test_the_cache():
    facts = told("cache")
    assert set(keys(facts)) == documented("cache")
    assert set(facts["kept"]["lengths"].values()) == {0}


def test_the_exit_codes_are_those_of_the_documents(monkeypatch):
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", PAGE, re.MULTILINE)
    assert [int(code) for code, _ in rows] == [0, 1, 2, 3, 70, 130]
    wrong = write("routines", "wrong", "title: x\nsteps: [{hold: thirty}]\n")
    assert run_coach("check", wrong).code == ScriptError.exit_code == 1
    assert run_coach("plan", "nobody").code == UsageError.exit_code == 2
    assert run_coach("ctl", "status").code == MachineError.exit_code == 3
    for raised, code in ((RuntimeError("odd"), 70), (KeyboardInterrupt(), 130)):
        monkeypatch.setattr(machine_check, "run_checks", Mock(side_effect=raised))
        assert run_coach("doctor").code == code


def test_every_command_that_prints_facts_is_documented():
    # What does something, and what prints JSON anyway, is not for these tables.
    others = {"play", "export", "import", "screen", "new", "schema"}
    others |= {"pause", "remind", "done", "undo", "back", "pain", "handout", "serve", "ears"}
    titles = {title.split()[0] for title in re.findall(r"^## (.+)$", PAGE, re.MULTILINE)}
    assert set(COMMAND_MODULES) - others == titles - {"Without"}


@pytest.mark.parametrize("name", [*COMMAND_MODULES])
def test_every_key_of_a_duration_has_its_unit(name):
    if name in re.findall(r"^## (\w+)", PAGE, re.MULTILINE):
        for key in documented(name):
            last = key.split(".")[-1].removesuffix("[]")
            assert not re.search(r"(?<!_ms)\b(length|start|shortest|longest|usual|rest)$", last), (
                key
            )
