"""A folder of sessions: what is up to date is left alone; whatever ends a run, the next goes on."""

import os
from collections import deque

import pytest

from coach.errors import UsageError
from coach.exports.batch.file_placement import FileWritten
from coach.exports.batch.jobs import collect_shared_inputs
from coach.exports.batch.manifest import (
    Manifest,
    load_manifest,
)
from coach.exports.batch.sync import prepare_sync, sync_folder
from coach.exports.batch.worker import LengthRefused, SoundWritten
from coach.plan.request import SessionRequest
from coach.sound.audio import load_wav
from coach.system.job_queue import JobResult
from coach.system.paths import find_sound, user_folder
from tests.exports.batch.stock import FIXED, WHEN, shelf, sounds, stocked
from tests.one_by_one import OneByOne

STRETCHES = """
title: Still
steps:
  - {hold: 20s, cues: [Breathe on.]}
  - {silence: 10s, stretch: 60s}
"""
LONG = 85_000
pytestmark = pytest.mark.usefixtures("own_scripts")


@pytest.fixture
def here(monkeypatch):
    """Do the work in this process: that of others is proved where it matters."""

    monkeypatch.setattr("coach.system.worker_pool.WorkerPool", OneByOne)


def usual(folder, **more):
    """Make the usual lengths: routines without choice refuse any other."""
    return stocked(folder, lengths=(3_000,), **more)


@pytest.mark.usefixtures("here")
def test_a_folder_is_filled_and_then_left_alone(folder):
    told, _ = usual(folder)
    assert sounds(folder) == ["breaths.wav", "holds.wav"]
    assert {type(said[0]) for said in told.values()} == {SoundWritten, JobResult}
    assert {type(said[-1]) for said in told.values()} == {JobResult}
    assert FileWritten(folder / "holds.wav") in told["holds"]
    times = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    again, stock = usual(folder)
    assert again == {}
    assert stock.up_to_date == 2 * (1 + 5)
    left = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    del times[folder / "manifest.json"], left[folder / "manifest.json"]
    assert left == times


@pytest.mark.usefixtures("here")
def test_every_sound_has_the_captions_and_chapters_that_the_feed_tells_of(folder):
    usual(folder, names=("holds",))
    suffixes = {path.name.partition(".")[2] for path in folder.glob("holds.*")}
    assert suffixes == {"wav", "vtt", "srt", "lrc", "chapters.json", "chapters.txt"}


@pytest.mark.usefixtures("here")
def test_a_length_a_routine_cannot_have_is_told_once_and_remembered(folder):
    told, stock = usual(folder, names=("holds",))
    assert [type(said.value) for said in told["holds-0.05min"]] == [LengthRefused]
    assert "cannot last 0:03" in stock.refusals[0]
    told, stock = usual(folder, names=("holds",))
    assert told == {}
    assert "cannot last 0:03" in stock.refusals[0]


def changed_routine():
    (user_folder() / "routines" / "holds.yaml").write_text(FIXED.replace("Breathe", "Go"))


def changed_sound():
    (user_folder() / "audio_cues").mkdir()
    content = find_sound("tick").read_bytes()
    (user_folder() / "audio_cues" / "tick.wav").write_bytes(content[:-1] + b"\1")


def changed_cover():
    (user_folder() / "cover.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("change", "made"),
    [
        (changed_routine, ["holds"]),
        (changed_sound, ["breaths", "holds"]),
        (changed_cover, ["breaths", "holds"]),
    ],
)
def test_what_shapes_a_file_makes_it_out_of_date(folder, change, made):
    usual(folder)
    change()
    told, _ = usual(folder)
    assert sorted(stem for stem in told if "min" not in stem) == made


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "wishes",
    [SessionRequest("tone:low"), SessionRequest("tone", slow=True), SessionRequest("tone", seed=3)],
)
def test_other_wishes_make_all_out_of_date(folder, wishes):
    usual(folder, names=("holds",))
    told, _ = usual(folder, names=("holds",), wishes=wishes)
    assert "holds" in told


