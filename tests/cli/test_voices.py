"""`coach voices`: what is listed, and voices that are fetched, kept and removed."""

import json
import re
from functools import partial
from pathlib import Path
from random import Random

import pytest

from coach.cli.voices import complete_download
from coach.errors import MachineError, Problem
from coach.sound.audio import Pcm
from coach.speech.voices import BUILTINS, VoiceEntry, downloads
from coach.speech.voices.downloads import DOWNLOADS, find_download, verify_voice
from coach.speech.voices.tone import ToneVoice
from coach.system import verified_download
from coach.system.paths import voices_folder
from coach.system.verified_download import part_path
from tests.cli.test_output import at_screen as at_screen
from tests.commanding import CTRL_C, at_terminal, run_coach
from tests.file_server import FileServer, serve_emma, serve_file

CONTENT = Random(6).randbytes(50_000)
HEART = VoiceEntry(
    "heart", "en-US", "female", "natural", 7_936_868, "Apache-2.0", "the package hibari-tts"
)


class NaturalVoice:
    """Stands for the engine that speaks with what was fetched: it hums, and needs no network."""

    def __init__(self, name: str | None = None) -> None:
        self._file = verify_voice(name) if name not in (None, "heart") else None
        self._tone = ToneVoice()

    @property
    def identity(self) -> str:
        return f"natural 1 {self._file and self._file.name}"

    def speak(self, text: str, words_per_minute: int) -> Pcm:
        return self._tone.speak(text, words_per_minute)

    def close(self) -> None:
        """Release nothing."""

    @classmethod
    def catalog(cls) -> tuple[VoiceEntry, ...]:
        """Name those that are here."""
        return (HEART, *downloads.list_installed())


@pytest.fixture(autouse=True)
def engine(monkeypatch):
    monkeypatch.setitem(BUILTINS, "natural", f"{__name__}:NaturalVoice")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def server():
    with serve_emma(CONTENT) as server:
        yield server


# The list


ABOUT = "natural, 7.9 MB, Apache-2.0, huggingface.co/maureesewilliams/hibari"


def test_in_a_pipe_each_voice_is_a_line_with_all_that_is_known_of_it():
    lines = run_coach("voices").out.splitlines()
    (heart,) = (line for line in lines if line.startswith("natural:heart\ten-US\t"))
    assert heart.endswith("\tfemale, natural, 7.9 MB, Apache-2.0, the package hibari-tts")
    assert f"natural:emma\ten-GB\tnot here\tfemale, {ABOUT}" in lines
    assert [line for line in lines if "tone:middle" in line] == ["tone:middle\tzxx\t\tno words"]
    assert sum("\tdefault\t" in line for line in lines) == 1


def test_at_a_terminal_voices_stand_below_their_language(at_screen, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    text = re.sub(r"\x1b\[[\d;]*m", "", at_screen("voices", "--language", "all").out)
    headings = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert {"de", "en", "fr"} < set(headings)
    assert headings[-2] == "any language"
    assert headings[:-2] == sorted(headings[:-2])
    english = text.split("\nen\n")[1].split("\n\n")[0]
    assert "natural:heart" in english
    assert "espeak:en-us" in english
    assert "espeak:de" not in english
    (emma,) = (line for line in english.splitlines() if "natural:emma" in line)
    assert emma.split() == ["natural:emma", "en-GB", "female", "not", "here,", *ABOUT.split()]
    assert text.endswith("\n\ncoach voices --get NAME fetches one that is not here.\n")


def test_a_language_and_an_engine_narrow_what_can_be_fetched():
    def listed(*options: str) -> set[str]:
        lines = run_coach("voices", *options).out.splitlines()
        return {line.partition("\t")[0] for line in lines}

    assert listed("-v", "natural", "-l", "de") == set()
    assert run_coach("voices", "-l", "english").err.startswith("note: no voice speaks 'english'; ")
    assert run_coach("voices", "-v", "tone").err == run_coach("voices", "-l", "EN-gb").err == ""
    assert listed("-v", "natural", "-l", "EN-gb") == {"natural:emma", "natural:fable"}
    assert listed("-v", "tone") == {"tone:middle", "tone:low", "tone:high"}
    every = {f"natural:{name}" for name in ("heart", *DOWNLOADS)}
    assert listed("-v", "natural") == listed("-v", "natural", "-l", "all") == every


def test_where_the_engine_does_not_speak_nothing_is_offered_for_it(monkeypatch, server):
    def fails(_cls):
        raise MachineError(Problem("onnxruntime has no wheel here", hint="use espeak"))

    monkeypatch.setattr(NaturalVoice, "catalog", classmethod(fails))
    ran = run_coach("voices")
    assert "natural:emma" not in ran.out
    assert "does not speak here: onnxruntime has no wheel here" in ran.out
    ran = run_coach("voices", "--get", "emma", "--yes")
    assert (ran.code, server.asked) == (3, [])
    assert ran.err == "error: onnxruntime has no wheel here\n  hint: use espeak\n"


def told(*options: str) -> dict[str, dict[str, object]]:
    facts = json.loads(run_coach("voices", "-v", "natural", *options, "--json").out)
    return {one["name"]: one for one in facts["downloads"]}


def test_json_tells_what_can_be_fetched_and_what_is_here(server):
    emma = told()["emma"]
    assert (emma["voice"], emma["bytes"], emma["installed"]) == ("natural:emma", 50_000, False)
    assert emma["url"] == f"{server.url}/bf_emma.int8.onnx"
    assert emma["path"] == str(find_download("emma").path)
    assert told("--get", "emma", "--yes")["emma"]["installed"] is True
    facts = json.loads(run_coach("voices", "-v", "natural", "--json").out)
    assert [one["name"] for one in facts["engines"][0]["voices"]] == [
        "natural:heart",
        "natural:emma",
    ]
    assert told("--remove", "emma")["emma"]["installed"] is False


# Fetching


def test_a_voice_is_fetched_shown_as_here_used_and_removed(server: FileServer):
    routine = Path(voices_folder().parent / "small.yaml")
    routine.parent.mkdir(parents=True)
    routine.write_text("title: Small\nsteps: [Hello there.]\n")
    plan = ("plan", str(routine), "--voice", "natural:emma")
    ran = run_coach(*plan)
    assert (ran.code, server.asked) == (3, [])
    assert "error: the voice natural:emma is not on this machine\n" in ran.err
    assert "hint: coach voices --get emma\n" in ran.err

    ran = run_coach("voices", "--get", "emma", "--yes")
    path = find_download("emma").path
    assert (ran.code, ran.out) == (
        0,
        f"{path}: to hear it: coach voices -v natural:emma --say Hello\n",
    )
    about = f"natural:emma: 50 kB, Apache-2.0, from {server.url}/bf_emma.int8.onnx"
    assert ran.err == f"note: {about}\n"
    assert (
        "natural:emma\ten-GB\t\tfemale, natural, 50 kB" in run_coach("voices", "-v", "natural").out
    )
    assert run_coach(*plan).code == 0
    ran = run_coach("voices", "--get", "natural:emma")
    assert (ran.code, ran.out, ran.err) == (0, f"natural:emma is here already: {path}\n", "")
    assert len(server.asked) == 1

    ran = run_coach("voices", "--remove", "emma")
    assert (ran.code, ran.out, ran.err) == (0, f"{path}: removed\n", "")
    assert "natural:emma\ten-GB\tnot here\t" in run_coach("voices", "-v", "natural").out
    ran = run_coach("voices", "--remove", "emma")
    assert (ran.code, ran.err) == (2, "error: the voice natural:emma is not on this machine\n")
    assert len(server.asked) == 1


def test_without_a_terminal_it_is_said_what_would_be_fetched(server):
    ran = run_coach("voices", "--get", "emma")
    about = f"50 kB, Apache-2.0, from {server.url}/bf_emma.int8.onnx"
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"error: natural:emma: nobody can be asked whether to fetch it: {about}\n"
        "  hint: --yes fetches it\n"
    )
    assert server.asked == []
    assert not voices_folder().exists()


