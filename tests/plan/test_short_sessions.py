"""Sessions too short for full teaching: the same few exercises, in few words."""

import pytest

from coach.pipeline import prepare_from_planner
from coach.plan.short_sessions import FRAMING_GOALS
from coach.script.library import find_exercises, load_phrases
from coach.script.steps import Say
from coach.script.talk_level import TalkLevel
from coach.timeline.delivery import Delivery
from coach.timeline.dose import Dose
from coach.timeline.guidance import (
    make_announcement,
    make_exercise_steps,
    make_setup_steps,
)
from coach.timeline.source import Track
from tests.planners import chosen, planner_for
from tests.talks import TALKS

BACK = [
    "lower-back",
    "lower-back-stretch",
    "lower-back-strength",
    "morning",
    "bedtime",
    "no-floor",
    "after-sitting",
    "flare-up",
]
FIVE = 300_000
SHORTEST = dict.fromkeys(BACK, FIVE)
# It begins with three easy breaths, for which a bad day should always have the time.
SHORTEST["flare-up"] = 360_000


def kinds(prepared):
    return {clip.kind for clip in prepared.timeline.clips if clip.track is Track.VOICE}


GRID = pytest.mark.slow, pytest.mark.grid
VOICES = [("tone", name) for name in BACK] + [("espeak", BACK[0])]
VOICES += [pytest.param("espeak", name, marks=GRID) for name in BACK[1:]]


@pytest.mark.content
@pytest.mark.parametrize(("voice", "name"), VOICES)
def test_every_session_for_the_back_is_there_in_few_minutes_of_full_talk(name, voice):
    planner, studio = planner_for(name, voice)
    length = SHORTEST[name]
    assert planner.length_range.shortest <= length
    prepared = prepare_from_planner(planner, studio, length)
    assert prepared.timeline.length == length
    goals = [set(card.goals) for card in prepared.session.cards.values()]
    assert any(not FRAMING_GOALS & each for each in goals)
    assert "safety" in kinds(prepared)


@pytest.mark.content
@pytest.mark.parametrize("talk", TALKS)
@pytest.mark.parametrize("name", BACK)
def test_what_is_done_in_few_words_is_done_in_full_as_soon_as_there_is_time(name, talk):
    planner, studio = planner_for(name, talk=talk)
    before = set()
    for minute in range(SHORTEST[name] // 60_000, 13):
        done = {
            m.title for m in prepare_from_planner(planner, studio, minute * 60_000).timeline.markers
        }
        assert before <= done
        before = done


def test_it_is_taught_in_full_as_soon_as_there_is_time_and_says_from_when_on():
    planner, studio = planner_for("lower-back")
    assert planner.shortest_full_length > FIVE
    short, whole = (
        prepare_from_planner(planner, studio, planner.shortest_full_length - less)
        for less in (1_000, 0)
    )
    assert short.session.delivery.brief
    assert not whole.session.delivery.brief
    assert "purpose" in kinds(whole)
    assert "purpose" not in kinds(short)
    clock = (
        f"{planner.shortest_full_length // 60_000}:{planner.shortest_full_length // 1_000 % 60:02}"
    )
    assert short.notices == (f"in few words: it is taught in full from {clock} on",)
    assert whole.notices == ()
    assert {left.name for left in short.left_out} >= {left.name for left in whole.left_out}


def test_safety_the_set_up_and_the_time_for_the_body_stay():
    card = find_exercises({"bird-dog": None})["bird-dog"]
    dose = Dose(reps=3, hold=5_000)

    def led(*, brief):
        manner = Delivery(load_phrases("en"), brief=brief)
        acts = [
            *make_announcement(card, dose, manner, is_first=True),
            *make_setup_steps(card, dose, manner),
            *make_exercise_steps(card, dose, manner),
        ]
        return [(act.step.kind, act.step.say) for act in acts if isinstance(act.step, Say)]

    full, brief = led(brief=False), led(brief=True)
    for kind in ("announce", "set-up", "caution"):
        assert [say for k, say in brief if k == kind] == [say for k, say in full if k == kind]
    taught = [line for k, say in brief if k == "step" for line in say]
    assert tuple(taught) == card.steps.short
    assert "purpose" not in dict(brief)


@pytest.mark.content
@pytest.mark.parametrize("talk", [TalkLevel.SHORT, TalkLevel.BELL])
@pytest.mark.parametrize("name", BACK)
def test_who_wants_less_talk_needs_no_more_time(name, talk):
    planner, studio = planner_for(name, talk=talk)
    length = SHORTEST[name]
    assert planner.length_range.shortest <= length
    prepared = prepare_from_planner(planner, studio, length)
    assert prepared.timeline.length == length
    goals = [set(card.goals) for card, _ in chosen(prepared).values()]
    assert any(not FRAMING_GOALS & each for each in goals)
    assert "safety" in kinds(prepared)


@pytest.mark.content
@pytest.mark.parametrize("more", [{"slow": True}, {"easy": True}], ids=["slow", "easy"])
@pytest.mark.parametrize("name", BACK)
def test_less_talk_is_never_longer(name, more):
    full, short, bell = (
        planner_for(name, talk=talk, **more)[0].length_range.shortest for talk in TALKS
    )
    assert bell <= short <= full


@pytest.mark.parametrize("talk", [TalkLevel.SHORT, TalkLevel.BELL])
def test_with_less_talk_it_says_from_when_on_nothing_is_left_out(talk):
    planner, studio = planner_for("lower-back", talk=talk)
    always = {one.exercise for one in planner.routine.exercises if one.always}
    short, whole = (
        prepare_from_planner(planner, studio, planner.shortest_full_length - less)
        for less in (1_000, 0)
    )
    assert always <= set(chosen(whole))
    assert whole.notices == ()
    (notice,) = short.notices
    clock = (
        f"{planner.shortest_full_length // 60_000}:{planner.shortest_full_length // 1_000 % 60:02}"
    )
    assert notice == f"shortened: all that is always done has its time from {clock} on"


def test_what_has_to_be_done_as_a_whole_is_not_shortened():
    planner, _ = planner_for("physio-sheet")
    assert planner.brief_planner is None
