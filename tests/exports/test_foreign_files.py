"""No file that coach did not make is lost: not without --force, and with it none is removed."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.errors import UsageError
from coach.exports.batch import worker
from coach.exports.batch.manifest import ExpectedFile, Manifest, SessionRecord, load_manifest
from coach.exports.file_records import FileRecord, hash_bytes
from tests.commanding import at_terminal, run_coach
from tests.one_by_one import OneByOne

ROUTINE = "title: {title}\nsteps:\n  - {{group: {title}, chapter: true, steps: [{{hold: 5s}}]}}\n"
MODES = {
    "all": ("--all", "shelf", "--format", "wav", "-m", "0.05", "--url", "https://x.org"),
    "split": ("--split", "--captions", "-o", "shelf"),
    "one": ("-o", "shelf/small.wav", "--captions", "--chapters", "--timeline"),
}
NAMES = """manifest.json feed.xml cover.png small.wav small.vtt small.lrc small.chapters.json
small-0.05min.wav small.cue small.labels.txt shelf.m3u8 .shelf.m3u8.ab12cd34.part""".split()
NAMES += ["01 Small.wav", "01 Small.vtt", "01 Large.wav", "01 Large.srt", "02 My song.mp3"]
FOREIGN_MANIFEST = b"""{"version": 1, "url": "", "title": "", "refused": {}, "sessions": {"small": {
"routine": "small.yaml", "title": "Small", "description": "", "language": "en", "length": 5000,
"made": 1, "files": {"small.wav": {"key": "k", "size": 4, "time": 0, "digest": "d"}}}}}"""
PLAYLIST = "".join(f"{name}\n#COACH-FILE:{'0' * 32} {name}\n" for name in NAMES).encode()
CONTENTS = st.sampled_from([b"\n", b"mine", b"{}", FOREIGN_MANIFEST, PLAYLIST])
TREES = st.dictionaries(st.sampled_from(NAMES), CONTENTS, min_size=1, max_size=5)


@pytest.fixture(scope="module", autouse=True)
def takes(tmp_path_factory):
    """Keep what is spoken for all tests here, and do all jobs in this process."""

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACH_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setattr("coach.system.worker_pool.WorkerPool", OneByOne)
        yield


def exported(mode, title, *more):
    Path("small.yaml").write_text(ROUTINE.format(title=title))
    return run_coach("export", "small.yaml", "-v", "tone", *MODES[mode], *more)


def contents():
    return {path.name: path.read_bytes() for path in Path("shelf").iterdir()}


@pytest.mark.parametrize("mode", MODES)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(foreign=TREES, earlier=st.booleans(), force=st.booleans())
def test_files_of_the_users_outlast_any_export(mode, foreign, earlier, force):
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        Path("shelf").mkdir()
        if earlier:
            assert exported(mode, "Large").code == 0
        for name, content in foreign.items():
            Path("shelf", name).write_bytes(content)
        before = contents()
        ran = exported(mode, "Small", *["--force"] * force)
        after = contents()
        if force:
            assert ran.code == 0, ran.err
            assert foreign.keys() <= after.keys()
        else:
            assert {name: after.get(name) for name in foreign} == foreign
            assert ran.code in (0, 2), ran.err
        if ran.code == 2:
            assert after == before
            assert "exist" in ran.err
            assert "hint: --force replaces" in ran.err


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """Give an empty folder that exports go to."""
    monkeypatch.chdir(tmp_path)
    Path("shelf").mkdir()
    return Path("shelf")


# A folder of sessions


def test_all_that_is_in_the_way_of_a_folder_is_told_at_once(shelf):
    for name in ("manifest.json", "cover.png", "feed.xml", "small.wav", "small.srt"):
        (shelf / name).write_bytes(b"mine")
    ran = exported("all", "Small")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: shelf/manifest.json, shelf/cover.png, shelf/feed.xml and 2 more: the files exist\n"
        "  hint: --force replaces them\n"
    )


def test_what_a_run_would_not_replace_is_in_nobodys_way(shelf):
    (shelf / "stretch.yaml").write_text(
        "title: Stretch\nsteps:\n  - {hold: 5s}\n  - {silence: 10s, stretch: 2m}\n"
    )
    (shelf / "stretch.wav").write_bytes(b"of the usual length, which is not made")
    command = ("export", "shelf/stretch.yaml", "-v", "tone", "--all", "shelf", "--format", "wav")
    ran = run_coach(*command, "-m", "1")
    assert ran.code == 0, ran.err
    assert (shelf / "stretch-1min.wav").exists()
    assert (shelf / "stretch.wav").read_bytes().startswith(b"of the usual")


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content | {"title": "Mine"},
        lambda content: {key: one for key, one in content.items() if key != "digest"},
        lambda content: content | {"version": 2},
        lambda _content: {"name": "A web app", "icons": []},
    ],
)
def test_a_manifest_that_was_changed_is_not_replaced_unasked(shelf, damage):
    assert exported("all", "Small").code == 0
    assert exported("all", "Small").code == 0
    path = shelf / "manifest.json"
    path.write_text(json.dumps(damage(json.loads(path.read_text()))))
    before = contents()
    ran = exported("all", "Small")
    assert ran.code == 2
    assert ran.err.startswith("error: shelf/manifest.json")
    assert contents() == before
    assert exported("all", "Small", "--force").code == 0
    assert exported("all", "Small").code == 0


def test_a_file_of_the_folder_that_was_changed_is_replaced_after_a_question(shelf):
    assert exported("all", "Small").code == 0
    made = (shelf / "small.srt").read_bytes()
    (shelf / "small.srt").write_bytes(b"corrected")
    ran = exported("all", "Small")
    assert (ran.code, ran.err) == (
        2,
        "error: shelf/small.srt: the file exists\n  hint: --force replaces it\n",
    )
    options = ("export", "small.yaml", "-v", "tone", *MODES["all"])
    question = "shelf/small.srt exists. Replace it?"
    code, _ = at_terminal(*options, talk=[(question, "n\n")])
    assert (code, (shelf / "small.srt").read_bytes()) == (2, b"corrected")
    code, shown = at_terminal(*options, talk=[(question, "y\n")])
    assert (code, (shelf / "small.srt").read_bytes()) == (0, made), shown


def test_a_cover_of_the_users_that_is_the_same_is_no_question(shelf):
    assert exported("all", "Small").code == 0
    cover = (shelf / "cover.png").read_bytes()
    for path in shelf.iterdir():
        path.unlink()
    (shelf / "cover.png").write_bytes(cover)
    assert exported("all", "Small").code == 0
    assert "cover.png" not in load_manifest(shelf).feed_files


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_file_that_comes_while_a_folder_is_made_is_not_replaced(shelf, monkeypatch, moment):
    name = {"before": "load_cover", "after": "format_sidecars"}[moment]
    usual = getattr(worker, name)

    def come(*arguments):
        (shelf / "small.wav").write_bytes(b"mine")
        return usual(*arguments)

    monkeypatch.setattr(worker, name, come)
    ran = exported("all", "Small")
    assert (ran.code, ran.err.splitlines()[-2:]) == (
        2,
        ["error: shelf/small.wav: the file exists", "  hint: --force replaces it"],
    )
    assert (shelf / "small.wav").read_bytes() == b"mine"


@pytest.mark.usefixtures("shelf")
def test_with_force_each_file_is_made_once():
    assert exported("all", "Small").code == 0
    more = ("--force", "-m", "0.05,0.06,0.07")
    assert exported("all", "Small", *more).out.endswith("shelf: 6 files written, 0 up to date\n")
    assert exported("all", "Small", *more).out.endswith("shelf: 6 files written, 0 up to date\n")


# The manifest


def record(content):
    return FileRecord("key", len(content), 0, hash_bytes(content))


def session():
    return SessionRecord("small", "Small", "", "en", 1, 1)


def test_a_run_that_is_ended_before_or_after_it_replaces_a_file_leaves_it_proven(shelf):
    path = shelf / "small.wav"
    path.write_bytes(b"old")
    manifest = Manifest(shelf, {"small": session()})
    manifest.expect_files([ExpectedFile("small.wav", record(b"old"), "small")])
    manifest.confirm_file("small.wav")
    manifest.expect_files([ExpectedFile("small.wav", record(b"new"), "small")])
    for content in (b"old", b"new"):
        path.write_bytes(content)
        found = load_manifest(shelf)
        assert found.is_own("small.wav")
        found.save()
        assert load_manifest(shelf).is_own("small.wav")
    path.write_bytes(b"old")
    manifest = load_manifest(shelf)
    manifest.expect_files([ExpectedFile("small.wav", record(b"newer"), "small")])
    for content in (b"old", b"newer"):
        path.write_bytes(content)
        assert load_manifest(shelf).is_own("small.wav")
    path.write_bytes(b"mine")
    assert not load_manifest(shelf).is_own("small.wav")
    manifest.confirm_file("small.wav")
    manifest.save()
    assert not load_manifest(shelf).pending


def test_two_runs_into_one_folder_keep_the_records_of_each_other(shelf):
    names = ("one", "two")
    runs = [Manifest(shelf, {name: session()}) for name in names]
    for run, name in zip(runs, names, strict=True):
        run.expect_files([ExpectedFile(f"{name}.wav", record(b"sound"), name)])
    for run, name in zip(runs, names, strict=True):
        (shelf / f"{name}.wav").write_bytes(b"sound")
        assert load_manifest(shelf).is_own(f"{name}.wav")
        run.confirm_file(f"{name}.wav")
    for run in runs:
        run.save()
        assert load_manifest(shelf).is_own("one.wav")
        assert load_manifest(shelf).is_own("two.wav")
    assert not load_manifest(shelf).pending


def test_what_came_meanwhile_may_be_replaced_only_if_it_was_approved(shelf):
    (shelf / "small.wav").write_bytes(b"mine")
    with pytest.raises(UsageError, match=r"small\.wav: the file exists"):
        Manifest(shelf).check_replaceable("small.wav", ())
    Manifest(shelf).check_replaceable("small.wav", ("small.wav",))
    Manifest(shelf).check_replaceable("other.wav", ())


# A folder of parts


def test_a_song_of_the_name_of_a_part_is_told_before_anything_is_written(shelf):
    for name in ("01 Small.wav", "01 Small.lrc", "02 My song.wav"):
        (shelf / name).write_bytes(b"mine")
    before = contents()
    ran = exported("split", "Small")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: shelf/01 Small.wav, shelf/01 Small.lrc: the files exist\n"
        "  hint: --force replaces them\n"
    )
    assert contents() == before


def test_parts_of_an_earlier_version_are_asked_about_and_not_removed(shelf):
    assert exported("split", "Large").code == 0
    playlist = shelf / "shelf.m3u8"
    lines = playlist.read_text().splitlines(keepends=True)
    playlist.write_text("".join(line for line in lines if not line.startswith("#COACH")))
    ran = exported("split", "Large")
    told = "shelf/shelf.m3u8, shelf/01 Large.wav, shelf/01 Large.vtt and 2 more: the files exist"
    assert (ran.code, ran.err.splitlines()[0]) == (2, f"error: {told}")
    assert exported("split", "Small", "--force").code == 0
    assert {"01 Large.wav", "01 Small.wav"} < set(contents())


@pytest.mark.usefixtures("shelf")
def test_only_the_playlist_of_a_folder_of_its_own_is_asked_about_and_before_any_work(monkeypatch):
    assert exported("split", "Large").code == 0
    monkeypatch.setenv("COACH_CACHE", "untouched")
    ran = exported("split", "Small")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "error: shelf/shelf.m3u8: the file exists")
    assert not Path("untouched").exists()
    assert exported("split", "Small", "--force").code == 0
    assert "01 Large.wav" not in contents()


@pytest.mark.parametrize("mode", ["split", "one"])
def test_what_is_replaced_keeps_its_mode(shelf, mode):
    assert exported(mode, "Small").code == 0
    for path in shelf.iterdir():
        path.chmod(0o664)
    assert exported(mode, "Small", "--force").code == 0
    assert {path.stat().st_mode & 0o777 for path in shelf.iterdir()} == {0o664}
