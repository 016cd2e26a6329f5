"""What coach offers to a program: used as a program would, and typed."""

import doctest
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import coach
from coach.exports.encoders.wav import WavEncoder
from coach.live.players.recorder import RecorderPlayer
from coach.speech.voices.tone import ToneVoice
from tests.commanding import run_coach

DATA = {
    "title": "Plank",
    "steps": ["Get down.", {"hold": "20s", "countdown": 3}, {"rest": "10s"}, "Well done."],
}


@pytest.fixture
def session() -> coach.PreparedSession:
    return coach.prepare(coach.parse(DATA), voice="tone")


def test_a_session_is_prepared_at_any_length_with_what_was_asked() -> None:
    session = coach.prepare(
        "lower-back", minutes=10, talk="short", limits=["no-kneeling"], voice="tone", seed=3
    )
    assert session.length == session.timeline.length == 600_000
    assert session.request.seed == 3
    assert "10:00" in session.script().splitlines()[0]
    assert {clip.track for clip in session.timeline.clips} <= {"voice", "cue", "bed"}


def test_a_file_is_the_one_that_the_program_writes(tmp_path: Path) -> None:
    session = coach.prepare("box-breathing", minutes=3, voice="tone", seed=5)
    mine = tmp_path / "mine.mp3"
    assert coach.export(session, mine) == (mine,)
    asked = ("box-breathing", "-m", "3", "--voice", "tone", "--seed", "5")
    assert run_coach("export", *asked, "-o", str(tmp_path / "its.mp3")).code == 0
    assert mine.read_bytes() == (tmp_path / "its.mp3").read_bytes()


def test_tags_chapters_and_cover_are_written_unless_others_are_given(
    session: coach.PreparedSession, tmp_path: Path
) -> None:
    from mutagen.id3 import ID3

    coach.export(session, tmp_path / "a.mp3")
    tags = ID3(tmp_path / "a.mp3")
    assert str(tags["TIT2"]).startswith("Plank")
    assert tags.getall("CHAP")
    assert tags.getall("APIC")
    coach.export(session, tmp_path / "b.mp3", metadata=coach.Metadata("Mine"))
    tags = ID3(tmp_path / "b.mp3")
    assert str(tags["TIT2"]) == "Mine"
    assert not tags.getall("APIC")


def test_what_stands_beside_a_file_is_written_where_it_is_asked_for(
    session: coach.PreparedSession, tmp_path: Path
) -> None:
    paths = coach.export(session, str(tmp_path / "a.wav"), captions=True, timeline=True)
    assert [path.name for path in paths] == [
        "a.wav",
        "a.vtt",
        "a.srt",
        "a.lrc",
        "a.timeline.json",
        "a.labels.txt",
        "a.cue",
    ]
    assert all(path.stat().st_size for path in paths)
    (picture,) = coach.export(session, tmp_path / "a.svg")
    assert picture.read_text("utf-8").startswith("<")


def test_a_session_plays_and_takes_commands(session: coach.PreparedSession) -> None:
    seen: list[coach.Status] = []
    with coach.play(session, player="recorder", on_status=seen.append) as playback:
        playback.send("volume", 80)
        playback.send(coach.Command(coach.Verb.HELP))
        assert playback.wait(timeout=60)
    assert seen[-1].phase is coach.Phase.ENDED
    assert playback.status == seen[-1]


def test_a_session_that_is_stopped_has_not_come_to_its_end() -> None:
    session = coach.prepare("lower-back", minutes=20, voice="tone")
    playback = coach.play(session, player="recorder")
    playback.send("pause")
    with pytest.raises(TimeoutError):
        playback.wait(timeout=0.05)
    playback.stop()
    playback.stop()
    assert playback.wait() is False


