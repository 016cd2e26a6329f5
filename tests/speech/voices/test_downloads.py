"""Voices that are fetched: what is known of each beforehand, and when one counts as being here."""

import importlib.resources
import importlib.util
import json
import re
import sys
from random import Random
from typing import Any

import pytest

from coach.errors import CoachError, MachineError, UsageError
from coach.speech.voices import downloads
from coach.speech.voices.downloads import (
    DOWNLOADS,
    fetch_voice,
    find_download,
    remove_voice,
    verify_voice,
)
from coach.system.paths import user_folder, voices_folder
from coach.system.verified_download import STALL_SECONDS, part_path
from coach.units import format_size
from tests.file_server import FileServer, serve_emma
from tests.paths import ROOT

CONTENT = Random(5).randbytes(50_000)


@pytest.fixture
def server():
    with serve_emma(CONTENT) as server:
        yield server


def test_the_table_is_that_of_the_package_which_speaks_with_them():
    if importlib.util.find_spec("hibari") is None:
        pytest.skip("hibari-tts has no wheel here")
    text = importlib.resources.files("hibari").joinpath("assets/voices.json").read_text("utf-8")
    theirs = {name: voice for name, voice in json.loads(text).items() if not voice.get("bundled")}
    ours = {
        name: {
            "language": one.entry.language,
            "gender": one.entry.gender,
            "file": one.file,
            "bytes": one.entry.size,
            "sha256": one.sha256,
        }
        for name, one in DOWNLOADS.items()
    }
    assert ours == {name: {key: one[key] for key in ours["emma"]} for name, one in theirs.items()}
    assert downloads.SOURCE_URL.rpartition("/resolve/")[0] in _source_of_their_downloads()


def _source_of_their_downloads() -> str:
    found: Any = importlib.util.find_spec("hibari")
    return (importlib.resources.files("hibari") / "voices.py").read_text("utf-8") if found else ""


@pytest.mark.parametrize("name", DOWNLOADS)
def test_each_has_a_safe_address_a_licence_and_a_place(name, monkeypatch):
    monkeypatch.delenv("COACH_VOICES_URL", raising=False)
    one = DOWNLOADS[name]
    assert one.entry.name == name
    assert one.url.startswith("https://")
    assert one.url.endswith(f"/{one.file}")
    assert re.fullmatch("[0-9a-f]{64}", one.sha256)
    assert 7_000_000 < one.entry.size < 9_000_000
    assert one.entry.licence == "Apache-2.0"
    assert one.entry.origin
    assert one.path == user_folder() / "voices" / one.file
    assert not one.is_installed


def test_a_name_may_have_its_engine_before_it():
    assert find_download("natural:emma") is find_download("emma") is DOWNLOADS["emma"]


@pytest.mark.parametrize("name", ["emmma", "espeak:emma", "", "natural:", "../emma", "a\0b"])
def test_an_unknown_name_is_refused(name):
    with pytest.raises(UsageError) as caught:
        find_download(name)
    (problem,) = caught.value.problems
    assert "no voice to fetch is called" in problem.message
    assert "emma" in str(problem.hint)


@pytest.mark.parametrize("slash", ["", "/", "//"])
def test_a_voice_is_fetched_from_a_mirror(server: FileServer, monkeypatch, slash):
    monkeypatch.setenv("COACH_VOICES_URL", server.url + slash)
    path = fetch_voice("emma")
    assert [asked for asked, _ in server.asked] == ["/voices/bf_emma.int8.onnx"]
    assert path == verify_voice("emma") == find_download("emma").path
    assert path.read_bytes() == CONTENT
    assert [each.name for each in voices_folder().iterdir()] == ["bf_emma.int8.onnx"]


@pytest.mark.parametrize(
    "given",
    [
        *("file:///etc", "ftp://a.example", "voices", "http://", "https:///x", "http://[", " "),
        *(
            "http://a b/c",
            "https://me:word@a.example/",
            "https://a.example/?x",
            "https://a.example/\u00e9",
            "https://a.example/\x1b[0m",
        ),
    ],
)
def test_a_mirror_that_is_no_address_is_refused(monkeypatch, given):
    monkeypatch.setenv("COACH_VOICES_URL", given)
    with pytest.raises(UsageError, match=r"COACH_VOICES_URL: expected an address such as https:"):
        fetch_voice("emma")
    assert not voices_folder().exists()


