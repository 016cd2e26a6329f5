"""`coach play` as a command: a session that was broken off, and how it is led."""

import shlex

import pytest
from typer.testing import CliRunner

from coach.cli.main import app
from coach.errors import MachineError, Problem
from coach.live.commands import Command, Verb
from coach.live.engine import LiveSession
from coach.live.saved_place import NOTE_NAME, PlaceSaver, SavedPlace, load_saved_place
from coach.plan.request import SessionRequest
from coach.system.notes import Notes
from coach.system.paths import state_folder
from tests.commanding import Ran, run_coach

SCRIPT = "title: Quick\nsteps: [Lie down., {hold: 50s}]\n"


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "quick.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return str(path)


def play(*options: str):
    return CliRunner().invoke(app, ["play", *options, "--voice", "tone", "--player", "recorder"])


def keep(name: str, at: int) -> None:
    memory = Notes(state_folder())
    PlaceSaver(memory, SavedPlace(name, "Quick", 0, 64_000, SessionRequest("tone")))(at)


def test_a_session_that_came_to_its_end_is_not_offered_again(script):
    keep(script, 30_000)
    assert play(script).exit_code == 0
    assert Notes(state_folder()).read(NOTE_NAME) is None


def test_a_broken_off_session_goes_on_where_it_was(script, monkeypatch):
    started = []
    run = LiveSession.run

    def noted(live):
        started.append(live.state.at)
        return run(live)

    monkeypatch.setattr(LiveSession, "run", noted)
    keep(script, 30_000)
    assert play(script, "--continue").exit_code == 0
    keep(script, 30_000)
    assert play(script, "--anew").exit_code == 0
    assert started == [30_000, 0]


def test_what_was_never_broken_off_cannot_go_on(script):
    ran = play(script, "--continue")
    assert ran.exit_code != 0
    assert "was broken off" in str(ran.exception)
    keep("lower-back", 30_000)
    assert load_saved_place(Notes(state_folder()))
    ran = play(script, "--continue")
    assert "coach play lower-back --continue" in str(ran.exception)


@pytest.mark.parametrize(("name", "meant"), [("lower-bakc", "lower-back"), ("no.yaml", "no.yaml")])
def test_what_there_is_not_is_told_before_there_is_a_sound(monkeypatch, name, meant):
    made: list[str | None] = []
    monkeypatch.setattr("coach.live.players.make_player", made.append)
    ran = run_coach("play", name, "--voice", "tone")
    assert ran.code == 2
    assert meant in ran.err
    assert not made


def test_a_lead_in_nobody_waits_for_is_refused(script):
    for wrong in ("soon", "11s"):
        ran = play(script, "--lead-in", wrong)
        assert ran.exit_code != 0
        assert "--lead-in" in str(ran.exception)


# Where it stopped, and how to go on


def _stops(live: LiveSession) -> None:
    live.send(Command(Verb.STOP))


def _ctrl_c(live: LiveSession) -> None:
    def turn() -> None:
        raise KeyboardInterrupt

    live._run_turn = turn


def _told_to_end(live: LiveSession) -> None:
    def turn() -> None:
        raise SystemExit(143)

    live._run_turn = turn


def _goes_on(_live: LiveSession) -> None:
    """Stop it by nothing."""


def stopped(monkeypatch, how, *options: str) -> Ran:
    """Play, and stop it as soon as it runs."""
    run = LiveSession.run

    def broken(live):
        how(live)
        return run(live)

    with monkeypatch.context() as patch:
        patch.setattr(LiveSession, "run", broken)
        return run_coach("play", *options, "--voice", "tone", "--player", "recorder")


@pytest.mark.parametrize("view", ["--plain", "--screen"])
@pytest.mark.parametrize(("how", "code"), [(_stops, 0), (_ctrl_c, 130), (_told_to_end, 143)])
def test_who_stops_a_session_is_told_where_and_how_to_go_on(tmp_path, monkeypatch, how, code, view):
    path = tmp_path / "a quick one.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    keep(str(path), 30_000)
    ran = stopped(monkeypatch, how, str(path), "--continue", view)
    assert ran.code == code
    told, command = ran.err.removesuffix("\n").split("; go on with: ")
    assert told == "note: stopped at 0:30 of 1:09"
    coach, *words = shlex.split(command)
    assert coach == "coach"
    assert words == ["play", str(path), "--continue"]
    assert load_saved_place(Notes(state_folder())).at == 30_000
    assert run_coach(*words, "--player", "recorder").code == 0


def test_nothing_is_told_where_there_is_nothing_to_go_on_with(script, monkeypatch):
    keep(script, 30_000)
    assert stopped(monkeypatch, _goes_on, script, "--continue") == (0, "", "")
    assert stopped(monkeypatch, _stops, script) == (0, "", "")


def test_nothing_is_told_where_the_place_could_not_be_kept(script, monkeypatch):
    def full(*_):
        raise MachineError(Problem("the disk is full"))

    keep(script, 30_000)
    monkeypatch.setattr(Notes, "write", full)
    assert stopped(monkeypatch, _stops, script, "--continue") == (0, "", "")
    assert stopped(monkeypatch, _ctrl_c, script, "--continue") == (130, "", "")


def test_only_the_session_one_has_just_heard_is_told_of(tmp_path):
    memory = Notes(tmp_path)
    keeper = PlaceSaver(memory, SavedPlace("two", "Two", 0, 600_000, SessionRequest("tone")))
    assert keeper.resumable_place is None
    keeper(140_000)
    assert keeper.resumable_place == load_saved_place(memory)
    PlaceSaver(memory, SavedPlace("other", "Other", 0, 600_000, SessionRequest("tone")))(140_000)
    assert load_saved_place(memory)
    assert keeper.resumable_place is None
