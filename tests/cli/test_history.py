"""`coach history` and `coach pause`: weeks at a screen, as lines, as JSON and as a picture."""

import json
import os
import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from coach.cli.history_lines import HistoryWords
from coach.cli.history_screen import ASCII_SIGNS, UNICODE_SIGNS, print_screen
from coach.cli.kept_history import load_summary
from coach.script.library import load_phrases
from coach.system.paths import state_folder
from coach.timeline.dose import Dose
from coach.training.log_file import append_records
from coach.training.log_records import AnswerRecord, End, ExerciseRecord, Outcome
from coach.training.session_day import find_day
from coach.training.weeks import DayMark
from tests.commanding import at_terminal, run_coach
from tests.training.test_weeks import session

TODAY = find_day(datetime.now())
DAY = timedelta(days=1)
LOSS = re.compile(r"\b(0|no|none|missed|lost|broke|broken streak|streak|only|fail\w*|zero)\b", re.I)


def keep(*offsets, pain=None, last=None):
    done = ExerciseRecord("hip-flexor", Outcome.DONE, Dose(reps=2, hold=15_000), level=1)
    records = [session(TODAY - offset * DAY, done) for offset in offsets]
    if last:
        records.append(last)
    if pain is not None:
        records.append(AnswerRecord("a", datetime.now().astimezone(), TODAY, pain))
    append_records(state_folder(), records)


def test_an_empty_log_says_how_it_begins():
    ran = run_coach("history")
    assert ran.code == 0
    assert "coach play" in ran.out


def test_a_line_for_a_week_and_none_for_one_without_anything():
    keep(30, 29, 2, 1)
    ran = run_coach("history", "--plain")
    assert ran.code == 0
    weeks = [line for line in ran.out.splitlines() if line.startswith("Week of")]
    assert 2 <= len(weeks) <= 4
    assert "Hip flexor stretch: 4 times" in ran.out
    assert not LOSS.search(ran.out)


def test_a_session_that_was_broken_off_says_where():
    part = ExerciseRecord("plank", Outcome.PART, Dose(hold=20_000))
    stopped = replace(session(TODAY, part), end=End.STOPPED, at=124_000)
    keep(9, last=stopped)
    out = run_coach("history").out
    assert "Last time: Today: X, 10 min" in out
    assert "broken off at 2:04 of 10:00, in Plank" in out


def test_a_card_and_a_routine_that_are_gone_keep_their_names():
    gone = ExerciseRecord("my-old-one", Outcome.DONE, Dose())
    keep(last=session(TODAY, gone))
    assert "My old one: 1 time" in run_coach("history").out


def test_what_grew_is_told_in_words():
    grown = ExerciseRecord("hip-flexor", Outcome.DONE, Dose(reps=2, hold=25_000), level=3)
    keep(26, 20, last=session(TODAY, grown))
    assert "What grew: Hip flexor stretch: 15 to 25 s since" in run_coach("history").out


def test_pain_is_shown_on_the_screen_alone(tmp_path):
    keep(3, 2, pain=8)
    assert "Your back: 8 of ten, today; usually 8 over four weeks" in run_coach("history").out
    assert "pain" not in run_coach("history", "--json").out
    picture = tmp_path / "weeks.svg"
    assert run_coach("history", "-o", str(picture)).code == 0
    assert "of ten" not in picture.read_text()


def test_it_is_never_asked_about_who_never_answered():
    keep(2)
    assert "Your back" not in run_coach("history").out


def test_json_has_the_weeks():
    keep(8, 1)
    facts = json.loads(run_coach("history", "--json", "--weeks", "2").out)
    assert facts["goal"] == 3
    assert facts["weeks"][-1]["monday"] <= TODAY.isoformat()
    assert {len(week["marks"]) for week in facts["weeks"]} == {7}
    assert facts["exercises"][0]["name"] == "hip-flexor"


def test_the_goal_is_ones_own():
    keep(1)
    assert run_coach("config", "weekly_goal", "5").out == "weekly_goal 5\n"
    assert json.loads(run_coach("history", "--json").out)["goal"] == 5
    assert run_coach("config", "weekly_goal", "8").code == 2


