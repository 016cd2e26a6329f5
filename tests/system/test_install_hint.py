"""The hint to install something: it works as it stands, in the environment where coach runs."""

import ast
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import coach
from coach.system import install_hint
from coach.system.install_hint import install_command


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine with an environment of its own; say which tools it has."""

    def has(*tools: str) -> Path:
        monkeypatch.setattr(sys, "prefix", str(tmp_path / "audio-coach"))
        monkeypatch.setattr(sys, "executable", "/some where/bin/python")
        monkeypatch.setattr(install_hint, "which", lambda name: name if name in tools else None)
        monkeypatch.setattr(install_hint, "find_spec", lambda name: name if name in tools else None)
        Path(sys.prefix).mkdir()
        return Path(sys.prefix)

    return has


def test_it_installs_with_the_pip_of_this_environment(machine):
    machine("pip", "uv", "pipx")
    assert shlex.split(install_command("av", "mutagen")) == [
        *("/some where/bin/python", "-m", "pip", "install", "av", "mutagen")
    ]


def test_an_environment_of_uv_has_no_pip(machine):
    machine("uv")
    assert shlex.split(install_command("av")) == [
        *("uv", "pip", "install", "--python", "/some where/bin/python", "av")
    ]


def test_pipx_injects_into_the_environment_it_made(machine):
    (machine("pip", "pipx") / "pipx_metadata.json").touch()
    assert install_command("av") == "pipx inject audio-coach av"


def test_without_any_of_them_pip_comes_first(machine):
    machine()
    first, second = install_command("av").split(" && ")
    assert shlex.split(first)[1:] == ["-m", "ensurepip"]
    assert shlex.split(second)[1:] == ["-m", "pip", "install", "av"]


def test_what_it_names_here_is_a_command_that_runs():
    words = shlex.split(install_command("numpy"))
    known = subprocess.run([*words[:-1], "--help"], capture_output=True, text=True, check=False)
    assert known.returncode == 0, known.stderr


def test_no_hint_names_a_pip_of_its_own():
    texts = [
        (path.name, node.value)
        for path in Path(coach.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert len(texts) > 1000
    assert not [found for found in texts if "pip install" in found[1] and "`" not in found[1]]
    assert not [found for found in texts if "audio-coach[" in found[1]]
