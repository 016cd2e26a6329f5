"""Files as a decoder hears and a player shows them that had no part in writing them."""

import re

import numpy as np
import pytest

from coach.exports.cover import load_cover
from coach.exports.encoders import find_encoder, list_suffixes
from coach.exports.metadata import Caption, Chapter, Metadata
from coach.exports.session_metadata import session_metadata
from coach.exports.writer import export_session
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.sound.audio import FRAMES_PER_MS, Pcm
from coach.system.paths import routine_names
from tests.ffmpeg import decoded, lag, lags, needed, picture, shown, subtitles

pytestmark = pytest.mark.ffmpeg
FORMATS = [suffix[1:] for suffix in list_suffixes()]
EXACT = ("wav", "flac", "mp3", "opus", "ogg")
"""An MP4 tells its length to the sample, but ffmpeg plays its last packet to the end."""
PACKET = {"m4a": 2048, "m4b": 2048}
LENGTH = 61_234
CODECS = {"wav": "pcm_s16le", "mp3": "mp3", "flac": "flac", "m4a": "aac", "m4b": "aac"}
CHAPTERS = (
    Chapter(0, 19_977, "Warm-up, which has the longest name of all"),
    Chapter(19_977, 33_333, "Bird dog, left side first"),
    Chapter(33_333, 59_700, "Chat-chameau à quatre pattes – Ω"),
    Chapter(59_700, LENGTH, "Rest"),
)
CAPTIONS = (
    Caption(1_000, 3_500, "Lie down."),
    Caption(3_500, 5_000, "Breathe out – slowly."),
    Caption(33_333, 36_000, "One."),
)
COUNTS = """
title: Counts
steps:
  - {hold: 30s, countdown: 20, halfway: false, sounds: false}
  - {reps: 20, into: 1s, out: 1s, sounds: false}
  - {breathe: 1, inhale: 6s, exhale: 8s, sounds: false}
  - {rest: 12s}
"""


@pytest.fixture(autouse=True)
def decoder():
    needed()


@pytest.fixture(scope="module")
def about() -> Metadata:
    return Metadata(
        "Lower back, 20 minutes – ü",
        "coach",
        "Lower back",
        "Podcast",
        2026,
        "General guidance; not medical advice. äöü → Ω",
        "de",
        load_cover(),
        CHAPTERS,
        CAPTIONS,
        track_number=3,
        track_count=12,
    )


@pytest.fixture(scope="module")
def sound() -> Pcm:
    """Short noises at odd places, long silences, and noise up to the very end."""
    rng = np.random.default_rng(7)
    samples = np.zeros(LENGTH * FRAMES_PER_MS, np.int16)
    for start in (0, 1_000, 1_700, 9_001, 20_000, 33_333, 41_003, 50_001, LENGTH - 600):
        place = slice(start * FRAMES_PER_MS, (start + 600) * FRAMES_PER_MS)
        fade = np.hanning(600 * FRAMES_PER_MS)
        samples[place] = rng.standard_normal(600 * FRAMES_PER_MS) * 5_000 * fade
    return Pcm(samples)


def written(path, about, sound):
    with path.open("w+b") as file:
        encoder = find_encoder(path)(file, sound.length, about)
        for start in range(0, len(sound.samples), 480_000):
            encoder.write(Pcm(sound.samples[start : start + 480_000]))
        encoder.close()
    return path


@pytest.fixture(scope="module", params=FORMATS)
def file(request, tmp_path_factory, about, sound):
    needed()
    return written(tmp_path_factory.mktemp("files") / f"file.{request.param}", about, sound)


def test_the_format_is_what_the_suffix_says(file):
    found = shown(file)
    assert found.codec == CODECS.get(file.suffix[1:], "opus")
    rate = 24_000 if file.suffix in (".mp3", ".m4a", ".m4b") else 48_000
    assert (found.channels, found.rate) == (1, rate)


def test_the_length_is_exact(file, sound):
    more = len(decoded(file)) - len(sound.samples)
    assert more == 0 if file.suffix[1:] in EXACT else 0 <= more < PACKET[file.suffix[1:]]
    # To ffprobe an Ogg file begins 312 samples early, and an MP3 lasts whole frames.
    room = {"opus": 6.5, "ogg": 6.5, "mp3": 70}.get(file.suffix[1:], 0.02)
    assert 0 <= shown(file).length - LENGTH <= room


