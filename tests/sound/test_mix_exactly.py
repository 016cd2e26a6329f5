"""How loud a session becomes and how it is put together, to the number: takes of made profiles."""

from collections.abc import Sequence

import numpy as np
import pytest

from coach.sound.audio import FRAMES_PER_MS, Pcm
from coach.sound.conform import TAKE_LUFS
from coach.sound.levels import Levels, Loudness
from coach.sound.loudness import LUFS_OFFSET, db_to_gain, gain_to_db
from coach.sound.mix import (
    BED_FADE_MS,
    BED_FADE_OUT_MS,
    BED_GAIN,
    CALL_DUCKED_GAIN,
    DUCK_ATTACK_MS,
    DUCK_HOLD_MS,
    DUCK_RELEASE_MS,
    DUCKED_GAIN,
    MAX_ABOVE_TARGET_LU,
    Mix,
    session_gain,
    soft_clip,
)
from coach.sound.take import Profile, Take
from coach.timeline.clips import Clip, Extent, Timeline
from coach.timeline.cues import LEAD_IN
from coach.timeline.source import Source, Track, Utterance

A, B, WORD = Utterance("a line"), Utterance("b"), Utterance("In.")
TARGET = Levels(Loudness(-20.0, -1.0, "for tests"))


def level(lufs: float) -> float:
    """The mean square that reads so many LUFS."""
    return 10 ** ((lufs - LUFS_OFFSET) / 10)


