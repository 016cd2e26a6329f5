"""The ear beside a session, by a virtual microphone into which commands are played."""

import os
import signal
import subprocess
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.ears.ear_control import EarControl
from coach.live.commands import Verb
from coach.live.settings import EarSettings
from coach.live.status import EarState, Phase
from coach.script.library import load_phrases
from tests.ears.said import needs_models, say

from .conftest import SoundServer, until
from .test_live_session import SCRIPT, Session, session

pytestmark = [pytest.mark.ears, pytest.mark.undisturbed]

MOUTH = (
    ("module-null-sink", "sink_name=mouth"),
    (
        "module-remap-source",
        "master=mouth.monitor",
        "source_name=mic",
        "source_properties=device.description=TestMic",
    ),
)
WITHIN_S = 20.0
"""Seconds in which a command must have an effect: a machine that runs tests is no measure."""


def play_words(text: str, folder: Path) -> None:
    """Play something that is said into the microphone; to its end."""
    (sound,) = say("natural", [text]).values()
    path = folder / "said.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes((np.clip(sound, -1, 1) * 32_767).astype("<i2").tobytes())
    subprocess.run(["paplay", "--device=mouth", str(path)], check=True)


class Listener:
    """Somebody beside a session, with a voice, and the ear that hears them."""

    def __init__(self, played: Session, folder: Path, settings: EarSettings) -> None:
        self.played, self.folder = played, folder
        self.ear = EarControl(load_phrases("en").heard, settings)
        self.ear.start(played.live.send)
        played.live.attach_ear(self.ear)
        played.live.add_views(self.ear)
        played.into_hold(500)

    def say(self, text: str) -> None:
        """Say something into the microphone; to its end."""
        play_words(text, self.folder)

    def until(self, **wanted: object) -> None:
        self.played.until(
            lambda now: all(getattr(now, k) == v for k, v in wanted.items()), WITHIN_S
        )

    def until_open(self) -> None:
        """Wait until the ear is open, and will be for long enough, behind what was done last."""
        seen = len(self.played.news)

        def is_open() -> bool:
            latest = self.played.news[max(seen + 5, len(self.played.news) - 8) :]
            return len(latest) >= 8 and all(
                now.ear is EarState.OPEN and now.quiet > 4_000 for now in latest
            )

        assert until(is_open, WITHIN_S), self.played.now


@pytest.fixture
def microphone(sound_server: SoundServer) -> Iterator[SoundServer]:
    needs_models()
    numbers = [_pactl("load-module", *module).strip() for module in MOUTH]
    _pactl("set-default-source", "mic")
    yield sound_server
    for number in reversed(numbers):
        _pactl("unload-module", number)


def _pactl(*words: str) -> str:
    ran = subprocess.run(["pactl", *words], capture_output=True, text=True, check=True)
    return ran.stdout


@pytest.fixture
def script(tmp_path: Path) -> str:
    path = tmp_path / "two.yaml"
    path.write_text(SCRIPT.replace("11s", "90s").replace(", countdown: 3", ""), encoding="utf-8")
    return str(path)


@pytest.mark.usefixtures("microphone")
def test_commands_act_beside_a_session(script: str, tmp_path: Path) -> None:
    with session(script) as played:
        listener = Listener(played, tmp_path, EarSettings(listens=True))
        for text, shown in (
            ("Coach, pause.", {"phase": Phase.PAUSED}),
            ("Coach, go on.", {"phase": Phase.PLAYING}),
            ("Coach, louder.", {"volume": 110}),
            ("Coach, stop.", {"asks_stop": True, "phase": Phase.PAUSED}),
            ("No.", {"asks_stop": False, "phase": Phase.PLAYING}),
        ):
            listener.until_open()
            listener.say(text)
            listener.until(**shown)
        listener.until_open()
        before = played.now.commands
        listener.say("The cat sleeps on the mat.")
        time.sleep(1)
        listener.say("Coach, next.")
        listener.until(exercise="Bridge", commands=before + 1)
        listener.ear.stop()


@pytest.mark.usefixtures("microphone")
def test_a_key_opens_the_ear_for_bare_words(script: str, tmp_path: Path) -> None:
    with session(script) as played:
        listener = Listener(played, tmp_path, EarSettings())
        assert played.now.ear is EarState.CLOSED
        played.ask(Verb.LISTEN)
        listener.until(listens=True, ear=EarState.OPEN)
        listener.say("Next.")
        listener.until(exercise="Bridge", listens=False, phase=Phase.PLAYING, ear=EarState.CLOSED)
        listener.ear.stop()


@pytest.mark.usefixtures("microphone")
def test_a_killed_ear_costs_the_session_nothing(script: str, tmp_path: Path) -> None:
    with session(script) as played:
        listener = Listener(played, tmp_path, EarSettings(listens=True))
        listener.until_open()
        assert listener.ear.pid
        os.kill(listener.ear.pid, signal.SIGKILL)
        listener.until(ear=EarState.DEAF, phase=Phase.PLAYING)
        at = played.now.elapsed
        played.until(lambda now: "nobody listens" in now.message)
        played.until(lambda now: now.elapsed >= at + 1_000)
        listener.ear.stop()


@pytest.mark.usefixtures("sound_server")
def test_no_microphone_is_told(script: str, tmp_path: Path) -> None:
    needs_models()
    with session(script) as played:
        listener = Listener(played, tmp_path, EarSettings(listens=True))
        listener.until(ear=EarState.DEAF, phase=Phase.PLAYING)
        played.until(lambda now: "there is no microphone" in now.message)
        listener.ear.stop()


@pytest.mark.usefixtures("microphone")
def test_it_opens_no_network_and_writes_no_file(script: str, tmp_path: Path) -> None:
    with session(script) as played:
        listener = Listener(played, tmp_path, EarSettings(listens=True))
        listener.until_open()
        listener.say("Coach, pause.")
        listener.until(phase=Phase.PAUSED)
        pid = listener.ear.pid
        opened = [str(one.readlink()) for one in Path(f"/proc/{pid}/fd").iterdir()]
        inodes = {one[8:-1] for one in opened if one.startswith("socket:[")}
        spoken = [
            line.split()[9]
            for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "packet")
            if (table := Path(f"/proc/{pid}/net/{kind}")).is_file()
            for line in table.read_text().splitlines()[1:]
            if len(line.split()) > 9
        ]
        files = [one for one in opened if one.startswith("/") and not one.startswith("/dev/")]
        listener.ear.stop()
    assert inodes
    assert not inodes & set(spoken)
    assert not [one for one in files if "memfd" not in one]
