"""When it is asked how the back is: never unasked for, and never twice."""

import json
import stat
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.system.notes import Notes
from coach.training.back_consent import (
    BACK_NOTE,
    read_consent,
    was_offered,
    write_asked,
    write_consent,
)
from coach.training.back_question import (
    AskBack,
    Consent,
    find_braking_answer,
    find_occasion,
    find_open_answer,
    is_due,
)
from coach.training.log_records import EMPTY_LOG, Log, Occasion
from tests.training.test_back_answers import after, answer, at, session

MONDAY = date(2026, 11, 2)
WEEKLY, EACH = Consent(AskBack.WEEKLY), Consent(AskBack.EACH_TIME)
LOGS = st.builds(
    lambda days, answers: Log(tuple(map(session, sorted(days))), tuple(answers)),
    st.sets(st.integers(0, 30), max_size=8),
    st.lists(st.builds(answer, st.integers(0, 10), st.integers(0, 30)), max_size=8),
)


def day(days: int) -> date:
    return MONDAY + timedelta(days=days)


@given(LOGS, st.integers(0, 40))
def test_nobody_is_asked_who_did_not_agree(log, days):
    assert not is_due(Consent(), log, day(days))


@given(LOGS, st.integers(0, 40))
def test_weekly_asks_not_twice_a_day(log, days):
    assert not is_due(Consent(AskBack.WEEKLY, day(days)), log, day(days))


@given(LOGS, st.integers(0, 40), st.sampled_from([WEEKLY, EACH]))
def test_who_has_said_it_today_is_not_asked(log, days, consent):
    said = Log((), (*log.answers, answer(3, days)))
    assert not is_due(consent, said, day(days))


def test_weekly_is_before_the_first_session_of_a_week():
    assert is_due(WEEKLY, EMPTY_LOG, day(0))
    assert is_due(WEEKLY, Log((session(3),)), day(7))
    assert not is_due(WEEKLY, Log((session(0),)), day(2))
    # It was asked on Monday, and nobody answered or went on.
    assert not is_due(Consent(AskBack.WEEKLY, day(7)), Log((session(3),)), day(8))


def test_weekly_is_also_after_seven_days_away():
    log = Log((session(0),))
    assert is_due(Consent(AskBack.WEEKLY, day(0)), log, day(7))


def test_weekly_is_also_behind_a_session_that_made_it_worse():
    worse = Log((session(0),), (answer(2), after(4)))
    assert is_due(Consent(AskBack.WEEKLY, day(0)), worse, day(1))
    same = Log((session(0),), (answer(2), after(3)))
    assert not is_due(Consent(AskBack.WEEKLY, day(0)), same, day(1))
    # Once: nobody answered on the next day.
    assert not is_due(Consent(AskBack.WEEKLY, day(1)), worse, day(2))


def test_each_time_is_before_a_second_session_of_a_day_too():
    log = Log((session(0),), (answer(3),))
    assert is_due(EACH, log, day(0))
    assert not is_due(EACH, Log((session(0),), (answer(3, 0, 9),)), day(0))


def test_an_answer_is_open_until_a_session_begins():
    assert find_open_answer(Log((), (answer(4),)), day(0)) == answer(4)
    assert find_open_answer(Log((session(0),), (answer(4),)), day(0)) is None
    assert find_open_answer(Log((), (answer(4),)), day(1)) is None


def test_what_was_said_behind_a_session_is_a_brake_for_the_next_of_the_day():
    log = Log((session(0),), (answer(2), after(9)))
    assert find_open_answer(log, day(0)) is None
    assert find_braking_answer(log, day(0)) == after(9)
    assert find_braking_answer(log, day(1)) is None


@pytest.mark.parametrize(
    ("sessions", "now", "occasion"),
    [
        ([], at(0, 9), Occasion.BY_HAND),
        ([session(0)], at(0, 9), Occasion.AFTER),
        ([session(0)], at(0, 20), Occasion.BY_HAND),
        ([session(0)], at(1, 7), Occasion.NEXT_MORNING),
        ([session(0)], at(2, 7), Occasion.BY_HAND),
    ],
)
def test_by_hand_it_belongs_to_what_was_done_last(sessions, now, occasion):
    assert find_occasion(Log(tuple(sessions)), now, now.date()) is occasion


# What is kept


def test_nothing_is_agreed_to_until_it_is(tmp_path):
    notes = Notes(tmp_path / "state")
    assert read_consent(notes) == Consent()
    assert not was_offered(notes)
    write_consent(notes, AskBack.WEEKLY, day(0))
    write_asked(notes, day(1))
    assert read_consent(notes) == Consent(AskBack.WEEKLY, day(1))
    write_consent(notes, AskBack.NEVER, day(2))
    assert read_consent(notes) == Consent(AskBack.NEVER, day(1))


def test_consent_is_private(tmp_path):
    write_consent(Notes(tmp_path / "state"), AskBack.WEEKLY, day(0))
    path = tmp_path / "state" / f"{BACK_NOTE}.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "note",
    [{}, {"ask": "daily"}, {"ask": 3}, {"ask": None}, {"ask": ["weekly"]}, []],
    ids=json.dumps,
)
def test_a_damaged_note_asks_nothing(tmp_path, note):
    (tmp_path / f"{BACK_NOTE}.json").write_text(json.dumps(note), encoding="utf-8")
    assert read_consent(Notes(tmp_path)) == Consent()


def test_a_damaged_day_is_none(tmp_path):
    note = {"ask": "weekly", "last_asked": 7}
    (tmp_path / f"{BACK_NOTE}.json").write_text(json.dumps(note), encoding="utf-8")
    assert read_consent(Notes(tmp_path)) == WEEKLY
