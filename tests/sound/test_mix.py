from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.sound.audio import FRAMES_PER_MS, RATE, Pcm, from_floats
from coach.sound.conform import conform_voice
from coach.sound.levels import DEFAULT_LEVELS, Levels, Loudness
from coach.sound.loudness import db_to_gain, gain_to_db, true_peak
from coach.sound.mix import (
    BED_FADE_MS,
    BED_FADE_OUT_MS,
    CUT_FADE_MS,
    Mix,
    session_gain,
    soft_clip,
)
from coach.sound.take import Take
from coach.timeline.clips import Clip, Extent, Timeline
from coach.timeline.cues import LEAD_IN
from coach.timeline.source import Source, Track, Utterance

AT_ZERO = Levels(Loudness(0.0, -1.0, "for tests"))
SOURCES = tuple(Utterance(name) for name in "abcd")


def noise(length: int, seed: int = 0, level: float = 0.3) -> Take:
    rng = np.random.default_rng(seed)
    wave = rng.standard_normal(length * FRAMES_PER_MS).astype(np.float32) * np.float32(level)
    return Take(from_floats(wave), Extent(length))


def clip(start: int, source: Source, length: int, track: Track = Track.VOICE) -> Clip:
    return Clip(start, length, source, track, "test")


def timeline(*clips: Clip, length: int | None = None) -> Timeline:
    ordered = tuple(sorted(clips, key=lambda one: one.start))
    end = max((one.end for one in ordered), default=0)
    return Timeline("test", end if length is None else length, ordered, ())


