"""`coach today` and `coach back`: what is offered, why, what is typed, and what is played."""

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from coach.cli import today as today_command
from coach.cli.today_answers import Choice, read_choice
from coach.cli.today_lines import Proposal
from coach.listener.likes import Likes, load_likes, write_likes
from coach.script.talk_level import TalkLevel
from coach.system.notes import Notes
from coach.system.paths import state_folder
from coach.timeline.dose import Dose
from coach.training.log_file import append_record
from coach.training.log_records import End, ExerciseRecord, Outcome, SessionRecord
from coach.training.session_day import find_day
from coach.training.session_offer import Offer, Reason
from tests.commanding import at_terminal, run_coach

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=timezone(timedelta(hours=1)))
DOSE = Dose(sets=1, reps=5, hold=0, breaths=0, time=0, pause=0, rest=0)


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(today_command, "read_clock", lambda: NOON)


def did(days_ago: int, minutes: int = 20, routine: str = "lower-back", heard: int = 0) -> None:
    """Log a session; with `heard` it was broken off after so many minutes."""
    start = NOON - timedelta(days=days_ago, hours=1)
    names = ("bridge", "bird-dog", "plank")
    exercises = tuple(ExerciseRecord(name, Outcome.DONE, DOSE) for name in names)
    length = minutes * 60_000
    record = SessionRecord(f"{days_ago}", start, find_day(start), routine, length, length)
    if heard:
        record = replace(record, heard=heard * 60_000, end=End.STOPPED)
    append_record(state_folder(), replace(record, exercises=exercises))


def test_an_empty_log_says_so_and_tells_of_the_questions():
    lines = run_coach("today").out.splitlines()
    assert lines[0] == "Lower back, 20 minutes"
    assert lines[1].startswith("No session is done yet")
    assert lines[2].startswith("Six short questions")
    assert lines[3] == "coach play lower-back --minutes 20"
    run_coach("screen", "--skip")
    assert "questions" not in run_coach("today").out


def test_the_lines_say_why_and_the_last_is_the_command():
    did(3, 15)
    ran = run_coach("today", "--print")
    assert ran.out == (
        "Lower back, 15 minutes\n"
        "Strength was 3 days ago, so it is due.\n"
        "coach play lower-back --minutes 15\n"
    )
    did(1, 15)
    assert "yesterday: a short one will do" in run_coach("today").out


def test_what_is_done_today_is_done():
    did(0)
    assert run_coach("today").out.startswith("Done for today. If you like:\nWalk, 20 minutes\n")


def test_what_was_broken_off_today_can_go_on():
    did(0, heard=6)
    assert run_coach("today", "--print").out == (
        "Lower back, 20 minutes\n"
        "You broke it off today: go on with it, if you like.\n"
        "coach play lower-back --minutes 20\n"
        "coach play walk\n"
        "coach play breathing\n"
    )


def test_as_json_it_is_one_object():
    did(20)
    found = json.loads(run_coach("today", "--json").out)
    assert found["reason"] == "away"
    assert (found["routine"], found["length_ms"]) == ("lower-back", 600_000)
    assert (found["easy"], found["full_words"]) == (True, True)
    assert found["command"] == [
        *("coach", "play", "lower-back", "--minutes", "10", "--easy", "--talk", "full")
    ]


def test_wishes_for_today_come_into_the_command():
    did(3)
    assert run_coach("today", "-m", "12", "--easy", "--teach").out.endswith(
        "coach play lower-back --minutes 12 --easy --talk full\n"
    )
    ran = run_coach("today", "--minutes", "90")
    assert (ran.code, "a minute at least, and 45 at most" in ran.err) == (2, True)


def test_a_length_that_was_set_holds_as_far_as_the_routine_goes(monkeypatch):
    run_coach("config", "length", "40m")
    assert run_coach("today").out.startswith("Lower back, 40 minutes\n")
    did(3)
    monkeypatch.setattr(today_command, "read_clock", lambda: NOON.replace(hour=7))
    assert run_coach("today").out.startswith("Morning, 25 minutes\n")


def test_the_hour_behind_getting_up_is_morning():
    did(3)
    assert run_coach("config", "rises", "11:30").out == "rises '11:30'\n"
    assert run_coach("today").out.startswith("Morning, 10 minutes\n")
    assert run_coach("config", "rises", "09:30").code == 0
    assert run_coach("today").out.startswith("Lower back")
    for wrong in ("soon", "24:00", "7", "6:5", "[6:30]"):
        ran = run_coach("config", "rises", wrong)
        assert (ran.code, ran.out) == (2, "")
        assert "expected a time of day" in ran.err


def test_where_the_questions_said_stop_it_refuses_with_the_advice():
    run_coach("screen", "--answer", "emergency=yes")
    for options in ((), ("--print",)):
        ran = run_coach("today", *options)
        assert (ran.code, ran.out) == (1, "")
        assert "your answers to coach screen say not to start" in ran.err
    ran = run_coach("today", "--json")
    assert (ran.code, json.loads(ran.out)["routine"]) == (1, None)


def test_a_damaged_log_and_cards_that_are_gone_are_no_reason_to_fail():
    did(3)
    (path,) = state_folder().glob("log-*.jsonl")
    with path.open("ab") as file:
        file.write(b'{"v": 1, "id"\n\xff\xfe\n')
    assert run_coach("today").code == 0


PROPOSAL = Proposal(Offer(Reason.STRENGTH, "lower-back"), "Lower back", 1_200_000, 2_700_000)
USUAL = {"name": "lower-back", "minutes": "20"}


