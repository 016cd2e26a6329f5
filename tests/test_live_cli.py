"""`coach play` as a command: a session that was broken off, and how it is led."""

import pytest
from typer.testing import CliRunner

from coach.cli import app
from coach.folders import state_folder
from coach.live.unfinished import NOTE, Keeper, Unfinished, read
from coach.memory import Memory
from coach.wishes import Wishes

SCRIPT = "title: Quick\nsteps: [Lie down., {hold: 50s}]\n"


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "quick.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return str(path)


def play(*options: str):
    return CliRunner().invoke(app, ["play", *options, "--voice", "tone", "--player", "recorder"])


def keep(name: str, at: int) -> None:
    memory = Memory(state_folder())
    Keeper(memory, Unfinished(name, "Quick", 0, 64_000, Wishes("tone")))(at)


def test_a_session_that_came_to_its_end_is_not_offered_again(script):
    keep(script, 30_000)
    assert play(script).exit_code == 0
    assert Memory(state_folder()).read(NOTE) is None


def test_a_broken_off_session_goes_on_where_it_was(script, monkeypatch):
    from coach.live.engine import Live

    started = []
    run = Live.run

    def noted(live):
        started.append(live.state.at)
        return run(live)

    monkeypatch.setattr(Live, "run", noted)
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
    assert read(Memory(state_folder()))
    ran = play(script, "--continue")
    assert "coach play lower-back --continue" in str(ran.exception)


def test_a_lead_in_nobody_waits_for_is_refused(script):
    for wrong in ("soon", "11s"):
        ran = play(script, "--lead-in", wrong)
        assert ran.exit_code != 0
        assert "--lead-in" in str(ran.exception)
