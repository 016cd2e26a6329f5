"""Sound files of any size: read in windows, in little memory, or refused soon."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from coach.errors import UsageError
from coach.exports.encoders.mp3 import Mp3Encoder
from coach.exports.metadata import Metadata
from coach.sound.audio import RATE, WINDOW_BYTES, Pcm, load_wav, read_wav
from coach.sound.beds import make_bed
from coach.sound.decoding import MAX_SILENT_BYTES, BoundedFile, read_audio
from coach.sound.resample import WindowResampler, resample
from tests.commanding import COMMAND, run_coach
from tests.fuzz.around import wav
from tests.sound.test_beds import load_audio, routine, tune

SPARSE = 2 << 30
UNKNOWN = 0xFFFF_FFFF
"""The size that a WAV of more than 4 GB says it has."""
BUILD = """
import resource, sys
from pathlib import Path
from coach.errors import CoachError
from coach.speech.studio import open_studio
with open_studio("tone") as studio:
    try:
        print(len(studio.add_bed(Path(sys.argv[1]))), "pieces")
    except CoachError as error:
        print(error)
used = resource.getrusage(resource.RUSAGE_SELF)
# Not ru_maxrss: that begins with the peak of whoever started us.
print(int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024)
print(used.ru_utime + used.ru_stime)
"""


linux = pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux does")


def build_alone(path: Path) -> tuple[str, float, float]:
    """Build a bed in a process of its own; what came of it, its peak in MB, its time in seconds."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    ran = subprocess.run(
        [sys.executable, "-c", BUILD, str(path)], capture_output=True, text=True, env=env
    )
    said, megabytes, seconds = ran.stdout.splitlines()
    return said, float(megabytes), float(seconds)


def sparse(path: Path, size: int, start: bytes = b"") -> Path:
    """A file that begins with `start`, and takes no room on the disk for the zeros behind it."""
    path.write_bytes(start)
    os.truncate(path, size)
    return path


def mp3(path: Path, seconds: float) -> bytes:
    with path.open("wb") as file:
        encoder = Mp3Encoder(file, int(seconds * 1000), Metadata("Bed"))
        encoder.write(tune(seconds))
        encoder.close()
    return path.read_bytes()


@linux
@pytest.mark.parametrize("start", ["mp3", ""])
def test_a_large_file_that_is_no_sound_is_refused_soon(tmp_path, start):
    """FFmpeg kept all of it, twice: 3,868 MB and 58 s."""
    pytest.importorskip("av")
    begin = mp3(tmp_path / "short.mp3", 0.2) if start else b""
    path = sparse(tmp_path / f"bed.{start or 'raw'}", SPARSE, begin)
    said, megabytes, seconds = build_alone(path)
    assert "shorter than a second" in said if start else "found no sound in" in said
    assert megabytes < 200
    assert seconds < 5


@pytest.mark.slow
@linux
@pytest.mark.parametrize("width", [2, 3], ids=lambda width: f"{8 * width} bits")
@pytest.mark.parametrize(("channels", "rate"), [(8, 192_000), (12, 96_000), (2, 191_999)])
def test_a_bed_of_hours_is_built_in_little_memory(tmp_path, width, channels, rate):
    second = np.random.default_rng(1).bytes(rate * channels * width)
    head = wav(second, rate, channels=channels, width=width, size=UNKNOWN, whole=UNKNOWN)
    path = sparse(tmp_path / "bed.wav", 3 * 3_600 * len(second), head)
    said, megabytes, _ = build_alone(path)
    assert said == "9 pieces"
    assert megabytes < 200


def test_a_file_is_read_in_windows_whatever_its_length_and_channels(tmp_path):
    second = tune(1, 192_000).samples
    head = wav(np.repeat(second, 8).tobytes(), 192_000, channels=8, size=UNKNOWN, whole=UNKNOWN)
    path = sparse(tmp_path / "bed.wav", 3 * 3_600 * 192_000 * 16, head)
    windows = list(read_audio(path, 2_000))
    assert all(window.samples.nbytes * 8 <= WINDOW_BYTES for window in windows)
    samples = np.concatenate([window.samples for window in windows])
    assert len(samples) == 2 * 192_000
    assert np.array_equal(samples[:192_000], second)


def test_in_windows_a_wav_is_what_it_is_as_a_whole(tmp_path):
    path = tmp_path / "bed.wav"
    content = np.random.default_rng(2).bytes(30 * 44_100 * 4)
    path.write_bytes(wav(content, 44_100, channels=2))
    whole, windows = load_wav(path), list(read_wav(path, 60_000))
    assert len(windows) > 3
    assert np.array_equal(np.concatenate([w.samples for w in windows]), whole.samples)
    assert {window.rate for window in windows} == {whole.rate}


