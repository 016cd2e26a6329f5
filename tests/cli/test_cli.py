"""The command line, run as a user runs it: what it says, where, and with which exit code."""

import json
from pathlib import Path

import pytest

from coach import __version__
from coach.errors import MachineError, Problem
from coach.live.players.recorder import RecorderPlayer
from coach.sound.audio import load_wav

COMMANDS = "list show plan play export check new voices schema config".split()


def test_version(coach):
    ran = coach("--version")
    assert (ran.code, ran.out) == (0, f"coach {__version__}\n")


def test_alone_and_not_on_a_terminal_it_shows_its_help(coach):
    ran = coach()
    assert ran.code == 0
    assert all(name in ran.out for name in COMMANDS)


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


def test_a_fault_of_the_coach_is_told_without_a_traceback(coach, monkeypatch):
    def fails():
        raise RuntimeError("odd")

    monkeypatch.setattr("coach.listener.config_loader.load_config", fails)
    ran = coach("config")
    assert ran.code == 70
    assert ran.err.startswith("error: coach failed: RuntimeError: odd\n  hint: this is a fault")
    with pytest.raises(RuntimeError, match="odd"):
        coach("config", COACH_DEBUG="1")


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
