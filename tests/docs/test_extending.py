"""The examples of docs/extending.md and docs/voices.md are installed beside coach and used."""

import importlib
import re
import struct
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from coach.checks.machine_check import run_checks
from coach.cli.main import app
from coach.cli.options import complete_voice
from coach.live.players import make_player
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.script.pace import WORDS_PER_MINUTE, Pace
from coach.sound.audio import RATE, make_silence
from coach.speech.voices import open_voice
from tests.commanding import run_coach
from tests.paths import ROOT

PAGES = [(ROOT / "docs" / name).read_text("utf-8") for name in ("extending.md", "voices.md")]
BLOCK = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROUTINE = "title: Möglich\nsteps:\n  - Lie down.\n  - {hold: 20s, countdown: 5}\n"


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Lay the pages' files out as installed packages have them, with their entry points."""
    site = tmp_path / "site"
    for page in PAGES:
        install_package(site, BLOCK.findall(page))
    monkeypatch.syspath_prepend(site)
    monkeypatch.chdir(tmp_path)
    importlib.invalidate_caches()
    (tmp_path / "routine.yaml").write_text(ROUTINE, encoding="utf-8")
    yield
    monkeypatch.undo()
    for name in [one for one in sys.modules if one.split(".")[0] in ("my_coach", "hum_voice")]:
        del sys.modules[name]


def install_package(site: Path, blocks: list[tuple[str, str, str]]) -> None:
    """Write the modules of a page, and what its pyproject.toml says of them."""
    for language, name, text in blocks:
        if language == "python":
            path = site / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    (toml,) = (tomllib.loads(text) for language, _, text in blocks if language == "toml")
    project = toml["project"]
    info = site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir()
    about = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (info / "METADATA").write_text(about)
    groups = project["entry-points"].items()
    lines = (
        f"[{group}]\n{name} = {target}\n"
        for group, doors in groups
        for name, target in doors.items()
    )
    (info / "entry_points.txt").write_text("".join(lines))


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
def test_a_guest_voice_is_listed_with_what_it_says_of_itself():
    lines = coach("voices", "-v", "hum").splitlines()
    assert lines == [
        f"hum:{name}\tzxx\t\ta hum, MIT, the package hum-voice" for name in ("low", "high")
    ]
    assert complete_voice("hum:h") == ["hum:high"]
    findings = [find for find in run_checks() if find.subject == "voice hum"]
    assert [find.message for find in findings] == ["2 voices"]


@pytest.mark.usefixtures("installed")
def test_a_guest_voice_refuses_a_name_that_it_does_not_know():
    ran = run_coach("plan", "routine.yaml", "--voice", "hum:middle")
    assert (ran.code, ran.err) == (
        2,
        "error: nobody hums 'middle'\n  hint: there are: low, high\n",
    )


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("text", ["", "...", "One.", "Draw your right knee toward your chest"])
def test_a_guest_voice_makes_sound_of_any_text(text):
    voice = open_voice("hum")
    take = voice.speak(text, WORDS_PER_MINUTE[Pace.COUNT])
    assert take.samples.dtype == np.int16
    assert len(take.samples)
    assert take.samples.any() or not text.strip(".")
    voice.close()
    voice.close()


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
