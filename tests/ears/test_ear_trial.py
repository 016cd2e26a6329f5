"""`coach ears` with an ear that is made up: what it shows, and the threshold that it keeps."""

import json

import pytest

from coach.cli import ear_trial
from coach.cli.ear_opening import merge_ear_settings
from coach.cli.listener_notes import open_notes
from coach.ears.allowed_phrases import choose_hearing
from coach.ears.hearing import LEAST
from coach.ears.own_threshold import (
    LOWEST_LEAST,
    NOTE,
    find_own_least,
    keep_own_least,
    load_own_least,
)
from coach.listener.defaults import Config
from coach.live.status import Phase, Status
from coach.script.library import load_phrases
from coach.system.paths import state_folder
from tests.commanding import run_coach

READY = {"is": "ready", "microphone": "made up"}
LOUD = {"is": "level", "level": -2.0, "is_clipped": True}
GOOD = {"is": "level", "level": -25.0, "is_clipped": False}
FAINT = {"is": "level", "level": -61.0, "is_clipped": False}
UNCLEAR = {"is": "unclear", "likelihood": -30.0, "margin": 0.1}


def heard(key, likelihood=-3.0):
    return {"is": "heard", "key": key, "likelihood": likelihood, "margin": 9.0}


def say_all(likelihood=-3.0):
    return [heard(key, likelihood) for key in ear_trial.TRIED for _ in range(3)]


@pytest.fixture
def try_it(monkeypatch):
    """Run `coach ears` where the ear writes some messages, and nothing more."""
    told = []

    def run(*messages, options=()):
        class MadeUpEar:
            def __init__(self, _microphone, on_message):
                self._on_message = on_message

            def tell(self, hearing):
                told.append(hearing)
                for message in messages:
                    if isinstance(message, type):
                        raise message
                    self._on_message(message)

            def close(self):
                told.append("closed")

        monkeypatch.setattr("coach.ears.ear_process.EarProcess", MadeUpEar)
        monkeypatch.setattr("coach.ears.model_files.find_models", dict)
        monkeypatch.setattr(ear_trial, "PATIENCE_S", 0.2)
        ran = run_coach("ears", *options)
        assert told[-1] == "closed" or not told
        return ran

    run.told = told
    return run


def test_what_is_heard_is_shown_with_its_level(try_it):
    ran = try_it(READY, *[GOOD] * ear_trial.LEVEL_EVERY, *say_all(), FAINT)
    assert ran.code == 0
    assert "heard: Coach, pause (1 of 3) [##############      ] good" in ran.out
    assert "heard: Coach, how long (3 of 3)" in ran.out
    assert "the usual threshold suits your voice (-12)" in ran.out
    assert load_own_least(open_notes()) is None


@pytest.mark.parametrize(
    ("level", "advice"),
    [(FAINT, "too quiet: come nearer"), (LOUD, "too loud: turn the microphone down")],
)
def test_who_is_not_understood_is_told_why(try_it, level, advice):
    ran = try_it(READY, level, UNCLEAR)
    assert ran.code == 3
    assert advice in ran.out
    assert "not heard: Coach, pause, Coach, next, Coach, how long" in ran.err


def test_a_level_is_shown_though_nothing_is_said(try_it):
    assert "] too quiet" in try_it(READY, *[FAINT] * ear_trial.LEVEL_EVERY).out


def test_who_is_half_understood_gets_a_threshold_of_their_own(try_it):
    ran = try_it(READY, *say_all(-11.8))
    assert "your own threshold: -12.8 (usually -12)" in ran.out
    path = state_folder() / f"{NOTE}.json"
    assert json.loads(path.read_bytes()) == {"least": -12.8}
    assert path.stat().st_mode & 0o777 == 0o600
    settings = merge_ear_settings(Config(ears=True), None)
    words = load_phrases("en").heard
    for status in (Status(Phase.PLAYING, ""), Status(Phase.PAUSED, "", listens=True)):
        hearing = choose_hearing(status, words, settings, is_quiet=True)
        assert {one.least for one in hearing.expected} == {-12.8}
        assert hearing.margin >= 3
    ready = choose_hearing(Status(Phase.PAUSED, ""), words, settings, is_quiet=True).expected[-1]
    assert (ready.key, ready.least) == ("ready", -6.0)
    assert "-12.8 is forgotten" in try_it(options=["--reset"]).out
    assert merge_ear_settings(Config(ears=True), None).least is None
    assert "no threshold of your own is kept" in try_it(options=["--reset"]).out


def test_who_is_understood_well_again_has_the_usual_threshold(try_it):
    keep_own_least(open_notes(), -13.0)
    try_it(READY, *say_all())
    assert load_own_least(open_notes()) is None


@pytest.mark.parametrize(
    "messages",
    [
        [*say_all(-11.8)[:-1]],
        [heard("louder"), UNCLEAR, heard("stop")],
        [],
        [{"is": "mute"}],
        [*say_all(-11.8)[:-1], KeyboardInterrupt],
    ],
)
def test_what_was_not_said_to_its_end_changes_nothing(try_it, messages):
    keep_own_least(open_notes(), -13.0)
    ran = try_it(READY, *messages)
    assert "threshold:" not in ran.out
    assert load_own_least(open_notes()) == -13.0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--fetch", "--reset"), "expected one option, found --fetch and --reset"),
        (("--reset", "--microphone", "usb"), "expected one option, found --reset and --microphone"),
        (("--microphone", " "), "--microphone: expected a part of its name, found an empty text"),
    ],
)
def test_options_that_ask_for_several_things_are_refused(options, said):
    ran = run_coach("ears", *options)
    assert (ran.code, ran.err.splitlines()[0]) == (2, f"error: {said}")


def test_what_was_fetched_is_fetched_once(monkeypatch):
    there = []
    monkeypatch.setattr("coach.ears.model_fetching.is_fetched", lambda: bool(there))
    monkeypatch.setattr("coach.ears.model_fetching.fetch_models", lambda: there.append("ears"))
    ran = run_coach("ears", "--fetch")
    assert (ran.code, "fetching 63 MB" in ran.err, there) == (0, True, ["ears"])
    ran = run_coach("ears", "--fetch")
    assert (ran.code, ran.err, there) == (0, "", ["ears"])
    assert "all files are there" in ran.out


def test_an_ear_that_cannot_listen_is_an_error(try_it):
    ran = try_it({"is": "absent", "why": "there is no microphone", "hint": "plug one in"})
    assert (ran.code, "error: there is no microphone" in ran.err) == (3, True)
    assert "plug one in" in ran.err


def test_one_bad_take_does_not_count_and_no_threshold_leaves_its_limits():
    assert find_own_least({"pause": [-2.0, -3.0, -1e6], "next": [-1.0, -1.0, -1.0]}) == LEAST
    assert find_own_least({"pause": [-13.4, -13.5, -13.4]}) == LOWEST_LEAST
    assert find_own_least({"pause": [0.0, 0.0, 0.0]}) == LEAST


@pytest.mark.parametrize("least", [-40.0, -12.0, 0, True, "-13", None, [], float("nan")])
def test_a_threshold_that_makes_no_sense_is_none(least):
    open_notes().write(NOTE, {"least": least})
    assert load_own_least(open_notes()) is None
