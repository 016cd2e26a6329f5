"""The commands in docs/exporting.md do what the page says, in order, in one folder."""

import re
import shlex
import subprocess

import pytest

from coach.cli.main import main
from coach.exports.sidecars.kinds import SIDECAR_KINDS
from tests.cli.program import COMMAND, environment
from tests.paths import ROOT

PAGE = (ROOT / "docs" / "exporting.md").read_text(encoding="utf-8")
SHELL = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
LINES = [line for block in SHELL for line in block.splitlines()]
EXPORTS = [line for line in LINES if line.startswith("coach export")]
SINGLE = [line for line in EXPORTS if "--all" not in line]
FOLDER = [line for line in EXPORTS if "--all" in line and "lower-back --all" in line]
HOME = "http://192.168.1.20:8000"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder to work in, and a voice that is quick."""
    config = tmp_path / "config"
    config.mkdir()
    (config / "config.yaml").write_text("voice: tone\n")
    monkeypatch.setenv("COACH_CONFIG", str(config))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


def run(line, monkeypatch):
    if "-o -" in line:
        command, sign, rest = re.fullmatch(r"coach (.*?)(?: ([>|]) (.*))?", line).groups()
        words = " ".join(map(shlex.quote, [*COMMAND, *shlex.split(command)]))
        subprocess.run(f"{words} {sign} {rest}", shell=True, check=True, env=environment())
        return
    monkeypatch.setattr("sys.argv", shlex.split(line))
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0, line


def test_every_command_for_one_session_works_as_written(here, monkeypatch):
    assert len(SINGLE) >= 7
    for line in SINGLE:
        run(line, monkeypatch)
    names = {path.name for path in here.iterdir()}
    assert {"lower-back.wav", "lower-back.mp3", "lower-back", "lower-back.svg"} <= names
    assert {"session.mp3", "session.vtt", "session.chapters.json", "session.wav"} <= names
    assert (here / "lower-back" / "lower-back.m3u8").exists()
    assert {"lower-back.cue", "lower-back.labels.txt"} <= names


def test_the_commands_for_a_folder_work_as_written(here, monkeypatch):
    assert len(FOLDER) == 2
    for line in FOLDER:
        shorter = line.replace("10,20", "8").replace("--minutes 10", "--minutes 8 --url " + HOME)
        run(shorter, monkeypatch)
    names = {path.name for path in (here / "sessions").iterdir()}
    assert {"feed.xml", "manifest.json", "cover.png", "lower-back-8min.mp3"} <= names
    assert f"{HOME}/lower-back-8min.mp3" in (here / "sessions" / "feed.xml").read_text(
        encoding="utf-8"
    )


def test_every_file_that_can_stand_beside_is_told_of():
    for suffixes in SIDECAR_KINDS.values():
        for suffix in suffixes:
            assert f"`{suffix}`" in PAGE