def test_a_wav_that_was_cut_off_within_a_frame_is_read_up_to_there(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)
    path = tmp_path / "bed.wav"
    path.write_bytes(wav(np.repeat(tune(2).samples, 2).tobytes(), RATE, channels=2)[:-3])
    assert len(load_audio(path, 60_000).samples) == 2 * RATE - 1


@pytest.mark.parametrize("rate", [8_000, 44_100, 44_099, 176_400, 192_000])
def test_in_windows_sound_is_resampled_to_the_very_same_samples(rate):
    whole = tune(7.3, rate).samples
    resampler = WindowResampler(rate, 20 * RATE)
    chance = np.random.default_rng(rate)
    cuts = np.sort(chance.integers(0, len(whole), 12))
    for part in np.split(whole, cuts):
        resampler.feed(part)
    assert np.array_equal(resampler.finish(), resample(whole.astype(np.float32), rate, RATE))


@pytest.mark.parametrize(("frames", "most"), [(0, 9), (1, 9), (500, 9), (44_100, 999)])
def test_of_a_resampled_sound_there_is_as_much_as_there_was_but_no_more_than_asked(frames, most):
    whole = tune(1, 44_100).samples[:frames]
    resampler = WindowResampler(44_100, most)
    resampler.feed(whole)
    wanted = resample(whole.astype(np.float32), 44_100, RATE)[:most]
    assert np.allclose(resampler.finish(), wanted, rtol=1e-5, atol=0.01)


@pytest.mark.parametrize("rate", [RATE, 44_100])
def test_a_bed_of_windows_is_the_bed_of_the_whole(rate):
    whole = tune(50, rate)
    parts = [Pcm(part, rate) for part in np.array_split(whole.samples, 17)]
    together, apart = ([t.pcm.samples for t in make_bed(one)] for one in ([whole], parts))
    assert all(np.array_equal(a, b) for a, b in zip(together, apart, strict=True))


@pytest.mark.parametrize("width", [1, 3])
def test_channels_that_stand_nowhere_are_averaged(tmp_path, width):
    """FFmpeg mixes what stands in a room; of 20 channels it does not know where they are."""
    pytest.importorskip("av")
    mono = np.frombuffer(np.random.default_rng(3).bytes(2 * RATE * width), (np.void, width))
    one, many = tmp_path / "one.wav", tmp_path / "many.wav"
    one.write_bytes(wav(mono.tobytes(), RATE, width=width))
    many.write_bytes(wav(np.repeat(mono, 20).tobytes(), RATE, channels=20, width=width))
    alone, mixed = (load_audio(path, 60_000).samples.astype(int) for path in (one, many))
    assert np.abs(alone - mixed).max() <= 2 ** (16 - 8 * min(width, 2)) + 1


def test_a_list_of_other_files_is_no_sound(tmp_path):
    """A list could name any address."""
    pytest.importorskip("av")
    mp3(tmp_path / "song.mp3", 2)
    lists = {
        "list.ffconcat": "ffconcat version 1.0\nfile song.mp3\n",
        "list.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nsong.mp3\n#EXT-X-ENDLIST\n",
    }
    for name, text in lists.items():
        (tmp_path / name).write_text(text)
        with pytest.raises(UsageError, match=f"{name}: expected a sound file"):
            load_audio(tmp_path / name, 1_000)


def test_a_file_ends_where_no_sound_comes_of_it(tmp_path):
    with sparse(tmp_path / "zeros", 2 * MAX_SILENT_BYTES).open("rb", buffering=0) as opened:
        file = BoundedFile(opened)
        assert len(file.read(SPARSE)) == MAX_SILENT_BYTES
        assert file.read(1) == b""
        assert file.is_starved
        assert not file.has_sound
        file.note_sound()
        assert len(file.read(1)) == 1


def test_a_disk_that_fails_ends_a_file_and_is_told():
    class Failing:
        name = "bed"

        def read(self, _size):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    file = BoundedFile(Failing())
    assert file.read(9) == b""
    assert file.error.errno == errno.EIO


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no pipes with a name")
def test_a_pipe_is_told_and_not_waited_for(tmp_path):
    pipe = tmp_path / "bed.wav"
    os.mkfifo(pipe)
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    said = f"{pipe}: expected a sound file, found a pipe\n  hint: write the sound to a file first\n"
    for where in (("breathing", "-o", str(tmp_path / "s.wav")), ("--all", str(tmp_path / "all"))):
        ran = subprocess.run(
            [*COMMAND, "export", *where, "--voice", "tone", "--bed", str(pipe)],
            capture_output=True,
            text=True,
            env=env,
            timeout=60,
        )
        assert (ran.returncode, ran.stderr.endswith(said)) == (2, True), ran.stderr


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="has no such device")
def test_a_device_has_no_end_and_is_no_sound(tmp_path):
    ran = run_coach("export", routine(tmp_path), "--voice", "tone", "--bed", "/dev/zero", "-os.wav")
    assert ran.code == 2
    assert "/dev/zero: expected a sound file, found a device" in ran.err
