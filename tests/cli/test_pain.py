"""`coach pain`, the question before a session, and that no answer leaves the machine."""

import json
import stat
import sys
from dataclasses import asdict, replace
from datetime import datetime, timedelta

import pytest

from coach.cli.question_before import change_session
from coach.errors import MachineError, Problem
from coach.live.status import Status
from coach.plan.request import SessionRequest
from coach.system.notes import Notes
from coach.system.paths import state_folder
from coach.training.back_consent import read_consent, write_consent
from coach.training.back_question import AskBack
from coach.training.log_file import append_record, read_log
from coach.training.log_records import AnswerRecord
from coach.training.record_ids import make_id
from coach.training.session_day import find_day
from tests.commanding import run_coach

GENTLE = "A gentle one for today: coach play flare-up, or coach play breathing.\n"
SCRIPT = "title: Quick\nsteps: [Lie down., {hold: 10s}, Rest., {silence: 15s}, Get up.]\n"


def answers() -> list[tuple[int, str]]:
    log = read_log(state_folder(), datetime.now().astimezone())
    return [(one.pain, str(one.occasion)) for one in log.answers]


def sessions():
    return read_log(state_folder(), datetime.now().astimezone()).sessions


def said(pain: int, days: int = 0) -> None:
    now = datetime.now().astimezone() - timedelta(days=days)
    append_record(state_folder(), AnswerRecord(make_id(now), now, find_day(now), pain))


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "quick.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return str(path)


# By hand


def test_an_answer_is_kept_privately_and_shown():
    assert run_coach("pain", "3").out == "Kept: 3 of 10.\n"
    assert answers() == [(3, "hand")]
    (path,) = state_folder().glob("log-*.jsonl")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    shown = run_coach("pain").out
    assert "3 of 10" in shown
    assert "no diagnosis" in shown


def test_the_last_answer_can_be_taken_back():
    run_coach("pain", "3")
    run_coach("pain", "8")
    assert run_coach("pain", "--undo").out.startswith("Taken back: 8 of 10")
    assert [pain for pain, _ in answers()] == [3]
    run_coach("pain", "--undo")
    (path,) = state_folder().glob("log-*.jsonl")
    assert '"pain"' not in path.read_text("utf-8")  # erased, not only crossed out
    ran = run_coach("pain", "--undo")
    assert (ran.code, ran.err) == (2, "error: there is no answer to take back\n")


@pytest.mark.parametrize(
    ("pain", "then"),
    [
        ("4", "Kept: 4 of 10: about the same as lately.\n"),
        ("5", "Kept: 5 of 10: more than lately.\nThe next session of today is an easy one.\n"),
        (
            "6",
            f"Kept: 6 of 10: more than lately.\n{GENTLE}",
        ),
        ("1", "Kept: 1 of 10: less than lately.\n"),
    ],
)
def test_it_says_what_an_answer_changes_and_no_more(pain, then):
    said(3, days=7)
    assert run_coach("pain", pain).out == then


@pytest.mark.parametrize("wrong", ["11", "-1", "two", "3.5", "²", "1" * 5_000, ""])
def test_what_is_no_number_is_refused(wrong):
    ran = run_coach("pain", "--", wrong)
    assert (ran.code, ran.out) == (2, "")
    assert "expected a whole number from 0 to 10" in ran.err
    assert answers() == []


def test_every_answer_can_be_forgotten():
    run_coach("pain", "--ask", "weekly")
    run_coach("pain", "3")
    run_coach("pain", "4")
    assert run_coach("pain", "--forget").code == 0
    assert answers() == []
    assert run_coach("pain").out.startswith("coach does not ask.")
    assert not any('"pain"' in path.read_text("utf-8") for path in state_folder().glob("log-*"))


def test_consent_is_set_and_shown():
    assert run_coach("pain").out.startswith("coach does not ask.")
    assert run_coach("pain", "--ask", "weekly").out.startswith("coach asks once a week.")
    assert run_coach("pain").out.startswith("coach asks once a week.")
    assert read_consent(Notes(state_folder())).ask is AskBack.WEEKLY
    ran = run_coach("pain", "--ask", "week")
    assert (ran.code, ran.err.splitlines()[1]) == (2, "  hint: did you mean 'weekly'?")
    assert run_coach("pain", "3", "--undo").code == 2


def test_a_full_disk_is_told(monkeypatch):
    def fail(*_):
        raise MachineError(Problem("log: cannot be written: no space"))

    monkeypatch.setattr("coach.training.log_file.append_record", fail)
    ran = run_coach("pain", "3")
    assert (ran.code, ran.out) == (3, "")
    assert "cannot be written" in ran.err


# What it changes


@pytest.mark.parametrize("pain", range(11))
def test_an_answer_only_ever_makes_a_session_easier(pain):
    asked = SessionRequest(length=600_000, easy=False)
    changed = change_session("lower-back", asked, pain, usual=3)
    assert changed.easy is (pain >= 5)
    assert ("acute-flare" in changed.filters.limits) is (pain >= 6)
    assert changed.is_sore is (pain >= 4)
    assert replace(changed, easy=False, is_sore=False, filters=asked.filters) == asked
    flare = change_session("flare-up", asked, pain, usual=3)
    assert replace(flare, is_sore=False) == asked