@pytest.mark.parametrize("signs", [UNICODE_SIGNS, ASCII_SIGNS])
@pytest.mark.parametrize("columns", [40, 50, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(columns, signs, monkeypatch, capsys):
    part = ExerciseRecord("quadriceps", Outcome.PART, Dose(hold=20_000))
    keep(*range(40, 0, -2), last=replace(session(TODAY, part), end=End.STOPPED, at=124_000))
    monkeypatch.setenv("COLUMNS", str(columns))
    print_screen(load_summary(9), HistoryWords(load_summary(9), load_phrases("en")), signs)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= columns
    assert sum(signs.cells[DayMark.ACTIVE] in line for line in lines) >= 6
    assert signs is UNICODE_SIGNS or "".join(lines).isascii()
    # A figure is there whole, or not at all.
    assert not any(re.search(r"( o| of|  [0-9]+| m| mi) *$", line) for line in lines[:8])


def test_a_week_without_anything_is_a_blank_line_at_a_terminal():
    keep(30, 2)
    code, out = at_terminal("history", "--no-pager")
    assert code == 0
    weeks = [line for line in out.splitlines() if re.match(r" +[0-9]+ [A-Z][a-z]+", line)]
    assert len(weeks) in (5, 6)
    assert sum(bool(re.fullmatch(r" +[0-9]+ [A-Z][a-z]+", line.rstrip())) for line in weeks) >= 3
    assert not LOSS.search(out)


def test_a_picture_needs_a_name_that_says_so(tmp_path):
    keep(1)
    ran = run_coach("history", "-o", str(tmp_path / "weeks.pdf"))
    assert ran.code == 2
    assert "weeks.svg" in ran.err
    ran = run_coach("history", "-o", str(tmp_path / "weeks.svg"), "--weeks", "53")
    assert ran.code == 2
    (tmp_path / "mine.svg").write_text("mine")
    assert run_coach("history", "-o", str(tmp_path / "mine.svg")).code == 2
    assert (tmp_path / "mine.svg").read_text() == "mine"


def test_damaged_lines_are_told_of_and_the_rest_is_shown():
    keep(1)
    (path,) = state_folder().glob("log-*.jsonl")
    path.write_bytes(path.read_bytes() + b"{damaged\n")
    ran = run_coach("history")
    assert ran.code == 0
    assert "1 line cannot be read" in ran.err
    assert "Hip flexor stretch" in ran.out


def test_a_pause_is_kept_for_its_owner_alone_and_shown_in_its_week():
    keep(9)
    umask = os.umask(0)
    try:
        assert run_coach("pause").code == 0
    finally:
        os.umask(umask)
    assert (state_folder() / "pauses.json").stat().st_mode & 0o777 == 0o600
    assert json.loads(run_coach("history", "--json").out)["paused"]
    assert "pause" in run_coach("history").out
    assert run_coach("pause", "--end").code == 0
    assert not json.loads(run_coach("history", "--json").out)["paused"]
    assert "No pause is on" in run_coach("pause", "--end").out


@pytest.mark.parametrize("until", ["2026-13-01", "tomorrow", "2020-01-01", ""])
def test_a_pause_needs_a_last_day_from_today_on(until):
    ran = run_coach("pause", until)
    assert ran.code == 2
    assert "hint:" in ran.err
    assert not (state_folder() / "pauses.json").exists()


@pytest.mark.parametrize("content", ["[]", "{", '{"pauses": 3}', '{"pauses": [{"from": 1}, 2]}'])
def test_a_damaged_note_of_pauses_counts_as_none(content):
    keep(1)
    (state_folder() / "pauses.json").write_text(content)
    ran = run_coach("history", "--json")
    assert ran.code == 0
    assert not json.loads(ran.out)["paused"]


def test_who_forgets_everything_keeps_no_pause():
    keep(1)
    assert run_coach("pause").code == 0
    assert run_coach("history", "forget", "--all", "--yes").code == 0
    assert not (state_folder() / "pauses.json").exists()
