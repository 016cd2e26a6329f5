"""`coach play` keeps what was played, and nothing else does."""

import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coach import api
from coach.errors import MachineError, Problem
from coach.live.commands import Command, Verb
from coach.live.engine import LiveSession
from coach.system.paths import state_folder
from coach.training.log_file import append_records, read_log
from coach.training.log_records import End
from coach.training.running_session import log_lost_sessions, read_whole_log
from tests.commanding import run_coach

QUIET = ("--voice", "tone", "--player", "recorder", "--plain")
CARDS = """
title: Two
safety: [Stop when it hurts.]
sections:
  - exercises:
      - exercise: cat-camel
      - exercise: bridge
      - exercise: knee-to-chest
"""


@pytest.fixture(autouse=True)
def _in_no_time(monkeypatch):
    """Wait for no commands: a recorder plays as fast as the turns go."""
    monkeypatch.setattr("coach.live.engine.TURN_S", 0.001)


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "two.yaml"
    path.write_text(CARDS, encoding="utf-8")
    return str(path)


def sessions():
    return read_log(state_folder(), datetime.now(UTC)).sessions


def running_files():
    return sorted(path.name for path in state_folder().glob("running-*"))


def play_until(monkeypatch, due, how, *options):
    """Play, and end it as `how` does once it is `due`."""
    run = LiveSession.run

    def broken(live):
        turn = live._run_turn

        def run_turn():
            if due(live):
                how(live)
            turn()

        live._run_turn = run_turn
        return run(live)

    with monkeypatch.context() as patch:
        patch.setattr(LiveSession, "run", broken)
        return run_coach("play", *options, *QUIET)


def stop(live):
    live.send(Command(Verb.STOP))


def press_ctrl_c(_live):
    raise KeyboardInterrupt


def close_terminal(_live):
    raise SystemExit(129)


def fail(_live):
    raise RuntimeError("a fault")


def half_over(live):
    return live.state.at > live.state.schedule.length // 2


def outcomes(record):
    return [str(one.outcome) for one in record.exercises]