def test_the_rule_of_comfort_is_another_for_a_back_that_hurts_already():
    from coach.pipeline import prepare_session

    def safety(request: SessionRequest) -> str:
        clips = prepare_session("lower-back", request).timeline.clips
        return " ".join(clip.source.text for clip in clips if clip.kind == "safety")

    asked = SessionRequest("tone", length=900_000)
    usual, sore = safety(asked), safety(change_session("lower-back", asked, 4, usual=4))
    assert "past three" in usual
    assert "past three" not in sore
    assert "Nothing should add to the pain you have now" in sore
    for line in ("Stop for sharp", "Get emergency help"):
        assert line in usual
        assert line in sore


# Aloud


def play_at_terminal(script: str, *talk: tuple[str, str]) -> str:
    from tests.terminals import shell

    with shell(100, 30) as terminal:
        command = f"{sys.executable} -m coach play {script} --voice tone --player recorder"
        terminal.type(f'{command} --plain; echo en""ded\n')
        for shown, typed in talk:
            terminal.wait_for(shown, 30)
            terminal.type(typed)
        terminal.wait_for("ended", 60)
        terminal.wait_for("$ ", 30)
        return terminal.shown


posix = pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")


@pytest.fixture
def screened():
    from coach.listener.screening_result import write_screening_skipped

    write_screening_skipped(Notes(state_folder()))


QUESTION = "Press a number, or wait."


@posix
@pytest.mark.usefixtures("screened")
def test_nobody_is_asked_unasked_and_it_is_offered_once(script):
    first = play_at_terminal(script)
    assert QUESTION not in first
    assert "coach pain --ask weekly" in " ".join(first.split())
    again = play_at_terminal(script)
    assert QUESTION not in again
    assert "--ask" not in again
    assert answers() == []


@posix
@pytest.mark.usefixtures("screened")
def test_it_is_asked_before_the_session_whose_length_stays(script):
    play_at_terminal(script)
    write_consent(Notes(state_folder()), AskBack.EACH_TIME, find_day(datetime.now()))
    shown = play_at_terminal(script, (QUESTION, "3"))
    assert answers()[0] == (3, "before")
    first, second = sessions()
    assert (first.asked, first.heard) == (second.asked, second.heard)
    assert not second.easy
    assert "3 of 10" not in shown


@posix
@pytest.mark.usefixtures("screened")
def test_ten_is_a_one_and_a_nought_and_what_is_offered_may_be_left(script):
    write_consent(Notes(state_folder()), AskBack.WEEKLY, find_day(datetime.now()))
    shown = play_at_terminal(script, (QUESTION, "10"), ("or two for breathing", "n"))
    assert answers()[0] == (10, "before")
    (session,) = sessions()
    assert session.easy
    assert "acute-flare" in session.limits
    assert "easy" in shown
    # Once a week: now it is not asked again.
    assert QUESTION not in play_at_terminal(script)


@posix
@pytest.mark.usefixtures("screened")
def test_q_at_the_question_leaves_and_the_terminal_is_as_it_was(script):
    write_consent(Notes(state_folder()), AskBack.WEEKLY, find_day(datetime.now()))
    shown = play_at_terminal(script, (QUESTION, "q"))
    assert "Quick" not in shown.split(QUESTION)[1]
    assert sessions() == ()
    # It was asked, and this week it is not asked again.
    assert QUESTION not in play_at_terminal(script)


def test_a_pipe_is_not_asked_without_consent(script):
    ran = run_coach("play", script, "--voice", "tone", "--player", "recorder")
    assert ran.code == 0
    assert QUESTION not in ran.out + ran.err


# It stays here


def test_no_export_knows_of_an_answer(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")

    def export(name: str) -> dict[str, bytes]:
        folder = tmp_path / name
        folder.mkdir()
        options = ("--voice", "tone", "--seed", "7", "--all", str(folder), "--minutes", "8")
        ran = run_coach("export", "lower-back", *options)
        assert ran.code == 0, ran.err
        # The list of a folder has the times of its files.
        files = [path for path in folder.iterdir() if path.name != "manifest.json"]
        return {path.name: path.read_bytes() for path in files}

    before = export("before")
    said(9)
    run_coach("pain", "--ask", "each-time")
    assert export("after") == before


def test_no_status_has_a_place_for_an_answer():
    fields = asdict(Status(None, ""))  # type: ignore[arg-type]
    assert not {"pain", "answer", "back"} & set(fields)
    assert fields["asks"] is False


def test_what_is_kept_is_all_in_the_state_folder():
    run_coach("pain", "--ask", "weekly")
    run_coach("pain", "3")
    names = {path.name.split("-20")[0] for path in state_folder().iterdir()}
    assert names <= {"back-question.json", "log", "log.lock"}
    for path in state_folder().iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads((state_folder() / "back-question.json").read_bytes())["ask"] == "weekly"
