"""What a file tells of its session: chapters as a listener would name them, every spoken line."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.exports.captions import MIN_CAPTION_MS, make_captions
from coach.exports.chapters import make_chapters
from coach.exports.metadata import Caption
from coach.exports.session_metadata import chapter_metadata, session_metadata
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.script.library import load_phrases
from coach.script.pace import Pace
from coach.script.scalars import Line
from coach.timeline.clips import Clip, Marker, Timeline
from coach.timeline.source import Sound, Track, Utterance

ROUTINE = """
title: Two sides & more
description: A short one for both sides.
steps:
  - {group: Plank, chapter: true, steps: [{hold: 15s, sounds: false}]}
  - group: Bird dog
    chapter: true
    steps:
      - {sides: [Reach long., {hold: 10s, cues: [Breathe on.]}]}
  - {group: Breathing, chapter: true, steps: [{breathe: 2, inhale: 4s, exhale: 5s, aloud: seconds}]}
"""

ENGLISH = load_phrases("en")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("about")
    path = folder / "routine.yaml"
    path.write_text(ROUTINE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACH_CACHE", str(folder))
        yield prepare_session(str(path), SessionRequest("tone"))


# Chapters


def test_chapters_are_named_as_a_listener_would_name_them(prepared):
    titles = [chapter.title for chapter in session_metadata(prepared).chapters]
    assert titles == ["Plank", "Bird dog, right side first", "Breathing"]


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_chapter_is_named_the_same_whatever_is_said_that_day(seed):
    prepared = prepare_session("lower-back", SessionRequest("tone", seed=seed))
    side = "left" if seed % 2 else "right"
    titles = [chapter.title for chapter in session_metadata(prepared).chapters]
    # Which exercises come takes turns with the seed: of the sides it is the same for all.
    assert {title.rpartition(", ")[2] for title in titles if ", " in title} == {
        f"{side} side first"
    }
    assert not [title for title in titles if "begin" in title]


def test_the_side_has_the_name_that_the_coach_says():
    clips = (voice(1_000, "Reach", side="right"), voice(3_000, "Reach", side="left"))
    timeline = Timeline("Deux", 5_000, clips, (Marker(0, "Chien"),))
    words = {
        "right": (Line("droite"),),
        "left": (Line("gauche"),),
    }
    (chapter,) = make_chapters(timeline, ENGLISH.override(words))
    assert chapter.title == "Chien, droite side first"


def test_one_side_alone_is_named_alone():
    clips = (voice(1_000, "Reach", side="left"),)
    timeline = Timeline("Two", 5_000, clips, (Marker(0, "Stretch"),))
    assert make_chapters(timeline, ENGLISH)[0].title == "Stretch, left"


def test_a_session_without_segments_is_one_chapter():
    (chapter,) = make_chapters(Timeline("All", 5_000, (), ()), ENGLISH)
    assert (chapter.start, chapter.end, chapter.title) == (0, 5_000, "All")


def test_no_chapter_starts_within_a_word():
    clips = (voice(4_800, "1", length=400, beat=5_000),)
    timeline = Timeline("Two", 9_000, clips, (Marker(0, "A"), Marker(5_000, "B")))
    first, second = make_chapters(timeline, ENGLISH)
    assert (first.end, second.start) == (4_800, 4_800)


@given(st.lists(st.integers(0, 100_000), max_size=8), st.integers(1, 100_000))
def test_chapters_fill_the_session_and_none_is_empty(starts, length):
    starts = sorted(start for start in starts if start < length)
    markers = tuple(Marker(start, str(start)) for start in starts)
    chapters = make_chapters(Timeline("All", length, (), markers), ENGLISH)
    assert chapters[0].start == 0
    assert chapters[-1].end == length
    assert all(a.end == b.start for a, b in pairwise(chapters))
    assert all(chapter.start < chapter.end for chapter in chapters)


# Captions


def voice(start, text, length=400, *, pace=Pace.COUNT, kind="count", side="", beat=None):
    source = Utterance(text, pace)
    return Clip(start, length, source, Track.VOICE, kind, beat, "", side)


def captions(*clips, length=600_000):
    return [
        (line.start, line.text) for line in make_captions(Timeline("x", length, tuple(clips), ()))
    ]


def counted(start, *words, every=1_000):
    return [voice(start + at * every, word) for at, word in enumerate(words)]


def test_a_countdown_is_one_caption():
    assert captions(*counted(1_000, "5", "4", "3", "2", "1")) == [(1_000, "5, 4, 3, 2, 1")]


def test_each_phase_of_a_counted_breath_is_one_caption():
    words = ("In", "2", "3", "Out", "2", "3", "4", "In", "2")
    said = ["In, 2, 3", "Out, 2, 3, 4", "In, 2"]
    assert [text for _, text in captions(*counted(0, *words))] == said


def test_a_count_goes_one_way():
    said = ["3, 2, 1", "2, 3"]
    assert [text for _, text in captions(*counted(0, "3", "2", "1", "2", "3"))] == said


def test_numbers_of_slow_repetitions_are_their_own_captions():
    assert captions(*counted(0, "1", "2", "3", every=4_000)) == [
        (0, "1"),
        (4_000, "2"),
        (8_000, "3"),
    ]


def test_the_number_of_a_repetition_and_its_call_are_one_caption():
    clips = [voice(0, "1"), voice(600, "Lift", kind="call", pace=Pace.HOLD)]
    assert captions(*clips, voice(2_000, "Hold", kind="hold")) == [(0, "1, Lift"), (2_000, "Hold")]


def test_sentences_are_their_own_captions_however_close():
    clips = [voice(0, "Lie down.", pace=Pace.HOLD), voice(450, "Knees bent.", pace=Pace.HOLD)]
    assert captions(*clips) == [(0, "Lie down."), (450, "Knees bent.")]


def test_sounds_have_no_captions():
    assert captions(Clip(0, 900, Sound("tick"), Track.CUE, "sound")) == []


words = st.sampled_from(["1", "2", "3", "4", "Hold", "In", "Breathe on."])
gaps = st.lists(st.tuples(words, st.integers(0, 3_000), st.integers(1, 1_500)), max_size=20)


@given(gaps)
def test_captions_never_overlap_and_nothing_that_is_spoken_is_lost(given):
    clips, at = [], 0
    for text, gap, length in given:
        clips.append(voice(at + gap, text, length))
        at += gap + length
    made = make_captions(Timeline("x", at + 1, tuple(clips), ()))
    assert all(a.end <= b.start for a, b in pairwise(made))
    assert all(line.start < line.end <= at + 1 for line in made)
    spoken = re.findall(r"\w+", " ".join(text for text, _, _ in given))
    assert re.findall(r"\w+", " ".join(line.text for line in made)) == spoken


def test_a_short_word_stays_long_enough_to_be_read_unless_another_comes():
    made = make_captions(Timeline("x", 9_000, (voice(0, "Hold"), voice(5_000, "Rest.")), ()))
    assert made == (
        Caption(0, MIN_CAPTION_MS, "Hold"),
        Caption(5_000, 5_000 + MIN_CAPTION_MS, "Rest."),
    )


def test_every_spoken_clip_of_a_session_is_in_a_caption_at_its_time(prepared):
    made = session_metadata(prepared).captions
    for clip in prepared.timeline.clips:
        if clip.track is Track.VOICE:
            words = clip.source.text.rstrip(".")
            assert any(
                line.start <= clip.start and clip.end <= line.end and words in line.text
                for line in made
            ), clip


# Tags


def test_the_tags_tell_what_it_is_and_what_it_is_not(prepared):
    about = session_metadata(prepared, 2031, b"picture")
    length = about.title.removeprefix("Two sides & more, ")
    assert re.fullmatch(r"(\d+ minutes? ?)?(\d+ seconds?)?", length)
    assert (about.album, about.artist, about.genre) == ("Two sides & more", "coach", "Podcast")
    assert (about.year, about.cover, about.language) == (2031, b"picture", "en")
    assert f"session of {length}." in about.description
    assert "A short one for both sides." in about.description
    assert "not medical advice" in about.description


def test_the_same_session_is_told_the_same(prepared):
    assert session_metadata(prepared, 2031) == session_metadata(prepared, 2031)


def test_a_part_is_a_track_of_the_album_that_the_session_is(prepared):
    whole = session_metadata(prepared)
    parts = [chapter_metadata(whole, chapter) for chapter in whole.chapters]
    assert [(part.track_number, part.track_count) for part in parts] == [(1, 3), (2, 3), (3, 3)]
    assert {part.album for part in parts} == {whole.title}
    assert [part.title for part in parts] == [chapter.title for chapter in whole.chapters]
    for part, chapter in zip(parts, whole.chapters, strict=True):
        length = chapter.end - chapter.start
        assert [(inner.start, inner.end) for inner in part.chapters] == [(0, length)]
        assert all(0 <= line.start < line.end <= length for line in part.captions)
    assert sum(len(part.captions) for part in parts) == len(whole.captions)