def take(length: int, lufs: float = -20.0, peak: float = 0.001, height: int = 1_000) -> Take:
    """As loud as that in every hop, whatever its samples are: those are all `height`."""
    energies = np.full(-(-length // 20), level(lufs), np.float32)
    peaks = np.full(-(-length // 10), peak, np.float32)
    samples = np.full(length * FRAMES_PER_MS, height, np.int16)
    return Take(Pcm(samples), Extent(length), Profile(energies, peaks))


def clip(start: int, length: int, source: Source = A, track: Track = Track.VOICE) -> Clip:
    return Clip(start, length, source, track, "test")


def timeline(*clips: Clip, length: int = 4_000) -> Timeline:
    return Timeline("test", length, clips, ())


def gain_db(plan: Timeline, media: dict[Source, Take], levels: Levels = TARGET) -> float:
    return gain_to_db(session_gain(plan, media, levels))


# How loud


def test_a_session_is_lifted_or_lowered_by_what_it_lacks():
    for lufs in (-21.5, -20.0, -12.0):
        made = gain_db(timeline(clip(0, 4_000)), {A: take(4_000, lufs)})
        assert made == pytest.approx(-20.0 - lufs, abs=1e-3)


def test_a_voice_comes_out_so_far_above_the_target_at_most():
    plan, media = timeline(clip(0, 4_000)), {A: take(4_000, -60.0)}
    most = -20.0 - TAKE_LUFS + MAX_ABOVE_TARGET_LU
    assert gain_db(plan, media) == pytest.approx(most)
    # One that was turned up itself is above it sooner.
    louder = Levels(TARGET.loudness, voice=3.0)
    assert gain_db(plan, media, louder) == pytest.approx(most - 3.0)
    cue = timeline(clip(0, 4_000, track=Track.CUE))
    assert gain_db(cue, media, louder) == pytest.approx(most - 3.0)


def test_a_voice_is_as_loud_with_a_bed_under_it_as_without():
    media: dict[Source, Take] = {A: take(2_000, -22.0), B: take(40_000, -30.0)}
    spoken = [clip(10_000 * n, 2_000) for n in range(4)]
    bed = clip(0, 40_000, B, Track.BED)
    alone = gain_db(timeline(*spoken, length=40_000), media)
    assert gain_db(timeline(bed, *spoken, length=40_000), media) == pytest.approx(alone)
    # Its peaks count: the sum must not clip.
    high: dict[Source, Take] = {A: take(2_000, -22.0), B: take(40_000, -30.0, peak=8.0)}
    assert gain_db(timeline(bed, *spoken, length=40_000), high) < alone - 3.0


def test_the_highest_peak_may_lie_so_far_above_what_is_allowed_as_can_be_bent():
    made = gain_db(timeline(clip(0, 4_000)), {A: take(4_000, -60.0, peak=1.0)})
    assert made == pytest.approx(-1.0 - 1.0 + 3.0)
    quiet = Levels(Loudness(-20.0, -6.0, "for tests"))
    made = gain_db(timeline(clip(0, 4_000)), {A: take(4_000, -60.0, peak=1.0)}, quiet)
    assert made == pytest.approx(-6.0 - 1.0 + 3.0)


@pytest.mark.parametrize("track", [Track.VOICE, Track.CUE, Track.BED])
def test_a_layer_counts_as_loud_as_it_is_heard(track):
    lower = -9.0 if track is Track.BED else 0.0
    plan, media = timeline(clip(0, 4_000, track=track)), {A: take(4_000, -10.0)}
    assert gain_db(plan, media) == pytest.approx(-10.0 - lower, abs=1e-3)
    turned = Levels(TARGET.loudness, voice=-3.0, cue=-3.0, bed=-3.0)
    assert gain_db(plan, media, turned) == pytest.approx(-7.0 - lower, abs=1e-3)
    high = {A: take(4_000, -60.0, peak=2.0)}
    assert gain_db(plan, high) == pytest.approx(1.0 - gain_to_db(2.0) - lower, abs=1e-3)
    assert gain_db(plan, high, turned) == pytest.approx(4.0 - gain_to_db(2.0) - lower, abs=1e-3)


def test_what_sounds_together_adds_up_and_what_does_not_does_not():
    media: dict[Source, Take] = {A: take(4_000, -20.0), B: take(4_000, -20.0)}
    both = timeline(clip(0, 4_000), clip(0, 4_000, B, Track.CUE))
    assert gain_db(both, media) == pytest.approx(-gain_to_db(2) / 2, abs=1e-3)
    high: dict[Source, Take] = {A: take(1_000, -60.0, 1.0), B: take(1_000, -60.0, 1.0)}
    assert gain_db(timeline(clip(0, 1_000), clip(990, 1_000, B)), high) == pytest.approx(
        1.0 - gain_to_db(2.0), abs=1e-3
    )
    assert gain_db(timeline(clip(0, 1_000), clip(1_020, 1_000, B)), high) == pytest.approx(1.0)


def test_of_a_clip_that_is_cut_only_what_is_heard_counts():
    peaks = np.full(100, 0.001, np.float32)
    peaks[60:] = 1.0
    energies = np.full(50, level(-20.0), np.float32)
    energies[30:] = level(0.0)
    loud_end = Take(Pcm(np.zeros(48_000, np.int16)), Extent(1_000), Profile(energies, peaks))
    assert gain_db(timeline(clip(0, 590), length=600), {A: loud_end}) == pytest.approx(0, abs=1e-3)
    assert gain_db(timeline(clip(0, 620), length=600), {A: loud_end}) == pytest.approx(0, abs=1e-3)
    faint = Profile(energies * np.float32(1e-6), peaks)
    soft = Take(loud_end.pcm, loud_end.extent, faint)
    assert gain_db(timeline(clip(0, 590)), {A: soft}) == pytest.approx(6.0)
    assert gain_db(timeline(clip(0, 610)), {A: soft}) == pytest.approx(1.0)


@pytest.mark.parametrize("length", [400, 460, 1_000])
def test_a_session_of_a_moment_has_its_loudness_from_its_first_to_its_last(length):
    made = gain_db(timeline(clip(0, length), length=length), {A: take(length, -25.0)})
    assert made == pytest.approx(5.0, abs=1e-3)


def test_a_clip_counts_where_it_lies():
    # Heard in the last second of ten alone: the silence before is gated away.
    plan = timeline(clip(9_000, 1_000), length=10_000)
    whole = timeline(clip(0, 10_000), length=10_000)
    assert gain_db(plan, {A: take(1_000)}) == pytest.approx(1.1, abs=1.0)
    assert gain_db(whole, {A: take(10_000)}) == pytest.approx(0.0, abs=1e-3)
    # What lies behind the end is not heard.
    over = timeline(clip(0, 4_000), clip(4_000, 4_000, B))
    media: dict[Source, Take] = {A: take(4_000, -20.0), B: take(4_000, 0.0, 1.0)}
    assert gain_db(over, media) == pytest.approx(0.0, abs=0.1)


def test_a_session_tells_how_much_it_lacks():
    plan = timeline(clip(0, 4_000))
    full = Mix(plan, {A: take(4_000, -25.0)}, TARGET)
    assert full.shortfall == pytest.approx(0.0, abs=1e-3)
    held = Mix(plan, {A: take(4_000, -25.0, peak=1.0)}, TARGET)
    assert held.shortfall == pytest.approx(5.0 - 1.0, abs=1e-3)
    given = Mix(plan, {A: take(4_000, -25.0)}, TARGET, gain=db_to_gain(-2.0))
    assert given.shortfall == pytest.approx(5.0 + 2.0, abs=1e-3)
    loud = Mix(plan, {A: take(4_000, -25.0)}, TARGET, gain=db_to_gain(9.0))
    assert loud.shortfall == 0.0
    assert Mix(timeline(), {}, TARGET).shortfall == 0.0


def test_a_gain_that_is_given_is_taken_as_it_is():
    part = Mix(timeline(clip(0, 4_000)), {A: take(4_000)}, TARGET, gain=0.25)
    assert part.gain == 0.25
    assert (part.render(100, 200).samples == 250).all()


def test_the_bend_begins_softly_and_ends_below_the_top():
    top, knee = 32_767 * db_to_gain(-2.0), 32_767 * db_to_gain(-3.5)
    samples = np.array([knee, -knee, knee + 1, 32_767.0, -32_767.0])
    made = soft_clip(samples, -1.0)
    assert made is samples
    high = knee + (top - knee) * np.tanh((32_767 - knee) / (top - knee))
    assert made[:2] == pytest.approx([knee, -knee])
    assert made[2] == pytest.approx(knee + 1, abs=0.01)
    assert made[3:] == pytest.approx([high, -high])
    assert soft_clip(np.array([32_767.0]), -6.0)[0] < 32_767 * db_to_gain(-7.0)


# What is heard, sample by sample


def heard(plan: Timeline, media: dict[Source, Take], **more) -> np.ndarray:
    return Mix(plan, media, TARGET, gain=1.0, **more).render(0, plan.length).samples


def runs(samples: np.ndarray) -> list[tuple[int, int]]:
    """Give the value of every ms in which all samples are alike, as runs of (value, ms)."""
    found: list[list[int]] = []
    for value in samples.reshape(-1, FRAMES_PER_MS)[:, FRAMES_PER_MS // 2].tolist():
        if found and found[-1][0] == value:
            found[-1][1] += 1
        else:
            found.append([value, 1])
    return [(value, ms) for value, ms in found]


def test_clips_that_touch_overlap_or_lie_within_others_are_summed():
    media: dict[Source, Take] = {A: take(100, height=1_000), B: take(10, height=200)}
    plan = timeline(
        clip(20, 100), clip(40, 10, B), clip(115, 10, B), clip(120, 100), clip(230, 10, B),
        length=250,
    )  # fmt: skip
    assert runs(heard(plan, media)) == [
        (0, 20), (1_000, 20), (1_200, 10), (1_000, 65), (1_200, 10), (1_000, 95), (0, 10),
        (200, 10), (0, 10),
    ]  # fmt: skip


def test_layers_are_turned_up_and_down():
    media: dict[Source, Take] = {A: take(100, height=1_000)}
    levels = Levels(TARGET.loudness, voice=gain_to_db(2.0), cue=gain_to_db(0.5))
    plan = timeline(clip(0, 100), clip(100, 100, track=Track.CUE), length=200)
    made = Mix(plan, media, levels, gain=1.0).render(0, 200).samples
    assert runs(made) == [(2_000, 100), (500, 100)]


def test_a_window_outside_of_the_session_is_silent():
    mix = Mix(timeline(clip(0, 100), length=100), {A: take(100)}, TARGET, gain=1.0)
    assert runs(mix.render(-20, 120).samples) == [(0, 20), (1_000, 100), (0, 20)]
    assert runs(mix.render(50, 60).samples) == [(1_000, 10)]
    assert len(mix.render(60, 50).samples) == 0
    assert mix.render(-20, 120).samples.dtype == np.int16


# The bed


def bed_gains(at: Sequence[int], *clips: Clip, length: int = 30_000) -> list[float]:
    """The gain of a bed at those times, against its own where nobody speaks."""
    samples = np.full(length * FRAMES_PER_MS, 10_000, np.int16)
    media: dict[Source, Take] = {
        A: take(1_000, height=0),
        WORD: take(1_000, height=0),
        B: Take(Pcm(samples), Extent(length), Profile(np.ones(1, np.float32), np.ones(1))),
    }
    plan = timeline(clip(0, length, B, Track.BED), *clips, length=length)
    mix = Mix(plan, media, TARGET, gain=1.0)
    return [float(mix.render(ms, ms + 1).samples[0]) / (10_000 * BED_GAIN) for ms in at]


def test_a_bed_rises_from_the_lead_in_and_falls_to_the_end_in_straight_lines():
    times = (LEAD_IN, LEAD_IN + BED_FADE_MS // 2, LEAD_IN + BED_FADE_MS, 15_000)
    assert bed_gains(times) == pytest.approx([0.0, 0.5, 1.0, 1.0], abs=1e-3)
    times = (30_000 - BED_FADE_OUT_MS, 30_000 - BED_FADE_OUT_MS // 2, 29_999)
    assert bed_gains(times) == pytest.approx([1.0, 0.5, 1 / BED_FADE_OUT_MS], abs=1e-3)
    assert bed_gains((0, LEAD_IN - 1)) == [0.0, 0.0]


def test_a_bed_sinks_before_the_voice_and_comes_back_long_behind_it():
    half = (1 + DUCKED_GAIN) / 2
    begin, end = 10_000, 11_000
    back = end + DUCK_HOLD_MS
    times = (
        begin - DUCK_ATTACK_MS, begin - DUCK_ATTACK_MS // 2, begin, 10_500, end, back,
        back + DUCK_RELEASE_MS // 2, back + DUCK_RELEASE_MS,
    )  # fmt: skip
    wanted = [1.0, half, *[DUCKED_GAIN] * 4, half, 1.0]
    assert bed_gains(times, clip(begin, 1_000)) == pytest.approx(wanted, abs=1e-3)


def test_a_bed_stays_down_between_words_that_are_close_and_ignores_sounds():
    close = (clip(10_000, 1_000), clip(11_600, 1_000))
    times = range(11_000, 11_700, 100)
    assert bed_gains(times, *close) == pytest.approx([DUCKED_GAIN] * 7, abs=1e-3)
    # Coming back from one and sinking for the next: the deeper of the two.
    apart = (clip(10_000, 1_000), clip(11_900, 1_000))
    depth = (11_000 + DUCK_HOLD_MS + DUCK_RELEASE_MS - 11_800) / DUCK_RELEASE_MS
    wanted = 1 - depth * (1 - DUCKED_GAIN)
    assert bed_gains((11_800,), *apart) == pytest.approx([wanted], abs=1e-3)
    bell = clip(10_000, 1_000, track=Track.CUE)
    assert bed_gains((10_500,), bell) == pytest.approx([1.0], abs=1e-3)


def test_a_bed_sinks_by_three_decibels_for_a_word_and_no_further_than_for_a_line():
    up = 13_000 + DUCK_HOLD_MS + DUCK_RELEASE_MS
    made = bed_gains((10_500, up), clip(10_000, 1_000, WORD), clip(12_000, 1_000, WORD))
    assert gain_to_db(made[0]) == pytest.approx(-3.0, abs=0.01)
    assert made[1] == pytest.approx(1.0, abs=1e-3)
    # Still so under the next breath's word: it does not come up and sink again.
    close = [clip(10_000 + 1_500 * n, 1_000, WORD) for n in range(4)]
    assert bed_gains(range(10_000, 15_500, 100), *close) == pytest.approx(
        [CALL_DUCKED_GAIN] * 55, abs=1e-3
    )
    # A word within a line, or close behind it, lifts nothing.
    both = (clip(10_000, 1_000), clip(11_300, 1_000, WORD))
    assert bed_gains((10_500, 11_000, 11_500), *both) == pytest.approx([DUCKED_GAIN] * 3, abs=1e-3)


def test_within_a_millisecond_a_bed_moves_in_a_straight_line():
    samples = np.full(30_000 * FRAMES_PER_MS, 30_000, np.int16)
    bed = Take(Pcm(samples), Extent(30_000), Profile(np.ones(1, np.float32), np.ones(1)))
    plan = timeline(clip(0, 30_000, B, Track.BED), length=30_000)
    mix = Mix(plan, {B: bed}, TARGET, gain=1.0)
    made = mix.render(2_000, 2_002).samples.astype(float)
    rising = 30_000 * BED_GAIN * (2_000 - LEAD_IN + np.arange(96) / 48) / BED_FADE_MS
    assert np.abs(made - rising).max() <= 0.51
