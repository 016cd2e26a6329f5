"""The ear beside a coach that speaks out of a loudspeaker, whose echo the sound server makes."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from coach.ears.ear_control import EarControl
from coach.ears.hearing import NEVER
from coach.live.commands import Command, Verb
from coach.live.players.miniaudio import MiniaudioPlayer
from coach.live.players.tapped import TappedPlayer
from coach.live.settings import EarSettings, Settings
from coach.live.status import EarState, Phase
from coach.pipeline import prepare_in_studio
from coach.plan.request import SessionRequest
from coach.script.library import load_phrases
from coach.speech.studio import open_studio
from tests.ears.said import say

from .conftest import SoundServer, lack, until
from .test_live_ears import Listener, _pactl
from .test_live_ears import microphone as microphone  # a fixture
from .test_live_session import Session
from .test_spoken_forty import COACH_VOICE

pytestmark = [pytest.mark.ears, pytest.mark.undisturbed]

SCRIPT = """
title: A talk
steps:
  - say:
      - Lie on your back, and pause for as long as a breath takes you, in and out.
      - Wait until your back is still, and do not stop breathing while you wait for it.
      - Coach, pause.
      - Turn the sound louder or quieter, as you like, and take all the time that it takes.
      - Let both of your legs become heavy, and your shoulders, and your neck, one after the other.
      - There is nothing to do for a while but to lie here, and to feel how the floor carries you.
      - Whoever wants to may close their eyes, and think of a place where it is warm and quiet.
      - Let the breath come and go as it likes, for it knows better than you how deep it is to be.
      - And so we come to the end of this talk, which was as long as it had to be, and no longer.
  - {silence: 5s}
"""
OWN_LINES, TRIES = 4, 5
"""Over how many lines the coach is alone; into how many lines the command is then said, at most."""
VOLUME = 30
"""Of the coach, in percent: whoever speaks is nearer to the microphone."""


class Beside(Listener):
    """Somebody who speaks while the coach does; `taken` is what the ear took."""

    def __init__(self, played: Session, folder: Path, ear: EarControl) -> None:
        self.played, self.folder, self.ear = played, folder, ear
        self.taken: list[Command] = []
        ear.start(self._take)
        played.live.attach_ear(ear)
        played.live.add_views(ear)

    def _take(self, command: Command) -> None:
        self.taken.append(command)
        self.played.live.send(command)

    def until_line(self, number: int) -> None:
        """Wait until the coach begins to say a line."""
        begins = [line for line in SCRIPT.splitlines() if line.startswith("      - ")]
        wanted = begins[number].removeprefix("      - ")[:20]
        self.played.until(lambda now: now.saying.startswith(wanted), 60)


@contextmanager
def beside(folder: Path) -> Iterator[Beside]:
    path = folder / "script.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    settings = EarSettings(listens=True, echo_cancellation=True)
    ear = EarControl(load_phrases("en").heard, settings)
    assert ear.echo_reference
    player = TappedPlayer(MiniaudioPlayer(["PULSEAUDIO"]), ear.echo_reference)
    with open_studio(COACH_VOICE) as studio:
        prepared = prepare_in_studio(studio, str(path), SessionRequest(COACH_VOICE))
        played = Session(prepared, studio, player, settings=Settings(volume=VOLUME, ear=settings))
        try:
            yield Beside(played, folder, ear)
        finally:
            ear.stop()
            played.end()


@pytest.fixture
def echo(microphone: SoundServer) -> Iterator[None]:  # noqa: ARG001 - it makes the sink
    """Have the coach play where the microphone hears it; a loopback would change its delay."""
    _pactl("set-default-sink", "mouth")
    yield
    _pactl("set-default-sink", "coach")


@pytest.mark.usefixtures("echo")
def test_a_command_is_heard_beside_the_coach_and_the_coach_is_not(tmp_path: Path) -> None:
    if not find_spec("pyaec"):
        lack("pyaec is missing, by which echo is cancelled")
    say("natural", ["Coach, pause."])  # the voice is loaded before it is to be quick
    with beside(tmp_path) as listener:
        assert until(lambda: bool(listener.ear.microphone), 30)
        listener.played.ask(Verb.SEEK, 0)
        listener.until_line(0)
        assert until(lambda: listener.played.now.ear is EarState.OPEN, 5)
        assert listener.played.now.quiet == 0
        assert {one.least for one in listener.ear._told.expected} >= {NEVER}
        listener.until_line(OWN_LINES)
        assert not listener.taken  # not even by the line that is a command
        for number in range(OWN_LINES, OWN_LINES + TRIES):
            listener.until_line(number)
            listener.say("Coach, pause.")
            if until(lambda: bool(listener.taken), 3):
                break
        assert [one.verb for one in listener.taken] == [Verb.PAUSE]
        listener.until(phase=Phase.PAUSED)
