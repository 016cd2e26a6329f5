"""What coach says beside its results: each line by its word, and in words of our own."""

import re
from pathlib import Path

import pytest

from coach.cli.groups import COMMAND_MODULES
from coach.errors import Problem
from coach.live.commands import Verb
from tests.commanding import run_coach

SMALL = "title: Small\ndescription: Ten seconds.\nsteps: [Hello there., hold: 10s, rest: 10s]\n"
LINE = re.compile(r"error: .+|note: .+|  \S.*")
"""An error, a note, or what belongs to the one above."""


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(SMALL, encoding="utf-8")
    Path("wrong.yaml").write_text("title: Wrong\nsteps:\n  - hold: thirty\n  - hodl: 3s\n")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("plan", 2, "error: coach plan: expected NAME, found nothing\n  hint: a routine: its name"),
        ("show", 2, "error: coach show: expected NAME, found nothing\n  hint: a routine: its name"),
        ("check", 2, "error: coach check: expected FILE..., found nothing\n  hint: routines,"),
        ("new", 2, "error: coach new: expected FILE, found nothing\n  hint: the file to write"),
        ("ctl", 2, "error: coach ctl: expected COMMAND, found nothing\n  hint: one of status,"),
        ("export -o", 2, "error: -o: expected a value, found nothing\n"),
        (
            "plan x --minuts 5",
            2,
            "error: coach plan has no option '--minuts'\n  hint: did you mean",
        ),
        (
            "plan x --talk much",
            2,
            "error: --talk: expected auto, full, short or bell, found 'much'\n",
        ),
        ("plan x --talk ful", 2, "found 'ful'\n  hint: did you mean 'full'?\n"),
        ("plan x --seed a", 2, "error: --seed: expected a whole number of 0 or more, found 'a'\n"),
        ("plan x --seed -1", 2, "error: --seed: expected a whole number of 0 or more, found '-1'"),
        (
            "play x --bed-level 9e9",
            2,
            "error: --bed-level: expected a number from -60 to 12, found",
        ),
        ("plan x --slow=1", 2, "error: --slow: expected no value, found one\n"),
        ("schema song", 2, "error: KIND: expected routine, exercise or talk, found 'song'\n"),
        (
            "list a b",
            2,
            "error: coach list: expected no more words, found 'a b'\n  hint: coach list",
        ),
        ("--loud", 2, "error: coach has no option '--loud'\n  hint: coach -h shows"),
        ("check wrong.yaml", 1, "error: wrong.yaml:3:11: expected a duration, found 'thirty'\n"),
        ("check --style wrong.yaml", 1, "error: wrong.yaml:3:11: expected a duration"),
        ("plan wrong.yaml", 1, "error: wrong.yaml:4:5: no kind of step is called 'hodl'\n  hint: "),
        ("plan none.yaml", 2, "error: none.yaml: no such file\n"),
        ("ctl pause", 3, "error: no session is running\n  hint: "),
    ],
)
def test_an_error_is_told_by_its_word_in_our_own_words_with_its_code(words, code, said):
    ran = run_coach(*words.split())
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert not [line for line in ran.err.splitlines() if not LINE.fullmatch(line)]


@pytest.mark.parametrize("command", [*COMMAND_MODULES, ""])
def test_an_option_that_no_command_has_is_told_by_all_of_them(command):
    ran = run_coach(*filter(None, [command]), "--no-such-option")
    name = f"coach {command}".strip()
    assert ran.code == 2
    assert ran.err.startswith(f"error: {name} has no option '--no-such-option'\n  hint: ")


def test_what_is_no_failure_is_a_note_beside_the_result(monkeypatch):
    monkeypatch.setenv("COACH_CACHE", "small.yaml")
    ran = run_coach("export", "small.yaml", "--voice", "tone", "--skip-intro", "-o", "s.wav")
    assert (ran.code, ran.out) == (0, "s.wav: Small, 0:38\n")
    assert re.fullmatch(r"(note: .+\n)+", ran.err)


def test_a_problem_of_several_lines_has_one_word(capsys):
    from coach.cli.messages import print_errors

    print_errors([Problem("do not start\n  call a doctor", hint="answer again")])
    assert capsys.readouterr().err == "error: do not start\n  call a doctor\n  hint: answer again\n"


def test_the_help_of_ctl_says_what_each_word_does_that_does_not_say_so_itself():
    told = run_coach("ctl", "--help").out.split("Arguments:")[0]
    plain = {"pause", "resume", "toggle", "seek", "louder", "softer", "volume"}
    for verb in set(Verb) - plain:
        assert re.search(rf"\b{verb}\b", told), verb
