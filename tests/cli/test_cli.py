"""The command line, run as a user runs it: what it says, where, and with which exit code."""

import json
import os
import pty
import re
import select
import shlex
import signal
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest

from coach import __version__
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
from coach.errors import MachineError, Problem, UsageError
from coach.listener.config_loader import load_config
from coach.live.players.recorder import RecorderPlayer
from coach.sound.audio import load_wav
from coach.sound.levels import LOUDNESS_PRESETS

COMMAND = [sys.executable, "-m", "coach"]
SMALL = (
    "title: Small\ndescription: Ten seconds.\n"
    "steps: [Hello there., {hold: 10s, countdown: 3}, {rest: 10s, countdown: 3}]\n"
)
COMMANDS = "list show plan play export check new voices schema config".split()


class Ran(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def takes(tmp_path_factory, shared_takes):
    """A cache for all tests here, so that the routines are measured once."""
    cache = tmp_path_factory.mktemp("cache")
    (cache / "takes").symlink_to(shared_takes, target_is_directory=True)
    return cache


@pytest.fixture
def coach(tmp_path, monkeypatch, takes):
    """Run coach in a folder of its own, with a small routine in it, not on a terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COACH_CACHE", str(takes))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("COACH_DEBUG", raising=False)
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")

    def run(*options, **more):
        out, err = StringIO(), StringIO()
        with monkeypatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr(sys, "argv", ["coach", *options])
            patch.setattr(sys, "stdin", StringIO())
            for key, value in more.items():
                patch.setenv(key, value)
            with pytest.raises(SystemExit) as ended:
                main()
        ran = Ran(ended.value.code, out.getvalue(), err.getvalue())
        assert "Traceback" not in ran.err
        assert ran.code == 0 or ran.err
        return ran

    return run


def environment() -> dict[str, str]:
    path = os.pathsep.join(filter(None, sys.path))
    return os.environ | {"PYTHONPATH": path, "TERM": "dumb", "NO_COLOR": "1"}


def test_version(coach):
    ran = coach("--version")
    assert (ran.code, ran.out) == (0, f"coach {__version__}\n")


def test_alone_and_not_on_a_terminal_it_shows_its_help(coach):
    ran = coach()
    assert ran.code == 0
    assert all(name in ran.out for name in COMMANDS)


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


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(coach, name):
    ran = coach(name, "-h")
    assert ran.code == 0
    assert "Usage: " in ran.out
    assert f"coach {name} " in ran.out
    assert "<bool>" not in ran.out


@pytest.mark.parametrize(
    "options",
    [
        ("plan",),
        ("plan", "small.yaml", "--loud"),
        ("plan", "small.yaml", "--talk", "much"),
        ("export", "small.yaml", "-o"),
        ("schema", "song"),
        ("check",),
    ],
    ids=" ".join,
)
def test_what_is_no_command_is_refused_with_2(coach, options):
    assert coach(*options).code == 2


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("lower-back", "coach play lower-back"),
        ("small.yaml", "coach play small.yaml"),
        ("plann", "did you mean coach plan?"),
        ("help", "coach -h lists the commands"),
    ],
)
def test_what_is_no_command_is_refused_with_the_one_that_was_meant(coach, typed, hint):
    ran = coach(typed)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error: coach has no command {typed!r}\n  hint: {hint}\n"


# list and show


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


# plan


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


# A script that is wrong


def test_every_mistake_is_told_with_its_place_and_nothing_else(coach):
    Path("wrong.yaml").write_text(
        "title: Wrong\nsteps:\n  - hold: thirty\n  - reps: -1\n  - hodl: 3s\n"
    )
    told = [coach(*command) for command in (("check", "wrong.yaml"), ("plan", "wrong.yaml"))]
    for ran in told:
        assert (ran.code, ran.out) == (1, "")
        places = [line.split(": ")[:2] for line in ran.err.splitlines() if line[0] != " "]
        assert places == [["error", f"wrong.yaml:{at}"] for at in ("3:11", "4:11", "5:5")]
    assert told[0].err == told[1].err


def test_check_goes_on_behind_a_file_that_is_wrong(coach):
    Path("wrong.yaml").write_text("title: Wrong\n")
    ran = coach("check", "wrong.yaml", "small.yaml", "none.yaml")
    assert ran.code == 2
    assert ran.out == "small.yaml: a good routine\n"
    assert "error: wrong.yaml:1:1: " in ran.err
    assert "none.yaml: no such file" in ran.err


def test_check_notes_what_is_read_by_a_guess_and_marks_that_are_not_read(coach):
    text = "title: Sheet\nsteps:\n  - Each 2m, turn. [pause 5s]\n"
    Path("sheet.yaml").write_text(text)
    ran = coach("check", "sheet.yaml", "-v", "tone")
    assert (ran.code, ran.out) == (0, "sheet.yaml: a good routine\n")
    assert "note: sheet.yaml:3:5: '2m' is read as '2 metres'\n  hint: where that" in ran.err
    assert "note: sheet.yaml:3:5: expected words, found '[pause 5s]', which is not" in ran.err


@pytest.mark.parametrize("how", [("--debug",), ()], ids=["option", "variable"])
def test_debug_shows_where_it_went_wrong(monkeypatch, how):
    monkeypatch.setattr(sys, "argv", ["coach", *how, "plan", "none"])
    if not how:
        monkeypatch.setenv("COACH_DEBUG", "1")
    with pytest.raises(UsageError):
        main()


# new, check, plan


def test_a_new_routine_is_good_and_can_be_planned_at_once(coach):
    ran = coach("new", "mine.yaml")
    assert (ran.code, ran.err) == (0, "")
    assert coach("check", "mine.yaml").out == "mine.yaml: a good routine\n"
    assert coach("plan", "mine.yaml", "-v", "tone").code == 0
    again = coach("new", "mine.yaml")
    assert (again.code, again.err.splitlines()[0]) == (2, "error: mine.yaml: the file exists")


def test_new_wants_a_name_that_coach_will_find(coach):
    ran = coach("new", "mine")
    assert (ran.code, ran.err.splitlines()[1]) == (2, "  hint: coach new mine.yaml")
    assert not Path("mine").exists()


def test_new_in_a_folder_that_is_not_there(coach):
    ran = coach("new", "no/mine.yaml")
    assert ran.code == 2
    assert ran.err == (
        "error: no/mine.yaml: there is no folder no\n  hint: make it first, or name another\n"
    )


# export


def test_export_writes_the_session_that_was_planned(coach):
    ran = coach("export", "small.yaml", "-v", "tone", "-o", "small.wav")
    assert (ran.code, ran.err) == (0, "")
    length = json.loads(coach("plan", "small.yaml", "-v", "tone", "--json").out)["length_ms"]
    assert load_wav(Path("small.wav")).length == length
    assert ran.out == f"small.wav: Small, 0:{length // 1000}\n"


def test_a_file_without_a_name_goes_by_that_of_the_routine(coach):
    assert coach("export", "small.yaml", "-v", "tone").out.startswith("small.wav: Small, ")
    assert load_wav(Path("small.wav")).length > 20_000


def test_a_file_that_exists_is_replaced_only_by_force(coach):
    Path("small.wav").write_bytes(b"mine")
    ran = coach("export", "small.yaml", "-v", "tone", "-o", "small.wav")
    assert (ran.code, ran.err) == (
        2,
        "error: small.wav: the file exists\n  hint: --force replaces it\n",
    )
    assert Path("small.wav").read_bytes() == b"mine"
    assert coach("export", "small.yaml", "-v", "tone", "-o", "small.wav", "-f").code == 0
    assert load_wav(Path("small.wav")).length > 20_000


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("small.xyz", "expected a suffix that can be written, found '.xyz'"),
        ("small", "expected a suffix that can be written, found none"),
        ("no/small.wav", "there is no folder no"),
        ("folder.wav", "folder"),
    ],
)
@pytest.mark.parametrize("force", [(), ("--force",)], ids=["", "force"])
def test_a_place_that_cannot_be_written_is_refused_before_any_work(coach, output, said, force):
    Path("folder.wav").mkdir()
    before = sorted(Path().rglob("*"))
    ran = coach("export", "small.yaml", "-o", output, *force, COACH_CACHE="untouched")
    assert ran.code == 2
    assert said in ran.err
    assert sorted(Path().rglob("*")) == before


def test_where_takes_cannot_be_kept_a_note_says_so_and_the_file_is_there(coach):
    Path("cache").write_text("")
    ran = coach("export", "small.yaml", "-v", "tone", "-o", "s.wav", COACH_CACHE="cache")
    assert (ran.code, ran.err) == (0, "note: takes are not kept: cache/takes: Not a directory\n")
    assert load_wav(Path("s.wav")).length > 20_000


# voices, schema, config


def test_voices_lists_who_can_speak(coach):
    ran = coach("voices")
    assert ran.code == 0
    assert "espeak:en-us\ten-us\t\trobotic, GPL-3.0-or-later, espeak-ng\n" in ran.out
    assert "tone:middle\tzxx\t\tno words\n" in ran.out
    assert "espeak:de" not in ran.out
    assert "espeak:de" in coach("voices", "-v", "espeak", "-l", "de").out
    assert "tone" not in coach("voices", "-v", "espeak").out


def test_an_engine_that_is_none_is_refused(coach):
    ran = coach("voices", "-v", "festival")
    assert ran.code == 2
    assert "festival" in ran.err


def test_every_command_is_told_of_in_full_on_eighty_columns(coach, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    ran = coach("-h")
    assert "Commands:" in ran.out
    assert "..." not in ran.out.partition("Commands:")[2]


def test_words_without_a_letter_cannot_be_heard(coach):
    ran = coach("voices", "--say", "...")
    assert (ran.code, ran.err) == (2, "error: expected words to speak, found '...'\n")


def test_schema_is_a_json_schema(coach):
    assert "$schema" in json.loads(coach("schema", "routine").out)


def test_config_is_made_shown_and_used(coach, own_folders):
    path = own_folders / "config" / "config.yaml"
    ran = coach("config")
    assert ran.code == 0
    assert str(path) in ran.out
    made = path.read_text()
    assert all(line.startswith("#") or not line for line in made.splitlines())
    path.write_text(
        made.replace("# voice: espeak", "voice: tone").replace("# talk: full", "talk: bell")
    )
    assert [line.split() for line in coach("config").out.splitlines() if "talk" in line] == [
        ["talk", "bell"]
    ]
    first = coach("plan", "small.yaml").out.splitlines()[0]
    assert first.endswith(", tone 1 middle, bell")
    first = coach("plan", "small.yaml", "--talk", "full").out.splitlines()[0]
    assert first.endswith(", tone 1 middle, full")


CONFIG_TEXT = """\
voice: tone:low
player: recorder
length: 15m
talk: short
slow: true
easy: false
limits: [no-kneeling, knee]
without: [plank]
with: ["on, off", superman, "yes"]
plain: false
drawing: false
wait: true
keep_time: true
pause_on_move: false
lead_in: 9.999s
"""


def config_shown(coach) -> dict[str, str]:
    return dict(line.split(maxsplit=1) for line in coach("config").out.splitlines()[2:])


def test_the_config_is_shown_with_the_keys_and_values_of_its_file(coach, own_folders):
    path = own_folders / "config" / "config.yaml"
    shown = config_shown(coach)
    assert list(shown) == re.findall(r"^# (\w+): ", path.read_text(), re.MULTILINE)
    path.write_text("length: 900\nwith: superman\nkeep_time: yes\nlead_in: 2000 ms\n")
    assert (
        coach("config").out
        == f"""{path}

  voice         -
  player        -
  length        15m
  talk          auto
  goal          well
  slow          false
  easy          false
  limits        []
  without       []
  with          [superman]
  plain         false
  drawing       true
  wait          false
  keep_time     true
  pause_on_move true
  lead_in       2s
  bed           -
  rises         -
  weekly_goal   3
  ears          false
  headphones    false
  microphone    -
"""
    )


@pytest.mark.parametrize(
    "text",
    [
        CONFIG_TEXT,
        "voice: 'null'\nplayer: '- odd: #'\nlength: 1h1m\nlead_in: 0.007s\n",
        "voice: 'größer'\nplayer: '12'\nlength: 2:59:59\nwithout: ['a: b', '[c]', 'true']\n",
    ],
)
def test_what_the_config_shows_can_be_written_into_it(coach, own_folders, text):
    path = own_folders / "config" / "config.yaml"
    path.parent.mkdir()
    path.write_text(text)
    meant, shown = load_config(), config_shown(coach)
    given = [f"{key}: {value}\n" for key, value in shown.items() if value != "-"]
    path.write_text("".join(given))
    assert load_config() == meant
    assert config_shown(coach) == shown


@pytest.mark.parametrize("command", [("config",), ("plan", "small.yaml"), ("list",)], ids=str)
def test_a_mistake_in_the_config_is_told_with_its_place(coach, own_folders, command):
    path = own_folders / "config" / "config.yaml"
    path.parent.mkdir()
    path.write_text("voice: tone\ntlak: bell\nlength: soon\n")
    ran = coach(*command)
    assert ran.code == 1
    assert f"{path}:2:1: " in ran.err
    assert "talk" in ran.err
    assert f"{path}:3:9: expected a duration, found 'soon'" in ran.err


def test_every_example_of_the_config_can_be_taken_as_it_is(coach, own_folders):
    path = own_folders / "config" / "config.yaml"
    coach("config")
    lines = path.read_text().splitlines()
    taken = [
        line[2:] if ": " in line and line[2:].split(":")[0].isidentifier() else line
        for line in lines
    ]
    path.write_text("\n".join(taken))
    ran = coach("config")
    assert ran.code == 0, ran.err


def test_a_short_lead_in_can_be_settled_as_it_can_be_asked_for(coach, own_folders):
    path = own_folders / "config" / "config.yaml"
    path.parent.mkdir()
    path.write_text("lead_in: 0.3s\n")
    assert coach("config").code == 0
    path.write_text("lead_in: 11s\n")
    assert "expected a duration from 0" in coach("config").err


# Completion


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


# On a terminal


def on_terminal(*options: str, typed: str = "", interrupt: bool = False) -> tuple[int, str]:
    """Run coach on a terminal, type, and give its exit code and all that was shown.

    A signal just before a read is noticed after it: whoever waits presses once more.
    """
    leader, follower = pty.openpty()
    run = subprocess.Popen(
        [*COMMAND, *options],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment(),
        start_new_session=True,
    )
    os.close(follower)
    shown = b""
    deadline = time.monotonic() + 120
    again = 0.0
    os.write(leader, typed.encode())
    while time.monotonic() < deadline:
        ready, _, _ = select.select([leader], [], [], 0.1)
        try:
            piece = os.read(leader, 4096) if ready else b""
        except OSError:
            break
        shown += piece
        if interrupt and b"not now" in shown and time.monotonic() >= again:
            run.send_signal(signal.SIGINT)
            again = time.monotonic() + 5
        if not piece and run.poll() is not None:
            break
    os.close(leader)
    if run.poll() is None:
        run.kill()
    return run.wait(), shown.decode(errors="replace")


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


# What else may go wrong, and what a listener hears of it


def test_a_fault_of_the_coach_is_told_without_a_traceback(coach, monkeypatch):
    def fails():
        raise RuntimeError("odd")

    monkeypatch.setattr("coach.listener.config_loader.load_config", fails)
    ran = coach("config")
    assert ran.code == 70
    assert ran.err.startswith("error: coach failed: RuntimeError: odd\n  hint: this is a fault")
    with pytest.raises(RuntimeError, match="odd"):
        coach("config", COACH_DEBUG="1")


def test_a_config_that_cannot_be_made_is_told_and_what_holds_is_shown(coach, own_folders):
    (own_folders / "config").write_text("a file")
    ran = coach("config")
    assert (ran.code, "  goal " in ran.out) == (0, True)
    assert ran.err.startswith("note: ")
    assert "config.yaml: cannot be written: " in ran.err


def test_a_voice_can_be_heard_before_it_is_chosen(coach, monkeypatch):
    heard = []
    monkeypatch.setattr(RecorderPlayer, "write", lambda _self, pcm: heard.append(pcm))
    assert coach("voices", "-v", "tone", "--say", "Lift 2", "--player", "recorder").code == 0
    (pcm,) = heard
    assert pcm.samples.any()


def test_a_voice_that_cannot_speak_here_is_listed_with_the_reason(coach, monkeypatch):
    def fails(_cls):
        raise MachineError(Problem("espeak-ng is missing"))

    monkeypatch.setattr("coach.speech.voices.espeak.EspeakVoice.catalog", classmethod(fails))
    monkeypatch.setattr("coach.speech.voices.default_engine", lambda: "espeak")
    assert "espeak\t\tdefault\tdoes not speak here: espeak-ng is missing\n" in coach("voices").out
    monkeypatch.setattr("coach.cli.voice_list.is_plain", lambda: False)
    assert "  does not speak here: espeak-ng is missing\n" in coach("voices").out


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
