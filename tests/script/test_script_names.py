"""The names of scripts as people type them."""

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import UsageError
from coach.script.library import find_exercise, find_lesson, find_routine, is_lesson
from coach.script.script_names import find_script, match_name, resolve_session_name
from coach.system.paths import exercise_names, lesson_names, routine_names, user_folder

ALL = {"exercises": exercise_names(), "routines": routine_names(), "talks": lesson_names()}
WORDS = st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=5), min_size=1, max_size=4)


def put(kind: str, name: str, title: str) -> None:
    path = user_folder() / kind / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"title: {title}\nsteps: [Hello there.]\n", encoding="utf-8")


@pytest.mark.parametrize("kind", ALL)
def test_every_script_is_found_however_its_words_are_joined_and_by_its_title(kind):
    load = {"exercises": find_exercise, "routines": find_routine, "talks": find_lesson}[kind]
    for name in ALL[kind]:
        spaced = name.replace("-", " ")
        for typed in (spaced, spaced.title(), name.upper(), name.replace("-", "_"), f" {name} "):
            assert find_script(typed, kind) == (kind, name)
        script = load(name)
        title = script.name if kind == "exercises" else script.title
        assert load(title) == script


@given(WORDS, st.sampled_from(("-", "_", " ", "", "\u2011", "  ")))
def test_a_name_is_its_letters(words, sign):
    name = "-".join(words)
    assert match_name(sign.join(words).upper(), [name, "another-one", "1"]) == name


def test_the_same_name_comes_before_one_of_the_same_letters():
    names = ["bird-dog", "birddog", "Bird-Dog"]
    assert [match_name(name, names) for name in names] == names
    assert match_name("BIRDDOG", names) is None


@pytest.mark.parametrize("typed", ["", "-", " ", "_", "bird", "bird-dogs", "\0", "x" * 5000])
def test_what_is_no_name_is_not_guessed(typed):
    assert find_script(typed, *ALL) is None
    assert resolve_session_name(typed) == typed


def test_a_routine_comes_before_a_talk_and_a_name_before_a_title():
    put("talks", "Lower-Back", "Walk")
    put("routines", "mine", "Tabata")
    assert resolve_session_name("lower back") == "lower-back"
    assert resolve_session_name("Lower-Back") == "Lower-Back"
    assert resolve_session_name("TABATA") == "tabata"


def test_two_scripts_of_one_title_are_not_chosen_between():
    put("routines", "one", "Monday")
    put("routines", "two", "Monday")
    assert resolve_session_name("monday") == "monday"
    with pytest.raises(UsageError):
        find_routine("monday")


def test_a_talk_is_known_as_one_by_any_of_its_names():
    assert is_lesson("What it is")
    assert not is_lesson("Lower back")
    assert not is_lesson("no such")


def test_a_path_stays_a_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("lower back.yaml").write_text("title: Mine\nsteps: [Hello there.]\n")
    assert resolve_session_name("lower back.yaml") == "lower back.yaml"
    assert find_routine("lower back.yaml").title == "Mine"