def test_what_ends_a_session_is_raised_where_one_waits_for_it(
    session: coach.PreparedSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_player: RecorderPlayer, _pcm: coach.Pcm) -> None:
        raise RuntimeError("out of luck")

    monkeypatch.setattr(RecorderPlayer, "write", fail)
    playback = coach.play(session, player="recorder")
    with pytest.raises(RuntimeError, match="out of luck"):
        playback.wait()


def test_a_routine_is_read_from_text_and_from_data_alike() -> None:
    text = "title: Plank\nsteps: [Get down., {hold: 20s, countdown: 3}, {rest: 10s}, Well done.]\n"
    assert coach.parse(text) == coach.parse(DATA)
    with pytest.raises(coach.ScriptError) as caught:
        coach.parse({"title": "T", "steps": [{"hold": "soon"}]})
    (problem,) = caught.value.problems
    assert "expected a duration" in problem.message
    assert problem.where is not None
    with pytest.raises(TypeError):
        coach.parse({"title": object()})


def test_a_script_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("title: T\nsteps:\n  - {hold: soon}\n  - {rest: never}\n")
    problems = coach.check(path)
    assert [problem.where.line for problem in problems if problem.where] == [3, 4]
    path.write_text("title: T\nsteps: [Lift your leg and turn and hold and breathe., {hold: 9s}]\n")
    assert coach.check(str(path)) == ()
    assert coach.check(path, style=True)
    with pytest.raises(coach.UsageError):
        coach.check(tmp_path / "none.yaml")


def test_the_routines_are_listed_with_their_lengths(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.catalog.routine_names", lambda: ("lower-back", "tabata"))
    entries = {entry.name: entry for entry in coach.routines(voice="tone")}
    back = entries["lower-back"]
    assert 0 < back.shortest < back.usual < back.longest
    assert not back.problem


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"minutes": 0}, "expected minutes"),
        ({"minutes": float("nan")}, "expected minutes"),
        ({"minutes": 600}, "cannot last"),
        ({"talk": "loud"}, "no talk level is called 'loud'"),
        ({"limits": ["elbow"]}, "no limit is called 'elbow'"),
        ({"voice": "nobody"}, "no voice is called 'nobody'"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(asked: dict[str, object], message: str) -> None:
    with pytest.raises(coach.UsageError, match=message):
        coach.prepare("lower-back", **({"voice": "tone"} | asked))  # type: ignore[arg-type] # wrong on purpose


def test_a_word_that_is_no_command_is_refused(session: coach.PreparedSession) -> None:
    with coach.play(session, player="recorder") as playback, pytest.raises(coach.UsageError):
        playback.send("sing")


def test_the_front_says_what_there_is_and_imports_nothing_before_it_is_used() -> None:
    assert set(coach.__all__) == set(coach._HOME_OF)
    assert set(dir(coach)) == {*coach.__all__, "__version__"}
    for name in coach.__all__:
        assert getattr(coach, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'sing'"):
        _ = coach.sing
    code = "import coach, sys; print([m for m in sys.modules if m.startswith('coach.')])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_what_is_built_in_has_the_shape_of_the_four_protocols() -> None:
    voice: coach.Voice = ToneVoice()
    player: coach.Player = RecorderPlayer()
    encoder: type[coach.Encoder] = WavEncoder
    assert voice.identity
    assert player.position == 0
    assert encoder


def test_it_is_a_typed_package_that_can_be_run() -> None:
    assert (Path(coach.__file__).parent / "py.typed").is_file()
    command = [sys.executable, "-m", "coach", "--version"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout == f"coach {coach.__version__}\n"


@pytest.mark.parametrize(
    "module",
    [
        "coach.api",
        "coach.exports.encoders",
        "coach.live.controls",
        "coach.live.playback",
        "coach.live.players",
        "coach.speech.voices",
    ],
)
def test_the_examples_of_what_is_offered_hold(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("coach.catalog.routine_names", lambda: ("lower-back", "tabata"))
    result = doctest.testmod(importlib.import_module(module))
    assert result.attempted
    assert not result.failed
