"""Every length that is stated can be asked for: the ends, the usual one, whatever a refusal names.

That holds for shipped routines and for those made at random, of free steps, too.
"""

import re
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import coach
from coach import catalog
from coach.errors import UsageError
from coach.pipeline import load_routine_with_cards, make_planner, prepare_from_planner
from coach.plan.request import Filters, SessionRequest
from coach.plan.session_stages import SessionStages
from coach.plan.target_length import find_target_length, find_usual_length
from coach.script.talk_level import TalkLevel
from coach.speech.studio import ignore_progress, open_studio
from coach.system.paths import routine_names
from coach.units import parse_duration
from tests.planners import planner_for
from tests.talks import TALKS

FORMS = [
    {"title": "T", "steps": ["Ho.", {"hold": "5s"}]},
    {"title": "T", "length": "0:30", "steps": ["Ho.", {"hold": "5s"}]},
    {"title": "T", "steps": ["Ho.", {"hold": "5s"}], "closing": [{"silence": "3s", "stretch": 7}]},
    {"title": "T", "longest": "2m", "steps": ["Ho.", {"hold": "3m"}]},
    {"title": "T", "sections": [{"exercises": [{"exercise": "bridge", "always": True}]}]},
    {"title": "T", "longest": "1m", "sections": [{"exercises": ["bridge", "march"]}]},
    {
        "title": "T",
        "sections": [
            {"exercises": ["bridge", "knee-to-chest"], "share": 20},
            {"exercises": [{"exercise": "march", "always": True}]},
        ],
    },
    {
        "title": "T",
        "sections": [
            {"exercises": [{"exercise": "bridge", "always": True}, "bird-dog"], "share": 60},
            {"exercises": ["breathing", "cat-camel", "march"]},
        ],
    },
    {
        "title": "T",
        "longest": "188s",
        "sections": [{"exercises": [{"exercise": "march", "priority": 4}, "bird-dog"]}] * 2,
    },
    {
        "title": "T",
        "sections": [{"exercises": [{"exercise": "bridge", "priority": 7}]}] * 2,
        "closing": ["Breathe.", "That was {done}."],
    },
    {
        "title": "T",
        "sections": [{"exercises": ["bridge"]}, {"exercises": ["bridge"], "share": 30}],
        "closing": ["Breathe.", "That was {done}."],
    },
    {
        "title": "T",
        "sections": [
            {"steps": ["Now comes {next}, and {next}."]},
            {"exercises": [{"exercise": "march", "always": True}]},
        ],
    },
]
"""A free step, all fixed and a length that does not fit, a little stretch, a limit below all there
is, one exercise, a limit in a gap, a share far below what its section could take, and one that
holds a little less than that; exercises of shorter sessions that a longest one cannot hold, and a
closing line that is said in less time than it was measured with, without and with a share; and one
that names what comes next."""


def assert_stated_lengths(planner, studio, asked=()):
    """Assert that the ends, the usual length and what refusals of others name are taken."""

    def prepare(length):
        target = find_target_length(planner, SessionRequest(length=length))
        return prepare_from_planner(planner, studio, target)

    possible = planner.length_range
    assert not possible.is_empty
    usual = prepare(None).length
    assert usual == find_usual_length(planner, SessionRequest())
    assert possible.shortest <= usual <= possible.longest
    for length in {possible.shortest, usual, usual + 400, possible.longest, possible.longest + 999}:
        assert prepare(length).length == length // 1000 * 1000
    for length in (possible.shortest - 1_000, possible.longest + 1_000, *asked):
        try:
            assert prepare(length).length == length
        except UsageError as error:
            (problem,) = error.problems
            named = re.search(r"the nearest is --length ([\d:]+)$", problem.hint)
            assert named, problem
            nearest = parse_duration(named[1])
            assert prepare(nearest).length == nearest


@pytest.mark.content
@pytest.mark.parametrize("name", routine_names())
def test_shipped_routines_last_what_they_say(name):
    assert_stated_lengths(*planner_for(name))


@pytest.mark.grid
@pytest.mark.slow
@pytest.mark.content
@pytest.mark.parametrize("talk", [TalkLevel.SHORT, TalkLevel.BELL])
@pytest.mark.parametrize("name", routine_names())
def test_shipped_routines_last_what_they_say_with_less_talk(name, talk):
    assert_stated_lengths(*planner_for(name, talk=talk))


@pytest.mark.parametrize("form", FORMS, ids=range(len(FORMS)))
def test_what_can_hardly_be_chosen_from_lasts_what_it_says(form):
    assert_random_routine(form, [5_000, 40_000, 61_000, 100_000])


def assert_random_routine(form, asked, **wishes):
    with open_studio("tone") as studio:
        routine, cards = load_routine_with_cards(coach.parse(form))
        planner = make_planner(routine, cards, SessionRequest("tone", **wishes), studio)
        assert_stated_lengths(planner, studio, asked)


def test_in_a_gap_no_shorter_times_are_looked_at(monkeypatch):
    fixed = {"sets": 1, "reps": 5, "hold": "5s"}
    exercises = [{"exercise": "bridge", "always": True, **fixed}, {"exercise": "bird-dog", **fixed}]
    form = {"title": "T", "sections": [{"exercises": exercises}]}
    routine, cards = load_routine_with_cards(coach.parse(form))
    with open_studio("tone") as studio:
        planner = make_planner(routine, cards, SessionRequest("tone"), studio)
    gap = planner.length_range.shortest + 60_000
    asked = []
    make_table = SessionStages.make_table
    monkeypatch.setattr(
        SessionStages, "make_table", lambda *more: asked.append(more) or make_table(*more)
    )
    assert planner.choose_session(gap) is None
    assert 1 <= len(asked) <= 4


