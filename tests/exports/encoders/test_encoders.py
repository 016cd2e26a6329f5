"""The laws of the socket, over every built-in encoder; tags and chapters as mutagen reads them."""

import gc
import io
import struct
import sys
from base64 import b64decode
from itertools import pairwise
from pathlib import Path

import mutagen
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutagen.flac import Picture
from mutagen.mp3 import MP3, BitrateMode
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus

from coach.errors import MachineError, UsageError
from coach.exports.cover import load_cover
from coach.exports.encoders import EXPORT_PACKAGES, REQUIRED_PACKAGES, find_encoder, list_suffixes
from coach.exports.encoders.silence_split import SilenceSplitter
from coach.exports.encoders.xing_header import SILENT_FRAME
from coach.exports.metadata import Caption, Chapter, Metadata
from coach.sound.audio import FRAMES_PER_MS, Pcm, make_silence
from coach.system.atomic_file import atomic_write
from coach.system.install_hint import install_command
from tests.disk import full_disk

FORMATS = [suffix[1:] for suffix in list_suffixes()]
LENGTH = 5_003
CHAPTERS = (
    Chapter(0, 1_000, "The first of them, which has the longest name"),
    Chapter(1_000, 2_345, "Übung"),
    Chapter(2_345, LENGTH, "→"),
)


@pytest.fixture(scope="module")
def about() -> Metadata:
    return Metadata(
        "Ein Titel – ✓",
        "coach",
        "Album",
        "Podcast",
        2026,
        "Wörter: →",
        "de",
        load_cover(),
        CHAPTERS,
        (Caption(500, 900, "Hallo."),),
        track_number=2,
        track_count=9,
    )


def noises(length: int = LENGTH, seed: int = 0) -> Pcm:
    """Noise of 300 ms at the start of every second, and at the end."""
    rng = np.random.default_rng(seed)
    samples = (rng.standard_normal(length * FRAMES_PER_MS) * 4_000).astype(np.int16)
    ms = np.arange(length).repeat(FRAMES_PER_MS)
    samples[(ms % 1_000 > 300) & (ms < length - 50)] = 0
    return Pcm(samples)


def write(path, about: Metadata, pcm: Pcm, cuts=()) -> bytes:
    with path.open("w+b") as file:
        encoder = find_encoder(path)(file, pcm.length, about)
        for part in np.split(pcm.samples, sorted(min(cut, len(pcm.samples)) for cut in cuts)):
            encoder.write(Pcm(part))
        encoder.close()
        assert not file.closed
    return path.read_bytes()


@pytest.fixture(params=FORMATS)
def path(request, tmp_path):
    return tmp_path / f"file.{request.param}"


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cuts=st.lists(st.integers(0, LENGTH * FRAMES_PER_MS), max_size=5))
def test_the_same_file_comes_out_whatever_the_portions(path, cuts):
    about = Metadata("The same")
    assert write(path, about, noises(), cuts) == write(path, about, noises())


@pytest.mark.parametrize("written", [0, 99, 101])
def test_a_broken_promise_is_told(path, written):
    def go() -> None:
        with path.open("w+b") as file:
            encoder = find_encoder(path)(file, 100, Metadata("Promised"))
            encoder.write(make_silence(written))
            encoder.close()

    with pytest.raises(ValueError, match="expected 4800 frames, found"):
        go()


def test_another_rate_is_refused(path):
    with path.open("w+b") as file, pytest.raises(ValueError, match="22050"):
        find_encoder(path)(file, 1_000, Metadata("Rate")).write(make_silence(10, 22_050))


@pytest.mark.parametrize("after", [0, 2])
def test_what_is_left_midway_leaves_the_old_file(path, about, after):
    path.write_bytes(b"old")

    def go() -> None:
        with atomic_write(path) as file:
            encoder = find_encoder(path)(file, 60_000, about)
            for _ in range(after):
                encoder.write(noises(20_000))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        go()
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("short", [1, 100, 30_000])
def test_a_full_disk_is_told_wherever_it_is_full(path, about, short):
    """Also where the last bytes do not fit, which some formats write after all others."""
    sound = noises(20_000)
    size = len(write(path, about, sound))
    with full_disk(size - short), pytest.raises(MachineError, match="File too large"):  # noqa: PT012, SIM117 - closing raises
        with atomic_write(path) as file:
            encoder = find_encoder(path)(file, sound.length, about)
            encoder.write(sound)
            encoder.close()
    assert len(path.read_bytes()) == size
    assert list(path.parent.iterdir()) == [path]


def test_flac_that_broke_off_writes_into_no_file_that_came_after(tmp_path, about):
    path, later = tmp_path / "file.flac", tmp_path / "later"
    encoder = None
    with pytest.raises(KeyError), atomic_write(path) as file:  # noqa: PT012 - as a session ends
        encoder = find_encoder(path)(file, 60_000, about)
        encoder.write(noises(20_000))
        raise KeyError
    with later.open("w+b"):  # by the number that the other had
        del encoder
        gc.collect()
    assert later.read_bytes() == b""
    assert list(tmp_path.iterdir()) == [later]


