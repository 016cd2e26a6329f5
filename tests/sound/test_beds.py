"""Beds: they go on for hours without a seam, from nothing, from a file, and under the voice."""

import sys
import wave
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from coach.errors import MachineError, ScriptError, UsageError
from coach.exports.encoders.mp3 import Mp3Encoder
from coach.exports.metadata import Metadata
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.script.library import find_routine
from coach.sound import beds
from coach.sound.audio import FRAMES_PER_MS, RATE, Pcm
from coach.sound.beds import (
    BUILT_IN_BEDS,
    CROSSFADE_MS,
    MAX_FILE_MS,
    PIECE_MS,
    crossfade_loop,
    make_bed,
    make_built_in_bed,
)
from coach.sound.conform import CUE_LUFS
from coach.sound.decoding import read_audio
from coach.sound.loudness import active_loudness, gain_to_db, k_weighted_energies, true_peak
from coach.speech.studio import Studio
from coach.system.install_hint import install_command
from coach.system.paths import cover_path, routine_names
from coach.timeline.source import Track, spoken_text
from tests.commanding import run_coach


def load_audio(path: Path, longest: int) -> Pcm:
    windows = list(read_audio(path, longest))
    return Pcm(np.concatenate([window.samples for window in windows]), windows[0].rate)


def steepest(samples) -> int:
    return int(np.abs(np.diff(samples.astype(np.int64))).max())


@pytest.mark.parametrize("name", BUILT_IN_BEDS)
def test_a_built_in_bed_follows_itself_without_a_seam(name):
    takes = list(make_built_in_bed(name))
    whole = np.concatenate([take.pcm.samples for take in takes])
    assert all(take.extent.length <= PIECE_MS for take in takes)
    seam = np.concatenate([whole[-480:], whole[:480]])
    assert steepest(seam) <= steepest(whole)
    level = active_loudness(k_weighted_energies(Pcm(whole), 50))
    assert level == pytest.approx(CUE_LUFS, abs=1.5)


@pytest.mark.parametrize("name", BUILT_IN_BEDS)
def test_a_built_in_bed_is_the_same_every_time(name):
    once, again = ([take.pcm.samples for take in make_built_in_bed(name)] for _ in range(2))
    assert all((a == b).all() for a, b in zip(once, again, strict=True))


def tune(seconds: float, rate: int = RATE) -> Pcm:
    """Something that ends elsewhere than it began: a rising tone that grows."""
    time = np.arange(int(seconds * rate)) / rate
    sound = (0.1 + 0.3 * time / seconds) * np.sin(2 * np.pi * (200 + 30 * time) * time)
    return Pcm((sound * 32767).astype(np.int16), rate)


@pytest.mark.parametrize(("seconds", "rate"), [(50, RATE), (50.0007, RATE), (50, 44_099)])
def test_a_file_becomes_a_bed_whose_end_runs_into_its_beginning(seconds, rate):
    whole = np.concatenate([take.pcm.samples for take in make_bed([tune(seconds, rate)])])
    assert len(whole) // FRAMES_PER_MS in (50_000 - CROSSFADE_MS, 49_999 - CROSSFADE_MS)
    around = np.concatenate([whole[-4_800:], whole[:4_800]])
    assert steepest(around) <= steepest(whole)
    peak = gain_to_db(true_peak(Pcm(whole)))
    assert peak <= -13.9


def test_the_joint_keeps_the_power_of_both_sides():
    noise = np.random.default_rng(1).standard_normal(10 * RATE).astype(np.float32)
    made = crossfade_loop(noise, 2 * RATE)
    power = np.square(made[: 2 * RATE]).reshape(20, -1).mean(axis=1)
    assert power == pytest.approx(np.ones(20), abs=0.1)
    assert len(made) == 8 * RATE


