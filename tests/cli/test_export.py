"""`coach export` as a user runs it: formats, parts, pictures, what stands beside, folders."""

import io
import json
import os
import stat
import subprocess
import time
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from coach.sound.audio import load_wav
from coach.system.paths import user_folder
from tests import strict
from tests.cli.program import COMMAND, environment, on_terminal
from tests.disk import full_disk

ALL = "there are: .wav, .flac, .mp3, .m4a, .m4b, .opus, .ogg, .svg, .png, .html"
SOUNDS = ALL.removesuffix(", .svg, .png, .html")
UNKNOWN = "expected a suffix that can be written, found"
PICTURE = "makes files of sound, .svg is a picture"
FOLDER = "expected a file to write, found a folder\n  hint: name a file: -o "
TONE = ("-v", "tone", "--seed", "0")


def names():
    return sorted(str(path) for path in Path().rglob("*") if path.name != "small.yaml")


def test_what_was_asked_for_stands_beside_the_file(coach):
    flags = ("--captions", "--chapters", "--timeline")
    ran = coach("export", "small.yaml", *TONE, "-o", "s.mp3", *flags)
    assert ran.code == 0, ran.err
    suffixes = ("mp3", "vtt", "srt", "lrc", "chapters.json", "chapters.txt", "cue")
    suffixes += ("timeline.json", "labels.txt")
    assert names() == sorted(f"s.{suffix}" for suffix in suffixes)
    assert [line.partition(":")[0] for line in ran.out.splitlines()][-1] == "s.mp3"
    (first, *_) = strict.web_vtt(Path("s.vtt").read_text(encoding="utf-8"))
    assert first[2] == "Hello there."
    (chapter,) = json.loads(Path("s.chapters.json").read_text(encoding="utf-8"))["chapters"]
    assert chapter["startTime"] == 0
    assert 'FILE "s.mp3" MP3' in Path("s.cue").read_text(encoding="utf-8")


def test_what_stands_beside_and_no_longer_fits_is_told_and_left(coach):
    flags = ("--captions", "--chapters", "--timeline")
    first = ("export", "small.yaml", *TONE, "-f", "-o", "s.wav")
    assert coach(*first, *flags).err == ""
    assert coach(*first).err == "", "all is as it was, and fits"
    old = {path: path.read_bytes() for path in Path().glob("s.*")}
    other = "title: Other\nsteps: [Hello to you., hold: 20s, {rest: 10s, countdown: 3}]\n"
    Path("small.yaml").write_text(other)
    ran = coach(*first, "--captions")
    assert ran.code == 0
    assert ran.err == (
        "note: s.chapters.json, s.chapters.txt beside it are of another export: "
        "--chapters renews them\n"
        "note: s.timeline.json, s.labels.txt, s.cue beside it are of another export: "
        "--timeline renews them\n"
    )
    for name in ("s.chapters.json", "s.cue"):
        assert Path(name).read_bytes() == old[Path(name)]
    Path("s.chapters.txt").unlink()
    assert "note: s.chapters.json beside it is of another export: --chapters renews it" in (
        coach(*first).err
    )
    assert coach(*first, *flags).err == ""


def test_what_a_new_file_finds_beside_it_is_not_its_business(coach):
    Path("s.srt").write_text("mine")
    Path("s.svg").write_text("mine")
    assert coach("export", "small.yaml", *TONE, "-o", "s.wav").err == ""
    assert coach("export", "small.yaml", *TONE, "-f", "-o", "s.svg").err == ""


def test_captions_of_older_parts_are_told_and_left(coach):
    options = ("export", "small.yaml", *TONE, "-f", "--split", "-o", "parts")
    assert coach(*options, "--captions").err == ""
    said = "note: the captions in parts are of another export: --captions renews them\n"
    assert coach(*options).err == said
    assert Path("parts/01 Small.vtt").exists()
    assert coach(*options, "--captions").err == ""


