"""What rings rings as bowls do, a breath moves its filter alone, and nothing clicks: measured."""

from itertools import pairwise

import numpy as np
import pytest

from coach.sound.audio import RATE
from coach.sound.ringing import measure_ring
from tests.sound.cue_figures import (
    FOLDER,
    attack_ms,
    centroid,
    dip_ms,
    find_partials,
    floats,
    highest_click,
    largest_step,
    load_take,
    ms_to_minus_20,
    pitch_track,
    render_breaths,
    semitones,
    strike_lufs,
    tail_under_voice,
)

LARGE = ("start", "session-end", "rest", "move")
SMALL = ("hold-start", "hold-end", "halfway", "ready")
BREATHS = ("breathe-in", "breathe-out")
ALL = sorted(path.stem for path in FOLDER.glob("*.wav"))


@pytest.fixture(scope="module")
def partials():
    return {name: find_partials(floats(load_take(name))) for name in (*LARGE, *SMALL)}


@pytest.mark.parametrize("name", [*LARGE, *SMALL])
def test_a_bowl_has_the_partials_of_a_bowl_and_each_of_them_beats(name, partials):
    found = partials[name]
    strongest = max(found, key=lambda one: one.level)
    ratios = [one.hertz / strongest.hertz for one in found]
    for wanted in (2.78, 5.18) if name in LARGE else (2.78,):
        assert any(ratio == pytest.approx(wanted, rel=0.01) for ratio in ratios)
    # None is harmonic to the strongest: octaves and twelfths are what makes an organ.
    assert not any(abs(ratio - n) < 0.03 for ratio in ratios for n in (2, 3, 4))
    for one in found:
        assert 0.7 < one.beats < 3.6
    assert 0.15 < strongest.depth < 0.5


@pytest.mark.parametrize("name", LARGE)
def test_a_large_bowl_is_low_and_rings_for_long(name, partials):
    samples = floats(load_take(name))
    assert 6.0 <= len(samples) / RATE <= 9.0
    assert ms_to_minus_20(samples) >= 3_000
    assert min(one.hertz for one in partials[name]) < 250
    assert max(partials[name], key=lambda one: one.level).tau > 1.4


@pytest.mark.parametrize("name", [*LARGE, *SMALL, "change-side"])
def test_it_is_struck_softly(name):
    assert attack_ms(floats(load_take(name))) >= (20 if name != "change-side" else 12)


def test_a_tick_begins_more_softly_than_a_knock():
    assert attack_ms(floats(load_take("tick"))) >= 8


@pytest.mark.parametrize("name", ALL)
def test_no_sound_clicks(name):
    samples = floats(load_take(name))
    assert largest_step(samples) < 0.2
    assert highest_click(samples) < -60
    # The first and the last step are no larger than those of the softest noise.
    assert np.abs(samples[[0, -1]]).max() < 0.001


@pytest.mark.parametrize("name", ["tick", "change-side"])
def test_what_is_heard_often_is_no_louder_and_duller_than_a_knock(name):
    assert strike_lufs(load_take(name)) <= max(strike_lufs(load_take(n)) for n in LARGE) + 1.0
    samples = floats(load_take(name))
    assert largest_step(samples) < 0.11
    assert centroid(samples) < 700


def test_bowls_are_tuned_to_one_another(partials):
    scale = {round(12 * np.log2(hertz / 220.0)) % 12 for hertz in (220, 247, 277, 330)}
    for name, found in partials.items():
        strongest = max(found, key=lambda one: one.level)
        steps = 12 * np.log2(strongest.hertz / 220.0)
        assert abs(steps - round(steps)) < 0.1, name
        assert round(steps) % 12 in scale, name


# Breath


@pytest.mark.parametrize("name", BREATHS)
def test_a_breath_moves_its_filter_and_not_its_pitch(name):
    samples = floats(load_take(name))
    assert semitones(pitch_track(samples[: 6 * RATE])) <= 3.0
    early, late = centroid(samples[:RATE]), centroid(samples[3 * RATE : 4 * RATE])
    assert abs(np.log2(late / early)) > 0.8


def test_out_lies_no_more_than_three_semitones_from_in():
    pitches = [float(np.median(pitch_track(floats(load_take(name))))) for name in BREATHS]
    assert 0.5 < semitones(np.array(pitches)) <= 3.0


@pytest.mark.parametrize("seconds", [3, 4, 5, 6])
def test_between_in_and_out_there_is_the_pause_of_a_breath(seconds):
    sound = render_breaths(FOLDER, seconds * 1_000, 6_000)
    assert 80 <= dip_ms(sound, seconds * 1_000) <= 150


@pytest.mark.parametrize("name", BREATHS)
def test_a_breath_swells_and_sinks_without_a_jerk(name):
    samples = floats(load_take(name))
    # Mean over a quarter of a second: finer, noise is never smooth.
    levels = np.sqrt(np.square(samples).reshape(-1, RATE // 4).mean(axis=1))
    top = int(levels.argmax())
    slack = 0.15 * levels.max()
    assert all(b > a - slack for a, b in pairwise(levels[: top + 1]))
    assert all(b < a + slack for a, b in pairwise(levels[top:]))
    assert levels[-1] < 0.1 * levels.max()


# Under words


@pytest.mark.parametrize("name", [*LARGE, *SMALL, "change-side"])
def test_words_wait_until_a_ring_is_twenty_decibels_under_them(name):
    take = load_take(name)
    ring = measure_ring(take.profile, take.extent.length)
    clear = take.extent.length - ring
    assert tail_under_voice(take, clear) >= 20.0
    assert tail_under_voice(take, clear - 40) < 20.0
    # Half of a large bowl is ring: words need not wait for all of it.
    if name in LARGE:
        assert ring > 0.4 * take.extent.length


@pytest.mark.parametrize(
    ("name", "at"), [("rest", 2_400), ("hold-start", 1_500), ("hold-end", 1_600)]
)
def test_a_ring_under_words_that_do_not_wait_is_soft_soon(name, at):
    assert tail_under_voice(load_take(name), at) >= 20.0
