"""The plan that a session tells at its beginning."""

from dataclasses import replace

import pytest

from coach.pipeline import prepare_session
from coach.plan.request import Filters, SessionRequest
from coach.script.library import load_exercise, load_phrases
from coach.script.talk_level import TalkLevel
from coach.system.paths import script_paths
from coach.timeline.source import Sound, spoken_text

pytestmark = pytest.mark.content

WORDS = load_phrases("en").plan
KINDS = ("plan", "wait")
NAMED = "title: Mine\nplan: true\nopening: [Welcome to this.]\nsections:\n  - title: Work\n    "


def told(prepared) -> list[str]:
    """Give what a session says of its plan."""
    clips = [clip for clip in prepared.timeline.clips if clip.kind in KINDS]
    return [spoken_text(clip.source) for clip in clips if not isinstance(clip.source, Sound)]


def hear(tmp_path, exercises: str, **more):
    path = tmp_path / "mine.yaml"
    path.write_text(f"{NAMED}exercises: [{exercises}]\n")
    return prepare_session(str(path), SessionRequest("tone", **more))


def test_it_is_told_how_long_where_and_with_what(tmp_path):
    prepared = hear(tmp_path, "march, childs-pose, bridge, breathing")
    time, needs = told(prepared)
    assert time == f"{round(prepared.length / 60_000)} minutes, standing and on the mat."
    assert needs == "You'll need a mat, a sturdy chair and a cushion."
    kinds = [clip.kind for clip in prepared.timeline.clips if clip.kind != "sound"]
    assert kinds[:3] == ["say", "plan", "wait"], "behind the first words"


@pytest.mark.parametrize(
    ("exercises", "places", "needs"),
    [
        ("bridge, pelvic-tilt", "all lying down", "a mat and a sturdy chair"),
        ("seated-tilt, seated-march", "all on a chair", "a sturdy chair"),
        ("hip-hinge, shoulder-rolls", "all standing up", ""),
        ("hip-hinge, seated-tilt", "standing and on a chair", "a sturdy chair"),
    ],
)
def test_only_what_this_session_has_is_told(tmp_path, exercises, places, needs):
    time, *rest = told(hear(tmp_path, exercises))
    assert time.endswith(f", {places}.")
    assert rest == ([f"You'll need {needs}."] if needs else [])


@pytest.mark.parametrize(
    ("exercises", "limits", "needs"),
    [
        ("cat-camel, piriformis", (), "a mat and a sturdy chair"),
        ("small-tilt, seated-tilt", (), "a sturdy chair"),
        ("cat-camel, hamstring", (), "a mat, a sturdy chair and a towel"),
        ("cat-camel", ("knee",), "a mat, a sturdy chair, a cushion and a towel"),
        ("seated-tilt, seated-rest", (), "a sturdy chair and a sturdy table"),
        ("seated-tilt, seated-rest", ("acute-flare",), "a sturdy chair"),
    ],
)
def test_nothing_is_fetched_that_nobody_is_told_to_use(tmp_path, exercises, limits, needs):
    _, said = told(hear(tmp_path, exercises, filters=Filters(limits=limits)))
    assert said == f"You'll need {needs}."


def test_there_is_time_to_fetch_it(tmp_path):
    prepared = hear(tmp_path, "bridge, hamstring")
    needs, ready = [clip for clip in prepared.timeline.clips if clip.kind == "wait"]
    assert isinstance(ready.source, Sound)
    assert ready.start - needs.end >= 5_000


def test_who_must_not_kneel_is_told_of_a_bed(tmp_path):
    limits = Filters(limits=("no-kneeling",))
    time, needs = told(hear(tmp_path, "march, bridge", filters=limits))
    assert time.endswith("standing and on a bed.")
    assert needs == "You'll need a firm bed and a sturdy chair."


def test_who_does_all_of_it_in_bed_is_not_told_to_fetch_one(tmp_path):
    limits = Filters(limits=("no-kneeling",))
    (time,) = told(hear(tmp_path, "bridge", filters=limits))
    assert time.endswith("all lying on a bed.")


def test_short_talk_tells_no_places_and_bells_nothing(tmp_path):
    time, needs = told(hear(tmp_path, "march, bridge", talk=TalkLevel.SHORT))
    assert "," not in time
    assert needs == "You'll need a mat and a sturdy chair."
    assert told(hear(tmp_path, "march, bridge", talk=TalkLevel.BELL)) == []


@pytest.mark.parametrize("minutes", [8, 13, 21, 40])
def test_whatever_is_told_the_length_is_exact(minutes):
    prepared = prepare_session("lower-back", SessionRequest("tone", minutes * 60_000))
    assert prepared.timeline.length == minutes * 60_000
    assert told(prepared)[0].startswith(f"{minutes} minutes")


def test_names_are_joined_as_the_language_does():
    assert WORDS.join_list(["a"]) == "a"
    assert WORDS.join_list(["a", "b"]) == "a and b"
    assert WORDS.join_list(["a", "b", "c", "d"]) == "a, b, c and d"
    other = replace(WORDS, two="{first} und {last}", more="{first}; {last}")
    assert other.join_list(["a", "b", "c"]) == "a; b und c"


def test_each_thing_of_a_card_that_a_plan_may_name_has_its_words():
    for name, path in script_paths("exercises").items():
        if not name.startswith(("walk-", "cycle-", "water-")):
            for thing in load_exercise(path).equipment:
                assert thing in WORDS.things, f"{name}: {thing}"