@pytest.mark.parametrize("taken", ["s.wav", "s.vtt", "s.chapters.txt"])
def test_nothing_is_replaced_unasked_not_even_what_stands_beside(coach, taken):
    Path(taken).write_bytes(b"mine")
    options = ("export", "small.yaml", *TONE, "-o", "s.wav", "--captions", "--chapters")
    ran = coach(*options, COACH_CACHE="untouched")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error: {taken}: the file exists\n  hint: --force replaces it\n"
    assert names() == [taken]
    assert coach(*options, "--force").code == 0
    assert Path(taken).read_bytes() != b"mine"


def test_on_a_terminal_one_is_asked_once_for_all_files(coach):
    assert coach is not None
    for name in ("s.wav", "s.vtt", "s.srt", "s.lrc"):
        Path(name).write_bytes(b"mine")
    options = ("export", "small.yaml", *TONE, "-o", "s.wav", "--captions")
    code, shown = on_terminal(*options, typed="n\n")
    assert code == 2
    assert "s.wav, s.vtt, s.srt and 1 more exist. Replace them?" in shown
    assert Path("s.lrc").read_bytes() == b"mine"


def test_standard_output_has_the_bytes_and_nothing_else(coach):
    assert coach("export", "small.yaml", *TONE, "-o", "s.wav").code == 0
    command = [*COMMAND, "export", "small.yaml", *TONE, "-o", "-", "--format", "wav"]
    ran = subprocess.run(command, capture_output=True, check=True, env=environment())
    piped, written = load_wav(io.BytesIO(ran.stdout)), load_wav(Path("s.wav"))
    assert np.array_equal(piped.samples, written.samples)
    assert ran.stderr.decode().startswith("note: standard output: Small, ")


def test_a_format_that_must_seek_goes_to_standard_output_too(coach):
    pytest.importorskip("av")
    assert coach is not None
    command = [*COMMAND, "export", "small.yaml", *TONE, "-o", "-", "--format", "m4b"]
    made = subprocess.run(command, capture_output=True, check=True, env=environment()).stdout
    assert made[4:8] == b"ftyp"
    assert int.from_bytes(made[:4]) < len(made)


def test_a_bed_that_cannot_be_read_leaves_no_folder_behind(coach):
    ran = coach("export", "--all", "shelf", *TONE, "--bed", "none.wav")
    assert ran.code == 2
    assert "none.wav: cannot be read: No such file or directory" in ran.err
    assert not Path("shelf").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("form", ["wav", "mp3", "m4b"])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_standard_output_that_is_full_is_told_and_that_is_all(coach, form, unbuffered):
    if form == "m4b":
        pytest.importorskip("av")
    assert coach is not None
    command = [*COMMAND, "export", "small.yaml", *TONE, "-o", "-", "--format", form]
    variables = environment() | {"PYTHONUNBUFFERED": unbuffered}
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, env=variables, check=False
        )
    said = b"error: standard output: cannot be written: No space left on device\n"
    assert (ran.stderr, ran.returncode) == (said, 3)


