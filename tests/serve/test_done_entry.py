"""What was done with a page is entered in the log, once a day, as `coach done CODE` does."""

from datetime import datetime

import pytest

from coach.system.paths import state_folder
from coach.training.log_file import read_log
from coach.training.log_records import End, Outcome
from tests.commanding import run_coach


def log():
    return read_log(state_folder(), datetime.now().astimezone()).sessions


def test_it_is_entered_once_a_day(served):
    path = served.make()
    assert "How far did you come?" in served.get(f"{path}done").text
    key = path.split("/")[2]
    assert "Entered as done" in served.post("/done", {"key": key, "far": "whole"}).text
    assert "It is entered as done" in served.post("/done", {"key": key, "far": "whole"}).text
    (record,) = log()
    assert record.routine == "box-breathing"
    assert record.end is End.BY_HAND
    assert record.heard == 180_000
    assert not record.limits


def test_the_code_enters_the_same(served):
    path = served.make()
    served.post("/done", {"key": path.split("/")[2]})
    code = served.get("/feed.xml").text.partition("coach done ")[2][:6]
    ran = run_coach("done", code)
    assert ran.code == 0
    assert "entered before" in ran.out


def test_a_part_is_entered_as_one_and_then_the_whole(served):
    key = served.make().split("/")[2]
    served.post("/done", {"key": key, "far": "part", "minutes": 1, "every": "1"})
    (record,) = log()
    assert record.heard == 60_000
    assert all(one.outcome is not Outcome.DONE or one.level is None for one in record.exercises)
    served.post("/done", {"key": key, "far": "whole"})
    assert [one.heard for one in log()] == [180_000]


@pytest.mark.parametrize("minutes", ["", "0", "-1", "x", "99999", "1.5"])
def test_a_wrong_minute_enters_nothing(served, minutes):
    key = served.make().split("/")[2]
    assert served.post("/done", {"key": key, "far": "part", "minutes": minutes}).status == 400
    assert not log()


def test_an_unknown_session_enters_nothing(served):
    for key in ("", "x", "0" * 20, "../log"):
        assert served.post("/done", {"key": key}).status == 404
    assert not log()


def test_a_log_that_cannot_be_written_is_told(served, monkeypatch):
    from coach.errors import MachineError, Problem
    from coach.serve import done_entry

    def fail(*_):
        raise MachineError(Problem("full"))

    key = served.make().split("/")[2]
    monkeypatch.setattr(done_entry, "append_record", fail)
    answer = served.post("/done", {"key": key})
    assert answer.status == 500
    assert "could not be entered" in answer.text
