"""A voice that was fetched speaks: the model in the package stands for one, under its name."""

import importlib.util
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import pytest

from coach.errors import MachineError, UsageError
from coach.speech.voices import downloads, open_voice
from coach.speech.voices.downloads import DOWNLOADS, find_download
from coach.speech.voices.natural import BUNDLED_ENTRY, BUNDLED_SHA256, NaturalVoice
from coach.system.paths import voices_folder
from tests.commanding import run_coach

FOUND = importlib.util.find_spec("hibari")
pytestmark = pytest.mark.skipif(FOUND is None, reason="hibari-tts has no wheel here")


@pytest.fixture
def model() -> bytes:
    assert FOUND is not None
    assert FOUND.origin
    return (Path(FOUND.origin).parent / "assets" / "hibari.onnx").read_bytes()


@pytest.fixture
def emma(monkeypatch, model) -> Path:
    """Make the bundled model count as emma's, and lay it where a fetched one lies."""
    one = DOWNLOADS["emma"]
    same = replace(one, entry=replace(one.entry, size=len(model)), sha256=BUNDLED_SHA256)
    monkeypatch.setattr(downloads, "DOWNLOADS", MappingProxyType(dict(DOWNLOADS) | {"emma": same}))
    voices_folder().mkdir(parents=True)
    same.path.write_bytes(model)
    return same.path


def test_what_is_said_of_the_bundled_voice_is_true(model):
    assert (len(model), sha256(model).hexdigest()) == (BUNDLED_ENTRY.size, BUNDLED_SHA256)


def test_a_fetched_voice_is_in_the_catalog_and_speaks_with_its_own_accent(emma):
    assert emma.exists()
    assert [entry.name for entry in NaturalVoice.catalog()] == ["heart", "emma"]
    british, american = open_voice("natural:emma"), open_voice("natural:heart")
    assert british.identity != american.identity
    take = british.speak("Take a bath.", 122)
    assert take.samples.any()
    # The same model, but the words are read as they are in Britain.
    assert take.samples.tobytes() != american.speak("Take a bath.", 122).samples.tobytes()


def test_a_voice_that_is_not_here_is_told_before_anything_is_loaded():
    assert [entry.name for entry in NaturalVoice.catalog()] == ["heart"]
    with pytest.raises(MachineError) as caught:
        open_voice("natural:emma")
    assert caught.value.problems[0].hint == "coach voices --get emma"
    with pytest.raises(UsageError) as refused:
        open_voice("natural:emmma")
    assert refused.value.problems[0].hint == "did you mean 'emma'?"


def test_a_damaged_voice_never_speaks(emma, model):
    emma.write_bytes(bytes([*model[:-1], model[-1] ^ 1]))
    from coach.speech.voices import natural

    natural._load_engine.cache_clear()
    with pytest.raises(MachineError) as caught:
        open_voice("natural:emma").speak("One.", 122)
    assert str(emma) in caught.value.problems[0].message
    assert caught.value.problems[0].hint == "coach voices --get emma"


def test_the_list_says_which_is_here(emma):
    lines = run_coach("voices", "-v", "natural").out.splitlines()
    assert emma.exists()
    about = "natural, 7.9 MB, Apache-2.0"
    assert any(
        line.startswith("natural:heart\ten-US\t")
        and line.endswith(f"female, {about}, the package hibari-tts")
        for line in lines
    )
    assert any(line.startswith(f"natural:emma\ten-GB\t\tfemale, {about}, ") for line in lines)
    assert any(line.startswith("natural:kore\ten-US\tnot here\t") for line in lines)
    assert find_download("emma").is_installed