@pytest.mark.parametrize(
    ("answer", "code", "said", "requests"),
    [
        ("n\n", 2, "natural:emma: not fetched", 0),
        (CTRL_C, 130, "", 0),
        ("\n", 3, "expected 7,936,868 bytes, found 50,000", 1),
    ],
    ids=["no", "Ctrl-C", "yes"],
)
def test_at_a_terminal_the_size_and_the_licence_are_shown_before_the_question(
    server, answer, code, said, requests
):
    ran = at_terminal("voices", "--get", "emma", talk=[("Fetch it? [Y/n]: ", answer)])
    assert ran[0] == code
    assert "natural:emma: 7.9 MB, Apache-2.0, from http" in ran[1].partition("Fetch it?")[0]
    assert said in ran[1]
    assert len(server.asked) == requests
    assert not [*voices_folder().glob("*")]


@pytest.mark.parametrize("manner", ["wrong", "cut", "missing", "slow", "mute", "short"])
def test_what_fails_ends_with_3_a_message_and_where_to_put_it(server, monkeypatch, manner):
    impatient = partial(verified_download.fetch_file, stall_seconds=0.2)
    monkeypatch.setattr(verified_download, "fetch_file", impatient)
    server.manner = manner
    ran = run_coach("voices", "--get", "emma", "--yes")
    assert (ran.code, ran.out) == (3, "")
    assert f"error: {server.url}/bf_emma.int8.onnx: " in ran.err
    path = find_download("emma").path
    assert re.search(rf"\n  hint: .* put (it|the file) at {re.escape(str(path))}\n$", ran.err)
    assert not path.exists()
    assert part_path(path).exists() is (manner in ("cut", "slow"))
    server.manner = "good"
    assert run_coach("voices", "--get", "emma", "--yes").code == 0
    assert path.read_bytes() == CONTENT


def test_ctrl_c_keeps_what_has_come(monkeypatch):
    entry = DOWNLOADS["emma"].entry
    with serve_file(bytes(entry.size)) as server:
        server.manner = "slow"
        monkeypatch.setenv("COACH_VOICES_URL", server.url)
        code, shown = at_terminal("voices", "--get", "emma", "--yes", talk=[("%", CTRL_C)])
    assert code == 130
    assert "Fetching" in shown
    path = find_download("emma").path
    assert not path.exists()
    assert 0 < part_path(path).stat().st_size <= entry.size // 2


def test_an_unknown_name_is_refused_with_the_one_that_was_meant():
    for option in ("--get", "--remove"):
        ran = run_coach("voices", option, "ema")
        assert (ran.code, ran.err) == (
            2,
            "error: no voice to fetch is called 'ema'\n  hint: did you mean 'emma'?\n",
        )


def test_two_wishes_at_once_are_refused():
    ran = run_coach("voices", "--get", "emma", "--say", "Hello")
    assert ran.code == 2
    assert "expected one of --say, --get, --remove, found --say, --get" in ran.err


def test_the_names_of_voices_to_fetch_are_completed():
    assert complete_download("f") == ["fable", "fenrir"]
