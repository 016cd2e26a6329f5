"""Files beside the sound, read back by strict readers."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.exports.metadata import Caption, Chapter, Metadata
from coach.exports.sidecars.kinds import SIDECAR_KINDS, format_sidecars, sidecar_paths
from coach.exports.sidecars.sidecar_input import SidecarInput
from coach.exports.sidecars.subtitles import LYRICS_CLEAR_AFTER_MS
from coach.script.pace import Pace
from coach.timeline.clips import Clip, Timeline
from coach.timeline.source import Sound, Track, Utterance
from tests import strict

TEXT = 'Left & right <b>\n-->\t"both" [now] 日本'
ONE_LINE = 'Left & right <b> --> "both" [now] 日本'

SUB_RIP = str.maketrans("<>{}", "‹›()")


@pytest.mark.parametrize("suffix", [".svg", ".png", ".SVG"])
def test_beside_a_picture_stands_nothing_that_names_it_as_a_sound(suffix):
    picture = sidecar_paths(SIDECAR_KINDS, Path(f"session{suffix}"))
    sound = sidecar_paths(SIDECAR_KINDS, Path("session.wav"))
    assert {path.suffix for path in sound} - {path.suffix for path in picture} == {".cue"}
    assert set(format_sidecars(SIDECAR_KINDS, Path(f"a{suffix}"), told())) == set(
        sidecar_paths(SIDECAR_KINDS, Path(f"a{suffix}"))
    )


starts = st.lists(st.tuples(st.integers(0, 40_000), st.integers(1, 9_000)), max_size=12)
texts = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=30
).map(lambda text: " ".join(text.split()) or "x")


def told(captions=(), chapters=(), clips=(), length=100_000, sound="session.wav"):
    about = Metadata(
        "A title",
        "coach",
        "An album",
        "Podcast",
        2031,
        "What it is.",
        "en",
        b"",
        chapters,
        captions,
    )
    return SidecarInput(about, Timeline("A title", length, clips, ()), sound)


def laid(found, text="Hold"):
    captions, at = [], 0
    for gap, length in found:
        captions.append(Caption(at + gap, at + gap + length, text))
        at += gap + length
    return tuple(captions)


def one(kind, suffix, known):
    return SIDECAR_KINDS[kind][suffix](known)


@given(starts, texts.filter(lambda text: "-->" not in text))
def test_web_vtt_gives_back_every_caption(found, text):
    captions = laid(found, text)
    read = strict.web_vtt(one("captions", ".vtt", told(captions)))
    assert read == [(line.start, line.end, line.text) for line in captions]


@given(starts, texts)
def test_sub_rip_gives_back_every_caption(found, text):
    captions = laid(found, text)
    read = strict.sub_rip(one("captions", ".srt", told(captions)))
    assert read == [(line.start, line.end, line.text.translate(SUB_RIP)) for line in captions]


@given(starts)
def test_lyrics_give_back_every_line_and_clear_the_display_in_long_silence(found):
    captions = laid(found)
    tags, lines = strict.lyrics(one("captions", ".lrc", told(captions)))
    assert tags == {"ti": "A title", "ar": "coach", "al": "An album", "length": "01:40"}
    assert [start for start, text in lines if text] == [line.start // 10 * 10 for line in captions]
    followed = [*captions[1:], Caption(10**9, 10**9, "")]
    cleared = [
        line.end // 10 * 10
        for line, after in zip(captions, followed, strict=False)
        if after.start - line.end > LYRICS_CLEAR_AFTER_MS
    ]
    assert [start for start, text in lines if not text] == cleared


@pytest.mark.parametrize(("suffix", "read"), [(".vtt", strict.web_vtt), (".srt", strict.sub_rip)])
def test_no_text_can_break_a_caption_file(suffix, read):
    made = one("captions", suffix, told((Caption(0, 900, TEXT),)))
    shown = ONE_LINE if suffix == ".vtt" else ONE_LINE.translate(SUB_RIP)
    assert read(made) == [(0, 900, shown)]


def test_sub_rip_has_no_tag_and_no_arrow_but_those_of_its_times():
    made = one("captions", ".srt", told((Caption(0, 900, r"<b>x</b> {\an8}y 1 --> 2"),)))
    timing, text = made.splitlines()[1:3]
    assert timing == "00:00:00,000 --> 00:00:00,900"
    assert text == r"‹b›x‹/b› (\an8)y 1 --› 2"


@pytest.mark.parametrize("title", ["a --> b", "a\n\n1\n00:01.000 --> 00:02.000\nb", "<script>"])
def test_no_title_can_break_a_caption_file(title):
    inputs = replace(told(), metadata=Metadata(title, captions=(Caption(0, 900, "Hi"),)))
    assert one("captions", ".vtt", inputs).count("-->") == 1
    assert "<" not in one("captions", ".vtt", inputs)
    assert strict.web_vtt(one("captions", ".vtt", inputs)) == [(0, 900, "Hi")]


def test_no_title_can_break_lyrics():
    inputs = replace(told(), metadata=Metadata("a ] [00:01.00] b", captions=(Caption(0, 9, "Hi"),)))
    tags, lines = strict.lyrics(one("captions", ".lrc", inputs))
    assert tags["ti"] == "a ) (00:01.00) b"
    assert lines[0] == (0, "Hi")


def test_no_text_can_break_lyrics():
    _, lines = strict.lyrics(one("captions", ".lrc", told((Caption(0, 900, TEXT),))))
    assert lines[0] == (0, ONE_LINE.replace("[", "(").replace("]", ")"))


def test_hours_are_written_out():
    captions = (Caption(3_723_004, 3_725_000, "Hold"),)
    assert "01:02:03.004 --> 01:02:05.000" in one("captions", ".vtt", told(captions))
    assert "[62:03.00]Hold" in one("captions", ".lrc", told(captions))


CHAPTERS = (Chapter(0, 15_174, "Welcome"), Chapter(15_174, 100_000, 'Bird dog, "left" first'))


def test_podcast_chapters_are_those_of_the_session():
    content = json.loads(one("chapters", ".chapters.json", told(chapters=CHAPTERS)))
    assert content["version"] == "1.2.0"
    assert content["chapters"] == [
        {"startTime": 0.0, "endTime": 15.174, "title": "Welcome"},
        {"startTime": 15.174, "endTime": 100.0, "title": 'Bird dog, "left" first'},
    ]
    assert set(content) <= {
        *("version", "chapters", "author", "title", "podcastName", "description"),
        *("fileName", "waypoints"),
    }


def test_timestamps_begin_at_zero_as_those_who_read_them_ask():
    made = one("chapters", ".chapters.txt", told(chapters=CHAPTERS))
    assert made == '0:00 Welcome\n0:15 Bird dog, "left" first\n'


CLIPS = (
    Clip(500, 900, Sound("start"), Track.CUE, "sound"),
    Clip(0, 90_000, Sound("rain"), Track.BED, "bed"),
    Clip(4_600, 2_204, Utterance("Welcome\tto this.", Pace.TALK), Track.VOICE, "say"),
)


def test_labels_are_what_audacity_reads():
    made = one("timeline", ".labels.txt", told(chapters=CHAPTERS, clips=CLIPS))
    rows = [line.split("\t") for line in made.splitlines()]
    assert all(re.fullmatch(r"\d+\.\d{6}", time) for row in rows for time in row[:2])
    assert [(float(start), float(end), text) for start, end, text in rows] == [
        (0.0, 15.174, "== Welcome =="),
        (0.5, 1.4, "♪ start"),
        (4.6, 6.804, "Welcome to this."),
        (15.174, 100.0, '== Bird dog, "left" first =='),
    ]


def test_the_json_timeline_is_that_of_the_plan():
    content = json.loads(one("timeline", ".timeline.json", told(clips=CLIPS)))
    assert [clip["start_ms"] for clip in content["clips"]] == [500, 0, 4_600]


def cue_tracks(text):
    """Read a CUE sheet strictly: its file, and the title and start in ms of each track."""
    lines = text.splitlines()
    file = next(line for line in lines if line.startswith("FILE "))
    name, kind = re.fullmatch(r'FILE "([^"]+)" (WAVE|MP3|AIFF)', file).groups()
    tracks = []
    body = lines[lines.index(file) + 1 :]
    for number, (track, title, index) in enumerate(
        zip(body[::3], body[1::3], body[2::3], strict=True), 1
    ):
        assert track == f"  TRACK {number:02} AUDIO"
        at = re.fullmatch(r"    INDEX 01 (\d{2,}):([0-5]\d):(\d\d)", index).groups()
        minutes, seconds, frames = map(int, at)
        assert frames < 75
        text = re.fullmatch(r'    TITLE "([^"]*)"', title)[1]
        tracks.append((text, (minutes * 60 + seconds) * 1000 + frames * 1000 / 75))
    return name, kind, tracks


@pytest.mark.parametrize(
    ("sound", "kind"), [("session.mp3", "MP3"), ("a.flac", "WAVE"), ("session.wav", "WAVE")]
)
def test_a_cue_sheet_has_every_chapter_to_a_frame(sound, kind):
    made = one("timeline", ".cue", told(chapters=CHAPTERS, sound=sound))
    name, found, tracks = cue_tracks(made)
    assert (name, found) == (sound, kind)
    assert [title for title, _ in tracks] == ["Welcome", "Bird dog, 'left' first"]
    for (_, start), chapter in zip(tracks, CHAPTERS, strict=True):
        assert 0 <= chapter.start - start < 1000 / 75


def test_a_cue_sheet_has_as_many_tracks_as_one_can():
    chapters = tuple(Chapter(n * 1000, (n + 1) * 1000, str(n)) for n in range(120))
    assert len(cue_tracks(one("timeline", ".cue", told(chapters=chapters)))[2]) == 99


def test_sidecars_stand_beside_the_sound_under_its_name():
    sound = Path("out/my.session.mp3")
    made = format_sidecars(
        ("captions", "timeline"), sound, told((Caption(0, 900, "Hi."),), CHAPTERS)
    )
    assert tuple(made) == sidecar_paths(("captions", "timeline"), sound)
    assert {path.name for path in made} == {
        *("my.session.vtt", "my.session.srt", "my.session.lrc"),
        *("my.session.timeline.json", "my.session.labels.txt", "my.session.cue"),
    }
    assert all(text.endswith("\n") for text in made.values())
