"""The folders of a user, and of somebody who has none: then nothing is found, and nothing kept."""

import os
from pathlib import Path

import pytest

from coach.errors import MachineError, UsageError
from coach.listener.config_loader import load_config, write_config
from coach.listener.defaults import Config
from coach.system.notes import Notes
from coach.system.paths import (
    cache_folder,
    config_folder,
    has_unknown_folders,
    is_unknown,
    routine_names,
    sound_names,
    state_folder,
    user_folder,
)

FOLDERS = {
    "COACH_HOME": user_folder,
    "COACH_CACHE": cache_folder,
    "COACH_STATE": state_folder,
    "COACH_CONFIG": config_folder,
}
pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows knows a home without HOME")


def test_without_a_home_no_folder_is_known(homeless):
    assert all(is_unknown(find()) for find in FOLDERS.values())
    assert has_unknown_folders()
    assert not list(homeless.iterdir())


@pytest.mark.usefixtures("homeless")
def test_without_a_home_what_is_shipped_is_found_all_the_same():
    assert "lower-back" in routine_names()
    assert "tick" in sound_names()


@pytest.mark.parametrize("variable", FOLDERS)
def test_a_folder_that_is_named_is_known_without_a_home(homeless, monkeypatch, variable):
    monkeypatch.setenv(variable, str(homeless))
    assert FOLDERS[variable]() == homeless
    assert has_unknown_folders()


@pytest.mark.parametrize("variable", FOLDERS)
@pytest.mark.parametrize("given", ["~/coach", "~nobody-is-called-so/coach"])
@pytest.mark.usefixtures("homeless")
def test_a_folder_in_the_home_of_nobody_is_told(monkeypatch, variable, given):
    monkeypatch.setenv(variable, given)
    with pytest.raises(UsageError, match=f"{variable}: expected a folder, found '{given}'"):
        FOLDERS[variable]()


@pytest.mark.parametrize("variable", FOLDERS)
def test_a_home_in_a_name_is_looked_up(monkeypatch, tmp_path, variable):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv(variable, "~/mine")
    assert FOLDERS[variable]() == tmp_path / "mine"
    assert not has_unknown_folders()


@pytest.mark.usefixtures("homeless")
def test_older_platformdirs_leave_the_sign_of_a_home_where_it_is(monkeypatch):
    monkeypatch.setattr("platformdirs.user_state_path", lambda *_, **__: Path("~/.local/state"))
    assert is_unknown(state_folder())


@pytest.mark.usefixtures("homeless")
def test_without_a_home_a_note_cannot_be_written_and_what_to_set_is_told():
    notes = Notes(state_folder())
    assert notes.read("place") is None
    notes.delete("place")
    with pytest.raises(MachineError, match="there is no home folder") as caught:
        notes.write("place", {})
    assert "COACH_STATE" in caught.value.problems[0].hint


@pytest.mark.usefixtures("homeless")
def test_without_a_home_there_are_no_settings_and_none_can_be_made():
    assert load_config() == Config()
    with pytest.raises(MachineError, match="there is no home folder"):
        write_config("plain: true")