def test_a_session_that_ends_is_one_line(script):
    assert run_coach("play", script, *QUIET).code == 0
    (record,) = sessions()
    assert (record.routine, record.end, record.language) == ("two", End.DONE, "en")
    assert record.at == record.heard == record.asked
    assert [one.exercise for one in record.exercises] == ["cat-camel", "bridge", "knee-to-chest"]
    assert set(outcomes(record)) == {"done"}
    assert all(one.told and one.words and one.is_new for one in record.exercises)
    # What only warms up has no levels.
    assert [one.level is None for one in record.exercises] == [True, False, False]
    assert running_files() == []
    log = next(state_folder().glob("log-*.jsonl"))
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(state_folder().stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("how", "code", "end"),
    [
        (stop, 0, End.STOPPED),
        (press_ctrl_c, 130, End.STOPPED),
        (close_terminal, 129, End.STOPPED),
        (fail, 1, End.LOST),
    ],
)
def test_however_it_is_stopped_it_is_kept(script, monkeypatch, how, code, end):
    ran = play_until(monkeypatch, half_over, how, script)
    assert (ran.code, ran.err.count("log")) in ((code, 0), (70, 0))
    (record,) = sessions()
    assert record.end is end
    assert 0 < record.heard < record.asked
    assert record.at == pytest.approx(record.asked // 2, abs=3_000)
    assert outcomes(record)[0] == "done"
    assert outcomes(record)[-1] == "unreached"


def test_a_session_that_goes_on_is_the_same_one(script, monkeypatch):
    play_until(monkeypatch, half_over, stop, script)
    (first,) = sessions()
    assert running_files() == [f"running-{first.id}.json"]
    assert run_coach("play", script, "--continue", *QUIET).code == 0
    (whole,) = sessions()
    assert (whole.id, whole.start, whole.day) == (first.id, first.start, first.day)
    assert whole.end is End.DONE
    assert set(outcomes(whole)) == {"done"}
    for one in whole.exercises:
        assert {side.reps for side in one.sides} == {one.asked.sets * one.asked.reps}
    assert whole.heard == pytest.approx(whole.asked, abs=3_000)
    assert running_files() == []


def test_what_was_heard_before_stays_heard_where_only_the_log_is_left(script, monkeypatch):
    play_until(monkeypatch, half_over, stop, script)
    (first,) = sessions()
    for name in running_files():
        (state_folder() / name).unlink()
    run_coach("play", script, "--continue", *QUIET)
    (whole,) = sessions()
    assert (whole.id, whole.start) == (first.id, first.start)
    assert outcomes(whole)[0] == outcomes(whole)[-1] == "done"


def test_what_goes_on_is_planned_from_the_same_log(monkeypatch):
    options = ("lower-back", "--minutes", "12")
    # A log of yesterday, of which the session is made.
    run_coach("play", *options, *QUIET)
    (before,) = sessions()
    yesterday = timedelta(days=1)
    moved = replace(before, id="0" * 26, start=before.start - yesterday, day=before.day - yesterday)
    append_records(state_folder(), [replace(before, is_gone=True), moved])
    ran = play_until(monkeypatch, half_over, stop, *options)
    assert "--continue" in ran.err
    first = sessions()[-1]
    # What follows from the log to-day is something else, once the first half is in it.
    run_coach("play", "lower-back", "--continue", *QUIET)
    whole = sessions()[-1]
    assert len(sessions()) == 2
    assert (whole.id, whole.end) == (first.id, End.DONE)
    plans = [
        [(one.exercise, one.asked, one.told, one.is_new) for one in record.exercises]
        for record in (first, whole)
    ]
    assert plans[0] == plans[1]
    assert plans[0] != [(one.exercise, one.asked, one.told, one.is_new) for one in moved.exercises]
    assert set(outcomes(whole)) == {"done"}


def test_begun_anew_it_is_another_session(script, monkeypatch):
    play_until(monkeypatch, half_over, stop, script)
    run_coach("play", script, "--anew", *QUIET)
    assert [one.end for one in sessions()] == [End.STOPPED, End.DONE]


def test_a_session_of_no_cards_is_a_session_too(tmp_path):
    path = tmp_path / "breath.yaml"
    path.write_text("title: Breath\nsteps: [{breathe: 4}]\n", encoding="utf-8")
    run_coach("play", str(path), *QUIET)
    run_coach("play", "--say", "plank 10s, squats 3x5", *QUIET)
    first, second = sessions()
    assert (first.routine, first.exercises, second.exercises) == ("breath", (), ())
    assert second.routine
    assert second.heard == second.asked


def test_what_was_hardly_begun_tells_nothing_of_its_exercises(script, monkeypatch):
    play_until(monkeypatch, lambda live: live.state.at > 5_000, stop, script)
    (record,) = sessions()
    assert record.exercises == ()
    assert 0 < record.heard < 20_000


def test_a_talk_an_export_and_the_library_are_not_recorded(script, tmp_path):
    from coach.system.paths import lesson_names

    talk = lesson_names()[0]
    assert run_coach("learn", talk, "--voice", "tone", "--player", "recorder").code == 0
    assert run_coach("export", script, "-o", str(tmp_path / "x.wav"), "--voice", "tone").code == 0
    assert api.play(api.prepare(script, voice="tone"), player="recorder").wait()
    assert sessions() == ()
    assert running_files() == []


def test_a_disk_that_takes_nothing_is_told_once_and_ends_nothing(script, monkeypatch):
    def refuse(*_):
        raise MachineError(Problem("the disk is full"))

    monkeypatch.setattr("coach.training.running_session.append_record", refuse)
    monkeypatch.setattr("coach.system.notes.Notes.write", refuse)
    ran = run_coach("play", script, *QUIET)
    assert ran.code == 0
    assert ran.err.count("not in the log: the disk is full") == 1


# Lost ones


DRIVER = """
import sys, time
from coach.cli.main import main
from coach.live.players.recorder import RecorderPlayer
from coach.sound.audio import RATE

BEGUN = []

def room(player):
    BEGUN or BEGUN.append((time.monotonic(), player.written))
    begun, written = BEGUN[0]
    return max(0, int((time.monotonic() - begun) * RATE) + RATE // 5 - player.written + written)

RecorderPlayer.room = property(room)
sys.argv = ["coach", *sys.argv[1:]]
main()
"""


def start_coach(script, *options):
    """Play in a process of its own, in the time that it takes."""
    path = os.pathsep.join(filter(None, sys.path))
    command = [sys.executable, "-c", DRIVER, "play", script, *QUIET, "--skip-intro", *options]
    return subprocess.Popen(
        command,
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_for(what, timeout=30):
    until = time.monotonic() + timeout
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.02)
    raise AssertionError("it never came")


def read_running():
    return [json.loads(path.read_text()) for path in state_folder().glob("running-*.json")]


def test_killed_it_loses_five_seconds_at_most_and_goes_on_as_the_same(script):
    process = start_coach(script)
    try:
        wait_for(read_running)
        begun = time.monotonic()
        first = read_running()[0]["record"]["heard"]
        time.sleep(7.5)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    lasted = time.monotonic() - begun
    assert sessions() == ()
    (lost,) = read_whole_log(state_folder(), datetime.now(UTC)).sessions
    assert lost.end is End.LOST
    assert lasted + first - lost.heard / 1000 <= 5.5
    assert lost.at > 0
    # Told again it is not appended again, and it does go on.
    assert log_lost_sessions(state_folder(), datetime.now(UTC)) == 0
    assert len(sessions()) == 1


@pytest.mark.slow
def test_killed_at_any_moment_the_log_can_be_read(script):
    chance = random.Random(7)
    for killed in range(1, 21):
        process = start_coach(script)
        try:
            time.sleep(1.5 + 3 * chance.random())
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        log = read_whole_log(state_folder(), datetime.now(UTC))
        assert log.damaged == 0
        assert len(log.sessions) <= killed
        assert {one.end for one in log.sessions} <= {End.LOST}


def test_a_session_that_still_plays_is_not_lost_and_two_at_once_are_both_kept(script):
    one, two = start_coach(script), start_coach(script)
    try:
        wait_for(lambda: len(read_running()) == 2)
        assert log_lost_sessions(state_folder(), datetime.now(UTC)) == 0
        for process in (one, two):
            process.send_signal(signal.SIGTERM)
        assert {one.wait(10), two.wait(10)} == {143}
    finally:
        for process in (one, two):
            process.kill()
            process.wait()
    assert [record.end for record in sessions()] == [End.STOPPED] * 2
    assert len({record.id for record in sessions()}) == 2


def test_a_damaged_file_of_a_session_is_put_aside(script):
    folder = state_folder()
    folder.mkdir(parents=True)
    for number, text in enumerate(("", "[]", '{"record": {"id": 3}}', '{"logged": true}')):
        (folder / f"running-{number}.json").write_text(text)
    assert run_coach("play", script, *QUIET).code == 0
    assert running_files() == []
    assert len(sessions()) == 1
