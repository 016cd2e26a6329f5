"""What depends on drawings is made anew where they come out otherwise."""

import json
from importlib.metadata import PackageNotFoundError

import pytest

from coach.exports.batch import jobs
from coach.exports.batch.file_placement import FileWritten
from coach.exports.batch.manifest import load_manifest
from coach.exports.batch.sync import prepare_sync, sync_folder
from coach.exports.chapter_pictures import PIXELS
from coach.figures.figure_drawing import draw_png
from coach.plan.request import SessionRequest
from coach.script.library import find_exercise
from coach.system.paths import user_folder
from tests.one_by_one import OneByOne


def digest(folder) -> str:
    inputs = jobs.collect_shared_inputs(folder, SessionRequest("tone"), (".mp3",), ())
    return inputs.common_digest


def test_with_pillow_a_folder_is_another_than_without(tmp_path, monkeypatch):
    """An MP3 has pictures of its chapters with it, and none without."""
    pytest.importorskip("PIL")
    known = jobs.version

    def find_version(name: str) -> str:
        if name == "pillow":
            raise PackageNotFoundError(name)
        return known(name)

    there = digest(tmp_path)
    monkeypatch.setattr(jobs, "version", find_version)
    assert digest(tmp_path) != there


def test_so_it_is_with_other_poses_to_draw_by(tmp_path):
    before = digest(tmp_path)
    (user_folder() / "figures").mkdir(parents=True)
    (user_folder() / "figures" / "bases.yaml").write_text("supine: {}\n", encoding="utf-8")
    assert digest(tmp_path) != before


@pytest.fixture
def filled(tmp_path, monkeypatch):
    """A function that brings a folder that is served up to date; it returns the names it wrote."""
    pytest.importorskip("PIL")
    (user_folder() / "routines").mkdir(parents=True)
    text = "title: Mine\nsteps:\n  - {exercise: bridge, reps: 1}\n  - {silence: 5s}\n"
    (user_folder() / "routines" / "mine.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr("coach.exports.batch.jobs.FEED_SIDECARS", ("chapters",))

    def fill(url="https://clinic.example/") -> list[str]:
        manifest = load_manifest(tmp_path)
        manifest.url = url
        shared = jobs.collect_shared_inputs(tmp_path, SessionRequest("tone"), (".wav",), ())
        state = prepare_sync(manifest, shared, ("mine",), (3_000,))
        reports = list(sync_folder(manifest, state, OneByOne(), 1_900_000_000))
        manifest.save()
        assert not state.problems
        return sorted(one.path.name for _, one in reports if isinstance(one, FileWritten))

    return fill


def test_a_list_of_chapters_says_where_their_drawings_are(filled, tmp_path):
    drawing, *others = filled()
    assert others == ["mine.chapters.json", "mine.chapters.txt", "mine.wav"]
    assert (tmp_path / drawing).read_bytes() == draw_png(find_exercise("bridge"), PIXELS, PIXELS)

    def list_addresses() -> list[str]:
        content = json.loads((tmp_path / "mine.chapters.json").read_text(encoding="utf-8"))
        return [one["img"] for one in content["chapters"] if "img" in one]

    assert list_addresses() == [f"https://clinic.example/{drawing}"]
    assert filled() == []
    # What is gone is made again, with the list; what was changed is as its user wants it.
    (tmp_path / drawing).unlink()
    assert filled() == [drawing, "mine.chapters.json"]
    (tmp_path / drawing).write_bytes(b"mine")
    assert filled() == []
    assert filled("https://other.example/back/") == ["mine.chapters.json"]
    assert list_addresses() == [f"https://other.example/back/{drawing}"]
    assert (tmp_path / drawing).read_bytes() == b"mine"


def test_without_an_address_there_are_none(filled, tmp_path):
    assert "mine.chapters.json" in filled("")
    assert not list(tmp_path.glob("*.png"))
    assert "img" not in (tmp_path / "mine.chapters.json").read_text(encoding="utf-8")