def test_it_sounds_where_it_should_and_nowhere_else(file, sound):
    heard, planned = decoded(file)[: len(sound.samples)], sound.samples
    assert lags(heard, planned) == {0}
    if file.suffix in (".wav", ".flac"):
        assert np.array_equal(heard, planned)
    made, wanted = levels(heard), levels(planned)
    loud = wanted > 1_000
    assert np.abs(made[loud] / wanted[loud] - 1).max() < 0.5
    # A codec may smear a sound by its frame, and hum below hearing.
    near = np.convolve(wanted > 0, np.ones(13), "same") > 0
    assert made[~near].max() < 3


def levels(samples):
    """The level of each 10 ms."""
    step = 10 * FRAMES_PER_MS
    rows = samples[: len(samples) // step * step].astype(float).reshape(-1, step)
    return np.sqrt((rows**2).mean(axis=1))


def test_every_chapter_is_at_its_time_in_order(file):
    found = shown(file).chapters
    assert [title for _, _, title in found] == [one.title for one in CHAPTERS]
    # A comment tells a chapter's start alone; the last one ends where ffprobe thinks the file does.
    room = 7 if file.suffix in (".opus", ".ogg") else 1
    for (start, end, _), one in zip(found, CHAPTERS, strict=True):
        assert start == pytest.approx(one.start, abs=1)
        assert end == pytest.approx(one.end, abs=room)


def test_tags_are_told(file, about):
    tags = shown(file).tags
    assert tags["title"] == about.title
    assert (tags["artist"], tags["album"], tags["genre"]) == ("coach", "Lower back", "Podcast")
    assert tags["date"] == "2026"
    assert about.description in (tags.get("comment"), tags.get("description"))
    assert tags["language"] in ("de", "deu")
    assert tags["track"] in ("3/12", "3")


def test_the_cover_is_there_byte_for_byte(file, about):
    assert shown(file).picture == "png"
    assert picture(file) == about.cover


def test_captions_are_a_track_of_an_mp4(file):
    if file.suffix not in (".m4a", ".m4b"):
        return
    found = re.findall(r"(?m)^(\S+) --> (\S+)\n(.+)$", subtitles(file))
    assert [text for _, _, text in found] == [one.text for one in CAPTIONS]
    assert [(_ms(a), _ms(b)) for a, b, _ in found] == [(c.start, c.end) for c in CAPTIONS]


def _ms(stamp: str) -> int:
    hours, minutes, seconds, ms = map(int, re.split("[:,]", stamp))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("length", [2, 24, 1_000])
def test_short_ones_are_as_long_as_they_say(kind, length, tmp_path):
    path = written(
        tmp_path / f"file.{kind}", Metadata("Short"), Pcm(np.ones(48 * length, np.int16))
    )
    more = len(decoded(path)) - 48 * length
    assert more == 0 if kind in EXACT else 0 <= more < PACKET[kind]


def test_every_count_is_heard_on_its_second_in_every_format(tmp_path):
    (tmp_path / "counts.yaml").write_text(COUNTS)
    prepared = prepare_session(str(tmp_path / "counts.yaml"), SessionRequest("espeak"))
    for kind in FORMATS:
        heard = check(prepared, tmp_path / f"counts.{kind}")
        assert len(list(beats(prepared))) >= 50
        assert len(heard)


def beats(prepared):
    """The clips that have to sit on a moment, and where their samples are."""
    for clip in prepared.timeline.clips:
        if clip.beat is not None:
            yield clip, slice(clip.start * FRAMES_PER_MS, clip.end * FRAMES_PER_MS)


def check(prepared, path):
    """Export a session and hold what is heard against its plan, as a whole and word by word."""
    export_session(prepared, path)
    planned = prepared.make_mix().render(0, prepared.timeline.length).samples
    heard = decoded(path)
    assert 0 <= len(heard) - len(planned) < PACKET.get(path.suffix[1:], 1)
    assert lags(heard[: len(planned)], planned) == {0}
    late = {clip.beat: lag(heard[cut], planned[cut]) for clip, cut in beats(prepared)}
    assert {at: by for at, by in late.items() if abs(by) > 1 * FRAMES_PER_MS} == {}
    assert [title for _, _, title in shown(path).chapters] == [
        one.title for one in session_metadata(prepared).chapters
    ]
    return heard


@pytest.mark.slow
@pytest.mark.parametrize("name", routine_names())
def test_every_shipped_routine_exports_in_every_format(name, tmp_path):
    prepared = prepare_session(name, SessionRequest("espeak"))
    for kind in FORMATS:
        path = tmp_path / f"{name}.{kind}"
        check(prepared, path)
        path.unlink()