@pytest.mark.parametrize(
    ("typed", "options"),
    [
        ("", USUAL),
        ("Y", USUAL),
        ("15", USUAL | {"minutes": "15"}),
        (" 7.5 ", USUAL | {"minutes": "7.5"}),
        ("12:30", USUAL | {"minutes": "12.5"}),
        ("15 minutes", USUAL | {"minutes": "15"}),
        ("e", USUAL | {"easy": True}),
        ("Easier", USUAL | {"easy": True}),
        ("e 15", USUAL | {"minutes": "15", "easy": True}),
        ("15e", USUAL | {"minutes": "15", "easy": True}),
        ("o", {}),
        ("walk", {"name": "walk"}),
        ("Desk break", {"name": "desk-break"}),
    ],
)
def test_what_is_typed_says_what_is_played(typed, options):
    assert read_choice(typed, PROPOSAL) == Choice(options)


@pytest.mark.parametrize(
    "typed", ["0", "46", "1e9", "plenty", "e e e", "-3", "²", "15 25", "\x1b[A"]
)
def test_what_is_not_understood_asks_again_and_says_what_can_be(typed, capsys):
    assert read_choice(typed, PROPOSAL) is None
    assert capsys.readouterr().out


def test_who_is_done_leaves_it_at_that_with_return():
    done = Proposal(Offer(Reason.DONE, "walk"), "Walk", 1_200_000, 3_600_000)
    assert not read_choice("", done).plays
    assert read_choice("y", done).options == {"name": "walk", "minutes": "20"}
    assert read_choice("30", done).options == {"name": "walk", "minutes": "30"}
    assert not read_choice("q", PROPOSAL).plays


def test_every_word_is_said_to_who_was_away():
    away = Proposal(Offer(Reason.AWAY, "hips"), "Hips", 600_000, 1_800_000, easy=True, teach=True)
    assert read_choice("", away).options == {
        "name": "hips",
        "minutes": "10",
        "easy": True,
        "talk": TalkLevel.FULL,
    }


@pytest.mark.parametrize("command", [("today",), ()])
def test_at_a_terminal_return_begins_it(command, tmp_path, monkeypatch):
    run_coach("screen", "--skip")
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "home"))
    folder = tmp_path / "home" / "routines"
    folder.mkdir(parents=True)
    (folder / "lower-back.yaml").write_text("title: Mine\nsteps: [Lie down.]\n")
    run_coach("config", "voice", "tone")
    run_coach("config", "player", "recorder")
    code, shown = at_terminal(*command, talk=[("> ", "99\n"), ("> ", "\n")])
    assert code == 0, shown
    assert "Mine\n" in shown
    assert "a length of its own" in shown


def test_at_a_terminal_one_may_leave_or_choose_another():
    run_coach("screen", "--skip")
    code, shown = at_terminal("today", talk=[("> ", "q\n")])
    assert (code, "Return" in shown) == (0, True)
    code, shown = at_terminal("today", talk=[("> ", "\x03")])
    assert code == 130


# coach back


def kept() -> Likes:
    return load_likes(Notes(state_folder()))


def test_back_takes_any_spelling_and_says_what_was():
    write_likes(Notes(state_folder()), Likes(("plank", "bird-dog"), ("bridge",), ("wall-sit",)))
    assert (
        run_coach("back", "PLANK").out == "plank comes as usual again; it was left out for good\n"
    )
    assert run_coach("back", "Bird", "dog,", "bridge").out.splitlines() == [
        "bird-dog comes as usual again; it was left out for good",
        "bridge comes as usual again; it came more often",
    ]
    assert kept() == Likes(less=("wall-sit",))
    assert run_coach("back", "plank").out == "plank comes as usual already\n"
    assert run_coach("back", "--all").code == 0
    assert kept() == Likes()
    assert "Every exercise comes as usual" in run_coach("back").out


def test_back_refuses_what_is_no_exercise():
    write_likes(Notes(state_folder()), Likes(("plank",)))
    ran = run_coach("back", "plnak")
    assert (ran.code, ran.out) == (2, "")
    assert "no exercise is called 'plnak'\n  hint: did you mean 'plank'?" in ran.err
    assert run_coach("back", "plank", "--all").code == 2
    assert kept() == Likes(("plank",))


def test_config_shows_what_was_said_in_sessions():
    assert "Said in sessions" not in run_coach("config").out
    write_likes(Notes(state_folder()), Likes(("plank",), less=("bridge",)))
    out = run_coach("config").out
    assert re.search(r"left out for good +plank\n +less often +bridge\n", out)
    found = json.loads(run_coach("config", "--json").out)
    assert found["likes"] == {"never": ["plank"], "more": [], "less": ["bridge"]}


def plan(*options: str) -> str:
    return run_coach("plan", "lower-back", "-m", "45", "-v", "tone", "-s", *options).out


def test_what_is_left_out_for_good_comes_only_where_it_is_asked_for_today():
    write_likes(Notes(state_folder()), Likes(("plank", "no-such-card")))
    assert "Plank: for good, as you said; coach back plank" in plan()
    assert "Plank: for good" in plan("--without", "bridge")
    asked = plan("--with", "Plank")
    assert "Plank: for good" not in asked
    assert re.search(r"\d:\d\d +Plank", asked)


def test_a_limit_beats_every_like():
    write_likes(Notes(state_folder()), Likes(more=("bird-dog",)))
    assert "Bird dog: not with no-kneeling" in plan("--limits", "no-kneeling")


def test_a_routine_of_which_nothing_is_left_says_how_to_go_back(tmp_path):
    path = tmp_path / "one.yaml"
    path.write_text("title: One\nsections: [{exercises: [{exercise: plank}]}]\n")
    write_likes(Notes(state_folder()), Likes(("plank",)))
    ran = run_coach("plan", str(path), "-v", "tone")
    assert ran.code == 2
    assert "nothing of One is left\n  hint: coach back plank, which you left out" in ran.err
