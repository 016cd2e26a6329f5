"""What was done elsewhere is entered, changed, taken back and forgotten; by whom, is kept apart."""

import os
import stat
import sys
from datetime import date, datetime, timedelta

import pytest

from coach.listener.config_loader import config_path
from coach.system.paths import shared_state_folder, state_folder
from coach.timeline.dose import Dose
from coach.training.export_ledger import keep_mark
from coach.training.export_mark import ExportMark, MarkedExercise
from coach.training.log_file import append_record, list_log_files, read_log
from coach.training.log_records import AnswerRecord, End, ExerciseRecord, Outcome
from coach.training.session_day import find_day
from tests.commanding import at_terminal, run_coach
from tests.training.logs import LATER, make_session

MARK = ExportMark(
    "S387K5EBV7KW0YD4",
    "lower-back",
    1_200_000,
    (
        MarkedExercise(ExerciseRecord("bridge", Outcome.UNREACHED, Dose(reps=5), level=3), 60, 600),
        MarkedExercise(ExerciseRecord("plank", Outcome.UNREACHED, Dose()), 700_000, 800_000),
    ),
)


def log():
    return read_log(state_folder(), datetime.now().astimezone())


@pytest.fixture
def code():
    keep_mark(state_folder(), MARK)
    return MARK.code


def test_a_code_enters_what_its_export_holds(code):
    assert run_coach("done", f"{code[:3].lower()}-{code[3:]}").code == 0
    [session] = log().sessions
    assert (session.routine, session.heard, session.end) == ("lower-back", 1_200_000, End.BY_HAND)
    assert session.day == find_day(datetime.now())
    assert [one.outcome for one in session.exercises] == [Outcome.DONE] * 2
    assert [one.level for one in session.exercises] == [None, None]


def test_what_is_entered_twice_counts_once_unless_it_is_said(code):
    for options, count in (((), 1), ((), 1), (("--until", "13:00"), 1), (("--again",), 2)):
        assert run_coach("done", code, *options).code == 0
        assert len(log().sessions) == count
    assert {one.heard for one in log().sessions} == {780_000, 1_200_000}


def test_how_far_one_came_and_when(code):
    assert run_coach("done", code, "--yesterday", "--until", "12:00").code == 0
    [session] = log().sessions
    assert session.day == find_day(datetime.now()) - timedelta(days=1)
    assert [one.outcome for one in session.exercises] == [Outcome.DONE, Outcome.PART]


def test_only_what_was_all_done_counts_towards_more(code):
    assert run_coach("done", code, "--all").code == 0
    assert [one.level for one in log().sessions[0].exercises] == [3, None]


def test_a_name_and_minutes_enter_what_would_have_been_planned():
    assert run_coach("done", "lower", "back", "5", "--on", "2026-11-02").code == 0
    [session] = log().sessions
    assert (session.day, session.asked) == (date(2026, 11, 2), 300_000)
    assert {one.exercise for one in session.exercises} >= {"pelvic-tilt", "breathing"}
    assert all(len(one.words) == 8 for one in session.exercises)


def test_minutes_that_a_session_cannot_have_count_for_the_week_alone():
    ran = run_coach("done", "lower-back", "1")
    assert (ran.code, "not known" in ran.err) == (0, True)
    assert not log().sessions[0].exercises


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["BCDFGH"], "nothing of that code was exported here"),
        (["none.mp3"], "none.mp3: no such file"),
        (["none.html"], "none.html: no such file"),
        (["nowhere", "20"], "no routine is called 'nowhere'"),
        (["lower-back"], "expected its MINUTES"),
        (["lower-back", "soon"], "expected MINUTES, found 'soon'"),
        (["lower-back", "0"], "expected MINUTES, found '0'"),
        (["lower-back", "4000"], "expected MINUTES, found '4000'"),
        (["lower-back", "nan"], "expected MINUTES, found 'nan'"),
        (["lower-back", "5", "--on", "soon"], "--on: expected a day"),
        (["lower-back", "5", "--on", "2999-01-01"], "still to come"),
        (["lower-back", "5", "--on", "0001-01-01"], "expected a day since"),
        (["lower-back", "5", "--on", "2026-01-01", "--yesterday"], "found both"),
        (["lower-back", "5", "--until", "6:00"], "the session lasts 5:00"),
        (["lower-back", "5", "--until", "late"], "--until: expected"),
    ],
)
def test_what_cannot_be_entered_is_refused(words, message):
    ran = run_coach("done", *words)
    assert (ran.code, message in ran.err) == (2, True), ran.err
    assert not list_log_files(state_folder())


