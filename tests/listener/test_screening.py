"""The screening: what follows from answers, what is remembered, and how one is asked."""

import json
import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.cli.health_questions import require_screening
from coach.errors import CoachError, ScriptError
from coach.listener.screening import SCREENING, evaluate_answers
from coach.listener.screening_result import (
    is_screening_done,
    load_screening_limits,
    load_screening_stop,
)
from coach.script.library import load_language_file
from coach.script.limits import PROFILES
from coach.script.reader import read_script
from coach.system.notes import Notes
from coach.system.paths import state_folder
from tests.commanding import CTRL_C, CTRL_D, at_terminal, run_coach
from tests.paths import ROOT
from tests.script.test_lesson import own_talk

ASKED = load_language_file("screening", "en", SCREENING)
SIX = ["emergency", "urgent", "bones", "operation", "pregnant", "heart"]
KEYS = [question.key for question in ASKED.all_questions()]
ALL_NO = ",".join(f"{key}=no" for key in SIX)


def memory() -> Notes:
    return Notes(state_folder())


def answered(**yes: bool):
    return evaluate_answers(
        ASKED, dict.fromkeys(SIX, False) | {k.replace("_", "-"): v for k, v in yes.items()}
    )


# What is asked


def test_six_questions_are_asked_of_everybody_the_two_that_stop_first():
    assert [question.key for question in ASKED.questions] == SIX
    assert [question.stop for question in ASKED.questions] == ["emergency", "urgent", *[""] * 4]


def test_every_question_tells_why_or_needs_no_why_and_leads_to_something():
    for question in ASKED.questions:
        assert question.why, question.key
    for question in ASKED.all_questions():
        assert (
            question.stop
            or question.limits
            or question.follow_ups
            or question.key.startswith("other")
        )


def test_every_limit_but_that_of_a_bad_day_can_come_of_an_answer():
    asked = {limit for question in ASKED.all_questions() for limit in question.limits}
    assert asked == set(PROFILES) - {"acute-flare"}


def test_the_documents_list_every_question_with_what_follows():
    page = ROOT / "docs" / "before-a-session.md"
    rows = re.findall(
        r"^\| `([a-z-]+)` \|[^|]*\| ([^|]*) \|$", page.read_text("utf-8"), re.MULTILINE
    )
    assert [key for key, _ in rows] == KEYS
    for question, (_, follows) in zip(ASKED.all_questions(), rows, strict=True):
        assert tuple(re.findall(r"`([a-z-]+)`", follows)) == question.limits


def test_it_says_that_it_is_no_diagnosis():
    assert "no diagnosis and no medical advice" in " ".join(ASKED.notice)


def test_keys_that_stand_twice_are_refused():
    text = "notice: N\nmore_ask: M\nquestions: [{key: a, ask: A}, {key: a, ask: B}]"
    with pytest.raises(ScriptError, match="found twice"):
        read_script(text, SCREENING, "s.yaml")


# What follows


def test_no_to_everything_leaves_nothing_out():
    assert answered() == evaluate_answers(ASKED, {})
    assert answered().limits == ()
    assert answered().stop == ""


@pytest.mark.parametrize("stop", ["emergency", "urgent"])
def test_a_sign_stops_with_its_advice_whatever_else_is_said(stop):
    outcome = answered(**{stop: True}, bones=True)
    assert outcome.stop == stop
    assert outcome.limits == ()
    assert outcome.advice
    assert ("emergency number" in " ".join(outcome.advice)) is (stop == "emergency")


@pytest.mark.parametrize(
    ("yes", "limits"),
    [
        ({"bones": True}, ("bone-fragile",)),
        ({"pregnant": True}, ("pregnant",)),
        ({"operation": True, "hip_joint": True}, ("hip-replaced",)),
        ({"knee_joint": True, "spine": True}, ("knee-replaced", "spine-surgery")),
        ({"operation": True}, ("hip-replaced", "knee-replaced", "spine-surgery")),
        ({"operation": True, "other_operation": True}, ()),
        ({"heart": True, "balance": True}, ("balance",)),
        ({"heart": True, "pressure": False, "balance": False}, ("pressure", "balance")),
        ({"kneel": True, "floor": True}, ("no-kneeling", "no-floor")),
    ],
)
def test_what_is_answered_becomes_limits(yes, limits):
    assert answered(**yes).limits == limits