@cache
def conformed(length: int, seed: int) -> Take:
    """Make a take of noise in bursts, as a voice would make it."""
    rng = np.random.default_rng(seed)
    wave = rng.standard_normal(22_050 * length // 1000) * rng.random(22_050 * length // 1000) ** 3
    return conform_voice(from_floats((0.2 * wave).astype(np.float32), 22_050))


@st.composite
def sessions(
    draw, make=noise, shortest: int = 1, tracks=tuple(Track)
) -> tuple[Timeline, dict[Source, Take]]:
    media: dict[Source, Take] = {
        source: make(draw(st.integers(shortest, 300)), seed) for seed, source in enumerate(SOURCES)
    }
    clips = draw(
        st.lists(
            st.builds(
                clip,
                st.integers(0, 900),
                st.sampled_from(SOURCES),
                st.integers(0, 350),
                st.sampled_from(tracks),
            ),
            max_size=8,
        )
    )
    return timeline(*clips, length=1_300), media


@given(sessions(), st.lists(st.integers(0, 1_300), max_size=6))
def test_any_window_equals_that_slice_of_the_whole(session, cuts):
    mix = Mix(*session)
    whole = mix.render(0, 1_300).samples
    assert len(whole) == 1_300 * FRAMES_PER_MS
    edges = sorted(cuts)
    for start, stop in pairwise(edges):
        window = mix.render(start, stop).samples
        assert np.array_equal(window, whole[start * FRAMES_PER_MS : stop * FRAMES_PER_MS])
    if cuts:
        one = mix.render(cuts[0], cuts[0] + 1).samples
        assert np.array_equal(one, whole[cuts[0] * 48 :][:48]) or cuts[0] == 1_300


def plainly(session: tuple[Timeline, Mapping[Source, Take]], gain: float) -> np.ndarray:
    """Mix in the most obvious way: everything, at full length, in float64."""
    plan, media = session
    total = np.zeros(plan.length * FRAMES_PER_MS + RATE)
    for one in plan.clips:
        samples = media[one.source].pcm.samples[: one.length * FRAMES_PER_MS].astype(float)
        if one.length < media[one.source].extent.length:
            count = min(CUT_FADE_MS[one.track], one.length // 2) * FRAMES_PER_MS
            for frame in range(count):
                turn = (frame + 0.5) / count
                samples[len(samples) - 1 - frame] *= 0.5 - 0.5 * np.cos(np.pi * turn)
        first = one.start * FRAMES_PER_MS
        total[first : first + len(samples)] += samples
    return (total * gain)[: plan.length * FRAMES_PER_MS]


@settings(max_examples=25)
@given(sessions(tracks=(Track.VOICE, Track.CUE)))
def test_a_mix_is_the_sum_of_its_clips(session):
    mix = Mix(*session)
    expected = soft_clip(plainly(session, mix.gain), DEFAULT_LEVELS.loudness.peak)
    assert np.abs(mix.render(0, 1_300).samples - expected).max() <= 0.51


@given(st.floats(-200_000, 200_000))
def test_what_comes_near_the_top_is_bent_and_the_rest_is_left(sample):
    made = float(soft_clip(np.array([sample]), -1.0)[0])
    assert abs(made) <= 32_768 * db_to_gain(-2.0)
    if abs(sample) <= 32_768 * db_to_gain(-3.6):
        assert made == sample
    else:
        assert 32_768 * db_to_gain(-3.6) < made * np.sign(sample) <= abs(sample)


@given(sessions(conformed, shortest=50))
def test_no_session_peaks_above_minus_one_however_loud_it_should_be(session):
    mix = Mix(*session, AT_ZERO)
    assert gain_to_db(true_peak(mix.render(0, 1_300))) <= -1.0


def test_a_clip_starts_on_its_frame_and_is_silent_before_and_behind():
    mix = Mix(timeline(clip(1_234, SOURCES[0], 500), length=3_000), {SOURCES[0]: noise(100)})
    samples = mix.render(0, 3_000).samples
    sounding = np.flatnonzero(samples)
    assert 1_234 * 48 <= sounding[0] <= 1_234 * 48 + 2
    assert sounding[-1] < 1_334 * 48


@pytest.mark.parametrize(("track", "fade"), CUT_FADE_MS.items())
def test_a_clip_that_is_cut_fades_up_to_the_cut(track, fade):
    media = {SOURCES[0]: noise(2_000)}
    # Far from both ends, where a bed comes and goes.
    cut = Mix(timeline(clip(5_000, SOURCES[0], 1_000, track), length=12_000), media)
    whole = Mix(timeline(clip(5_000, SOURCES[0], 2_000, track), length=12_000), media)
    ours = cut.render(5_000, 7_000).to_floats() / cut.gain
    theirs = whole.render(5_000, 7_000).to_floats() / whole.gain
    begins = (1_000 - fade) * FRAMES_PER_MS
    assert np.abs(ours[:begins] - theirs[:begins]).max() < 1e-3
    assert not ours[1_000 * FRAMES_PER_MS :].any()
    assert np.abs(ours[1_000 * FRAMES_PER_MS - 48 : 1_000 * FRAMES_PER_MS]).max() < 0.02
    middle = slice(begins, 1_000 * FRAMES_PER_MS)
    kept = np.square(ours[middle]).sum() / np.square(theirs[middle]).sum()
    assert kept == pytest.approx(0.375, abs=0.05)  # the mean of a raised cosine's square


@settings(max_examples=50)
@given(sessions(), st.integers(-50, 1_400), st.integers(-50, 1_400))
def test_a_window_has_the_length_it_was_asked_for(session, start, stop):
    window = Mix(*session).render(start, stop)
    assert len(window.samples) == 48 * max(0, stop - start)


class Reading(Mapping[Source, Take]):
    """Media that count what is asked of them."""

    def __init__(self, takes: dict[Source, Take]) -> None:
        self.takes = takes
        self.asked: list[Source] = []

    def __getitem__(self, source: Source) -> Take:
        self.asked.append(source)
        return self.takes[source]

    def __iter__(self) -> Iterator[Source]:
        return iter(self.takes)

    def __len__(self) -> int:
        return len(self.takes)


def test_only_the_takes_of_a_window_are_read_and_each_once_for_the_gain():
    media = Reading({source: noise(200) for source in SOURCES})
    plan = timeline(*(clip(1_000 * n, SOURCES[n % 4], 200) for n in range(40)))
    mix = Mix(plan, media)
    assert sorted(media.asked, key=repr) == sorted(SOURCES, key=repr)
    media.asked.clear()
    mix.render(10_100, 12_050)
    assert media.asked == [SOURCES[2], SOURCES[3], SOURCES[0]]


def test_a_long_clip_is_heard_behind_shorter_ones_that_came_later():
    media: dict[Source, Take] = {SOURCES[0]: noise(5_000), SOURCES[1]: noise(50)}
    plan = timeline(clip(0, SOURCES[0], 5_000), *(clip(n, SOURCES[1], 50) for n in (10, 20, 30)))
    assert Mix(plan, media).render(4_000, 4_100).samples.any()


def test_a_session_without_sound_is_silence():
    mix = Mix(timeline(length=1_000), {})
    assert mix.gain == 1.0
    assert not mix.render(0, 1_000).samples.any()


def test_a_single_hot_take_sets_the_gain():
    tone = np.sin(np.arange(RATE) * 0.1).astype(np.float32)
    media: dict[Source, Take] = {SOURCES[0]: Take(from_floats(tone), Extent(1_000))}
    plan = timeline(clip(0, SOURCES[0], 1_000))
    peak = gain_to_db(true_peak(Mix(plan, media, AT_ZERO).render(0, 1_000)))
    assert -2.6 < peak <= -1.0


def test_clips_one_behind_the_other_do_not_count_as_together():
    tone = 0.5 * np.sin(np.arange(RATE) * 0.1).astype(np.float32)
    media: dict[Source, Take] = {SOURCES[0]: Take(from_floats(tone), Extent(1_000))}
    apart = timeline(clip(0, SOURCES[0], 1_000), clip(1_050, SOURCES[0], 1_000))
    together = timeline(clip(0, SOURCES[0], 1_000), clip(900, SOURCES[0], 1_000))
    lift = gain_to_db(session_gain(apart, media, AT_ZERO) / session_gain(together, media, AT_ZERO))
    assert lift == pytest.approx(6.02, abs=0.1)


@pytest.mark.parametrize("start", range(10))
def test_peaks_that_meet_are_summed_wherever_the_clips_began(start):
    media: dict[Source, Take] = {}
    for source, place in ((SOURCES[0], 15), (SOURCES[1], 4)):
        samples = np.zeros(30 * FRAMES_PER_MS, np.int16)
        samples[place * FRAMES_PER_MS] = 20_000
        media[source] = Take(Pcm(samples), Extent(30))
    # Both are heard 15 ms after the first began.
    plan = timeline(clip(start, SOURCES[0], 30), clip(start + 11, SOURCES[1], 30))
    assert (
        gain_to_db(true_peak(Mix(plan, media, Levels(Loudness(20.0, -1.0, ""))).render(0, 100)))
        <= -1.0
    )


def test_the_mix_takes_pcm_as_it_is():
    take = Take(Pcm(np.array([100, -200, 300] * 16, np.int16)), Extent(1))
    mix = Mix(timeline(clip(0, SOURCES[0], 1)), {SOURCES[0]: take})
    assert np.array_equal(mix.render(0, 1).samples, np.rint(take.pcm.samples * mix.gain))


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_ducked_bed_keeps_to_the_law_of_windows(data):
    media = {SOURCES[0]: noise(700), SOURCES[1]: noise(1_300)}
    clips = [clip(n * 1_300, SOURCES[1], 1_300, Track.BED) for n in range(6)]
    clips += [clip(2_000, SOURCES[0], 700), clip(3_100, SOURCES[0], 700)]
    mix = Mix(timeline(*sorted(clips, key=lambda c: c.start), length=7_800), media)
    start = data.draw(st.integers(0, 7_799))
    stop = data.draw(st.integers(start, 7_800))
    whole = mix.render(0, 7_800).samples
    window = mix.render(start, stop).samples
    assert (window == whole[start * FRAMES_PER_MS : stop * FRAMES_PER_MS]).all()


def test_the_bed_is_down_while_the_voice_speaks_and_up_long_after():
    line = Utterance("Lie down.")
    media: dict[Source, Take] = {line: noise(700), SOURCES[1]: noise(24_000)}
    bed = clip(0, SOURCES[1], 24_000, Track.BED)
    mix = Mix(timeline(bed, clip(6_000, line, 700), length=24_000), media)
    ducked = mix._ducking_curve(0, 14_000)
    up, down = ducked[9_000 * FRAMES_PER_MS], ducked[6_300 * FRAMES_PER_MS]
    assert gain_to_db(up / down) == pytest.approx(8.0, abs=0.01)
    assert (ducked[6_000 * FRAMES_PER_MS : 7_300 * FRAMES_PER_MS] == down).all()


def test_a_bed_comes_and_goes_gently():
    media = {SOURCES[1]: noise(20_000)}
    mix = Mix(timeline(clip(LEAD_IN, SOURCES[1], 19_300, Track.BED), length=20_000), media)
    level = mix._ducking_curve(0, 20_000)
    assert not level[: LEAD_IN * FRAMES_PER_MS].any()
    assert (np.diff(level[: (LEAD_IN + BED_FADE_MS) * FRAMES_PER_MS]) >= 0).all()
    assert (np.diff(level[-BED_FADE_OUT_MS * FRAMES_PER_MS :]) <= 0).all()
    assert level[-1] < 0.001
    assert level[5_000 * FRAMES_PER_MS] == level.max()
