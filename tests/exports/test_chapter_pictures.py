"""Pictures of chapters: the drawing of the exercise, in MP3, MP4 and the files of chapters."""

import io
import shutil
import struct
import subprocess
import sys

import pytest
from mutagen.id3 import ID3

from coach.exports.chapter_files import export_chapters
from coach.exports.chapter_pictures import PIXELS, add_chapter_pictures
from coach.exports.cover import load_cover
from coach.exports.encoders import find_encoder
from coach.exports.session_metadata import chapter_metadata, session_metadata
from coach.exports.writer import encode_range, export_session
from coach.figures.figure_drawing import draw_png
from coach.pipeline import prepare_session
from coach.plan.request import SessionRequest
from coach.script.library import find_exercise

ROUTINE = """
title: Two
sections:
  - title: Welcome
    steps: [Hello.]
  - title: Middle
    steps:
      - {exercise: bridge, reps: 1}
      - {exercise: own, reps: 1}
      - {exercise: wrong, reps: 1}
cards:
  own: &own
    name: Own
    position: supine
    dose: {reps: [1, 1, 1]}
    steps: Lift.
    sources: custom
  wrong:
    name: Wrong
    position: supine
    dose: {reps: [1, 1, 1]}
    steps: Lift again.
    sources: custom
    figure: {base: supin, poses: [{}]}
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    pytest.importorskip("PIL")
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "two.yaml").write_text(ROUTINE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACH_CACHE", str(folder))
        yield prepare_session(str(folder / "two.yaml"), SessionRequest("tone"))


def list_pictures(metadata):
    return {chapter.title: chapter.picture for chapter in metadata.chapters}


def test_a_chapter_has_the_drawing_of_its_exercise(prepared):
    pictures = list_pictures(add_chapter_pictures(session_metadata(prepared), prepared))
    assert pictures["Bridge"] == draw_png(find_exercise("bridge"), PIXELS, PIXELS)
    # One without a drawing has no picture, and a wrong drawing keeps nobody from the sound.
    assert pictures["Own"] == pictures["Wrong"] == b""
    assert pictures["Welcome"] == b""


def test_an_mp3_holds_it_within_its_chapter(prepared, tmp_path):
    path = tmp_path / "two.mp3"
    export_session(prepared, path)
    tag = ID3(path)
    frames = {one.sub_frames["TIT2"].text[0]: one.sub_frames for one in tag.getall("CHAP")}
    (picture,) = frames["Bridge"].getall("APIC")
    assert (picture.mime, picture.data[:4]) == ("image/png", b"\x89PNG")
    assert not frames["Own"].getall("APIC")
    assert not tag.getall("APIC")  # the cover of the whole is another matter
    first = path.read_bytes()
    export_session(prepared, path)
    assert path.read_bytes() == first


@pytest.fixture(scope="module")
def book(prepared, tmp_path_factory):
    """An M4B with pictures, and the same session without."""
    pytest.importorskip("av")
    folder = tmp_path_factory.mktemp("book")
    metadata = session_metadata(prepared, cover=load_cover())
    path, plain = folder / "two.m4b", folder / "plain.m4b"
    export_session(prepared, path, metadata=metadata)
    whole = (0, prepared.timeline.length)
    with plain.open("w+b") as file:
        encode_range(prepared.make_mix(), file, find_encoder(plain), metadata, whole)
    return path, plain


def find_boxes(content, *path):
    """Yield what the boxes at a path hold."""
    at = 0
    while at < len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        body = content[at + 8 : at + size]
        if kind == path[0]:
            yield from find_boxes(body, *path[1:]) if path[1:] else (body,)
        at += size


def test_an_m4b_has_a_track_of_them_that_the_sound_refers_to(book):
    content = book[0].read_bytes()
    tracks = {
        next(find_boxes(track, b"mdia", b"hdlr"))[8:12]: (
            struct.unpack(">I", next(find_boxes(track, b"tkhd"))[12:16])[0],
            next(find_boxes(track, b"tkhd"))[3],
            b"".join(find_boxes(track, b"tref", b"chap")),
            next(find_boxes(track, b"mdia", b"minf", b"stbl", b"stsd"))[12:16],
        )
        for track in find_boxes(content, b"moov", b"trak")
    }
    titles, pictures = tracks[b"text"][0], tracks[b"vide"][0]
    is_enabled = 1
    assert tracks[b"soun"][1:3] == (3, struct.pack(">II", titles, pictures))
    # None but the sound refers to anything: FFmpeg's own players go by who refers last.
    assert not any(refers for kind, (_, _, refers, _) in tracks.items() if kind != b"soun")
    assert not tracks[b"vide"][1] & is_enabled
    assert tracks[b"vide"][3] == b"jpeg"


def test_each_chapter_of_an_m4b_begins_with_its_own(book, prepared):
    import av
    from PIL import Image, ImageChops

    wanted = list_pictures(add_chapter_pictures(session_metadata(prepared), prepared))
    with av.open(str(book[0])) as container:
        stream = next(one for one in container.streams.video if one.codec_context.name == "mjpeg")
        # The first picture is handed out once more, as that of the whole.
        packets = {
            round(one.pts * one.time_base * 1000): bytes(one)
            for one in container.demux(stream)
            if one.size and one.pts is not None
        }
    chapters = session_metadata(prepared).chapters
    assert list(packets) == [one.start for one in chapters]
    for chapter in chapters:
        shown = Image.open(io.BytesIO(packets[chapter.start])).convert("RGB")
        own = wanted[chapter.title] or load_cover()
        drawn = Image.open(io.BytesIO(own)).convert("RGB").resize(shown.size, Image.Resampling.BOX)
        pixels = ImageChops.difference(shown, drawn).convert("L").histogram()
        assert sum(pixels[64:]) < sum(pixels) / 1_000, chapter.title


def test_a_second_reader_finds_timed_pictures_and_the_same_sound(book):
    probe, decode = shutil.which("ffprobe"), shutil.which("ffmpeg")
    if not (probe and decode):
        pytest.skip("there is no ffprobe")
    asked = "stream=codec_name:stream_disposition=attached_pic,timed_thumbnails,default"
    command = [probe, "-v", "error", "-show_entries", asked, "-of", "csv=p=0", str(book[0])]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert "mjpeg,0,1,1" in shown
    sounds = []
    for path in book:
        command = [decode, "-v", "error", "-i", str(path), "-map", "0:a", "-f", "s16le", "-"]
        sounds.append(subprocess.run(command, capture_output=True, check=True).stdout)
    assert sounds[0] == sounds[1]


def test_an_m4b_is_the_same_twice_and_little_larger(book, prepared):
    path, plain = book
    first = path.read_bytes()
    export_session(prepared, path, metadata=session_metadata(prepared, cover=load_cover()))
    assert path.read_bytes() == first
    assert len(first) - plain.stat().st_size < 16_000 * len(session_metadata(prepared).chapters)


def test_a_cover_that_cannot_be_read_is_white_paper():
    pytest.importorskip("av")
    from coach.exports.encoders.pyav import convert_to_jpeg

    for damaged in (b"", load_cover()[:400]):
        assert convert_to_jpeg(damaged, 40) == convert_to_jpeg(b"none", 40)


def test_pictures_add_little(prepared):
    whole = add_chapter_pictures(session_metadata(prepared), prepared)
    assert all(len(picture) < 6_000 for picture in list_pictures(whole).values())


def test_the_file_of_a_chapter_has_it_as_its_cover(prepared, tmp_path):
    whole = add_chapter_pictures(session_metadata(prepared, cover=b"whole"), prepared)
    covers = {one.title: chapter_metadata(whole, one).cover for one in whole.chapters}
    assert covers["Bridge"].startswith(b"\x89PNG")
    assert covers["Own"] == b"whole"
    *files, _ = export_chapters(prepared, tmp_path, ".mp3")
    tags = {path.stem[3:]: ID3(path) for path in files}
    assert [one.data[:4] for one in tags["Bridge"].getall("APIC")] == [b"\x89PNG"]
    assert not tags["Bridge"].getall("CHAP")[0].sub_frames.getall("APIC")


def test_without_pillow_chapters_have_no_pictures(prepared, monkeypatch):
    monkeypatch.setitem(sys.modules, "PIL", None)
    whole = add_chapter_pictures(session_metadata(prepared), prepared)
    assert not any(list_pictures(whole).values())
