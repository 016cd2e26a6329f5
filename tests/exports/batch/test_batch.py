"""A folder of sessions: what is up to date is left alone; whatever ends a run, the next goes on."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections import deque
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from coach.errors import UsageError
from coach.exports.batch.file_placement import FileWritten
from coach.exports.batch.foreign_files import list_foreign_files
from coach.exports.batch.jobs import collect_shared_inputs
from coach.exports.batch.manifest import (
    MAX_TIMESTAMP,
    Manifest,
    SessionRecord,
    load_manifest,
)
from coach.exports.batch.podcast_feed import format_feed, normalize_url
from coach.exports.batch.sync import prepare_sync, sync_folder
from coach.exports.batch.worker import LengthRefused, SoundWritten, make_local_work
from coach.exports.file_records import FileRecord
from coach.plan.request import SessionRequest
from coach.sound.audio import load_wav
from coach.system import worker_pool
from coach.system.job_queue import JobResult
from coach.system.paths import find_sound, user_folder
from tests.one_by_one import OneByOne

FIXED = """
title: Two holds
steps:
  - {hold: 20s, cues: [Breathe on.]}
  - {hold: 20s}
"""
STRETCHES = """
title: Still
steps:
  - {hold: 20s, cues: [Breathe on.]}
  - {silence: 10s, stretch: 60s}
"""
LONG = 85_000
WHEN = 1_900_000_000


@pytest.fixture(autouse=True)
def scripts():
    for kind in ("routines", "exercises"):
        (user_folder() / kind).mkdir(parents=True)
    (user_folder() / "routines" / "holds.yaml").write_text(FIXED)
    (user_folder() / "routines" / "breaths.yaml").write_text(
        "title: Breaths\nsteps:\n  - {breathe: 4, inhale: 4s, exhale: 5s}\n"
    )


@pytest.fixture
def here(monkeypatch):
    """Do the work in this process: that of others is proved where it matters."""

    monkeypatch.setattr("coach.system.worker_pool.WorkerPool", OneByOne)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "shelf"
    made.mkdir()
    return made


def stocked(folder, names=("holds", "breaths"), lengths=(), suffixes=(".wav",), **more):
    """Bring a folder up to date; give what was told, by order, and the stock."""
    wishes = more.pop("wishes", SessionRequest("tone"))
    manifest = load_manifest(folder)
    basis = collect_shared_inputs(folder, wishes, suffixes, more.pop("kinds", ()), 2031)
    stock = prepare_sync(manifest, basis, names, lengths, more.get("force", False))
    if more.get("approve"):
        stock.approve_files(path.name for path in list_foreign_files(manifest, stock))
    told = {}
    engine = more.get("engine") or worker_pool.WorkerPool(2)
    work = more.get("prepare_work", make_local_work)
    for order, said in sync_folder(manifest, stock, engine, WHEN, more.get("force", False), work):
        told.setdefault(order.stem, []).append(said)
    manifest.save()
    return told, stock


def sounds(folder):
    return sorted(path.name for path in folder.glob("*.wav"))


def usual(folder, **more):
    """Make the usual lengths: routines without choice refuse any other."""
    return stocked(folder, lengths=(3_000,), **more)


# Up to date


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


# A routine that can have several lengths


@pytest.mark.usefixtures("here")
def test_lengths_are_made_where_the_routine_can_have_them(folder):
    (user_folder() / "routines" / "still.yaml").write_text(STRETCHES)
    told, stock = stocked(folder, names=("still",), lengths=(5_000, LONG, 7_200_000))
    assert sounds(folder) == [f"still-{LONG / 60_000:g}min.wav"], (told, stock.problems)
    assert load_wav(next(folder.glob("*.wav"))).length == LONG
    assert len(stock.refusals) == 2


# Whatever ends a run


COMMAND = [
    sys.executable,
    "-m",
    "coach",
    "export",
    "--all",
    "shelf",
]
COMMAND += ["holds", "-v", "tone", "-m", "0.05", "--format", "wav,mp3", "--seed", "0"]


def started(folder, name="holds"):
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "SOURCE_DATE_EPOCH": str(WHEN),
    }
    return subprocess.Popen(
        [name if part == "holds" else part for part in COMMAND],
        cwd=folder.parent,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def finished(folder):
    with started(folder) as process:
        said = process.stderr.read()
    assert process.returncode == 0, said


def contents(folder):
    """Give what is in a folder; workers of a run that was killed may still be clearing up."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.name != "manifest.json" and path.suffix != ".part"
    }


