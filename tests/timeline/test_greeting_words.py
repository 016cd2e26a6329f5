"""The greeting of a session: the true one is said, it costs no exactness, and words may lack."""

from dataclasses import replace

import pytest

from coach.pipeline import prepare_session
from coach.plan.progression import Progression
from coach.plan.request import SessionRequest
from coach.script.talk_level import TalkLevel
from coach.timeline.greetings import NO_GREETINGS, Greeting, Greetings

pytestmark = pytest.mark.content

MINUTE = 60_000
USUAL = Greeting("greeting_times", number=1)
NEW = tuple(Greeting("greeting_new", name) for name in ("bridge", "press-up", "hamstring-stretch"))


def prepare(greetings, name="lower-back", minutes=10, **more):
    request = SessionRequest("tone", minutes * MINUTE, TalkLevel.AUTO, seed=3)
    progression = Progression(greetings=greetings)
    return prepare_session(name, replace(request, progression=progression, **more))


def spoken(prepared, kind="greeting"):
    return [clip.source.text for clip in prepared.timeline.clips if clip.kind == kind]


def test_the_one_new_exercise_that_is_done_is_named():
    prepared = prepare(Greetings(USUAL, NEW))
    done = prepared.session.exercises
    assert [name for name in ("bridge", "press-up", "hamstring-stretch") if name in done] == [
        "bridge"
    ]
    assert spoken(prepared) == ["New today: Bridge."]


def test_of_no_new_exercise_or_several_the_usual_is_told():
    assert spoken(prepare(Greetings(USUAL, NEW[1:]))) == ["Third time this week."]
    several = tuple(Greeting("greeting_new", name) for name in ("bridge", "pelvic-tilt"))
    assert spoken(prepare(Greetings(USUAL, several))) == ["Third time this week."]


def test_where_nothing_is_true_of_what_is_done_nothing_is_said_and_the_chapters_stay():
    prepared, plain = prepare(Greetings(None, NEW[1:])), prepare(NO_GREETINGS)
    assert spoken(prepared) == spoken(plain) == []
    titles = [[marker.title for marker in one.timeline.markers] for one in (prepared, plain)]
    assert titles[0] == titles[1]


@pytest.mark.parametrize("minutes", [5, 8, 10, 15, 20, 30, 45])
@pytest.mark.parametrize("greetings", [Greetings(USUAL, NEW), Greetings(Greeting("greeting_back"))])
def test_a_greeted_session_is_as_long_as_was_asked_for(greetings, minutes):
    prepared = prepare(greetings, minutes=minutes)
    assert prepared.length == minutes * MINUTE
    assert len(spoken(prepared)) == 1


def test_it_is_said_once_behind_the_first_words_and_before_the_plan():
    prepared = prepare(Greetings(USUAL), minutes=20)
    kinds = [clip.kind for clip in prepared.timeline.clips if clip.kind != "sound"]
    assert kinds[:3] == ["say", "greeting", "plan"]


def test_who_wants_no_words_or_no_opening_is_not_greeted():
    assert spoken(prepare(Greetings(USUAL), talk=TalkLevel.BELL)) == []
    assert spoken(prepare(Greetings(USUAL), skip_intro=True)) == []


def test_who_writes_the_whole_opening_greets_by_themselves():
    assert spoken(prepare(Greetings(USUAL), "walk", 20)) == []


def test_words_that_a_language_lacks_are_not_said():
    assert spoken(prepare(Greetings(Greeting("greeting_times", number=99)))) == []
