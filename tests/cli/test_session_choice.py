"""Which session, and how long: names as they are typed, a choice where none is, lengths."""

import re
import shlex
from pathlib import Path

import pytest

from coach.cli.session_request import make_session_request
from coach.listener.defaults import Config
from coach.system.paths import user_folder
from tests.commanding import at_terminal, run_coach

SMALL = "title: Small\nsteps: [Hello there., hold: 10s, rest: 10s]\n"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("my own.yaml").write_text(SMALL, encoding="utf-8")


def head(*options: str) -> str:
    ran = run_coach(*options, "-v", "tone", "-s")
    assert ran.code == 0, ran.err
    return ran.out.splitlines()[0]


@pytest.mark.parametrize(
    "typed", ["Box breathing", "BOX_BREATHING", "box breathing", "box-breathing"]
)
def test_a_routine_is_found_as_its_title_is_shown_and_is_one_and_the_same(typed):
    assert head("plan", typed).startswith("Box breathing, ")
    assert run_coach("export", *typed.split(), "-v", "tone").out.startswith("box-breathing.wav: ")


def test_several_words_are_one_name_wherever_options_stand():
    assert head("plan", "--slow", "lower", "-m", "9", "back").startswith("Lower back, 9:00")
    assert head("plan", "my", "own.yaml").startswith("Small, ")
    assert run_coach("exercises", "bird", "dog").out.startswith("Bird dog\n")
    assert run_coach("learn", "What", "it", "is", "-r").out.startswith("What back pain usually is")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "plan lower bak",
            "expected one NAME, found 'lower' and 'bak'\n  hint: did you mean 'lower",
        ),
        ("plan lower-back 15", "found 'lower-back' and '15'\n  hint: coach plan -h shows"),
        ("exercises bird cat", "expected one NAME, found 'bird' and 'cat'\n"),
        ("Lower back", "coach has no command 'Lower'\n  hint: coach play lower-back\n"),
        ("'Lower Back' -m 5", "coach has no command 'Lower Back'\n  hint: coach play lower-back\n"),
    ],
)
def test_words_that_are_no_name_are_refused_with_what_was_meant(words, said):
    ran = run_coach(*shlex.split(words))
    assert ran.code == 2
    assert said in ran.err


def test_exercises_goals_and_limits_are_found_as_they_are_shown():
    request = make_session_request(
        Config(without=("Knee to chest",), opted=("Super_man",)),
        only=["Warm up,STRETCH", "hands and knees"],
        limits=["No floor, KNEE"],
    ).filters
    assert request.without == ("knee-to-chest",)
    assert request.usual == ("knee-to-chest", "superman")
    assert request.only[:2] == ("warm-up", "stretch")
    assert request.limits == ("no-floor", "knee")
    config = Config(without=("superman", "bridge"), opted=("superman",))
    asked = make_session_request(config, opted=["Superman"]).filters
    assert (asked.without, asked.opted, asked.usual) == (("bridge",), ("superman",), ("bridge",))
    given = make_session_request(Config(), without=["Figure four stretch,no such"]).filters
    assert given.without == ("piriformis", "no such")


@pytest.mark.parametrize(
    ("options", "length"),
    [
        ("-m 5", "5:00"),
        ("-m 5m", "5:00"),
        ("-m 5min", "5:00"),
        ("--minutes '5 minutes'", "5:00"),
        ("--minutes 5:30", "5:30"),
        ("--minutes 330s", "5:30"),
        ("-m 5.5", "5:30"),
        ("--length 5m30s", "5:30"),
        ("--length 330s", "5:30"),
    ],
)
def test_a_length_may_be_written_in_any_way_of_writing_one(options, length):
    ran = run_coach("plan", "lower-back", "-v", "tone", "-s", *shlex.split(options))
    assert (ran.code, ran.err) == (0, "")
    assert f", {length}, " in ran.out.splitlines()[0]


@pytest.mark.parametrize(("number", "length"), [("5", "5:00"), ("30", "30:00"), ("7.5", "7:30")])
def test_a_bare_length_is_minutes_and_a_note_says_so(number, length):
    ran = run_coach("plan", "lower-back", "-v", "tone", "-s", "--length", number)
    assert f", {length}, " in ran.out.splitlines()[0]
    said = f"note: --length {number} is taken as minutes; for seconds, write {number}s\n"
    assert ran.err == said


@pytest.mark.parametrize("number", ["0", "-5", "nan", "inf", "1e9", "", "5x"])
@pytest.mark.parametrize("option", ["--minutes", "--length"])
def test_a_length_that_is_none_is_refused(option, number):
    ran = run_coach("plan", "lower-back", "-v", "tone", f"{option}={number}")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith((f"error: {option}: expected a ", "error: Lower back cannot last "))


# Without a name


@pytest.mark.parametrize("words", ["play", "play --slow -m 5", "export"])
def test_without_a_name_and_a_terminal_one_is_asked_for(words):
    ran = run_coach(*words.split())
    said = "error: expected the NAME of a routine\n  hint: coach list names them\n"
    assert (ran.code, ran.out, ran.err) == (2, "", said)


def test_play_alone_at_a_terminal_lets_one_pick_and_keeps_its_options():
    own = user_folder() / "routines" / "a-first.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(SMALL, encoding="utf-8")
    run_coach("screen", "--skip")
    options = ("--voice", "tone", "--player", "recorder", "--plain", "--talk", "bell")
    code, shown = at_terminal("play", *options, talk=[("Number", "99\n"), ("Number", "1\n")])
    assert re.search(r"Which session\?\n +1  Small +0:[^\n]+\n +2  After sitting", shown), shown
    assert code == 0, shown
    assert re.search(r"\d  Small, 0:", shown)
