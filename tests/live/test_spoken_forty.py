"""The long form of the ear beside a session: every command of several voices, and the coach itself.

What the coach says is heard by the microphone, too, as from a loudspeaker beside it.
"""

import subprocess
import sys
import time
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from coach.ears.ear_control import EarControl
from coach.live.commands import Command, Verb
from coach.live.settings import EarSettings
from coach.live.status import EarState, Phase, Status
from coach.pipeline import prepare_in_studio
from coach.plan.request import SessionRequest
from coach.script.library import load_phrases
from coach.speech.studio import open_studio
from tests.ears.said import say

from .conftest import until
from .test_live_ears import _pactl
from .test_live_ears import microphone as microphone  # a fixture
from .test_live_session import SCRIPT, Session

pytestmark = [pytest.mark.ears, pytest.mark.undisturbed, pytest.mark.slow]

VOICES = (("natural", 160), ("espeak:en-us", 160), ("espeak:en-gb", 160))
COACH_VOICE = "espeak:en-us"
TRIES = 2
WITHIN_S = 8.0
"""Seconds in which what was said is awaited; then it is said again."""
OPENS_WITHIN_S = 60.0
OWN_SPEECH = """
title: A talk
steps:
  - say:
      - Lie on your back, and pause for a breath.
      - Wait until your back is still, and do not stop breathing.
      - The next one is longer, and there is no need to go on.
      - I'm ready when you are, once again.
      - How long you stay is up to you, so skip what hurts.
      - Turn the sound louder or quieter, as you like.
      - Go back to where you began, one, two, three.
      - Yes, that is it. No, not so far.
  - {silence: 3s}
  - Coach, pause.
  - {silence: 8s}
"""


class Spoken:
    """Somebody beside a session whose ear notes what it takes for a command."""

    def __init__(self, played: Session, folder: Path, settings: EarSettings) -> None:
        self.played, self.folder = played, folder
        self.taken: list[Command] = []
        self.ear = EarControl(load_phrases("en").heard, settings)
        self.ear.start(self._take)
        played.live.attach_ear(self.ear)
        played.live.add_views(self.ear)

    def _take(self, command: Command) -> None:
        self.taken.append(command)
        self.played.live.send(command)

    def until_open(self) -> None:
        """Wait until the ear is open, and will be for long enough."""
        seen = len(self.played.news)

        def is_open() -> bool:
            latest = self.played.news[max(seen + 5, len(self.played.news) - 5) :]
            return len(latest) >= 5 and all(
                now.ear is EarState.OPEN and now.quiet > 4_000 for now in latest
            )

        assert until(is_open, OPENS_WITHIN_S), self.played.now

    def say(self, sound: np.ndarray) -> None:
        path = self.folder / "said.wav"
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes((np.clip(sound, -1, 1) * 32_767).astype("<i2").tobytes())
        subprocess.run(["paplay", "--device=mouth", str(path)], check=True)


@pytest.fixture
def loudspeaker() -> Iterator[None]:
    """Let the microphone hear what the coach plays."""
    number = _pactl(
        "load-module", "module-loopback", "source=coach.monitor", "sink=mouth", "latency_msec=60"
    ).strip()
    yield
    _pactl("unload-module", number)


@contextmanager
def listened_to(script: str, folder: Path, settings: EarSettings) -> Iterator[Spoken]:
    path = folder / "script.yaml"
    path.write_text(script, encoding="utf-8")
    with open_studio(COACH_VOICE) as studio:
        prepared = prepare_in_studio(studio, str(path), SessionRequest(COACH_VOICE))
        played = Session(prepared, studio)
        spoken = Spoken(played, folder, settings)
        try:
            yield spoken
        finally:
            spoken.ear.stop()
            messages = {one.message for one in played.news if one.message}
            sys.stdout.write(f"taken: {[str(one.verb) for one in spoken.taken]}; {messages}\n")
            played.end()


Shown = Callable[[Status, Status], bool]
"""Whether a command has acted, by the status before it and now."""


def is_paused(_before: Status, now: Status) -> bool:
    return now.phase in (Phase.PAUSED, Phase.WAITING)


def is_playing(_before: Status, now: Status) -> bool:
    return now.phase is Phase.PLAYING and not now.asks_stop


