"""With --easy, a flare or a limit, a gentler exercise goes before a harder one of like priority."""

import re
from dataclasses import replace

import pytest

from coach.plan.gentleness import find_strain
from coach.plan.plan_rules import WARMING_GOALS
from coach.plan.request import NO_FILTERS, Filters
from coach.script.library import find_exercises
from coach.script.talk_level import TalkLevel
from coach.system.paths import routine_names, script_paths
from coach.timeline.session import list_performs
from tests.planners import planner_for

CARDS = find_exercises(dict.fromkeys(script_paths("exercises")))
MINUTE = 60_000


def strain(name, *limits):
    return find_strain(CARDS[name], limits)


def test_what_is_left_out_in_a_flare_demands_most_and_what_moves_or_rests_least():
    demanding = {name for name in CARDS if strain(name) == 2}
    assert {"plank", "superman", "wall-sit", "walk-brisk"} <= demanding
    assert all("acute-flare" in CARDS[name].limits.skip for name in demanding)
    assert {strain(name) for name in ("bird-dog", "bridge", "sit-to-stand", "walk-steady")} == {1}
    gentle = ("knee-to-chest", "pelvic-tilt", "childs-pose", "cat-camel", "breathing", "walk-easy")
    assert {strain(name) for name in gentle} == {0}


def test_what_a_limit_changes_demands_more_of_who_has_it():
    assert strain("cat-camel", "knee") == strain("cat-camel", "pressure") + 1 == 1
    assert strain("plank", "knee", "shoulder") == 3


def list_reversals(session, routine):
    """Return the pairs of a harder exercise that is done and a gentler one that is not."""
    done = session.exercises
    offered = {one.exercise: one for one in routine.exercises}
    limits = session.delivery.limits
    return [
        (harder.exercise, gentler.exercise)
        for harder in offered.values()
        for gentler in offered.values()
        if harder.exercise in done and not harder.always and gentler.exercise not in done
        if gentler.priority >= harder.priority
        if strain(gentler.exercise, *limits) < strain(harder.exercise, *limits)
    ]


def assert_gentle_first(name, talk, minutes=None, **more):
    planner, _ = planner_for(name, talk=talk, **more)
    possible = planner.length_range
    assert not possible.is_empty
    every = minutes or range(-(-possible.shortest // MINUTE), possible.longest // MINUTE + 1, 4)
    for length in (minute * MINUTE for minute in every):
        if possible.shortest <= length <= possible.longest and (
            planner.choose_session(length) is not None
        ):
            session, left_out = planner.choose_session(length)
            for harder, gentler in list_reversals(session, planner.routine):
                if opens_warm(harder, gentler, session, planner.routine):
                    continue
                assert is_needed(harder, name, talk, length, more), (length, harder, gentler)
            assert_true_reasons(session, left_out)


def opens_warm(harder, gentler, session, routine):
    """Return whether the harder one opens the session, which the gentler one could not.

    What opens warms, and stands before all that is always done.
    """
    first = next(one for part in session.parts for one in list_performs(part.steps)).exercise
    names = [one.exercise for one in routine.exercises]
    behind = min(names.index(one.exercise) for one in routine.exercises if one.always)
    warms = not WARMING_GOALS.isdisjoint(CARDS[harder].goals)
    return harder == first and warms and names.index(gentler) > behind


def is_needed(harder, name, talk, length, more):
    """Return whether without an exercise there is no session of this length, or a shorter one.

    What a shorter session has, a longer one has, too.
    """
    filters = more.get("filters", NO_FILTERS)
    others = replace(filters, without=(*filters.without, harder))
    planner, _ = planner_for(name, talk=talk, **{**more, "filters": others})
    lengths = range(-(-planner.length_range.shortest // MINUTE) * MINUTE, length, MINUTE)
    return any(planner.choose_session(one) is None for one in (*lengths, length))


def assert_true_reasons(session, left_out):
    """Assert that what is named as gentler is gentler, and was left out itself."""
    names = {card.name: slug for slug, card in CARDS.items()}
    for one in left_out:
        if named := re.match(r"only after (.+), which is gentler", one.reason):
            gentler, harder = names[named[1]], names[one.name]
            assert gentler not in session.exercises
            limits = session.delivery.limits
            assert strain(gentler, *limits) < strain(harder, *limits)


@pytest.mark.content
@pytest.mark.parametrize("name", routine_names())
def test_with_easy_no_routine_has_what_is_harder_before_what_is_gentler(name):
    assert_gentle_first(name, TalkLevel.SHORT, (5, 10, 15, 20), easy=True)


@pytest.mark.grid
@pytest.mark.slow
@pytest.mark.content
@pytest.mark.parametrize("limit", ["acute-flare", "knee", "pregnant", "pressure"])
@pytest.mark.parametrize("name", routine_names())
def test_with_a_limit_no_routine_has_what_is_harder_before_what_is_gentler(name, limit):
    assert_gentle_first(name, TalkLevel.SHORT, filters=Filters(limits=(limit,)))


@pytest.mark.content
def test_a_sore_knee_on_a_sore_day_gets_no_plank_for_knee_to_chest():
    filters = Filters(limits=("knee",), without=("bridge",))
    assert_gentle_first(
        "lower-back", TalkLevel.FULL, (8, 10, 12, 15, 20), easy=True, filters=filters
    )
