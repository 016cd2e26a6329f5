"""A talk: read with all its faults, found by name, and performed like a routine."""

import pytest

from coach.checks.script_check import check_file
from coach.errors import ScriptError, UsageError, Where
from coach.script.lesson import LESSON, make_lesson_routine
from coach.script.library import find_lesson, find_lessons, find_routine, load_lesson
from coach.script.pace import Pace
from coach.script.reader import read_script
from coach.script.steps import Say
from coach.system.paths import lesson_names, user_folder

TALK = """\
title: Sleep
facts: [Most people sleep better after a quiet hour.]
lines:
  - [A quiet hour helps., So does a dark room.]
  - [Sleep well.]
sources: [Our own]
"""


def own_talk(name: str = "sleep", text: str = TALK):
    path = user_folder() / "talks" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_talk_is_read_with_places():
    talk = read_script(TALK, LESSON, "sleep.yaml")
    assert talk.title == "Sleep"
    assert [[line.text for line in lines] for lines in talk.lines] == [
        ["A quiet hour helps.", "So does a dark room."],
        ["Sleep well."],
    ]
    assert talk.lines[1][0].where == Where("sleep.yaml", 5, 6)
    assert talk.word_count == 11


def test_every_fault_of_a_talk_is_told_at_once():
    with pytest.raises(ScriptError) as caught:
        read_script("titel: Sleep\nlines: [[], '{side} side.']\nsources: x", LESSON, "t.yaml")
    assert str(caught.value).splitlines() == [
        "t.yaml:1:1: unknown key 'titel'",
        "  hint: did you mean 'title'?",
        "t.yaml:1:1: the key 'title' is missing",
        "  hint: title: its name, as the coach says it",
        "t.yaml:2:9: expected at least 1 in this list, found 0",
        "t.yaml:2:13: no variable is called '{side}'",
        "  hint: no variable can stand here",
    ]


def test_it_becomes_a_routine_with_more_time_after_a_paragraph():
    routine = make_lesson_routine(read_script(TALK, LESSON, "sleep.yaml"))
    steps = routine.sections[0].steps
    assert all(isinstance(step, Say) and step.pace is Pace.TALK for step in steps)
    assert [line.text for step in steps for line in step.say] == [
        "A quiet hour helps.",
        "So does a dark room.",
        "Sleep well.",
    ]
    assert [step.pause for step in steps] == [500, 1500, 1500]


def test_the_estimate_is_its_words_at_the_pace_of_talk_and_its_pauses():
    talk = read_script(TALK, LESSON, "sleep.yaml")
    assert talk.length == 11 * 60_000 // 142 + 2 * 1500 + 500


def test_a_talk_is_found_by_name_and_by_path():
    path = own_talk()
    assert "sleep" in lesson_names()
    assert find_lesson("sleep") == find_lesson(str(path)) == load_lesson(path)
    assert find_lesson("sleep").name == "sleep"
    assert find_routine("sleep").title == find_routine(str(path)).title == "Sleep"


def test_a_routine_goes_before_a_talk_of_its_name():
    path = own_talk("lower-back")
    assert find_routine("lower-back").title == "Lower back"
    assert find_routine(str(path)).title == "Sleep"


def test_what_is_no_talk_is_refused_with_the_nearest():
    own_talk()
    with pytest.raises(UsageError, match="no talk is called 'slep'") as caught:
        find_lesson("slep")
    assert caught.value.problems[0].hint == "did you mean 'sleep'?"
    with pytest.raises(UsageError, match="no such file"):
        find_lesson("there/is/none.yaml")


def test_the_faults_of_all_talks_that_are_named_come_at_once():
    own_talk()
    own_talk("bad", "title: Bad\nlines: []\nsources: x\n")
    assert list(find_lessons({"sleep": None})) == ["sleep"]
    with pytest.raises(ScriptError) as caught:
        find_lessons({"sleep": None, "bad": None, "none": Where("r.yaml", 3, 4)})
    assert len(caught.value.problems) == 2
    assert "r.yaml:3:4: no talk is called 'none'" in str(caught.value)


def test_check_knows_a_talk():
    assert check_file(own_talk()).kind == "talk"
    with pytest.raises(ScriptError, match="unknown key 'length'"):
        check_file(own_talk("other", TALK + "length: 3m\n"))
