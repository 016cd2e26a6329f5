import io
import wave

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.exports.encoders import find_encoder
from coach.exports.encoders.wav import WavEncoder
from coach.exports.metadata import Metadata
from coach.sound.audio import FRAMES_PER_MS, RATE, Pcm, make_silence


class Pipe(io.RawIOBase):
    """A file that can only be written on."""

    def __init__(self) -> None:
        self.got = b""

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def seek(self, *_args: int) -> int:
        raise io.UnsupportedOperation("seek")

    def write(self, data) -> int:
        self.got += bytes(data)
        return len(data)


def noise(frames: int) -> Pcm:
    return Pcm(np.random.default_rng(frames).integers(-32_768, 32_767, frames).astype(np.int16))


@given(st.integers(0, 400), st.lists(st.integers(0, 400 * FRAMES_PER_MS), max_size=5))
def test_what_is_written_is_read_back_whatever_the_portions(length, cuts):
    pcm = noise(length * FRAMES_PER_MS)
    pipe = Pipe()
    encoder = WavEncoder(pipe, length, Metadata(""))
    for part in np.split(pcm.samples, sorted(min(cut, len(pcm.samples)) for cut in cuts)):
        encoder.write(Pcm(part))
    encoder.close()
    with wave.open(io.BytesIO(pipe.got)) as file:
        assert file.getparams()[:4] == (1, 2, RATE, length * FRAMES_PER_MS)
        assert file.readframes(1 << 30) == pcm.samples.astype("<i2").tobytes()
    assert len(pipe.got) == 44 + 2 * len(pcm.samples)
    assert int.from_bytes(pipe.got[4:8], "little") == len(pipe.got) - 8


def test_the_header_is_right_before_the_first_frame():
    pipe = Pipe()
    WavEncoder(pipe, 1000, Metadata(""))
    with wave.open(io.BytesIO(pipe.got + bytes(96_000))) as file:
        assert file.getnframes() == RATE


@pytest.mark.parametrize("written", [0, 99, 101])
def test_a_broken_promise_is_told(written):
    def write() -> None:
        encoder = WavEncoder(Pipe(), 100, Metadata(""))
        encoder.write(make_silence(written))
        encoder.close()

    with pytest.raises(ValueError, match="expected 4800 frames, found"):
        write()


@pytest.mark.parametrize("hours", [12.5, -1])
def test_a_length_no_wav_can_hold_is_refused_before_anything_is_written(hours):
    pipe = Pipe()
    with pytest.raises(ValueError, match="cannot hold"):
        WavEncoder(pipe, round(hours * 3_600_000), Metadata(""))
    assert not pipe.got


def test_another_rate_is_refused():
    with pytest.raises(ValueError, match="22050"):
        WavEncoder(Pipe(), 1000, Metadata("")).write(make_silence(10, 22_050))


def test_the_suffix_finds_it(tmp_path):
    assert find_encoder(tmp_path / "session.WAV") is WavEncoder