def test_an_operation_sends_to_the_surgeon_even_where_nothing_is_left_out():
    assert any("surgeon" in note for note in answered(other_operation=True).notes)


@given(st.dictionaries(st.sampled_from(KEYS), st.booleans()), st.sampled_from(KEYS))
def test_one_more_yes_never_takes_a_limit_away_unless_it_says_which(answers, key):
    within = {part.key for question in ASKED.questions for part in question.follow_ups}
    if key in within:
        return
    before, after = (
        evaluate_answers(ASKED, answers),
        evaluate_answers(ASKED, {**answers, key: True}),
    )
    assert after.stop or set(before.limits) <= set(after.limits)
    assert set(after.limits) <= set(PROFILES)


def test_only_who_has_a_heart_to_mind_is_sent_to_the_doctor_for_it():
    assert any("doctor" in note for note in answered(pressure=True).notes)
    assert answered(heart=True, balance=True).notes == ()


# What is remembered


def test_nothing_is_remembered_of_who_was_never_asked():
    assert not is_screening_done(memory())
    assert load_screening_limits(memory()) == ()
    assert load_screening_stop(memory()) == ""


@pytest.mark.parametrize(
    "note", ["[]", '{"limits": 3}', '{"limits": ["x", 4, null], "stop": []}', "{"]
)
def test_a_damaged_note_limits_nothing(note):
    state_folder().mkdir(parents=True)
    (state_folder() / "screening.json").write_text(note, encoding="utf-8")
    assert load_screening_limits(memory()) == ()
    assert load_screening_stop(memory()) == ""


# The command, by options


def test_answers_by_options_are_remembered_and_shown_and_forgotten():
    ran = run_coach("screen", "--answer", ALL_NO, "--answer", "heart=yes,balance=yes,knee=yes")
    assert ran.code == 0
    assert "who may fall (balance)" in ran.out
    assert "no diagnosis and no medical advice" in " ".join(ran.out.split())
    assert load_screening_limits(memory()) == ("balance", "knee")
    shown = run_coach("screen", "--show")
    assert shown.code == 0
    assert "Is a knee sore? yes" in shown.out
    assert "who may fall (balance)" in shown.out
    assert run_coach("screen", "--forget").code == 0
    assert not is_screening_done(memory())
    assert "Nothing is remembered" in run_coach("screen", "--show").out


def test_answering_anew_takes_the_place_of_what_was_said():
    run_coach("screen", "--answer", ALL_NO + ",bones=yes")
    assert load_screening_limits(memory()) == ("bone-fragile",)
    run_coach("screen", "--answer", ALL_NO)
    assert load_screening_limits(memory()) == ()
    assert is_screening_done(memory())


@pytest.mark.parametrize("stop", ["emergency", "urgent"])
def test_a_stop_ends_with_1_and_no_session_begins_until_it_is_answered_anew(stop):
    ran = run_coach("screen", "--answer", f"{stop}=yes")
    assert ran.code == 1
    assert load_screening_stop(memory()) == stop
    with pytest.raises(CoachError, match="say not to start") as caught:
        require_screening("lower-back")
    assert caught.value.exit_code == 1
    own_talk()
    require_screening("sleep")  # to listen is no exercise
    run_coach("screen", "--answer", ALL_NO)
    require_screening("lower-back")


def test_everything_wrong_with_answers_is_told_at_once_and_nothing_remembered():
    ran = run_coach("screen", "--answer", "emergancy=no,urgent=perhaps")
    assert ran.code == 2
    assert "did you mean 'emergency'?" in ran.err
    assert "expected urgent=yes or urgent=no, found 'urgent=perhaps'" in ran.err
    assert not is_screening_done(memory())


def test_questions_that_are_left_are_named():
    ran = run_coach("screen", "--answer", "emergency=no,urgent=no,bones=no,hip-joint=yes")
    assert ran.code == 2
    said = "--answer: some questions are not answered\n  hint: such as pregnant=no,heart=no"
    assert ran.err == f"error: {said}\n"
    assert not is_screening_done(memory())