@pytest.mark.usefixtures("here")
def test_a_file_that_was_lost_or_may_be_replaced_is_made_anew_and_one_touched_is_not(folder):
    usual(folder)
    before = (folder / "breaths.wav").stat()
    (folder / "breaths.wav").write_bytes(b"mine")
    os.utime(folder / "breaths.wav", ns=(before.st_atime_ns, before.st_mtime_ns))
    (folder / "holds.vtt").unlink()
    os.utime(folder / "holds.wav", (1, 1))
    told, _ = usual(folder, approve=True)
    assert sorted(told) == ["breaths", "holds"]
    assert load_wav(folder / "breaths.wav").length > 30_000
    assert (folder / "holds.vtt").exists()
    assert (folder / "holds.wav").stat().st_mtime == 1


@pytest.mark.usefixtures("here")
def test_force_makes_all_anew(folder):
    usual(folder, names=("holds",))
    told, _ = usual(folder, names=("holds",), force=True)
    assert "holds" in told


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": 9}', b"\xff\xfe", b"1"])
def test_a_manifest_that_cannot_be_read_is_as_none(folder, content):
    (folder / "manifest.json").write_bytes(content)
    assert load_manifest(folder) == Manifest(folder)


def test_a_manifest_is_read_back_as_it_was_written(tmp_path):
    manifest = shelf(tmp_path, title="A & B")
    manifest.refusals["holds-1min"] = ("key", "cannot be")
    manifest.save()
    assert load_manifest(tmp_path) == manifest


@pytest.mark.usefixtures("here")
def test_a_routine_that_is_wrong_is_told_and_the_rest_is_made(folder):
    (user_folder() / "routines" / "breaths.yaml").write_text("title: Breaths\nsteps: [{hold: x}]\n")
    _, stock = usual(folder)
    assert sounds(folder) == ["holds.wav"]
    assert stock.exit_code == 1
    assert "breaths.yaml:2" in str(stock.problems[0])


@pytest.mark.parametrize(
    ("name", "reason"),
    [("gone.mp3", "No such file or directory"), (".", "Is a directory")],
)
def test_a_bed_that_cannot_be_read_is_told_in_words(folder, name, reason):
    bed = folder / name
    with pytest.raises(UsageError) as told:
        stocked(folder, wishes=SessionRequest("tone", bed=bed))
    assert str(told.value) == f"{bed}: cannot be read: {reason}"


@pytest.mark.usefixtures("here")
def test_a_further_format_is_added_to_what_is_there(folder):
    usual(folder, names=("holds",))
    told, _ = usual(folder, names=("holds",), suffixes=(".wav", ".mp3"))
    wrote = {said.path.name for said in told["holds"] if hasattr(said, "path")}
    assert wrote == {"holds.mp3"}


@pytest.mark.usefixtures("here")
def test_lengths_are_made_where_the_routine_can_have_them(folder):
    (user_folder() / "routines" / "still.yaml").write_text(STRETCHES)
    told, stock = stocked(folder, names=("still",), lengths=(5_000, LONG, 7_200_000))
    assert sounds(folder) == [f"still-{LONG / 60_000:g}min.wav"], (told, stock.problems)
    assert load_wav(next(folder.glob("*.wav"))).length == LONG
    assert len(stock.refusals) == 2


@pytest.mark.usefixtures("here")
def test_a_session_keeps_its_name_and_its_date_in_the_feed_when_it_is_made_anew(folder):
    usual(folder, names=("holds",))
    manifest = load_manifest(folder)
    assert manifest.sessions["holds"].made == WHEN
    changed_routine()
    basis = collect_shared_inputs(folder, SessionRequest("tone"), (".wav",), (), 2032)
    stock = prepare_sync(manifest, basis, ("holds",), (3_000,))
    assert isinstance(stock.jobs, deque)
    list(sync_folder(manifest, stock, OneByOne(), WHEN + 999))
    assert manifest.sessions["holds"].made == WHEN
