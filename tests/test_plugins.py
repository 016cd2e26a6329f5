"""Plug-ins: a package installed beside coach, and one that was written for older names of coach."""

import importlib
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

import coach
from coach.errors import MachineError, UsageError
from coach.plugins import MOVED_NAMES, list_plugins, load_plugin

GROUP = "coach.voices"
BUILTINS = {"json": "json:dumps"}
CLASS = "\n\nclass HumVoice:\n    pass\n"

Install = Callable[[str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Install a package with a voice `hum`, whose module begins with some code."""

    def install_package(code: str) -> None:
        info = tmp_path / "old_hum-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: old-hum\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[{GROUP}]\nhum = old_hum:HumVoice\n")
        (tmp_path / "old_hum.py").write_text(code + CLASS)
        monkeypatch.syspath_prepend(str(tmp_path))
        importlib.invalidate_caches()

    yield install_package
    sys.modules.pop("old_hum", None)


def load_problem() -> tuple[str, str | None]:
    with pytest.raises(MachineError) as caught:
        load_plugin(GROUP, BUILTINS, "hum")
    (problem,) = caught.value.problems
    return problem.message, problem.hint


def test_a_plugin_is_listed_behind_the_built_in_ones_and_loads(install: Install):
    install("from coach.errors import Problem")
    assert list_plugins(GROUP, BUILTINS)[0] == "json"
    assert "hum" in list_plugins(GROUP, BUILTINS)
    assert load_plugin(GROUP, BUILTINS, "hum").__name__ == "HumVoice"


def test_an_unknown_name_is_told_the_nearest(install: Install):
    install("")
    with pytest.raises(UsageError) as caught:
        load_plugin(GROUP, BUILTINS, "humm")
    assert "no voice is called 'humm'" in str(caught.value)
    assert "did you mean 'hum'?" in str(caught.value)


OLD_STYLE = {
    "import numpy\nfrom coach.audio import Pcm": ("coach.audio", "Pcm, RATE"),
    "import coach.audio as audio": ("coach.audio", "Pcm, RATE"),
    "from coach import audio": ("coach.audio", "Pcm, RATE"),
    "from coach.voices import VoiceEntry": ("coach.voices", "Voice, VoiceEntry"),
    "from coach.players import NO_SOUND_HINT": ("coach.players", "Player, NO_SOUND_HINT"),
    "from coach.commands import Command, Verb": ("coach.commands", "Command, Verb"),
    "from coach.controls import Control": ("coach.controls", "Control"),
    "from coach.status import Phase": ("coach.status", "Phase, Status"),
}


@pytest.mark.parametrize(("code", "told"), OLD_STYLE.items(), ids=list(OLD_STYLE))
def test_a_plugin_for_older_names_is_told_what_moved(
    install: Install, code: str, told: tuple[str, str]
):
    install(code)
    module, names = told
    message, hint = load_problem()
    assert message == (
        "the voice 'hum' is installed but does not load: "
        f"it imports {module}, which is not a module of coach any more"
    )
    assert hint == f"in the plug-in, write: from coach import {names}"


RENAMED = {
    "from coach.about import About": ("coach.about", "Metadata", "About is Metadata"),
    "from coach.encoders.promise import Promise": (
        "coach.encoders",
        "Encoder, LengthCheck",
        "Promise is LengthCheck",
    ),
}


@pytest.mark.parametrize(("code", "told"), RENAMED.items(), ids=list(RENAMED))
def test_a_name_that_changed_is_told_with_the_new_one(
    install: Install, code: str, told: tuple[str, str, str]
):
    install(code)
    module, names, change = told
    message, hint = load_problem()
    assert f"it imports {module}, which is not a module" in message
    assert hint == f"in the plug-in, write: from coach import {names} ({change} now)"


@pytest.mark.parametrize(
    "code",
    [
        "import no_such_package_anywhere",
        "from coach import no_such_name",
        "import coach.audiobooks",
        "from coach.errors import NoSuchError",
    ],
)
def test_any_other_failed_import_is_told_as_it_came(install: Install, code: str):
    install(code)
    message, hint = load_problem()
    assert message.startswith("the voice 'hum' is installed but does not load: ")
    assert "no_such" in message or "audiobooks" in message or "NoSuchError" in message
    assert hint is None


def test_none_of_the_old_modules_is_there():
    assert not [module for module in MOVED_NAMES if find_spec(module)]


def test_every_new_name_is_one_of_coach():
    new = [name for names in MOVED_NAMES.values() for name in names.values()]
    assert not [name for name in new if not hasattr(coach, name)]