def test_only_the_beginning_of_a_long_file_is_used():
    long = Pcm(np.tile(tune(10).samples, MAX_FILE_MS // 10_000 + 1))
    length = sum(take.extent.length for take in make_bed([long]))
    assert length == MAX_FILE_MS - CROSSFADE_MS


@pytest.mark.parametrize("samples", [np.zeros(3 * RATE, np.int16), np.ones(100, np.int16)])
def test_silence_and_scraps_make_no_bed(samples):
    with pytest.raises(ValueError, match="it is"):
        list(make_bed([Pcm(samples)]))


SCRIPT = "title: T\nsteps: [Hello there., {silence: 70s}]\n"


def routine(tmp_path, more=""):
    path = tmp_path / "r.yaml"
    path.write_text(SCRIPT + more)
    return str(path)


def test_a_bed_lies_under_a_whole_session_and_loops(tmp_path):
    prepared = prepare_session(routine(tmp_path), SessionRequest("tone", bed="noise"))
    clips = [c for c in prepared.timeline.clips if c.track is Track.BED]
    assert len(clips) == 5
    assert all(a.end == b.start for a, b in pairwise(clips))
    assert clips[-1].end == prepared.timeline.length
    pcm = prepared.make_mix().render(10_000, 70_000)
    seconds = np.sqrt(np.square(pcm.to_floats().reshape(60, -1)).mean(axis=1))
    assert gain_to_db(seconds.max() / seconds.min()) < 6


def test_a_routine_can_ask_for_a_bed_and_a_listener_for_none(tmp_path):
    name = routine(tmp_path, "bed: drone\n")
    assert any(
        c.track is Track.BED for c in prepare_session(name, SessionRequest("tone")).timeline.clips
    )
    quiet = prepare_session(name, SessionRequest("tone", bed="")).timeline.clips
    assert not any(c.track is Track.BED for c in quiet)


BED_CHOICES = [
    ("", "drone", ()),
    ("bed: noise\n", "noise", ()),
    ("bed: noise\n", "drone", ("--bed", "drone")),
    ("bed: none\n", None, ()),
    ("bed: none\n", "noise", ("--bed", "noise")),
    ("", None, ("--bed", "none")),
]


@pytest.mark.parametrize(("config", "heard", "options"), BED_CHOICES)
def test_an_option_comes_before_the_config_and_that_before_the_routine(
    config, heard, options, tmp_path, own_folders, monkeypatch
):
    path = own_folders / "config" / "config.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"voice: tone\n{config}")
    asked = []
    monkeypatch.setattr(Studio, "add_bed", lambda _studio, bed: asked.append(bed) or ())
    file = str(tmp_path / "made.wav")
    ran = run_coach("export", routine(tmp_path, "bed: drone\n"), "-o", file, *options)
    assert (ran.code, asked) == (0, [heard] if heard else []), ran.err


def test_routines_for_rest_ask_for_a_bed_and_those_for_work_do_not():
    quiet = {"bedtime", "body-scan", "breathing"}
    assert {n for n in routine_names() if find_routine(n).bed} == quiet


def test_bedtime_ends_in_silence_behind_its_last_words():
    timeline = prepare_session("bedtime", SessionRequest("tone")).timeline
    heard = [clip for clip in timeline.clips if clip.track is not Track.BED]
    assert spoken_text(heard[-1].source) == "Good night."
    assert timeline.length - heard[-1].end >= 10_000
    assert timeline.clips[-1].end <= timeline.length


@pytest.mark.own_takes
def test_a_built_in_bed_is_made_once_and_then_read(tmp_path, monkeypatch):
    name = routine(tmp_path, "bed: noise\n")
    first = prepare_session(name, SessionRequest("tone")).make_mix().render(10_000, 11_000)
    monkeypatch.setattr(beds, "BUILT_IN_BEDS", dict.fromkeys(BUILT_IN_BEDS))
    again = prepare_session(name, SessionRequest("tone")).make_mix().render(10_000, 11_000)
    assert (first.samples == again.samples).all()


def test_the_noise_is_heard_on_a_telephone_and_does_not_hiss():
    sound = np.concatenate([take.pcm.samples for take in make_built_in_bed("noise")])
    power = np.abs(np.fft.rfft(sound.astype(float))) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    assert power[hertz > 300].sum() > 0.2 * power.sum()
    assert power[hertz > 4_000].sum() < 0.002 * power.sum()


@pytest.mark.parametrize("name", ["/etc/hostname", "nois", "../x"])
def test_a_script_can_name_no_file(tmp_path, name):
    with pytest.raises(ScriptError, match="no bed is called"):
        prepare_session(routine(tmp_path, f"bed: {name}\n"), SessionRequest("tone"))


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a sound at all", bytes(5_000)])
def test_what_is_no_sound_is_told(tmp_path, content):
    path = tmp_path / "bed.mp3"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"bed\.mp3"):
        prepare_session(routine(tmp_path), SessionRequest("tone", bed=path))


def test_why_a_file_is_no_sound_is_told_in_words(tmp_path):
    pytest.importorskip("av")
    scrap, picture = tmp_path / "scrap.mp3", cover_path()
    scrap.write_bytes(b"not a sound at all")
    reasons = {
        scrap: "expected a sound file: Invalid data found when processing input",
        picture: "expected a sound file, found no sound in it",
    }
    for path, reason in reasons.items():
        with pytest.raises(UsageError) as told:
            load_audio(path, 1_000)
        assert str(told.value) == f"{path}: {reason}"


def test_a_wav_needs_no_library_and_a_long_one_little_memory(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "av", None)
    path = tmp_path / "bed.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, 44_100, 0, "NONE", ""))
        file.writeframes(np.repeat(tune(30, 44_100).samples, 2).tobytes())
    clips = prepare_session(routine(tmp_path), SessionRequest("tone", bed=path)).timeline.clips
    assert any(c.track is Track.BED for c in clips)


def test_a_bed_may_be_any_sound_that_can_be_decoded(tmp_path):
    path = tmp_path / "bed.mp3"
    with path.open("wb") as file:
        encoder = Mp3Encoder(file, 10_000, Metadata("Bed"))
        encoder.write(tune(10))
        encoder.close()
    read = load_audio(path, 60_000)
    assert read.rate == RATE
    assert len(read.samples) == pytest.approx(10 * RATE, abs=RATE // 10)
    first = load_audio(path, 2_000)
    assert 2 * RATE <= len(first.samples) < 3 * RATE
    assert (first.samples == read.samples[: len(first.samples)]).all()


def test_a_bed_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UsageError, match=r"gone\.mp3: cannot be read: No such file"):
        load_audio(tmp_path / "gone.mp3", 1_000)


def test_without_the_library_that_decodes_it_is_said_what_to_install(tmp_path, monkeypatch):
    path = tmp_path / "bed.ogg"
    path.write_bytes(b"OggS" + bytes(100))
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(MachineError) as caught:
        load_audio(path, 1_000)
    (problem,) = caught.value.problems
    assert problem.message == f"{path}: this format cannot be read here"
    assert install_command("av") in problem.hint


def test_a_bed_that_is_none_is_refused_with_the_one_that_was_meant(tmp_path):
    with pytest.raises(UsageError) as caught:
        prepare_session(routine(tmp_path), SessionRequest("tone", bed="nois"))
    (problem,) = caught.value.problems
    assert problem.message == "no bed is called 'nois'"
    assert "noise" in problem.hint
