"""What is planned, what is written and what is played are the same, to the sample."""

import os
import signal
import subprocess
import sys
import time
import wave

import numpy as np
import pytest

from coach.errors import MachineError, UsageError
from coach.exports.encoders import list_suffixes
from coach.exports.writer import export_session
from coach.live.engine import LiveSession
from coach.live.players.recorder import RecorderPlayer
from coach.pipeline import prepare_in_studio, prepare_session
from coach.plan.request import SessionRequest
from coach.sound.audio import FRAMES_PER_MS, Pcm, load_wav, make_silence
from coach.sound.conform import find_beat
from coach.sound.mix import Mix
from coach.speech.studio import open_studio
from coach.timeline.cues import LEAD_IN
from coach.timeline.source import Track
from tests.disk import full_disk

ROUTINE = """
title: A short one
steps:
  - Lie down, knees bent.
  - {hold: 24s, cues: [Breathe on.]}
  - {reps: 3, into: 2s, hold: 2s, out: 2s, calls: {into: Lift, hold: Hold, out: Lower}}
  - {breathe: 2, inhale: 4s, exhale: 5s}
  - {rest: 10s}
"""
COUNTS = """
title: Counts
steps:
  - {hold: 30s, countdown: 20, halfway: false, sounds: false}
  - {reps: 20, into: 1s, out: 1s, sounds: false}
  - {breathe: 1, inhale: 6s, exhale: 8s, sounds: false}
  - {rest: 12s}
"""


@pytest.fixture
def script(tmp_path):
    def write(text):
        path = tmp_path / "routine.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def played(name: str, wishes: SessionRequest, fed: int = 0) -> tuple[Pcm, list[int]]:
    """Perform a session live; what was heard, and the moments that were shown."""
    player, shown = RecorderPlayer(), []

    class View:
        def show(self, status):
            shown.append(status.elapsed)

    player.write(make_silence(fed))
    with open_studio(wishes.voice) as studio:
        live = LiveSession(prepare_in_studio(studio, name, wishes), studio, player, prefed_ms=fed)
        live.add_views(View())
        assert live.run()
    return player.recording, shown


@pytest.mark.parametrize("voice", ["tone", "espeak"])
@pytest.mark.parametrize("length", [None, 91_000, 93_000])
def test_plan_file_and_performance_are_the_same_to_the_sample(tmp_path, script, voice, length):
    prepared = prepare_session(script(ROUTINE), SessionRequest(voice, length))
    export_session(prepared, tmp_path / "session.wav")
    file = load_wav(tmp_path / "session.wav")
    sound, heard = played(script(ROUTINE), SessionRequest(voice, length))
    planned = prepared.timeline.length
    assert length in (None, planned)
    assert len(file.samples) == len(sound.samples) == planned * FRAMES_PER_MS
    assert np.array_equal(file.samples, sound.samples)
    assert heard[-1] == planned
    assert heard == sorted(heard)


@pytest.mark.parametrize("voice", ["tone", "espeak"])
def test_every_count_is_heard_on_its_second(tmp_path, script, voice):
    prepared = prepare_session(script(COUNTS), SessionRequest(voice))
    export_session(prepared, tmp_path / "counts.wav")
    sound = load_wav(tmp_path / "counts.wav")
    counts = [clip for clip in prepared.timeline.clips if clip.beat is not None]
    assert len(counts) >= 50
    off = {}
    for clip in counts:
        cut = sound.samples[clip.start * FRAMES_PER_MS : clip.end * FRAMES_PER_MS].astype(float)
        take = prepared.media[clip.source]
        # By the likeness to its take: where tops are bent, the search for a beat may choose the
        # other of two rises that are nearly as steep, though nothing has moved.
        said = take.pcm.samples[: len(cut)].astype(float)
        likeness = [np.dot(cut[20:-20], np.roll(said, by)[20:-20]) for by in range(-20, 21)]
        off[clip.source.text, clip.beat] = abs(int(np.argmax(likeness)) - 20)
        assert abs(find_beat(take.pcm) - take.extent.beat) <= 5
        assert clip.start + take.extent.beat == clip.beat
    assert {key: by for key, by in off.items() if by > 1} == {}


def test_a_session_is_silent_where_the_plan_is(tmp_path, script):
    prepared = prepare_session(script(ROUTINE), SessionRequest("tone"))
    export_session(prepared, tmp_path / "session.wav")
    samples = load_wav(tmp_path / "session.wav").samples
    sounding = np.zeros(len(samples), bool)
    for clip in prepared.timeline.clips:
        part = slice(clip.start * FRAMES_PER_MS, clip.end * FRAMES_PER_MS)
        sounding[part] = True
        if clip.track is Track.VOICE:
            assert np.abs(samples[part].astype(int)).max() > 1_000
    assert not samples[~sounding].any()
    assert (~sounding).mean() > 0.2