NOTHING_TO_DO = "there is nothing to do here"
"""What is shown where no exercise has a card: so the session stays where it is."""
STEPS: tuple[tuple[str, Verb, Shown], ...] = (
    ("Coach, pause.", Verb.PAUSE, is_paused),
    ("Coach, go on.", Verb.GO, is_playing),
    ("Coach, wait.", Verb.MOMENT, is_paused),
    ("I'm ready.", Verb.GO, is_playing),
    ("Coach, louder.", Verb.LOUDER, lambda before, now: now.volume == before.volume + 10),
    ("Coach, quieter.", Verb.SOFTER, lambda before, now: now.volume == before.volume - 10),
    ("Coach, longer.", Verb.MORE, lambda before, now: now.length >= before.length + 15_000),
    ("Coach, slower.", Verb.SLOWER, lambda _before, now: now.pace == 125),
    ("Coach, faster.", Verb.FASTER, lambda _before, now: now.pace == 100),
    ("Coach, easier.", Verb.EASIER, lambda _before, now: now.message == NOTHING_TO_DO),
    ("Coach, how long.", Verb.REMAINING, lambda _before, now: now.saying.endswith("left.")),
    ("Coach, stop.", Verb.STOP, lambda _before, now: now.asks_stop),
    ("No.", Verb.RESUME, is_playing),
    ("Coach, again.", Verb.REPEAT, lambda _before, now: "leg" in now.saying),
    ("Coach, next.", Verb.NEXT, lambda _before, now: now.exercise == "Bridge"),
    ("Coach, go back.", Verb.PREVIOUS, lambda _before, now: now.exercise == "Bird dog"),
    ("Coach, skip.", Verb.NEXT, lambda _before, now: now.exercise == "Bridge"),
)


def say_until_it_acts(spoken: Spoken, sound: np.ndarray, verb: Verb, shown: Shown) -> list[str]:
    """Say something up to twice; return for each time the seconds to its effect, or "missed"."""
    results = []
    for _ in range(TRIES):
        spoken.until_open()
        before, count = spoken.played.now, len(spoken.taken)
        spoken.say(sound)
        ended = time.monotonic()
        if until(lambda now=count: len(spoken.taken) > now, WITHIN_S):
            assert [one.verb for one in spoken.taken[count:]] == [verb]
            spoken.played.until(lambda now, before=before: shown(before, now), 20)
            return [*results, f"{time.monotonic() - ended:.1f} s"]
        results.append("missed")
    return results


@pytest.mark.usefixtures("microphone", "loudspeaker")
def test_forty_phrases_act_and_nothing_else_does(tmp_path: Path) -> None:
    script = SCRIPT.replace("11s", "400s").replace(", countdown: 3", "").replace("9s", "400s")
    lines, first, total = [], 0, 0
    unheard = []
    texts = [text for text, *_ in STEPS]
    said = [(voice, say(voice, texts, pace)) for voice, pace in VOICES]  # it takes the cores
    with listened_to(script, tmp_path, EarSettings(listens=True)) as spoken:
        for voice, sounds in said:
            spoken.played.into_hold(500)
            for text, verb, shown in STEPS:
                results = say_until_it_acts(spoken, sounds[text], verb, shown)
                total += 1
                first += results[0] != "missed"
                lines.append(f"{voice}: {text} {', '.join(results)}")
                sys.stdout.write(f"{lines[-1]}\n")
                if results[-1] == "missed":
                    unheard.append(lines[-1])
                    spoken.played.live.send(Command(verb, is_spoken=True))
        acted = total - len(unheard)
        sys.stdout.write(f"{first} of {total} at the first time, {acted} within two\n")
        assert total >= 40
        assert not unheard
        assert len(spoken.taken) == total  # so nothing that the coach said was one


@pytest.mark.usefixtures("microphone", "loudspeaker")
@pytest.mark.parametrize("headphones", [False, True])
def test_none_of_its_own_speech_acts(tmp_path: Path, headphones: bool) -> None:
    """Only an ear that is open while the coach speaks takes the one line that is a command."""
    settings = EarSettings(listens=True, headphones=headphones)
    with listened_to(OWN_SPEECH, tmp_path, settings) as spoken:
        assert until(lambda: bool(spoken.ear.microphone), OPENS_WITHIN_S)
        spoken.played.ask(Verb.SEEK, 0)
        if headphones:
            spoken.played.until(lambda now: now.phase is Phase.PAUSED, 120)
        else:
            end = spoken.played.prepared.length - 1_500
            spoken.played.until(lambda now: now.elapsed >= end, 120)
        verbs = [one.verb for one in spoken.taken]
        assert verbs == ([Verb.PAUSE] if headphones else [])
