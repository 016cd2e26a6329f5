"""What bad input was found to do, each mended: one test a finding of `tests/fuzz`."""

import json
import re
import tracemalloc
from pathlib import Path

import pytest
import yaml

from coach import catalog
from coach.checks.script_check import check_file
from coach.cli.main import main
from coach.errors import ScriptError, UsageError
from coach.exports.batch.jobs import collect_shared_inputs
from coach.exports.batch.manifest import Manifest, load_manifest
from coach.exports.batch.sync import prepare_sync
from coach.exports.file_records import hash_file as digest
from coach.live import saved_place
from coach.pipeline import (
    load_routine_with_cards,
    make_planner,
    prepare_session,
)
from coach.plan.request import SessionRequest
from coach.plan.session_stages import SessionStages
from coach.script import document
from coach.script.library import load_routine
from coach.script.routine import MAX_EXERCISES
from coach.sound.audio import MAX_RATE, MIN_RATE, load_wav
from coach.speech.studio import open_studio
from coach.system.notes import Notes
from coach.system.paths import shipped_folder
from coach.timeline.session_bounds import LONGEST_SESSION
from tests.commanding import run_coach
from tests.fuzz.around import NOTES, wav

SCRIPTS = sorted((shipped_folder() / "scripts").rglob("*.yaml"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_both_loaders_read_what_is_shipped(path, monkeypatch):
    """The loader in Python takes `?,` in braces for the beginning of a key."""
    text = path.read_text(encoding="utf-8")
    whole = yaml.serialize(document.read_yaml(text, path.name))
    monkeypatch.setattr(document, "_Loader", yaml.SafeLoader)
    assert yaml.serialize(document.read_yaml(text, path.name)) == whole


@pytest.mark.parametrize("rate", [0, 1, MIN_RATE - 1, MAX_RATE + 1, 4_000_000_000])
def test_sound_of_a_rate_nobody_records_at_is_refused(tmp_path, rate):
    """To bring a frame a second to 48,000 took minutes; from 4,000,000,000, all memory."""
    path = tmp_path / "x.wav"
    path.write_bytes(wav(bytes(400), rate))
    with pytest.raises(ValueError, match="frames a second, found"):
        load_wav(path)


def test_sound_of_the_rates_at_the_bounds_is_read(tmp_path):
    path = tmp_path / "x.wav"
    for rate in (MIN_RATE, MAX_RATE):
        path.write_bytes(wav(bytes(400), rate))
        assert load_wav(path).rate == rate


ENTRY = {
    "name": "a",
    "title": "A",
    "description": "",
    "shortest": 1,
    "usual": 2,
    "longest": 3,
    "fault": "",
}
OTHERS = [
    "[" * 100_000,
    json.dumps([ENTRY | {"usual": [1]}]),
    json.dumps([ENTRY | {"shortest": -1}]),
    json.dumps([ENTRY | {"title": None}]),
    json.dumps([ENTRY | {"longest": True}]),
    json.dumps([ENTRY | {"more": 1}]),
    json.dumps([1]),
    json.dumps({"a": 1}),
]


@pytest.mark.parametrize("content", OTHERS, ids=range(len(OTHERS)))
def test_what_nobody_kept_is_measured_anew(own_folders, monkeypatch, content):
    measured = catalog.CatalogEntry("a", "A", "about", 1_000, 2_000, 3_000)
    monkeypatch.setattr(catalog, "_measure_routine", lambda _name, _wishes: measured)
    wishes = SessionRequest("tone")
    first = catalog.list_catalog(wishes, lambda _done, _all: None)
    (path,) = Path(own_folders / "cache").glob("routines-*.json")
    path.write_text(content)
    assert catalog.list_catalog(wishes, lambda _done, _all: None) == first
    assert set(first) == {measured}


def test_a_wav_whose_parts_lie_nowhere_is_told_of_as_none(tmp_path):
    """The reader of the library raises RuntimeError where a chunk ends behind the file."""
    whole = wav(bytes(4_000))
    path = tmp_path / "x.wav"
    for size in (3, 0x7FFF_FFF0, 0xFFFF_FFFF):
        path.write_bytes(whole[:16] + size.to_bytes(4, "little") + whole[20:])
        with pytest.raises(ValueError, match="not a WAV file"):
            load_wav(path)


def routine(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    return path


def told(capsys, monkeypatch, *argv: str) -> tuple[int, str]:
    monkeypatch.setattr("sys.argv", ["coach", *argv])
    try:
        main()
        code = 0
    except SystemExit as error:
        code = error.code or 0
    out = capsys.readouterr()
    return code, out.out + out.err


MARKED = """
title: "[/b] :smile: [red]x"
description: "[/i] [link=x]"
safety: ["[/b] stop"]
sections: [{title: "[/x]", steps: [{hold: 8s}]}, {exercises: [bridge]}]
"""


@pytest.mark.parametrize("command", ["show", "plan", "list"])
def test_brackets_in_a_text_are_shown_as_they_are(
    tmp_path, own_folders, monkeypatch, capsys, command
):
    """A bracket with a slash ended in an error of the library that prints in colour."""
    path = routine(tmp_path, MARKED)
    monkeypatch.setattr(catalog, "routine_names", lambda: ("mine",))
    (own_folders / "home" / "routines").mkdir(parents=True)
    path = path.rename(own_folders / "home" / "routines" / "mine.yaml")
    given = [] if command == "list" else [str(path)]
    code, out = told(capsys, monkeypatch, command, *given, "--voice", "tone")
    assert code == 0
    assert "[/i] [link=x]" in out or "[/b] :smile: [red]x" in out


def test_a_session_without_chapters_is_shown(tmp_path, monkeypatch, capsys):
    path = routine(tmp_path, "title: Down\nsteps: [{move: kneeling-rest}]\n")
    code, out = told(capsys, monkeypatch, "show", str(path), "--voice", "tone")
    assert code == 0
    assert "Down" in out


def test_more_exercises_than_anyone_has_are_refused_with_their_place(tmp_path):
    """To choose among 600 of an hour each took minutes."""
    names = ", ".join(["bridge"] * (MAX_EXERCISES + 1))
    path = routine(tmp_path, f"title: T\nsections:\n- exercises: [{names}]\n")
    with pytest.raises(ScriptError, match=r"mine\.yaml:2:1: expected at most 100 exercises"):
        load_routine(path, "mine.yaml")
    path = routine(tmp_path, f"title: T\nsections:\n- exercises: [{names[8:]}]\n")
    assert len(load_routine(path).exercises) == MAX_EXERCISES


CARD = """
name: Long
position: supine
work: time
dose: {time: [1s, 1m, 1h], sets: [1, 1, 200]}
steps: [Move.]
sources: [Own]
"""


def test_no_session_is_offered_that_no_file_can_hold(own_folders):
    folder = own_folders / "home"
    for kind in ("exercises", "routines"):
        (folder / kind).mkdir(parents=True)
    (folder / "exercises" / "long.yaml").write_text(CARD)
    (folder / "routines" / "mine.yaml").write_text("title: T\nsections: [{exercises: [long]}]\n")
    loaded, cards = load_routine_with_cards("mine")
    with open_studio("tone") as studio:
        planner = make_planner(loaded, cards, SessionRequest("tone"), studio)
        longest = planner.length_range.longest
        # One set takes an hour, and the next dose is of more sets than a file can hold.
        assert 3_600_000 <= longest <= LONGEST_SESSION


NARROW = """
title: T
sections:
- {share: 12, exercises: [{exercise: breathing, always: true}]}
- steps: [{silence: 240s, stretch: 10m}]
"""


def test_a_share_that_never_fits_is_found_out_in_few_tries(tmp_path, monkeypatch):
    """The search for the nearest length weighed 2,000 plans for each of 58 others."""
    tries = []
    taken = SessionStages.measure_picks
    monkeypatch.setattr(
        SessionStages, "measure_picks", lambda self, picks: tries.append(1) or taken(self, picks)
    )
    path = routine(tmp_path, NARROW)
    check_file(path)
    with pytest.raises(UsageError, match="it lasts"):
        prepare_session(path, SessionRequest("tone", length=60_000))
    assert len(tries) < 20_000


NOTE = NOTES["unfinished"] | {"time": 1_000.0}
LIES = [
    {"at": "100"},
    {"at": [1]},
    {"length": None},
    {"name": 5},
    {"time": 10**400},
    {"wishes": []},
    {"wishes": NOTE["wishes"] | {"voice": 5}},
    {"wishes": NOTE["wishes"] | {"length": "1m"}},
    {"wishes": NOTE["wishes"] | {"seed": 0.5}},
    {"wishes": NOTE["wishes"] | {"filters": []}},
    {"wishes": NOTE["wishes"] | {"filters": {"without": [1]}}},
    {"wishes": NOTE["wishes"] | {"levels": NOTE["wishes"]["levels"] | {"voice": float("nan")}}},
    {"wishes": NOTE["wishes"] | {"levels": NOTE["wishes"]["levels"] | {"loudness": 1}}},
]


@pytest.mark.parametrize("lie", LIES, ids=str)
def test_a_note_that_nobody_wrote_is_no_session_to_take_up(own_folders, lie):
    memory = Notes(own_folders / "state")
    memory.write("unfinished", NOTE)
    assert saved_place.load_saved_place(memory, lambda: 1_001.0) is not None
    memory.write("unfinished", NOTE | lie)
    assert saved_place.load_saved_place(memory, lambda: 1_001.0) is None


def test_half_a_letter_in_a_note_does_not_stop_the_next_from_being_kept(own_folders):
    memory = Notes(own_folders / "state")
    memory.write("heard", {"x": "\ud800"})
    assert memory.read("heard") == {"x": "?"}


MADE = {"key": "a", "size": 4, "time": 1, "digest": "b"}
SESSION = {
    "routine": "r",
    "title": "T",
    "description": "",
    "language": "en",
    "length": 1,
    "made": 1,
    "files": {"r.mp3": MADE},
}
MANIFEST = {"version": 1, "url": "", "title": "", "sessions": {"r": SESSION}, "refused": {}}


@pytest.mark.parametrize(
    "sessions",
    [
        {"r": SESSION | {"made": "1"}},
        {"r": SESSION | {"made": 10**12}},
        {"r": SESSION | {"length": -1}},
        {"r": SESSION | {"title": None}},
        {"r": SESSION | {"files": {"r.mp3": MADE | {"size": "4"}}}},
        {"r": SESSION | {"files": {"../r.mp3": MADE}}},
        {"r": SESSION | {"files": {"/etc/hostname": MADE}}},
        {"r": []},
    ],
)
def test_a_manifest_that_nobody_wrote_is_as_none(tmp_path, sessions):
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(MANIFEST))
    assert load_manifest(tmp_path).sessions
    path.write_text(json.dumps(MANIFEST | {"sessions": sessions}))
    assert not load_manifest(tmp_path).sessions


def test_a_manifest_too_deep_or_of_half_letters_is_read_and_written(tmp_path):
    path = tmp_path / "manifest.json"
    path.write_text("[" * 100_000)
    assert not load_manifest(tmp_path).sessions
    path.write_text(json.dumps(MANIFEST | {"title": "\ud800"}))
    load_manifest(tmp_path).save()
    assert load_manifest(tmp_path).title == "?"


def test_an_address_that_is_none_is_forgotten_with_what_is_no_more(tmp_path):
    manifest = Manifest(tmp_path, url="http://[")
    prepare_sync(
        manifest, collect_shared_inputs(tmp_path, SessionRequest("tone"), (".wav",), ()), [], ()
    )
    assert manifest.url == ""


def long_wav(path: Path, seconds: int = 36_000) -> Path:
    """Make a WAV of ten hours, which takes no room on the disk."""
    size = seconds * 48_000 * 2
    path.write_bytes(wav(b"\1\2" * 48_000, 48_000, size=size, whole=size + 36))
    with path.open("r+b") as file:
        file.truncate(size + 44)
    return path


def most_memory(call) -> int:
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_of_a_sound_of_hours_little_is_read(own_folders, tmp_path):
    """As a sound it was read whole, and so it was to learn whether a folder is up to date."""
    folder = own_folders / "home" / "audio_cues"
    folder.mkdir(parents=True)
    long = long_wav(folder / "long.wav")

    def as_a_sound() -> None:
        with pytest.raises(ScriptError, match=r"long\.wav: .* more than 30,000,000 bytes"):
            check_file(routine(tmp_path, "title: T\nsteps: [sound: long]\n"))

    def as_a_bed() -> None:
        with open_studio("tone") as studio:
            assert studio.add_bed(long)

    for call in (as_a_sound, as_a_bed):
        assert most_memory(call) < 100_000_000
    assert most_memory(lambda: digest(long_wav(tmp_path / "x.wav", 1_000))) < 10_000_000


def test_a_pattern_that_stands_twice_is_told_of(tmp_path):
    """The patterns were more than their hints, and a loop over both ended in an error."""
    text = (shipped_folder() / "scripts" / "style" / "en.yaml").read_text()
    key = re.search(r"^misread:\n(  .+?): ", text, re.MULTILINE)[1]
    twice = text.replace("misread:\n", f"misread:\n{key}: x\n", 1)
    with pytest.raises(ScriptError, match="stands here twice"):
        check_file(routine(tmp_path, twice))


def test_a_name_that_no_file_can_have_is_refused():
    ran = run_coach("export", "a" * 600)
    assert ran.code == 2
    assert "no file can be called so: File name too long" in ran.err
    assert "hint: name another with -o" in ran.err