def killed_at(folder, moment, whole_group):
    """Start a run and kill it after some seconds: all its processes, or the first alone."""
    with started(folder) as process:
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            if whole_group:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()


def kill_again_and_again(folder, moments):
    undisturbed = folder.parent / "undisturbed" / "shelf"
    undisturbed.mkdir(parents=True)
    folder.mkdir(exist_ok=True)
    begun = time.monotonic()
    finished(undisturbed)
    usual_time = time.monotonic() - begun
    wanted = contents(undisturbed)
    assert {"holds.wav", "holds.mp3", "holds.vtt"} <= set(wanted)
    for number in range(moments):
        killed_at(folder, usual_time * (number + 0.5) / moments, whole_group=number % 2)
        for name, content in contents(folder).items():
            assert content == wanted[name], (number, name)
        if (folder / "manifest.json").exists():
            json.loads((folder / "manifest.json").read_bytes())
        if number % 3 == 2:
            for name in wanted:
                (folder / name).unlink(missing_ok=True)
    finished(folder)
    assert contents(folder) == wanted
    assert not list(folder.glob(".*"))


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_killed_at_any_moment_it_leaves_whole_files_and_the_next_run_goes_on(tmp_path):
    kill_again_and_again(tmp_path / "shelf", 10)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_killed_at_any_of_200_moments_it_leaves_whole_files(tmp_path):
    kill_again_and_again(tmp_path / "shelf", 200)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_ends_it_with_130_and_whole_files_only(folder):
    (user_folder() / "routines" / "long.yaml").write_text(
        "title: Long\nsteps:\n" + "  - {hold: 1h, cues: [Breathe on.]}\n" * 4
    )
    with started(folder, "long") as process:
        while not any(path.stat().st_size > 1_000_000 for path in folder.glob(".*.part/.*.part")):
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.005)
        os.killpg(process.pid, signal.SIGINT)
        said = process.stderr.read()
    # Newer Pythons remark on a buffer of their own pickling that was interrupted.
    own = b"xport" in said and b"Traceback" not in said and said.count(b"\n") <= 2
    assert process.returncode == 130
    assert said == b"" or own
    assert [path.name for path in folder.iterdir()] == ["manifest.json"]


# The feed


def shelf(tmp_path, **more):
    files = {
        f"holds-5min{suffix}": FileRecord("k", size, 0, "d")
        for suffix, size in ((".m4b", 9_000), (".mp3", 5_000), (".chapters.json", 1), (".vtt", 1))
    }
    session = SessionRecord(
        "holds", "Holds & <rest>, 5 minutes", "What \x07it is.", "en", 300_400, WHEN
    )
    session.files.update(files)
    empty = SessionRecord(
        "none", "None", "", "en", 1, WHEN, {"none.vtt": FileRecord("k", 1, 0, "d")}
    )
    return Manifest(
        tmp_path, {"holds-5min": session, "none": empty}, url="https://x.org/a b/", **more
    )


NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
ONCE = "title link description language generator lastBuildDate".split()


def strict_feed(text):
    """Read a feed as RSS 2.0 and the rules of Apple Podcasts have it; gives channel and items."""
    root = ElementTree.fromstring(text)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (channel,) = root
    for name in ONCE:
        assert len(channel.findall(name)) <= 1
    for name in ("title", "link", "description", "language"):
        assert channel.findtext(name)
    link = channel.find("atom:link", NAMES)
    assert (link.get("rel"), link.get("type")) == ("self", "application/rss+xml")
    assert channel.findtext("itunes:explicit", None, NAMES) in ("true", "false")
    assert channel.find("itunes:category", NAMES).get("text")
    items = channel.findall("item")
    guids = [item.findtext("guid") for item in items]
    assert len(set(guids)) == len(guids)
    for item in items:
        assert item.findtext("title")
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo == UTC
        (enclosure,) = item.findall("enclosure")
        assert int(enclosure.get("length")) > 0
        assert re.fullmatch(r"audio/\w+", enclosure.get("type"))
        assert item.findtext("itunes:duration", None, NAMES).isdecimal()
        urls = [element.get(key) for element in item.iter() for key in ("url", "uri")]
        for url in filter(None, urls):
            assert urlsplit(url).scheme == "https"
            assert " " not in url
    return channel, items