def some(key, values):
    return st.just({}) | values.map(lambda value: {key: value})


def joined(*parts):
    return st.tuples(*parts).map(lambda found: {k: v for part in found for k, v in part.items()})


seconds = st.integers(1, 40)
steps = st.one_of(
    st.sampled_from(["Ho.", "That was {done}.", "{minutes} minutes to go."]),
    st.just({"group": "Ho", "steps": ["{exercises} of them.", {"hold": "5s"}]}),
    st.just({"say": "Next is {next}, in {total} minutes."}),
    seconds.map(lambda n: {"hold": f"{n + 4}s"}),
    seconds.map(lambda n: {"silence": f"{n}s"}),
    joined(st.just({"silence": "2s"}), seconds.map(lambda n: {"stretch": n})),
    seconds.map(lambda n: {"rest": f"{n + 4}s"}),
)
performs = joined(
    st.sampled_from(["bridge", "march", "cat-camel", "bird-dog", "breathing"]).map(
        lambda name: {"exercise": name}
    ),
    some("always", st.booleans()),
    some("priority", st.integers(1, 9)),
)
sections = joined(
    st.one_of(
        joined(
            st.lists(performs, min_size=1, max_size=3, unique_by=lambda one: one["exercise"]).map(
                lambda found: {"exercises": found}
            ),
            some("least", st.integers(0, 1)),
        ),
        st.lists(steps, min_size=1, max_size=2).map(lambda found: {"steps": found}),
    ),
    some("share", st.sampled_from([30, 60])),
)
forms = joined(
    st.just({"title": "T"}),
    some("length", st.integers(10, 900).map(lambda n: f"{n}s")),
    some("longest", st.integers(10, 900).map(lambda n: f"{n}s")),
    st.one_of(
        st.lists(steps, min_size=1, max_size=6).map(lambda found: {"steps": found}),
        st.lists(sections, min_size=1, max_size=2).map(lambda found: {"sections": found}),
    ),
    some("closing", st.lists(steps, max_size=2)),
)
wishes = joined(
    some("talk", st.sampled_from(TALKS)),
    some("easy", st.just(True)),
    some("slow", st.just(True)),
    some("seed", st.integers(1, 9)),
    some("filters", st.sampled_from([Filters(limits=(one,)) for one in ("knee", "pregnant")])),
)
asked_lengths = st.lists(st.integers(1, 900).map(lambda n: n * 1_000), max_size=2)


def test_where_less_talk_fits_no_length_it_lasts_what_the_usual_one_does():
    done = [{"exercise": name} for name in ("march", "bridge", "breathing")]
    done[1]["always"] = True
    closing = ["That was {done}.", {"group": "Ho", "steps": ["That was all.", {"hold": "5s"}]}]
    form = {"title": "T", "sections": [{"exercises": done, "share": 60}], "closing": closing}
    assert_random_routine(form, [115_000, 281_000], talk=TalkLevel.SHORT)


@settings(max_examples=60, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(forms, asked_lengths, wishes)
def test_routines_made_at_random_last_what_they_say(form, asked, wishes):
    assert_random_routine(form, asked, **wishes)


@pytest.mark.slow
@settings(max_examples=2_000, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(forms, asked_lengths, wishes)
def test_many_routines_made_at_random_last_what_they_say(form, asked, wishes):
    assert_random_routine(form, asked, **wishes)


@pytest.mark.parametrize("seed", [7, 0], ids=["of a day", "of a folder"])
@pytest.mark.usefixtures("own_folders")
def test_the_list_says_of_a_seed_what_a_session_of_it_says(monkeypatch, seed):
    monkeypatch.setattr(catalog, "routine_names", lambda: ["physio-sheet", "tabata", "breathing"])
    request = SessionRequest("tone", seed=seed)
    for entry in catalog.list_catalog(request, ignore_progress):
        planner, studio = planner_for(entry.name, seed=seed)
        prepared = prepare_from_planner(planner, studio, find_target_length(planner, request))
        assert (entry.shortest, entry.longest) == (
            prepared.length_range.shortest,
            prepared.length_range.longest,
        )
        assert entry.usual == prepared.length


def test_the_length_of_a_fixed_routine_is_refused_in_one_figure():
    routine, cards = load_routine_with_cards(coach.parse(FORMS[0]))
    with open_studio("tone") as studio:
        request = SessionRequest("tone", length=60_000)
        planner = make_planner(routine, cards, request, studio)
        with pytest.raises(UsageError, match=r"cannot last 1:00: it lasts \d+:\d\d\n"):
            find_target_length(planner, replace(request, length=60_000))


@pytest.mark.parametrize("closing", [[], ["Done."], [{"silence": "10s"}]])
def test_a_session_of_optional_exercises_has_one_of_them_at_least(closing):
    exercises = ["bridge", "cat-camel", "knee-to-chest"]
    form = {"title": "T", "sections": [{"exercises": exercises}], "closing": closing}
    routine, cards = load_routine_with_cards(coach.parse(form))
    with open_studio("tone") as studio:
        planner = make_planner(routine, cards, SessionRequest("tone"), studio)
    stated, usual = planner.length_range, planner.usual_range
    assert stated.shortest < usual.shortest < stated.longest
    chosen = planner.choose_session(stated.shortest)
    assert chosen
    assert len(chosen[0].exercises) == 1
