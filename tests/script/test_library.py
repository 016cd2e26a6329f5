"""Finding scripts and sounds: the user's own first, by name or path, with every fault told."""

import re
from pathlib import Path

import pytest

from coach.checks.script_check import check_file
from coach.errors import ScriptError, UsageError
from coach.script.exercise import EXERCISE
from coach.script.library import find_exercises, find_routine, load_exercise, load_phrases
from coach.script.phrase_keys import OPTIONAL_PHRASES, PHRASE_KEYS
from coach.script.positions import MOVES, Position, moves_between
from coach.script.reader import read_script
from coach.system.paths import (
    cache_folder,
    exercise_names,
    find_sound,
    routine_names,
    shipped_folder,
    sound_names,
    user_folder,
)

pytestmark = pytest.mark.own_takes

ROUTINE = "title: Mine\nsteps:\n  - silence: 5s\n"
CARD = """\
name: {name}
position: supine
work: hold
dose: {{hold: [5s, 10s, 30s]}}
steps: Lift.
sources: custom
"""


@pytest.fixture
def home(monkeypatch, tmp_path):
    """Give a user's own folder, with room for each kind of file."""
    for kind in ("routines", "exercises", "phrases", "audio_cues"):
        (tmp_path / "own" / kind).mkdir(parents=True)
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "own"))
    return tmp_path / "own"


def message(error: pytest.ExceptionInfo) -> str:
    return str(error.value)


def test_the_folders_are_those_of_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    monkeypatch.setenv("COACH_CACHE", "~/takes")
    assert user_folder() == tmp_path
    assert cache_folder() == Path.home() / "takes"
    monkeypatch.delenv("COACH_HOME")
    monkeypatch.delenv("COACH_CACHE")
    assert user_folder().name == cache_folder().name == "audio-coach"
    assert user_folder() != cache_folder()


def test_without_a_folder_of_their_own_users_have_the_shipped_scripts():
    assert "lower-back" in routine_names()
    assert "bridge" in exercise_names()
    assert list(exercise_names()) == sorted(exercise_names())


def test_the_users_own_come_first_and_are_seen_at_once(home):
    assert find_routine("lower-back").title != "Mine"
    (home / "routines" / "lower-back.yaml").write_text(ROUTINE)
    (home / "exercises" / "bridge.yml").write_text(CARD.format(name="My bridge"))
    assert find_routine("lower-back").title == "Mine"
    assert find_exercises({"bridge": None})["bridge"].name == "My bridge"
    assert list(routine_names()).count("lower-back") == 1


def test_new_names_join_the_shipped_ones(home):
    (home / "routines" / "mine.yml").write_text(ROUTINE)
    (home / "routines" / "notes.txt").write_text("no script")
    assert {"mine", "lower-back"} <= set(routine_names())
    assert "notes" not in routine_names()


def test_a_name_is_the_stem_of_its_file(home):
    (home / "routines" / "mine.yaml").write_text(ROUTINE)
    (home / "exercises" / "own.yaml").write_text(CARD.format(name="Own"))
    assert find_routine("mine").name == "mine"
    assert find_exercises({"own": None})["own"].slug == "own"


@pytest.mark.parametrize("written", ["lower_bak", "lowerbac", "Lower-bakc"])
def test_a_near_name_is_suggested(written):
    with pytest.raises(UsageError) as caught:
        find_routine(written)
    assert message(caught) == (
        f"no routine is called {written!r}\n  hint: did you mean 'lower-back'?"
    )


def test_a_far_name_is_told_what_there_is():
    with pytest.raises(UsageError, match=r"hint: there are: .*lower-back"):
        find_routine("zzz")


