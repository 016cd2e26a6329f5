"""The bytes of a tag, by the specification (id3.org/id3v2.3.0, id3v2-chapters-1.0)."""

import struct
from io import BytesIO

import av
import pytest
from mutagen.id3 import ID3

from coach.exports.encoders import find_encoder
from coach.exports.encoders.id3 import make_id3_tag
from coach.exports.metadata import Chapter, Metadata
from coach.sound.audio import make_silence

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
LENGTH = 5_003
CHAPTERS = (
    Chapter(0, 1_000, "The first of them, which has the longest name"),
    Chapter(1_000, 2_345, "Übung"),
    Chapter(2_345, LENGTH, "→"),
)


def frame(name: str, body: bytes) -> bytes:
    return name.encode() + struct.pack(">I2x", len(body)) + body


def latin(text: str) -> bytes:
    return b"\0" + text.encode("latin-1") + b"\0"


def utf16(text: str) -> bytes:
    return b"\1\xff\xfe" + text.encode("utf-16-le") + b"\0\0"


def chapter(name: bytes, times: tuple[int, int], title: bytes) -> bytes:
    offsets = bytes([255] * 8)
    return frame("CHAP", name + b"\0" + struct.pack(">2I", *times) + offsets + frame("TIT2", title))


def test_every_frame_is_as_specified_and_in_order():
    metadata = Metadata(
        "Höher – ✓", "coach", "Album", "Podcast", 987, "Wörter", "de", PNG, CHAPTERS,
        track_number=2, track_count=9,
    )  # fmt: skip
    frames = b"".join(
        (
            frame("TIT2", utf16("Höher – ✓")),
            frame("TPE1", latin("coach")),
            frame("TALB", latin("Album")),
            frame("TCON", latin("Podcast")),
            frame("TRCK", latin("2/9")),
            frame("TYER", latin("0987")),
            frame("TLAN", latin("deu")),
            frame("TLEN", latin("5003")),
            frame("COMM", b"\0deu\0" + b"W\xf6rter\0"),
            frame("CTOC", b"contents\0\x03\x03chapter0\0chapter1\0chapter2\0"),
            chapter(b"chapter0", (0, 1_000), latin(CHAPTERS[0].title)),
            chapter(b"chapter1", (1_000, 2_345), latin("Übung")),
            chapter(b"chapter2", (2_345, LENGTH), utf16("→")),
            frame("APIC", b"\0image/png\0\x03\0" + PNG),
        )
    )
    size = len(frames)
    assert size > 0x7F
    head = b"ID3\x03\x00\x00" + bytes([0, 0, size >> 7, size & 0x7F])
    assert make_id3_tag(metadata, LENGTH) == head + frames


@pytest.mark.parametrize("after", range(118, 132))
def test_a_text_is_never_taken_for_an_old_tag_at_the_end(after):
    description = "GUTEN TAG" + "." * after
    tag = ID3(BytesIO(make_id3_tag(Metadata("Morning", description=description), 0)))
    assert str(tag["COMM::eng"]) == description


def test_no_more_chapters_than_the_contents_can_count():
    many = tuple(Chapter(n, n + 1, str(n)) for n in range(300))
    tag = ID3(BytesIO(make_id3_tag(Metadata("Many", chapters=many), 300)))
    assert len(tag["CTOC:contents"].child_element_ids) == len(tag.getall("CHAP")) == 255


def test_ffmpeg_reads_what_mutagen_wrote(tmp_path):
    path = tmp_path / "file.mp3"
    metadata = Metadata("Ein Titel – ✓", "coach", "Album", description="→", chapters=CHAPTERS)
    with path.open("w+b") as file:
        encoder = find_encoder(path)(file, LENGTH, metadata)
        encoder.write(make_silence(LENGTH))
        encoder.close()
    with av.open(str(path)) as container:
        tags = container.metadata
        chapters = container.chapters()
    assert (tags["title"], tags["artist"], tags["album"]) == ("Ein Titel – ✓", "coach", "Album")
    assert tags["comment"] == "→"
    assert [(c["start"], c["end"], c["metadata"]["title"]) for c in chapters] == [
        (c.start, c.end, c.title) for c in CHAPTERS
    ]