def test_with_nobody_to_answer_it_shows_the_questions_and_how_to_answer():
    ran = run_coach("screen")
    assert ran.code == 2
    assert "--answer emergency=no" in ran.err
    for key in KEYS:
        assert f"{key}  " in ran.out
    assert not is_screening_done(memory())


def test_it_can_be_skipped_for_good():
    assert run_coach("screen", "--skip").code == 0
    assert is_screening_done(memory())
    assert "Skipped on" in run_coach("screen", "--show").out


def test_two_options_that_do_not_go_together_are_refused():
    assert run_coach("screen", "--skip", "--forget").code == 2


def test_the_note_is_plain_and_holds_what_was_said():
    run_coach("screen", "--answer", ALL_NO)
    note = json.loads((state_folder() / "screening.json").read_text(encoding="utf-8"))
    assert note["answers"] == dict.fromkeys(SIX, False)
    assert note["stop"] == ""


# At a terminal


def test_at_a_terminal_one_is_asked_and_may_wonder_and_skip():
    talk = [
        ("y/n/s/?", "?\n"),
        ("hours count", "n\n"),
        ("y/n/s/?", "maybe\n"),
        ("y/n/s/?", "n\n"),
        ("3 of 6", ""),
        ("y/n/s/?", "s\n"),
        ("y/n/s/?", "y\n"),
        ("Was it a hip?", "y\n"),
        ("Was it a knee?", "n\n"),
        ("Was it your spine?", "n\n"),
        ("something else?", "n\n"),
        ("5 of 6", "n\n"),
        ("6 of 6", "no\n"),
        ("Answer them, too?", "n\n"),
    ]
    code, shown = at_terminal("screen", talk=talk)
    assert code == 0
    assert "who has a new hip (hip-replaced)" in shown
    assert "Check with your surgeon" in shown
    assert load_screening_limits(memory()) == ("hip-replaced",)


def test_at_a_terminal_an_emergency_ends_it_at_once():
    code, shown = at_terminal("screen", talk=[("y/n/s/?", "y\n")])
    assert code == 1
    assert "Call your local emergency number" in shown
    assert "2 of 6" not in shown
    assert load_screening_stop(memory()) == "emergency"


@pytest.mark.parametrize("way_out", [CTRL_C, CTRL_D], ids=["Ctrl-C", "end of input"])
def test_whoever_leaves_half_way_is_not_half_remembered(way_out):
    run_coach("screen", "--answer", ALL_NO + ",bones=yes")
    code, _ = at_terminal("screen", talk=[("y/n/s/?", "n\n"), ("2 of 6", ""), ("y/n", way_out)])
    assert code == 130
    assert load_screening_limits(memory()) == ("bone-fragile",)


def first(monkeypatch: pytest.MonkeyPatch, talk: list[tuple[str, str]]):
    """Call what asks before the first session, at a terminal."""
    monkeypatch.setattr(
        "tests.commanding.COMMAND",
        [
            sys.executable,
            "-c",
            (
                "import sys; import coach.cli.health_questions as s; import coach.cli.main as c\n"
                "def first(name: str) -> None: s.require_screening(name)\n"
                "c.app.command('first')(first); sys.argv[0] = 'coach'; c.main()"
            ),
        ],
    )
    return at_terminal("first", "lower-back", talk=talk)


def test_before_the_first_session_one_is_asked_once(monkeypatch):
    code, shown = first(monkeypatch, [("Answer them now?", "n\n")])
    assert code == 0
    assert is_screening_done(memory())
    code, shown = first(monkeypatch, [])
    assert (code, shown) == (0, "")


def test_before_the_first_session_a_stop_lets_nothing_begin(monkeypatch):
    talk = [("Answer them now?", "y\n"), ("y/n/s/?", "n\n"), ("2 of 6", "y\n")]
    code, shown = first(monkeypatch, talk)
    assert code == 1
    assert "Speak to a doctor" in shown
    code, shown = first(monkeypatch, [])
    assert code == 1
    assert "answer again: coach screen" in shown


def test_before_the_first_session_ctrl_c_ends_it_with_130(monkeypatch):
    code, _ = first(monkeypatch, [("Answer them now?", CTRL_C)])
    assert code == 130
    assert not is_screening_done(memory())
