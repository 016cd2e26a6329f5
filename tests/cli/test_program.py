"""The program in a shell and on a terminal: streams closed or full, questions, completion."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from coach.cli.ctl import complete_session, complete_verb
from coach.cli.learn import complete_lesson
from coach.cli.main import main
from coach.cli.options import (
    complete_bed,
    complete_exercises,
    complete_limits,
    complete_loudness,
    complete_player,
    complete_routine,
    complete_voice,
)
from coach.errors import UsageError
from coach.sound.audio import load_wav
from coach.sound.levels import LOUDNESS_PRESETS
from tests.cli.program import COMMAND, SMALL, environment, on_terminal


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize("closed", ["<&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    ("options", "code"),
    [
        ("", 0),
        ("screen", 2),
        ("play small.yaml --voice tone --player recorder", 0),
        ("play small.yaml --voice tone --player recorder --plain", 0),
        ("export small.yaml --voice tone -o small.wav --force", 0),
    ],
)
@pytest.mark.usefixtures("coach")
def test_a_stream_that_is_closed_is_no_terminal(options, code, closed):
    command = f"{shlex.join(COMMAND)} {options} {closed}"
    ran = subprocess.run(
        ["sh", "-c", command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert ran.returncode == code, ran.stderr
    assert "NoneType" not in ran.stderr
    assert "note: the control" not in ran.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.usefixtures("coach")
def test_what_nobody_can_take_is_not_written_to_a_closed_output():
    command = f"{shlex.join(COMMAND)} export small.yaml --voice tone -o - --format wav >&-"
    ran = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, env=environment(), check=False
    )
    assert ran.returncode == 2
    assert "standard output is closed" in ran.stderr


@pytest.mark.usefixtures("coach")
def test_a_reader_that_has_seen_enough_is_no_fault():
    command = f"{shlex.join(COMMAND)} plan lower-back -v tone | head -1"
    ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env=environment())
    assert ran.stderr == ""
    assert ran.stdout.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    "command", ["list --voice tone", "plan small.yaml --voice tone", "--help", "schema"]
)
def test_a_standard_output_that_is_full_is_told_and_that_is_all(coach, command):
    assert coach is not None
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [*COMMAND, *command.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
            check=False,
        )
    assert ran.stderr == "error: standard output: cannot be written: No space left on device\n"
    assert ran.returncode == 3


@pytest.mark.parametrize("how", [("--debug",), ()], ids=["option", "variable"])
def test_debug_shows_where_it_went_wrong(monkeypatch, how):
    monkeypatch.setattr(sys, "argv", ["coach", *how, "plan", "none"])
    if not how:
        monkeypatch.setenv("COACH_DEBUG", "1")
    with pytest.raises(UsageError):
        main()


def test_names_are_completed(own_folders):
    own = own_folders / "home" / "routines"
    own.mkdir(parents=True)
    (own / "low-energy.yaml").write_text(SMALL)
    assert complete_routine("lo") == [
        "low-energy",
        "lower-back",
        "lower-back-strength",
        "lower-back-stretch",
    ]
    assert complete_routine("x") == []
    assert complete_voice("e") == ["espeak"]
    assert "espeak:en-us" in complete_voice("espeak:en")
    assert complete_player("mini") == ["miniaudio"]
    assert complete_exercises("bridge,wall-s") == ["bridge,wall-sit"]
    assert "knee,no-floor" in complete_limits("knee,no-")


@pytest.mark.parametrize("typed", ["nobody:", "::", "espeak:\0"])
def test_completing_nonsense_gives_nothing(typed):
    assert complete_voice(typed) == []


@pytest.mark.usefixtures("coach")
def test_the_shell_asks_and_is_answered():
    asked = {
        "_COACH_COMPLETE": "complete_bash",
        "COMP_WORDS": "coach plan lower-back-str",
        "COMP_CWORD": "2",
    }
    ran = subprocess.run(COMMAND, capture_output=True, text=True, env=environment() | asked)
    assert (ran.stdout.split(), ran.stderr) == (["lower-back-strength", "lower-back-stretch"], "")


@pytest.mark.usefixtures("coach")
def test_alone_on_a_terminal_it_lets_one_pick_until_the_length_is_one(own_folders):
    (own_folders / "config").mkdir()
    (own_folders / "config" / "config.yaml").write_text("voice: tone\n")  # quick to measure
    end_of_input = "\x04"
    code, shown = on_terminal(typed=f"o\n1\n1\nlong\n{end_of_input}")
    assert "Which session?" in shown
    assert shown.count(" can last from ") == 2
    assert code == 130


@pytest.mark.usefixtures("coach")
def test_ctrl_c_at_the_offer_ends_it_with_130():
    code, shown = on_terminal(interrupt=True)
    assert "Traceback" not in shown
    assert code == 130


@pytest.mark.usefixtures("coach")
def test_on_a_terminal_one_is_asked_before_a_file_is_replaced():
    Path("small.wav").write_bytes(b"mine")
    code, shown = on_terminal("export", "small.yaml", "-v", "tone", "-o", "small.wav", typed="n\n")
    assert "small.wav exists. Replace it?" in shown
    assert "small.wav: kept as it was" in shown
    assert code == 2
    assert Path("small.wav").read_bytes() == b"mine"
    code, shown = on_terminal("export", "small.yaml", "-v", "tone", "-o", "small.wav", typed="y\n")
    assert code == 0
    assert load_wav(Path("small.wav")).length > 20_000


@pytest.mark.usefixtures("coach")
@pytest.mark.parametrize(("options", "word"), [((), "Lift"), (("--style",), "Lower")])
def test_on_a_terminal_a_long_check_shows_that_it_goes_on(options, word):
    steps = "".join(f"- {word} it, number {n}.\n" for n in range(30))
    Path("many.yaml").write_text(f"title: Many\nsteps:\n{steps}")
    _, shown = on_terminal("check", "many.yaml", *options)
    assert re.search(r"Measuring +\[.*100%", shown)
    assert "Measuring" not in on_terminal("check", "many.yaml", *options)[1]


def test_whatever_can_be_typed_is_completed():
    assert complete_verb("pa") == ["pause"]
    assert "status" in complete_verb("")
    assert complete_session("1") == []
    assert complete_lesson("des") == ["desk"]
    assert complete_lesson("no such") == []
    assert complete_bed("no") == ["noise", "none"]
    assert complete_loudness("pod") == ["podcast"]
    assert complete_loudness("") == list(LOUDNESS_PRESETS)
