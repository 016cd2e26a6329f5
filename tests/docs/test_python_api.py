"""The examples of docs/python-api.md, run one after the other as a reader would type them."""

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coach.live.players.recorder import RecorderPlayer
from tests.paths import ROOT

PAGE = (ROOT / "docs" / "python-api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
ENTRY_POINTS = "[coach.voices]\nnote = note_voice:NoteVoice\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to work in, with the page's voice installed and no sound card needed."""
    site = tmp_path / "site"
    info = site / "note_voice-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: note-voice\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)
    (voice,) = [text for _, name, text in BLOCKS if name == "note_voice.py"]
    (site / "note_voice.py").write_text(voice, encoding="utf-8")
    monkeypatch.syspath_prepend(site)
    monkeypatch.setattr("coach.live.players.miniaudio.MiniaudioPlayer", RecorderPlayer)
    monkeypatch.chdir(tmp_path)
    importlib.invalidate_caches()
    yield tmp_path
    sys.modules.pop("note_voice", None)


def test_every_example_runs_in_order(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {"__name__": "example"}
    for language, name, text in BLOCKS:
        if language == "python" and not name:
            exec(compile(text, "python-api.md", "exec"), names)
    assert names["session"].length == 600_000
    assert names["reached_its_end"]
    assert {"lower-back.mp3", "lower-back.wav", "lower-back.vtt", "plank.wav"} <= {
        path.name for path in folder.iterdir()
    }
    out = capsys.readouterr().out
    assert "600000\n" in out
    assert "<routine>:2:16: expected a duration, found 'soon'" in out
    assert out.endswith("\n1\n0 0\n")


def test_the_voice_of_the_page_is_twenty_lines_and_speaks(folder: Path) -> None:
    import coach

    (voice,) = [text for _, name, text in BLOCKS if name == "note_voice.py"]
    assert len([line for line in voice.splitlines() if line.strip()]) <= 20
    (toml,) = [text for language, _, text in BLOCKS if language == "toml"]
    assert toml.replace('"', "").replace("project.entry-points.", "") == ENTRY_POINTS
    session = coach.prepare("tabata", voice="note")
    coach.export(session, folder / "note.wav")
    assert session.voice_identity == "note 1"