@pytest.mark.usefixtures("coach")
def test_a_full_disk_is_told_where_a_file_must_come_before_standard_output():
    pytest.importorskip("av")
    command = [*COMMAND, "export", "small.yaml", *TONE, "-o", "-", "--format", "m4b"]
    with full_disk(20_000):
        ran = subprocess.run(command, capture_output=True, env=environment(), check=False)
    assert ran.returncode == 3
    assert b"a file in " in ran.stderr
    assert b": cannot be written: File too large" in ran.stderr
    assert ran.stdout == b""


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_a_reader_that_has_had_enough_is_left_without_a_word(coach):
    assert coach is not None
    command = [*COMMAND, "export", "small.yaml", *TONE, "-o", "-", "--format", "wav"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=environment(), **pipes) as run:
        assert run.stdout.read(100).startswith(b"RIFF")
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("-o", "-"), "-o - has no suffix to show the format\n  hint: add --format wav"),
        (("-o", "-", "--format", "mp3", "--captions"), "nothing can stand beside standard output"),
        (("-o", "s.wav", "--format", "mp3"), "s.wav: its suffix says .wav, --format says mp3"),
        (("--format", "doc"), "expected a suffix that can be written, found '.doc'"),
        (("--format", "wav,mp3"), "several formats go with --all FOLDER"),
        (("--format", ","), "--format: expected a format, found none"),
        (("--format", "doc"), f"--format .doc: {UNKNOWN} '.doc'\n  hint: {ALL}\n"),
        (("-o", "-", "--format", "doc"), f"--format .doc: {UNKNOWN} '.doc'\n  hint: {ALL}\n"),
        (("-o", "s.doc"), f"s.doc: {UNKNOWN} '.doc'\n  hint: {ALL}\n"),
        (("-o", "s.doc", "--split"), f"s.doc: {UNKNOWN} '.doc'\n  hint: {SOUNDS}\n"),
        (("-o", "s.svg", "--split"), f"--split {PICTURE}\n  hint: {SOUNDS}\n"),
        (("--format", "svg", "--split"), f"--split {PICTURE}\n  hint: {SOUNDS}\n"),
        (("--all", "shelf", "--format", "mp3,svg"), f"--all {PICTURE}\n  hint: {SOUNDS}\n"),
        (("--all", "shelf", "--format", "doc"), f"'.doc'\n  hint: {SOUNDS}\n"),
        (("-o", "."), f".: {FOLDER}small.wav\n"),
        (("-o", "..", "--format", "mp3"), f"..: {FOLDER}../small.mp3\n"),
        (("-o", "s.doc"), "s.doc: expected a suffix that can be written, found '.doc'"),
        (("-o", "no/s.wav"), "no/s.wav: there is no folder no"),
        (("-o", "no/s.png"), "no/s.png: there is no folder no"),
        (("-o", "no/s.wav", "--split"), "the folder no does not exist"),
        (("--url", "https://x.org"), "--url goes with --all FOLDER"),
        (("--split", "--chapters"), "--chapters is for a whole session, --split makes parts"),
        (("--all", "shelf", "-o", "s.wav"), "expected --all or -o, found both"),
        (("--all", "shelf", "--length", "1:00"), "expected --all or --length, found both"),
        (("--all", "no/shelf"), "the folder no does not exist"),
        (("--all", "small.yaml"), "small.yaml: expected a folder, found a file"),
        (("--all", "shelf", "--minutes", "5,x"), "--minutes: expected a number of minutes"),
        (("--all", "shelf", "--url", "x.org"), "--url: expected the address of a folder"),
        (("--all", "shelf", "--format", "doc"), "expected a suffix that can be written"),
    ],
)
def test_what_cannot_be_is_told_before_any_work(coach, options, said):
    ran = coach("export", "small.yaml", *TONE, *options, COACH_CACHE="untouched")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert names() == []


def test_the_words_of_safety_are_not_left_out_of_what_others_will_hear(coach):
    ran = coach("export", "--all", "shelf", "--skip-intro")
    assert ran.code == 2
    assert "--skip-intro: a folder is also for people who have not heard" in ran.err


def test_a_routine_has_to_be_named(coach):
    ran = coach("export")
    assert (ran.code, ran.err) == (
        2,
        "error: expected the NAME of a routine\n  hint: coach list names them\n",
    )


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to_is_told_before_any_work(coach):
    Path("locked").mkdir()
    Path("locked").chmod(stat.S_IRUSR | stat.S_IXUSR)
    ran = coach("export", "small.yaml", *TONE, "-o", "locked/s.wav", COACH_CACHE="untouched")
    assert ran.code == 2
    assert "locked cannot be written to" in ran.err


def test_no_sound_goes_to_a_terminal(coach):
    assert coach is not None
    code, shown = on_terminal("export", "small.yaml", *TONE, "-o", "-", "--format", "wav")
    assert code == 2
    assert "standard output is this terminal" in shown