def test_a_file_of_another_program_is_refused(tmp_path):
    path = tmp_path / "a.mp3"
    path.write_bytes(b"ID3 and so on")
    ran = run_coach("done", str(path))
    assert (ran.code, "do not say which session" in ran.err) == (2, True)


def test_what_was_entered_last_is_taken_back_first():
    append_record(state_folder(), make_session(5))
    append_record(state_folder(), make_session(1))
    assert run_coach("undo").code == 0
    assert [one.day for one in log().sessions] == [make_session(5).day]
    assert run_coach("history", "undo").code == 0
    assert run_coach("undo").code == 2


def test_what_was_changed_is_not_what_was_entered_last():
    first, last = make_session(1), make_session(5)
    append_record(state_folder(), first)
    append_record(state_folder(), last)
    assert run_coach("history", "edit", first.id, "end=stopped").code == 0
    assert run_coach("undo").code == 0
    assert [one.id for one in log().sessions] == [first.id]


def test_a_record_is_changed_and_its_earlier_state_stays():
    record = make_session(0, ExerciseRecord("bridge", Outcome.DONE, Dose()))
    append_record(state_folder(), record)
    changes = ("end=stopped", "minutes=12", "bridge=part", "day=2026-11-01")
    assert run_coach("history", "edit", record.id[:25], *changes).code == 0
    [changed] = log().sessions
    assert (changed.end, changed.heard, changed.day) == (End.STOPPED, 720_000, date(2026, 11, 1))
    assert changed.exercises[0].outcome is Outcome.PART
    assert len(list_log_files(state_folder())[0][1].read_text().splitlines()) == 2
    assert "nothing changed" in run_coach("history", "edit", "end=stopped").out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["edit", "01ZZZZZZ", "end=done"], "no record '01ZZZZZZ'"),
        (["edit", "last", "end=ended"], "end: expected done"),
        (["edit", "last", "colour=red"], "found 'colour'"),
        (["edit", "last", "minutes=none"], "minutes: expected minutes, more than none"),
        (["edit", "last", "minutes=nan"], "minutes: expected minutes, more than none"),
        (["edit", "last", "minutes=inf"], "minutes: expected minutes, more than none"),
        (["edit", "last", "routine="], "routine: expected the name of a routine, found ''"),
        (["edit", "last", "day=soon"], "day: expected a day"),
        (["edit", "last"], "expected KEY=VALUE"),
        (["edit", "last", "end"], "expected KEY=VALUE, found 'end'"),
        (["undo", "last"], "found 'last'"),
        (["frget"], "did you mean 'forget'?"),
        (["forget"], "expected what to forget"),
        (["forget", "last", "--all"], "expected what to forget"),
        (["forget", "last"], "expected somebody at a terminal"),
        (["forget", "--before", "soon", "--yes"], "--before: expected a day"),
        (["--yes"], "--yes goes with coach history forget"),
        (["export"], "expected one FILE"),
        (["export", "log.txt"], "ends in .csv or .jsonl"),
        (["import"], "expected a FILE"),
        (["import", "none.csv"], "no such file"),
        (["import", __file__], "expected a log of coach"),
    ],
)
def test_what_cannot_be_done_with_a_log_is_refused(words, message):
    append_record(state_folder(), make_session())
    before = log()
    ran = run_coach("history", *words)
    assert (ran.code, message in ran.err) == (2, True), ran.err
    assert log() == before


def test_a_record_is_changed_in_an_editor(monkeypatch, tmp_path):
    append_record(state_folder(), make_session())
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys, pathlib\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.read_text().replace('end: done', 'end: stopped'))\n"
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
    code, shown = at_terminal("history", "edit")
    assert (code, "changed: " in shown) == (0, True)
    assert log().sessions[0].end is End.STOPPED
    monkeypatch.setenv("VISUAL", "no-such-editor")
    code, shown = at_terminal("history", "edit")
    assert (code, "cannot be started" in shown) == (3, True)


def test_forgetting_asks_first():
    append_record(state_folder(), make_session())
    assert at_terminal("history", "forget", "--all", talk=[("[y/N]", "n\n")])[0] == 0
    assert log().sessions
    assert at_terminal("history", "forget", "last", talk=[("[y/N]", "y\n")])[0] == 0
    assert not log().sessions


def test_forgetting_all_leaves_nothing_of_what_was_done(code):
    append_record(state_folder(), make_session())
    [(_, path)] = list_log_files(state_folder())
    path.write_bytes(path.read_bytes() + b"damage")
    assert run_coach("history", "forget", "--all", "--yes").code == 0
    assert list(state_folder().iterdir()) == []
    assert run_coach("done", code).code == 2


