"""The same session is not word for word the same on another day, and yet reproducible."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach import parse
from coach.checks.script_check import check_file
from coach.errors import ScriptError
from coach.pipeline import load_routine_with_cards, prepare_from_planner, prepare_session
from coach.plan.request import SessionRequest
from coach.plan.variety import rotate_list, vary_wording
from coach.script.library import find_facts, load_phrases
from coach.script.reader import read_script
from coach.script.routine import ROUTINE
from coach.script.steps import Sides
from coach.script.talk_level import TalkLevel
from coach.system.paths import routine_names
from coach.timeline.delivery import Delivery
from coach.timeline.session import make_usual_session
from coach.timeline.source import Track, Utterance
from coach.timeline.unroll import unroll
from tests.planners import planner_for

pytestmark = pytest.mark.content

PHRASES = load_phrases("en")
FEW = {"lower-back", "walk", "breathing", "tabata"}
"""One with cards and floor, one on the way, one that breathes, one with times of its own."""
SAME_DAY = [
    pytest.param(name, marks=() if name in FEW else (pytest.mark.slow, pytest.mark.grid))
    for name in routine_names()
]


def words(prepared, *kinds):
    clips = (clip for clip in prepared.timeline.clips if isinstance(clip.source, Utterance))
    return [clip.source.text for clip in clips if not kinds or clip.kind in kinds]


def said(text: str, seed: int) -> list[str]:
    """All that free steps say, as they are spoken."""
    routine = read_script(text, ROUTINE, "x.yaml")
    varied = vary_wording(seed, routine, {}, PHRASES)
    manner = Delivery(varied.phrases, first_side=varied.first_side)
    acts = unroll(make_usual_session(varied.routine, varied.cards, manner))
    lines = (line for act in acts for line in getattr(act.step, "say", ()) or ())
    return [line.text for line in lines]


@given(st.integers(1, 30), st.integers(1, 100_000), st.text(max_size=9))
def test_each_comes_first_once_before_any_does_again(size, seed, name):
    lines = tuple(range(size))
    firsts = [rotate_list(lines, seed + day, name)[0] for day in range(size)]
    assert sorted(firsts) == list(lines)
    assert sorted(rotate_list(lines, seed, name)) == list(lines)
    assert rotate_list(lines, 0, name) == lines


@pytest.mark.parametrize("size", [2, 3, 4])
def test_lists_of_one_length_do_not_go_on_in_step(size):
    lines = tuple(range(size))
    cards = [f"card-{number}" for number in range(40)]
    for seed in range(1, 9):
        firsts = [rotate_list(lines, seed, card)[0] for card in cards]
        assert set(firsts) == set(lines)
        tomorrow = [rotate_list(lines, seed + 1, card)[0] for card in cards]
        assert not [card for card, a, b in zip(cards, firsts, tomorrow, strict=True) if a == b]


def test_no_day_has_the_first_purposes_of_all_cards():
    routine, cards = load_routine_with_cards("lower-back")
    for seed in range(1, 7):
        varied = vary_wording(seed, routine, cards, PHRASES).cards
        pairs = [(card.purpose, varied[slug].purpose[0]) for slug, card in cards.items()]
        places = [(len(all_of), all_of.index(one)) for all_of, one in pairs]
        for size in {len(all_of) for all_of, _ in pairs if len(all_of) > 1}:
            assert {place for of, place in places if of == size} == set(range(size))


def test_a_choice_is_the_same_on_every_machine():
    lines = tuple("abcdefg")
    assert ["".join(rotate_list(lines, 5, name)) for name in ("x", "y")] == ["cdefgab", "bcdefga"]


@pytest.mark.content
@pytest.mark.parametrize("name", routine_names())
def test_the_seed_nought_takes_all_as_it_is_written(name):
    routine, cards = load_routine_with_cards(name)
    varied = vary_wording(0, routine, cards, PHRASES)
    assert (varied.routine.closing, varied.cards) == (routine.closing, cards)
    assert replace(varied.phrases, seed=0) == PHRASES
    assert varied.first_side == "right"


@pytest.mark.content
@pytest.mark.parametrize("name", routine_names())
def test_another_day_is_another_session(name):
    today, tomorrow = (prepare_session(name, SessionRequest("tone", seed=seed)) for seed in (7, 8))
    if today.session.cards:
        assert words(today) != words(tomorrow)


@pytest.mark.parametrize("name", SAME_DAY)
def test_the_same_day_is_the_same_session(name):
    today, again = (prepare_session(name, SessionRequest("tone", seed=7)) for _ in range(2))
    assert today.timeline == again.timeline


@pytest.mark.parametrize("seed", [1, 2, 3, 20_000])
@pytest.mark.parametrize("length", [600_000, 1_234_000])
def test_lengths_are_met_on_every_day(seed, length):
    planner, studio = planner_for("lower-back", seed=seed)
    assert prepare_from_planner(planner, studio, length).timeline.length == length


PICK = "{title: T, steps: [{say: [A., B., C., D., E.], pick: 2}]}"


def test_as_many_lines_are_picked_as_asked_in_their_order_and_all_of_them_in_time():
    found = set()
    for seed in range(1, 6):
        lines = said(PICK, seed)
        assert len(lines) == 2
        assert lines == sorted(lines)
        assert lines != said(PICK, seed + 1)
        found |= set(lines)
    assert found == {"A.", "B.", "C.", "D.", "E."}
    assert said(PICK, 0) == ["A.", "B."]


def test_sides_take_turns_in_beginning_unless_the_script_says():
    text = "{title: T, steps: [{sides: [{hold: 9s}]}, {sides: [{hold: 9s}], first: right}]}"
    routine = read_script(text, ROUTINE, "x.yaml")
    firsts = []
    for seed in range(3):
        steps = vary_wording(seed, routine, {}, PHRASES).routine.sections[0].steps
        firsts.append([step.first for step in steps if isinstance(step, Sides)])
    assert firsts == [["right", "right"], ["left", "right"], ["right", "right"]]
    sides = [
        clip.side
        for clip in prepare_session("lower-back", SessionRequest("tone", seed=1)).timeline.clips
    ]
    assert next(side for side in sides if side) == "left"


def test_who_has_heard_the_introduction_may_begin_at_once():
    whole, short = (
        prepare_session("lower-back", SessionRequest("tone", 900_000, skip_intro=skip))
        for skip in (False, True)
    )
    assert words(whole, "safety")
    assert words(short, "safety") == [load_phrases("en").safety["movement"].short[0].text]
    assert words(short)[1].startswith("First: ")
    assert short.timeline.length == 900_000


def test_one_fact_a_day_is_told_in_the_warm_up_with_full_talk_only():
    routine, _ = load_routine_with_cards("lower-back")
    known = {line.text for line in find_facts(routine)}
    told = [
        words(prepare_session("lower-back", SessionRequest("tone", 1_200_000, seed=seed)), "fact")
        for seed in (1, 2, 3)
    ]
    assert [len(one) for one in told] == [1, 1, 1]
    assert len({one[0] for one in told} & known) == 3
    short = prepare_session("lower-back", SessionRequest("tone", 1_200_000, talk=TalkLevel.SHORT))
    assert not words(short, "fact")
    (clip,) = (
        c
        for c in prepare_session("lower-back", SessionRequest("tone")).timeline.clips
        if c.kind == "fact"
    )
    assert (clip.exercise, clip.track) == ("March on the spot", Track.VOICE)


def test_without_a_warm_up_the_fact_is_told_before_the_end():
    prepared = prepare_session("breathing", SessionRequest("tone"))
    lines = words(prepared)
    (fact,) = words(prepared, "fact")
    assert lines.index(fact) > len(lines) * 3 // 4


def test_a_talk_that_nobody_has_is_wrong_with_its_place(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("title: T\nfacts: [slep]\nsteps: [Hello.]\n")
    with pytest.raises(ScriptError) as caught:
        check_file(path)
    (problem,) = caught.value.problems
    assert problem.message == "no talk is called 'slep'"
    assert (problem.where.line, problem.hint) == (2, "did you mean 'sleep'?")


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_side_that_is_worked_alone_stays_the_only_one(seed):
    steps = [{"sides": ["Lift.", {"hold": "8s"}], "only": "left"}]
    routine = parse({"title": "T", "steps": steps})
    varied = vary_wording(seed, routine, {}, PHRASES).routine
    [sides] = varied.sections[0].steps
    assert (sides.first, sides.only) == (None, "left")
