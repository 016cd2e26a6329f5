"""Pictures of chapters: the drawing of the exercise, in an MP3 and in the files of chapters."""

import sys

import pytest
from mutagen.id3 import ID3

from coach.exports.chapter_files import export_chapters
from coach.exports.chapter_pictures import PIXELS, add_chapter_pictures
from coach.exports.session_metadata import chapter_metadata, session_metadata
from coach.exports.writer import export_session
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