@pytest.mark.parametrize("output", ["parts.wav", "parts"])
def test_split_makes_a_folder_of_parts_with_a_playlist(coach, output):
    ran = coach("export", "small.yaml", *TONE, "--split", "--captions", "-o", output)
    assert ran.code == 0, ran.err
    found = {path.name for path in Path("parts").iterdir()}
    assert found == {f"01 Small.{suffix}" for suffix in ("wav", "vtt", "srt", "lrc")} | {
        "parts.m3u8"
    }
    assert ran.out.splitlines()[-1].startswith("parts/parts.m3u8: Small, ")
    again = ("export", "small.yaml", *TONE, "--split", "-o", output)
    assert "parts/parts.m3u8: the file exists" in coach(*again).err
    assert coach(*again, "--force").code == 0


def test_a_routine_that_is_wrong_leaves_no_empty_folder(coach):
    assert coach("export", "nobody", "--split", "-o", "parts").code == 2
    assert names() == []


def test_a_picture_is_drawn_where_the_suffix_says_so(coach):
    ran = coach("export", "small.yaml", *TONE, "-o", "s.svg")
    assert ran.out.startswith("s.svg: Small, ")
    assert ElementTree.parse("s.svg").getroot().tag.endswith("svg")
    pytest.importorskip("PIL")
    assert coach("export", "small.yaml", *TONE, "-o", "s.png").code == 0
    assert Path("s.png").read_bytes().startswith(b"\x89PNG")


def test_a_picture_can_be_asked_for_by_its_format_alone(coach):
    ran = coach("export", "small.yaml", *TONE, "--format", "svg")
    assert ran.out.startswith("small.svg: Small, ")
    command = [*COMMAND, "export", "small.yaml", *TONE, "-o", "-", "--format", "svg"]
    ran = subprocess.run(command, capture_output=True, check=True, env=environment())
    assert ran.stdout == Path("small.svg").read_bytes()
    code, shown = on_terminal("export", "small.yaml", *TONE, "-o", "-", "--format", "svg")
    assert code == 2
    assert "standard output is this terminal, which cannot show a picture" in shown


def test_parts_can_be_laid_into_this_very_folder(coach):
    ran = coach("export", "small.yaml", *TONE, "--split", "-o", ".")
    assert ran.code == 0, ran.err
    assert names() == ["01 Small.wav", f"{Path().resolve().name}.m3u8"]


def test_the_year_of_the_build_can_be_set(coach):
    options = ("export", "small.yaml", *TONE, "-f", "-o", "s.wav", "--timeline")
    assert coach(*options, SOURCE_DATE_EPOCH="1900000000").code == 0
    first = Path("s.wav").read_bytes()
    assert "REM DATE 2030" in Path("s.cue").read_text(encoding="utf-8")
    assert coach(*options, SOURCE_DATE_EPOCH="1900000001").code == 0
    assert Path("s.wav").read_bytes() == first
    ran = coach(*options, SOURCE_DATE_EPOCH="soon")
    assert ran.code == 2
    assert ran.err.startswith(
        "error: SOURCE_DATE_EPOCH: expected seconds since 1970, found 'soon'\n"
    )


