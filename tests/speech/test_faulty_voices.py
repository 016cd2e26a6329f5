"""A voice that fails: a tone and a notice for who listens; an error, and no file, for others."""

import re
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from coach.errors import MachineError
from coach.live.commands import Command, Verb
from coach.live.engine import LiveSession
from coach.live.players.recorder import RecorderPlayer
from coach.live.status import Phase
from coach.pipeline import prepare_in_studio
from coach.plan.request import SessionRequest
from coach.sound.audio import FRAMES_PER_MS
from coach.speech.studio import open_studio
from coach.speech.synthesis import SpeechFailure, SpeechLine, speak_lines
from coach.speech.voices import open_voice
from coach.system.paths import cache_folder
from coach.timeline.source import Utterance
from tests.commanding import run_coach
from tests.guests import GARBAGE, faulty_voices

pytestmark = pytest.mark.own_takes

ROUTINE = """
title: Fragile
steps:
  - Lie down.
  - Bend both knees.
  - {hold: 20s, countdown: 5, cues: [Breathe on.]}
  - {reps: 3, into: 2s, out: 2s}
"""
WAYS = ["dies", "raises", "exits", *GARBAGE]


@pytest.fixture
def script(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fragile.yaml").write_text(ROUTINE, encoding="utf-8")
    return "fragile.yaml"


@pytest.fixture
def faulty(tmp_path, monkeypatch):
    """Install voices that speak three lines and then fail."""
    with faulty_voices(tmp_path / "site", monkeypatch, good=3):
        yield


class Screen:
    def __init__(self):
        self.seen = []

    def show(self, status):
        self.seen.append(status)


def played(script, voice, *commands):
    """Play a session to its end with a voice; gives it, its sound, and what was shown."""
    with open_studio(voice, lenient=True) as studio:
        prepared = prepare_in_studio(studio, script, SessionRequest(voice))
        player, screen = RecorderPlayer(), Screen()
        live = LiveSession(prepared, studio, player)
        live.add_views(screen)
        for command in commands:
            live.send(command)
        assert live.run()
    return prepared, player.recording.samples, screen.seen


# While somebody listens


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("way", ["dies", "raises", "silent"])
def test_what_a_voice_cannot_say_is_hummed_on_its_second_and_told(script, way):
    prepared, heard, seen = played(script, f"faulty:{way}")
    (notice,) = prepared.notices
    assert notice.startswith("a tone stands for what the voice cannot say: ")
    assert seen[-1].phase is Phase.ENDED
    assert {status.message for status in seen if status.phase is Phase.PLAYING} == {notice}
    assert len(heard) == prepared.timeline.length * FRAMES_PER_MS
    counts = [clip for clip in prepared.timeline.clips if clip.beat is not None]
    assert len(counts) >= 8
    assert {clip.beat % 1_000 for clip in counts[:5]} == {counts[0].beat % 1_000}
    for clip in prepared.timeline.clips:
        part = heard[clip.start * FRAMES_PER_MS : clip.end * FRAMES_PER_MS]
        assert np.abs(part.astype(int)).max() > 500, clip


@pytest.mark.usefixtures("faulty")
def test_a_line_that_fails_once_is_asked_for_again_and_nothing_is_told(script):
    with open_studio("faulty:stumbles", lenient=True) as studio:
        prepared = prepare_in_studio(studio, script, SessionRequest("faulty:stumbles"))
        assert prepared.notices == ()
        assert studio.fallback.fallback_count == 0
        assert studio.voice.asked > len(prepared.media.lengths) // 2


@pytest.mark.usefixtures("faulty")
def test_what_was_hummed_is_spoken_when_the_voice_is_well_again(script, monkeypatch):
    played(script, "faulty:dies")
    monkeypatch.setenv("GUEST_GOOD", "1000")
    monkeypatch.delitem(__import__("sys").modules, "faulty_voice")
    with open_studio("faulty:dies", lenient=True) as studio:
        prepared = prepare_in_studio(studio, script, SessionRequest("faulty:dies"))
        assert prepared.notices == ()
        assert studio.voice.asked > 5


@pytest.mark.usefixtures("faulty")
def test_a_voice_that_fails_twice_in_a_row_is_not_asked_again(script):
    with open_studio("faulty:dies", lenient=True) as studio:
        prepare_in_studio(studio, script, SessionRequest("faulty:dies"))
        assert studio.fallback.is_permanent
        before = studio.voice.asked
        assert before <= 3 + 2 * 8  # two lines of two tries each, and what was asked ahead
        studio.ensure_takes([Utterance("Never heard before.")], {})
        assert studio.voice.asked == before


@pytest.mark.usefixtures("faulty")
def test_what_is_asked_for_later_is_hummed_too(script):
    """Less talk has other words; none of them can be spoken."""
    prepared, heard, seen = played(script, "faulty:dies", Command(Verb.TALK_LESS))
    assert seen[-1].phase is Phase.ENDED
    assert len(heard) > 0.5 * prepared.timeline.length * FRAMES_PER_MS


@pytest.mark.parametrize("way", ["dies", "raises", "nothing"])
def test_a_session_without_a_single_word_is_no_session(script, tmp_path, monkeypatch, way):
    with faulty_voices(tmp_path / "site", monkeypatch, good=0):
        ran = run_coach("play", script, "--voice", f"faulty:{way}")
    assert ran.code == 3
    assert "faulty 1" in ran.err or "the voice is gone" in ran.err


def test_words_of_an_earlier_day_are_words(script, tmp_path, monkeypatch):
    with faulty_voices(tmp_path / "site", monkeypatch, good=3):
        with open_studio("faulty:dies", lenient=True) as studio:
            prepare_in_studio(studio, script, SessionRequest("faulty:dies"))
        monkeypatch.setenv("GUEST_GOOD", "0")
        monkeypatch.delitem(__import__("sys").modules, "faulty_voice")
        prepared, _, _ = played(script, "faulty:dies")
    assert prepared.notices


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("command", ["play", "export"])
def test_a_voice_that_does_not_start_is_told_before_anything_begins(script, command):
    ran = run_coach(command, script, "--voice", "unopened")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("error: the voice does not start\n  hint: install it")
    assert not Path("fragile.wav").exists()


# Where nobody does


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("way", WAYS)
def test_an_export_with_a_voice_that_fails_is_an_error_and_no_file(script, way):
    Path("fragile.wav").write_bytes(b"of yesterday")
    ran = run_coach("export", script, "--voice", f"faulty:{way}", "-f")
    assert ran.code == 3
    assert re.match(r"error: the voice (is gone|faulty 1 \w+ (fails on|spoke) ')", ran.err), ran.err
    assert Path("fragile.wav").read_bytes() == b"of yesterday"
    assert not list(Path().glob(".*.part"))
    # What was spoken well is kept, and nothing else.
    assert len(list((cache_folder() / "takes").rglob("*.take"))) <= 3 + 30
    assert not list(cache_folder().rglob("*.part"))


@pytest.mark.usefixtures("faulty")
def test_a_voice_that_hangs_is_given_up(script, monkeypatch):
    monkeypatch.setattr("coach.speech.synthesis.speak_lines.__defaults__", (0.6,))
    ran = run_coach("export", script, "--voice", "faulty:hangs")
    assert ran.code == 3
    assert "the voice faulty 1 hangs does not answer within 0.6 s" in ran.err
    assert not Path("fragile.wav").exists()
    prepared, heard, _ = played(script, "faulty:hangs")
    assert "does not answer" in prepared.notices[0]
    assert len(heard) == prepared.timeline.length * FRAMES_PER_MS


@pytest.mark.usefixtures("faulty")
def test_behind_a_line_that_hangs_all_are_given_up_at_once():
    voice = open_voice("faulty:hangs")
    lines = [SpeechLine(Utterance(f"Line {number}."), f"Line {number}.", "") for number in range(9)]
    made = [sound for _, sound in speak_lines(lines, voice, timeout=0.4)]
    assert [isinstance(sound, SpeechFailure) for sound in made] == [False] * 3 + [True] * 6
    assert isinstance(made[-1].error, MachineError)
    assert voice.asked == 4


@pytest.mark.usefixtures("faulty")
def test_too_little_memory_to_speak_is_told_as_such(script):
    ran = run_coach("export", script, "--voice", "faulty:starves")
    assert ran.code == 3
    assert ran.err.splitlines() == [
        "error: there is not enough memory for this",
        "  hint: close other programs, or raise the limit that is set (ulimit -v)",
    ]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_worker_that_is_killed_again_and_again_becomes_a_tone_and_time_is_kept(script):
    """pyttsx3 for real: each of its workers dies over its first line."""
    with open_studio("pyttsx3", lenient=True) as studio:
        studio.ensure_takes([Utterance("Lie down."), Utterance("Bend both knees.")], {})
        assert studio.notice == ""
        enough = threading.Event()

        def slay():
            while not enough.is_set():
                worker = studio.voice._worker
                if worker is not None:
                    worker.process.kill()

        slayer = threading.Thread(target=slay)
        slayer.start()
        try:
            prepared = prepare_in_studio(studio, script, SessionRequest("pyttsx3"))
        finally:
            enough.set()
            slayer.join()
        assert "worker ended with code -9" in prepared.notices[0]
        assert studio.fallback.is_permanent
    counts = [clip.beat for clip in prepared.timeline.clips if clip.kind == "count"]
    assert np.diff(counts)[:4].tolist() == [1_000] * 4