def test_other_programs_can_read_the_file(tmp_path, script):
    prepared = prepare_session(script(ROUTINE), SessionRequest("tone"))
    export_session(prepared, tmp_path / "session.wav")
    with wave.open(str(tmp_path / "session.wav")) as file:
        assert file.getparams()[:4] == (1, 2, 48_000, prepared.timeline.length * FRAMES_PER_MS)


def test_progress_ends_at_the_length(tmp_path, script):
    prepared = prepare_session(script(ROUTINE), SessionRequest("tone"))
    seen = []
    export_session(prepared, tmp_path / "session.wav", lambda *step: seen.append(step))
    assert seen[-1] == (prepared.timeline.length, prepared.timeline.length)
    assert seen == sorted(set(seen))


# Whole or not at all


@pytest.fixture
def prepared(script):
    return prepare_session(script(ROUTINE), SessionRequest("tone"))


class StoppedError(Exception):
    pass


@pytest.mark.parametrize("error", [StoppedError, KeyboardInterrupt])
def test_what_ends_it_midway_leaves_the_old_file_and_no_litter(tmp_path, prepared, error):
    path = tmp_path / "out" / "session.wav"
    path.parent.mkdir()
    path.write_bytes(b"old")

    def stop(done, _whole):
        if done > 20_000:
            raise error

    with pytest.raises(error):
        export_session(prepared, path, stop)
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_a_take_that_breaks_midway_leaves_the_old_file(tmp_path, prepared, monkeypatch):
    path = tmp_path / "session.wav"
    path.write_bytes(b"old")
    render = Mix.render

    def broken(mix, start, stop):
        if start >= 20_000:
            raise MachineError([])
        return render(mix, start, stop)

    monkeypatch.setattr(Mix, "render", broken)
    with pytest.raises(MachineError):
        export_session(prepared, path)
    assert path.read_bytes() == b"old"


def test_a_full_disk_is_told(tmp_path, prepared):
    path = tmp_path / "out" / "session.wav"
    path.parent.mkdir()
    with full_disk(1_000_000), pytest.raises(MachineError, match="File too large") as caught:
        export_session(prepared, path)
    assert caught.value.exit_code == 3
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "found"),
    [("session.doc", "found '.doc'"), ("session", "found none"), (".wav", "found none")],
)
def test_a_suffix_nobody_writes_is_refused_before_anything_is_written(
    tmp_path, prepared, name, found
):
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(UsageError, match=found) as caught:
        export_session(prepared, folder / name)
    assert caught.value.problems[0].hint == f"there are: {', '.join(list_suffixes())}"
    assert list(folder.iterdir()) == []


def test_the_suffix_may_be_in_capitals(tmp_path, prepared):
    export_session(prepared, tmp_path / "SESSION.WAV")
    assert load_wav(tmp_path / "SESSION.WAV").length == prepared.timeline.length


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_during_an_export_ends_it_with_130_and_no_litter(tmp_path):
    long = "title: Long\nsteps:\n" + "  - {hold: 1h, cues: [Breathe on., Soft jaw.]}\n" * 5
    (tmp_path / "long.yaml").write_text(long)
    out = tmp_path / "out"
    out.mkdir()
    command = [sys.executable, "-m", "coach"]
    command += ["export", "long.yaml", "-v", "tone", "-o", "out/long.wav"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, env=environment()) as run:
        while not any(path.stat().st_size > 1_000_000 for path in out.iterdir()):
            assert run.poll() is None, run.stderr.read()
            time.sleep(0.005)
        run.send_signal(signal.SIGINT)
        said = run.stderr.read().decode()
    assert (run.returncode, said) == (130, "")
    assert list(out.iterdir()) == []


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def test_every_session_begins_with_the_silence_a_player_is_fed_first(script):
    prepared = prepare_session(script(COUNTS), SessionRequest("tone"))
    assert not prepared.make_mix().render(0, LEAD_IN).samples.any()
    assert prepared.make_mix().render(LEAD_IN, LEAD_IN + 300).samples.any()
    sound, _ = played(script(COUNTS), SessionRequest("tone"), fed=LEAD_IN)
    whole = prepared.make_mix().render(0, prepared.timeline.length)
    assert np.array_equal(sound.samples, whole.samples)