def test_a_name_without_its_suffix_finds_the_file_as_a_hint(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_text(ROUTINE)
    with pytest.raises(UsageError, match=r"hint: did you mean the file mine\.yaml\?"):
        find_routine("mine")
    assert find_routine("mine.yaml").title == "Mine"
    assert find_routine("./mine.yaml").title == "Mine"


@pytest.mark.parametrize("written", ["none.yaml", "a/b.yaml", "x" * 5_000 + ".yaml", "a\0.yaml"])
def test_a_path_that_leads_nowhere_is_told(written):
    with pytest.raises(UsageError, match="no such file"):
        find_routine(written)


def test_a_folder_is_no_script(tmp_path):
    with pytest.raises(UsageError, match="expected a file, found a folder"):
        find_routine(f"{tmp_path}/")


def test_a_path_is_shown_as_it_was_written(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    Path("sub").mkdir()
    for written in ("mine.yaml", "sub/mine.yaml"):
        Path(written).write_text("title: T\nsteps:\n  - hold: thirty\n")
        for load in (find_routine, lambda path: check_file(Path(path))):
            with pytest.raises(ScriptError) as caught:
                load(written)
            assert message(caught).startswith(f"{written}:3:11: expected a duration")


def test_a_shipped_script_is_shown_short(monkeypatch, tmp_path):
    folder = tmp_path / "scripts" / "exercises"
    folder.mkdir(parents=True)
    path = folder / "x.yaml"
    path.write_text(CARD.format(name="X").replace("[5s,", "[soon,"))
    monkeypatch.setattr("coach.system.paths.shipped_folder", lambda: tmp_path)
    with pytest.raises(ScriptError) as caught:
        load_exercise(path)
    assert message(caught).startswith("scripts/exercises/x.yaml:4:15: expected a duration, found")


def test_a_script_of_the_users_own_is_shown_where_it_is(home):
    path = home / "routines" / "mine.yaml"
    path.write_text("title: T\n")
    with pytest.raises(ScriptError) as caught:
        find_routine("mine")
    assert message(caught).startswith(f"{path}:1:1: expected sections or steps")


def test_every_fault_of_every_card_comes_at_once(home):
    one, two = home / "exercises" / "one.yaml", home / "exercises" / "two.yaml"
    one.write_text(CARD.format(name="yes").replace("work: hold", "work: holds"))
    two.write_text("name: Two\n")
    routine = find_routine_with("one, brigde, two", home)
    with pytest.raises(ScriptError) as caught:
        find_exercises({perform.exercise: perform.where for perform in routine.exercises})
    found = message(caught).splitlines()
    places = [line.split(": ")[0] for line in found if not line.startswith("  hint")]
    assert places == [f"{one}:1:7", f"{one}:3:7", *[f"{two}:1:1"] * 3, f"{routine.where.path}:3:22"]
    assert found[-2].endswith("no exercise card is called 'brigde'")
    assert found[-1] == "  hint: did you mean 'bridge'?"


def find_routine_with(names: str, home: Path):
    path = home / "routines" / "zz.yaml"
    path.write_text(f"title: T\nsections:\n  - exercises: [{names}]\n")
    return find_routine("zz")


def test_every_shipped_card_is_read():
    cards = find_exercises(dict.fromkeys(exercise_names()))
    assert len(cards) >= 15
    assert all(card.where.path == f"scripts/exercises/{slug}.yaml" for slug, card in cards.items())


def test_sounds_are_found_by_name_only(home):
    (home / "audio_cues" / "own.wav").write_bytes(b"")
    (home / "own.wav").write_bytes(b"")
    assert find_sound("own") == home / "audio_cues" / "own.wav"
    assert "own" in sound_names()
    for name in ("", "none", "../own", "x" * 300, str(home / "own")):
        assert find_sound(name) is None


def test_the_users_own_sounds_come_first(home):
    assert find_sound("start") == shipped_folder() / "audio_cues" / "start.wav"
    (home / "audio_cues" / "start.wav").write_bytes(b"")
    assert find_sound("start") == home / "audio_cues" / "start.wav"


def test_the_coachs_own_words_are_all_there():
    phrases = load_phrases("en")
    assert set(PHRASE_KEYS) - OPTIONAL_PHRASES <= set(phrases.words) <= set(PHRASE_KEYS)
    assert set(phrases.moves) == set(MOVES)


def test_the_users_own_words_come_first_and_must_be_whole(home):
    shipped = (shipped_folder() / "scripts" / "phrases" / "en.yaml").read_text()
    own = home / "phrases" / "en.yaml"
    own.write_text(re.sub("halfway: .*", "halfway: Half of it.", shipped))
    assert load_phrases("en")["halfway"].text == "Half of it."
    own.write_text(re.sub("  halfway: .*\n", "", shipped))
    with pytest.raises(ScriptError, match=r"en\.yaml:\d+:1: expected every word, missing: halfway"):
        load_phrases("en")


def test_every_position_leads_to_every_other():
    real = [place for place in Position if place not in (Position.ANY, Position.SIDE_LYING)]
    for start in real:
        for end in real:
            moves = moves_between(start, end)
            assert (start == end) == (not moves)
            assert [a for a, _ in moves[1:]] == [b for _, b in moves[:-1]]
            assert not moves or (moves[0][0], moves[-1][1]) == (start, end)
        assert moves_between(start, Position.ANY) == moves_between(Position.ANY, start) == ()


def test_checking_tells_what_a_file_is(tmp_path):
    files = {"card": CARD.format(name="Own"), "routine": ROUTINE}
    for name, text in files.items():
        (tmp_path / f"{name}.txt").write_text(text)
    assert check_file(tmp_path / "card.txt").kind == "exercise card"
    assert check_file(tmp_path / "routine.txt").kind == "routine"
    assert check_file(shipped_folder() / "scripts" / "phrases" / "en.yaml").kind == "set of phrases"


def test_checking_takes_a_bare_word_for_a_file(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    Path("lower-back").write_text("title: T\n")
    with pytest.raises(ScriptError, match="lower-back:1:1: expected sections or steps"):
        check_file(Path("lower-back"))


def test_checking_finds_the_faults_of_the_cards_a_routine_names(home):
    (home / "exercises" / "own.yaml").write_text(CARD.format(name="no"))
    path = home / "routines" / "mine.yaml"
    path.write_text("title: T\nsections:\n  - exercises: [own]\n")
    with pytest.raises(ScriptError, match=r"own\.yaml:1:7: expected text, found 'no'"):
        check_file(path)


def test_checking_finds_what_only_a_performance_would(home):
    path = home / "routines" / "mine.yaml"
    path.write_text(f"title: T\nsteps:\n  - rest: 2s\n    say: {'word ' * 20}\n")
    with pytest.raises(ScriptError, match=r"mine\.yaml:3:5: .* after its step"):
        check_file(path)


def test_the_card_of_these_tests_is_good():
    assert read_script(CARD.format(name="X"), EXERCISE, "x.yaml").name == "X"