def test_the_feed_is_what_podcast_apps_read(tmp_path):
    channel, (item,) = strict_feed(format_feed(shelf(tmp_path, title="A & B"), "cover.png"))
    assert channel.findtext("title") == "A & B"
    assert channel.find("itunes:image", NAMES).get("href") == "https://x.org/a%20b/cover.png"
    assert channel.findtext("itunes:block", None, NAMES) == "Yes"
    assert item.findtext("title") == "Holds & <rest>, 5 minutes"
    assert item.findtext("description") == "What it is."
    assert item.findtext("guid") == "coach:holds-5min"
    assert item.find("guid").get("isPermaLink") == "false"
    enclosure = item.find("enclosure")
    assert (enclosure.get("type"), enclosure.get("length")) == ("audio/mpeg", "5000")
    assert item.findtext("itunes:duration", None, NAMES) == "300"
    chapters = item.find("podcast:chapters", NAMES)
    assert chapters.get("url").endswith("/holds-5min.chapters.json")
    assert chapters.get("type") == "application/json+chapters"
    assert item.find("podcast:transcript", NAMES).get("type") == "text/vtt"
    other = item.find("podcast:alternateEnclosure", NAMES)
    assert (other.get("type"), other.get("length")) == ("audio/mp4", "9000")


def dated(tmp_path, made):
    """Give the dates in the feed of sessions that were made at these times, in its order."""
    sessions = {
        f"{name}-{minutes}min": SessionRecord(
            *(name, f"{name} {minutes}", "", "en", minutes * 60_000, time),
            {f"{name}-{minutes}min.mp3": FileRecord("k", 1, 0, "d")},
        )
        for (name, minutes), time in made.items()
    }
    _, items = strict_feed(format_feed(Manifest(tmp_path, sessions, url="https://x.org"), ""))
    return {item.findtext("title"): item.findtext("pubDate") for item in items}


def test_every_session_has_a_date_of_its_own_by_which_apps_list_them_as_the_feed_does(tmp_path):
    first = {("b", 5): WHEN, ("a", 10): WHEN, ("a", 5): WHEN}
    dates = dated(tmp_path, first)
    times = {title: parsedate_to_datetime(date).timestamp() for title, date in dates.items()}
    assert list(times.items()) == [("a 5", WHEN + 2), ("a 10", WHEN + 1), ("b 5", WHEN)]
    # What a later run adds is newer, be it only by a second, and moves nothing that was there.
    more = dated(tmp_path, {("a", 7): WHEN + 1, ("c", 5): WHEN + 1} | first)
    assert {title: more[title] for title in dates} == dates
    assert list(more) == ["a 5", "a 7", "a 10", "b 5", "c 5"]
    newest = sorted(more, key=lambda title: parsedate_to_datetime(more[title]), reverse=True)
    assert newest == ["a 7", "c 5", "a 5", "a 10", "b 5"]
    latest = dated(tmp_path, {("a", 5): MAX_TIMESTAMP, ("a", 10): MAX_TIMESTAMP})
    assert latest["a 10"].startswith("Thu, 30 Dec 9999")


def test_a_feed_of_nothing_is_a_feed(tmp_path):
    assert strict_feed(format_feed(Manifest(tmp_path, url="https://x.org"), ""))[1] == []


@pytest.mark.parametrize("url", ["", "x.org", "ftp://x.org", "https://", "https://x.org/?a=1"])
def test_what_is_no_address_of_a_folder_is_refused(url):
    with pytest.raises(ValueError, match="expected the address of a folder"):
        normalize_url(url)


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


@pytest.mark.skipif(sys.platform == "win32", reason="asks for a terminal of POSIX")
def test_on_a_terminal_a_bar_tells_how_much_is_written_of_how_much(folder):
    from tests.terminals import shell

    with shell(columns=120) as terminal:
        asked = [str(folder) if part == "shelf" else part for part in COMMAND]
        terminal.type(shlex.join(asked) + "\r")
        terminal.wait_for("Writing", 60)
        assert re.search(r"0:\d\d of \d:\d\d of sound", terminal.wait_for("of sound"))
        terminal.wait_for("$ ", 60)
    assert sounds(folder) == ["holds.wav"]