def test_forgetting_what_came_before_a_day():
    append_record(state_folder(), make_session())
    append_record(state_folder(), make_session(10))
    assert run_coach("history", "forget", "--before", "2026-11-05", "--yes").code == 0
    assert [one.day for one in log().sessions] == [make_session(10).day]


@pytest.mark.parametrize("name", ["log.csv", "log.jsonl", "log.json"])
def test_a_log_goes_to_another_machine_and_nobody_else_reads_it(tmp_path, name):
    append_record(state_folder(), make_session(limits=("no-kneeling",)))
    start = make_session().start
    append_record(state_folder(), AnswerRecord("a", start, start.date(), 7))
    before, path = log(), tmp_path / name
    ran = run_coach("history", "export", str(path))
    assert "pain and limits" in ran.err
    assert "kneeling" not in path.read_text()
    assert run_coach("history", "export", str(path), "--health", "--force").code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 or os.name != "posix"
    assert run_coach("history", "forget", "--all", "--yes").code == 0
    assert run_coach("history", "import", str(path)).out.endswith("2 added\n")
    assert (log().sessions, log().answers) == (before.sessions, before.answers)


def test_what_cannot_be_read_of_a_file_is_told_by_its_lines(tmp_path):
    append_record(state_folder(), make_session())
    [(_, path)] = list_log_files(state_folder())
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(b"what\n" + path.read_bytes())
    ran = run_coach("history", "import", str(copy))
    assert (ran.code, "line 1 cannot be read" in ran.err) == (0, True)


def test_damage_is_told_once_and_again_when_there_is_more():
    append_record(state_folder(), make_session())
    [(_, path)] = list_log_files(state_folder())
    for _ in range(2):
        with path.open("ab") as file:
            file.write(b"damage\n")
        assert "cannot be read" in run_coach("history").err
        assert "cannot be read" not in run_coach("history").err


def test_each_of_several_people_has_a_log_and_settings_of_their_own(monkeypatch):
    append_record(state_folder(), make_session())
    monkeypatch.setenv("COACH_PROFILE", "Anna Lena")
    assert state_folder() == shared_state_folder() / "profiles" / "anna-lena"
    assert config_path().parent.name == "anna-lena"
    ran = run_coach("done", "lower-back", "5")
    assert "for Anna Lena, of whom nothing is kept yet" in ran.err
    assert len(log().sessions) == 1
    assert "note: for Anna Lena\n" in run_coach("history").err
    assert run_coach("history", "forget", "--all", "--yes").code == 0
    monkeypatch.setenv("COACH_PROFILE", "")
    assert read_log(state_folder(), LATER).sessions == (make_session(id=log().sessions[0].id),)


def test_a_name_goes_before_the_command():
    code, shown = at_terminal("--for", "ben", "done", "lower-back", "5")
    assert (code, "for ben" in shown) == (0, True)
    assert len(list_log_files(shared_state_folder() / "profiles" / "ben")) == 1
    assert not list_log_files(shared_state_folder())


@pytest.mark.parametrize("name", ["../x", "/", ".", "a/b", "con", "x" * 41, "a\nb", "-", "_"])
def test_what_can_be_no_name_is_refused(monkeypatch, name):
    monkeypatch.setenv("COACH_PROFILE", name)
    ran = run_coach("history")
    assert ran.code == 2, ran
    assert not shared_state_folder().exists()


@pytest.mark.skipif(os.name != "posix", reason="rights of a POSIX file")
@pytest.mark.parametrize("umask", [0o000, 0o022], ids=oct)
def test_all_that_is_kept_of_anybody_is_theirs_alone(monkeypatch, umask):
    monkeypatch.setenv("COACH_PROFILE", "anna")
    before = os.umask(umask)
    try:
        keep_mark(state_folder(), MARK)
        answers = "emergency=no,urgent=no,bones=no,operation=no,pregnant=no,heart=no"
        assert run_coach("screen", "--answer", answers).code == 0
        assert run_coach("config", "talk", "short").code == 0
        assert run_coach("done", MARK.code).code == 0
    finally:
        os.umask(before)
    for base in (shared_state_folder(), config_path().parents[2]):
        for path in (base, *base.rglob("*")):
            wanted = 0o700 if path.is_dir() else 0o600
            assert stat.S_IMODE(path.stat().st_mode) == wanted, path
    assert (state_folder() / "screening.json").is_file()
