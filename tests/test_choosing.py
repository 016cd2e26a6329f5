"""The choice is the best there is: held against trying every combination."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.choosing import (
    BEYOND,
    SKIPPED,
    Plans,
    Rung,
    Stage,
    State,
    done,
    flat,
    nested,
)
from coach.positions import Position

PLACES = (Position.STANDING, Position.SUPINE, Position.PRONE)


def costs(place, move, first):
    def approach(state):
        seconds = (first if state.opens else 2) + (0 if state.position is place else move)
        return seconds, State(place, False, state.count)

    return approach


rungs = st.lists(
    st.builds(Rung, st.integers(1, 12), st.just(0), st.integers(0, 50)), min_size=1, max_size=3
).map(tuple)


@st.composite
def some_stages(draw, most=5):
    made = []
    for number in range(draw(st.integers(1, most))):
        place = draw(st.sampled_from(PLACES))
        approach = costs(place, draw(st.integers(0, 6)), draw(st.integers(0, 4)))
        optional = draw(st.booleans())
        made.append(Stage(f"e{number}", draw(rungs), approach, optional, counts=True))
    return tuple(made)


def finish(state):
    return 5 if state.position is Position.SUPINE else 0


def tried(stages, end=finish):
    """Give worth by seconds, of every combination there is."""
    best = {}
    choices = [[*range(len(s.rungs)), *([SKIPPED] if s.optional else [])] for s in flat(stages)]
    for picks in product(*choices):
        seconds, worth = spent(stages, picks, end)
        if seconds is not None:
            best[seconds] = max(best.get(seconds, -1), worth)
    return best


def spent(stages, picks, end=finish):
    state, seconds, worth, picks = State(), 0, 0, list(picks)
    for stage in stages:
        before = seconds
        for inner in stage.within or (stage,):
            pick = picks.pop(0)
            if pick != SKIPPED:
                cost, state = inner.approach(state)
                seconds += cost + inner.rungs[pick].seconds
                worth += inner.rungs[pick].worth
        if stage.within and seconds - before > stage.cap:
            return None, 0
    return seconds + end(state), worth


@settings(deadline=None, max_examples=150)
@given(some_stages())
def test_the_best_worth_of_every_second_is_found(stages):
    plans = Plans(stages, finish, 90)
    best = tried(stages)
    found = {n: int(w) for n, w in enumerate(plans.worth) if w >= 0}
    assert found == {n: w for n, w in best.items() if n <= 90}


@settings(deadline=None, max_examples=150)
@given(some_stages(), st.integers(0, 90), st.integers(0, 30))
def test_a_plan_takes_what_it_says_and_the_first_is_the_best_that_fits(stages, seconds, slack):
    plans = Plans(stages, finish, 90)
    best = tried(stages)
    inside = {n: w for n, w in best.items() if max(0, seconds - slack) <= n <= seconds}
    for number, picks in enumerate(plans.fitting(seconds, slack)):
        took, worth = spent(stages, picks)
        assert took <= seconds
        assert worth == best[took]
        if not number and inside:
            assert worth == max(inside.values())
            assert took == max(n for n, w in inside.items() if w == worth)


@settings(deadline=None, max_examples=100)
@given(some_stages(3), some_stages(2), st.integers(0, 40), st.integers(0, 90))
def test_a_section_keeps_its_share_and_is_the_best_within_it(inner, outer, cap, seconds):
    stages = (*outer, Stage("section", (), lambda s: (0, s), within=inner, cap=cap))
    plans = Plans(stages, finish, 90)
    best = tried(stages)
    for picks in plans.fitting(seconds, 90):
        took, worth = spent(stages, picks)
        assert took is not None
        assert worth == max(w for n, w in best.items() if n <= seconds)
        break
    else:
        assert not [n for n in best if n <= seconds]


@settings(deadline=None, max_examples=60)
@given(some_stages())
def test_a_longer_session_contains_the_shorter_one(stages):
    def plan(kept, _limit):
        return Plans(
            tuple(
                Stage(s.name, s.rungs, s.approach, s.optional and s.name not in kept, counts=True)
                for s in stages
            ),
            finish,
            90,
        )

    def accept(plans, seconds):
        return next(iter(plans.fitting(seconds, 90)), None)

    before = frozenset()
    plain = Plans(stages, finish, 90)
    for last in range(10, 91, 10):
        picks = nested(plan, accept, range(10, last + 1, 10))
        if picks is not None:
            assert before <= done(plain, picks)
            assert spent(stages, picks)[0] <= last
            before = done(plain, picks)


def test_a_stage_beyond_reach_makes_a_plan_impossible():
    stage = Stage("gate", (Rung(0),), lambda state: (BEYOND, state))
    assert Plans((stage,), finish, 100).shortest is None


def test_ties_are_broken_the_same_way_every_time():
    twins = tuple(
        Stage(name, (Rung(5, 0, 10),), costs(Position.SUPINE, 0, 2), True, counts=True)
        for name in "abc"
    )
    found = {next(iter(Plans(twins, finish, 60).fitting(14, 5))) for _ in range(5)}
    assert len(found) == 1
