"""`coach list`, `show` and `plan`: what they say, and how they refuse."""

import json
from pathlib import Path

import pytest

from tests.cli.program import SMALL


def test_list_names_every_routine_with_how_long_it_lasts(coach):
    ran = coach("list", "--voice", "tone")
    assert ran.code == 0
    (line,) = [line for line in ran.out.splitlines() if line.startswith("lower-back\t")]
    assert " to 45:00, usually 20:00" in line


def test_a_narrow_list_cuts_no_name_short(coach, monkeypatch):
    monkeypatch.setenv("COLUMNS", "24")
    monkeypatch.setattr("coach.cli.table.is_plain", lambda: False)
    lines = coach("list", "--voice", "tone").out.splitlines()
    assert {"lower-back", "lower-back-strength", "lower-back-stretch"} <= set(lines)
    assert max(map(len, lines)) <= 24


def test_a_broken_routine_of_ones_own_does_not_hide_the_others(coach, own_folders):
    own = own_folders / "home" / "routines"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text("title: Mine\nsteps:\n  - hold: thirty\n")
    (own / "small.yaml").write_text(SMALL)
    ran = coach("list", "--voice", "tone")
    assert ran.code == 0
    assert "lower-back" in ran.out
    assert "small" in ran.out
    assert "expected a duration, found 'thirty'" in " ".join(ran.out.split())


def test_a_list_is_measured_again_once_a_script_has_changed(coach, own_folders):
    own = own_folders / "home" / "routines"
    own.mkdir(parents=True)
    (own / "small.yaml").write_text(SMALL)
    before = coach("list", "--voice", "tone").out
    (own / "small.yaml").write_text(SMALL.replace("hold: 10s", "hold: 5m"))
    after = coach("list", "--voice", "tone").out
    assert before != after
    assert "5:2" in after


def test_show_tells_what_is_in_a_routine(coach):
    ran = coach("show", "lower-back")
    assert ran.code == 0
    for said in ("Bridge", "Knee to chest", "each side", "! "):
        assert said.lower() in ran.out.lower()


@pytest.mark.parametrize("command", ["show", "plan", "play"])
def test_a_name_that_is_none_is_refused_with_one_that_is(coach, command):
    ran = coach(command, "lower-bak")
    assert ran.code == 2
    assert ran.err.startswith("error: no routine is called 'lower-bak'\n  hint: did you mean")
    assert "lower-back" in ran.err


def test_a_file_without_its_ending_is_suggested(coach):
    ran = coach("plan", "small")
    assert ran.code == 2
    assert "did you mean the file small.yaml?" in ran.err


def test_a_file_that_is_not_there(coach):
    ran = coach("plan", "none.yaml")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "error: none.yaml: no such file")


def test_plan_tells_what_is_said_when(coach):
    ran = coach("plan", "small.yaml", "-v", "tone")
    assert ran.code == 0
    assert "say       Hello there." in ran.out
    assert coach("plan", "small.yaml", "-v", "tone", "-s").out in ran.out


def test_plan_as_json_is_json_alone(coach):
    ran = coach("plan", "small.yaml", "-v", "tone", "--json")
    assert json.loads(ran.out)["title"] == "Small"
    assert ran.err == ""


@pytest.mark.parametrize(
    ("options", "length"),
    [(("--minutes", "20"), "20:00"), (("--length", "12:30"), "12:30"), (("-m", "7.5"), "7:30")],
    ids=str,
)
def test_the_length_that_is_asked_for_is_the_length_there_is(coach, options, length):
    ran = coach("plan", "lower-back", "-v", "tone", "-s", *options)
    assert ran.code == 0
    assert f", {length}, " in ran.out.splitlines()[0]


@pytest.mark.parametrize("minutes", ["1", "120"])
def test_a_length_that_is_not_possible_is_refused_with_what_is(coach, minutes):
    ran = coach("plan", "lower-back", "-v", "tone", "--minutes", minutes)
    assert ran.code == 2
    assert f"cannot last {'1:00' if minutes == '1' else '2:00:00'}: it lasts from " in ran.err
    shortest, longest = ran.err.splitlines()[0].split("from ")[1].split(" to ")
    nearest = shortest if minutes == "1" else longest
    assert f"  hint: the nearest is --length {nearest}\n" in ran.err
    assert coach("plan", "lower-back", "-v", "tone", "-s", "--length", nearest).code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--minutes", "20x"), "--minutes: expected a number of minutes, found '20x'"),
        (("--minutes", "0"), "--minutes: expected a number of minutes, found '0'"),
        (("--minutes", "-5"), "--minutes: expected a number of minutes, found '-5'"),
        (("--minutes", "nan"), "--minutes: expected a number of minutes, found 'nan'"),
        (("--length", "soon"), "--length: expected a duration, found 'soon'"),
        (("--length", "12:30", "-m", "5"), "expected --minutes or --length, found both"),
        (("--without", "no-such"), "no-such"),
        (("--only", "swimming"), "swimming"),
        (("--limits", "no-knees"), "no-knees"),
        (("--voice", "sam"), "sam"),
        (("--voice", "espeak:klingon-x"), "klingon-x"),
    ],
    ids=str,
)
def test_an_option_that_makes_no_sense_is_refused_with_its_own_words(coach, options, said):
    ran = coach("plan", "lower-back", *options)
    assert ran.code == 2
    assert said in ran.err


def test_what_is_left_out_is_told_with_the_reason(coach):
    ran = coach("plan", "lower-back", "-v", "tone", "-s", "--without", "bridge,plank")
    assert ran.code == 0
    left = ran.out.split("left out:")[1]
    assert "Bridge: " in left
    assert not [line for line in ran.out.split("left out:")[0].splitlines() if "Bridge" in line]


def test_a_loudness_that_is_none_is_refused_with_the_one_that_was_meant(coach):
    ran = coach("export", "small.yaml", "--voice", "tone", "--loudness", "podcst")
    assert ran.code == 2
    assert "--loudness: no preset is called 'podcst'" in ran.err
    assert "podcast" in ran.err


def test_an_introduction_that_was_never_heard_is_not_skipped(coach):
    Path("small.yaml").write_text(SMALL + "opening: [Welcome to it.]\n", encoding="utf-8")
    ran = coach("plan", "small.yaml", "--voice", "tone", "--skip-intro")
    assert ran.code == 0
    assert ran.err == "note: the introduction is not skipped before it was heard once\n"
    assert "Welcome to it." in ran.out


def test_what_a_limit_changes_is_shown_in_the_plan(coach):
    ran = coach("plan", "lower-back", "--voice", "tone", "--limits", "pregnant")
    assert ran.code == 0
    assert "\nchanged:\n" in ran.out
    assert ", for pregnant: " in ran.out
