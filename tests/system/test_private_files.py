"""What a person told of their health is read by nobody else, whatever the umask."""

import os
import stat

import pytest

from coach.listener.config_loader import config_path, load_config, write_config
from coach.live.controls.socket_server import SocketServer
from coach.system.atomic_file import atomic_write
from coach.system.notes import Notes
from coach.system.paths import APP_NAME, state_folder
from tests.commanding import run_coach

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights of a POSIX file")
ANSWERS = "emergency=no,urgent=no,bones=no,operation=no,pregnant=no,heart=no"


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o277], ids=oct)
def umask(request):
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_a_note_and_its_folder_are_their_owners_alone(tmp_path):
    Notes(tmp_path / "state").write("place", {})
    assert mode(tmp_path / "state") == 0o700
    assert mode(tmp_path / "state" / "place.json") == 0o600


@pytest.mark.usefixtures("umask")
def test_a_private_file_is_one_from_its_first_moment(tmp_path):
    with atomic_write(tmp_path / "a", private=True) as file:
        file.write(b"x")
        file.flush()
        assert [mode(path) for path in tmp_path.iterdir()] == [0o600]
    assert mode(tmp_path / "a") == 0o600


@pytest.mark.parametrize(
    "touch", [lambda notes: notes.read("a"), lambda notes: notes.write("a", {})]
)
def test_what_an_earlier_version_left_open_is_mended_when_next_used(tmp_path, touch):
    folder = tmp_path / "state"
    folder.mkdir()
    (folder / "a.json").write_text("{}")
    folder.chmod(0o755)
    (folder / "a.json").chmod(0o644)
    touch(Notes(folder))
    assert mode(folder) == 0o700
    assert mode(folder / "a.json") == 0o600


def test_a_folder_with_other_things_in_it_is_left_to_its_owner(tmp_path):
    (tmp_path / "letter.txt").touch()
    tmp_path.chmod(0o755)
    Notes(tmp_path).write("a", {})
    assert mode(tmp_path) == 0o755
    assert mode(tmp_path / "a.json") == 0o600


def test_a_folder_for_everybody_stays_one(tmp_path):
    tmp_path.chmod(0o1777)
    Notes(tmp_path).write("a", {})
    assert mode(tmp_path) == 0o1777


def test_the_answers_of_the_screening_are_private_as_a_user_writes_them():
    assert run_coach("screen", "--answer", ANSWERS).code == 0
    assert mode(state_folder()) == 0o700
    assert [mode(path) for path in state_folder().iterdir()] == [0o600]


@pytest.mark.usefixtures("umask")
def test_settings_that_coach_writes_are_private():
    write_config("limits: [knee]\n")
    assert mode(config_path()) == 0o600
    assert mode(config_path().parent) == 0o700
    assert load_config().limits == ("knee",)


def test_settings_in_the_usual_place_are_mended_and_those_of_a_shared_one_are_not(
    tmp_path, monkeypatch
):
    for name, after in ((APP_NAME, 0o600), ("shared", 0o644)):
        monkeypatch.setenv("COACH_CONFIG", str(tmp_path / name))
        config_path().parent.mkdir()
        config_path().write_text("limits: [knee]\n")
        config_path().chmod(0o644)
        assert load_config().limits == ("knee",)
        assert mode(config_path()) == after


def test_the_socket_makes_no_open_folder_for_the_notes(monkeypatch, tmp_path):
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    # Its whole path has to be short.
    monkeypatch.setenv("COACH_STATE", os.path.relpath(tmp_path / "s"))
    server = SocketServer()
    server.start(lambda _command: None)
    try:
        run = state_folder() / "run"
        (socket,) = run.iterdir()
        assert [mode(path) for path in (state_folder(), run, socket)] == [0o700, 0o700, 0o600]
        Notes(state_folder()).write("a", {})
        assert mode(socket) == 0o600
    finally:
        server.stop()
