"""What befalls the takes while a session is heard: the second is kept, and the eye is told."""

import shutil
from threading import Thread

import numpy as np
import pytest

from coach.errors import MachineError, Problem
from coach.live.commands import Command, Verb
from coach.live.engine import LiveSession
from coach.live.players.recorder import RecorderPlayer
from coach.live.status import Phase
from coach.pipeline import prepare_in_studio
from coach.plan.request import SessionRequest
from coach.speech.studio import open_studio
from coach.system.paths import cache_folder

pytestmark = pytest.mark.own_takes

SCRIPT = """
title: Long enough
steps:
  - Lie down, and bend both knees.
  - {hold: 30s, countdown: 5, cues: [Breathe on., Let it sink.]}
  - {reps: 5, into: 2s, out: 2s}
"""


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "long.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return str(path)


class Screen:
    def __init__(self):
        self.seen = []

    def show(self, status):
        self.seen.append(status)


def run(live):
    """Run a session that might never end."""
    done = []
    thread = Thread(target=lambda: done.append(live.run()), daemon=True)
    thread.start()
    thread.join(30)
    assert done == [True]


@pytest.fixture
def studio(monkeypatch):
    monkeypatch.setattr("coach.speech.take_cache.MAX_MEMORY_BYTES", 1_000)
    with open_studio("tone", lenient=True) as studio:
        yield studio


def test_takes_that_are_gone_are_silence_of_their_length_and_told_of(studio, script, monkeypatch):
    prepared = prepare_in_studio(studio, script, SessionRequest("tone"))
    player, screen = RecorderPlayer(), Screen()
    live = LiveSession(prepared, studio, player)
    live.add_views(screen)
    monkeypatch.setattr(type(studio.media), "keep_in_memory", lambda *_: None)
    shutil.rmtree(cache_folder())
    run(live)
    assert len(player.recording.samples) == prepared.timeline.length * 48
    assert {status.phase for status in screen.seen} <= {Phase.PLAYING, Phase.ENDED}
    assert any("damaged or removed while in use" in status.message for status in screen.seen)


def test_what_is_heard_is_held_so_that_nothing_can_happen_to_it(studio, script):
    prepared = prepare_in_studio(studio, script, SessionRequest("tone"))
    whole = prepared.make_mix().render(0, prepared.timeline.length).samples
    studio.media.keep_in_memory(prepared.sheet.sources)
    shutil.rmtree(cache_folder())
    player = RecorderPlayer()
    run(LiveSession(prepared, studio, player))
    assert np.array_equal(player.recording.samples, whole)


def test_a_session_reads_all_of_itself_into_memory_while_it_begins(studio, script):
    prepared = prepare_in_studio(studio, script, SessionRequest("tone"))
    live = LiveSession(prepared, studio, RecorderPlayer())
    run(live)
    shutil.rmtree(cache_folder())
    for source in prepared.sheet.sources:
        assert studio.media[source].pcm.samples.any()


def test_what_is_asked_while_the_device_is_looked_for_is_not_forgotten(studio, script, monkeypatch):
    class Unplugged(RecorderPlayer):
        def write(self, pcm):
            raise MachineError(Problem("the sound device is lost"))

        def open(self):
            # Of all moments, a key is pressed just before this attempt.
            raise MachineError(Problem("no sound device found"))

    monkeypatch.setattr("coach.live.device_retry.RETRY_DELAYS_S", (0.0,))
    screen = Screen()
    live = LiveSession(
        prepare_in_studio(studio, script, SessionRequest("tone")), studio, Unplugged()
    )
    live.add_views(screen)
    done = []
    thread = Thread(target=lambda: done.append(live.run()), daemon=True)
    thread.start()
    while not any(status.phase is Phase.LOST for status in screen.seen):
        thread.join(0.01)
    live.send(Command(Verb.VOLUME, 50))
    live.send(Command(Verb.STOP))
    thread.join(5)
    assert done == [False]
    assert screen.seen[-1].volume == 50
