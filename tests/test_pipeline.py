"""The chain as a whole: what a prepared session knows, and what a session can be prepared from."""

from dataclasses import replace

import pytest

from coach.errors import UsageError
from coach.pipeline import load_routine_with_cards, prepare_in_studio, prepare_session
from coach.plan.request import SessionRequest
from coach.script.library import find_routine
from coach.script.reader import read_script
from coach.script.routine import ROUTINE
from coach.sound.levels import LOUDNESS_PRESETS, Levels
from coach.speech.studio import open_studio
from coach.timeline.transcript import format_timed_script

SHORT = """
title: Short
sections:
  - steps:
      - say: One thing to say.
      - silence: 2 s
      - say: Another.
"""


@pytest.fixture
def short(tmp_path):
    path = tmp_path / "short.yaml"
    path.write_text(SHORT, encoding="utf-8")
    return path


def test_a_prepared_session_knows_what_was_asked_for(short):
    request = SessionRequest("tone", levels=Levels(LOUDNESS_PRESETS["quiet"], voice=2.0))
    prepared = prepare_session(str(short), request)
    assert prepared.request is request
    assert prepared.levels is request.levels
    assert prepared.make_mix().levels is request.levels


def test_a_prepared_session_tells_its_length_and_its_script(short):
    prepared = prepare_session(str(short), SessionRequest("tone"))
    assert prepared.length == prepared.timeline.length > 2000
    assert prepared.script().splitlines() == list(format_timed_script(prepared.timeline))
    assert "One thing to say." in prepared.script()


def test_a_routine_is_named_by_text_path_or_value(short):
    by_text, by_path = load_routine_with_cards(str(short)), load_routine_with_cards(short)
    assert by_text == by_path
    assert load_routine_with_cards(by_text[0]) == by_text


def test_a_path_is_never_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="no such file"):
        load_routine_with_cards(tmp_path.relative_to(tmp_path) / "lower-back")


def test_the_cards_of_a_routine_value_are_found_by_name():
    routine = replace(find_routine("lower-back"), title="Mine")
    loaded, cards = load_routine_with_cards(routine)
    assert loaded is routine
    assert cards == load_routine_with_cards("lower-back")[1]


def test_a_session_is_prepared_from_a_routine_that_is_no_file():
    routine = read_script(SHORT, ROUTINE, "<memory>")
    with open_studio("tone") as studio:
        prepared = prepare_in_studio(studio, routine, SessionRequest("tone"))
    assert prepared.timeline == prepare_session(routine, SessionRequest("tone")).timeline
    assert prepared.session.title == "Short"
