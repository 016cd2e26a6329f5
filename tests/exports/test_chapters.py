"""Where a file cannot hold every chapter, its last one lasts to the end, and that is told."""

import json
import subprocess
from itertools import pairwise
from pathlib import Path

import mutagen
import pytest
from mutagen.id3 import ID3

from coach.exports.chapters import MAX_CHAPTERS, limit_chapters
from coach.exports.encoders.id3 import make_id3_tag
from coach.exports.encoders.vorbis_comments import make_chapter_comments
from coach.exports.metadata import Chapter, Metadata
from tests.commanding import COMMAND, run_coach

MANY = tuple(Chapter(n * 100, n * 100 + 100, f"S{n}") for n in range(1_200))


@pytest.mark.parametrize("most", [1, 2, 99, 255, 1_200, 2_000])
def test_what_is_in_a_file_covers_all_of_the_session(most):
    found = limit_chapters(MANY, most)
    assert len(found) == min(most, len(MANY))
    assert [one.start for one in found] == [one.start for one in MANY[: len(found)]]
    assert found[-1].end == MANY[-1].end
    assert all(one.end == after.start for one, after in pairwise(found))


def test_an_mp3_has_as_many_chapters_as_it_can_and_the_last_lasts_to_the_end(tmp_path):
    (tmp_path / "tag.mp3").write_bytes(make_id3_tag(Metadata("T", chapters=MANY), 120_000))
    tag = ID3(tmp_path / "tag.mp3")
    ids = tag["CTOC:contents"].child_element_ids
    assert len(ids) == len(tag.getall("CHAP")) == MAX_CHAPTERS[".mp3"] == 255
    assert tag[f"CHAP:{ids[-1]}"].end_time == MANY[-1].end
    assert tag[f"CHAP:{ids[-1]}"].start_time == MANY[254].start


def test_comments_have_as_many_chapters_as_three_digits_count():
    found = make_chapter_comments(Metadata("T", chapters=MANY))
    assert len(found) == 2 * MAX_CHAPTERS[".flac"]
    assert "CHAPTER999" in found


@pytest.fixture
def many(tmp_path, monkeypatch) -> str:
    """A routine of 301 chapters in the folder that is worked in."""
    monkeypatch.chdir(tmp_path)
    parts = "".join(f"  - {{title: S{number}, steps: [Go.]}}\n" for number in range(301))
    (tmp_path / "many.yaml").write_text(f"title: Many\nsections:\n{parts}")
    return "many.yaml"


def notes_on_chapters(err: str) -> list[str]:
    return [line for line in err.splitlines() if "chapters" in line]


def test_a_folder_is_told_once_which_files_have_not_every_chapter(many):
    options = ("--all", "folder", "-v", "tone", "--timeline", "--format", "mp3,m4b")
    ran = run_coach("export", many, *options)
    assert ran.code == 0
    held = "chapters, which is all it can hold; the last one lasts to the end"
    assert notes_on_chapters(ran.err) == [
        f"note: {Path('folder', 'many.cue')} has the first 99 of 301 {held}",
        f"note: {Path('folder', 'many.mp3')} has the first 255 of 301 {held}",
    ]
    assert notes_on_chapters(run_coach("export", many, *options).err) == []


def test_standard_output_is_told_as_a_file_is(many):
    command = [*COMMAND, "export", many, "-v", "tone", "-o", "-", "--format", "mp3"]
    ran = subprocess.run(command, capture_output=True, check=True)
    (note,) = notes_on_chapters(ran.stderr.decode())
    assert note.startswith("note: standard output has the first 255 of 301 chapters")


def test_the_export_tells_which_file_has_not_every_chapter(tmp_path, many):
    options = ("-v", "tone", "--chapters", "--timeline", "-o")
    ran = run_coach("export", many, *options, "many.mp3")
    assert ran.code == 0
    notes = notes_on_chapters(ran.err)
    assert len(notes) == 2
    assert "many.mp3 has the first 255 of 301 chapters" in notes[0]
    assert "many.cue has the first 99 of 301 chapters" in notes[1]
    told = json.loads((tmp_path / "many.chapters.json").read_text("utf-8"))["chapters"]
    tag = mutagen.File(tmp_path / "many.mp3").tags
    last = tag[f"CHAP:{tag['CTOC:contents'].child_element_ids[-1]}"]
    assert len(told) == 301
    assert last.end_time == round(told[-1]["endTime"] * 1000)
    assert last.start_time == round(told[254]["startTime"] * 1000)
    few = (tmp_path / "many.yaml").read_text().split("  - {title: S20,")[0]
    (tmp_path / "many.yaml").write_text(few)
    assert "chapters" not in run_coach("export", "many.yaml", *options, "few.mp3").err
