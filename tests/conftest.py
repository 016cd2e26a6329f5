import os
from pathlib import Path

import pytest
from hypothesis import settings

# A machine that is busy elsewhere is slow: that is no fault of what is tested.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory, monkeypatch):
    """Every test has its own folders, and none sees those of whoever runs it."""
    base: Path = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("COACH_HOME", str(base / "home"))
    monkeypatch.setenv("COACH_CACHE", str(base / "cache"))
    monkeypatch.setenv("COACH_CONFIG", str(base / "config"))
    monkeypatch.setenv("COACH_STATE", str(base / "state"))
    return base


@pytest.fixture
def homeless(monkeypatch, tmp_path):
    """Somebody without HOME and without a line in the password file; gives the current folder."""

    def find_nobody(_key):
        raise KeyError

    for name in [name for name in os.environ if name.startswith(("COACH_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", find_nobody)
    monkeypatch.setattr("pwd.getpwnam", find_nobody)
    monkeypatch.chdir(tmp_path)
    return tmp_path