def test_a_voice_that_is_here_is_not_asked_for(server):
    fetch_voice("emma")
    fetch_voice("emma")
    assert len(server.asked) == 1


@pytest.mark.usefixtures("server")
def test_a_damaged_voice_is_fetched_again():
    path = fetch_voice("emma")
    path.write_bytes(CONTENT[::-1])
    fetch_voice("emma")
    assert path.read_bytes() == CONTENT


def test_a_voice_that_is_not_here_says_what_fetches_it(server):
    with pytest.raises(MachineError) as caught:
        verify_voice("emma")
    (problem,) = caught.value.problems
    assert problem.message == "the voice natural:emma is not on this machine"
    assert problem.hint == "coach voices --get emma"
    assert server.asked == []


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("content", [CONTENT[::-1], CONTENT[:-1], b"", CONTENT + b"x"])
def test_a_file_that_is_not_the_voice_is_never_loaded(content):
    path = fetch_voice("emma")
    path.write_bytes(content)
    with pytest.raises(MachineError) as caught:
        verify_voice("emma")
    (problem,) = caught.value.problems
    assert str(path) in problem.message
    assert problem.hint == "coach voices --get emma"


def test_a_file_put_there_by_hand_is_as_good(server):
    voices_folder().mkdir(parents=True)
    find_download("emma").path.write_bytes(CONTENT)
    assert find_download("emma").is_installed
    assert verify_voice("emma").read_bytes() == CONTENT
    assert server.asked == []


def test_what_failed_says_where_to_get_it_and_where_to_put_it(server):
    server.manner = "missing"
    with pytest.raises(MachineError) as caught:
        fetch_voice("emma")
    (problem,) = caught.value.problems
    assert f"{server.url}/bf_emma.int8.onnx: " in problem.message
    assert str(find_download("emma").path) in str(problem.hint)
    server.manner = "cut"
    with pytest.raises(MachineError) as caught:
        fetch_voice("emma")
    (problem,) = caught.value.problems
    assert "goes on from there" in str(problem.hint)
    assert str(find_download("emma").path) in str(problem.hint)


@pytest.mark.usefixtures("server")
def test_what_was_fetched_is_removed_with_all_that_is_left_of_it():
    path = fetch_voice("emma")
    part_path(path).write_bytes(b"left")
    assert remove_voice("emma") == path
    assert list(voices_folder().iterdir()) == []
    with pytest.raises(UsageError, match="natural:emma is not on this machine"):
        remove_voice("emma")
    part_path(path).write_bytes(b"left")
    remove_voice("emma")
    assert list(voices_folder().iterdir()) == []


@pytest.mark.usefixtures("homeless")
def test_somebody_without_a_home_has_no_place_for_voices():
    for call in (fetch_voice, verify_voice, remove_voice):
        with pytest.raises(CoachError):
            call("emma")
    with pytest.raises(MachineError, match="there is no home folder"):
        fetch_voice("emma")


def test_a_voice_is_loaded_without_anything_that_could_ask_the_network(server, monkeypatch):
    path = fetch_voice("emma")
    for module in ("urllib.request", "http.client", "coach.system.verified_download"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ImportError):
        fetch_voice("fable")
    assert verify_voice("emma") == path
    assert find_download("emma").is_installed
    with pytest.raises(MachineError):
        verify_voice("fable")
    assert len(server.asked) == 1


def test_the_page_names_each_as_the_table_does():
    page = (ROOT / "docs" / "voices.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\S+) \| (\w*male) \| ([\d.]+ MB) \|$", page, re.MULTILINE)
    entries = [one.entry for one in DOWNLOADS.values()]
    assert rows == [(one.name, one.language, one.gender, format_size(one.size)) for one in entries]
    assert f"{STALL_SECONDS:g} seconds" in page
    assert f"branch `{downloads.REVISION}`" in page
