"""The examples of docs/extending.md are a package that is installed beside coach and used."""

import importlib
import re
import struct
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from coach.cli.main import app
from coach.live.players import make_player
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.sound.audio import RATE, make_silence
from tests.paths import ROOT

PAGE = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
ROUTINE = "title: Möglich\nsteps:\n  - Lie down.\n  - {hold: 20s, countdown: 5}\n"


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Lay the page's files out as an installed package has them, with its entry points."""
    site = tmp_path / "site"
    for language, name, text in BLOCKS:
        if language == "python":
            path = site / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    doors = re.sub(r'"', "", re.sub(r'(?m)^\[project.entry-points\."(.+)"\]', r"[\1]", _toml()))
    info = site / "my_coach-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: my-coach\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(doors)
    monkeypatch.syspath_prepend(site)
    monkeypatch.chdir(tmp_path)
    importlib.invalidate_caches()
    (tmp_path / "routine.yaml").write_text(ROUTINE, encoding="utf-8")
    yield
    monkeypatch.undo()
    for name in [one for one in importlib.sys.modules if one.split(".")[0] == "my_coach"]:
        del importlib.sys.modules[name]


def _toml() -> str:
    whole = next(text for language, _, text in BLOCKS if language == "toml")
    return whole[whole.index("[project.entry-points") :]


def coach(*arguments):
    made = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert made.exit_code == 0, made.output
    return made.output


@pytest.mark.usefixtures("installed")
def test_a_guest_voice_speaks_into_a_guest_file():
    coach("export", "routine.yaml", "--voice", "hum:high", "--seed", "0", "-o", "session.au")
    content = Path("session.au").read_bytes()
    magic, begin, size, coding, rate, channels = struct.unpack_from(">4s5I", content)
    assert (magic, coding, rate, channels) == (b".snd", 3, RATE, 1)
    assert len(content) == begin + size
    assert content[24:begin].rstrip(b"\0").decode().startswith("Möglich")
    prepared = prepare_session("routine.yaml", SessionRequest("hum:high"))
    assert prepared.voice_identity == "hum 1 high"
    planned = prepared.make_mix().render(0, prepared.timeline.length).samples
    assert np.array_equal(np.frombuffer(content[begin:], ">i2"), planned)
    assert planned.any()


@pytest.mark.usefixtures("installed")
def test_a_guest_voice_is_listed():
    assert "hum:high" in coach("voices", "--language", "all")


@pytest.mark.usefixtures("installed")
def test_a_guest_player_tells_time_by_what_it_took():
    now = [10.0]
    player = type(make_player("silent"))(
        lambda: now[0], lambda seconds: now.__setitem__(0, now[0] + seconds)
    )
    player.open()
    assert (player.position, player.written, player.room) == (0, 0, RATE)
    player.write(make_silence(800))
    now[0] += 0.5
    assert player.position == player.heard == RATE // 2
    assert player.room == RATE - (player.written - player.position)
    player.drain()
    assert player.position == player.written == 800 * 48
    now[0] += 60
    assert player.position == player.written, "it ran dry, and its clock stands"
    player.write(make_silence(1_000))
    now[0] += 0.25
    assert player.position == 1_050 * 48
    player.stop()
    assert player.written == player.position == 1_050 * 48
    player.close()
    player.close()