def test_a_folder_of_sessions_is_kept_up_to_date(coach):
    (user_folder() / "routines").mkdir(parents=True)
    options = ("export", "small.yaml", "-v", "tone", "--all", "shelf", "--minutes", "0.05,0.5")
    ran = coach(*options, "--format", "wav")
    assert ran.code == 0, ran.err
    assert "shelf/small.wav" in ran.out
    assert "shelf: 6 files written, 0 up to date" in ran.out
    assert "note: for a podcast feed of the folder, say where it is served: --url" in ran.err
    assert "note: Small cannot last 0:03" in ran.err
    # The words of the day do not count here, and what is served is remembered. The list of chapters
    # is written anew: it may name drawings, by whole addresses.
    ran = coach(*options, "--format", "wav", "--url", "https://x.org/a", "--feed-title", "Ours")
    assert "shelf: 1 files written, 5 up to date" in ran.out
    assert coach(*options, "--format", "wav").out.startswith("shelf/feed.xml\n")
    root = ElementTree.parse("shelf/feed.xml").getroot()
    assert root.findtext("channel/title") == "Ours"
    assert root.find("channel/item/enclosure").get("url") == "https://x.org/a/small.wav"
    size = int(root.find("channel/item/enclosure").get("length"))
    assert Path("shelf/small.wav").stat().st_size == size
    assert Path("shelf/cover.png").exists()


def test_a_session_that_stays_too_soft_is_told_once_for_a_folder_too(coach):
    options = ("small.yaml", *TONE, "--loudness", "music", "--cue-level", "12")
    alone = coach("export", *options, "-o", "s.wav")
    assert " LU softer than was asked for: " in alone.err
    ran = coach("export", *options, "--all", "shelf", "-m", "0.05", "--format", "wav,mp3")
    assert ran.code == 0, ran.err
    told = [line for line in ran.err.splitlines() if "softer" in line]
    assert told == [alone.err.strip().replace("note: ", "note: small: ")]
    assert "softer" not in ran.out


def test_a_full_disk_is_told_for_a_folder_too_and_nothing_half_written_stays(coach):
    options = ("export", "small.yaml", *TONE, "--all", "shelf", "-m", "0.05", "--format", "wav")
    with full_disk(500_000):
        ran = coach(*options)
    assert ran.code == 3
    assert "small.wav: cannot be written: File too large" in ran.err
    assert [path.name for path in Path("shelf").iterdir()] == ["manifest.json"]
    assert coach(*options).code == 0


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("written", [1, 3_000_000, 9_000_000])
def test_killed_while_it_writes_the_old_file_stays_and_the_next_run_clears_up(
    coach,
    written,
):
    long = "title: Long\nsteps:\n" + "  - {hold: 1h, cues: [Breathe on.]}\n" * 3
    Path("small.yaml").write_text(long)
    Path("s.wav").write_bytes(b"old")
    command = [*COMMAND, "export", "small.yaml", *TONE, "-f", "-o", "s.wav"]
    with subprocess.Popen(command, env=environment(), stderr=subprocess.DEVNULL) as run:
        while not any(path.stat().st_size >= written for path in Path().glob(".*.part")):
            assert run.poll() is None
            time.sleep(0.002)
        run.kill()
    assert Path("s.wav").read_bytes() == b"old"
    assert len(list(Path().glob(".*.part"))) == 1
    Path("small.yaml").write_text("title: Short\nsteps: [hold: 10s]\n")
    assert coach("export", "small.yaml", *TONE, "-f", "-o", "s.wav").code == 0
    assert load_wav(Path("s.wav")).length < 60_000
    assert names() == ["s.wav"]


def test_the_help_shows_options_in_groups(coach):
    shown = coach("export", "-h").out
    order = ("Arguments:", "Options:", "Beside the file:", "A folder of sessions:")
    places = [shown.index(name) for name in order]
    assert places == sorted(places)
    assert shown.index("--captions") > places[2]
    assert shown.index("--all FOLDER  ") > places[3]


@pytest.mark.parametrize("output", ["-", "/dev/stdout"])
def test_standard_output_has_no_suffix_and_needs_a_format(coach, output):
    assert coach is not None
    command = [*COMMAND, "export", "small.yaml", *TONE, "-o", output]
    ran = subprocess.run(command, capture_output=True, env=environment(), check=False)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"error: -o - has no suffix" in ran.stderr
    made = subprocess.run([*command, "--format", "wav"], capture_output=True, env=environment())
    assert made.returncode == 0
    assert made.stdout[:4] == b"RIFF"
