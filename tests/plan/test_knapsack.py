"""The choice is the best there is: held against trying every combination."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.plan.knapsack import (
    INFINITE_SECONDS,
    SKIPPED,
    BodyState,
    DoseOption,
    KnapsackTable,
    Stage,
    flatten_stages,
    make_capped_stage,
    stage_bounds,
)
from coach.plan.nesting import find_first_time, list_nested_picks, list_picked_exercises
from coach.plan.plan_rules import STRICT
from coach.script.positions import Position

PLACES = (Position.STANDING, Position.SUPINE, Position.PRONE)


def costs(place, move, first):
    def approach(state):
        seconds = (first if state.is_first_exercise else 2) + (
            0 if state.position is place else move
        )
        return seconds, BodyState(place, False, state.count)

    return approach


rungs = st.lists(
    st.builds(DoseOption, st.integers(1, 12), st.just(0), st.integers(0, 50)),
    min_size=1,
    max_size=3,
).map(tuple)


@st.composite
def some_stages(draw, most=5):
    made = []
    for number in range(draw(st.integers(1, most))):
        place = draw(st.sampled_from(PLACES))
        approach = costs(place, draw(st.integers(0, 6)), draw(st.integers(0, 4)))
        optional = draw(st.booleans())
        made.append(Stage(f"e{number}", draw(rungs), approach, optional, is_exercise=True))
    return tuple(made)


def finish(state):
    return 5 if state.position is Position.SUPINE else 0


def tried(stages, end=finish):
    """Give worth by seconds, of every combination there is."""
    best = {}
    choices = [
        [*range(len(s.options)), *([SKIPPED] if s.optional else [])] for s in flatten_stages(stages)
    ]
    for picks in product(*choices):
        seconds, worth = spent(stages, picks, end)
        if seconds is not None:
            best[seconds] = max(best.get(seconds, -1), worth)
    return best


def spent(stages, picks, end=finish):
    state, seconds, worth, picks = BodyState(), 0, 0, list(picks)
    for stage in stages:
        before = seconds
        for inner in stage.inner_stages or (stage,):
            pick = picks.pop(0)
            if pick != SKIPPED:
                cost, state = inner.approach(state)
                seconds += cost + inner.options[pick].seconds
                worth += inner.options[pick].worth
        if stage.inner_stages and seconds - before > stage.cap_seconds:
            return None, 0
    return seconds + end(state), worth


@settings(deadline=None, max_examples=150)
@given(some_stages())
def test_the_best_worth_of_every_second_is_found(stages):
    plans = KnapsackTable(stages, finish, 90)
    best = tried(stages)
    found = {n: int(w) for n, w in enumerate(plans.worth) if w >= 0}
    assert found == {n: w for n, w in best.items() if n <= 90}


@settings(deadline=None, max_examples=150)
@given(some_stages(), st.integers(0, 90), st.integers(0, 30))
def test_a_plan_takes_what_it_says_and_the_first_is_the_best_that_fits(stages, seconds, slack):
    plans = KnapsackTable(stages, finish, 90)
    best = tried(stages)
    inside = {n: w for n, w in best.items() if max(0, seconds - slack) <= n <= seconds}
    for number, picks in enumerate(plans.list_fitting_picks(seconds, slack)):
        took, worth = spent(stages, picks)
        assert took <= seconds
        assert worth == best[took]
        if not number and inside:
            assert worth == max(inside.values())
            assert took == max(n for n, w in inside.items() if w == worth)


@settings(deadline=None, max_examples=100)
@given(some_stages(3), some_stages(2), st.integers(0, 40), st.integers(0, 90))
def test_a_section_keeps_its_share_and_is_the_best_within_it(inner, outer, cap, seconds):
    stages = (*outer, Stage("section", (), lambda s: (0, s), inner_stages=inner, cap_seconds=cap))
    plans = KnapsackTable(stages, finish, 90)
    best = tried(stages)
    for picks in plans.list_fitting_picks(seconds, 90):
        took, worth = spent(stages, picks)
        assert took is not None
        assert worth == max(w for n, w in best.items() if n <= seconds)
        break
    else:
        assert not [n for n in best if n <= seconds]


@settings(deadline=None, max_examples=150)
@given(some_stages())
def test_no_plan_takes_longer_than_is_reached(stages):
    most, states = 0, {BodyState()}
    for stage in stages:
        seconds, states = stage_bounds(stage, states)
        most += seconds
    assert max(tried(stages)) <= most + max(map(finish, states))


def test_a_stage_reaches_by_its_dearest_way_that_can_be_gone():
    costs_by = {Position.STANDING: 3, Position.SUPINE: 7, Position.PRONE: INFINITE_SECONDS}
    there = BodyState(Position.SEATED, False)

    def approach(state):
        return costs_by[state.position], there

    stage = Stage("x", (DoseOption(20, 0, 0), DoseOption(50, 0, 0), DoseOption(30, 0, 0)), approach)
    before = {BodyState(place, False) for place in costs_by}
    assert stage_bounds(stage, before) == (57, {there})
    assert stage_bounds(replace(stage, optional=True), before) == (57, {there, *before})
    assert stage_bounds(stage, {BodyState(Position.PRONE, False)}) == (50, {there})


def test_what_is_capped_moves_nobody():
    within = (Stage("x", (DoseOption(20, 0, 0),), costs(Position.PRONE, 2, 1)),)
    made = make_capped_stage("Section", within, 40)
    assert made == Stage("Section", (), made.approach, inner_stages=within, cap_seconds=40)
    assert made.approach(BodyState(Position.PRONE, False, 3)) == (
        0,
        BodyState(Position.PRONE, False, 3),
    )


@settings(deadline=None, max_examples=60)
@given(some_stages())
def test_a_longer_session_contains_the_shorter_one(stages):
    def plan(rules, _limit):
        return KnapsackTable(
            tuple(
                Stage(
                    s.name,
                    s.options,
                    s.approach,
                    s.optional and s.name not in rules.required,
                    is_exercise=True,
                )
                for s in stages
            ),
            finish,
            90,
        )

    def accept(plans, _rules, seconds):
        return next(iter(plans.list_fitting_picks(seconds, 90)), None)

    before = frozenset()
    plain = KnapsackTable(stages, finish, 90)
    for last in range(10, 91, 10):
        *_, picks = list_nested_picks(
            lambda _time: (STRICT,), plan, accept, range(10, last + 1, 10)
        )
        if picks is not None:
            assert before <= list_picked_exercises(plain, picks)
            assert spent(stages, picks)[0] <= last
            before = list_picked_exercises(plain, picks)


def test_a_stage_beyond_reach_makes_a_plan_impossible():
    stage = Stage("gate", (DoseOption(0),), lambda state: (INFINITE_SECONDS, state))
    assert KnapsackTable((stage,), finish, 100).shortest_seconds is None


def test_ties_are_broken_the_same_way_every_time():
    twins = tuple(
        Stage(name, (DoseOption(5, 0, 10),), costs(Position.SUPINE, 0, 2), True, is_exercise=True)
        for name in "abc"
    )
    found = {
        next(iter(KnapsackTable(twins, finish, 60).list_fitting_picks(14, 5))) for _ in range(5)
    }
    assert len(found) == 1


def stage(name, *rungs, optional=True, cost=0):
    """Give a stage that may begin anywhere; each of its rungs as (seconds, worth)."""
    made = tuple(DoseOption(seconds, 0, worth) for seconds, worth in rungs)
    return Stage(name, made, lambda state: (cost, state), optional, is_exercise=True)


def plans_of(*stages, limit=60, end=0):
    return KnapsackTable(stages, lambda _state: end, limit)


def test_plans_come_best_first_of_those_that_can_be_filled_up_then_the_longest_of_the_rest():
    plans = plans_of(stage("a", (4, 5), (10, 30), (20, 20), (24, 30)))
    # Nothing at 0 s, then what the rungs take; of 10 s and 24 s, worth the same, the longer.
    assert list(plans.list_fitting_picks(24, 14)) == [(3,), (1,), (2,), (0,), (SKIPPED,)]
    assert list(plans.list_fitting_picks(24, 4)) == [(3,), (2,), (1,), (0,), (SKIPPED,)]
    assert list(plans.list_fitting_picks(23, 3)) == [(2,), (1,), (0,), (SKIPPED,)]
    assert list(plans.list_fitting_picks(0, 5)) == [(SKIPPED,)]
    assert list(plans.list_fitting_picks(-3, 0)) == []
    nothing = plans_of(stage("b", (0, 9), (5, 1), optional=False))
    assert list(nothing.list_fitting_picks(5, 5)) == [(0,), (1,)]


def test_a_time_beyond_the_limit_is_filled_as_far_as_the_limit_goes():
    plans = plans_of(stage("a", (10, 1), (20, 2), (21, 9)), limit=20)
    assert list(plans.list_fitting_picks(90, 0)) == [(1,), (0,), (SKIPPED,)]
    assert list(plans.list_fitting_picks(21, 1)) == [(1,), (0,), (SKIPPED,)]
    assert plans.worth.tolist()[20] == 2


def test_the_shortest_plan_is_that_of_the_fewest_seconds_not_of_the_least_worth():
    must = stage("a", (7, 90), (9, 0), optional=False)
    assert plans_of(must, end=5).shortest_seconds == 12
    assert plans_of(must, limit=11, end=5).shortest_seconds is None
    assert plans_of(stage("b", (7, 90))).shortest_seconds == 0


def test_the_first_of_two_rungs_that_are_worth_the_same_is_taken():
    plans = plans_of(stage("a", (10, 5), (10, 5), optional=False))
    assert list(plans.list_fitting_picks(10, 0)) == [(0,)]


def test_a_position_is_left_for_another_at_the_end_where_that_is_better():
    lying = Stage(
        "a", (DoseOption(10, 0, 5),), costs(Position.SUPINE, 0, 0), True, is_exercise=True
    )
    standing = Stage(
        "b", (DoseOption(10, 0, 5),), costs(Position.STANDING, 0, 0), True, is_exercise=True
    )
    plans = KnapsackTable((lying, standing), finish, 60)
    # Lying costs 5 s more in the end, so of 10 s only the standing one has them.
    assert next(iter(plans.list_fitting_picks(10, 0))) == (SKIPPED, 0)
    assert next(iter(plans.list_fitting_picks(15, 0))) == (0, SKIPPED)


def test_a_plan_is_told_back_through_every_place_the_body_was():
    def at(place, name, *rungs):
        made = tuple(DoseOption(seconds, 0, worth) for seconds, worth in rungs)
        return Stage(name, made, costs(place, move=3, first=1), True, is_exercise=True)

    inner = (at(Position.PRONE, "c", (4, 1), (6, 30)), at(Position.PRONE, "d", (5, 1), (9, 40)))
    stages = (
        at(Position.STANDING, "a", (3, 10), (8, 20), (11, 50)),
        at(Position.SUPINE, "b", (4, 20), (7, 60)),
        Stage("part", (), lambda state: (0, state), inner_stages=inner),
        at(Position.SUPINE, "e", (2, 10), (5, 70)),
    )
    plans = KnapsackTable(stages, finish, 90)
    found = {n: int(worth) for n, worth in enumerate(plans.worth) if worth >= 0}
    assert max(found.values()) == max(tried(stages).values())
    for seconds, worth in found.items():
        assert spent(stages, next(iter(plans.list_fitting_picks(seconds, 0)))) == (seconds, worth)


def test_what_is_done_is_named_but_for_what_is_always_there():
    gate = Stage("gate", (DoseOption(1),), lambda state: (0, state))
    inner = Stage("part", (), lambda state: (0, state), inner_stages=(stage("b", (1, 1)),))
    plans = plans_of(gate, stage("a", (1, 1)), inner, stage("c", (1, 1)))
    assert [one.name for one in flatten_stages(plans.stages)] == ["gate", "a", "b", "c"]
    assert list_picked_exercises(plans, (0, SKIPPED, 0, 0)) == {"b", "c"}
    with pytest.raises(ValueError, match="shorter"):
        list_picked_exercises(plans, (0, 0))


def test_a_section_takes_its_share_at_most_and_what_is_left_goes_to_others():
    inner = (stage("a", (10, 50)), stage("b", (10, 40)))
    part = Stage("part", (), lambda state: (0, state), inner_stages=inner, cap_seconds=10)
    plans = plans_of(part, stage("c", (10, 1)))
    assert next(iter(plans.list_fitting_picks(30, 30))) == (0, SKIPPED, 0)
    wider = Stage("part", (), lambda state: (0, state), inner_stages=inner, cap_seconds=20)
    assert next(iter(plans_of(wider, stage("c", (10, 1))).list_fitting_picks(30, 30))) == (0, 0, 0)


def test_in_a_section_longer_is_taken_only_where_it_is_worth_more():
    inner = (stage("a", (10, 5), (12, 5), (14, 6), optional=False),)
    plans = plans_of(Stage("part", (), lambda state: (0, state), inner_stages=inner))
    assert next(iter(plans.list_fitting_picks(13, 1))) == (0,)
    assert next(iter(plans.list_fitting_picks(14, 2))) == (2,)


def test_a_section_begins_where_the_body_is():
    def lying(name):
        approach = costs(Position.SUPINE, move=6, first=4)
        return Stage(name, (DoseOption(10),), approach, is_exercise=True)

    part = Stage("part", (), lambda state: (0, state), inner_stages=(lying("b"),))
    plans = KnapsackTable((lying("a"), part), lambda _state: 0, 60)
    assert plans.shortest_seconds == (4 + 6 + 10) + (2 + 0 + 10)
    assert list(plans.list_fitting_picks(60, 60)) == [(0, 0)]


@pytest.mark.parametrize("steps", [*range(10), 15, 16, 17, 100])
def test_the_first_time_from_which_it_holds_is_found(steps):
    assert find_first_time(lambda at: at >= 40 + 5 * steps, 40) == 40 + 5 * steps
    assert find_first_time(lambda at: at > 40 + 5 * steps, 40) == 45 + 5 * steps


def planned(times, refused=(), **more):
    """Choose for rising times; give what was chosen, and what was planned to choose from.

    Of 25 s the one that takes them all is worth most, but would drop the one of 10 s.
    """
    stages = {"a": (10, 10), "b": (25, 30)}
    asked = []

    def plan(rules, time):
        kept = rules.required
        asked.append((kept, time))
        return plans_of(*(stage(n, r, optional=n not in kept) for n, r in stages.items()))

    def accept(plans, _rules, time):
        return None if time in refused else next(iter(plans.list_fitting_picks(time, 5)), None)

    *_, picks = None, *list_nested_picks(lambda _time: (STRICT,), plan, accept, times, **more)
    return picks, asked


def test_a_longer_session_keeps_what_a_shorter_one_has_and_is_planned_anew_only_for_that():
    none, a = frozenset(), frozenset("a")
    assert planned((25,)) == ((SKIPPED, 0), [(none, 25)])
    assert planned((10, 25)) == ((0, SKIPPED), [(none, 10), (a, 25)])
    assert planned((10, 12, 25, 27)) == ((0, SKIPPED), [(none, 10), (a, 25)])
    assert planned((10, 25, 35)) == ((0, 0), [(none, 10), (a, 25)])
    assert planned((10, 35)) == ((0, 0), [(none, 10)])


def test_plans_that_hold_for_one_time_only_are_made_for_each():
    none, a = frozenset(), frozenset("a")
    assert planned((10, 25), reuse=False) == ((0, SKIPPED), [(none, 10), (a, 25)])
    wanted = [(none, 10), (a, 12), (a, 35)]
    assert planned((10, 12, 35), reuse=False) == ((0, 0), wanted)


def test_what_is_to_be_kept_from_the_first_is():
    b = frozenset("b")
    assert planned((10, 30), required=b) == ((SKIPPED, 0), [(b, 10)])
    assert planned((25, 35), required=b) == ((0, 0), [(b, 25)])


def test_where_nothing_fits_nothing_is_chosen():
    none, a = frozenset(), frozenset("a")
    assert planned((3, 4), refused=(3, 4)) == (None, [(none, 3)])
    assert planned(()) == (None, [])
    assert planned((10, 12), refused=(12,)) == (None, [(none, 10), (a, 12)])
    assert planned((10, 12, 25), refused=(10,)) == ((0, SKIPPED), [(none, 10), (a, 25)])
