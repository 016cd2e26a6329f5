"""A count that has no room is left out; words never are, and no breath has to be longer for it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import ScriptError
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.timeline.clips import SPEECH_GAP, Clip, least_gap
from coach.timeline.counts import find_counts_without_room
from coach.timeline.source import Track, Utterance


def clip(start: int, length: int, *, count: bool) -> Clip:
    beat = start if count else None
    return Clip(start, length, Utterance("word"), Track.VOICE, "say", beat, yields=count)


def test_counts_a_second_apart_are_one_phrase_with_the_word_they_lead_to():
    word = replace(clip(2_000, 400, count=False), beat=2_100)
    counts = [replace(clip(at, 990, count=True), beat=at + 100) for at in (0, 1_000)]
    assert find_counts_without_room([*counts, word]) == set()
    slow = replace(clip(2_010, 400, count=False), beat=2_110)
    assert find_counts_without_room([*counts, slow]) == {1}


def test_of_counts_that_run_into_each_other_the_last_is_said():
    counts = [clip(at, 1_010, count=True) for at in range(0, 5_000, 1_000)]
    assert find_counts_without_room(counts) == {1, 3}
    assert find_counts_without_room([clip(at, 900, count=True) for at in (0, 1_000)]) == set()


def test_a_count_yields_to_words_on_both_sides_of_it():
    before, after = clip(0, 1_200, count=False), clip(1_500, 300, count=False)
    assert find_counts_without_room([before, clip(1_100, 100, count=True), after]) == {1}
    assert find_counts_without_room([before, clip(1_300, 300, count=True), after]) == {1}
    assert find_counts_without_room([before, clip(1_250, 200, count=True), after]) == {1}
    roomy = clip(1_500 + SPEECH_GAP + 200, 300, count=False)
    assert find_counts_without_room([before, clip(1_500, 200, count=True), roomy]) == set()
    assert find_counts_without_room([before, clip(1_499, 200, count=True), roomy]) == {1}
    assert find_counts_without_room([before, clip(1_500, 201, count=True), roomy]) == {1}
    assert find_counts_without_room([before, clip(1_100, 300, count=False)]) == set()


@given(
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(1, 3_000), st.booleans()), max_size=30)
)
def test_no_count_overlaps_anything_and_what_fits_stays(found):
    clips = sorted((clip(at, size, count=c) for at, size, c in found), key=lambda c: c.start)
    without = find_counts_without_room(clips)
    kept = [one for index, one in enumerate(clips) if index not in without]
    assert [one for one in clips if not one.yields] == [one for one in kept if not one.yields]
    for number, one in enumerate(kept):
        for other in kept[number + 1 :]:
            if other.start < one.end + least_gap(one, other):
                assert not one.yields
                assert not other.yields


BREATHS = [
    "inhale: 5.5s, exhale: 5.5s",
    "inhale: 4.5s, hold: 4.5s, exhale: 4.5s, rest: 4.5s",
    "inhale: 3.5s, exhale: 6.5s",
    "inhale: 5.2s, exhale: 5.2s",
    "inhale: 6s, hold: 500ms, exhale: 6s, rest: 500ms",
    "inhale: 20s, exhale: 25s",
    "inhale: 30s, exhale: 30s",
    "inhale: 1.1s, exhale: 2.05s",
    "inhale: 500ms, hold: 500ms, exhale: 500ms, rest: 500ms",
    "inhale: 45s, exhale: 60s",
]


def write_breaths(tmp_path, box: str, aloud: str = "seconds"):
    path = tmp_path / "breath.yaml"
    path.write_text(f"title: T\nsteps: [{{breathe: 3, {box}, aloud: {aloud}}}]\n")
    return path


@pytest.mark.parametrize("voice", ["tone", "espeak", "espeak:en-us", "espeak:en-us-nyc"])
@pytest.mark.parametrize("box", BREATHS)
def test_phases_of_any_length_can_be_counted(tmp_path, box, voice):
    for aloud in ("seconds", "words", "breaths"):
        prepared = prepare_session(write_breaths(tmp_path, box, aloud), SessionRequest(voice))
        said = [
            c for c in prepared.timeline.clips if c.kind == "breathe" and c.track is Track.VOICE
        ]
        words = [c.source.text for c in said if isinstance(c.source, Utterance)]
        assert (words.count("In"), words.count("Out")) == (3, 3) or aloud == "breaths"


def test_what_is_spoken_of_a_breath_is_what_stays_when_it_is_counted_by_words(tmp_path):
    prepared = prepare_session(write_breaths(tmp_path, BREATHS[0]), SessionRequest("tone"))
    counts = [c.source.text for c in prepared.timeline.clips if c.kind == "count"]
    assert counts.count("5") == 6
    assert 0 < counts.count("2") == counts.count("3") == 6


@pytest.mark.parametrize("aloud", ["seconds", "words"])
def test_a_breath_without_room_for_its_words_is_never_asked_to_be_longer(tmp_path, aloud):
    path = write_breaths(tmp_path, "inhale: 1s, exhale: 1s", aloud)
    words = "phrases: {inhale: Breathe in through the nose, exhale: Sigh it out and let go}\n"
    path.write_text(path.read_text() + words)
    with pytest.raises(ScriptError) as caught:
        prepare_session(path, SessionRequest("tone"))
    for problem in caught.value.problems:
        assert "aloud: words" in (problem.hint or "")
        assert "long" not in (problem.hint or "")


@pytest.mark.parametrize(
    "step",
    [
        "{hold: 90s, countdown: 60}",
        "{reps: 100, into: 500ms, out: 500ms}",
        "{rest: 20s}, {hold: 5s}",
    ],
)
@pytest.mark.parametrize("voice", ["tone", "espeak", "espeak:en-us"])
def test_counts_from_twenty_one_on_fit_or_are_left_out(tmp_path, step, voice):
    path = tmp_path / "counts.yaml"
    path.write_text(f"title: T\nsteps: [{step}, Well done.]\n")
    clips = prepare_session(path, SessionRequest(voice)).timeline.clips
    counts = [c.source.text for c in clips if c.kind == "count"]
    assert {"3", "2", "1"} <= set(counts)
