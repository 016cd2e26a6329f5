"""Compact PCM: a fraction of the bits, and no difference that anyone hears."""

import numpy as np
import pytest

from coach.sound.audio import FULL_SCALE, RATE, Pcm
from coach.sound.compact import HALF_RATE, VOICE_STEP, CompactPcm, compact_voice
from coach.sound.conform import conform_sound, conform_voice
from coach.speech.take_file import pack_take, unpack_take
from coach.speech.voices.tone import ToneVoice

SCALE = np.float32(FULL_SCALE + 1)


def sine(hertz, rate=RATE, length=1_000, height=8_000.0):
    time = np.arange(rate * length // 1000) / rate
    return (height * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


@pytest.mark.parametrize("hertz", [100, 1_000, 5_000, 9_000, 10_500])
def test_what_a_voice_says_comes_back_with_noise_of_minus_85_db_at_most(hertz):
    samples = sine(hertz)
    back = compact_voice(samples / SCALE, 22_050).restore()
    error = (back.samples - samples)[2_000:-2_000]
    assert back.rate == RATE
    assert len(back.samples) == len(samples)
    assert np.sqrt(np.mean(error**2)) < (FULL_SCALE + 1) * 10 ** (-84 / 20)


def test_every_second_frame_is_as_it_was_kept():
    kept = compact_voice(sine(3_000) / SCALE, HALF_RATE)
    assert kept.rate == HALF_RATE
    assert np.array_equal(kept.restore().samples[::2], kept.steps * VOICE_STEP)


def test_a_voice_of_a_higher_rate_keeps_what_it_has_above_12_khz():
    back = compact_voice(sine(15_000) / SCALE, 44_100).restore().samples
    assert np.abs(back - sine(15_000)).max() <= VOICE_STEP / 2 + 1


@pytest.mark.parametrize("height", [FULL_SCALE, 40_000])
def test_the_loudest_sound_does_not_turn_over(height):
    samples = np.full(4_800, height, np.float32)
    for rate in (HALF_RATE, RATE):
        back = compact_voice(samples / SCALE, rate).restore().samples[200:-200]
        assert back.min() > 32_000


def test_nothing_and_less_than_a_block_are_restored():
    for frames in (0, 1, 24, 100):
        back = CompactPcm(np.ones(frames, np.int16), HALF_RATE, 6).restore()
        assert len(back.samples) == 2 * frames


def test_a_take_kept_and_one_just_spoken_are_the_same_to_the_sample():
    spoken = conform_voice(ToneVoice().speak("Breathe in, and out again.", 122))
    kept = unpack_take(pack_take(spoken)).decompress()
    assert np.array_equal(kept.restore().samples, spoken.pcm.samples)


@pytest.mark.parametrize("seed", range(3))
def test_any_samples_come_back_to_the_bit(seed):
    noise = np.random.default_rng(seed).integers(-32_768, 32_767, 48_000, np.int16, endpoint=True)
    sound = conform_sound(Pcm(noise))
    sound.compact.steps[:] = noise
    back = unpack_take(pack_take(sound)).decompress()
    assert np.array_equal(back.restore().samples, noise)


def test_speech_takes_a_quarter_of_16_bits_at_48_khz():
    """It has an envelope and a spectrum like speech: noise through a low-pass, in syllables."""
    rng = np.random.default_rng(3)
    voiced = np.convolve(rng.normal(size=96_000), np.hanning(24), "same")
    syllables = np.abs(np.sin(np.arange(96_000) / 24_000 * np.pi * 3)) ** 2
    raw = Pcm((voiced * syllables * 2_000).astype(np.int16), HALF_RATE)
    take = conform_voice(raw)
    assert len(pack_take(take)) < take.pcm.samples.nbytes / 4