def test_flac_is_the_same_through_a_file_of_pythons(tmp_path, about, monkeypatch):
    by_number = write(tmp_path / "one.flac", about, noises())
    monkeypatch.setattr("coach.exports.encoders.flac.USE_FILE_DESCRIPTOR", False)
    assert write(tmp_path / "two.flac", about, noises()) == by_number


@pytest.mark.parametrize(
    ("kind", "package"),
    [(k, each) for k in sorted(REQUIRED_PACKAGES) for each in REQUIRED_PACKAGES[k]],
)
def test_a_format_whose_library_is_missing_names_what_installs_it(
    tmp_path, monkeypatch, kind, package
):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MachineError, match=f"takes the package {package}") as caught:
        find_encoder(tmp_path / f"file.{kind}")
    assert caught.value.exit_code == 3
    wanted, instead = ([package], "wav") if kind == "mp3" else (EXPORT_PACKAGES, "mp3")
    assert f"{install_command(*wanted)}; or name a .{instead}" in str(caught.value)
    find_encoder(tmp_path / "file.wav")


@pytest.mark.parametrize("cover", [b"GIF89a...", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"])
@pytest.mark.parametrize("kind", ["flac", "m4b", "opus"])
def test_a_cover_that_is_no_picture_is_told(tmp_path, kind, cover):
    with pytest.raises(UsageError, match="cover"):
        write(tmp_path / f"file.{kind}", Metadata("Cover", cover=cover), noises())


# Tags, read by mutagen


def test_mp3_tags_and_chapters(tmp_path, about):
    content = write(tmp_path / "file.mp3", about, noises())
    file = MP3(tmp_path / "file.mp3")
    info, tags = file.info, file.tags
    assert info.length == LENGTH / 1000
    assert (info.bitrate, info.bitrate_mode) == (64_000, BitrateMode.CBR)
    assert (info.channels, info.sample_rate) == (1, 24_000)
    for name, text in {
        "TIT2": about.title,
        "TPE1": "coach",
        "TALB": "Album",
        "TCON": "Podcast",
        "TDRC": "2026",
        "TLAN": "deu",
        "TRCK": "2/9",
        "COMM::deu": about.description,
    }.items():
        assert str(tags[name]) == text
    contents = tags["CTOC:contents"]
    found = [tags[f"CHAP:{name}"] for name in contents.child_element_ids]
    assert [(c.start_time, c.end_time, str(c.sub_frames["TIT2"])) for c in found] == [
        (c.start, c.end, c.title) for c in CHAPTERS
    ]
    # Some players list chapters as they come in the file, whatever the table of contents says.
    places = [content.index(b"chapter%d\0" % n, content.index(b"CHAP")) for n in range(3)]
    assert places == sorted(places)
    picture = tags["APIC:"]
    assert (picture.mime, picture.type, picture.data) == ("image/png", 3, about.cover)


def test_wav_tags_stand_behind_the_sound_as_info_and_id3(tmp_path, about):
    sound = noises()
    content = write(tmp_path / "file.wav", about, sound)
    tags = mutagen.File(tmp_path / "file.wav").tags
    assert str(tags["TIT2"]) == about.title
    assert tags["APIC:"].data == about.cover
    assert [str(tags[f"CHAP:chapter{n}"].sub_frames["TIT2"]) for n in range(3)] == [
        one.title for one in CHAPTERS
    ]
    chunks = dict(riff_chunks(content))
    assert list(chunks) == [b"fmt ", b"data", b"LIST", b"id3 "]
    assert chunks[b"data"] == sound.samples.tobytes()
    assert b"INAM" + struct.pack("<I", 18) + about.title.encode() + b"\0" in chunks[b"LIST"]


def riff_chunks(content: bytes):
    assert int.from_bytes(content[4:8], "little") == len(content) - 8
    at = 12
    while at < len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        yield name, content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


@pytest.mark.parametrize("kind", ["flac", "opus", "ogg"])
def test_comments_chapters_and_picture(tmp_path, about, kind):
    write(tmp_path / f"file.{kind}", about, noises())
    file = mutagen.File(tmp_path / f"file.{kind}")
    if kind != "flac":
        assert isinstance(file, OggOpus)
    assert file.info.length == pytest.approx(LENGTH / 1000, abs=1e-5)
    tags = {name.lower(): value[0] for name, value in file.tags.as_dict().items()}
    assert tags["title"] == about.title
    assert tags["description"] == about.description
    assert (tags["artist"], tags["album"], tags["genre"]) == ("coach", "Album", "Podcast")
    assert (tags["date"], tags["language"]) == ("2026", "de")
    assert (tags["tracknumber"], tags["tracktotal"]) == ("2", "9")
    assert [tags[f"chapter{n:03d}"] for n in range(3)] == [
        "00:00:00.000",
        "00:00:01.000",
        "00:00:02.345",
    ]
    assert [tags[f"chapter{n:03d}name"] for n in range(3)] == [one.title for one in CHAPTERS]
    picture = file.pictures[0] if kind == "flac" else _picture(file)
    assert (picture.mime, picture.type, picture.data) == ("image/png", 3, about.cover)
    assert (picture.width, picture.height) == struct.unpack(">II", about.cover[16:24])


def _picture(file) -> Picture:
    return Picture(b64decode(file["metadata_block_picture"][0]))


@pytest.mark.parametrize(("kind", "media"), [("m4a", 1), ("m4b", 2)])
def test_mp4_tags_and_both_kinds_of_chapters(tmp_path, about, kind, media):
    content = write(tmp_path / f"file.{kind}", about, noises())
    file = MP4(tmp_path / f"file.{kind}")
    assert file.tags["\xa9nam"] == [about.title]
    assert file.tags["\xa9ART"] == ["coach"]
    assert file.tags["\xa9alb"] == ["Album"]
    assert file.tags["\xa9gen"] == ["Podcast"]
    assert file.tags["\xa9day"] == ["2026"]
    assert file.tags["desc"] == file.tags["\xa9cmt"] == [about.description]
    assert file.tags["trkn"] == [(2, 9)]
    assert file.tags["stik"] == [media]
    assert [bytes(one) for one in file.tags["covr"]] == [about.cover]
    assert [(round(c.start * 1000), c.title) for c in file.chapters] == [
        (c.start, c.title) for c in CHAPTERS
    ]
    top = [name for name, _ in boxes(content)]
    assert top.index(b"moov") < top.index(b"mdat"), "a player must know before it hears"
    assert content[8:12] == {"m4a": b"M4A ", "m4b": b"M4B "}[kind]
    tracks = [dict(boxes(body)) for name, body in boxes(dict(boxes(content))[b"moov"])
              if name == b"trak"]  # fmt: skip
    number = dict(boxes(tracks[0][b"tref"]))[b"chap"]
    names = [struct.unpack(">I", t[b"tkhd"][12:16])[0] for t in tracks]
    assert struct.unpack(">I", number)[0] in names, "QuickTime finds chapters by this reference"
    assert dict(boxes(content))[b"mdat"].count("Übung".encode()) == 1


def boxes(content: bytes):
    at = 0
    while at + 8 <= len(content):
        size, name = struct.unpack_from(">I4s", content, at)
        yield name, content[at + 8 : at + size]
        at += size


# The frame that tells the length, and the parts that are encoded on their own


def test_the_first_frame_of_an_mp3_tells_what_is_behind_it(tmp_path):
    content = write(tmp_path / "file.mp3", Metadata(""), noises())
    begin = 10 + int.from_bytes(content[6:10], "big")
    sound = content[begin:]
    assert len(sound) % 192 == 0
    assert {sound[at : at + 4] for at in range(0, len(sound), 192)} == {SILENT_FRAME[:4]}
    name, _, frames, size = struct.unpack_from(">4sIII", sound, 13)
    assert (name, frames, size) == (b"Info", len(sound) // 192 - 1, len(sound))
    gapless = int.from_bytes(sound[13 + 120 + 21 : 13 + 120 + 24], "big")
    delay, padding = gapless >> 12, gapless & 0xFFF
    assert delay + padding + LENGTH * 24 == frames * 576
    assert padding >= 529, "a decoder takes as long itself"


class Counter:
    """A coder that gives a letter for each frame: how many stretches went before it."""

    made = 0

    def __init__(self) -> None:
        Counter.made += 1
        self.name = Counter.made

    def encode(self, samples, last):
        return [(self.name, bool(row.any())) for row in samples.reshape(-1, 4)]


@given(
    st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=12),
    st.integers(1, 3),
    st.integers(1, 300),
)
def test_each_frame_becomes_one_packet_and_each_sound_is_encoded(runs, more, portion):
    sounding = [sounds for count, sounds in runs for _ in range(count)]
    samples = np.repeat(np.array(sounding, np.int16), 4)
    packets: list = []
    stretches = SilenceSplitter(
        4, len(sounding) + more, Counter, lambda n: [None] * n, packets.extend
    )
    for at in range(0, len(samples), portion):
        stretches.add(samples[at : at + portion])
    stretches.finish()
    assert len(packets) == len(sounding) + more
    assert [bool(p and p[1]) for p in packets] == sounding + [False] * more
    for before, after in pairwise(packets):
        # An encoder begins and ends in silence; and is not changed in the midst of sound.
        if before and after:
            assert before[0] == after[0] or not (before[1] or after[1])
        elif before or after:
            assert not (before or after)[1]


def test_the_file_that_is_given_need_only_take_bytes_for_a_pipe():
    for kind in ("wav", "mp3"):
        pipe = OneWay()
        encoder = find_encoder(Path(f"-.{kind}"))(pipe, LENGTH, Metadata("Pipe"))
        encoder.write(noises())
        encoder.close()
        assert len(pipe.got) > 40_000


class OneWay(io.RawIOBase):
    """A file that can only be written on."""

    def __init__(self) -> None:
        self.got = b""

    def writable(self) -> bool:
        return True

    def write(self, content) -> int:
        self.got += bytes(content)
        return len(content)
