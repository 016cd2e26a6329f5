"""The command line on machines as they are: no home, any encoding, odd clocks, long names."""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout

import pytest
import typer

from coach.cli import health_questions
from coach.cli.main import main
from coach.cli.session_request import add_screening_limits
from coach.cli.terminal import ask_yes_no
from coach.plan.request import SessionRequest
from tests.commanding import COMMAND, at_terminal, run_coach

TITLE = "Ruhe — 日本 ▶ Ž"
TINY = f'title: "{TITLE}"\nsteps: ["Ho. Žluťoučký.", {{hold: 5s}}]\n'
TONE = ("--voice", "tone")
LONG = "n" * 5000


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "日.yaml").write_text(TINY, encoding="utf-8")
    return "日.yaml"


# Without a home

NOTE = "note: there is no home folder, so nothing is kept: set HOME, or COACH_HOME"


@pytest.mark.skipif(os.name != "posix", reason="Windows knows a home without HOME")
@pytest.mark.parametrize(
    "command",
    [
        ("plan", "tiny.yaml", *TONE),
        ("show", "tiny.yaml", *TONE),
        ("export", "tiny.yaml", *TONE),
        ("play", "tiny.yaml", *TONE, "--plain", "--player", "recorder"),
        ("check", "tiny.yaml"),
        ("exercises",),
        ("learn",),
        ("screen", "--show"),
        ("screen", "--forget"),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_without_a_home_commands_go_on_with_one_note_and_keep_nothing(homeless, command):
    (homeless / "tiny.yaml").write_text("title: Tiny\nsteps: [Ho., {hold: 2s}]\n")
    ran = run_coach(*command)
    assert ran.code == 0, ran.err
    assert ran.err.startswith(NOTE)
    notes = [line for line in ran.err.splitlines() if "softer" not in line and "laid" not in line]
    assert len(notes) == 1, notes
    assert {path.name for path in homeless.iterdir()} <= {"tiny.yaml", "tiny.wav"}


@pytest.mark.skipif(os.name != "posix", reason="Windows knows a home without HOME")
@pytest.mark.parametrize("command", [("screen", "--skip"), ("config",)])
@pytest.mark.usefixtures("homeless")
def test_without_a_home_what_only_keeps_says_what_to_set(command):
    ran = run_coach(*command)
    assert ran.code == 3
    assert "there is no home folder\n  hint: set HOME, or COACH_HOME, COACH_CACHE" in ran.err


@pytest.mark.skipif(os.name != "posix", reason="Windows knows a home without HOME")
@pytest.mark.usefixtures("homeless")
def test_without_a_home_who_should_see_a_doctor_is_told_so_all_the_same():
    ran = run_coach("screen", "--answer", "emergency=yes")
    assert ran.code == 1
    assert "doctor" in ran.out + ran.err or "emergency" in ran.out
    assert "Until you answer anew" not in ran.out


@pytest.mark.parametrize(
    ("answers", "limits"), [({"bones": True}, ("bone-fragile",)), ({"bones": False}, ()), ({}, ())]
)
def test_answers_that_cannot_be_kept_hold_for_the_session_they_were_given_for(
    tmp_path, monkeypatch, capsys, answers, limits
):
    (tmp_path / "file").touch()
    monkeypatch.setenv("COACH_STATE", str(tmp_path / "file" / "state"))
    monkeypatch.setattr(health_questions, "is_terminal", lambda *_: True)
    monkeypatch.setattr(health_questions, "ask_yes_no", lambda *_, **__: True)
    monkeypatch.setattr(health_questions, "_ask_questions", lambda _screening: answers)
    assert health_questions.require_screening("lower-back") == limits
    request = add_screening_limits(SessionRequest(), limits)
    assert request.filters.limits == limits
    assert "you will be asked again" in capsys.readouterr().err


def test_a_stop_that_cannot_be_kept_stops_all_the_same(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").touch()
    monkeypatch.setenv("COACH_STATE", str(tmp_path / "file" / "state"))
    monkeypatch.setattr(health_questions, "is_terminal", lambda *_: True)
    monkeypatch.setattr(health_questions, "ask_yes_no", lambda *_, **__: True)
    monkeypatch.setattr(health_questions, "_ask_questions", lambda _screening: {"emergency": True})
    with pytest.raises(typer.Exit) as ended:
        health_questions.require_screening("lower-back")
    assert ended.value.exit_code == 1
    assert "emergency" in capsys.readouterr().out


# Encodings


def run_encoded(encoding, *options):
    """Run coach with streams of an encoding; gives its exit code and both texts."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding, "strict") for _ in range(2)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["coach", *options])
        patch.setattr(sys, "stdin", io.StringIO())
        with (
            redirect_stdout(streams[0]),
            redirect_stderr(streams[1]),
            pytest.raises(SystemExit) as ended,
        ):
            main()
    for stream in streams:
        stream.flush()
    out, err = (stream.buffer.getvalue().decode(encoding) for stream in streams)
    return ended.value.code or 0, out, err


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "cp932"])
def test_no_command_fails_for_what_its_output_cannot_show(tiny, encoding):
    for options in (
        ("plan", tiny, *TONE),
        ("show", tiny, *TONE),
        ("check", tiny),
        ("export", tiny, *TONE, "--force", "-o", "日.wav"),
        ("play", tiny, *TONE, "--plain", "--player", "recorder"),
        ("exercises", "bridge"),
    ):
        code, out, err = run_encoded(encoding, *options)
        assert code == 0, (options, err)
        if options[0] not in ("check", "exercises", "export"):
            assert "Ruhe" in out, options


def test_shades_become_signs_that_everything_can_show(tiny, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    code, out = at_terminal("show", tiny, *TONE)
    assert code == 0
    assert "Ruhe - ?? > Z" in out
    assert "= speech" in out
    assert "# holds" in out


def test_json_loses_nothing_in_any_encoding(tiny):
    code, out, _ = run_encoded("cp1252", "plan", tiny, *TONE, "--json")
    assert code == 0
    assert json.loads(out)["title"] == TITLE


def test_a_message_names_what_it_cannot_show_by_its_number():
    code, _, err = run_encoded("ascii", "plan", "日")
    assert code == 2
    assert "no routine is called '\\u65e5'" in err


def test_a_process_of_its_own_writes_what_its_pipe_can_take(tiny):
    done = subprocess.run(
        [*COMMAND, "check", tiny, "no-\udcff.yaml"],
        env=os.environ
        | {"PYTHONIOENCODING": "ascii", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"no-\\udcff.yaml" in done.stderr
    assert (done.stdout + done.stderr).isascii()


# Names, dates, memory


@pytest.mark.parametrize(
    "options",
    [
        ("plan", LONG),
        ("plan", f"{LONG}.yaml"),
        ("check", f"{LONG}.yaml"),
        ("plan", "breathing", *TONE, "--bed", LONG),
        ("plan", "breathing", *TONE, "--bed", f"{LONG}.wav"),
        ("export", "breathing", *TONE, "--bed", LONG),
        ("export", "breathing", *TONE, "-o", LONG),
        ("export", "breathing", *TONE, "-o", f"{LONG}.wav"),
        ("export", "breathing", *TONE, "--split", "-o", LONG),
        ("export", "breathing", *TONE, "--all", LONG),
        ("plan", "breathing", "--voice", LONG),
        ("plan", "breathing", "--with", LONG),
        ("exercises", LONG),
        ("learn", LONG),
        ("new", f"{LONG}.yaml"),
        (LONG,),
    ],
    ids=lambda options: " ".join(options).replace(LONG, "N"),
)
def test_a_name_of_five_thousand_letters_is_refused_like_any_other(options, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = run_coach(*options)
    assert ran.code in (2, 3), ran.err
    assert "coach failed" not in ran.err


@pytest.mark.parametrize("variable", ["COACH_HOME", "COACH_CONFIG", "COACH_CACHE", "COACH_STATE"])
def test_a_folder_with_a_name_that_none_can_have_is_no_fault_of_coach(variable, tiny, monkeypatch):
    monkeypatch.setenv(variable, f"/{LONG}")
    ran = run_coach("plan", tiny, *TONE)
    assert ran.code in (0, 2), ran.err
    assert "coach failed" not in ran.err


@pytest.mark.parametrize(
    "given", ["-1", "253370764800", "99999999999999", "9" * 5000, "1e9", " 5", "1_0", "٣"]
)
def test_a_date_of_the_build_that_is_none_is_refused(given, tiny, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    ran = run_coach("export", tiny, *TONE, "-o", "x.wav")
    assert ran.code == 2
    assert ran.err.startswith("error: SOURCE_DATE_EPOCH: expected seconds since 1970, found")
    assert len(ran.err) < 250


@pytest.mark.parametrize(("given", "year"), [("0", "1970"), ("253370764799", "9998")])
def test_a_date_of_the_build_may_be_any_that_there_is(given, year, tiny, monkeypatch, tmp_path):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    ran = run_coach("export", tiny, *TONE, "-o", "x.wav", "--timeline")
    assert ran.code == 0, ran.err
    assert f"REM DATE {year}" in (tmp_path / "x.cue").read_text(encoding="utf-8")


def test_a_clock_in_another_century_is_told(tiny, monkeypatch):
    monkeypatch.setattr("time.time", lambda: 253_400_000_000.0)
    ran = run_coach("export", tiny, *TONE, "-o", "x.wav")
    assert ran.code == 3
    assert ran.err.startswith("error: the clock: expected a year from 1970 to 9998")


def test_little_memory_ends_in_a_message_or_not_at_all(tiny):
    resource = pytest.importorskip("resource")
    room = 60_000_000
    done = subprocess.run(
        [*COMMAND, "plan", tiny, *TONE],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (room, room)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        3,
        "error: there is not enough memory for this",
    )


def test_a_question_says_what_it_takes_and_asks_again(monkeypatch, capsys):
    typed = iter(["maybe", " YES ", "", "n"])
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(typed))
    assert ask_yes_no("Go on?", default=False)
    assert capsys.readouterr().out == "Write y or n; Return is no.\n"
    assert ask_yes_no("Go on?", default=True)
    assert not ask_yes_no("Go on?", default=True)
