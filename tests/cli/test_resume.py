"""Which session that was broken off is offered again."""

from datetime import datetime

import pytest

from coach.cli import resume
from coach.cli.listener_notes import open_notes
from coach.cli.resume import find_unfinished
from coach.live.saved_place import PlaceSaver, SavedPlace
from coach.plan.request import SessionRequest
from coach.system.paths import state_folder
from coach.training.log_file import append_record
from coach.training.log_records import AnswerRecord, Occasion
from coach.training.session_day import find_day

USUAL, EASY = SessionRequest("tone"), SessionRequest("tone", easy=True)


@pytest.fixture(autouse=True)
def agrees(monkeypatch):
    """Somebody at a terminal who goes on with whatever is offered."""
    monkeypatch.setattr(resume, "is_terminal", lambda *_: True)
    monkeypatch.setattr(resume, "ask_yes_no", lambda *_, **__: True)


def break_off(request: SessionRequest) -> None:
    PlaceSaver(open_notes(), SavedPlace("lower-back", "Lower back", 0, 600_000, request))(60_000)


def say(pain: int) -> None:
    now = datetime.now().astimezone()
    append_record(state_folder(), AnswerRecord("a", now, find_day(now), pain, Occasion.AFTER))


def test_what_was_broken_off_goes_on_where_nothing_easier_is_asked_for():
    break_off(USUAL)
    assert find_unfinished("lower-back", None, USUAL)
    assert not find_unfinished("lower-back", None, EASY)
    assert find_unfinished("lower-back", True, EASY)
    break_off(EASY)
    assert find_unfinished("lower-back", None, EASY)


@pytest.mark.parametrize(("pain", "goes_on", "easy_goes_on"), [(3, 1, 1), (5, 0, 1), (9, 0, 0)])
def test_a_sorer_back_is_not_offered_to_go_on_as_before(pain, goes_on, easy_goes_on):
    say(pain)
    break_off(USUAL)
    assert bool(find_unfinished("lower-back", None, USUAL)) == bool(goes_on)
    break_off(EASY)
    assert bool(find_unfinished("lower-back", None, USUAL)) == bool(easy_goes_on)
